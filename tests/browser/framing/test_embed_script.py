"""embed.js and what a page tells it: a frame has room for its page, begins at its top, and says little else."""

import gzip
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from checker.web.compression import FOR_READERS
from checker.web.rendering import STATIC
from tests.browser.framing.conftest import HEARD, person_at, until, within
from tests.browser.framing.sites import Sites
from tests.running import Running

At = Callable[[str], Page]
MOST = {"embed": 2560, "checker": 1700}
"""Bytes of the script that a clinic's page loads, and of that of our own pages, compressed."""
STEP = 512
"""Pixels of which a frame's height has a whole number."""
BELLY = {
    "right_now": ["none"], "place": "side", "onset": "slow", "nerve_signs": ["none"], "side_signs": ["belly"],
}  # fmt: skip
"""An emergency after a few questions."""


def test_both_scripts_are_small_and_ask_no_other_site() -> None:
    for name, most in MOST.items():
        script = FOR_READERS["text/javascript"].sub(b"", (STATIC / f"{name}.js").read_bytes())
        assert len(gzip.compress(script, 9)) < most, name
        script = script.replace(b'fetch("stay")', b"")  # a page of ours, for more time
        assert not re.search(rb"fetch|XMLHttp|WebSocket|sendBeacon|import|localStorage|cookie", script)


FRAME = "document.querySelector('condition-checker').shadowRoot.querySelector('iframe')"


def _height(page: Page, place: int = 0) -> int:
    """Return the height of a frame on the clinic's page."""
    script = "n => document.querySelectorAll('condition-checker')[n].shadowRoot.querySelector('iframe').clientHeight"
    return int(page.evaluate(script, place))


def _content(page: Page, place: int = 0) -> int:
    """Return the height of the page within a frame."""
    return int(within(page, place).evaluate("Math.ceil(document.body.getBoundingClientRect().height)"))


