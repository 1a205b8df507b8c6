"""What the page for a doctor says: what stands out first, the items with points, and what was asked and denied."""

from datetime import UTC, datetime
from typing import Any

import pytest

from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.explain.clinical_summary import Marked, Summary, not_found, summarize
from checker.web.rendering import draw
from checker.web.token import State, seal
from tests.pages import Element, Page, Visitor, app_of, read, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers
from tests.small import small

SHIPPED = served_by(app_of()).questionnaire
SELF_HARM = SHIPPED.question["right_now"].option("self_harm")
TOLD = {statement.id: statement.text.said_in("en") for statement in SHIPPED.statements}


def summary_of(people: dict[str, Any], questionnaire: Questionnaire = SHIPPED) -> Summary:
    journey = walk(questionnaire, as_answers(people))
    return summarize(journey, advise(questionnaire, journey), "en")


def ids(marked: Marked) -> dict[str, list[str]]:
    return {question.id: [option.id for option in options] for question, options in marked}


def result_of(case: str, language: str) -> Page:
    answers = next(each.answers for each in SHIPPED.cases if each.id == case)
    given = {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in answers.items()}
    visitor = Visitor(app_of(), language)
    visitor.open(f"/?lang={language}")
    visitor.begin().answer(**given)
    return visitor.page


def page_of(people: dict[str, Any]) -> Page:
    app = app_of()
    address = f"/c/{seal(served_by(app).sealer, State(as_answers(people), page='result'))}/"
    return read(app.test_client().get(address))


def sheet_of(page: Page) -> Element:
    (sheet,) = page.all("div", **{"class": "doctor__sheet"})
    return sheet


