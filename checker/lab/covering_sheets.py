"""Which few answer sheets take every option, rule and band edge, both sides of every condition, and every mutant?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from checker.engine.conditions import ALWAYS, Expression, reads
from checker.engine.questionnaire import Questionnaire, Score
from checker.lab.mutants import Mutant, Trace, differing, kills, mutants_of
from checker.proofs import reachability
from checker.proofs.decision_diagrams import MOST_NODES, Diagrams
from checker.proofs.encoding import Logic, at_tier
from checker.proofs.promises import ReplayError
from checker.proofs.report import Sheet, plain
from checker.proofs.satisfiability import Way, joined, solve
from checker.proofs.score_diagrams import ENDLESS
from checker.proofs.variables import whole

_T = TypeVar("_T")
TOGETHER = 150
"""So many mutants are packed together: more take fewer sheets, and longer."""
Ways = list[Way]


@dataclass(frozen=True, slots=True)
class Cover:
    """A few answer sheets that together take everything that can happen."""

    traces: tuple[Trace, ...]
    targets: int
    """How many things happen on one of them at least."""
    killed: int = 0
    """How many mutants some sheet kills: it comes out otherwise with them."""
    equivalent: tuple[Mutant, ...] = field(default=())
    """The mutants that are proved to change nothing for anybody."""


ROOM = 2 * MOST_NODES
"""Nodes for all mutants of a file together; those of the shipped one take about a million."""


def cover(questionnaire: Questionnaire, *, mutants: bool = False) -> Cover:
    """Return a small set of answer sheets that takes everything; with mutants, one that kills every mutant, too."""
    space = whole(questionnaire)
    logic = Logic(questionnaire, space, Diagrams(space.sizes, limit=ROOM))
    packing = _Packing(logic)
    targets = dict(_targets(logic))
    never = packing.pack(targets.items())
    traces = [Trace(questionnaire, sheet) for sheet in packing.sheets]
    if not mutants:
        return Cover(tuple(traces), len(targets) - len(never))
    every = list(mutants_of(questionnaire))
    missed = [mutant for mutant in every if not kills(questionnaire, mutant, traces)]
    equivalent: list[Mutant] = []
    while missed:
        some, made = missed[:TOGETHER], len(traces)
        same = packing.pack((mutant, list(differing(logic, mutant))) for mutant in some)
        traces += [Trace(questionnaire, sheet) for sheet in packing.sheets[made:]]
        if same != [mutant for mutant in some if not kills(questionnaire, mutant, traces[made:])]:
            raise ReplayError("a mutant that can be killed is not")
        equivalent += same
        missed = [mutant for mutant in missed[TOGETHER:] if not kills(questionnaire, mutant, traces[made:])]
    return Cover(tuple(traces), len(targets) - len(never), len(every) - len(equivalent), tuple(equivalent))


def survivors(questionnaire: Questionnaire, sheets: Iterable[Sheet]) -> tuple[Mutant, ...]:
    """Return the mutants that change something for somebody and are killed by none of these sheets."""
    logic, traces = Logic(questionnaire), [Trace(questionnaire, sheet) for sheet in sheets]
    missed = [mutant for mutant in mutants_of(questionnaire) if not kills(questionnaire, mutant, traces)]
    ways = ((mutant, differing(logic, mutant)) for mutant in missed)
    return tuple(mutant for mutant, each in ways if any(solve(logic.diagrams, way).values for way in each))


def untaken(questionnaire: Questionnaire, sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Return what can happen but does on none of these sheets."""
    logic = Logic(questionnaire)
    values = [logic.space.values(sheet) for sheet in sheets]
    missed = [(name, ways) for name, ways in _targets(logic) if not any(_happens(logic, ways, each) for each in values)]
    return tuple(name for name, ways in missed if any(solve(logic.diagrams, way).values for way in ways))


def cover_data(found: Cover) -> list[dict[str, Any]]:
    """Return the sheets with what each must give, as plain data."""
    return [
        {
            "answers": plain(trace.journey.answers),
            "expect": {
                "tier": trace.guidance.tier.id,
                "rules": [rule.id for rule in trace.guidance.rules],
                "says": [statement.id for statement in trace.guidance.statements],
            },
        }
        for trace in found.traces
    ]


# Targets ---------------------------------------------------------------------------------------------------------


