"""What a clinician would want promised is promised of everything that is asked, and all of it is proved."""

import pytest

from checker.authoring import load
from checker.engine.conditions import Expression
from checker.engine.questionnaire import Promise
from checker.proofs.prover import prove
from checker.proofs.report import Verdict
from checker.resources import shipped

SHIPPED = load(shipped("questions.yaml"))
SCORED = {item for score in SHIPPED.scores for item in score.sum}


def promised(claim: str) -> list[Promise]:
    return [promise for promise in SHIPPED.promises if getattr(promise, claim)]


def test_there_are_at_least_twenty_and_each_has_a_source() -> None:
    assert len(SHIPPED.promises) >= 20
    assert all(promise.source for promise in SHIPPED.promises)


def keepers(tier: str) -> dict[str, list[str]]:
    """Return, for every rule of a tier, the promises of that tier that it would keep if there were no other rule."""
    claims = tuple(promise for promise in promised("always") if promise.always == tier)
    found = {}
    for rule in (rule for rule in SHIPPED.guidance if rule.tier == tier):
        alone = {"guidance": (rule,), "promises": claims, "statements": (), "cases": ()}
        found[rule.id] = [verdict.id for verdict in prove(SHIPPED.model_copy(update=alone)).verdicts if _kept(verdict)]
    return found


def _kept(verdict: Verdict) -> bool:
    return verdict.kind == "promise" and bool(verdict.holds)


def test_every_emergency_rule_keeps_a_promise() -> None:
    found = keepers("emergency")
    assert len(found) == 24
    assert all(found.values()), found


def test_every_rule_that_means_today_keeps_a_promise() -> None:
    found = keepers("urgent_today")
    assert len(found) == 33
    assert all(found.values()), found


@pytest.mark.parametrize(
    ("rule", "tier", "says"),
    [
        ("cr_now", "crisis_now", "crisis_first"),
        ("cr_now_later", "crisis_now", "crisis_first"),
        ("cr_lately", "urgent_today", "crisis_first"),
        ("cr_baby", "crisis_now", "crisis_line"),
    ],
)
def test_any_thought_of_harm_interrupts_is_as_urgent_as_told_and_names_help(rule: str, tier: str, says: str) -> None:
    (when,) = (each.when for each in SHIPPED.guidance if each.id == rule)
    claims = {"interrupts": rule, "always": tier, "says": says}
    made = tuple(_own(claim, told, when) for claim, told in claims.items())
    assert all(verdict.holds for verdict in prove(SHIPPED.model_copy(update={"promises": made})).verdicts)
    assert tier in {promise.always for promise in SHIPPED.promises if promise.when == when}


def _own(claim: str, told: str, when: Expression) -> Promise:
    return Promise.model_validate({"id": f"own_{claim}", claim: told}).model_copy(update={"when": when})


def test_not_sure_never_reassures_wherever_it_can_be_said(proofs: dict[str, bool | None]) -> None:
    assert len([question for question in SHIPPED.questions if any(option.unsure for option in question.options)]) == 18
    assert proofs["unsure"]
    assert proofs["least"]


def test_a_worse_answer_is_never_softer_for_every_scored_item_and_every_list_of_signs() -> None:
    named = {name for promise in promised("monotone") for name in promise.monotone}
    lists = {question.id for question in SHIPPED.questions if question.kind == "many"}
    assert named == SCORED | lists | {"nerve_time"}
    assert len(SCORED) == 16
    assert len(lists) == 15


def test_only_what_leads_elsewhere_stands_aside() -> None:
    aside = {option.id for question in SHIPPED.questions for option in question.options if option.aside}
    assert aside == {"under_18", "pregnant", "partner", "mood_only", "elsewhere", "veteran"}


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
