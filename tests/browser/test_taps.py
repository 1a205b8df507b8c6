"""One tap answers: a double tap, and one that comes again as the next page does, answer nothing more."""

from collections.abc import Callable, Mapping
from secrets import token_bytes
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from checker.ops.seeds import keys
from checker.web.token import ID, State, seal, sealer
from tests.browser.conftest import Opener
from tests.chromium import arrive
from tests.pages import app_of, served_by
from tests.people import MILD, as_answers
from tests.seeds import SEED

Q = served_by(app_of()).questionnaire
PHONE: ViewportSize = {"width": 390, "height": 664}
HELD = 0.2
"""Seconds for which one goes on tapping: the style sheet takes no tap for half a second, and a busy machine is slow."""


def _double(page: Page, x: float, y: float) -> None:
    page.mouse.dblclick(x, y)


def _again(page: Page, x: float, y: float) -> None:
    """Tap, and go on to tap at the same point as soon as the next page is there."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.mouse.click(x, y)
    since = monotonic()
    while monotonic() - since < HELD:
        page.mouse.click(x, y)


TAPS: Mapping[str, Callable[[Page, float, float], None]] = {"twice": _double, "again and again": _again}
"""Ways to tap at a point more often than once."""


def _at(context: BrowserContext, opener: Opener, question: str, sheet: Mapping[str, Any] = MILD) -> Page:
    """Open the page of a question with all answers before it given, on a phone."""
    page = context.new_page()
    page.set_viewport_size(PHONE)
    told = {name: sheet[name] for name in list(sheet)[: list(sheet).index(question)]}
    state = State(as_answers(told), Q.position[question], journey=token_bytes(ID))
    token = seal(sealer(Q, keys([SEED])), state)
    arrive(page, opener("start", "en").partition("/?")[0] + f"/c/{token}/#q")
    _asks(page, question)
    page.wait_for_timeout(600)
    return page


def _asks(page: Page, question: str) -> None:
    expect(page.locator("h1")).to_have_text(Q.question[question].ask.said_in("en"))


def _point(page: Page, selector: str) -> tuple[float, float]:
    """Return the middle of what can be pressed."""
    found = page.locator(selector)
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _stays(page: Page, question: str) -> None:
    """Fail unless this question is asked, with no answer and no error, and stays so."""
    _asks(page, question)
    page.wait_for_timeout(700)
    _asks(page, question)
    assert page.locator(".yours, input:checked, #errors").count() == 0
    assert "#q" in page.url


@pytest.mark.parametrize("taps", TAPS)
@pytest.mark.parametrize(
    ("first", "then"),
    [("pain_most", "pain_usual"), ("little_interest", "feeling_down"), ("onset", "nerve_signs"), ("age", "health")],
)
def test_a_second_tap_on_an_answer_does_not_answer_the_next_question(
    context: BrowserContext, opener: Opener, taps: str, first: str, then: str
) -> None:
    page = _at(context, opener, first)
    TAPS[taps](page, *_point(page, f"button[name=answer][value='{len(_offered(first)) // 2}']"))
    _stays(page, then)
    page.go_back()
    _asks(page, first)


def _offered(question: str) -> list[object]:
    return [*Q.question[question].options, *Q.question[question].numbers]


@pytest.mark.parametrize("taps", TAPS)
def test_a_second_tap_on_continue_sends_no_empty_page_and_ticks_nothing(
    context: BrowserContext, opener: Opener, taps: str
) -> None:
    page = _at(context, opener, "nerve_signs")
    page.get_by_label("not sure about one of these").check()
    TAPS[taps](page, *_point(page, ".go button"))
    _stays(page, "low_signs")


@pytest.mark.parametrize("taps", TAPS)
def test_a_second_tap_on_start_ticks_no_sign(context: BrowserContext, opener: Opener, taps: str) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    arrive(page, opener("start", "en"))
    page.wait_for_timeout(600)
    TAPS[taps](page, *_point(page, "main form button:not([name])"))
    _stays(page, "right_now")


@pytest.mark.parametrize("taps", TAPS)
def test_a_second_tap_does_not_go_past_help_that_comes_at_once(
    context: BrowserContext, opener: Opener, taps: str
) -> None:
    page = _at(context, opener, "right_now")
    harm = [option.id for option in Q.question["right_now"].options].index("self_harm")
    page.locator(f"#a-{harm}").check()
    TAPS[taps](page, *_point(page, ".go button"))
    onward = page.get_by_role("link", name="Go on with the questions")
    onward.wait_for()
    page.wait_for_timeout(700)
    assert onward.is_visible()


def test_after_a_moment_the_same_point_answers(context: BrowserContext, opener: Opener) -> None:
    page = _at(context, opener, "pain_most")
    point = _point(page, "button[name=answer][value='5']")
    _double(page, *point)
    _stays(page, "pain_usual")
    with page.expect_navigation():
        page.mouse.click(*point)
    expect(page.locator("h1")).not_to_have_text(Q.question["pain_usual"].ask.said_in("en"))
