"""What a person takes along: printed, sent, copied, in a calendar; and on which day, by their own clock."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from babel.dates import format_date
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Opener
from tests.chromium import arrive

STUBS = """
told = []
window.print = () => told.push("print")
Object.defineProperty(navigator, "share", {value: %s, configurable: true})
Object.defineProperty(navigator, "clipboard", {value: {writeText: %s}, configurable: true})
"""
SHARES = "({text}) => { told.push(['shared', text]); return Promise.resolve() }"
COPIES = "(text) => { told.push(['copied', text]); return Promise.resolve() }"
NO = "undefined"


def _fails(kind: str) -> str:
    return f"() => Promise.reject(new DOMException('no', '{kind}'))"


Kept = Callable[[str, str], Page]
"""Opens `Keep this` of a result on a device that shares and copies in this way."""


@pytest.fixture
def kept(browser: Browser, opener: Opener) -> Iterator[Kept]:
    opened: list[BrowserContext] = []

    def there(share: str, copy: str) -> Page:
        opened.append(browser.new_context())
        page = opened[-1].new_page()
        page.add_init_script(STUBS % (share, copy))
        arrive(page, opener("mild", "en"))
        page.get_by_text("Keep this").click()
        return page

    yield there
    for context in opened:
        context.close()


def test_print_prints(kept: Kept) -> None:
    page = kept(SHARES, COPIES)
    page.get_by_role("button", name="Print or save as PDF").click()
    assert page.evaluate("told") == ["print"]


@pytest.mark.parametrize(
    ("share", "copy", "told", "said"),
    [
        pytest.param(SHARES, COPIES, "shared", "", id="sent"),
        pytest.param(NO, COPIES, "copied", "Copied", id="copied"),
        pytest.param(_fails("AbortError"), COPIES, None, "", id="changed their mind"),
        pytest.param(_fails("NotAllowedError"), COPIES, None, "That did not work.", id="cannot be sent"),
        pytest.param(NO, _fails("NotAllowedError"), None, "That did not work.", id="cannot be copied"),
    ],
)
def test_send_sends_where_the_device_can_else_copies_and_says_what_fails(
    kept: Kept, share: str, copy: str, told: str | None, said: str
) -> None:
    page = kept(share, copy)
    page.get_by_role("button", name="Send to myself, or copy").click()
    expect(page.get_by_role("status")).to_contain_text(said)
    text = page.locator("#copy").input_value()
    assert "This is not a diagnosis." in text and (page.locator("h1").text_content() or "") in text
    assert page.evaluate("told") == ([[told, text]] if told else [])
    assert said or page.get_by_role("status").text_content() == ""


def test_what_is_copied_is_in_the_clipboard(browser: Browser, opener: Opener) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.add_init_script("Object.defineProperty(navigator, 'share', {value: undefined})")
        arrive(page, opener("mild", "es"))
        page.locator(".keep > summary").click()
        page.locator("[data-send]").click()
        expect(page.get_by_role("status")).to_have_text("Copiado")
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#copy").input_value()


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_script_no_button_stands_that_does_nothing_and_a_line_says_how(
    browser: Browser, opener: Opener, language: str
) -> None:
    how = {
        "en": "To print or share, use the menu of your browser.",
        "es": "Para imprimir o compartir, use el menú de su navegador.",
    }[language]
    shown = {}
    for script in (False, True):
        with browser.new_context(java_script_enabled=script) as context:
            page = context.new_page()
            arrive(page, opener("mild", language))
            page.locator(".keep > summary").click()
            buttons = [each.is_visible() for each in page.locator(".keep button").all()]
            line = page.locator(".keep noscript p")  # which is never found by its words
            links = [each.is_visible() for each in page.locator(".keep a").all()]
            shown[script] = (buttons, [words for words in line.all_inner_texts() if line.is_visible()])
            assert len(links) == 5 and all(links)
            with page.expect_download() as download:
                page.locator(".keep a[href=reminder]").click()
            assert download.value.suggested_filename == "reminder.ics"
    assert shown == {False: ([False, False], [how]), True: ([True, True], [])}


@pytest.mark.parametrize("kind", ["emergency", "crisis"])
def test_an_emergency_and_a_crisis_offer_no_file(browser: Browser, opener: Opener, kind: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        arrive(page, opener(kind, "en"))
        assert page.locator(".keep, a[download], textarea").count() == 0


def _said(page: Page) -> list[tuple[str, str]]:
    """Return when each day that the page says is, and its words."""
    return [
        (each.get_attribute("datetime") or "", " ".join((each.text_content() or "").split()))
        for each in page.locator("time[data-day]").all()
    ]


def _days(browser: Browser, address: str, zone: str, script: bool = True) -> list[tuple[str, str]]:
    """Return the days that a result says, at this place of the world."""
    with browser.new_context(java_script_enabled=script, timezone_id=zone) as context:
        page = context.new_page()
        arrive(page, address)
        return _said(page)


ZONES = {"Pacific/Honolulu": -10, "Pacific/Kiritimati": 14}
"""Places 24 hours apart, where it is never the same day; and their hours from UTC, all year."""


def _written(moment: str, zone: str, language: str) -> str:
    """Return the day of a moment there, as Babel writes it."""
    return str(format_date(datetime.fromisoformat(moment) + timedelta(hours=ZONES[zone]), "long", locale=language))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("zone", ZONES)
def test_a_day_is_the_persons_own(browser: Browser, opener: Opener, zone: str, language: str) -> None:
    said = _days(browser, opener("mild", language), zone)
    on = {"en": "on", "es": "el"}[language]
    here = [_written(moment, zone, language) for moment, _ in said]
    for_a_doctor = _written(said[-1][0], zone, "en")
    assert [words for _, words in said] == [here[0], f"{on} {here[1]}", f"{on} {here[2]}", here[3], for_a_doctor]


def test_no_day_is_the_same_everywhere(browser: Browser, opener: Opener) -> None:
    west, east = (_days(browser, opener("mild", "en"), zone) for zone in ZONES)
    assert len(west) == 5 and not {words for _, words in west} & {words for _, words in east}


@pytest.mark.parametrize(("language", "words"), [("en", "in 14 days"), ("es", "en 14 días")])
def test_without_a_script_a_day_is_so_many_from_now(
    browser: Browser, opener: Opener, language: str, words: str
) -> None:
    today, *coming, noted, doctors = (
        w for _, w in _days(browser, opener("mild", language), "Pacific/Honolulu", script=False)
    )
    assert coming == [words] * 2 and all(each.endswith("UTC") for each in (today, noted, doctors))
