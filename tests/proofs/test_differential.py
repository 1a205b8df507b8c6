"""The prover says of small questionnaires exactly what trying every answer sheet says; break either, and it shows."""

import os
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from checker.engine import conditions, guidance, questionnaire, scoring
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.engine.scoring import band
from checker.proofs import (
    completeness,
    counting,
    encoding,
    influence,
    monotonicity,
    reachability,
    score_diagrams,
    unasked_reads,
    variables,
)
from checker.proofs.answer_outcomes import outcomes
from checker.proofs.completeness import claims
from checker.proofs.encoding import Logic
from checker.proofs.prover import prove
from checker.proofs.report import Report
from checker.proofs.satisfiability import Way
from tests import brute_force
from tests.sheets import random_sheet
from tests.strategies import random_questionnaire, small_questionnaires

EXAMPLES = 1000 if os.environ.get("CI") else 100
"""Questionnaires that are tried: all of them where changes are judged, fewer on an author's machine."""
many_examples = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many_examples
@given(small_questionnaires())
def test_the_prover_agrees_with_trying_every_answer_sheet(questionnaire: Questionnaire) -> None:
    assert_agreement(questionnaire)


def assert_agreement(questionnaire: Questionnaire) -> None:
    report = prove(questionnaire)
    assert not report.undecided
    assert not report.left_out
    assert_counts(questionnaire, report)
    assert_reached(questionnaire, report)
    assert_gaps(questionnaire)
    assert_promises(questionnaire, report)
    assert_unasked(questionnaire, report)


def assert_counts(questionnaire: Questionnaire, report: Report) -> None:
    endings = brute_force.endings(questionnaire)
    assert report.total
    assert report.total.sheets == len(endings)
    for tier, count in report.counts.items():
        lengths = [len(journey.asked) for journey, guidance in endings if guidance.tier.id == tier]
        found = (count.sheets, count.shortest, count.longest) if count else (0, 0, 0)
        assert found == (len(lengths), min(lengths, default=0), max(lengths, default=0))


def assert_reached(questionnaire: Questionnaire, report: Report) -> None:
    happening = brute_force.happening(questionnaire)
    every = {each.id for group in ("questions", "guidance", "statements") for each in getattr(questionnaire, group)}
    every |= {f"{option.id} of {each.id}" for each in questionnaire.questions for option in each.options}
    every |= {f"{band.id} of {score.id}" for score in questionnaire.scores for band in score.bands}
    dead = {each for verdict in report.verdicts for each in verdict.dead}
    assert dead == every - happening


def assert_gaps(questionnaire: Questionnaire) -> None:
    found = {name: {gap.name for gap in gaps(Logic(questionnaire))} for name, _, gaps in claims(questionnaire)}
    expected = brute_force.gaps(questionnaire)
    assert {name: found[name] for name in expected} == expected


def assert_outcomes(questionnaire: Questionnaire) -> None:
    for outcome in outcomes(questionnaire):
        question = questionnaire.question[outcome.question]
        needed = brute_force.alone(questionnaire, question, outcome.answer)
        assert (len(outcome.needed) if outcome.sheet else None) == needed
        if outcome.sheet:
            assert outcome.tier == advise(questionnaire, walk(questionnaire, outcome.sheet)).tier.id
            assert outcome.sheet[question.id] == outcome.answer
        if outcome.option:
            assert outcome.decides == brute_force.most_urgent(questionnaire, question, outcome.option)


@many_examples
@given(small_questionnaires(4))
def test_what_each_answer_leads_to_is_what_trying_every_answer_sheet_finds(questionnaire: Questionnaire) -> None:
    assert_outcomes(questionnaire)


def assert_promises(questionnaire: Questionnaire, report: Report) -> None:
    verdicts = {verdict.id: verdict for verdict in report.verdicts if verdict.kind == "promise"}
    for promise in questionnaire.promises:
        breakers = brute_force.breakers(questionnaire, promise)
        verdict = verdicts[promise.id]
        assert verdict.holds is not bool(breakers)
        if breakers and not promise.monotone:
            assert brute_force.price(questionnaire, verdict.counterexamples[0].sheet) == min(breakers)


def assert_unasked(questionnaire: Questionnaire, report: Report) -> None:
    listed = {(place, name) for each in report.unasked for name in each.names for place in each.places}
    assert listed == brute_force.unasked(questionnaire)


# Sheets of the shipped questionnaires ----------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_diagrams_say_of_any_sheet_what_the_engine_says(questionnaire: Questionnaire) -> None:
    found, random = Logic(questionnaire), Random(1)
    groups = (
        reachability.questions,
        reachability.rules,
        reachability.tiers,
        reachability.statements,
        reachability.bands,
    )
    targets = [(target, list(ways)) for group in groups for target, ways in group(found)]
    for _ in range(300):
        sheet = random_sheet(random, questionnaire)
        values = found.space.values(sheet)
        happens = {(target.thing, str(target)) for target, ways in targets if true(found, ways, values)}
        assert happens == happening(questionnaire, sheet)


def true(found: Logic, ways: Iterable[Way], values: Sequence[int]) -> bool:
    return any(all(found.diagrams.holds(node, values) for node in (first, *rest)) for first, rest in ways)


