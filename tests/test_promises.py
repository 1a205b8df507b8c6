"""What a clinician would want promised is promised of everything that is asked, and all of it is proved."""

import pytest

from checker.loading import load
from checker.model import Promise
from checker.parsing import parse
from checker.resources import shipped
from checker.verification import prove

SHIPPED = load(shipped("questions.yaml"))
SCORED = {item for score in SHIPPED.scores for item in score.sum}
WARNING_SIGNS = {"right_now", "new_signs", "with_this_pain", "injury", "health_history", "pain_spread"}


def promised(claim: str) -> list[Promise]:
    return [promise for promise in SHIPPED.promises if getattr(promise, claim)]


def test_there_are_at_least_twenty_and_each_has_a_source() -> None:
    assert len(SHIPPED.promises) >= 20
    assert all(promise.source for promise in SHIPPED.promises)


def test_every_emergency_rule_is_promised() -> None:
    refs = {rule.ref for rule in SHIPPED.guidance if rule.tier == "emergency"}
    assert refs == {promise.ref for promise in promised("always") if promise.always == "emergency"}


def test_every_rule_that_means_today_is_promised() -> None:
    refs = {rule.ref for rule in SHIPPED.guidance if rule.tier == "urgent_today"} - {"CR1", "CR2"}
    assert refs == {promise.ref for promise in promised("always") if promise.always == "urgent_today"}


@pytest.mark.parametrize(
    ("when", "rule"),
    [
        ("self_harm in right_now", "self_harm_thoughts_now"),
        (
            "phq_self_harm_thoughts in (several_days, more_than_half_the_days, nearly_every_day)",
            "self_harm_thoughts_lately",
        ),
    ],
)
def test_any_thought_of_self_harm_interrupts_is_today_and_puts_help_first(when: str, rule: str) -> None:
    claims = [promise for promise in SHIPPED.promises if promise.when == parse(when)]
    assert {promise.interrupts for promise in claims} >= {rule}
    assert {promise.always for promise in claims} >= {"urgent_today"}
    assert {promise.says for promise in claims} >= {"crisis_first"}


def test_not_sure_never_reassures_wherever_it_can_be_said(proofs: dict[str, bool | None]) -> None:
    able = {question.id for question in SHIPPED.questions if any(option.unsure for option in question.options)}
    assert able == {"right_now", "new_signs", "with_this_pain", "injury", "health_history", "mood_after_medicine"}
    assert proofs["unsure"]
    assert proofs["least"]


def test_a_worse_answer_is_never_softer_for_every_scored_item_and_every_warning_sign() -> None:
    named = {name for promise in promised("monotone") for name in promise.monotone}
    assert named >= SCORED | WARNING_SIGNS
    assert len(SCORED) == 23


def test_only_what_leads_elsewhere_stands_aside() -> None:
    aside = {option.id for question in SHIPPED.questions for option in question.options if option.aside}
    assert aside == {"under_18", "pregnant", "do_not_do"}


@pytest.fixture(scope="module")
def proofs() -> dict[str, bool | None]:
    return {verdict.id: verdict.holds for verdict in prove(SHIPPED).verdicts}


def test_all_of_it_is_proved_for_every_possible_answer_sheet(proofs: dict[str, bool | None]) -> None:
    assert {name for name, holds in proofs.items() if not holds} == set()
    assert {promise.id for promise in SHIPPED.promises} <= set(proofs)


def test_a_promise_that_does_not_hold_is_found() -> None:
    """Medium pain alone is no reason for a visit in a week or two."""
    naive = Promise.model_validate({"id": "naive", "always": "book_soon", "when": "pain >= 12"})
    verdicts = prove(SHIPPED.model_copy(update={"promises": (naive,)})).verdicts
    assert [verdict.holds for verdict in verdicts if verdict.id == "naive"] == [False]
