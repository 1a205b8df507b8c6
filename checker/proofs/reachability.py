"""What can happen to anybody? Every question, band, rule, statement and tier, as ways in which it may."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from checker.engine.conditions import reads
from checker.engine.questionnaire import Statement
from checker.phrases import later
from checker.proofs.decision_diagrams import Diagrams, UndecidedError
from checker.proofs.encoding import Logic, at_tier
from checker.proofs.satisfiability import Way, joined
from checker.proofs.score_diagrams import ENDLESS

MOST_AT_ONCE = 4_000
"""Nodes of a diagram that says all about one tier."""
Reachable = Literal["question", "option", "band", "rule", "statement", "tier"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that should be able to happen."""

    thing: Reachable
    id: str
    part: str = ""
    """The option of a question, or the band of a score."""

    def __str__(self) -> str:
        """Return it as text."""
        return later("%(part)s of %(id)s", part=self.part, id=self.id) if self.part else self.id


def questions(logic: Logic) -> Iterator[tuple[Goal, list[Way]]]:
    """Yield every question, with the ways in which it is asked."""
    for place, question in enumerate(logic.questionnaire.questions):
        yield Goal("question", question.id), [(logic.asked[question.id], logic.alive(place))]


def options(logic: Logic) -> Iterator[tuple[Goal, list[Way]]]:
    """Yield every option, with the ways in which it is chosen: any option of a question that is asked can be."""
    for place, question in enumerate(logic.questionnaire.questions):
        block = logic.space.blocks[question.id]
        for option in question.options:
            chosen = logic.diagrams.both(logic.asked[question.id], block.gives(logic.diagrams, option.id))
            yield Goal("option", question.id, option.id), [(chosen, logic.alive(place))]


def bands(logic: Logic) -> Iterator[tuple[Goal, list[Way]]]:
    """Yield every band of every score, with the ways in which its points are reached."""
    for score in logic.questionnaire.scores:
        alive = logic.alive(logic.questionnaire.position[score.id])
        starts = [-ENDLESS, *(band.start for band in score.bands[1:]), ENDLESS]
        for band, (low, end) in zip(score.bands, pairwise(starts), strict=True):
            yield Goal("band", score.id, band.id), [(logic.within(score.id, low, end - 1), alive)]


def rules(logic: Logic) -> Iterator[tuple[Goal, Iterator[Way]]]:
    """Yield every rule, with the ways in which it holds when the journey ends."""
    for rule in logic.questionnaire.guidance:
        yield Goal("rule", rule.id), logic.happening(rule.when)


def statements(logic: Logic) -> Iterator[tuple[Goal, Iterator[Way]]]:
    """Yield every statement, with the ways in which it is said."""
    for statement in logic.questionnaire.statements:
        yield Goal("statement", statement.id), said(logic, statement)


def said(logic: Logic, statement: Statement) -> Iterator[Way]:
    """Yield the ways in which a statement is said."""
    if "tier" not in reads(statement.when):
        yield from logic.happening(statement.when)
        return
    for tier, each in enumerate(logic.questionnaire.tiers):
        when = at_tier(statement.when, each.id)
        for place, node, alive in logic.endings(tier):
            holds = logic.diagrams.both(node, logic.cut(when, place))
            yield from joined(logic.diagrams, result(logic, tier), holds, alive)


def tiers(logic: Logic) -> Iterator[tuple[Goal, Iterator[Way]]]:
    """Yield every tier, with the ways in which it is the result."""
    for tier, each in enumerate(logic.questionnaire.tiers):
        yield Goal("tier", each.id), result(logic, tier)


def result(logic: Logic, tier: int) -> Iterator[Way]:
    """Yield the ways in which the result is this tier."""
    softer = logic.softer(tier - 1)
    yield from ((node, softer) for node in logic.deciding(tier))


def at_once(diagrams: Diagrams, ways: Iterable[Way], most: int = MOST_AT_ONCE) -> list[Way]:
    """Return the ways as one where its diagram is small, for who asks often or counts."""
    whole, apart = 0, list(ways)
    beside: dict[tuple[int, ...], int] = {}
    try:
        for node, rest in apart:
            beside[*rest,] = diagrams.either(beside.get((*rest,), 0), node)
        for others, node in beside.items():
            whole = diagrams.either(whole, _joint(diagrams, node, others, most))
    except UndecidedError:
        return apart
    return [(whole, [])]


def _joint(diagrams: Diagrams, node: int, rest: Iterable[int], most: int) -> int:
    for other in sorted(rest, key=diagrams.level.__getitem__, reverse=True):
        node = diagrams.both(node, other)
        if len(diagrams.below(node)) > most:
            raise UndecidedError(later("more than %(limit)s nodes at once", limit=most))
    return node
