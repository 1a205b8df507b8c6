"""Clear, Exit and more time in a real browser: what Back shows, what stays ticked, what a frame tells."""

import os
import re
from pathlib import Path
from subprocess import run
from time import sleep
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, Route, expect

from tests.browser.conftest import Opener, Tab
from tests.browser.framing.drivers import display
from tests.browser.person import Person
from tests.chromium import arrive, launched
from tests.kinds import ALL
from tests.pages import app_of, served_by
from tests.people import COMPLEX, MILD
from tests.running import Running
from tests.tools import needed

CLEARED = "These answers were cleared"
TOLD = r"the server responded with a status of 4\d\d|Clear-Site-Data"
"""What a browser says of a page that says no, and of what it cleared."""


def forgive(person: Person) -> None:
    """Let the browser tell of pages that are gone and of what it cleared, and complain of nothing else."""
    person.complaints[:] = [
        words for words in person.complaints if not re.search(r"410 \(GONE\)|Clear-Site-Data", words)
    ]


@pytest.mark.parametrize("way", ["Clear my answers and close", "Exit"])
def test_back_shows_no_answer_after_the_end(person: Person, way: str) -> None:
    person.begin().answer(**MILD)
    assert person.tier
    link = person.page.get_by_role("link", name=way, exact=True)
    with person.page.expect_navigation():
        link.click()
    for _ in range(3):
        person.page.go_back()
        if "/c/" in person.page.url:
            assert person.heading == CLEARED and "care at home" not in person.page.content()
    forgive(person)


def test_every_tab_of_a_journey_is_cleared_at_once(tab: Tab) -> None:
    one, other = tab(), tab()
    one.begin().answer(right_now=MILD["right_now"], place=MILD["place"])
    arrive(other.page, one.page.url)
    assert other.heading == one.heading
    one.press("Exit")
    other.page.reload()
    assert other.heading == CLEARED
    forgive(other)


def test_escape_three_times_leaves_and_once_does_not(browser: Browser, server: Running) -> None:
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.goto(server.address)
        with page.expect_navigation():
            page.click("main form button:not([name])")
        at = page.url
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        for _ in range(9):
            page.keyboard.down("Escape")  # one that is held down repeats
        assert page.url == at
        page.keyboard.up("Escape")
        page.keyboard.press("Escape")
        with page.expect_navigation():
            page.keyboard.press("Escape")
        assert page.url.endswith("/away") and page.title() == "New page"
        arrive(page, at)
        assert page.locator("h1").text_content() == CLEARED


def slowly(route: Route) -> None:
    """Answer as over a slow network."""
    sleep(0.5)
    route.continue_()


def test_the_key_itself_does_not_stop_the_browser_on_its_way_out(
    playwright: Playwright, server: Running, tmp_path: Path
) -> None:
    with display(tmp_path) as shown, launched(playwright, shown) as browser:
        page = browser.new_page(locale="en-US")
        page.goto(server.address)
        with page.expect_navigation():
            page.click("main form button:not([name])")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.route("**/exit", slowly)
        page.click("h1")
        with page.expect_navigation(url="**/away"):
            for _ in range(6):
                run([needed("xdotool"), "key", "Escape"], env={**os.environ, "DISPLAY": shown}, check=True)
        assert len([each for each in asked if each.endswith("/exit")]) == 1


# A shared device -----------------------------------------------------------------------------------------------------


def at_a_shared_device(context: BrowserContext, server: Running) -> Page:
    """Return a page of the first question, whose clock the test moves."""
    page = context.new_page()
    page.clock.install()
    page.goto(server.address)
    page.check("[name=shared]")
    with page.expect_navigation():
        page.click("main form button:not([name])")
    return page


