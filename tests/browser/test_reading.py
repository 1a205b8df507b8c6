"""However a page is read (narrow, magnified, spaced out, without its styles), all of it can be read and used."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Opener
from tests.kinds import ALL, SEALED

SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
SPACED_PARAGRAPHS = "p { margin-block-end: 2em !important }"
WAYS: dict[str, tuple[int, int, str]] = {
    "a small phone": (320, 568, ""),
    "400% zoom": (320, 256, ""),  # of a window of 1280 by 1024
    "200% text": (640, 900, "html { font-size: 225% !important }"),
    "text spacing": (390, 844, SPACED + SPACED_PARAGRAPHS),
}
"""Width, height and what the person's own stylesheet says, as WCAG 1.4.4, 1.4.10 and 1.4.12 ask."""
BEYOND = """() => [document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll("body *")]
    .filter(e => !e.closest("svg, .hidden, .skip, textarea") && e.checkVisibility())
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || (getComputedStyle(e).overflowX != "visible"
        && e.scrollWidth > e.clientWidth + 1)).map(e => e.outerHTML.slice(0, 90))]"""
"""How much wider than the window the page is, and what is cut off."""
SMALL = """() => [...document.querySelectorAll("a, button, summary, .choices label, .scale label")]
    .filter(e => e.checkVisibility() && !e.closest(".skip"))
    .filter(e => { const box = e.getBoundingClientRect(); return box.height < 44 || box.width < 42 })
    .map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(bypass_csp=True, java_script_enabled=True) as context:
        yield context.new_page()


@pytest.mark.parametrize("way", WAYS)
def test_no_page_scrolls_sideways_or_cuts_words_off(tab: Page, opener: Opener, way: str) -> None:
    width, height, style = WAYS[way]
    tab.set_viewport_size({"width": width, "height": height})
    found = {}
    for kind in ALL:
        tab.goto(opener(kind, "es"))  # the longer words
        if style:
            tab.add_style_tag(content=style)
        tab.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        if (beyond := tab.evaluate(BEYOND)) != [0]:
            found[kind] = beyond
    assert found == {}, found


def test_a_page_that_is_too_wide_is_seen(tab: Page, opener: Opener) -> None:
    tab.set_viewport_size({"width": 320, "height": 568})
    tab.goto(opener("radios", "en"))
    tab.add_style_tag(content="h1 { white-space: nowrap }")
    assert tab.evaluate(BEYOND) != [0]


def test_everything_that_one_presses_is_large_enough_for_a_thumb(tab: Page, opener: Opener) -> None:
    tab.set_viewport_size({"width": 320, "height": 568})
    found = {}
    for kind in ALL:
        tab.goto(opener(kind, "en"))
        if small := tab.evaluate(SMALL):
            found[kind] = small
    assert found == {}, found


def test_something_too_small_is_seen(tab: Page, opener: Opener) -> None:
    tab.goto(opener("stem", "en"))
    tab.add_style_tag(content=".choices label { min-block-size: 0 !important; padding-block: 0 !important }")
    assert len(tab.evaluate(SMALL)) == 3


def test_every_page_reads_in_order_without_its_styles(browser: Browser, opener: Opener) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        context.route("**/*.css*", lambda route: route.abort())
        page = context.new_page()
        for kind in SEALED:
            page.goto(opener(kind, "en"))
            assert page.locator("h1").is_visible(), kind
            assert all(control.is_visible() for control in page.locator("input:not([type=hidden]), form button").all())
        page.goto(opener("place", "en"))
        page.get_by_label("It goes down both legs").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()
        assert page.locator("h1").text_content() != ""
        assert page.evaluate("getComputedStyle(document.body).display") == "block"  # flex with styles


WORDS = """() => [...document.querySelectorAll(".scale .choice:has(.word)")].map(choice => {
    const text = document.createRange(), label = choice.querySelector("label").getBoundingClientRect()
    text.selectNodeContents(choice.querySelector(".word"))
    const word = text.getBoundingClientRect()
    return [Math.abs(word.left - label.left) < 3, Math.abs(word.right - label.right) < 3,
            Math.abs(word.left + word.right - label.left - label.right) < 6, word.top >= label.bottom]})"""
"""Of each word of a scale: does it begin, end, have its middle where the number does; and is it below?"""
ROWS = "() => new Set([...document.querySelectorAll('.scale label')].map(e => e.getBoundingClientRect().top)).size"


@pytest.mark.parametrize(("width", "rows", "middle"), [(320, 2, 1), (390, 2, 1), (768, 1, 2), (1280, 1, 2)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_word_of_a_scale_stands_at_its_number(
    tab: Page, opener: Opener, width: int, rows: int, middle: int, language: str
) -> None:
    tab.set_viewport_size({"width": width, "height": 844})
    tab.goto(opener("scale", language))
    assert tab.evaluate(ROWS) == rows
    at_the_start, at_the_middle, at_the_end = tab.evaluate(WORDS)
    assert at_the_start[0] and at_the_middle[middle] and at_the_end[1]
    assert all(below for *_, below in (at_the_start, at_the_middle, at_the_end))
