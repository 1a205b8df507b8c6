"""A result on paper: a page for the person and a page for a doctor, and nothing else."""

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from checker.authoring import load
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.ops.seeds import keys
from checker.web.token import State, seal, sealer
from tests.browser.conftest import Opener
from tests.chromium import arrive
from tests.clinics import CORNER
from tests.kinds import SEALED
from tests.pages import app_of, served_by
from tests.people import MILD, as_answers
from tests.running import running
from tests.seeds import SEED
from tests.tools import needed

RESULTS = ["mild", "soon", "complex", "emergency", "crisis", "not for them"]
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


def _persons(pages: list[str]) -> list[str]:
    return pages[: _first_of_the_doctors(pages)]


def _doctors(pages: list[str]) -> str:
    return " ".join(pages[_first_of_the_doctors(pages) :])


def _first_of_the_doctors(pages: list[str]) -> int:
    return [page.startswith(("For the doctor: ", "Para el doctor: ")) for page in pages].index(True)


def _pages(sheet: Page, address: str, file: Path) -> list[str]:
    arrive(sheet, address)
    sheet.pdf(path=file, format="Letter", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


Printed = dict[tuple[str, str], list[str]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["emergency", "crisis", "not for them"])
def test_a_result_prints_on_one_page_for_the_person_and_one_for_a_doctor(
    printed: Printed, kind: str, language: str
) -> None:
    assert len(printed[kind, language]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_result_takes_two_pages_and_one_for_a_doctor(printed: Printed, language: str) -> None:
    pages = printed["mild", language]
    assert (len(_persons(pages)), len(pages)) == (2, 3)
    assert {"en": "Your plan until then", "es": "Su plan hasta entonces"}[language] in pages[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["soon", "complex"])
def test_whoever_has_nearly_everything_at_once_takes_three_and_two(printed: Printed, kind: str, language: str) -> None:
    assert (len(_persons(printed[kind, language])), len(printed[kind, language])) == (3, 5)


def test_all_of_the_care_plan_is_on_paper(sheet: Page, opener: Opener, tmp_path: Path) -> None:
    needed("pdftotext")
    ways = {case.id: walk(Q, case.sheet) for case in Q.cases}
    told = {name: advise(Q, way) for name, way in ways.items() if not way.interrupted_by}
    plans = {name: [each for each in guidance.statements if each.group] for name, guidance in told.items()}
    longest = max((name for name in plans if not told[name].tier.helps_now), key=lambda name: len(plans[name]))
    (answers,) = (case.sheet for case in Q.cases if case.id == longest)
    persons = " ".join(_persons(_sealed(sheet, opener, answers, tmp_path)))
    assert [each.id for each in plans[longest] if each.text.said_in("en") not in persons] == []


SIZES = """() => [...document.querySelectorAll("main p, main li, main dd, main dt, main b, main span")]
    .filter(e => e.checkVisibility() && !e.closest(".doctor, .hidden, p.paper, .sources") && e.textContent.trim())
    .filter(e => parseFloat(getComputedStyle(e).fontSize) < 15.9).map(e => e.outerHTML.slice(0, 90))"""
"""What is printed for the person in letters smaller than 12 points, but for the date, the version and the sources."""


@pytest.mark.parametrize("kind", RESULTS)
def test_everything_for_the_person_is_printed_at_12_points(browser: Browser, opener: Opener, kind: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        arrive(page, opener(kind, "en"))
        page.emulate_media(media="print")
        assert page.evaluate(SIZES) == []


def _sealed(sheet: Page, opener: Opener, answers: Mapping[str, Answer], folder: Path) -> list[str]:
    """Return the printed pages of the result of these answers."""
    origin = opener("start", "en").partition("/?")[0]
    return _pages(
        sheet, f"{origin}/c/{seal(sealer(Q, keys([SEED])), State(answers, page='result'))}/", folder / "sealed.pdf"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "tier"), [("mild", "self_care"), ("complex", "urgent_today"), ("emergency", "emergency")]
)
def test_the_persons_page_says_what_to_do(printed: Printed, kind: str, tier: str, language: str) -> None:
    page = printed[kind, language][0]
    assert Q.tier[tier].title.said_in(language) in page
    assert all(text.said_in(language) in page for text in Q.tier[tier].action)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "tier"), [("complex", "urgent_today"), ("crisis", "crisis_now")])
