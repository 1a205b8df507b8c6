/* The block in the editor: its settings at the side, and the checker itself as its preview. */
/* global wp, conditionChecker */
( function () {
	const { createElement } = wp.element;
	const { __ } = wp.i18n;
	const { InspectorControls, useBlockProps } = wp.blockEditor;
	const { Disabled, PanelBody, SelectControl, TextControl } = wp.components;
	const name = 'condition-checker/checker';
	const own = { label: __( 'As in the settings', 'condition-checker' ), value: '' };

	function Edit( { attributes, setAttributes } ) {
		const field = ( control, attribute, label, more ) =>
			createElement( control, {
				label,
				value: attributes[ attribute ],
				onChange: ( value ) => setAttributes( { [ attribute ]: value } ),
				__next40pxDefaultSize: true,
				__nextHasNoMarginBottom: true,
				...more,
			} );
		const choice = ( attribute, label, options ) => field( SelectControl, attribute, label, { options } );
		const pixels = ( attribute, label ) =>
			field( TextControl, attribute, label, {
				type: 'number',
				min: 0,
				value: attributes[ attribute ] || '',
				onChange: ( value ) => setAttributes( { [ attribute ]: Math.max( parseInt( value ) || 0, 0 ) } ),
			} );
		const words = ( attribute, label, help ) => field( TextControl, attribute, label, { help } );
		const languages = Object.entries( conditionChecker.languages ).map( ( [ value, spoken ] ) => ( { value, label: spoken.name } ) );
		const themes = conditionChecker.themes.map( ( value ) => ( { value, label: value } ) );
		const settings = createElement(
			PanelBody,
			{ title: __( 'Settings', 'condition-checker' ) },
			choice( 'mode', __( 'How it is shown', 'condition-checker' ), [
				{ value: 'inline', label: __( 'Within the page', 'condition-checker' ) },
				{ value: 'popup', label: __( 'A button here opens a dialog', 'condition-checker' ) },
				{ value: 'button', label: __( 'A button at the page’s edge opens a dialog', 'condition-checker' ) },
			] ),
			choice( 'lang', __( 'Language', 'condition-checker' ), [ own, ...languages ] ),
			choice( 'theme', __( 'Looks', 'condition-checker' ), [
				{ value: '', label: __( 'The checker’s first', 'condition-checker' ) },
				...themes,
			] ),
			words(
				'title',
				__( 'Title', 'condition-checker' ),
				__( 'The words of the link that is there without scripts. If left empty, the check’s own title.', 'condition-checker' )
			),
			attributes.mode === 'inline'
				? pixels( 'startHeight', __( 'Height until the check has loaded, in pixels', 'condition-checker' ) )
				: words( 'label', __( 'Words on the button', 'condition-checker' ), __( 'If left empty, as in the settings.', 'condition-checker' ) ),
			pixels( 'minHeight', __( 'Least height, in pixels', 'condition-checker' ) ),
			pixels( 'minWidth', __( 'Least width, in pixels', 'condition-checker' ) )
		);
		return createElement(
			'div',
			useBlockProps(),
			createElement( InspectorControls, null, settings ),
			attributes.mode === 'button' && createElement( 'p', null, __( 'The button of the check stands at the edge of this page.', 'condition-checker' ) ),
			createElement( Disabled, null, createElement( wp.serverSideRender, { block: name, attributes } ) )
		);
	}

	wp.blocks.registerBlockType( name, { edit: Edit } );
} )();
