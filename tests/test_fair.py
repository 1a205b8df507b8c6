"""What a page may not do: sell where help belongs, name this clinic alone, or sound like a diagnosis.

Read from the pages themselves, in both languages: every question, every interruption, the result of every worked case.
"""

import re
from functools import cache

import pytest

from checker.loading import load
from checker.model import Case
from checker.resources import shipped
from checker.token import State, seal
from checker.wording import plain, slips
from tests.pages import Page, Visitor, app_of, check, read, served_by
from tests.people import COMPLEX, CRISIS

SHIPPED = load(shipped("questions.yaml"))
LANGUAGES = ("en", "es")
CLINIC_LINE = "8662729271"
REGULAR = {"en": "your regular doctor", "es": "su doctor de siempre"}
BACK = {"en": "back doctor", "es": "doctor de espalda"}
NOTE = {"en": "Clinic line, not for emergencies", "es": "Línea del consultorio, no es para emergencias"}
NODX = {statement.ref: statement.text for statement in SHIPPED.statements}["NODX"]
NET = {statement.ref: statement.text for statement in SHIPPED.statements}["NET"]


@cache
def result(case: str, language: str) -> Page:
    """Return the result page of a worked case."""
    app = app_of()
    served = served_by(app)
    (found,) = (each for each in SHIPPED.cases if each.id == case)
    state = State(found.sheet, page="result", language=LANGUAGES.index(language))
    reply = app.test_client().get(f"/c/{seal(served.sealer, state)}")
    return check(read(reply, "/c/-"), served.questionnaire)


def pages(language: str) -> list[Page]:
    """Return every page that there is, once: start, notices, each question, each interruption, each result."""
    person = Visitor(app_of(), language=language)
    found = [
        person.open(f"{address}?lang={language}")
        for address in ("/about", "/how-well", "/cleared", "/sorry/broken", "/")
    ]
    person.begin()
    for name, value in {**COMPLEX, "right_now": CRISIS["right_now"]}.items():
        found.append(person.page)
        person.answer(**{name: value})
        if person.interrupted:
            found.append(person.page)
            person.go_on()
    return [*found, person.page, *(result(case.id, language) for case in SHIPPED.cases)]


@pytest.fixture(scope="module")
def everything() -> dict[str, list[Page]]:
    """All pages in each language."""
    return {language: pages(language) for language in LANGUAGES}


def without_published(text: str, language: str) -> str:
    """Return a page's words without those of published instruments and the titles of sources: not ours to change."""
    for source in SHIPPED.sources:
        text = text.replace(source.title, "...")
    instruments = [question for question in SHIPPED.questions if question.verbatim]
    texts = [text for q in instruments for text in (q.stem, q.ask, *(option.text for option in q.options)) if text]
    for words in sorted({each.said_in(language) for each in texts}, key=len, reverse=True):
        text = text.replace(words, "...")
    return text


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def blocks(page: Page) -> list[str]:
    """Return the smallest pieces of text that stand together: paragraphs, list items, cells, headings, links."""
    return [
        e.text for e in page.elements if e.tag in ("p", "li", "td", "th", "h1", "h2", "h3", "a", "summary", "label")
    ]


def urgent(case: Case) -> bool:
    """Return whether a case ends with emergency help or crisis help."""
    return case.expect.tier == "emergency" or "crisis_first" in case.expect.says


def test_every_question_and_every_tier_is_among_the_pages(everything: dict[str, list[Page]]) -> None:
    headings = {page.heading for page in everything["en"]}
    assert {question.ask.root["en"] for question in SHIPPED.questions} <= headings
    assert {tier.title.root["en"] for tier in SHIPPED.tiers} <= headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_what_no_text_may_say(language: str, everything: dict[str, list[Page]]) -> None:
    assert SHIPPED.wording
    own = SHIPPED.wording.never[language]
    said = ((page.heading, without_published(page.text, language)) for page in everything[language])
    found = [(heading, slip.found) for heading, text in said for slip in slips(text, language, own)]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_wherever_a_back_doctor_is_named_so_is_the_regular_one(
    language: str, everything: dict[str, list[Page]]
) -> None:
    named = [block for page in everything[language] for block in blocks(page) if BACK[language] in block]
    assert named
    assert [block for block in named if REGULAR[language] not in block] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_names_a_regular_doctor_or_another_right_person(language: str) -> None:
    for case in SHIPPED.cases:
        text = plain(result(case.id, language).text)
        assert REGULAR[language] in text.lower() or case.expect.tier == "out_of_scope", case.id


def test_published_wording_alone_is_left_out() -> None:
    assert without_published("how much difficulty do you have", "en") == "how much difficulty do you have"
    assert without_published("Not at all: You have it.", "en") == "...: You have it."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clinic_line_is_always_called_what_it_is(language: str, everything: dict[str, list[Page]]) -> None:
    shown = [page for page in everything[language] if CLINIC_LINE in digits(page.text)]
    assert shown
    assert [
        page.heading for page in shown if page.text.count(NOTE[language]) < digits(page.text).count(CLINIC_LINE)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_that_is_no_help_at_once_is_nowhere(language: str, everything: dict[str, list[Page]]) -> None:
    assert [page.heading for page in everything[language] if re.search(r"\b855\D{0,3}586", page.html)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_emergency_and_crisis_help_stands_without_any_booking(language: str) -> None:
    urgent_cases = [case for case in SHIPPED.cases if urgent(case)]
    assert len(urgent_cases) >= 30
    for case in urgent_cases:
        page = result(case.id, language)
        assert CLINIC_LINE not in digits(page.text), case.id
        hrefs = [a.attributes.get("href", "") for a in page.all("a")]
        assert not any(CLINIC_LINE in digits(href) for href in hrefs), case.id
        assert {"tel:911", "tel:988", "sms:988"} <= set(hrefs), case.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_crisis_page_offers_help_and_nothing_else(language: str) -> None:
    person = Visitor(app_of(), language=language).begin().answer(age="age_18_49", right_now=["self_harm"])
    assert person.interrupted
    assert CLINIC_LINE not in digits(person.page.text)
    outside = [a.attributes["href"] for a in person.page.all("a") if re.match("tel:|sms:|https:", a.attributes["href"])]
    assert set(outside) == {"tel:911", "tel:988", "sms:988"}
    first = {"en": "You are not alone. Help is here right now.", "es": "No está solo(a). Hay ayuda ahora mismo."}
    assert person.page.heading == first[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_is_offered_only_where_it_may_be(language: str) -> None:
    offered = {case.id for case in SHIPPED.cases if CLINIC_LINE in digits(result(case.id, language).text)}
    assert offered
    assert not {case.id for case in SHIPPED.cases if urgent(case)} & offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_ends_with_the_safety_net_and_says_what_it_is_not(language: str) -> None:
    for case in SHIPPED.cases:
        text = result(case.id, language).text
        assert NODX.said_in(language) in text and NET.said_in(language) in text, case.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_crisis_help_comes_before_everything_else_on_a_result(language: str) -> None:
    """But for the title and the day, which stand on a print alone."""
    said = {statement.id: statement.text.said_in(language) for statement in SHIPPED.statements}["crisis_first"]
    crises = [case for case in SHIPPED.cases if "crisis_first" in case.expect.says]
    assert len(crises) >= 8
    for case in crises:
        page = result(case.id, language)
        main = page.with_id("q")
        assert main and main.text.index(said[:40]) < min(main.text.index(page.heading), 100), case.id