def happening(questionnaire: Questionnaire, sheet: Mapping[str, Answer]) -> set[tuple[str, str]]:
    """Return everything that the engine makes of a sheet."""
    journey = walk(questionnaire, sheet)
    told = advise(questionnaire, journey)
    scored = [(score, journey.values.get(score.id)) for score in questionnaire.scores]
    return {
        *(("question", question) for question in journey.asked),
        *(("rule", rule.id) for rule in told.rules),
        *(("statement", statement.id) for statement in told.statements),
        *(("band", f"{band(score, points).id} of {score.id}") for score, points in scored if isinstance(points, int)),
        ("tier", told.tier.id),
    }


# Planted faults --------------------------------------------------------------------------------------------------

COMPARE: dict[str, Any] = vars(conditions)["COMPARES"]
OWN = {
    "interval": score_diagrams.interval,
    "accepted": vars(score_diagrams)["_accepted"],
    "ranks": vars(monotonicity)["_ranks"],
    "alive": Logic.alive,
    "fired": Logic.fired,
    "moments": Logic.moments,
    "ticked": variables.Block.ticked,
    "passed": vars(counting.Exploration)["_passed"],
    "reads": conditions.reads,
    "closure": vars(conditions)["_closure"],
    "without": encoding.without,
    "masks": vars(completeness)["_masks"],
}


def shifted(leaf: conditions.Compare) -> tuple[float, float]:
    """Return the numbers of a comparison, with `>` read as `>=`."""
    low, high = OWN["interval"](leaf)
    return (low - 1, high) if leaf.op == ">" else (low, high)


def ended_late(self: counting.Exploration, pending: Any, place: int) -> Any:
    """Let no journey end after every second question."""
    step, kept = OWN["passed"](self, pending, place)
    return counting.Passed(step.kept, step.keeps_all, step.stop if place % 2 else counting.IMPOSSIBLE, step.tiers), kept


ENGINE: dict[str, tuple[object, str, object]] = {
    "a comparison accepts its own number": (COMPARE, ">", COMPARE[">="]),
    "a comparison looks the other way": (COMPARE, "<=", COMPARE[">="]),
    "what was not asked is not so": (
        conditions,
        "_closure",
        lambda shape: (
            (lambda values: values.get(shape.name) not in shape.values)
            if isinstance(shape, conditions.Is) and shape.negated
            else OWN["closure"](shape)
        ),
    ),
    "a score rounds a half downward": (
        scoring,
        "_mean",
        lambda points: (2 * sum(points) + len(points) - 1) // (2 * len(points)),
    ),
    "rules stop the questions late": (questionnaire, "reads", lambda when: frozenset({max(OWN["reads"](when))})),
    "the least urgent rule decides": (guidance, "min", max),
}
PROVER: dict[str, tuple[object, str, object]] = {
    "a comparison accepts its own number": (score_diagrams, "interval", shifted),
    "a score rounds a half downward": (score_diagrams, "_accepted", lambda state, wanted: _accepted_low(state, wanted)),
    "worse and better answers are confused": (monotonicity, "_ranks", lambda *given: OWN["ranks"](*given)[::-1]),
    "nobody is stopped": (Logic, "alive", lambda self, place, softer_than=-1: []),
    "rules that stop hide nothing": (Logic, "fired", lambda self, when, tier: self.cut(when)),
    "a condition comes true at its end only": (Logic, "moments", lambda self, when: OWN["moments"](self, when)[-1:]),
    "an exclusive option hides no other": (
        variables.Block,
        "ticked",
        lambda self, diagrams, option: (
            diagrams.one_of(self.level(option), (1,)) if option in self.ticks else OWN["ticked"](self, diagrams, option)
        ),
    ),
    "a journey ends only after every second question": (counting.Exploration, "_passed", ended_late),
    "points are not seen": (influence, "span", lambda questions, score: range(0)),
    "a journey ends at its last question": (
        Logic,
        "endings",
        lambda self, softest=None: iter([(self.last, 1, self.alive(self.last))]),
    ),
    "the first answer worries least": (monotonicity, "least_option", lambda question: question.options[0]),
    "a doubt may rest": (completeness, "_at_rest", lambda logic, question, option: ()),
    "a rule that is there also masks others": (
        completeness,
        "_masks",
        lambda logic, rule: OWN["masks"](logic, rule.model_copy(update={"also": False})) if not rule.also else None,
    ),
    "a comparison that is granted does not hold": (unasked_reads, "without", lambda when, name: when),
}


def _accepted_low(state: Any, wanted: tuple[float, float]) -> int:
    if not state.unscored or state.strange or not state.companions:
        return int(OWN["accepted"](state, wanted))
    mean = (2 * state.known + state.companions - 1) // (2 * state.companions)
    return int(wanted[0] <= state.points + state.unscored * mean <= wanted[1])


def noticed(most: int = 3000) -> bool:
    """Return whether some questionnaire shows that the engine and the prover differ."""
    for seed in range(most):
        try:
            assert_agreement(random_questionnaire(Random(seed), 2 + seed % 4))
        except (AssertionError, LookupError):
            return True
    return False


def test_where_nothing_is_broken_nothing_is_noticed() -> None:
    assert not noticed(60)


@pytest.mark.parametrize("fault", ENGINE)
def test_a_fault_of_the_engine_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, *ENGINE[fault])
    assert noticed()


@pytest.mark.parametrize("fault", PROVER)
def test_a_fault_of_the_prover_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, *PROVER[fault])
    assert noticed()


def plant(monkeypatch: pytest.MonkeyPatch, where: object, name: str, fault: object) -> None:
    if isinstance(where, dict):
        monkeypatch.setitem(where, name, fault)
    else:
        monkeypatch.setattr(where, name, fault, raising=name != "min")
