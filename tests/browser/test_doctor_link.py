"""The code on a telephone's screen: read from its picture by one program, and opened by another."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opener
from tests.chromium import arrive
from tests.health_links import payload, received, scanned, with_payload

SCREENS: dict[str, dict[str, Any]] = {
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active", "color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "without script": {"java_script_enabled": False},
}
NEAREST = 3.5
"""Dots of a narrow screen that each square of the code has at least, so that a telephone reads it at arm's length."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US") as context:
        yield context.new_page()


def test_what_stands_on_every_screen_opens_at_another_receiver(browser: Browser, opener: Opener) -> None:
    links = []
    for screen in SCREENS.values():
        with browser.new_context(**{"viewport": {"width": 390, "height": 844}, **screen}) as context:
            shown = context.new_page()
            arrive(shown, opener("code", "en"))
            links += scanned(shown.locator(".code").screenshot())
    assert len(set(links)) == len(SCREENS)
    gone = with_payload(**{**payload(links[0]), "url": payload(links[0])["url"][:-2]})
    *opened, refused = received(*({"link": link} for link in (*links, gone)))
    assert [found["resources"][0]["resourceType"] for found in opened] == ["Bundle"] * len(SCREENS)
    assert refused == {"error": "SHL_NETWORK_ERROR"}


def test_its_squares_are_large_enough_on_a_narrow_screen(page: Page, opener: Opener) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    arrive(page, opener("code", "es"))
    box = page.locator(".code svg").bounding_box()
    squares = float((page.locator(".code svg").get_attribute("viewBox") or "").split()[2])
    assert box and box["width"] / squares >= NEAREST, (box, squares)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_time_left_counts_down_and_then_the_page_says_that_it_is_over(page: Page, opener: Opener) -> None:
    page.clock.install()
    arrive(page, opener("code", "en"))
    expect(page.locator("#left")).to_have_text("Time left: 15 minutes.")
    page.clock.fast_forward("13:30")
    expect(page.locator("#left")).to_have_text("Time left: 2 minutes.")
    page.clock.fast_forward("01:00")
    expect(page.locator("#left")).to_have_text("Time left: 1 minute.")
    page.clock.fast_forward("01:00")
    expect(page.locator("h1")).to_have_text("This code is over")


def test_the_hour_is_that_of_the_persons_own_clock(browser: Browser, opener: Opener) -> None:
    with browser.new_context(timezone_id="America/New_York", locale="en-US") as context:
        page = context.new_page()
        arrive(page, opener("code", "en"))
        expect(page.locator("main time")).to_have_text(page.evaluate(
            "new Date(Date.now() + 15 * 60000).toLocaleTimeString('en', { timeStyle: 'short' })"
        ))  # fmt: skip


def test_the_code_is_not_printed(page: Page, opener: Opener) -> None:
    arrive(page, opener("code", "en"))
    page.emulate_media(media="print")
    expect(page.locator(".code")).to_be_hidden()
    expect(page.get_by_text("The code is not on paper: by then it is over.")).to_be_visible()
