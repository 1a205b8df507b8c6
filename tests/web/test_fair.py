"""What a page may not do: sell where help belongs, name this clinic alone, or sound like a diagnosis.

Read from the pages themselves, in both languages: every question, every interruption, the result of every worked case.
And what the rules may not do: be softer with somebody for who they are.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from checker.authoring import load
from checker.engine.condition_parser import parse
from checker.engine.conditions import Answer, reads
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import interruptions, walk
from checker.engine.questionnaire import Case, Questionnaire
from checker.explain.wording import plain, wording_mistakes
from checker.resources import shipped
from checker.web.token import State, seal
from tests.pages import Page, Visitor, app_of, check, read, served_by
from tests.sheets import calm_answer, random_answer

SHIPPED = load(shipped("questions.yaml"))
LANGUAGES = ("en", "es")
CLINIC_LINE = "8662729271"
REGULAR = {"en": "your regular doctor", "es": "su doctor de siempre"}
BACK = {"en": "back doctor", "es": "doctor de espalda"}
NOTE = {"en": "Clinic line, not for emergencies", "es": "Línea del consultorio, no es para emergencias"}
SAID = {statement.id: statement.text for statement in SHIPPED.statements}


def page(state: State) -> Page:
    """Return the page that somebody sees."""
    app = app_of()
    reply = app.test_client().get(f"/c/{seal(served_by(app).sealer, state)}/")
    return check(read(reply, "/c/-"), SHIPPED)


@cache
def result(case: str, language: str) -> Page:
    """Return the result page of a worked case."""
    (found,) = (each for each in SHIPPED.cases if each.id == case)
    return page(State(found.sheet, page="result", language=LANGUAGES.index(language)))


def pages(language: str) -> list[Page]:
    """Return every page that there is, once: start, notices, each question, each interruption, each result."""
    person, spoken = Visitor(app_of(), language=language), LANGUAGES.index(language)
    addresses = ("/about", "/how-well", "/cleared", "/sorry/broken", "/")
    return [
        *(person.open(f"{address}?lang={language}") for address in addresses),
        *(page(State(sheet, place, language=spoken)) for place, sheet in asked()),
        *(page(State(sheet, place, page="interruption", language=spoken)) for place, sheet in interrupted()),
        *(result(case.id, language) for case in SHIPPED.cases),
    ]


def asked() -> Iterator[tuple[int, dict[str, Answer]]]:
    """Yield each question's place, with the answers of somebody who is asked it."""
    for place, question in enumerate(SHIPPED.questions):
        yield place, next(case.sheet for case in SHIPPED.cases if question.id in walk(SHIPPED, case.sheet).asked)


def interrupted() -> Iterator[tuple[int, dict[str, Answer]]]:
    """Yield the place of each interruption of a worked case."""
    for case in SHIPPED.cases:
        places = (place for place in range(len(SHIPPED.questions)) if interruptions(SHIPPED, case.sheet, place))
        yield from ((place, case.sheet) for place in places)


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


def told(case: Case) -> Guidance:
    return advise(SHIPPED, walk(SHIPPED, case.sheet))


def urgent(case: Case) -> bool:
    """Return whether a case ends with emergency help or crisis help."""
    return told(case).tier.card == "emergency" or "crisis_first" in {each.id for each in told(case).statements}


