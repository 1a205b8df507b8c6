"""Whatever is proved of the shipped questionnaires is re-checked: by walking all answers that matter, or by z3."""

from functools import cache
from pathlib import Path

import pytest

from checker.authoring.loader import load, load_text
from checker.engine.conditions import Expression, reads
from checker.engine.questionnaire import Promise, Questionnaire
from checker.proofs.prover import prove
from checker.proofs.report import Verdict
from checker.resources import shipped
from tests.proofs.test_prover import FEVER
from tests.second_opinion import MOST, asked_of_z3, combinations, cone, doubt_asked_of_z3, needed, walked
from tests.small import FRAME

FILES = {"shipped": shipped("questions.yaml"), "second": Path(__file__).parents[1] / "data" / "second.yaml"}
PROMISES = [(name, promise.id) for name, file in FILES.items() for promise in load(file).promises]
THOROUGH: dict[str, list[pytest.MarkDecorator]] = {"shipped": [pytest.mark.thorough], "second": []}


@cache
def proved(name: str) -> tuple[Questionnaire, dict[str, Verdict]]:
    questionnaire = load(FILES[name])
    return questionnaire, {verdict.id: verdict for verdict in prove(questionnaire).verdicts}


def keeping(questionnaire: Questionnaire, promise: Promise, because: tuple[str, ...]) -> list[Expression] | None:
    """Return the conditions of which one must hold for a promise to be kept, where there is such a list."""
    if promise.always or promise.never:
        return [rule.when for rule in needed(questionnaire, because)]
    if promise.interrupts:
        return [rule.when for rule in needed(questionnaire, [promise.interrupts])]
    if promise.never_says:
        return None
    said = [statement.when for statement in questionnaire.statements if statement.id == promise.says]
    return said if said and "tier" not in {name for when in said for name in reads(when)} else None


def walkable(questionnaire: Questionnaire, promise: Promise, because: tuple[str, ...]) -> list[Expression] | None:
    """Return what a promise is kept by, where few enough answers decide it."""
    kept_by = keeping(questionnaire, promise, because)
    if kept_by is None:
        return None
    few = combinations(questionnaire, cone(questionnaire, [promise.when, *kept_by])) < MOST
    return kept_by if few else None


@pytest.mark.parametrize(
    ("name", "promise_id"),
    [pytest.param(name, promise, id=f"{name}-{promise}", marks=THOROUGH[name]) for name, promise in PROMISES],
)
def test_a_proof_has_a_second_opinion(name: str, promise_id: str) -> None:
    questionnaire, verdicts = proved(name)
    promise = next(each for each in questionnaire.promises if each.id == promise_id)
    verdict = verdicts[promise_id]
    assert verdict.holds
    kept_by = walkable(questionnaire, promise, verdict.because)
    if kept_by is not None:
        assert walked(questionnaire, promise.when, kept_by)
    else:
        assert asked_of_z3(questionnaire, promise)


@pytest.mark.parametrize("name", [pytest.param(name, marks=THOROUGH[name]) for name in FILES])
def test_that_doubt_never_reassures_has_a_second_opinion(name: str) -> None:
    questionnaire, verdicts = proved(name)
    assert verdicts["least"].holds
    assert doubt_asked_of_z3(questionnaire)


def test_z3_finds_whom_a_doubt_reassures() -> None:
    fever = load_text(FRAME + FEVER.replace("when: days >= 4", "when: fever is no"))
    assert not doubt_asked_of_z3(fever)
    assert next(each for each in prove(fever).verdicts if each.id == "least").holds is False


@pytest.mark.thorough
def test_both_ways_are_used() -> None:
    ways = []
    for name, promise_id in PROMISES:
        questionnaire, verdicts = proved(name)
        promise = next(each for each in questionnaire.promises if each.id == promise_id)
        ways.append(walkable(questionnaire, promise, verdicts[promise_id].because) is not None)
    assert ways.count(True) >= 10
    assert ways.count(False) >= 5


@pytest.mark.thorough
def test_every_rule_that_a_proof_names_is_needed() -> None:
    """So that walking can fail: without any one of the rules named, somebody breaks the promise."""
    questionnaire, verdicts = proved("shipped")
    tried = 0
    for promise in questionnaire.promises:
        because = verdicts[promise.id].because
        if because and (kept_by := walkable(questionnaire, promise, because)):
            tried += 1
            assert not walked(questionnaire, promise.when, kept_by[1:])
    assert tried >= 10


@pytest.mark.parametrize(
    ("promise", "holds"),
    [
        ("always: now, when: neck in signs and fever is yes", True),
        ("always: now, when: neck in signs", False),
        ("always: soon, when: days > 5", True),
        ("never: now, when: fever is no", True),
        ("never: soon, when: rash in signs", False),
        ("monotone: [signs, days]", True),
        ("says: rest, when: fever is yes", True),
        ("says: rest, when: rash in signs", False),
        ("never_says: [rest], when: fever is no", True),
        ("never_says: [rest], when: rash in signs", False),
    ],
)
def test_z3_finds_who_breaks_a_promise(promise: str, holds: bool) -> None:
    when = "fever is yes and tier is not home or days < 4"
    says = f"statements:\n  - {{id: rest, place: care, group: ease, text: {{en: Rest.}}, when: {when}}}\n"
    rules = FEVER + "  - {id: calm, tier: soon, when: fever is no and rash in signs, because: {en: x}}\n"
    fever = load_text(FRAME + rules + says + f"promises:\n  - {{id: claim, {promise}}}\n")
    assert asked_of_z3(fever, fever.promises[0]) is holds
    assert prove(fever).verdicts[-1].holds is holds
