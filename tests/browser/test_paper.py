"""A result on paper: a page for the person and a page for a doctor, and nothing else."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from checker.expressions import Answer
from checker.loading import load
from checker.model import Questionnaire
from checker.token import State, seal, sealer
from tests.browser.conftest import Opener
from tests.kinds import KEY, SEALED
from tests.pages import app_of, served_by
from tests.running import running
from tests.tools import needed

RESULTS = ["mild", "soon", "complex", "emergency", "crisis"]
LANGUAGES = ["en", "es"]
PRIVATE = Path(__file__).parent.parent / "data" / "private.yaml"
Q: Questionnaire = served_by(app_of()).questionnaire


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """A tab without script: what is folded away is printed all the same."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def printed(sheet: Page, opener: Opener, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    """The words of each printed page, as a reader of PDF finds them, by result and language."""
    needed("pdftotext")
    folder = tmp_path_factory.mktemp("paper")
    return {
        (kind, language): _pages(sheet, opener(kind, language), folder / f"{kind}-{language}.pdf")
        for kind in RESULTS
        for language in LANGUAGES
    }


def _pages(sheet: Page, address: str, file: Path) -> list[str]:
    sheet.goto(address)
    sheet.pdf(path=file, format="Letter", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


Printed = dict[tuple[str, str], list[str]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RESULTS)
def test_a_result_prints_on_one_page_for_the_person_and_one_for_a_doctor(
    printed: Printed, kind: str, language: str
) -> None:
    assert len(printed[kind, language]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "tier"), [("mild", "self_care"), ("complex", "urgent_today"), ("emergency", "emergency")]
)
def test_the_persons_page_says_what_to_do(printed: Printed, kind: str, tier: str, language: str) -> None:
    page = printed[kind, language][0]
    assert Q.tier[tier].title.said_in(language) in page
    assert all(text.said_in(language) in page for text in Q.tier[tier].action)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["complex", "crisis"])
def test_crisis_help_comes_first_on_paper_too(printed: Printed, kind: str, language: str) -> None:
    page = printed[kind, language][0]
    crisis = next(statement for statement in Q.statements if statement.id == "crisis_first")
    assert page.index(crisis.text.said_in(language)) < page.index(Q.tier["urgent_today"].title.said_in(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RESULTS)
def test_when_to_call_911_is_on_the_persons_page(printed: Printed, kind: str, language: str) -> None:
    assert "911" in printed[kind, language][0]
    if kind != "emergency":
        assert all(sign.said_in(language) in printed[kind, language][0] for sign in Q.emergency_signs.items)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["emergency", "crisis", "complex"])
def test_no_booking_and_no_score_is_printed_beside_help(printed: Printed, kind: str, language: str) -> None:
    assert Q.clinic is not None and Q.clinic.phone is not None
    page = printed[kind, language][0]
    assert Q.clinic.phone not in page
    assert all(area.about.said_in(language) not in page for area in Q.scores if area.about)
    assert not [words for words in ("of 10", "de 10", "of 27", "de 27") if words in page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scores_of_a_calm_result_are_printed_as_text(printed: Printed, language: str) -> None:
    of = {"en": "of", "es": "de"}[language]
    shown = [f"8 {of} 10", f"8 {of} 9", f"13 {of} 18", f"12 {of} 27"]
    assert [words for words in shown if words not in printed["soon", language][0]] == []
    assert Q.score["pain"].bands[-1].text.said_in(language) in printed["soon", language][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doctors_page_has_all_that_a_doctor_asks_for_in_the_first_language(printed: Printed, language: str) -> None:
    page = printed["complex", language][1]
    assert "Patient-reported, not verified." in page
    for place in ("Age: 70 or older", "Place of the pain: Low back", "Time with this pain: More than 12 weeks"):
        assert place in page
    assert "UR7: you said that the pain goes down both legs" in page
    assert "8 (0-10)" in page and "18 (0-27)" in page and "13 (0-18)" in page
    asked_and_not_ticked = page[page.index("Asked and not ticked") : page.index("Not sure about")]
    assert "Fever or chills" in asked_and_not_ticked and "Steroid medicine" not in asked_and_not_ticked
    assert "Not sure about: New signs" in page
    assert "Fingerprint of the content:" in page and Q.version in page


def test_nothing_that_only_a_screen_needs_is_printed(printed: Printed) -> None:
    for page in printed["mild", "en"]:
        assert not [words for words in ("Change", "Print or save", "Copy as text", "Skip to") if words in page]


def test_the_states_printed_are_those_of_the_people(printed: Printed) -> None:
    assert set(RESULTS) <= set(SEALED) and len(printed) == len(RESULTS) * len(LANGUAGES)


def _private(sheet: Page, folder: Path, *life: str, cough: int) -> tuple[str, list[str]]:
    """Return what the screen says of a result, and its pages on paper."""
    needed("pdftotext")
    told: dict[str, Answer] = {"heat": 0, "life": frozenset(life), "pills": "strong_pills", "cough": cough}
    with running(folder, CHECKER_KEYS=KEY, CHECKER_QUESTIONS=str(PRIVATE)) as server:
        token = seal(sealer(load(PRIVATE), [KEY]), State(told, page="result"))
        pages = _pages(sheet, f"{server.address}/c/{token}", folder / "private.pdf")
        return sheet.locator("main").text_content() or "", pages


def test_what_is_private_is_on_no_paper(sheet: Page, tmp_path: Path) -> None:
    screen, pages = _private(sheet, tmp_path, "afraid", "drinking", cough=2)
    assert "Zebra line." in screen
    assert "Zebra" not in " ".join(pages) and "zebra" not in " ".join(pages)
    assert load(PRIVATE).tiers[0].title.said_in("en") in pages[0]
    assert "For a reason that you marked private." in pages[0]
    assert "for a reason that the person keeps private" in pages[1]


@pytest.mark.parametrize("cough", [2, 3])
def test_whom_to_see_and_what_helps_are_on_paper_where_no_private_answer_is_why(
    sheet: Page, tmp_path: Path, cough: int
) -> None:
    screen, pages = _private(sheet, tmp_path, "unsure_of_it", "drinking", cough=cough)
    secret = ("Zebra house.", "Zebra phone", "Zebra rests.", "Zebra eats.", "Zebra study")
    assert [words for words in secret if words not in screen] == []
    assert "zebra" not in " ".join(pages).lower()
    assert "Drink tea." in pages[0] and "A book of coughs" in pages[0]
    for words in ("Who", "Our clinic.", "555 0100", "Book a visit", "Calm body and mind", "Breathe."):
        assert (words in pages[0]) is (cough == 3)