def _targets(logic: Logic) -> Iterator[tuple[str, Ways]]:
    """Yield everything that a set of sheets should take, with the ways in which it happens."""
    for group in (
        reachability.options,
        reachability.bands,
        reachability.rules,
        reachability.statements,
        reachability.tiers,
    ):
        yield from ((f"{target.thing} {target}", list(ways)) for target, ways in group(logic))
    for score in logic.questionnaire.scores:
        yield from _edges(logic, score)
    for place, question in enumerate(logic.questionnaire.questions):
        if question.kind == "scale":
            yield f"question {question.id} is asked", [(logic.asked[question.id], logic.alive(place))]
        if question.when != ALWAYS:
            skipped = logic.diagrams.negation(logic.asked[question.id])
            yield f"question {question.id} is not asked", [(skipped, logic.alive(place))]
    for rule in logic.questionnaire.guidance:
        yield f"rule {rule.id} does not hold", list(_not(logic, rule.when))
    for statement in logic.questionnaire.statements:
        unsaid = _unsaid if "tier" in reads(statement.when) else _not
        yield f"statement {statement.id} is not said", list(unsaid(logic, statement.when))


def _edges(logic: Logic, score: Score) -> Iterator[tuple[str, Ways]]:
    """Yield both sides of every band's edge: its lowest points, and the highest below them."""
    alive = logic.alive(logic.questionnaire.position[score.id])
    for band in score.bands[1:]:
        sides = {
            "at": (band.start, ENDLESS, count(band.start)),
            "below": (-ENDLESS, band.start - 1, count(band.start - 1, -1)),
        }
        for side, (low, high, points) in sides.items():
            if _possible(logic.diagrams, [(logic.within(score.id, low, high), alive)]):
                ways = ([(logic.within(score.id, each, each), alive)] for each in points)
                yield (
                    f"{score.id} {side} the edge of {band.id}",
                    next(way for way in ways if _possible(logic.diagrams, way)),
                )


def _possible(diagrams: Diagrams, ways: Ways) -> bool:
    return any(solve(diagrams, way).values is not None for way in ways)


def _not(logic: Logic, when: Expression) -> Iterator[Way]:
    for place, node, alive in logic.endings():
        yield logic.diagrams.both(node, logic.diagrams.negation(logic.cut(when, place))), alive


def _unsaid(logic: Logic, when: Expression) -> Iterator[Way]:
    for tier, each in enumerate(logic.questionnaire.tiers):
        for place, node, alive in logic.endings(tier):
            unsaid = logic.diagrams.negation(logic.cut(at_tier(when, each.id), place))
            yield from joined(
                logic.diagrams, reachability.result(logic, tier), logic.diagrams.both(node, unsaid), alive
            )


# Packing ---------------------------------------------------------------------------------------------------------


def _happens(logic: Logic, ways: Iterable[Way], values: list[int]) -> bool:
    holds = logic.diagrams.holds
    return any(holds(first, values) and all(holds(node, values) for node in rest) for first, rest in ways)


class _Packing:
    """Answer sheets, made one after another so that each takes as much as it can."""

    def __init__(self, logic: Logic) -> None:
        self._logic, self._diagrams = logic, logic.diagrams
        self._to_the_end = logic.alive(logic.last)
        self.sheets: list[Sheet] = []

    def pack(self, targets: Iterable[tuple[_T, Ways]]) -> list[_T]:
        """Make sheets that take all of these targets but those that cannot happen, which are returned."""
        todo, never = dict(targets), list[_T]()
        while todo:
            name = next(iter(todo))
            way = self._way(todo[name])
            if way is None:
                never.append(name)
                del todo[name]
                continue
            values = self._values(way, todo)
            todo = {each: ways for each, ways in todo.items() if not _happens(self._logic, ways, values)}
            self.sheets.append(self._logic.space.sheet(values))
        return never

    def _way(self, ways: Ways) -> Way | None:
        """Return a way that is possible, and leads to the last question if any does."""
        longer = [(first, [*rest, *self._to_the_end]) for first, rest in ways]
        return next((way for way in (*longer, *ways) if _possible(self._diagrams, [way])), None)

    def _values(self, way: Way, todo: Mapping[_T, Ways]) -> list[int]:
        """Return values for which a way holds, and as many other targets as they leave room for."""
        first, rest = way
        found = solve(self._diagrams, way)
        product = self._diagrams.all([first, *(rest[place] for place in found.needed)])
        fixed = self._diagrams.extended(product, {}) or {}
        for ways in todo.values():
            for node, _ in ways[:1]:
                trial = self._diagrams.extended(node, fixed)
                if trial and len(trial) > len(fixed) and self._all_hold(rest, trial):
                    fixed = trial
        return self._filled(fixed)

    def _all_hold(self, nodes: list[int], fixed: Mapping[int, int]) -> bool:
        values = self._filled(fixed)
        return all(self._diagrams.holds(node, values) for node in nodes)

    def _filled(self, fixed: Mapping[int, int]) -> list[int]:
        return [fixed.get(level, 0) for level in range(len(self._diagrams.sizes))]
