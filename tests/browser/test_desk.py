"""Working in a review in a real browser: with and without script, with a keyboard, on a phone, and on paper."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.html import violations
from tests.pages import SECOND
from tests.running import CHECKER, Running, awaited, free_port, started

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A review of a file of its own, as `checker review --serve` shows it."""
    folder, port = tmp_path_factory.mktemp("desk"), free_port()
    copyfile(SECOND, folder / "bicycle.yaml")
    command = [*CHECKER, "review", "--serve", str(folder / "bicycle.yaml"), "--port", str(port)]
    with started(command, folder / "log") as process:
        server = Running(f"http://127.0.0.1:{port}", process, folder / "log")
        awaited(server)
        yield server


@pytest.fixture
def at(desk: Running) -> Running:
    """The same, with nothing noted yet."""
    notes(desk).unlink(missing_ok=True)
    return desk


def notes(desk: Running) -> Path:
    """Return where notes are kept."""
    return desk.output.with_name("bicycle.review.yaml")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab whose browser has nothing to complain of."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1100, "height": 900}) as context:
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        yield tab
    assert [each for each in complaints if "409" not in each] == []


def begin(page: Page, at: Running, query: str = "") -> None:
    """Say who one is."""
    page.goto(f"{at.address}/review/read{query}")
    page.get_by_label("Your name", exact=True).fill("Ada Roe")
    with page.expect_navigation():
        page.get_by_role("button", name="That is me").click()


@pytest.mark.parametrize("script", [True, False])
def test_one_judges_notes_and_goes_on_where_one_stopped(browser: Browser, at: Running, script: bool) -> None:
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        begin(page, at, "?of=rule")
        first = page.get_by_role("group", name="Your verdict on rule frame")
        first.get_by_role("radio", name="Question").check()
        first.get_by_role("textbox", name="Note").fill("Old cracks too?")
        page.get_by_role("button", name="Keep, and go on", exact=True).click()
        expect(page.get_by_text("Gone on from")).to_be_visible()
        page.reload()
        page.goto(f"{at.address}/review/read?of=rule")
        expect(page.get_by_role("group", name="Your verdict on rule frame")).to_have_count(0)
        expect(page.get_by_text("1 of 5 judged").first).to_be_visible()
        page.goto(f"{at.address}/review/read?show=done")
        again = page.get_by_role("group", name="Your verdict on rule frame")
        expect(again.get_by_role("radio", name="Question")).to_be_checked()
        expect(again.get_by_role("textbox", name="Note")).to_have_value("Old cracks too?")
    assert "Old cracks too?" in notes(at).read_text(encoding="utf-8")


def test_with_a_script_one_stays_on_the_page_and_a_keyboard_is_enough(page: Page, at: Running) -> None:
    begin(page, at)
    page.evaluate("window.same = true")
    first = page.get_by_role("group").filter(has=page.get_by_role("radio")).first
    first.get_by_role("radio", name="Agree").focus()
    page.keyboard.press("ArrowRight")
    expect(first.get_by_role("radio", name="Question")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Which number?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Gone on from")).to_be_visible()
    expect(page.locator("#here")).to_be_focused()
    assert page.evaluate("window.same") and "after=" in page.url
    page.go_back()
    expect(page.get_by_text("Gone on from")).to_have_count(0)


def test_words_that_are_not_kept_are_not_left_without_a_question(page: Page, at: Running) -> None:
    begin(page, at, "?of=rule")
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(f"{at.address}/review/rules")
    assert asked == []
    page.goto(f"{at.address}/review/read?of=rule")
    page.get_by_role("textbox", name="Note").first.fill("Old cracks too?")
    page.goto(f"{at.address}/review/rules")
    assert asked == ["beforeunload"]


def test_what_cannot_be_kept_is_said_beside_what_was_written(page: Page, at: Running) -> None:
    begin(page, at, "?of=rule")
    note = page.get_by_role("textbox", name="Note").first
    note.fill("Words without a verdict")
    page.get_by_role("button", name="Keep, and go on", exact=True).click()
    expect(page.get_by_role("alert").first).to_have_text("Choose agree, question or change")
    expect(note).to_have_value("Words without a verdict")
    expect(note).to_be_focused()


@pytest.mark.parametrize("query", ["", "?of=question", "?show=all&of=case", "?of=promise", "?in=fr"])
def test_axe_finds_nothing_wrong_and_nothing_scrolls_sideways_on_a_phone(page: Page, at: Running, query: str) -> None:
    begin(page, at, query)
    page.get_by_role("radio", name="Change").first.check()
    page.get_by_role("textbox", name="Note").first.fill("Why?")
    page.get_by_role("button", name="Keep, and go on", exact=True).click()
    expect(page.locator("#here")).to_be_focused()
    page.goto(f"{at.address}/review/read{query.replace('?', '?show=all&', 1)}")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{at.address}/review/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_paper_shows_what_is_noted_and_no_form(page: Page, at: Running) -> None:
    begin(page, at, "?of=rule")
    page.emulate_media(media="print")
    expect(page.get_by_role("radio").first).to_be_hidden()
    expect(page.get_by_text("How far it is")).to_be_visible()
