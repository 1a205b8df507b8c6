<?php
/**
 * Does the checker answer this site, and may this site show it? What it tells of itself is kept.
 *
 * @package ConditionChecker
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Asks the checker about itself, keeps what it tells, and shows an administrator what is wrong and what to do.
 */
function condition_checker_ask() {
	$address = condition_checker_address();
	if ( '' === $address ) {
		condition_checker_say( __( 'No address is set yet. Write the address of your checker and save.', 'condition-checker' ) );
		return;
	}
	$reply = wp_remote_get(
		add_query_arg( 'url', rawurlencode( $address ), $address . 'oembed' ),
		array(
			'timeout'             => 10,
			'redirection'         => 0,
			'limit_response_size' => 100000,
		)
	);
	$wrong = is_wp_error( $reply ) ? condition_checker_unreached( $reply->get_error_message() ) : condition_checker_refused( $reply );
	if ( '' !== $wrong ) {
		condition_checker_say( $wrong );
		return;
	}
	$told = condition_checker_heard( json_decode( wp_remote_retrieve_body( $reply ), true ) );
	if ( ! $told['languages'] ) {
		condition_checker_say( __( 'Something else answers at this address. Write the address at which the check begins.', 'condition-checker' ) );
		return;
	}
	update_option( 'condition_checker_told', $told + array( 'address' => $address ) );
	$site = condition_checker_site( home_url() );
	if ( ! condition_checker_may_frame( $site, wp_remote_retrieve_header( $reply, 'content-security-policy' ), condition_checker_site( $address ) ) ) {
		/* translators: %s: the address of this site, such as https://www.city.example */
		condition_checker_say( sprintf( __( 'The checker answers, but browsers will not show it here: this site is not under frame_origins. Whoever runs the checker adds %s to its clinic file and starts it again.', 'condition-checker' ), $site ) );
		return;
	}
	$titles = wp_list_pluck( $told['languages'], 'title' );
	/* translators: %s: the title of the check, in each of its languages */
	condition_checker_say( sprintf( __( 'The checker answers, and this site may show it: %s.', 'condition-checker' ), implode( ', ', $titles ) ), 'success' );
}

/**
 * Shows an administrator a message.
 *
 * @param string $words What to say.
 * @param string $kind  Whether it is an `error` or a `success`.
 */
function condition_checker_say( $words, $kind = 'error' ) {
	add_settings_error( 'condition_checker', 'condition_checker_connection', esc_html( $words ), $kind );
}

/**
 * Returns what to do about a checker that could not be asked.
 *
 * @param string $error What the server says of it.
 */
function condition_checker_unreached( $error ) {
	if ( preg_match( '/SSL|certificate/i', $error ) ) {
		/* translators: %s: an error message in English */
		return sprintf( __( 'The checker could not prove who it is (TLS). Whoever runs it renews its certificate, or sends the whole chain. The error was: %s', 'condition-checker' ), $error );
	}
	/* translators: %s: an error message in English */
	return sprintf( __( 'This server cannot reach the checker. See that the address is right, that the checker runs, and that no firewall is between them. The error was: %s', 'condition-checker' ), $error );
}

/**
 * Returns what to do about an answer that is not the one hoped for, or nothing.
 *
 * @param array $reply What the checker answered.
 */
function condition_checker_refused( $reply ) {
	$status = (int) wp_remote_retrieve_response_code( $reply );
	if ( 200 === $status ) {
		return '';
	}
	if ( $status >= 300 && $status < 400 ) {
		/* translators: %s: an address */
		return sprintf( __( 'The checker has moved. It sends people on to %s. Write the address at which the check begins.', 'condition-checker' ), wp_remote_retrieve_header( $reply, 'location' ) );
	}
	if ( 404 === $status ) {
		return __( 'There is no checker at this address, or it goes by another one. Write the address that its page /embed shows. If that is this one, whoever runs the checker sets CHECKER_SITE.', 'condition-checker' );
	}
	/* translators: %d: a number such as 502 */
	return sprintf( __( 'The checker does not work at the moment: it answered with the error %d. Whoever runs it looks at its log.', 'condition-checker' ), $status );
}

/**
 * Returns what the checker told of itself, clean; no language if it is not a checker.
 *
 * @param mixed $body What it answered.
 */
function condition_checker_heard( $body ) {
	$told      = array();
	$languages = is_array( $body ) && is_array( $body['languages'] ?? null ) ? $body['languages'] : array();
	foreach ( array_filter( $languages, 'is_array' ) as $code => $spoken ) {
		$help = array();
		foreach ( (array) ( $spoken['help'] ?? array() ) as $way ) {
			$href  = $way['href'] ?? '';
			$href  = is_string( $href ) ? esc_url_raw( $href, array( 'https', 'tel', 'sms' ) ) : '';
			$words = sanitize_text_field( $way['words'] ?? '' );
			$lang  = condition_checker_name( $way['lang'] ?? '' );
			if ( '' !== $href && '' !== $words ) {
				$help[] = compact( 'href', 'words', 'lang' );
			}
		}
		$told[ condition_checker_name( (string) $code ) ] = array(
			'name'  => sanitize_text_field( $spoken['name'] ?? $code ),
			'title' => sanitize_text_field( $spoken['title'] ?? $code ),
			'lang'  => condition_checker_name( $spoken['lang'] ?? '' ),
			'dir'   => 'rtl' === ( $spoken['dir'] ?? '' ) ? 'rtl' : 'ltr',
			'help'  => $help,
		);
	}
	return array(
		'languages' => $told,
		'themes'    => array_map( 'condition_checker_name', array_values( (array) ( $body['themes'] ?? array() ) ) ),
	);
}

/**
 * Returns the site of an address, as browsers name it.
 *
 * @param string $address The address.
 */
function condition_checker_site( $address ) {
	$parts = wp_parse_url( $address ) + array( 'port' => 0 );
	return $parts['scheme'] . '://' . $parts['host'] . ( $parts['port'] ? ':' . $parts['port'] : '' );
}

/**
 * Returns whether a site may show the checker in a frame, by what its pages tell browsers.
 *
 * @param string $site   The site.
 * @param mixed  $policy The checker's Content-Security-Policy.
 * @param string $own    The checker's own site, which that calls 'self'.
 */
function condition_checker_may_frame( $site, $policy, $own ) {
	if ( ! preg_match( '/frame-ancestors ([^;]*)/', is_string( $policy ) ? $policy : '', $found ) ) {
		return true;
	}
	foreach ( explode( ' ', $found[1] ) as $origin ) {
		$pattern = str_replace( '\*', '[a-z0-9.-]+', preg_quote( "'self'" === $origin ? $own : $origin, '~' ) );
		if ( preg_match( "~^$pattern$~iD", $site ) ) {
			return true;
		}
	}
	return false;
}
