"""What should the person do, how soon, and why?"""

import pytest

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Case, Questionnaire
from tests.small import advised, small, ticked

THROAT = """
sections:
  - id: safety
    title: {en: Safety}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Any of these?}
        options:
          - {id: fever, text: {en: Fever}}
          - {id: rash, text: {en: Rash}}
          - {id: weak, text: {en: Weakness}}
          - {id: none, text: {en: None of these}, exclusive: true}
      - id: swallow
        kind: one
        label: {en: Swallowing}
        ask: {en: Can you swallow?}
        options:
          - {id: easily, text: {en: Easily}}
          - {id: hardly, text: {en: Hardly}}
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}
scores:
  - {id: soreness, label: {en: Soreness}, sum: [pain], bands: [{id: any, from: 0, text: {en: Sore}}]}
guidance:
  - {id: ill, tier: soon, when: fever in signs or rash in signs, because: {en: you are ill}}
  - {id: choking, tier: now, when: swallow is hardly and soreness >= 8, because: {en: you choke}}
  - {id: sore, tier: soon, when: soreness >= 5, because: {en: you are sore}}
  - {id: odd, tier: soon, when: weak in signs and fever not in signs and rash not in signs, because: {en: you are weak}}
  - {id: plain, tier: home, when: fever not in signs and swallow is not hardly, because: {en: nothing stands out}}
statements:
  - {id: drink, place: care, group: ease, text: {en: Drink tea.}}
  - {id: nurse, when: tier is soon, place: talk, text: {en: Tell the nurse.}}
  - {id: hurry, when: "tier in (now, soon) and pain >= 8", place: first, text: {en: Hurry.}}
  - {id: relax, when: tier is not now, place: care, group: ease, text: {en: Lie down.}}
"""


@pytest.fixture(scope="module")
def throat() -> Questionnaire:
    """Return rules of three tiers and statements that read the tier."""
    return small(THROAT)


def rules(guidance: Guidance) -> list[str]:
    """Return the ids of the rules that hold."""
    return [rule.id for rule in guidance.rules]


def statements(guidance: Guidance) -> list[str]:
    """Return the ids of what the result says."""
    return [statement.id for statement in guidance.statements]


def reasons(guidance: Guidance) -> list[tuple[str, str, Answer]]:
    """Return what made the tier."""
    return [(reason.rule.id, reason.name, reason.answer) for reason in guidance.reasons]


def test_the_most_urgent_of_all_rules_that_hold_gives_the_tier(throat: Questionnaire) -> None:
    guidance = advised(throat, signs=ticked("fever"), swallow="hardly", pain=9)
    assert guidance.tier.id == "now"
    assert rules(guidance) == ["ill", "choking", "sore"]
    assert [rule.id for rule in guidance.deciding] == ["choking"]


def test_the_last_tier_is_the_result_when_no_rule_holds() -> None:
    silent = small(THROAT.replace("tier: home, when: fever", "tier: now, when: soreness >= 10 and fever"))
    guidance = advised(silent, signs=ticked("none"), swallow="easily", pain=0)
    assert guidance.tier.id == "home"
    assert rules(guidance) == []
    assert guidance.reasons == ()


def test_a_statement_is_said_when_its_condition_holds(throat: Questionnaire) -> None:
    assert statements(advised(throat, signs=ticked("none"), swallow="easily", pain=0)) == ["drink", "relax"]


def test_a_statement_may_read_the_tier(throat: Questionnaire) -> None:
    soon = advised(throat, signs=ticked("rash"), swallow="easily", pain=8)
    assert statements(soon) == ["drink", "nurse", "hurry", "relax"]
    now = advised(throat, signs=ticked("none"), swallow="hardly", pain=8)
    assert statements(now) == ["drink", "hurry"]


def test_the_reasons_are_the_answers_that_made_the_tier(throat: Questionnaire) -> None:
    guidance = advised(throat, signs=ticked("rash"), swallow="hardly", pain=8)
    assert reasons(guidance) == [("choking", "swallow", "hardly"), ("choking", "soreness", 8)]


def test_each_ticked_option_that_mattered_is_a_reason_of_its_own(throat: Questionnaire) -> None:
    guidance = advised(throat, signs=ticked("fever", "rash"), swallow="easily", pain=5)
    assert reasons(guidance) == [("ill", "signs", "fever"), ("ill", "signs", "rash"), ("sore", "soreness", 5)]


def test_what_was_not_ticked_is_no_reason_beside_what_was(throat: Questionnaire) -> None:
    guidance = advised(throat, signs=ticked("weak"), swallow="easily", pain=0)
    assert reasons(guidance) == [("odd", "signs", "weak")]


def test_what_was_not_ticked_is_the_reason_where_nothing_else_is() -> None:
    bare = small(THROAT.replace("fever not in signs and swallow is not hardly", "fever not in signs"))
    assert reasons(advised(bare, signs=ticked("none"), swallow="easily", pain=0)) == [
        ("plain", "signs", ticked("none"))
    ]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("rash not in signs and weak not in signs", [("plain", "signs", ticked("none"))]),
        ("none in signs and rash not in signs", [("plain", "signs", "none")]),
        ("swallow is not hardly and rash not in signs", [("plain", "swallow", "easily")]),
    ],
)
def test_what_was_not_ticked_is_left_out_beside_one_other_reason_alone(
    condition: str, told: list[tuple[str, str, Answer]]
) -> None:
    bare = small(THROAT.replace("fever not in signs and swallow is not hardly", condition))
    assert reasons(advised(bare, signs=ticked("none"), swallow="easily", pain=0)) == told


def test_a_score_is_told_with_its_points(throat: Questionnaire) -> None:
    told = advised(throat, signs=ticked("none"), swallow="easily", pain=3).scores["soreness"]
    assert told
    assert told.points == 3


def test_a_score_of_which_nothing_was_asked_is_not_told(throat: Questionnaire) -> None:
    assert advised(throat, signs=ticked("none")).scores == {}


def test_answers_so_far_already_have_guidance(throat: Questionnaire) -> None:
    assert advised(throat, signs=ticked("fever")).tier.id == "soon"
    assert advised(throat).tier.id == "home"


def test_every_worked_case_gives_what_it_expects(questionnaire: Questionnaire) -> None:
    assert questionnaire.cases
    assert [case.id for case in questionnaire.cases if not _as_expected(questionnaire, case)] == []


def _as_expected(questionnaire: Questionnaire, case: Case) -> bool:
    journey = walk(questionnaire, case.sheet)
    guidance, expected = advise(questionnaire, journey), case.expect
    return (
        journey.next is None
        and guidance.tier.id == expected.tier
        and (expected.rules is None or set(rules(guidance)) == set(expected.rules))
        and set(expected.says) <= set(statements(guidance))
    )
