"""The plugin in a real WordPress and a real Chromium, as an administrator, an author and a visitor meet it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Playwright, expect

from tests.chromium import FLAGS
from tests.tools import needed
from tests.wordpress.site import ADMIN, PASSWORD, WordPress

NO_TOURS = """
update_user_meta( 1, 'wp_persisted_preferences', array(
	'core'           => array( 'enableChoosePatternModal' => false ),
	'core/edit-post' => array( 'welcomeGuide' => false ),
	'_modified'      => '2030-01-01T00:00:00.000Z',
) );
"""
WRITTEN = """
return wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_content' => $given['words'] ) );
"""
AS_AN_AUTHOR = """
wp_set_current_user( wp_insert_user( array( 'user_login' => 'author', 'user_pass' => 'x', 'role' => 'author' ) ) );
return get_post( wp_insert_post( wp_slash( array( 'post_content' => $given['words'] ) ) ) )->post_content;
"""
Visit = Callable[[str], Page]


@pytest.fixture(scope="module")
def browser(playwright: Playwright, bare: WordPress) -> Iterator[Browser]:
    """A Chromium that finds the clinic and the checker, and nobody else."""
    found = playwright.chromium.launch(executable_path=needed("chromium"), args=[*FLAGS, *bare.flags])
    yield found
    found.close()


@pytest.fixture(scope="module")
def office(browser: Browser, bare: WordPress, package: Path) -> Iterator[BrowserContext]:
    """An administrator's browser, in which the plugin was installed and its address saved."""
    bare.php(NO_TOURS)
    with browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{bare.address}/wp-login.php")
        page.fill("#user_login", ADMIN)
        page.fill("#user_pass", PASSWORD)
        page.click("#wp-submit")
        page.wait_for_url("**/wp-admin/")
        page.goto(f"{bare.address}/wp-admin/plugin-install.php?tab=upload")
        page.set_input_files("#pluginzip", package)
        page.click("#install-plugin-submit")
        page.get_by_role("link", name="Activate Plugin").click()
        page.get_by_role("row", name="Condition Checker").get_by_role("link", name="Settings").click()
        page.fill("#condition_checker_url", bare.checker_address)
        page.click("#submit")
        expect(page.get_by_text("The checker answers, and this site may show it")).to_be_visible()
        page.close()
        yield context
    assert bare.warnings == []


@pytest.fixture
def admin(office: BrowserContext, bare: WordPress) -> Iterator[Visit]:
    """Opens pages of wp-admin as an administrator; no script of theirs may break."""
    page = office.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))

    def opened(path: str) -> Page:
        page.goto(f"{bare.address}/wp-admin/{path}")
        return page

    yield opened
    page.close()
    assert broken == []


@pytest.fixture
def visitor(office: BrowserContext, browser: Browser, bare: WordPress) -> Iterator[Visit]:
    """Opens pages of the site as anybody; they ask nobody but the clinic and its checker for anything."""
    with browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))

        def opened(path: str) -> Page:
            page.goto(f"{bare.address}/{path}")
            return page

        yield opened
        known = (bare.address, bare.checker_address, "blob:", "data:")
        assert [address for address in asked if not address.startswith(known)] == []
        cookies = {str(cookie.get("domain")) for cookie in context.cookies()}
        assert cookies <= {"clinic.test"}


def _begins(page: Page) -> FrameLocator:
    """Press Start in the frame within a page, and wait for the first question."""
    frame = page.frame_locator("condition-checker iframe")
    frame.get_by_role("button", name="Start").click()
    expect(frame.locator("main form h1, main form legend").first).to_be_visible()
    return frame


def _canvas(page: Page) -> FrameLocator:
    canvas = page.frame_locator("iframe[name=editor-canvas]")
    expect(canvas.get_by_role("textbox", name="Add title")).to_be_visible()
    return canvas


