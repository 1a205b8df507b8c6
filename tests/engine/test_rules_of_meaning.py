"""The seven rules of meaning of a questionnaire, one test for each, named after it."""

import pytest

from checker.authoring.loader import inspect_text
from checker.authoring.problems import LoadError
from checker.engine.condition_parser import parse
from checker.engine.conditions import Answer, holds
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Text
from tests.small import FRAME, advised, small, ticked, walked

PARTS = """
sections:
  - id: all
    title: {en: All}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Any of these?}
        options:
          - {id: fever, text: {en: Fever}}
          - {id: drooling, text: {en: Drooling}}
          - {id: low, text: {en: Feeling low}}
          - {id: not_sure, text: {en: Not sure}, unsure: true}
          - {id: none, text: {en: None of these}, exclusive: true}
      - {id: degrees, kind: scale, label: {en: Fever}, ask: {en: How high?}, when: fever in signs, min: 98, max: 108}
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}
scores:
  - {id: heat, label: {en: Heat}, sum: [degrees], bands: [{id: any, from: 98, text: {en: Hot}}]}
guidance:
  - {id: choking, tier: now, when: drooling in signs, then: stop, because: {en: you drool}}
  - {id: hot, tier: soon, when: heat >= 100, because: {en: you are hot}}
  - {id: unsure, tier: soon, when: not_sure in signs, because: {en: you are not sure}}
  - id: mood
    tier: soon
    when: low in signs
    then: interrupt
    because: {en: you feel low}
    page: {title: {en: You are not alone}, text: [{en: Call someone.}]}
"""
THROAT = small(PARTS)


@pytest.mark.parametrize("later", ["pain >= 3", "degrees >= 99", "heat >= 99"])
def test_rule_1_a_condition_names_only_earlier_questions_and_scores(later: str) -> None:
    with pytest.raises(LoadError) as refused:
        small(PARTS.replace("when: fever in signs", f"when: {later}"))
    (problem,) = refused.value.problems
    assert problem.line == FRAME.count("\n") + 16


@pytest.mark.parametrize("comparison", ["is x", "is not x", "in (x, y)", "not in (x, y)"])
@pytest.mark.parametrize("number", ["== 0", "!= 0", "< 99", "<= 99", "> -1", ">= -1"])
def test_rule_2_what_was_not_asked_or_has_no_answer_satisfies_no_comparison(comparison: str, number: str) -> None:
    assert not holds(parse(f"degrees {comparison} or degrees {number} or x in degrees or x not in degrees"), {})


def test_rule_2_scores_without_a_value_behave_the_same() -> None:
    for condition in ("heat < 108", "heat != 100"):
        cold = small(PARTS.replace("heat >= 100", condition))
        assert "hot" not in [rule.id for rule in advised(cold, signs=ticked("low"), pain=0).rules]


def test_rule_3_answers_on_a_branch_no_longer_reached_do_not_exist_but_come_back() -> None:
    answers: dict[str, Answer] = {"signs": ticked("fever"), "degrees": 104, "pain": 0}
    assert advise(THROAT, walk(THROAT, answers)).tier.id == "soon"
    left = walk(THROAT, answers | {"signs": ticked("none")})
    assert "degrees" not in left.values
    assert "heat" not in left.values
    assert advise(THROAT, left).tier.id == "home"
    back = walk(THROAT, answers | {"signs": ticked("fever", "low")})
    assert back.values["heat"] == 104


def test_rule_4_not_sure_never_reassures() -> None:
    sure, unsure = (advised(THROAT, signs=ticked(sign), pain=0).tier.id for sign in ("none", "not_sure"))
    assert THROAT.urgency[unsure] < THROAT.urgency[sure]


def test_rule_4_an_empty_page_is_an_error_and_never_none_of_these() -> None:
    assert not THROAT.question["signs"].accepts(ticked())
    assert THROAT.question["signs"].accepts(ticked("none"))


def test_rule_5_the_tier_is_the_most_urgent_one_and_the_result_says_which_answers_made_it() -> None:
    guidance = advised(THROAT, signs=ticked("fever", "low"), degrees=104, pain=0)
    assert guidance.tier.id == "soon"
    assert [(reason.name, reason.answer) for reason in guidance.reasons] == [("heat", 104), ("signs", "low")]


def test_rule_5_the_last_tier_is_the_result_if_no_rule_holds() -> None:
    assert advised(THROAT, signs=ticked("none"), pain=0).tier is THROAT.tiers[-1]


def test_rule_6_a_stop_ends_the_questions_the_moment_it_holds() -> None:
    journey = walked(THROAT, signs=ticked("drooling", "fever"), degrees=104)
    assert (journey.asked, journey.next) == (("signs",), None)


def test_rule_6_an_interruption_shows_its_page_at_once_and_lets_the_person_go_on() -> None:
    journey = walked(THROAT, signs=ticked("low"))
    assert [rule.id for rule in journey.interrupted_by] == ["mood"]
    assert journey.next is THROAT.question["pain"]


def test_rule_7_a_missing_translation_is_a_reported_gap_and_falls_back_to_the_first_language() -> None:
    text = FRAME.replace("languages: [en]", "languages: [en, fr]") + PARTS.replace("{en: All}", "{en: All, fr: Tout}")
    questionnaire, problems = inspect_text(text)
    assert questionnaire
    assert all(problem.warning for problem in problems)
    assert any("fr" in problem.message for problem in problems)
    assert questionnaire.sections[0].title.said_in("fr") == "Tout"
    assert questionnaire.title.said_in("fr") == "Sore throat"


def test_rule_7_text_is_per_language_in_place() -> None:
    assert Text({"en": "Throat", "fr": "Gorge"}).said_in("fr") == "Gorge"
