<?php
/**
 * Plugin Name:       Condition Checker
 * Description:       Shows your clinic's condition checker: within a page, in a dialog, or behind a button on every page.
 * Version:           0.2.0
 * Requires at least: 6.8
 * Requires PHP:      7.4
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/old-licenses/gpl-2.0.html
 * Text Domain:       condition-checker
 * Domain Path:       /languages
 *
 * The address of the checker is set by an administrator: under Settings, Condition Checker, or as CONDITION_CHECKER_URL
 * in wp-config.php. Only from there is a frame ever shown, and the script is the plugin's own. An author who writes
 * another address gets a plain link.
 *
 * @package ConditionChecker
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

const CONDITION_CHECKER_VERSION = '0.2.0';

if ( is_admin() ) {
	require __DIR__ . '/connection.php';
	require __DIR__ . '/settings.php';
}

/**
 * Returns an address as this plugin takes it, https and without a query, or nothing.
 *
 * @param mixed $address What somebody wrote.
 */
function condition_checker_clean( $address ) {
	$address = is_string( $address ) ? trim( $address ) : '';
	return preg_match( '~^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[\w./-]*)?$~iD', $address ) ? trailingslashit( $address ) : '';
}

/**
 * Returns the name of a language or a theme: what cannot be in one is left out.
 *
 * @param mixed $name What somebody wrote.
 */
function condition_checker_name( $name ) {
	return is_string( $name ) ? preg_replace( '/[^A-Za-z0-9_-]/', '', $name ) : '';
}

/**
 * Returns the address that an administrator set, or nothing.
 */
function condition_checker_address() {
	return condition_checker_clean( defined( 'CONDITION_CHECKER_URL' ) ? CONDITION_CHECKER_URL : get_option( 'condition_checker_url', '' ) );
}

/**
 * Returns what the checker at the address told of itself: `languages`, each with its name, title and ways to help, and `themes`.
 */
function condition_checker_told() {
	$told = get_option( 'condition_checker_told' );
	return is_array( $told ) && condition_checker_address() === $told['address'] ? $told : array(
		'languages' => array(),
		'themes'    => array(),
	);
}

/**
 * Returns the checker as HTML, or a plain link where its address is not the one that an administrator set.
 *
 * @param array $wanted What the shortcode, the block or the address asks for, by the shortcode's names.
 */
