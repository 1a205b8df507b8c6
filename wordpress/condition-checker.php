<?php
/**
 * Plugin Name: Condition Checker
 * Description: Shows a clinic's condition checker on a page: the shortcode [condition_checker], or its address in an Embed block.
 * Version: 0.1.0
 * Requires at least: 5.0
 * Requires PHP: 7.4
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/old-licenses/gpl-2.0.html
 *
 * The address of the checker is set by an administrator: under Settings, General, or as CONDITION_CHECKER_URL in
 * wp-config.php. Only from there is a script ever loaded. An author who writes another address gets a plain link.
 *
 * @package ConditionChecker
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Returns an address as this plugin takes it, https and without a query, or nothing. */
function condition_checker_clean( $address ) {
	$address = trim( (string) $address );
	return preg_match( '~^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[\w./-]*)?$~iD', $address ) ? trailingslashit( $address ) : '';
}

/** Returns the address that an administrator set, or nothing. */
function condition_checker_address() {
	$set = defined( 'CONDITION_CHECKER_URL' ) ? CONDITION_CHECKER_URL : get_option( 'condition_checker_url', '' );
	return condition_checker_clean( $set );
}

/** Returns the checker for the shortcode: [condition_checker title="..." lang="es" theme="night" min_height="500"]. */
function condition_checker_shortcode( $given ) {
	$wanted  = shortcode_atts(
		array(
			'url'        => '',
			'title'      => 'Check your symptoms',
			'lang'       => '',
			'theme'      => '',
			'min_height' => '',
		),
		$given,
		'condition_checker'
	);
	$trusted = condition_checker_address();
	$address = '' === $wanted['url'] ? $trusted : condition_checker_clean( $wanted['url'] );
	if ( '' === $address ) {
		$note = 'The condition checker has no address yet. An administrator sets it under Settings, General.';
		return current_user_can( 'edit_posts' ) ? '<p>' . esc_html( $note ) . '</p>' : '';
	}
	$choices = array_filter(
		array(
			'lang'  => preg_replace( '/[^A-Za-z0-9-]/', '', $wanted['lang'] ),
			'theme' => preg_replace( '/[^a-z0-9_]/', '', $wanted['theme'] ),
		)
	);
	$link    = sprintf(
		'<a href="%s" target="_blank" rel="noopener">%s</a>',
		esc_url( add_query_arg( $choices, $address ), array( 'https' ) ),
		esc_html( $wanted['title'] )
	);
	if ( $address !== $trusted ) {
		return '<p>' . $link . '</p>';
	}
	wp_enqueue_script(
		'condition-checker',
		$address . 'static/embed.js',
		array(),
		null,
		array(
			'strategy'  => 'async',
			'in_footer' => true,
		)
	);
	return condition_checker_element( $address, $choices, absint( $wanted['min_height'] ), $link );
}

/** Returns the element that the script turns into a frame; without the script its link is shown. */
function condition_checker_element( $address, $choices, $least, $link ) {
	$attributes = $least ? array_merge( $choices, array( 'min-height' => $least ) ) : $choices;
	$written    = '';
	foreach ( $attributes as $name => $value ) {
		$written .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return sprintf( '<condition-checker src="%s"%s>%s</condition-checker>', esc_url( $address, array( 'https' ) ), $written, $link );
}

/** Trusts the checker as a provider: WordPress puts frames of others in a sandbox in which no form can be sent. */
function condition_checker_trust() {
	$address = condition_checker_address();
	if ( '' !== $address ) {
		wp_oembed_add_provider( $address . '*', $address . 'oembed' );
	}
}

/** Offers the setting to administrators. */
function condition_checker_settings() {
	register_setting(
		'general',
		'condition_checker_url',
		array(
			'type'              => 'string',
			'sanitize_callback' => 'condition_checker_sanitize',
			'default'           => '',
		)
	);
	add_settings_field( 'condition_checker_url', 'Condition checker', 'condition_checker_field', 'general' );
}

/** Returns what is kept of an address that an administrator typed: the old one where the new one cannot be used. */
function condition_checker_sanitize( $typed ) {
	$address = condition_checker_clean( $typed );
	if ( '' === $address && '' !== trim( (string) $typed ) ) {
		$why = 'Condition checker: write the whole address, such as https://check.example-clinic.com/';
		add_settings_error( 'condition_checker_url', 'condition_checker_url', $why );
		return get_option( 'condition_checker_url', '' );
	}
	return $address;
}

/** Prints the field of the setting. */
function condition_checker_field() {
	printf(
		'<input type="url" class="regular-text" name="condition_checker_url" value="%s" placeholder="https://">',
		esc_attr( get_option( 'condition_checker_url', '' ) )
	);
}

/** Leaves nothing behind. */
function condition_checker_forget() {
	delete_option( 'condition_checker_url' );
}

add_shortcode( 'condition_checker', 'condition_checker_shortcode' );
add_action( 'init', 'condition_checker_trust' );
add_action( 'admin_init', 'condition_checker_settings' );
register_uninstall_hook( __FILE__, 'condition_checker_forget' );
