<?php
/**
 * The page Settings, Condition Checker.
 *
 * @package ConditionChecker
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Offers the page to administrators.
 */
function condition_checker_menu() {
	$name = __( 'Condition Checker', 'condition-checker' );
	add_options_page( $name, $name, 'manage_options', 'condition-checker', 'condition_checker_page' );
}

/**
 * Makes the settings known to WordPress.
 */
function condition_checker_settings() {
	$fields = array(
		'url'    => array( __( 'Address of your checker', 'condition-checker' ), 'condition_checker_sanitize' ),
		'label'  => array( __( 'Words on the button', 'condition-checker' ), 'sanitize_text_field' ),
		'lang'   => array( __( 'Language', 'condition-checker' ), 'condition_checker_name' ),
		'button' => array( __( 'Button on every page', 'condition-checker' ), 'rest_sanitize_boolean' ),
	);
	add_settings_section( 'default', '', '__return_empty_string', 'condition-checker' );
	foreach ( $fields as $name => $field ) {
		register_setting( 'condition-checker', "condition_checker_$name", array( 'sanitize_callback' => $field[1] ) );
		add_settings_field( "condition_checker_$name", $field[0], "condition_checker_field_$name", 'condition-checker', 'default', array( 'label_for' => "condition_checker_$name" ) );
	}
	add_action( 'add_option_condition_checker_url', 'condition_checker_saved' );
	add_action( 'update_option_condition_checker_url', 'condition_checker_saved' );
}

/**
 * Asks the checker whose address was just saved.
 */
function condition_checker_saved() {
	condition_checker_say( __( 'The address is saved.', 'condition-checker' ), 'success' );
	condition_checker_ask();
}

/**
 * Returns what is kept of an address that an administrator typed: the old one where the new one cannot be used.
 *
 * @param mixed $typed What was typed; null where the field could not be typed in.
 */
function condition_checker_sanitize( $typed ) {
	if ( null === $typed ) {
		return get_option( 'condition_checker_url' );
	}
	$address = condition_checker_clean( $typed );
	if ( '' === $address && ( ! is_string( $typed ) || '' !== trim( $typed ) ) ) {
		$why = __( 'This address cannot be used, so the one before stays. Write the whole address, with https and no question mark, such as https://check.example-clinic.com/', 'condition-checker' );
		add_settings_error( 'condition_checker', 'condition_checker_url', $why );
		return get_option( 'condition_checker_url', '' );
	}
	return $address;
}

/**
 * Prints the field of the address.
 */
function condition_checker_field_url() {
	printf(
		'<input type="url" class="regular-text" id="condition_checker_url" name="condition_checker_url" value="%s" placeholder="https://" aria-describedby="condition_checker_url_help"%s>',
		esc_attr( condition_checker_address() ),
		disabled( defined( 'CONDITION_CHECKER_URL' ), true, false )
	);
	condition_checker_describe(
		'url',
		defined( 'CONDITION_CHECKER_URL' )
			? __( 'It is set as CONDITION_CHECKER_URL in wp-config.php.', 'condition-checker' )
			: __( 'Where the check begins. The checker is shown from here and from nowhere else.', 'condition-checker' )
	);
}

/**
 * Prints the field of the button's words.
 */
function condition_checker_field_label() {
	printf(
		'<input type="text" class="regular-text" id="condition_checker_label" name="condition_checker_label" value="%s" maxlength="60" aria-describedby="condition_checker_label_help">',
		esc_attr( get_option( 'condition_checker_label', '' ) )
	);
	condition_checker_describe( 'label', __( 'If you leave this empty, the button bears the title of the check.', 'condition-checker' ) );
}

/**
 * Prints the field of the language: those that the checker told.
 */
