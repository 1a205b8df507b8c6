"""How many answer sheets make each rule hold, beside trying every answer sheet."""

from collections import Counter

from hypothesis import given, settings

from checker.authoring import load
from checker.engine.questionnaire import Questionnaire
from checker.proofs.rule_counts import sheets_per_rule
from checker.resources import shipped
from tests.brute_force import endings
from tests.small import small
from tests.strategies import small_questionnaires


def counted(questionnaire: Questionnaire) -> dict[str, int]:
    found = sheets_per_rule(questionnaire)
    return {name: count.sheets if count else 0 for name, count in found.items()}


@given(small_questionnaires(4))
@settings(max_examples=60)
def test_counts_are_those_of_trying_every_answer_sheet(questionnaire: Questionnaire) -> None:
    held = Counter(rule.id for _, guidance in endings(questionnaire) for rule in guidance.rules)
    assert counted(questionnaire) == {rule.id: held[rule.id] for rule in questionnaire.guidance}


def test_a_rule_that_nobody_reaches_has_none() -> None:
    dead = small("""
        sections:
          - id: all
            title: {en: All}
            questions:
              - {id: pain, kind: scale, min: 0, max: 3, label: {en: Pain}, ask: {en: How bad?}}
              - {id: days, kind: scale, min: 0, max: 3, label: {en: Days}, ask: {en: How long?}}
        guidance:
          - {id: bad, tier: now, when: pain >= 3, then: stop, because: {en: it hurts}}
          - {id: dead, tier: soon, when: pain >= 3 and days >= 1, because: {en: it hurts}}
        """)
    assert counted(dead) == {"bad": 1, "dead": 0}
    assert sheets_per_rule(dead)["dead"] is None


def test_what_is_not_counted_in_time_is_left_out() -> None:
    assert sheets_per_rule(load(shipped("questions.yaml")), timeout=0) == {}
