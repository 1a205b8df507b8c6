<?php
/**
 * Leaves nothing behind.
 *
 * @package ConditionChecker
 */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

foreach ( array( 'url', 'label', 'lang', 'button', 'told' ) as $condition_checker_name ) {
	delete_option( 'condition_checker_' . $condition_checker_name );
}
