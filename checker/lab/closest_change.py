"""What would change this? The fewest answers that one person would have to give differently, exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire, Tier
from checker.memoisation import memoised
from checker.proofs.decision_diagrams import Distance, UndecidedError
from checker.proofs.encoding import Logic
from checker.proofs.promises import ReplayError
from checker.proofs.reachability import at_once, result
from checker.proofs.report import Sheet
from checker.proofs.satisfiability import Way, cheapest

SECONDS = 5
"""Longer than that nobody waits for it."""
GIVEN, NEW = 1_000_000, 1
"""What it costs to change an answer that was given, and to answer a new question with other than its first option."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer that would be different."""

    question: str
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Closest:
    """The nearest answers that lead to another tier."""

    tier: Tier
    changes: tuple[AnswerChange, ...]
    """The answers given differently: no fewer would do."""
    sheet: Sheet
    """All answers, those to newly asked questions included."""


@memoised
def _prepared(questionnaire: Questionnaire) -> tuple[Logic, dict[str, list[Way]]] | None:
    """Return the logic of a questionnaire and the ways to each of its tiers, or None where that takes too long."""
    try:
        logic = Logic.timed(questionnaire, SECONDS)
        return logic, {
            tier.id: at_once(logic.diagrams, result(logic, place)) for place, tier in enumerate(questionnaire.tiers)
        }
    except UndecidedError:
        return None


def closest(questionnaire: Questionnaire, answers: Mapping[str, Answer], tier: str) -> Closest | None:
    """Return the fewest answers to change for this tier, or None if no answers lead to it.

    Answers to questions that come to be asked are free; of several ways the one with the plainest new answers is taken.
    A questionnaire too entangled to say raises UndecidedError.
    """
    prepared = _prepared(questionnaire)
    if prepared is None:
        raise UndecidedError("its tiers are too entangled")
    logic, ways = prepared
    logic.diagrams.deadline = monotonic() + SECONDS
    journey = walk(questionnaire, answers)
    found = cheapest(logic.diagrams, ways[tier], _distance(logic, journey.answers))
    if found.values is None:
        return None
    after = walk(questionnaire, _sheet(logic, found.values, journey.answers))
    if advise(questionnaire, after).tier.id != tier:
        raise ReplayError(f"closest {tier}: {after.answers}")
    return Closest(questionnaire.tier[tier], _changes(journey.answers, after.answers), after.answers)


def _distance(logic: Logic, answers: Mapping[str, Answer]) -> Distance:
    prices = [GIVEN if name in answers else NEW for name in logic.space.blocks]
    return Distance(logic.space.values(answers), logic.space.owners, prices)


def _sheet(logic: Logic, values: list[int], answers: Mapping[str, Answer]) -> Sheet:
    """Return the answers of these values, each as it was given where it stands for the same value."""
    sheet = logic.space.sheet(values)
    blocks = logic.space.blocks
    kept = {
        name: given for name, given in answers.items() if blocks[name].values(given) == blocks[name].values(sheet[name])
    }
    return sheet | kept


def _changes(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[AnswerChange, ...]:
    """Return the answers that differ; one that is no longer asked for is no change."""
    return tuple(
        AnswerChange(name, before[name], after[name])
        for name in before
        if name in after and before[name] != after[name]
    )
