"""How many answer sheets are there, and how long is a journey? One pass over the questions, exact.

A state is what the future can still see of the past: what is left of every condition that is under way, and of the
rules of every tier. People in the same state are counted together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias, TypeVar

from checker.phrases import later
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.encoding import Logic
from checker.proofs.state_explosion import knot

MOST_STATES = 400_000
CERTAIN, IMPOSSIBLE = -1, -2
"""Instead of a place in the state: this is so for everybody, or for nobody."""
Cofactors: TypeAlias = tuple[int, ...]
"""The urgency of the most urgent rule that holds by now, what is left of each tier's rules, and of each condition."""
Next: TypeAlias = Cofactors | int
"""The state that follows, or the tier in which the journey ends."""
_Key: TypeAlias = tuple[str, int, int]
_T = TypeVar("_T", int, Cofactors)


@dataclass(frozen=True, slots=True)
class Count:
    """Some answer sheets: how many, and the fewest and most questions that they answer."""

    sheets: int
    shortest: int
    longest: int

    def also(self, other: "Count") -> "Count":
        """Return these sheets and those."""
        shortest, longest = min(self.shortest, other.shortest), max(self.longest, other.longest)
        return Count(self.sheets + other.sheets, shortest, longest)


@dataclass(frozen=True, slots=True)
class Level:
    """One level: everybody who is asked its question goes on to a state per value."""

    level: int
    weights: tuple[int, ...]
    asked: int
    """Where the state says whether the question is asked."""
    plain: int
    """Where the state says what is left of ``Block.plain``."""
    added: tuple[int, ...]
    """The conditions that begin here."""
    rules: tuple[tuple[int, int], ...]
    """The tiers whose rules begin here, each with its diagram."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A question is passed: conditions that are settled leave the state, and the journey may end."""

    kept: tuple[int, ...]
    keeps_all: bool
    """Whether every condition goes on."""
    stop: int
    """Where the state says whether the journey ends here."""
    tiers: tuple[tuple[int, int], ...]
    """The tiers in which it may end, each with where the state says so; the last one is certain if no other is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question begins."""

    question: str
    asked: int


ExplorationStep: TypeAlias = Asked | Level | Passed


class Exploration:
    """The steps through one questionnaire."""

    def __init__(self, logic: Logic, *, tiers: bool = True) -> None:
        """Plan the steps; without tiers there are far fewer states."""
        self.logic, self._tiers = logic, tiers
        self.last = len(logic.questionnaire.tiers) - 1 if tiers else 0
        self._conditions = self._gathered()
        self._rules = self._started()
        ever = [rule for rule in logic.questionnaire.guidance if rule.then != "stop" and logic.cut(rule.when) == 1]
        decided = [logic.tier(rule) for rule in ever if tiers]
        self.start: Cofactors = (min([self.last, *decided]), *([0] * self.last))
        self.steps = list(self._planned())

    # Planning --------------------------------------------------------------------------------------------------

    def _gathered(self) -> dict[_Key, int]:
        """Return the conditions that the future may read: who is asked, who stops where, and in which tier."""
        logic, found = self.logic, dict[_Key, int]()
        for place, question in enumerate(logic.questionnaire.questions):
            found["asked", place, 0] = logic.asked[question.id]
            found["plain", place, 0] = logic.space.blocks[question.id].plain(logic.diagrams)
            stops = [rule for rule, moments in logic.stops if place in moments]
            found["stop", place, 0] = logic.diagrams.any([logic.cut(rule.when, place) for rule in stops])
            for tier in range(max([logic.tier(rule) for rule in stops], default=0) if self._tiers else 0):
                found["tier", place, tier] = logic.diagrams.any(
                    [logic.cut(rule.when, place) for rule in logic.rules(tier)]
                )
        return found

    def _started(self) -> dict[int, list[tuple[int, int]]]:
        """Return the rules that may still make the tier at the end, by the level at which they begin.

        A rule that ends the questions makes none at the end: whoever gets there has not fulfilled it.
        """
        logic, found = self.logic, dict[int, dict[int, int]]()
        for rule in logic.questionnaire.guidance if self._tiers else ():
            node = logic.cut(rule.when)
            if node > 1 and rule.then != "stop":
                tiers = found.setdefault(logic.diagrams.level[node], {})
                tiers[logic.tier(rule)] = logic.diagrams.either(tiers.get(logic.tier(rule), 0), node)
        return {level: sorted(tiers.items()) for level, tiers in found.items()}

    def _planned(self) -> Iterator[ExplorationStep]:
        logic, level = self.logic, self.logic.diagrams.level
        begins: dict[int, list[_Key]] = {}
        for key, node in self._conditions.items():
            if node > 1:
                begins.setdefault(level[node], []).append(key)
        pending: list[_Key] = []
        for place, question in enumerate(logic.questionnaire.questions):
            block = logic.space.blocks[question.id]
            yield Asked(question.id, self._place(pending, ("asked", place, 0)))
            for at, size in zip(block.levels, block.sizes, strict=True):
                new = begins.get(at, [])
                pending = [*pending, *new]
                asked, plain = self._place(pending, ("asked", place, 0)), self._place(pending, ("plain", place, 0))
                weights, added = block.weights or (1,) * size, tuple(self._conditions[key] for key in new)
                yield Level(at, weights, asked, plain, added, tuple(self._rules.get(at, ())))
            step, pending = self._passed(pending, place)
            yield step

    def _place(self, pending: list[_Key], key: _Key) -> int:
        """Return where a condition stands in the state."""
        if key in pending:
            return 1 + self.last + pending.index(key)
        return CERTAIN if self._conditions[key] == 1 else IMPOSSIBLE

    def _passed(self, pending: list[_Key], place: int) -> tuple[Passed, list[_Key]]:
        kept = [number for number, key in enumerate(pending) if key[1] != place]
        softest = len([key for key in self._conditions if key[0] == "tier" and key[1] == place])
        tiers = [(tier, self._place(pending, ("tier", place, tier))) for tier in range(softest)]
        keep = (*range(1 + self.last), *(1 + self.last + number for number in kept))
        stop = self._place(pending, ("stop", place, 0))
        step = Passed(keep, len(kept) == len(pending), stop, (*tiers, (softest, CERTAIN)))
        return step, [pending[number] for number in kept]

    # Stepping --------------------------------------------------------------------------------------------------

    def after(self, step: ExplorationStep, state: Cofactors) -> list[tuple[int, Next]]:
        """Return the states that follow, each with the number of answers that lead to it."""
        match step:
            case Asked():
                return [(1, state)]
            case Level():
                return self._answered(step, state)
            case Passed(kept, _, stop, tiers):
                if _true(state, stop):
                    return [(1, next(tier for tier, place in tiers if _true(state, place)) if self._tiers else 0)]
                return [(1, tuple([state[place] for place in kept]))]

    def _answered(self, step: Level, state: Cofactors) -> list[tuple[int, Next]]:
        level, children = self.logic.diagrams.level, self.logic.diagrams.children
        here = self._begun(step, state)
        if not _true(here, step.asked):
            return [(1, self._decided(here))]
        testing = [place for place in range(1, len(here)) if level[here[place]] == step.level]
        total: dict[Cofactors, int] = {}
        for value, weight in enumerate(step.weights):
            left = tuple([children[here[place]][value] for place in testing])
            total[left] = total.get(left, 0) + weight
        found: list[tuple[int, Next]] = []
        for left, weight in total.items():
            follows = here.copy()
            for place, node in zip(testing, left, strict=True):
                follows[place] = node
            if step.plain < 0 or follows[step.plain]:
                found.append((weight, self._decided(follows)))
        return found

    def _begun(self, step: Level, state: Cofactors) -> list[int]:
        """Return a state with the conditions and rules that begin here, which only a more urgent tier could ignore."""
        here = [*state, *step.added]
        for tier, node in step.rules:
            for softer in range(tier, here[0]):
                here[1 + softer] = self.logic.diagrams.either(here[1 + softer], node)
        return here

    def _decided(self, state: list[int]) -> Cofactors:
        """Return a state in which a tier that is certain by now makes all softer ones idle."""
        for tier in range(state[0]):
            if state[1 + tier] == 1:
                state[0] = tier
                state[1 + tier : 1 + self.last] = [0] * (self.last - tier)
                break
        return tuple(state)