def _publish(page: Page) -> str:
    """Publish the page that is being written; return its path."""
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("region", name="Editor publish").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("is now live").first).to_be_visible()
    return f"?page_id={page.evaluate('wp.data.select(`core/editor`).getCurrentPostId()')}"


def _content(page: Page) -> str:
    return str(page.evaluate("wp.data.select('core/editor').getEditedPostContent()"))


def test_the_settings_have_a_label_and_words_of_help_each(admin: Visit) -> None:
    page = admin("options-general.php?page=condition-checker")
    for name in ("Address of your checker", "Words on the button", "Language", "Button on every page"):
        field = page.get_by_label(name, exact=True)
        help_id = field.get_attribute("aria-describedby")
        assert help_id and len(page.locator(f"#{help_id}").inner_text()) > 20
    options = page.get_by_label("Language", exact=True).locator("option")
    assert options.all_inner_texts() == ["As each visitor's browser asks", "English", "Español"]


def test_the_test_of_the_connection_says_what_it_found(admin: Visit) -> None:
    page = admin("options-general.php?page=condition-checker")
    page.click("#condition_checker_test")
    expect(page.get_by_text("The checker answers, and this site may show it: Back pain and mood check")).to_be_visible()


def test_a_wrong_address_is_refused_with_what_to_do(admin: Visit, bare: WordPress) -> None:
    page = admin("options-general.php?page=condition-checker")
    page.fill("#condition_checker_url", "http://check.city.example/")
    page.click("#submit")
    expect(page.get_by_text("This address cannot be used, so the one before stays.")).to_be_visible()
    assert page.input_value("#condition_checker_url") == bare.checker_address


def test_the_settings_are_saved_where_a_constant_is_the_address(admin: Visit, bare: WordPress) -> None:
    file = bare.folder / "wp-content" / "mu-plugins" / "fixed.php"  # PHP keeps wp-config.php compiled for a while
    file.write_text("<?php define( 'CONDITION_CHECKER_URL', 'https://fixed.example/' );")
    try:
        page = admin("options-general.php?page=condition-checker")
        expect(page.locator("#condition_checker_url")).to_be_disabled()
        page.click("#submit")
        expect(page.get_by_text("Settings saved.")).to_be_visible()
        expect(page.get_by_text("cannot be used")).to_have_count(0)
    finally:
        file.unlink()
    assert bare.php("return get_option( 'condition_checker_url' );") == bare.checker_address


def test_the_shortcode_shows_the_check_and_people_can_begin(bare: WordPress, visitor: Visit) -> None:
    number = bare.php(WRITTEN, words='<!-- wp:shortcode -->[condition_checker lang="es"]<!-- /wp:shortcode -->')
    page = visitor(f"?page_id={number}")
    frame = page.frame_locator("condition-checker iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Chequeo de dolor de espalda y estado de ánimo")
    sources = page.locator("script[src*='embed.js']").evaluate_all("all => all.map(script => script.src)")
    assert [source.partition("?")[0] for source in sources] == [
        f"{bare.address}/wp-content/plugins/condition-checker/embed.js"
    ]


def test_the_block_has_a_preview_and_settings_and_is_shown(admin: Visit, visitor: Visit) -> None:
    page = admin("post-new.php?post_type=page")
    canvas = _canvas(page)
    canvas.get_by_role("textbox", name="Add title").fill("Check")
    page.get_by_role("button", name="Block Inserter").click()
    page.get_by_role("searchbox").first.fill("condition checker")
    page.get_by_role("option", name="Condition Checker").click()
    preview = canvas.frame_locator("condition-checker iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Back pain and mood check")
    page.get_by_role("button", name="Close Block Inserter").click()
    page.get_by_label("Language", exact=True).select_option("Español")
    page.get_by_label("Looks", exact=True).select_option("night")
    page.get_by_label("Least height, in pixels").fill("500")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Chequeo de dolor de espalda y estado de ánimo")
    assert '{"lang":"es","theme":"night","minHeight":500}' in _content(page)
    shown = visitor(_publish(page))
    element = shown.locator(".wp-block-condition-checker-checker condition-checker")
    assert [element.get_attribute(name) for name in ("lang", "theme", "min-height")] == ["es", "night", "500"]
    _begins_in_spanish(shown)