def test_crisis_help_comes_first_on_paper_too(printed: Printed, kind: str, tier: str, language: str) -> None:
    page = printed[kind, language][0]
    first = next(each for each in Q.statements if each.id == "crisis_first").text.said_in(language)
    assert page.index(first) < page.index(Q.tier[tier].action[0].said_in(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RESULTS)
def test_the_signs_that_fit_the_person_are_on_their_page(printed: Printed, kind: str, language: str) -> None:
    assert "911" in printed[kind, language][0]
    said = advise(Q, walk(Q, SEALED[kind].answers)).statements
    signs = [each.text.said_in(language) for each in said if each.place == "safety_net"]
    persons = " ".join(_persons(printed[kind, language])).replace("\u00ad", "")
    assert signs and [sign for sign in signs if sign not in persons] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["emergency", "crisis", "complex"])
def test_no_booking_and_no_score_is_printed_beside_help(printed: Printed, kind: str, language: str) -> None:
    clinic = served_by(app_of()).clinic
    assert clinic and clinic.phone
    page = " ".join(_persons(printed[kind, language]))
    assert clinic.phone not in page
    assert all(area.about.said_in(language) not in page for area in Q.scores if area.about)
    assert not [words for words in ("of 10", "de 10", "of 24", "de 24") if words in page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scores_of_a_calm_result_are_printed_as_text(printed: Printed, language: str) -> None:
    of, half = {"en": ("of", "7.5"), "es": ("de", "7,5")}[language]
    shown = [f"{half} {of} 10", f"6 {of} 9", f"4 {of} 6", f"10 {of} 24"]
    persons = " ".join(_persons(printed["soon", language]))
    assert [words for words in shown if words not in persons] == []
    assert Q.score["pain"].bands[-1].text.said_in(language) in persons


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doctors_page_has_all_that_a_doctor_asks_for_in_the_first_language(printed: Printed, language: str) -> None:
    page = _doctors(printed["complex", language])
    assert "Patient-reported, not verified." in page
    for place in (
        "Age: 65 or older",
        "Place of the pain: It goes down both legs",
        "Start of the pain: Less than 6 weeks",
    ):
        assert place in page
    assert "TD6: the pain goes down both legs or both arms" in page
    assert "7.5 of 10" in page and "17 of 24" in page and "6 of 6" in page and "Above: from 10" in page
    assert "Thoughts of death or self-harm: yes" in page and "Name Date of birth" in page
    assert "Asked and not ticked" in page and page.count("; Fever or chills; ") == 1
    assert page.count("No position eases it") == 1, "what was ticked stands among the answers alone"
    assert "Fingerprint of the content:" in page and Q.version in page


def test_the_doctors_page_says_of_what_a_person_was_not_sure(sheet: Page, opener: Opener, tmp_path: Path) -> None:
    needed("pdftotext")
    doubts = {"low_signs": ["not_sure"], "medicines": ["not_sure"], "medicine_signs": ["none"]}
    pages = _sealed(sheet, opener, as_answers({**MILD, **doubts}), tmp_path)
    assert "Not sure about: Signs with this pain; Medicines" in _doctors(pages)


def test_nothing_that_only_a_screen_needs_is_printed(printed: Printed) -> None:
    for page in printed["complex", "en"]:  # whose reasons can be changed, and whose texts say nothing of a change
        assert not [words for words in ("Change", "Print or save", "Keep this", "Skip to") if words in page]


def test_the_states_printed_are_those_of_the_people(printed: Printed) -> None:
    assert set(RESULTS) <= set(SEALED) and len(printed) == len(RESULTS) * len(LANGUAGES)


def _private(sheet: Page, folder: Path, *life: str, cough: int) -> tuple[str, list[str]]:
    """Return what the screen says of a result, and its pages on paper."""
    needed("pdftotext")
    told: dict[str, Answer] = {"heat": 0, "life": frozenset(life), "pills": "strong_pills", "cough": cough}
    with running(folder, CHECKER_KEYS=SEED, CHECKER_QUESTIONS=str(PRIVATE), CHECKER_CLINIC=str(CORNER)) as server:
        token = seal(sealer(load(PRIVATE), keys([SEED])), State(told, page="result"))
        pages = _pages(sheet, f"{server.address}/c/{token}/", folder / "private.pdf")
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
