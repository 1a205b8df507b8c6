"""However a page is read (narrow, magnified, spaced out, without its styles), all of it can be read and used."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Opener
from tests.chromium import arrive
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
    .filter(e => !e.closest("svg, .hidden, .scale .yours, .skip, textarea") && e.checkVisibility())
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || (getComputedStyle(e).overflowX != "visible"
        && e.scrollWidth > e.clientWidth + 1)).map(e => e.outerHTML.slice(0, 90))]"""
"""How much wider than the window the page is, and what is cut off."""
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"
SMALL = """() => [...document.querySelectorAll("a, button, summary, .tick")]
    .filter(e => e.checkVisibility() && !e.closest(".skip"))
    .filter(e => { const box = e.getBoundingClientRect(); return box.height < 44 || box.width < 44 })
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
        tab.evaluate(UNFOLD)
        if (beyond := tab.evaluate(BEYOND)) != [0]:
            found[kind] = beyond
    assert found == {}, found


def test_a_page_that_is_too_wide_is_seen(tab: Page, opener: Opener) -> None:
    tab.set_viewport_size({"width": 320, "height": 568})
    arrive(tab, opener("buttons", "en"))
    tab.add_style_tag(content="h1 { white-space: nowrap }")
    assert tab.evaluate(BEYOND) != [0]


def test_everything_that_one_presses_is_large_enough_for_a_thumb(tab: Page, opener: Opener) -> None:
    tab.set_viewport_size({"width": 320, "height": 568})
    found = {}
    for kind in ALL:
        arrive(tab, opener(kind, "en"))
        tab.evaluate(UNFOLD)
        if small := tab.evaluate(SMALL):
            found[kind] = small
    assert found == {}, found


SQUEEZED = "min-block-size: 0 !important; padding-block: 0 !important; line-height: 1 !important"


def test_something_too_small_is_seen(tab: Page, opener: Opener) -> None:
    for kind, selector in (("stem", ".option"), ("scale", ".scale button"), ("error", ".errors a")):
        arrive(tab, opener(kind, "en"))
        assert tab.evaluate(SMALL) == []
        tab.add_style_tag(content=f"{selector} {{ {SQUEEZED} }}")
        assert tab.evaluate(SMALL), kind


CONTROLS = "input:not([type=hidden], .twin), form button:not([hidden])"


def test_every_page_reads_in_order_without_its_styles(browser: Browser, opener: Opener) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        context.route("**/*.css*", lambda route: route.abort())
        page = context.new_page()
        for kind in SEALED:
            arrive(page, opener(kind, "en"))
            assert page.locator("h1").is_visible(), kind
            assert all(control.is_visible() for control in page.locator(CONTROLS).all())
        arrive(page, opener("place", "en"))
        page.get_by_role("radio", name="It goes down both legs").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()
        assert page.locator("h1").text_content() != ""
        assert page.evaluate("getComputedStyle(document.body).display") == "block"  # flex with styles


WORDS = """() => [...document.querySelectorAll(".scale button:has(span)")].map(button => {
    const text = document.createRange(), box = button.getBoundingClientRect()
    text.selectNodeContents(button.querySelector("span"))
    const word = text.getBoundingClientRect()
    const across = word.left >= box.left && word.right <= box.right
    return {inside: across && word.top >= box.top && word.bottom <= box.bottom,
            begins: Math.abs(word.left - box.left) < 3, ends: Math.abs(word.right - box.right) < 3,
            below: word.top >= box.bottom, left: word.left, right: word.right}})"""
"""Of each word of a scale: is it in its button? Does it begin or end where that does, and below it?"""
ROWS = """() => Object.values(Object.groupBy(document.querySelectorAll(".scale button"),
    e => e.getBoundingClientRect().top)).map(row => row.length)"""
"""How many numbers stand in each row."""
PHONE, WIDE = [1, 3, 3, 3, 1], [11]


@pytest.mark.parametrize(("width", "rows"), [(320, PHONE), (390, PHONE), (768, WIDE), (1280, WIDE)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_word_of_a_scale_stands_at_its_number(
    tab: Page, opener: Opener, width: int, rows: list[int], language: str
) -> None:
    tab.set_viewport_size({"width": width, "height": 844})
    arrive(tab, opener("scale", language))
    assert tab.evaluate(ROWS) == rows
    low, *_, high = words = tab.evaluate(WORDS)
    if rows == PHONE:
        assert all(word["inside"] for word in words)
    else:
        assert low["begins"] and high["ends"] and all(word["below"] for word in words)
        assert all(one["right"] < other["left"] for one, other in pairwise(words))
