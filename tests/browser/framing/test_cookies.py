"""Within a clinic's page with cookies blocked, with all cookies off, and without any script."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright

from tests.browser.framing.conftest import person_at, profile, within
from tests.browser.framing.sites import Sites
from tests.people import CRISIS, EMERGENCY

BLOCKING: dict[str, dict[str, Any]] = {
    "allowed": {"cookie_controls_mode": 0},
    "third_party_blocked": {"cookie_controls_mode": 1, "block_third_party_cookies": True},
    "all_off": {"default_content_setting_values": {"cookies": 2}},
}


def _control(context: BrowserContext, sites: Sites) -> str:
    """Return what became of a plain cookie of a third site in a frame, once that site is framed again."""
    page = context.new_page()
    for _ in range(2):
        page.goto(sites.address("clinic.test", "/control"))
        words = within(page).locator("p").text_content() or ""
    page.close()
    return words


@pytest.mark.parametrize("blocking", BLOCKING)
def test_the_check_works_whatever_becomes_of_cookies(
    playwright: Playwright, sites: Sites, tmp_path: Path, blocking: str
) -> None:
    with profile(playwright, sites, tmp_path / "profile", BLOCKING[blocking]) as context:
        assert _control(context, sites) == ("kept" if blocking == "allowed" else "none")
        page = context.new_page()
        page.goto(sites.address("clinic.test", "/frame"))
        person = person_at(page, sites).begin().answer(**EMERGENCY)
        assert person.tier == "emergency"
        for step, heading in (
            ("back", person.questionnaire.question[list(EMERGENCY)[-1]].ask.said_in("en")),
            ("forward", person.heading),
        ):
            page.evaluate(f"history.{step}()")
            person.page.get_by_role("heading", level=1, name=heading).wait_for()
        assert person.tier == "emergency" and person.complaints == []


def test_two_tabs_on_a_clinics_page_do_not_mix(playwright: Playwright, sites: Sites, tmp_path: Path) -> None:
    with profile(playwright, sites, tmp_path / "profile", BLOCKING["third_party_blocked"]) as context:
        pages = [context.new_page() for _ in range(2)]
        for page in pages:
            page.goto(sites.address("clinic.test", "/frame"))
        one, other = (person_at(page, sites).begin() for page in pages)
        for person, sheet in ((one, {"right_now": ["none"]}), (other, CRISIS)):
            person.around.bring_to_front()
            person.answer(right_now=sheet["right_now"])
        assert one.asked == "place" and other.interrupted
        one.around.bring_to_front()
        one.follow("a.back")
        one.answer(**EMERGENCY)
        assert one.tier == "emergency" and other.interrupted


def test_the_plain_frame_needs_no_script_and_moves_the_focus_all_the_same(
    playwright: Playwright, sites: Sites, tmp_path: Path
) -> None:
    with profile(playwright, sites, tmp_path / "profile", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(sites.address("clinic.test", "/frame"))
        person = person_at(page, sites).begin()
        person.is_at("q")
        person.send()
        person.is_at("errors")
        assert person.answer(**EMERGENCY).tier == "emergency"
        person.is_at("q")


def test_without_script_the_element_is_a_link_to_the_check(
    playwright: Playwright, sites: Sites, tmp_path: Path
) -> None:
    with profile(playwright, sites, tmp_path / "profile", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(sites.address("clinic.test", "/element"))
        assert page.main_frame.child_frames == []
        page.get_by_role("link", name="Check your back").click()
        page.wait_for_url(sites.address("checker.test", "/"))


def test_a_frame_on_a_light_page_is_light_on_a_dark_device(
    playwright: Playwright, sites: Sites, tmp_path: Path
) -> None:
    with profile(playwright, sites, tmp_path / "profile", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(sites.address("clinic.test", "/frame"))
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        framed = within(page).evaluate(ground)
        page.goto(sites.address("checker.test", "/"))
        assert (framed, page.evaluate(ground)) == ("rgb(243, 246, 243)", "rgb(15, 24, 23)")


def test_in_a_sandbox_that_hides_where_a_form_comes_from_people_are_told_what_to_do(
    playwright: Playwright, sites: Sites, tmp_path: Path
) -> None:
    with profile(playwright, sites, tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(sites.address("clinic.test", "/sandboxed"))
        frame = within(page)
        frame.click("form button")
        frame.get_by_text("Open the check in a window of its own").wait_for()
        assert frame.locator("main a.button").get_attribute("target") == "_blank"
