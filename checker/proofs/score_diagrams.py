"""How many points, as a diagram: a score is a small machine that reads its items one after another."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from checker.engine.conditions import Compare, Leaf
from checker.engine.questionnaire import Prorate, Questionnaire, Score
from checker.proofs.decision_diagrams import Diagrams
from checker.proofs.variables import Block, Space

ENDLESS = float("inf")
MOST_SPLITS = 6
"""So many different conditions of a score's items are settled before its sum is built, the others within it."""


class _Item(NamedTuple):
    block: Block
    asked: int
    points: tuple[int | None, ...]
    """The points of each value; a single None for a question of kind many."""
    times: int
    """How often it counts in the sum."""
    companion: int
    """How often it counts in the mean that stands in for an answer without points."""


class _State(NamedTuple):
    points: int = 0
    unscored: int = 0
    known: int = 0
    """The points of scored companions."""
    companions: int = 0
    """How many scored companions there are."""
    strange: int = 0
    """Answers without points that are no companions: they leave the score without a value."""


class Totals:
    """The scores of one questionnaire, compared with numbers."""

    def __init__(
        self, questionnaire: Questionnaire, space: Space, diagrams: Diagrams, asked: Mapping[str, int]
    ) -> None:
        """Take the diagrams that say which questions are asked."""
        self._questionnaire, self._space, self._diagrams, self._asked = questionnaire, space, diagrams, asked
        self._found: dict[tuple[str, float, float], int] = {}

    def compared(self, leaf: Leaf) -> int:
        """Return: the score has a value, and it compares so."""
        if not isinstance(leaf, Compare):
            return 0
        inside = self.within(leaf.name, *interval(leaf))
        return (
            self._diagrams.both(self.known(leaf.name), self._diagrams.negation(inside)) if leaf.op == "!=" else inside
        )

    def known(self, score: str) -> int:
        """Return: the score has a value."""
        return self.within(score, -ENDLESS, ENDLESS)

    def within(self, score: str, low: float, high: float) -> int:
        """Return: the score has a value from low to high."""
        found = self._found.get((score, low, high))
        if found is None:
            found = self._found[score, low, high] = self._built(self._questionnaire.score[score], low, high)
        return found

    def _built(self, score: Score, low: float, high: float) -> int:
        items, diagrams = self._items(score), self._diagrams
        gates = list(dict.fromkeys(item.asked for item in items))
        if score.not_asked == "no_score":
            contexts = [(diagrams.all(gates), dict.fromkeys(gates, True))]
        else:
            contexts = list(self._contexts([gate for gate in gates if gate > 1][:MOST_SPLITS], 1, {1: True, 0: False}))
        return diagrams.any(
            [diagrams.both(where, _sum(diagrams, score, items, (low, high), known)) for where, known in contexts]
        )

    def _contexts(self, gates: list[int], where: int, known: dict[int, bool]) -> Iterator[tuple[int, dict[int, bool]]]:
        """Yield each way in which some conditions can turn out together, as a diagram and as a table."""
        if where and gates:
            gate, *later = gates
            yield from self._contexts(later, self._diagrams.both(where, gate), known | {gate: True})
            yield from self._contexts(
                later, self._diagrams.both(where, self._diagrams.negation(gate)), known | {gate: False}
            )
        elif where:
            yield where, known

    def _items(self, score: Score) -> list[_Item]:
        among = score.not_scored.among or score.sum if isinstance(score.not_scored, Prorate) else score.sum
        items = [self._item(name, score.sum.count(name), among.count(name)) for name in dict.fromkeys(score.sum)]
        return sorted(items, key=lambda item: item.block.first)

    def _item(self, name: str, times: int, companion: int) -> _Item:
        question, block = self._questionnaire.question[name], self._space.blocks[name]
        points = [question.points(answer) if question.accepts(answer) else None for answer in block.answers]
        return _Item(block, self._asked[name], tuple(points) or (None,), times, companion)


def interval(leaf: Compare) -> tuple[float, float]:
    """Return the numbers, from and to, that a comparison accepts (for ``!=``: the one that it refuses)."""
    number = leaf.number
    match leaf.op:
        case "==" | "!=":
            return number, number
        case "<":
            return -ENDLESS, number - 1
        case "<=":
            return -ENDLESS, number
        case ">":
            return number + 1, ENDLESS
        case ">=":
            return number, ENDLESS


def _sum(
    diagrams: Diagrams, score: Score, items: Sequence[_Item], wanted: tuple[float, float], known: Mapping[int, bool]
) -> int:
    """Return: the points come to what is wanted, where it is known which items are asked."""
    lows, highs, gaps = _reach(items, known)
    memo: dict[tuple[int, _State], int] = {}

    def go(place: int, state: _State | None) -> int:
        if state is None:
            return 0
        if place == len(items):
            return _accepted(state, wanted)
        low, high = _bounds(state, lows[place], highs[place], lows[-1], highs[-1])
        if high < wanted[0] or low > wanted[1]:
            return 0
        if wanted[0] <= low and high <= wanted[1] and not gaps[place] and not state.unscored:
            return 1
        found = memo.get((place, state))
        if found is None:
            found = memo[place, state] = step(place, state)
        return found

    def step(place: int, state: _State) -> int:
        item = items[place]
        asked = known.get(item.asked)
        if asked is False:
            return go(place + 1, state)
        given = [go(place + 1, _counted(score, item, state, points)) for points in item.points]
        node = diagrams.case(item.block.first, tuple(given)) if len(given) > 1 else given[0]
        return node if asked else diagrams.choose(item.asked, node, go(place + 1, state))

    return go(0, _State())


def _reach(items: Sequence[_Item], known: Mapping[int, bool]) -> tuple[list[int], list[int], list[bool]]:
    """Return, from each item on, the least and most points to come and whether the value may get lost.

    One more entry at the end: the least and most that one answer without points may count.
    """
    scored = [points for item in items for points in item.points if points is not None] or [0]
    least, most = min(scored), max(scored)
    lows, highs, gaps = [0], [0], [False]
    for item in reversed(items):
        own = [(points if points is not None else end) * item.times for points in item.points for end in (least, most)]
        idle = [] if known.get(item.asked) else [0]
        if known.get(item.asked) is False:
            own = []
        lows.append(lows[-1] + min(own + idle))
        highs.append(highs[-1] + max(own + idle))
        gaps.append(gaps[-1] or (bool(own) and None in item.points))
    return [*lows[::-1], least], [*highs[::-1], most], gaps[::-1]


def _bounds(state: _State, low: int, high: int, least: int, most: int) -> tuple[int, int]:
    return state.points + low + state.unscored * least, state.points + high + state.unscored * most


def _counted(score: Score, item: _Item, state: _State, points: int | None) -> _State | None:
    """Return the machine's next state, or None once the score cannot have a value."""
    rule = score.not_scored
    if points is not None:
        known = (
            (state.known + points * item.companion, state.companions + item.companion)
            if isinstance(rule, Prorate)
            else (0, 0)
        )
        return state._replace(points=state.points + points * item.times, known=known[0], companions=known[1])
    unscored, strange = state.unscored + item.times, state.strange + item.times - item.companion
    if not isinstance(rule, Prorate) or unscored > rule.prorate:
        return None
    return state._replace(unscored=unscored, strange=strange)


def _accepted(state: _State, wanted: tuple[float, float]) -> int:
    points, companions = state.points, state.companions
    if state.unscored:
        if state.strange or not companions:
            return 0
        points += state.unscored * ((2 * state.known + companions) // (2 * companions))
    return int(wanted[0] <= points <= wanted[1])