function condition_checker_field_lang() {
	$chosen  = get_option( 'condition_checker_lang', '' );
	$offered = wp_list_pluck( condition_checker_told()['languages'], 'name' ) + array_filter( array( $chosen => $chosen ) );
	echo '<select id="condition_checker_lang" name="condition_checker_lang" aria-describedby="condition_checker_lang_help">';
	foreach ( array( '' => __( 'As each visitor\'s browser asks', 'condition-checker' ) ) + $offered as $code => $name ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $code ), selected( $code, $chosen, false ), esc_html( $name ) );
	}
	echo '</select>';
	condition_checker_describe( 'lang', __( 'People can always change it. A block or a shortcode may choose another one.', 'condition-checker' ) );
}

/**
 * Prints the switch of the button on every page.
 */
function condition_checker_field_button() {
	printf(
		'<input type="checkbox" id="condition_checker_button" name="condition_checker_button" value="1" aria-describedby="condition_checker_button_help"%s>',
		checked( (bool) get_option( 'condition_checker_button' ), true, false )
	);
	condition_checker_describe( 'button', __( 'Shows a button at the edge of every page of this site. It opens the check in a dialog.', 'condition-checker' ) );
}

/**
 * Prints what a field is for.
 *
 * @param string $name  Which field.
 * @param string $words What to say of it.
 */
function condition_checker_describe( $name, $words ) {
	printf( '<p class="description" id="condition_checker_%s_help">%s</p>', esc_attr( $name ), esc_html( $words ) );
}

/**
 * Prints the page.
 */
function condition_checker_page() {
	?>
	<div class="wrap">
		<h1><?php echo esc_html( get_admin_page_title() ); ?></h1>
		<form action="options.php" method="post">
			<?php
			settings_fields( 'condition-checker' );
			do_settings_sections( 'condition-checker' );
			submit_button();
			?>
		</form>
		<h2><?php esc_html_e( 'Does it work?', 'condition-checker' ); ?></h2>
		<form action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>" method="post">
			<p><?php esc_html_e( 'Asks the checker at the saved address, and says what is wrong and what to do.', 'condition-checker' ); ?></p>
			<input type="hidden" name="action" value="condition_checker_test">
			<?php
			wp_nonce_field( 'condition_checker_test' );
			submit_button( __( 'Test the connection', 'condition-checker' ), 'secondary', 'submit', true, array( 'id' => 'condition_checker_test' ) );
			?>
		</form>
		<h2><?php esc_html_e( 'How to show it in a page', 'condition-checker' ); ?></h2>
		<ul class="ul-disc">
			<li><?php esc_html_e( 'In the block editor: add the block Condition Checker.', 'condition-checker' ); ?></li>
			<li>
				<?php
				/* translators: %s: a shortcode */
				printf( esc_html__( 'In any other editor: write the shortcode %s.', 'condition-checker' ), '<code>[condition_checker]</code>' );
				?>
			</li>
		</ul>
	</div>
	<?php
}

/**
 * Tests the connection for an administrator, and leads back to the page with what was found.
 */
function condition_checker_test() {
	check_admin_referer( 'condition_checker_test' );
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( '', 403 );
	}
	condition_checker_ask();
	set_transient( 'settings_errors', get_settings_errors(), 30 );
	wp_safe_redirect( add_query_arg( 'settings-updated', 'true', condition_checker_page_address() ) );
	exit;
}

/**
 * Returns where the page is.
 */
function condition_checker_page_address() {
	return admin_url( 'options-general.php?page=condition-checker' );
}

/**
 * Puts a link to the page into the plugin's row.
 *
 * @param array $links The links that are there.
 */
function condition_checker_row( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( condition_checker_page_address() ), esc_html__( 'Settings', 'condition-checker' ) );
	return array_merge( array( $link ), $links );
}

add_action( 'admin_menu', 'condition_checker_menu' );
add_action( 'admin_init', 'condition_checker_settings' );
add_action( 'admin_post_condition_checker_test', 'condition_checker_test' );
add_filter( 'plugin_action_links_' . plugin_basename( __DIR__ . '/condition-checker.php' ), 'condition_checker_row' );