def test_every_question_and_every_tier_is_among_the_pages(everything: dict[str, list[Page]]) -> None:
    headings = {page.heading for page in everything["en"]}
    assert {question.ask.root["en"] for question in SHIPPED.questions} <= headings
    assert {tier.title.root["en"] for tier in SHIPPED.tiers} <= headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_what_no_text_may_say(language: str, everything: dict[str, list[Page]]) -> None:
    assert SHIPPED.wording
    own = SHIPPED.wording.never[language]
    said = ((page.heading, without_published(page.text, language)) for page in everything[language])
    found = [(heading, mistake.found) for heading, text in said for mistake in wording_mistakes(text, language, own)]
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
        assert REGULAR[language] in text.lower() or told(case).tier.id == "out_of_scope", case.id


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
        shown = result(case.id, language)
        assert CLINIC_LINE not in digits(shown.text), case.id
        hrefs = [a.attributes.get("href", "") for a in shown.all("a")]
        assert not any(CLINIC_LINE in digits(href) for href in hrefs), case.id
        assert {"tel:911", "tel:988", "sms:988"} <= set(hrefs), case.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_crisis_page_offers_help_and_nothing_else(language: str) -> None:
    person = Visitor(app_of(), language=language).begin().answer(right_now=["self_harm"])
    assert person.interrupted
    assert CLINIC_LINE not in digits(person.page.text)
    outside = [a.attributes["href"] for a in person.page.all("a") if re.match("tel:|sms:|https:", a.attributes["href"])]
    assert set(outside) == {"tel:911", "tel:988", "sms:988", "tel:18002738255", "https://988lifeline.org/chat"}
    first = {"en": "You are not alone. Help is here right now.", "es": "No está solo(a). Hay ayuda ahora mismo."}
    assert person.page.heading == first[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_is_offered_only_where_it_may_be(language: str) -> None:
    offered = {case.id for case in SHIPPED.cases if CLINIC_LINE in digits(result(case.id, language).text)}
    assert offered
    assert not {case.id for case in SHIPPED.cases if urgent(case)} & offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_says_what_to_watch_for_and_what_it_is_not(language: str) -> None:
    for case in SHIPPED.cases:
        text = result(case.id, language).text
        assert SAID["not_a_diagnosis"].said_in(language) in text, case.id
        assert SAID["crisis_line"].said_in(language) in text, case.id
        nets = [each for each in told(case).statements if each.place == "safety_net" and each.id != "crisis_line"]
        assert "place" not in case.sheet or any(each.text.said_in(language) in text for each in nets), case.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_crisis_help_comes_before_everything_else_on_a_result(language: str) -> None:
    """But for the title and the day, which stand on a print alone, and for a card that leads with such help itself."""
    said = SAID["crisis_first"].said_in(language)
    crises = [case for case in SHIPPED.cases if "crisis_first" in {each.id for each in told(case).statements}]
    assert len(crises) >= 8
    for case in crises:
        shown = result(case.id, language)
        main, tier = shown.with_id("q"), told(case).tier
        assert main
        card, *_ = (each for each in shown.all("section") if "card" in each.attributes.get("class", ""))
        leading = tier if tier.helps_now else next(each for each in SHIPPED.statements if each.id == "crisis_first")
        calls = ("tel:988", "sms:988", "tel:911")
        ways = [link.beside.said_in(language) for link in leading.links if link.href in calls]
        first = [
            tier.within.said_in(language),
            shown.heading,
            *ways[:2],
            said[:40],
            tier.action[0].said_in(language)[:40],
        ]
        assert [*map(card.text.index, first)] == sorted(map(card.text.index, first)), case.id
        assert main.text.index(card.text) < 100


# Pairs of people ---------------------------------------------------------------------------------------------------

Sheet = Mapping[str, Answer]
ADULTS = ("age_18_49", "age_50_64", "age_65_plus")
BIRTHS = ("partner", "birth_12m", "birth_6w", "pregnant", "maybe")
NONE = frozenset(["none"])


def sheets(count: int) -> Iterator[Sheet]:
    """Yield random answers to every question, most of them calm, of adults with pain anywhere or none."""
    random = Random(7)
    for _ in range(count):
        drawn = {
            question.id: random_answer(random, question)
            if question.kind == "scale" or random.random() < 0.2
            else calm_answer(question)
            for question in SHIPPED.questions
        }
        place, age = (random_answer(random, SHIPPED.question[name]) for name in ("place", "age"))
        yield {**drawn, "place": place, "age": ADULTS[0] if age == "under_18" else age}


def ticked(sheet: Sheet, question: str, *options: str) -> dict[str, Answer]:
    """Return a sheet with these ticks more."""
    given = sheet[question]
    assert isinstance(given, frozenset)
    return {**sheet, question: (given - NONE) | {*options}}


def unticked(sheet: Sheet, question: str, *options: str) -> dict[str, Answer]:
    """Return a sheet without these ticks."""
    given = sheet[question]
    assert isinstance(given, frozenset)
    return {**sheet, question: given - {*options} or NONE}


def pairs(sheet: Sheet) -> Iterator[tuple[str, Sheet, Sheet]]:
    """Yield two people who differ only in a fact, the one who may be at a disadvantage last."""
    able = {**sheet, "walking": "no_difficulty", "lifting": "no_difficulty", "sitting": "no_difficulty"}
    yield "uses a wheelchair", able, {**able, "walking": "unable", "lifting": "unable"}
    childless = {**unticked(sheet, "health", "pregnant"), "pregnancy": "no"}
    for birth in BIRTHS:
        parent = {**ticked(sheet, "health", "pregnant"), "pregnancy": birth, "pregnancy_signs": NONE}
        yield birth, childless, parent
    for younger, older in pairwise(ADULTS):
        yield "is older", {**childless, "age": younger}, {**childless, "age": older}
    for question, option in [
        ("life_now", "veteran"), ("life_now", "fear"), ("life_now", "drink"), ("life_now", "voices"),
        ("health", "device"), ("health", "low_defense"), ("health", "germs"), ("dark_thoughts", "tried_before"),
    ]:  # fmt: skip
        yield option, unticked(sheet, question, option), ticked(sheet, question, option)
    glad = {**sheet, **{item: "not_at_all" for score in ("phq8", "gad2") for item in SHIPPED.score[score].sum}}
    yield "is low", glad, {**glad, "feeling_down": "nearly_every_day", "little_interest": "nearly_every_day"}


def softer(questionnaire: Questionnaire, people: Iterator[Sheet]) -> dict[str, list[tuple[int, int]]]:
    """Return, for each fact, the places of the tiers of both, wherever the fact was asked for."""
    found: dict[str, list[tuple[int, int]]] = {}
    for sheet in people:
        for fact, one, other in pairs(sheet):
            journeys = [walk(questionnaire, each) for each in (one, other)]
            if journeys[0].answers != journeys[1].answers:
                tiers = [questionnaire.urgency[advise(questionnaire, journey).tier.id] for journey in journeys]
                found.setdefault(fact, []).append((tiers[0], tiers[1]))
    return found


def test_nobody_gets_a_softer_result_for_who_they_are() -> None:
    found = softer(SHIPPED, sheets(2500))
    assert len(found) == 16
    for fact, tiers in found.items():
        assert len(tiers) > 100 and len({one for one, _ in tiers}) >= 6, fact
        assert [pair for pair in tiers if pair[1] > pair[0]] == [], fact
    assert all(one == other for one, other in found["veteran"])


def test_an_unfair_rule_is_seen() -> None:
    def only(rule: str, when: str) -> Questionnaire:
        rules = [
            each.model_copy(update={"when": parse(when)}) if each.id == rule else each for each in SHIPPED.guidance
        ]
        return SHIPPED.model_copy(update={"guidance": tuple(rules)})

    def unfair(questionnaire: Questionnaire) -> set[str]:
        found = softer(questionnaire, sheets(400))
        return {fact for fact, tiers in found.items() if any(other > one for one, other in tiers)}

    assert unfair(only("bk_pain", "pain >= 14 and age is age_18_49")) == {"is older"}
    assert "pregnant" in unfair(only("bk_pain", "pain >= 14 and pregnant not in health"))


def test_what_is_not_about_age_is_the_same_at_any_age() -> None:
    about_age = {rule.id for rule in SHIPPED.guidance if "age" in reads(rule.when)}
    assert about_age == {
        "em_waves", "em_effort", "td_no_ease",
        "td_small_fall", "td_jaw", "fd_older_strain", "fd_child", "bk_older_strain", "bk_stiff",
        "os_child",
    }  # fmt: skip
    for sheet in sheets(1000):
        calm = {**unticked(sheet, "health", "pregnant"), "pregnancy": "no"}
        ages = [advise(SHIPPED, walk(SHIPPED, {**calm, "age": age})) for age in ADULTS]
        if not any(rule.id in ("em_effort", "em_waves") for guidance in ages for rule in guidance.rules):
            held = [{rule.id for rule in guidance.rules} - about_age for guidance in ages]
            assert held[0] == held[1] == held[2]


def test_both_languages_tell_the_same() -> None:
    for sheet in sheets(40):
        shown = [page(State(sheet, page="result", language=place)) for place in range(len(LANGUAGES))]
        tier = advise(SHIPPED, walk(SHIPPED, sheet)).tier
        assert [each.heading for each in shown] == [tier.title.said_in(language) for language in LANGUAGES]
        counts = [[each.tag for each in one.elements if each.tag in ("h2", "h3", "li", "p")] for one in shown]
        assert counts[0] == counts[1]
