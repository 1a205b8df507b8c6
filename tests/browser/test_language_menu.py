"""The languages are within the first screen of every page, however many there are, and lead to the same page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_axe import unfolded_violations
from tests.pages import DRAFTS
from tests.running import running

MANY = ("en", "es", "pt", "ar", "de", "fr", "he", "hi", "ja", "ru", "uk", "zh-Hant")
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A questionnaire that is offered in many languages, and hardly said in most."""
    file = tmp_path_factory.mktemp("many") / "many.yaml"
    text = DRAFTS.read_text(encoding="utf-8").replace("drafts: [pt, ar]\n", "")
    file.write_text(text.replace("languages: [en, es]", f"languages: [{', '.join(MANY)}]"), encoding="utf-8")
    with running(tmp_path_factory.mktemp("server"), "--questions", str(file)) as found:
        yield found.address


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 568}, locale="de-AT"
    ) as found:
        yield found.new_page()


def test_many_languages_are_on_a_tap_within_the_first_screen(phone: Page, many: str) -> None:
    phone.goto(many)
    assert phone.locator("html").get_attribute("lang") == "de"
    phone.locator("main button").first.click()
    asked = phone.url
    for language in ("ar", "zh-Hant", "en"):
        menu = phone.locator(".languages summary")
        box = menu.bounding_box()
        assert box and box["y"] + box["height"] < 200 and box["height"] >= 44 and box["width"] >= 44
        menu.click()
        assert not phone.evaluate(SIDEWAYS)
        assert phone.locator(".languages a").count() == len(MANY) - 1
        phone.locator(f".languages a[hreflang={language}]").click()
        assert phone.locator("html").get_attribute("lang") == language
    assert phone.locator("h1").inner_text() == "How were your nights?"
    for _ in range(3):
        phone.go_back()
    assert phone.url == asked and phone.locator("html").get_attribute("lang") == "de"


def test_axe_finds_nothing_on_a_draft_and_help_stays_above_what_is_said_of_it(browser: Browser, tmp_path: Path) -> None:
    with (
        running(tmp_path, "--questions", str(DRAFTS), CHECKER_DRAFTS="1") as server,
        browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 568}) as context,
    ):
        page = context.new_page()
        page.goto(f"{server.address}?lang=ar")
        assert not page.evaluate(SIDEWAYS)
        page.locator("main button").first.click()
        said = page.locator(".draft").bounding_box()
        assert said and said["height"] < 100
        assert page.locator(".help a").first.bounding_box()["y"] < said["y"]  # type: ignore[index]
        assert unfolded_violations(page) == [] and not page.evaluate(SIDEWAYS)