def headings(people: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the class of each box with its heading."""
    elements = page_of(people).elements
    boxes = [place for place, each in enumerate(elements) if each.attributes.get("class", "").startswith("alarm")]
    return [(elements[place].attributes["class"], elements[place + 1].text) for place in boxes]


# The box ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "heading"),
    [
        (MILD, "none marked"),
        (CRISIS, "yes"),
        (COMPLEX, "yes"),
        ({**MILD, "dark_thoughts": ["tried_before"]}, "yes"),
        ({**MILD, "dark_thoughts": ["not_sure"]}, "not sure"),
        ({**MILD, "right_now": ["not_sure"]}, "not sure"),
        (EMERGENCY, "none marked"),
    ],
    ids=["none", "now", "lately", "long ago", "doubt lately", "doubt now", "asked of now alone"],
)
def test_a_doctor_reads_first_whether_there_are_thoughts_of_death_or_self_harm(
    people: dict[str, Any], heading: str
) -> None:
    alarm, yes = summary_of(people).alarms[0], heading == "yes"
    assert alarm.lifeline and alarm.found is yes
    assert headings(people)[0] == ("alarm is-yes" if yes else "alarm", f"Thoughts of death or self-harm: {heading}")


def test_the_box_has_what_was_ticked_what_was_not_and_whether_help_was_shown() -> None:
    lately = summary_of({**MILD, "dark_thoughts": ["wish_dead"]}).alarms[0]
    assert ids(lately.ticked) == {"dark_thoughts": ["wish_dead"]}
    others = ["tried_before", "better_off", "kill_self", "tried_lately", "now", "may_act"]
    assert ids(lately.not_ticked) == {"right_now": ["self_harm"], "dark_thoughts": others}
    assert lately.shown
    before = summary_of({**MILD, "dark_thoughts": ["tried_before"]}).alarms[0]
    assert ids(before.ticked) == {"dark_thoughts": ["tried_before"]} and not before.shown


def test_nothing_is_told_as_not_ticked_of_a_question_that_met_a_doubt() -> None:
    assert ids(summary_of({**MILD, "dark_thoughts": ["not_sure"]}).alarms[0].not_ticked) == {"right_now": ["self_harm"]}


def test_what_else_brings_help_at_once_has_a_box_of_its_own_where_it_was_asked() -> None:
    assert len(summary_of(MILD).alarms) == 1
    birth = {**COMPLEX, "pregnancy_signs": ["baby_thoughts"]}
    told = summary_of(birth).alarms
    assert [(alarm.lifeline, ids(alarm.ticked)) for alarm in told[1:]] == [
        (False, {"pregnancy_signs": ["baby_thoughts"]})
    ]
    assert headings(birth)[1] == ("alarm is-yes", "Signs in pregnancy or after birth: yes")


def test_what_is_in_a_box_is_neither_among_the_signs_nor_among_those_not_ticked() -> None:
    for people in (MILD, CRISIS, COMPLEX, {**MILD, "dark_thoughts": ["tried_before"]}):
        summary = summary_of(people)
        outside = [*summary.signs, *summary.not_found]
        assert not [o for q, options in outside for o in options if q.id == "dark_thoughts" or o is SELF_HARM]


INTERRUPTING = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: voice
        kind: one
        label: {en: Voice}
        ask: {en: How is it?}
        options: [{id: clear, text: {en: Clear}}, {id: gone, text: {en: Gone}}]
      - {id: heat, kind: scale, label: {en: Fever}, ask: {en: How hot?}, min: 0, max: 5}
scores:
  - id: load
    label: {en: Load}
    sum: [heat]
    bands: [{id: low, from: 0, text: {en: Low}}, {id: high, from: 2, text: {en: High}}]
guidance:
  - id: mute
    tier: soon
    when: voice is gone or heat >= 4
    then: interrupt
    because: {en: it is gone}
    page: {title: {en: Help}, text: [{en: Call.}]}
"""


@pytest.mark.parametrize(
    ("answers", "ticked", "found"),
    [
        ({"voice": "gone", "heat": 0}, {"voice": ["gone"]}, True),
        ({"voice": "clear", "heat": 4}, {}, True),
        ({"voice": "clear", "heat": 0}, {}, False),
    ],
)
def test_a_box_has_whatever_kind_of_answer_its_rules_look_for(
    answers: dict[str, Any], ticked: dict[str, list[str]], found: bool
) -> None:
    (alarm,) = summary_of(answers, small(INTERRUPTING)).alarms
    assert [question.id for question in alarm.about] == ["voice", "heat"]
    assert (ids(alarm.ticked), alarm.not_ticked, alarm.found, alarm.lifeline) == (ticked, (), found, False)


# What stands out -------------------------------------------------------------------------------------------------


def test_signs_that_a_rule_looks_for_stand_out_and_what_was_not_ticked_stands_by_question() -> None:
    summary = summary_of(COMPLEX)
    assert ids(summary.signs)["nerve_signs"] == COMPLEX["nerve_signs"]
    assert not set(ids(summary.signs)["nerve_signs"]) & set(ids(summary.not_found)["nerve_signs"])
    assert "None of the signs listed below was marked." not in sheet_of(page_of(COMPLEX)).text
    assert "None of the signs listed below was marked." in sheet_of(page_of(MILD)).text


@pytest.mark.parametrize(
    ("score", "points", "cut", "above"),
    [("pain", 5, 4, False), ("sleep", 1, 4, False), ("phq2", 1, 3, False), ("gad2", 0, 3, False)],
)
def test_a_score_is_within_range_below_the_lowest_number_that_a_rule_asks_for(
    score: str, points: int, cut: float, above: bool
) -> None:
    (found,) = (each for each in summary_of(MILD).scores if each.measured.score.id == score)
    assert (found.measured.points, found.cut, found.above) == (points, cut, above)


def test_at_that_number_a_score_is_above_its_range_in_words_and_stands_out() -> None:
    answers = {**MILD, "gad_worry": "nearly_every_day"}
    (found,) = (each for each in summary_of(answers).scores if each.measured.score.id == "gad2")
    assert (found.measured.points, found.above) == (3, True)
    text = sheet_of(page_of(answers)).text
    assert "Worry: 3 of 6, More worry" in text
    assert "More worry Above: from 3" in text and "Within: below 4" in text


@pytest.mark.parametrize(
    ("rule", "cut"), [("", 2), ("heat >= 4", 2), ("load >= 3", 3), ("load > 3", 4), ("load <= 1 or load >= 5", 5)]
)
def test_where_no_rule_asks_for_a_number_the_second_band_is_above(rule: str, cut: int) -> None:
    more = f"  - {{id: it, tier: soon, when: {rule}, because: {{en: it is}}}}\n" if rule else ""
    (scored,) = summary_of({"voice": "clear", "heat": 2}, small(INTERRUPTING + more)).scores
    assert (scored.cut, scored.above) == (cut, cut <= 2)


def test_a_longer_score_takes_the_place_of_its_shorter_one() -> None:
    assert [each.measured.score.id for each in summary_of(COMPLEX).scores if each.measured.score.id != "gad2"] == [
        "pain", "activity", "sleep", "phq8",
    ]  # fmt: skip


# The answers -----------------------------------------------------------------------------------------------------


def test_each_item_of_a_score_stands_with_its_points() -> None:
    items = {item.question.id: (item.words, item.points) for _, rows in summary_of(MILD).items for item in rows}
    assert items["pain_most"] == ("3", 3) and items["feeling_down"] == ("Several days", 1)
    assert "Feeling down Several days 1" in sheet_of(page_of(MILD)).text


@pytest.mark.parametrize("people", [MILD, COMPLEX, CRISIS, EMERGENCY], ids=["mild", "complex", "crisis", "emergency"])
def test_every_answer_that_others_may_read_stands_on_the_page(people: dict[str, Any]) -> None:
    text = sheet_of(page_of(people)).text
    for name, answer in walk(SHIPPED, as_answers(people)).answers.items():
        question = SHIPPED.question[name]
        for option in question.chosen(answer):
            if not (question.private or option.exclusive or option.unsure):
                assert option.text.said_in("en").strip(".") in text, name


def test_other_answers_are_those_that_stand_nowhere_else() -> None:
    also = {question.id: words for question, words in summary_of(COMPLEX).also}
    assert also["injury"].startswith("A small fall") and "opioids" not in also["medicines"]
    assert summary_of(MILD).also == ()


def test_a_doctor_is_told_where_somebody_else_answered_for_the_patient() -> None:
    app = app_of()
    with app.test_request_context("/"):
        parts = {"summary": summary_of(MILD), "now": datetime(2026, 1, 1, tzinfo=UTC)}
        assert "Answered by someone else" not in draw("clinician.html", **parts)
        assert "Answered by someone else for the patient." in draw("clinician.html", for_other=True, **parts)


# Told ------------------------------------------------------------------------------------------------------------


def test_the_persons_own_list_does_not_name_them() -> None:
    assert SELF_HARM not in not_found(walk(SHIPPED, as_answers(MILD)))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("case", "told"), [("spinal_injury_pounding_head", "pounding_first"), ("not_wake_up_lately", "crisis_first")]
)
def test_a_doctor_reads_what_the_person_was_told_first(case: str, told: str, language: str) -> None:
    """And nothing of what else may be said first."""
    sheet = sheet_of(result_of(case, language)).text
    firsts = [each.id for each in SHIPPED.statements if each.place == "first"]
    assert [name for name in firsts if TOLD[name] in sheet] == [told]