def _true(state: Sequence[int], place: int) -> bool:
    return place == CERTAIN or (place >= 0 and state[place] == 1)


# Folding the steps -----------------------------------------------------------------------------------------------

_Sheets: TypeAlias = tuple[int, int, int]
"""What a Count holds, as long as it grows."""


def count(logic: Logic, *, tiers: bool = True, most_states: int = MOST_STATES) -> dict[int, Count]:
    """Return the answer sheets of each tier that is ever a result; without tiers, all of them under 0."""
    exploration = Exploration(logic, tiers=tiers)
    ended: dict[int, _Sheets] = {}
    states: dict[Cofactors, _Sheets] = {exploration.start: (1, 0, 0)}
    here = ""
    for step in exploration.steps:
        match step:
            case Asked(question):
                here = question
                states = _asked(step, states)
            case Passed(stop=stop, keeps_all=True) if stop == IMPOSSIBLE:
                continue
            case _:
                states = _counted(exploration, step, states, ended)
        if len(states) > most_states:
            raise UndecidedError(
                later(
                    "too entangled to count exactly: more than %(limit)s states at once %(where)s",
                    limit=format(most_states, ","),
                    where=knot(logic, here, tiers=tiers),
                )
            )
    for state, these in states.items():
        _put(ended, state[0], these)
    return {tier: Count(*these) for tier, these in ended.items()}


def together(counts: Iterable[Count | None]) -> Count | None:
    """Return all these answer sheets as one count, or None where there is none."""
    some = [each for each in counts if each]
    return reduce(Count.also, some) if some else None


def _asked(step: Asked, states: dict[Cofactors, _Sheets]) -> dict[Cofactors, _Sheets]:
    """Return the same states, with one more answer for whom the question is asked."""
    if step.asked == IMPOSSIBLE:
        return states
    return {
        state: (sheets, shortest + 1, longest + 1) if _true(state, step.asked) else (sheets, shortest, longest)
        for state, (sheets, shortest, longest) in states.items()
    }


def _counted(
    exploration: Exploration, step: ExplorationStep, states: Mapping[Cofactors, _Sheets], ended: dict[int, _Sheets]
) -> dict[Cofactors, _Sheets]:
    found: dict[Cofactors, _Sheets] = {}
    for number, (state, (sheets, shortest, longest)) in enumerate(states.items()):
        if not number & 4095:
            exploration.logic.diagrams.check()
        for weight, follows in exploration.after(step, state):
            these = (sheets * weight, shortest, longest)
            if isinstance(follows, int):
                _put(ended, follows, these)
            else:
                _put(found, follows, these)
    return found


def _put(counts: dict[_T, _Sheets], key: _T, more: _Sheets) -> None:
    """Add some answer sheets to those that are there."""
    there = counts.get(key)
    if there is None:
        counts[key] = more
    else:
        shortest = more[1] if more[1] < there[1] else there[1]
        counts[key] = there[0] + more[0], shortest, more[2] if more[2] > there[2] else there[2]
