"""A person comes back, on a phone: with the file that they saved, or with the paper alone."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Opener
from tests.browser.person import Person
from tests.chromium import arrive
from tests.kinds import BETTER, LATER
from tests.pages import app_of, served_by

KNOWN = ["age", "last_tier", "last_pain", "mood_known", "last_mood"]
"""What a file answers and the paper is asked for."""


@pytest.mark.parametrize("has_file", [True, False], ids=["file", "paper"])
def test_who_comes_back_is_asked_a_few_questions_and_sees_then_and_now(
    context: BrowserContext, opener: Opener, tmp_path: Path, has_file: bool
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 664})
    arrive(page, opener("soon", "en").partition("#")[0])
    person = Person(page, opener("start", "en").partition("/?")[0], served_by(app_of(), LATER).questionnaire)
    page.locator(".keep > summary").click()
    with page.expect_download() as download:
        page.locator("a[href=json]").click()
    download.value.save_as(tmp_path / "check.json")

    person.open().press("You did this check before? Check again")
    if has_file:
        page.set_input_files("input[type=file]", tmp_path / "check.json")
        person.send()
    else:
        with person.turning():
            page.locator("main form button[formaction]").click()
    asked = []
    while question := person.asked:
        asked.append(question)
        person.answer(**{question: BETTER[question]})
    assert (person.tier, len(asked), person.turns) == ("routine", *((14, 16) if has_file else (19, 21)))
    assert set(KNOWN) & set(asked) == (set() if has_file else set(KNOWN))
    assert "3 points less, 38%." in (page.locator(".scores.then").text_content() or "")
    assert person.complaints == [] and all(url.startswith((person.address, "blob:")) for url in person.asked_for)


@pytest.mark.parametrize("size", [5_000_000, 100_000_000])
def test_who_sends_a_photo_is_told_where_help_is_and_how_to_go_on(
    context: BrowserContext, opener: Opener, tmp_path: Path, size: int
) -> None:
    (tmp_path / "photo.json").write_bytes(bytes(size))
    page = context.new_page()
    page.goto(opener("check again", "en"))
    page.set_input_files("input[type=file]", tmp_path / "photo.json")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert page.locator("h1").text_content() == "We could not open this file"
    assert page.locator("a[href='tel:911']").count() and page.locator("a[href='tel:988']").count()
    with page.expect_navigation():
        page.locator("main form button[formaction]").click()
    assert page.locator("input[name=answer]").count()
