"""In Firefox and WebKitGTK, which refuse cookies of third sites: whole journeys across sites, and the dialog."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from checker.engine.questionnaire import Questionnaire
from checker.web.forms import placed
from tests.browser.framing.drivers import ENTER, ESCAPE, SPACE, Driver, firefox, webkit
from tests.browser.framing.sites import Sites
from tests.pages import app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, as_answer

HOST = "document.querySelector('condition-checker').shadowRoot"
FRAMES = {"/frame": "document.querySelector('iframe')", "/element": f"{HOST}.querySelector('iframe')"}
HEADING = "document.querySelector('h1')?.textContent.trim().replace(/\\s+/g, ' ')"


@pytest.fixture(scope="module", params=[firefox, webkit])
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, local_sites: Sites
) -> Iterator[Driver]:
    launch: Callable[[Path], AbstractContextManager[Driver]] = request.param
    with launch(tmp_path_factory.mktemp("profile")) as found:
        yield found


def _turn(driver: Driver, selector: str) -> None:
    """Press what leads to a new page, and wait until that is there."""
    driver.wait(f"document.readyState == 'complete' && {HEADING}")
    driver.run("window.before = true")
    driver.press(ENTER, "document.querySelector(arguments[0])", selector)
    driver.wait(f"!window.before && {HEADING}")


def _answer(driver: Driver, questionnaire: Questionnaire, sheet: dict[str, Any]) -> str:
    """Answer the questions of a sheet within the frame, by the keyboard; return the heading of the result."""
    driver.click("document.querySelector('h1')")
    _turn(driver, "main form button:not([hidden], [name])")
    for name, value in sheet.items():
        question = questionnaire.question[name]
        if driver.wait(HEADING) != question.ask.said_in("en"):
            _turn(driver, "main a.button[href=on]")
        assert driver.wait(HEADING) == question.ask.said_in("en")
        places = placed(question, as_answer(value))
        button = f"button[name=answer][value='{places[0]}']"
        if driver.run("return !!document.querySelector(arguments[0])", button):
            _turn(driver, button)
            continue
        for place in places:
            driver.press(SPACE, "document.querySelector(arguments[0])", f"#a-{place}")
        _turn(driver, "main form button:not([hidden], [name])")
    tiers = {tier.title.said_in("en") for tier in questionnaire.tiers}
    if driver.wait(HEADING) not in tiers:
        _turn(driver, "main a.button[href=on]")
    return str(driver.wait(HEADING))


def test_a_cookie_of_a_third_site_is_refused_and_of_the_first_is_kept(driver: Driver, local_sites: Sites) -> None:
    words = {}
    for name, path in (("clinic.test", "/control"), ("third.test", "/cookie")):
        for _ in range(2):
            driver.go(local_sites.address(name, path))
        if name == "clinic.test":
            driver.enter("document.querySelector('iframe')")
        words[name] = driver.wait("document.querySelector('p').textContent")
    assert words == {"clinic.test": "none", "third.test": "kept"}


@pytest.mark.parametrize("sheet", [EMERGENCY, CRISIS, COMPLEX], ids=["emergency", "crisis", "complex"])
@pytest.mark.parametrize("path", FRAMES)
def test_a_whole_journey_across_sites(driver: Driver, local_sites: Sites, path: str, sheet: dict[str, Any]) -> None:
    questionnaire = served_by(app_of()).questionnaire
    driver.go(local_sites.address("clinic.test", path))
    driver.enter(FRAMES[path])
    heading = _answer(driver, questionnaire, sheet)
    assert heading in {tier.title.said_in("en") for tier in questionnaire.tiers}
    assert driver.run("try { return document.cookie + localStorage.length + sessionStorage.length } catch { }") in (
        "00",
        None,
    )


def test_the_frame_in_place_speaks_and_has_room(driver: Driver, local_sites: Sites) -> None:
    driver.go(local_sites.address("clinic.test", "/element"))
    assert driver.wait("told.length && told[0].height") % 512 == 0
    assert driver.wait(f"{HOST}.querySelector('iframe').clientHeight") >= 1024
    assert driver.run(f"return getComputedStyle({HOST}.querySelector('slot')).display") == "none"


def test_the_dialog_closes_by_escape_from_within_and_by_back(driver: Driver, local_sites: Sites) -> None:
    driver.go(local_sites.address("clinic.test", "/popup"))
    closed = f"!{HOST}.querySelector('dialog').open && {HOST}.activeElement?.part == 'button'"
    for close in (lambda: driver.press(ESCAPE), lambda: driver.run("history.back()")):
        driver.click(f"{HOST}.querySelector('button')")
        driver.wait(f"{HOST}.activeElement?.localName == 'iframe' && told.length")
        close()
        driver.wait(closed)
    assert driver.run("return [history.state, document.documentElement.style.overflow]") == [None, ""]