def _begins_in_spanish(page: Page) -> None:
    frame = page.frame_locator("condition-checker iframe")
    frame.get_by_role("button", name="Empezar").click()
    expect(frame.get_by_role("link", name="Atrás")).to_be_visible()


def test_the_block_behind_a_button_has_words_for_it(admin: Visit) -> None:
    page = admin("post-new.php?post_type=page")
    canvas = _canvas(page)
    page.evaluate(
        "wp.data.dispatch('core/block-editor').insertBlock(wp.blocks.createBlock('condition-checker/checker'))"
    )
    expect(canvas.locator("condition-checker")).to_be_attached()
    page.get_by_label("How it is shown").select_option("A button here opens a dialog")
    page.get_by_label("Words on the button").fill("Check your back")
    expect(canvas.locator("condition-checker[mode=popup][label='Check your back']")).to_be_attached()
    assert '{"mode":"popup","label":"Check your back"}' in _content(page)
    page.get_by_label("How it is shown").select_option("button")
    expect(canvas.get_by_text("The button of the check stands at the edge of this page.")).to_be_visible()
    expect(canvas.locator("condition-checker[mode=button]")).to_be_attached()


def test_an_embed_block_with_the_bare_address_is_previewed_and_shown(
    admin: Visit, visitor: Visit, bare: WordPress
) -> None:
    page = admin("post-new.php?post_type=page")
    canvas = _canvas(page)
    canvas.get_by_role("textbox", name="Add title").fill("Embedded")
    page.evaluate("wp.data.dispatch('core/block-editor').insertBlock(wp.blocks.createBlock('core/embed'))")
    canvas.get_by_placeholder("Enter URL to embed here").fill(bare.checker_address)
    canvas.get_by_role("button", name="Embed", exact=True).click()
    preview = canvas.frame_locator("iframe").frame_locator("iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Back pain and mood check")
    _begins(visitor(_publish(page)))


def test_the_button_stands_on_every_page_by_one_setting(admin: Visit, visitor: Visit) -> None:
    _switch(admin, "Button on every page")
    try:
        for path in ("", "?p=1", "?s=nothing"):
            assert _button(visitor(path)).get_attribute("label") == "Check your back"
    finally:
        _switch(admin, "Button on every page")
    expect(_button(visitor(""))).to_have_count(0)


def _switch(admin: Visit, name: str) -> None:
    page = admin("options-general.php?page=condition-checker")
    page.get_by_label("Words on the button").fill("Check your back")
    page.get_by_label(name).click()
    page.click("#submit")
    expect(page.get_by_text("Settings saved.")).to_be_visible()


def _button(page: Page) -> Locator:
    return page.locator("condition-checker[mode=button]")


def test_while_the_checker_is_down_people_have_a_link_and_numbers_to_call(bare: WordPress, visitor: Visit) -> None:
    number = bare.php(WRITTEN, words="[condition_checker]")
    page = visitor("")
    page.route(f"{bare.checker_address}**", lambda route: route.abort())
    page = visitor(f"?page_id={number}")
    words = page.locator("condition-checker").inner_text() or page.locator("condition-checker").text_content()
    for said in ("Back pain and mood check", "Emergency: 911", "Crisis: 988", "Text 988"):
        assert words and said in words


def test_an_authors_own_element_does_not_survive(bare: WordPress, visitor: Visit) -> None:
    """Only administrators and editors may write it; the block and the shortcode are for everybody."""
    words = '<condition-checker src="https://evil.example/"><a href="https://a.example/">x</a></condition-checker>'
    assert bare.php(AS_AN_AUTHOR, words=words) == '<a href="https://a.example/">x</a>'
