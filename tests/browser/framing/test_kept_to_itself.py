"""A whole journey within a clinic's page: nothing is kept, and nobody but the checker learns anything."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, Response

from checker.engine.questionnaire import Questionnaire
from checker.web.forms import drawn
from tests.browser.framing.conftest import Framed, person_at, profile, until, within
from tests.browser.framing.sites import Asked, Sites
from tests.pages import HEADERS, POLICY
from tests.people import COMPLEX


@dataclass
class Journey:
    """What was seen of a whole journey, by the browser, by the clinic's page, by the sites and on the disk."""

    person: Framed
    addresses: list[str]
    replies: list[tuple[str, dict[str, str]]]
    told: list[Any]
    entries: list[str]
    readable: bool
    cookies: list[Any]
    storage: Any
    kept: list[str]
    asked: list[Asked]
    folder: Path
    tier: str | None


@pytest.fixture(scope="module")
def journey(playwright: Playwright, sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    folder = tmp_path_factory.mktemp("whole") / "profile"
    before = len(sites.asked)
    replies: list[Response] = []
    with profile(playwright, sites, folder, {"cookie_controls_mode": 0}) as context:  # it could keep something
        page = context.new_page()
        page.on("response", lambda reply: replies.append(reply))
        page.goto(sites.address("clinic.test", "/element"))
        person = person_at(page, sites)
        addresses = [person.page.url]
        page.on("framenavigated", lambda frame: addresses.append(frame.url))
        person.begin().answer(**COMPLEX)
        if not person.tier:
            person.go_on()
        person.settle()
        page.wait_for_load_state("networkidle")
        asked = sites.asked[before:]  # storage_state opens an empty page of each site, for which Chromium seeks an icon
        return Journey(
            person,
            addresses,
            [(reply.url, reply.all_headers()) for reply in replies],
            page.evaluate("told"),
            page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"),
            _readable(page.evaluate),
            list(context.cookies()),
            context.storage_state(),
            [within(page).evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")],
            asked,
            folder,
            person.tier,
        )


def _readable(evaluate: Any) -> bool:
    """Return whether the clinic's page can read where its frame is."""
    frame = "document.querySelector('condition-checker').shadowRoot.querySelector('iframe').contentWindow"
    return bool(evaluate(f"(() => {{ try {{ return !!{frame}.location.href }} catch {{ return false }} }})()"))


def _words(questionnaire: Questionnaire) -> set[str]:
    """Return all that would tell what was asked, answered or found on this journey."""
    said = {word for name, value in COMPLEX.items() for word in _given(questionnaire, name, value)}
    asked = {questionnaire.question[name].ask.said_in("en") for name in COMPLEX}
    return {*said, *asked, *(tier.title.said_in("en") for tier in questionnaire.tiers), "answer="}


def _given(questionnaire: Questionnaire, name: str, value: Any) -> Iterator[str]:
    question = questionnaire.question[name]
    if drawn(question) in ("buttons", "checkboxes"):
        chosen = [question.option(option) for option in (value if isinstance(value, list) else [value])]
        yield from (option.text.said_in("en") for option in chosen if len(option.text.said_in("en")) > 12)
        yield from (option.id for option in chosen if "_" in option.id)


def test_the_journey_was_a_whole_one(journey: Journey) -> None:
    assert journey.tier and len(journey.addresses) > len(COMPLEX)
    assert {asked.host for asked in journey.asked} == {"checker.test", "clinic.test"}


def test_there_is_no_cookie_no_storage_and_no_complaint(journey: Journey) -> None:
    assert journey.cookies == [] and journey.storage == {"cookies": [], "origins": []}
    assert journey.kept == ['[{},{},""]']
    assert not any("set-cookie" in headers for _, headers in journey.replies)
    assert journey.person.complaints == []


def test_no_third_site_is_asked_for_anything(journey: Journey) -> None:
    asked_for = {*journey.person.asked_for, *(address for address, _ in journey.replies)}
    assert len(asked_for) > len(COMPLEX)
    hosts = {re.sub(r"^https://([\w.]+):\d+/.*$", r"\1", address) for address in asked_for}
    assert hosts == {"clinic.test", "checker.test"}


def test_nothing_in_an_address_can_be_read_or_measured(journey: Journey, sites: Sites) -> None:
    ours = sites.address("checker.test")
    tokens = [address.removeprefix(ours) for address in journey.addresses if "/c/" in address]
    assert len(tokens) > len(COMPLEX) and len({len(re.sub("#.*", "", token)) for token in tokens}) == 1
    assert all(re.fullmatch(r"/c/[\w-]+/#q", token) for token in tokens)
    others = {address.removeprefix(ours) for address in journey.addresses if "/c/" not in address}
    assert others <= {"/?lang=en"}


def test_no_request_says_where_it_comes_from(journey: Journey) -> None:
    for asked in journey.asked:
        by_clinic = asked.path == "/static/embed.js"  # the clinic's page asks for it, and names its own site
        assert asked.host != "checker.test" or by_clinic or "Referer" not in asked.headers
        assert asked.host == "checker.test" or "/c/" not in f"{asked.path} {asked.headers}"
    posts = [asked for asked in journey.asked if asked.headers.get("Origin")]
    assert posts and {asked.headers["Origin"] for asked in posts} == {"null"}


def test_every_page_has_its_headers_byte_for_byte(journey: Journey, sites: Sites) -> None:
    expected = {name.lower(): value for name, value in HEADERS.items()}
    expected["content-security-policy"] = f"{POLICY} {sites.address('clinic.test')}"
    pages = [headers for url, headers in journey.replies if "/c/" in url]
    assert len(pages) > len(COMPLEX)
    for headers in pages:
        without = {"referrer-policy": None} if "location" in headers else {}  # the page before has said it
        assert {name: headers.get(name) for name in expected} == {**expected, **without}


def test_the_clinic_learns_a_rounded_height_that_only_grows_and_that_a_page_is_new(journey: Journey) -> None:
    assert len(journey.told) > len(COMPLEX)
    for data in journey.told:
        assert set(data) == {"cc", "height", "page"}
        assert (data["cc"], data["height"] % 512, data["page"] in (0, 1)) == (1, 0, True)
    heights = [data["height"] for data in journey.told]
    assert heights == sorted(heights)


def test_a_page_around_that_says_nothing_is_told_nothing(playwright: Playwright, sites: Sites, tmp_path: Path) -> None:
    with profile(playwright, sites, tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(sites.address("clinic.test", "/frame"))
        page.evaluate("told = []; addEventListener('message', event => told.push(event.data))")
        within(page).evaluate("document.getElementById('heading').style.height = '3000px'")
        within(page).evaluate("postMessage({ cc: 1 }, '*')")  # not from the page around
        page.wait_for_timeout(500)
        assert page.evaluate("told") == []
        page.evaluate("frames[0].postMessage({ cc: 1 }, '*')")
        until(page, lambda: bool(page.evaluate("told")), lambda: "who asks is told nothing")


def test_the_clinic_cannot_read_where_its_frame_is(journey: Journey, sites: Sites) -> None:
    assert not journey.readable
    assert not [entry for entry in journey.entries if "/c/" in entry]
    assert sites.address("checker.test", "/static/embed.js") in journey.entries, "the list is kept at all"


@pytest.fixture(scope="module")
def on_disk(journey: Journey) -> Callable[[str], list[str]]:
    """Return the files of the closed profile that hold some words."""
    files = [file for file in journey.folder.rglob("*") if file.is_file() and not file.is_symlink()]
    kept = [(file.name, file.read_bytes()) for file in files]

    def found(words: str) -> list[str]:
        spellings = (words.encode(), words.encode("utf-16-le"))
        return [name for name, data in kept if any(spelling in data for spelling in spellings)]

    return found


def test_nothing_plain_is_left_on_the_disk(journey: Journey, on_disk: Callable[[str], list[str]]) -> None:
    words = _words(journey.person.questionnaire)
    assert len(words) > 50
    assert {word: found for word in words if (found := on_disk(word))} == {}


def test_the_search_of_the_disk_finds_what_is_there(on_disk: Callable[[str], list[str]]) -> None:
    """The clinic's page may be cached, and the browser's history holds the sealed addresses."""
    assert on_disk("clinic-marker-that-is-cached")
    assert "History" in on_disk("checker.test")


@pytest.mark.parametrize(("name", "loads"), [("clinic.test", True), ("stranger.test", False)])
def test_only_a_listed_site_may_frame_the_pages(
    playwright: Playwright, sites: Sites, tmp_path: Path, name: str, loads: bool
) -> None:
    with profile(playwright, sites, tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(sites.address(name, "/frame"))
        (frame,) = page.main_frame.child_frames
        until(page, lambda: frame.url not in ("", "about:blank"), lambda: "the frame stays empty")
        assert frame.url.startswith(sites.address("checker.test") if loads else "chrome-error://")