def _needed(page: Page, place: int = 0) -> int:
    """Return the least whole number of steps that has room for the page within a frame."""
    return -(-_content(page, place) // STEP) * STEP


def _settle(page: Page, place: int = 0, before: int = 0) -> None:
    """Wait until a frame has room for its page, and no more than it needs or had before."""
    until(
        page,
        lambda: _height(page, place) == max(_needed(page, place), before),
        lambda: f"the frame is {_height(page, place)} high, its page {_content(page, place)}",
    )


def test_the_frame_has_room_for_every_page_and_never_gets_lower(at_clinic: At, sites: Sites) -> None:
    page = at_clinic("/element")
    page.set_viewport_size({"width": 320, "height": 700})
    _settle(page)
    heights, lower = [_height(page)], False
    person = person_at(page, sites).begin()
    for name, value in BELLY.items():
        person.settle()
        _settle(page, before=heights[-1])
        heights.append(_height(page))
        lower = lower or _needed(page) < heights[-1]
        person.answer(**{name: value})
    person.settle()
    _settle(page, before=heights[-1])
    heights.append(_height(page))
    assert person.tier and lower and heights == sorted(heights) and len(set(heights)) >= 2


def test_the_frame_follows_a_window_that_gets_narrow(at_clinic: At) -> None:
    page = at_clinic("/element")
    _settle(page)
    wide = _height(page)
    within(page).evaluate("document.querySelector('details').open = true")
    page.set_viewport_size({"width": 320, "height": 700})
    until(page, lambda: _height(page) > wide, lambda: f"the frame stays {wide} high")
    _settle(page)
    assert _height(page) > wide


def test_a_frame_out_of_sight_has_its_height_before_anybody_scrolls_there(at_clinic: At) -> None:
    page = at_clinic("/below")
    page.evaluate(f"{FRAME}.loading = 'eager'")
    _settle(page)
    assert page.evaluate("scrollY") == 0


def _top(page: Page) -> float:
    return float(page.evaluate("document.querySelector('condition-checker').getBoundingClientRect().top"))


def test_a_new_page_begins_at_its_top_if_that_is_above_the_window_and_the_focus_stays_in_the_frame(
    at_clinic: At, sites: Sites
) -> None:
    page = at_clinic("/element")
    _settle(page)
    person = person_at(page, sites).begin()
    _settle(page)
    person.choose(person.questionnaire.question["right_now"], ["not_sure"])
    page.evaluate("scrollTo(0, document.querySelector('condition-checker').offsetTop + 150)")
    assert _top(page) < 0
    person.send()
    page.wait_for_function("document.querySelector('condition-checker').getBoundingClientRect().top >= 0")
    assert page.evaluate("document.activeElement.localName") == "condition-checker"
    person.is_at("q")


def test_a_page_whose_top_is_in_the_window_moves_nothing(at_clinic: At) -> None:
    page = at_clinic("/element")
    _settle(page)
    page.wait_for_function(HEARD, arg=1)
    before = page.evaluate("scrollY")
    assert _top(page) > 0
    for heard in (2, 3):
        within(page).evaluate("parent.postMessage({cc: 1, height: 640, page: 1}, '*')")
        page.wait_for_function(HEARD, arg=heard)
    assert page.evaluate("scrollY") == before


def test_the_first_page_does_not_pull_back_somebody_who_reads_on(at_clinic: At) -> None:
    page = at_clinic("/below")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate(f"{FRAME}.loading = 'eager'")
    page.wait_for_function(HEARD, arg=1)
    assert _top(page) < 0


def test_two_on_one_page_have_each_their_height_and_their_answers(at_clinic: At, sites: Sites) -> None:
    page = at_clinic("/two")
    _settle(page)
    _settle(page, 1)
    person_at(page, sites).begin()
    page.wait_for_function(HEARD, arg=3)
    within(page).evaluate("document.getElementById('heading').style.height = '3000px'")
    _settle(page, 0)
    _settle(page, 1)
    assert _height(page, 0) > 3000 > _height(page, 1)


def test_one_that_is_removed_hears_nothing_and_one_that_is_added_again_works(at_clinic: At, sites: Sites) -> None:
    page = at_clinic("/element")
    _settle(page)
    page.evaluate("gone = document.querySelector('condition-checker'); gone.remove()")
    told = {"origin": sites.address("checker.test"), "data": {"cc": 1, "height": 5000, "page": 0}}
    page.evaluate("told => dispatchEvent(new MessageEvent('message', told))", told)  # from nowhere, as its frame is now
    assert page.evaluate("gone.shadowRoot.querySelector('iframe').style.height") != "5000px"
    page.evaluate("document.body.prepend(gone)")
    _settle(page)
    page.evaluate("document.body.append(gone)")
    _settle(page)
    assert page.evaluate("gone.shadowRoot.childElementCount") == 1


FORGE = """([source, origin, data]) => {
  const frame = document.querySelector('condition-checker').shadowRoot.querySelector('iframe');
  dispatchEvent(new MessageEvent('message', {source: source ? frame.contentWindow : window, origin, data}));
  return frame.clientHeight;
}"""


@pytest.mark.parametrize("height", [5000, 9**9, -4, "5000px", None, {"a": 1}])
def test_a_forged_message_is_ignored_and_a_mad_height_is_held_within_bounds(
    at_clinic: At, sites: Sites, height: object
) -> None:
    page = at_clinic("/element")
    _settle(page)
    ours, before = sites.address("checker.test"), _height(page)
    real = {"cc": 1, "height": height, "page": 1}
    for forged in (
        [False, ours, real],
        [True, sites.address("clinic.test"), real],
        [True, "null", real],
        [True, f"{ours}.example", real],
        [True, ours, None],
        [True, ours, "text"],
        [True, ours, {**real, "cc": 2}],
    ):
        assert page.evaluate(FORGE, forged) == before, forged
    taken = page.evaluate(FORGE, [True, ours, real])
    assert taken == {"5000": 5000, str(9**9): 20000}.get(str(height), 1024)


def test_the_frame_is_named_by_the_link_and_the_link_is_there_without_the_script(at_clinic: At, sites: Sites) -> None:
    page = at_clinic("/element")
    assert page.locator("condition-checker iframe").get_attribute("title") == "Check your back"
    page.route("**/embed.js", lambda route: route.abort())
    page.goto(sites.address("clinic.test", "/element"))
    page.get_by_role("link", name="Check your back").click()
    page.wait_for_url(sites.address("checker.test", "/"))


def test_language_theme_title_and_least_height_come_from_attributes(at_clinic: At) -> None:
    page = at_clinic("/frame")
    page.add_script_tag(path=str(STATIC / "embed.js"))
    page.set_content(
        '<condition-checker src="https://checker.test/a?b=1" lang="es" theme="night" frame-title="Prueba" '
        'min-height="1500" min-width="400"></condition-checker>'
    )
    frame = page.locator("condition-checker iframe")
    assert frame.get_attribute("src") == "https://checker.test/a?b=1&lang=es&theme=night"
    assert frame.get_attribute("title") == "Prueba"
    assert (_height(page), page.evaluate(f"{FRAME}.style.minWidth")) == (1500, "400px")


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_the_page_with_the_snippet_previews_what_was_chosen_and_copies_it(
    browser: Browser, server: Running, script: bool
) -> None:
    with browser.new_context(java_script_enabled=script, viewport={"width": 390, "height": 844}) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"] if script else [])
        page = context.new_page()
        page.goto(f"{server.address}/embed?lang=en")
        page.select_option("#way", "frame")
        page.get_by_role("button", name="Show").click()
        page.locator(".preview iframe").first.scroll_into_view_if_needed()
        preview = page.frame_locator(".preview iframe >> nth=0")
        heading = preview.frame_locator("iframe").get_by_role("heading", level=1)
        expect(heading).to_have_text("Back pain and mood check")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, "the page itself does not scroll sideways"
        if script:
            page.click("[data-copy=snippet]")
            page.get_by_text("Copied").wait_for()
            assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#snippet")
