"""From right to left: every kind of page in a browser, what fills or points along the line, what keeps its sides."""

from collections.abc import Callable, Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from checker.authoring import load_text
from checker.review.material import Material
from checker.review.pages import SECTIONS, write
from tests import from_right
from tests.browser.framing.drivers import ENTER, Driver, firefox, webkit
from tests.browser.test_axe import unfolded_violations
from tests.chromium import arrive
from tests.clinics import OURS
from tests.html import violations
from tests.kinds import ALL, address
from tests.pages import SECOND, app_of, served_by
from tests.seeds import SEED

WIDTHS = (320, 390, 1280)
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
MIDDLE = "e => {const {x, width} = e.getBoundingClientRect(); return x + width / 2}"
ONWARD = "document.querySelector(\"main > .row a.button[href$='/stay']\")"
OPENED = "document.querySelectorAll('details').forEach(e => { e.open = true })"
Run = Callable[[str], Any]
"""Returns what an expression is on the page that a browser shows."""


@pytest.fixture(scope="module")
def app() -> Flask:
    return app_of(clinic=OURS, keys=(SEED,), drafts=True)


@pytest.fixture(scope="module")
def at(app: Flask) -> Iterator[Callable[[str], str]]:
    """Return the address of a kind of page in Arabic."""
    with from_right.serving(app) as site:
        yield lambda kind: site + address(kind, "ar", served_by(app).questionnaire)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(bypass_csp=True) as context:
        yield context.new_page()


def _looked_at(tab: Page, find: Callable[[Page], list[str]]) -> list[str]:
    """Return what axe finds at the usual width of a phone, and the widths at which a page scrolls sideways."""
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 844})
        if (over := tab.evaluate(SIDEWAYS)) > 0:
            found.append(f"{width}: {over} beside the window")
    tab.set_viewport_size({"width": WIDTHS[1], "height": 844})
    return found + find(tab)


def test_every_kind_of_page_can_be_used_and_fits(tab: Page, at: Callable[[str], str]) -> None:
    found = {}
    for kind in ALL:
        arrive(tab, at(kind))
        assert tab.evaluate("getComputedStyle(document.body).direction") == "rtl"
        found[kind] = _looked_at(tab, unfolded_violations)
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


def test_a_page_that_does_not_fit_is_seen(tab: Page, at: Callable[[str], str]) -> None:
    arrive(tab, at("start"))
    tab.add_style_tag(content="main { min-inline-size: 400px }")
    assert _looked_at(tab, lambda _: [])[:1] == ["320: 80 beside the window"]


def test_no_telephone_breaks_over_two_lines(tab: Page, at: Callable[[str], str]) -> None:
    broken = "es => es.filter(e => e.getClientRects().length > 1).map(e => e.textContent)"
    arrive(tab, at("crisis"))
    assert tab.locator('bdi[dir="ltr"]').count()
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 844})
        assert tab.eval_on_selector_all('bdi[dir="ltr"]', broken) == []


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review in made-up words, of a questionnaire in English and in Arabic."""
    folder = tmp_path_factory.mktemp("review_from_right")
    text = SECOND.read_text(encoding="utf-8").replace(" fr: ", " ar: ").replace("[en, fr]", "[en, ar]")
    with pytest.MonkeyPatch.context() as patch:
        made_up, english = from_right.MadeUp(), NullTranslations()
        patch.setattr("checker.phrases._catalogue", lambda code: made_up if code == "ar" else english)
        patch.setattr("checker.review.pages.LANGUAGES", ("en", "ar"))
        write(Material(load_text(text)), folder)
    return folder


def test_every_page_of_the_review_can_be_used_and_fits(tab: Page, review: Path) -> None:
    found = {}
    for name in SECTIONS:
        tab.goto((review / "ar" / f"{name}.html").as_uri())
        assert tab.evaluate("getComputedStyle(document.body).direction") == "rtl"
        found[name] = _looked_at(tab, violations)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_picture_of_the_flow_runs_the_same_way(tab: Page, review: Path) -> None:
    placed = []
    tab.set_viewport_size({"width": 1280, "height": 844})
    for folder in (review, review / "ar"):
        tab.goto((folder / "flow.html").as_uri())
        tab.evaluate(OPENED)
        boxes = "es => es.map(e => e.x.baseVal.value)"
        texts = "es => es.map(e => e.getBoundingClientRect().x - e.ownerSVGElement.getBoundingClientRect().x | 0)"
        placed.append(
            (tab.eval_on_selector_all(".row .box", boxes)[:5], tab.eval_on_selector_all(".row text", texts)[:5])
        )
    assert placed[0][0] and placed[0][0] == placed[1][0]
    assert all(abs(one - other) <= 2 for one, other in zip(placed[0][1], placed[1][1], strict=True))


# Three browsers --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def seen(
    request: pytest.FixtureRequest, at: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Run]]:
    """Shows a kind of page in a browser."""
    if request.param == "chromium":
        page: Page = request.getfixturevalue("tab")
        page.set_viewport_size({"width": 1280, "height": 844})

        def in_chromium(kind: str) -> Run:
            arrive(page, at(kind))
            return page.evaluate

        yield in_chromium
        return
    start = {"firefox": firefox, "webkit": webkit}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as driver:
        yield lambda kind: _shown(driver, at(kind).partition("#")[0])


def _shown(driver: Driver, where: str) -> Run:
    driver.go(where)
    if driver.run(f"return !!{ONWARD}"):
        driver.press(ENTER, ONWARD)
        driver.wait(f"document.readyState == 'complete' && !{ONWARD}")
    return lambda script: driver.run(f"return {script}")


def _middle(run: Run, selector: str, place: int = 0) -> float:
    return float(run(f"({MIDDLE})(document.querySelectorAll({selector!r})[{place}])"))


def test_numbers_and_bars_begin_at_the_right(seen: Callable[[str], Run]) -> None:
    run = seen("scale")
    assert _middle(run, ".scale li", 0) > _middle(run, ".scale li", 1) > _middle(run, ".scale li", 10)
    assert _middle(run, ".steps .bar", 0) > _middle(run, ".steps .bar", 1)
    assert _middle(run, ".scale .bar rect", 5) > _middle(run, ".scale .bar", 5)
    assert _middle(run, ".back") > 640


def test_the_bar_of_a_score_begins_at_the_right_and_in_an_english_part_at_the_left(seen: Callable[[str], Run]) -> None:
    run = seen("mild")
    run(OPENED)
    assert _middle(run, ".scores .range .band") > _middle(run, ".scores .range")
    assert _middle(run, "#doctor .range .band") < _middle(run, "#doctor .range")


def test_the_picture_of_a_body_keeps_its_sides(seen: Callable[[str], Run]) -> None:
    run = seen("place")
    assert _middle(run, ".spot.arm-l") < _middle(run, ".body") < _middle(run, ".spot.arm-r")


def test_a_telephone_reads_from_left_to_right(seen: Callable[[str], Run]) -> None:
    run = seen("crisis")
    run(OPENED)
    ends = """[...document.querySelectorAll('main bdi')].filter(e => /^1-800/.test(e.textContent)).map(e => {
        const [first, last] = [0, e.firstChild.length - 1].map(at => {
            const range = document.createRange(); range.setStart(e.firstChild, at); range.setEnd(e.firstChild, at + 1);
            return range.getBoundingClientRect() });
        return first.y < last.y || first.x < last.x })"""
    found = run(ends.replace("\n", " "))
    assert found and all(found)
