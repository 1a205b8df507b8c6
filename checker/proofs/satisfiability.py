"""Can this happen? Only what a candidate violates is multiplied in, so what was needed is also the explanation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from checker.proofs.decision_diagrams import Diagrams, Distance

Way: TypeAlias = tuple[int, list[int]]
"""One way for something to happen: a diagram, and the diagrams that must hold together with it."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Values for which a way holds, or none; and the places of the conjuncts that were needed to know."""

    values: list[int] | None
    needed: tuple[int, ...] = ()
    cost: float = float("inf")


def solve(diagrams: Diagrams, way: Way, distance: Distance | None = None, below: float = float("inf")) -> Solution:
    """Return values for which the way holds, if there are any; with a distance, the cheapest ones, if below a cost.

    Every candidate is the cheapest of what was multiplied in so far: the first that violates nothing is the cheapest.
    """
    first, rest = way
    needed: list[int] = []
    while first:
        diagrams.check()
        cost, values = diagrams.nearest(first, distance) if distance else (0, diagrams.some(first))
        if cost >= below:
            break
        violated = [place for place, node in enumerate(rest) if not diagrams.holds(node, values)]
        if not violated:
            return Solution(values, tuple(needed), cost)
        place = min(violated, key=lambda place: diagrams.level[rest[place]])
        first = diagrams.both(first, rest[place])
        needed.append(place)
    return Solution(None, tuple(needed))


def possible(diagrams: Diagrams, ways: Iterable[Way]) -> list[int] | None:
    """Return values for which one of the ways holds, if there are any."""
    return next((values for way in ways if (values := solve(diagrams, way).values) is not None), None)


def cheapest(diagrams: Diagrams, ways: Iterable[Way], distance: Distance, *, explained: bool = False) -> Solution:
    """Return the cheapest values for which one of the ways holds.

    Where there are none, it says which conjuncts suffice for that, if this is to be explained: that may take long.
    """
    best, needed = Solution(None), dict[int, None]()
    for way in ways:
        found = solve(diagrams, way, distance, best.cost)
        if found.values is not None:
            best = found
        elif explained:
            needed |= dict.fromkeys(necessary(diagrams, way, found.needed))
    return best if best.values is not None else Solution(None, tuple(sorted(needed)))


def necessary(diagrams: Diagrams, way: Way, needed: Sequence[int]) -> list[int]:
    """Return conjuncts that suffice to make the way impossible."""
    first, rest = way
    kept = list(needed)
    for place in needed:
        fewer = [other for other in kept if other != place]
        if diagrams.both(first, diagrams.all([rest[other] for other in fewer])) == 0:
            kept = fewer
    return kept


def joined(diagrams: Diagrams, ways: Iterable[Way], first: int, rest: list[int]) -> Iterator[Way]:
    """Yield each way together with something else, as far as that is not ruled out at once."""
    if first:
        for node, conjuncts in ways:
            if joint := diagrams.both(node, first):
                yield joint, [*conjuncts, *rest]
