<?php
/*
 * The functions of WordPress that the plugin calls, with WordPress's own parameters, written anew and much simplified:
 * enough to see what the plugin asks WordPress to do. Reads what to try as JSON; prints what became of it as JSON.
 */
error_reporting( E_ALL );
set_error_handler( function ( $level, $message ) { throw new ErrorException( $message ); } );

$try      = json_decode( stream_get_contents( STDIN ), true );
$options  = $try['options'] ?? array();
$seen     = array( 'scripts' => array(), 'providers' => array(), 'errors' => array(), 'settings' => array(), 'fields' => array() );
$actions  = array();
$shortcodes = array();
$uninstall = null;

function add_shortcode( $tag, $callback ) { $GLOBALS['shortcodes'][ $tag ] = $callback; }
function add_action( $hook, $callback, $priority = 10, $accepted_args = 1 ) { $GLOBALS['actions'][ $hook ][] = $callback; }
function register_uninstall_hook( $file, $callback ) { $GLOBALS['uninstall'] = $callback; }
function get_option( $option, $default_value = false ) { return $GLOBALS['options'][ $option ] ?? $default_value; }
function delete_option( $option ) { unset( $GLOBALS['options'][ $option ] ); return true; }
function trailingslashit( $value ) { return rtrim( $value, '/\\' ) . '/'; }
function absint( $maybeint ) { return abs( (int) $maybeint ); }
function esc_html( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES, 'UTF-8', false ); }
function esc_attr( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES, 'UTF-8', false ); }
function current_user_can( $capability, ...$args ) { return in_array( $capability, $GLOBALS['try']['may'] ?? array(), true ); }
function esc_url( $url, $protocols = null, $_context = 'display' ) {
	$scheme = strtolower( (string) parse_url( $url, PHP_URL_SCHEME ) );
	return in_array( $scheme, $protocols ?? array( 'http', 'https' ), true ) ? str_replace( array( '&', "'" ), array( '&#038;', '&#039;' ), $url ) : '';
}
function shortcode_atts( $pairs, $atts, $shortcode = '' ) {
	$out = array();
	foreach ( $pairs as $name => $default ) {
		$out[ $name ] = array_key_exists( $name, (array) $atts ) ? $atts[ $name ] : $default;
	}
	return $out;
}
function add_query_arg( ...$args ) {
	return $args[0] ? $args[1] . ( false === strpos( $args[1], '?' ) ? '?' : '&' ) . http_build_query( $args[0] ) : $args[1];
}
function wp_enqueue_script( $handle, $src = '', $deps = array(), $ver = false, $args = array() ) {
	$GLOBALS['seen']['scripts'][ $handle ] = array( $src, $ver, $args );
}
function wp_oembed_add_provider( $format, $provider, $regex = false ) { $GLOBALS['seen']['providers'][] = array( $format, $provider, $regex ); }
function register_setting( $option_group, $option_name, $args = array() ) { $GLOBALS['seen']['settings'][ $option_name ] = array( $option_group, $args ); }
function add_settings_field( $id, $title, $callback, $page, $section = 'default', $args = array() ) { $GLOBALS['seen']['fields'][ $id ] = $callback; }
function add_settings_error( $setting, $code, $message, $type = 'error' ) { $GLOBALS['seen']['errors'][] = $message; }

foreach ( $try['constants'] ?? array() as $name => $value ) {
	define( $name, $value );
}
require $try['plugin'];

foreach ( array( 'init', 'admin_init' ) as $hook ) {
	foreach ( $actions[ $hook ] ?? array() as $callback ) {
		$callback();
	}
}
$seen['html'] = isset( $try['shortcode'] ) ? $shortcodes['condition_checker']( $try['shortcode'], null, 'condition_checker' ) : '';
if ( isset( $try['typed'] ) ) {
	$seen['kept'] = $seen['settings']['condition_checker_url'][1]['sanitize_callback']( $try['typed'] );
}
ob_start();
( $seen['fields']['condition_checker_url'] ?? 'strval' )( '' );
$seen['field'] = ob_get_clean();
$uninstall && $uninstall();
$seen['left'] = $options;
echo json_encode( $seen );
