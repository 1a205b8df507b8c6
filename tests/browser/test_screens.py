"""What is in sight, and what can be brought there: on a phone, without scrolling, with large text."""

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Opener
from tests.chromium import arrive

SMALLEST, SMALL, USUAL = (320, 568), (360, 640), (390, 664)
"""The windows of phones, less what their browsers take for themselves."""
LANGUAGES = ["en", "es"]
LARGE = "html { font-size: 200% !important }"
BELOW = "e => e.getBoundingClientRect().bottom - innerHeight"
"""How far an element ends below the window."""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(bypass_csp=True) as context:
        yield context.new_page()


def _seen(tab: Page, address: str, size: Sequence[int], style: str = "") -> Page:
    """Open a page in a window of this size, read from its top."""
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    arrive(tab, address.partition("#")[0])
    if style:
        tab.add_style_tag(content=style)
    if address.endswith("#errors"):
        tab.evaluate("scrollTo(0, 0)")
    assert tab.evaluate("scrollY") == 0
    return tab


def _below(tab: Page, selector: str) -> float:
    return float(tab.locator(selector).first.evaluate(BELOW))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [SMALLEST, SMALL, USUAL], ids=str)
def test_start_can_be_pressed_without_scrolling(tab: Page, opener: Opener, size: Sequence[int], language: str) -> None:
    _seen(tab, opener("start", language), size)
    assert _below(tab, "main form button:not([name])") <= 0
    assert _below(tab, "h1") < _below(tab, "main form button:not([name])")


@pytest.mark.parametrize(("kind", "language"), [("mild", "en"), ("mild", "es"), ("soon", "en")])
def test_what_to_do_is_whole_in_the_first_screen(tab: Page, opener: Opener, kind: str, language: str) -> None:
    _seen(tab, opener(kind, language), USUAL)
    assert _below(tab, ".card") <= 0
    assert tab.locator(".card .keep > summary").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["emergency", "crisis", "interruption"])
def test_the_way_to_help_is_in_the_first_screen(tab: Page, opener: Opener, kind: str, language: str) -> None:
    _seen(tab, opener(kind, language), SMALLEST)
    assert _below(tab, "main a.button") <= 0
    href = tab.locator("main a.button").first.get_attribute("href")
    assert href == {"emergency": "tel:911"}.get(kind, "tel:988")


@pytest.mark.parametrize(("language", "most"), [("en", 3000), ("es", 3250)])
def test_a_result_is_short(tab: Page, opener: Opener, language: str, most: int) -> None:
    _seen(tab, opener("mild", language), USUAL)
    assert tab.locator("details[open]").count() == 0
    assert tab.evaluate("document.documentElement.scrollHeight") <= most


LINES = "() => new Set([...document.querySelectorAll('.help a')].map(e => e.getBoundingClientRect().top)).size"
BEGINS = "() => document.querySelector('main .stem, main h1').getBoundingClientRect().top"
"""Where a question begins: at the words that several have in common, if there are any."""

FREE = "() => Math.min(innerHeight, document.querySelector('.go')?.getBoundingClientRect().top ?? innerHeight)"
"""Where the window ends, or the button that stands over it begins."""


@pytest.mark.parametrize("kind", ["buttons", "checkboxes", "scale", "place", "stem"])
@pytest.mark.parametrize(
    ("language", "size", "lines"),
    [("en", SMALL, 1), ("en", USUAL, 1), ("en", (640, 900), 1), ("es", USUAL, 2), ("es", (640, 900), 1)],
)
def test_with_large_text_help_is_one_line_and_the_question_begins_in_the_first_screen(
    tab: Page, opener: Opener, language: str, size: Sequence[int], lines: int, kind: str
) -> None:
    _seen(tab, opener(kind, language), size, LARGE)
    assert tab.evaluate(LINES) == lines  # the long words of Spanish take two on a phone
    assert tab.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert tab.evaluate(BEGINS) + 24 <= tab.evaluate(FREE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [SMALLEST, SMALL, USUAL, (640, 900), (1280, 800)], ids=str)
def test_help_is_one_line(tab: Page, opener: Opener, size: Sequence[int], language: str) -> None:
    _seen(tab, opener("buttons", language), size)
    assert tab.evaluate(LINES) == 1


REACHED = """(choice) => {
    choice.scrollIntoView({block: "nearest"})
    const box = choice.getBoundingClientRect(), go = document.querySelector(".go").getBoundingClientRect()
    const button = document.querySelector(".go button").getBoundingClientRect()
    return [box.top >= 0, box.bottom <= go.top, button.top >= 0, button.bottom <= innerHeight]}"""


ON_TOP = """(e) => {
    for (const each of document.getAnimations()) each.finish()  // the moment in which nothing can be pressed
    const {x, y, width, height} = e.getBoundingClientRect()
    return e.contains(document.elementFromPoint(x + width / 2, y + height / 2))}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["checkboxes", "error", "dark thoughts", "private", "place"])
@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=str)
def test_every_choice_can_be_reached_above_the_button_which_is_always_in_sight(
    tab: Page, opener: Opener, size: Sequence[int], kind: str, language: str
) -> None:
    _seen(tab, opener(kind, language), size)
    choices = tab.locator("main .tick")
    assert choices.count() > 3
    for choice in (*choices.all(), *reversed(choices.all())):
        assert choice.evaluate(REACHED) == [True] * 4, choice.inner_text()
    for end in ("0", "document.body.scrollHeight"):
        tab.evaluate(f"scrollTo(0, {end})")
        assert _below(tab, ".go button") <= 0 and tab.locator(".go button").evaluate(ON_TOP)


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=str)
def test_the_focus_of_a_keyboard_is_never_behind_the_button(tab: Page, opener: Opener, size: Sequence[int]) -> None:
    _seen(tab, opener("checkboxes", "en"), size)
    count = tab.locator("main .tick input").count()
    tab.locator("main .tick input").first.focus()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(count - 1):
            tab.keyboard.press(key)
            found = tab.evaluate(
                """() => { const e = document.activeElement.getBoundingClientRect()
                    return [e.top, document.querySelector(".go").getBoundingClientRect().top - e.bottom] }"""
            )
            assert min(found) >= 0, found