function condition_checker_html( $wanted ) {
	$wanted  = array_map( 'strval', array_filter( $wanted, 'is_scalar' ) ) + condition_checker_defaults();
	$trusted = condition_checker_address();
	$address = '' === $wanted['url'] ? $trusted : condition_checker_clean( $wanted['url'] );
	if ( '' === $address ) {
		$note = __( 'The condition checker has no address yet. An administrator sets it under Settings, Condition Checker.', 'condition-checker' );
		return current_user_can( 'edit_posts' ) ? '<p>' . esc_html( $note ) . '</p>' : '';
	}
	$choices = array_filter(
		array(
			'lang'  => condition_checker_name( '' === $wanted['lang'] ? get_option( 'condition_checker_lang', '' ) : $wanted['lang'] ),
			'theme' => condition_checker_name( $wanted['theme'] ),
		)
	);
	$spoken  = condition_checker_told()['languages'];
	$known   = $spoken[ $choices['lang'] ?? '' ] ?? reset( $spoken );
	$title   = trim( $wanted['title'] );
	if ( '' === $title ) {
		$title = $known && $address === $trusted ? $known['title'] : __( 'Check your symptoms', 'condition-checker' );
	}
	$marks = $known && $title === $known['title'] ? condition_checker_lang( $known['lang'] ?? '' ) : '';
	$link  = condition_checker_link( add_query_arg( $choices, $address ), $title, $marks . ' target="_blank" rel="noopener"' );
	if ( $address !== $trusted ) {
		return '<p>' . $link . '</p>';
	}
	wp_enqueue_script( 'condition-checker' );
	$start      = absint( $wanted['start_height'] );
	$behind     = in_array( $wanted['mode'], array( 'popup', 'button' ), true );
	$label      = trim( '' === $wanted['label'] ? get_option( 'condition_checker_label', '' ) : $wanted['label'] );
	$dir        = 'rtl' === ( $spoken[ $choices['lang'] ?? '' ]['dir'] ?? '' ) ? 'rtl' : '';
	$label      = '' === $label && $dir ? "$title \u{2190}" : $label;
	$attributes = array_filter(
		array(
			'src'          => $address,
			'mode'         => $behind ? $wanted['mode'] : '',
			'lang'         => $choices['lang'] ?? '',
			'dir'          => $dir,
			'theme'        => $choices['theme'] ?? '',
			'frame-title'  => $title,
			'label'        => $behind ? $label : '',
			'close'        => $behind ? __( 'Close', 'condition-checker' ) : '',
			'start-height' => $start,
			'min-height'   => absint( $wanted['min_height'] ),
			'min-width'    => absint( $wanted['min_width'] ),
			'style'        => $behind ? '' : sprintf( 'display:block;min-height:%dpx', $start ? $start : 1024 ),
		)
	);
	$written    = '';
	foreach ( $attributes as $name => $value ) {
		$written .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return "<condition-checker$written>$link" . condition_checker_help( $known ? $known['help'] : array() ) . '</condition-checker>';
}

/**
 * Returns what a shortcode may ask for, with what it gets otherwise.
 */
function condition_checker_defaults() {
	return array_fill_keys( array( 'url', 'mode', 'lang', 'theme', 'title', 'label', 'start_height', 'min_height', 'min_width' ), '' );
}

/**
 * Returns a link, to a page or to a telephone.
 *
 * @param string $href  Where it leads.
 * @param string $words What it says.
 * @param string $more  Further attributes, as HTML.
 */
function condition_checker_link( $href, $words, $more = '' ) {
	return sprintf( '<a href="%s"%s>%s</a>', esc_url( $href, array( 'https', 'tel', 'sms' ) ), $more, esc_html( $words ) );
}

/**
 * Returns what a link says of the language of its words, as HTML; nothing where it is not known.
 *
 * @param string $lang Its code.
 */
function condition_checker_lang( $lang ) {
	return '' === $lang ? '' : sprintf( ' lang="%s" dir="auto"', esc_attr( $lang ) );
}

/**
 * Returns the ways to help as links, which stay until the frame is there.
 *
 * @param array $help Each with its `href`, its `words` and their `lang`, as the checker told them.
 */
function condition_checker_help( $help ) {
	$links = '';
	foreach ( $help as $way ) {
		$links .= '<br>' . condition_checker_link( $way['href'], $way['words'], condition_checker_lang( $way['lang'] ?? '' ) );
	}
	return $links;
}

/**
 * Returns the checker for [condition_checker mode="popup" lang="es" theme="night" title="..." label="..." start_height="500"].
 *
 * @param array|string $given What the author wrote.
 */
function condition_checker_shortcode( $given ) {
	return condition_checker_html( shortcode_atts( condition_checker_defaults(), $given, 'condition_checker' ) );
}

/**
 * Returns the checker for the block.
 *
 * @param array $attributes What was chosen in the editor.
 */
function condition_checker_block( $attributes ) {
	$wanted = array();
	foreach ( $attributes as $name => $value ) {
		$wanted[ strtolower( preg_replace( '/[A-Z]/', '_$0', $name ) ) ] = $value;
	}
	return sprintf( '<div %s>%s</div>', get_block_wrapper_attributes(), condition_checker_html( $wanted ) );
}

/**
 * Returns the checker for its address in an Embed block, or alone in a line.
 *
 * @param array  $matched What the address matched.
 * @param array  $given   How large an embed may be.
 * @param string $url     The address, maybe with a language and a theme.
 */
function condition_checker_embed( $matched, $given, $url ) {
	wp_parse_str( (string) wp_parse_url( $url, PHP_URL_QUERY ), $wanted );
	return condition_checker_html( array_intersect_key( $wanted, array_flip( array( 'lang', 'theme' ) ) ) );
}

/**
 * Prints the button at the edge of every page, where an administrator wants it.
 */
function condition_checker_everywhere() {
	if ( get_option( 'condition_checker_button' ) && '' !== condition_checker_address() ) {
		echo condition_checker_html( array( 'mode' => 'button' ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- Each part of it is escaped.
	}
}

/**
 * Makes the script, the block and the address known to WordPress.
 *
 * The checker is a trusted provider: WordPress puts frames of others in a sandbox in which no form can be sent.
 */
function condition_checker_register() {
	wp_register_script(
		'condition-checker',
		plugins_url( 'embed.js', __FILE__ ),
		array(),
		md5_file( __DIR__ . '/embed.js' ), // It is that of the checker which gave the plugin away.
		array(
			'strategy'  => 'async',
			'in_footer' => true,
		)
	);
	wp_register_script(
		'condition-checker-editor',
		plugins_url( 'block/editor.js', __FILE__ ),
		array( 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element', 'wp-i18n', 'wp-server-side-render' ),
		CONDITION_CHECKER_VERSION,
		true
	);
	register_block_type( __DIR__ . '/block', array( 'render_callback' => 'condition_checker_block' ) );
	wp_set_script_translations( 'condition-checker-editor', 'condition-checker', __DIR__ . '/languages' );
	wp_add_inline_script( 'condition-checker-editor', 'const conditionChecker = ' . wp_json_encode( condition_checker_told() ) . ';', 'before' );
	$address = condition_checker_address();
	if ( '' !== $address ) {
		$pattern = '~^' . preg_quote( untrailingslashit( $address ), '~' ) . '/?(\?.*)?$~i';
		wp_oembed_add_provider( $pattern, $address . 'oembed', true );
		wp_embed_register_handler( 'condition-checker', $pattern, 'condition_checker_embed' );
	}
}

add_shortcode( 'condition_checker', 'condition_checker_shortcode' );
add_action( 'init', 'condition_checker_register' );
add_action( 'wp_footer', 'condition_checker_everywhere', 5 );