def test_more_time_is_given_in_place_and_what_is_ticked_stays(browser: Browser, server: Running) -> None:
    with browser.new_context(locale="en-US") as context:
        page = at_a_shared_device(context, server)
        page.check("#a-0")
        for _ in range(11):
            before = page.url
            page.clock.fast_forward("17:50")
            expect(page.locator("#more")).to_be_hidden()
            page.clock.fast_forward("00:15")
            expect(page.get_by_role("alertdialog", name="Do you need more time?")).to_be_visible()
            page.get_by_role("link", name="Yes, I need more time").click()
            expect(page.locator("#more")).to_be_hidden()
            assert page.url != before and page.is_checked("#a-0")
        with page.expect_navigation():
            page.click("main form button:not([hidden]):not([name])")
        assert "/c/" in page.url and page.locator("h1").text_content() != CLEARED


def test_escape_in_the_question_for_more_time_asks_for_more(browser: Browser, server: Running) -> None:
    with browser.new_context(locale="en-US") as context:
        page = at_a_shared_device(context, server)
        before = page.url
        page.clock.fast_forward("18:05")
        expect(page.locator("#more")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#more")).to_be_hidden()
        assert page.url != before


def test_without_a_network_the_question_stays_and_so_does_what_is_ticked(browser: Browser, server: Running) -> None:
    with browser.new_context(locale="en-US") as context:
        page = at_a_shared_device(context, server)
        page.check("#a-0")
        page.clock.fast_forward("18:05")
        expect(page.locator("#more")).to_be_visible()
        context.set_offline(True)
        more = page.get_by_role("link", name="Yes, I need more time")
        more.click()
        expect(page.locator("#more")).to_be_visible()
        context.set_offline(False)
        more.click()
        expect(page.locator("#more")).to_be_hidden()
        assert page.is_checked("#a-0")


def test_an_idle_tab_does_not_clear_what_somebody_does_in_another(browser: Browser, server: Running) -> None:
    with browser.new_context(locale="en-US") as context:
        idle = at_a_shared_device(context, server)
        used = context.new_page()
        arrive(used, idle.url)
        idle.clock.fast_forward("18:05")
        expect(idle.locator("#more")).to_be_visible()
        used.get_by_role("link", name="Yes, I need more time").click()
        expect(idle.locator("#more")).to_be_hidden()
        idle.clock.fast_forward("17:00")
        used.reload()
        assert "/c/" in idle.url and used.locator("h1").text_content() != CLEARED


def test_where_nobody_is_there_the_answers_are_cleared(browser: Browser, server: Running) -> None:
    with browser.new_context(locale="en-US") as context:
        page = at_a_shared_device(context, server)
        at = page.url
        with page.expect_navigation(url="**/cleared*"):
            page.clock.fast_forward("20:05")
        arrive(page, at)
        assert page.locator("h1").text_content() == CLEARED


def test_a_new_start_in_the_same_tab_ends_the_journey_before(browser: Browser, server: Running) -> None:
    with browser.new_context(locale="en-US") as context:
        page = at_a_shared_device(context, server)
        first = page.url
        page.goto(server.address)
        with page.expect_navigation():
            page.click("main form button:not([name])")
        arrive(page, first)
        assert page.locator("h1").text_content() == CLEARED


# What an onlooker sees -----------------------------------------------------------------------------------------------


def test_every_form_is_sent_with_as_many_bytes(browser: Browser, server: Running) -> None:
    sent: list[Request] = []
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
        person = Person(page, server.address, served_by(app_of()).questionnaire)
        person.begin().answer(**COMPLEX)
    assert len(sent) > 20
    assert {len(request.post_data or "") for request in sent} == {512}
    assert len({len(parse_qsl(request.post_data or "")) for request in sent}) > 1, "though not as many answers"


def test_the_scripts_run_on_every_kind_of_page_and_no_browser_complains(browser: Browser, opener: Opener) -> None:
    with browser.new_context(locale="en-US") as context:
        person = Person(context.new_page(), "", served_by(app_of()).questionnaire)
        found = {}
        for kind in ALL:
            arrive(person.page, opener(kind, "en"))
            if kind == "code":
                assert person.page.evaluate("typeof leave") == "function"  # what Escape calls
            if wrong := [words for words in person.complaints if not re.search(TOLD, words)]:
                found[kind] = wrong
            person.complaints.clear()
        assert found == {}
