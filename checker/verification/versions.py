"""Do two versions treat everybody alike? One space of answers for both, so that what is equal is the same diagram."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from time import monotonic
from typing import TypeAlias

from checker.expressions import Answer, Expression, reads
from checker.guidance import Guidance, advise
from checker.journey import walk
from checker.model import Question, Questionnaire, Rule, Statement
from checker.verification.diagrams import Diagrams, Distance, UndecidedError
from checker.verification.logic import NEVER, Logic, at_tier
from checker.verification.promising import ReplayError
from checker.verification.reaching import at_once
from checker.verification.report import Sheet
from checker.verification.solving import Way, cheapest
from checker.verification.space import Space, cuts, space_of

Ending: TypeAlias = tuple[int, int, list[int]]


@dataclass(frozen=True, slots=True)
class Shift:
    """Answer sheets that get another tier in the new version than in the old one."""

    before: str
    after: str
    sheets: int | None
    """How many there are; None where they are too entangled to count."""
    old: Sheet
    """The smallest such sheet as the old version asks it."""
    new: Sheet
    """The same person's answers as the new version asks them."""
    old_rules: tuple[str, ...]
    new_rules: tuple[str, ...]
    """The rules that made each tier."""


@dataclass(frozen=True, slots=True)
class Differing:
    """What only one version asks, says or finds of somebody."""

    id: str
    old: Sheet
    new: Sheet


@dataclass(frozen=True, slots=True)
class Versions:
    """What differs between two versions, for all answer sheets whose answers both versions offer."""

    shifts: tuple[Shift, ...]
    asked: tuple[Differing, ...] = ()
    """Questions that only one version asks of somebody."""
    said: tuple[Differing, ...] = ()
    """Statements that only one version says; one that reads the tier is held against people whose tier is the same."""
    held: tuple[Differing, ...] = ()
    """Rules that hold, or interrupt, in only one version."""
    total: int | None = None
    """How many answer sheets there are, as far as both versions offer their answers."""
    why: str = ""
    """Why they could not be counted."""

    @property
    def alike(self) -> bool:
        """Whether both have the same questions, tier, rules, interruptions and statements for everybody.

        What these say, what scores show and how it all looks may differ.
        """
        return not (self.shifts or self.asked or self.said or self.held)


def compare(old: Questionnaire, new: Questionnaire, *, timeout: float = 60.0) -> Versions:
    """Return how two versions differ in what they ask and tell; raise UndecidedError where that is too hard to say."""
    both = _Both(old, new, timeout)
    shifts = tuple(both.shifts())
    total, why = both.counted(1)
    return Versions(shifts, tuple(both.asked()), tuple(both.said()), tuple(both.held()), total, why)


class _Both:
    """Two versions over one space of answers."""

    def __init__(self, old: Questionnaire, new: Questionnaire, timeout: float) -> None:
        self.space = _space(old, new)
        self.diagrams = Diagrams(self.space.sizes, monotonic() + timeout)
        self.old, self.new = Logic(old, self.space, self.diagrams), Logic(new, self.space, self.diagrams)
        self.offered = [_offered(old, new, self.space, self.diagrams, name) for name in self.space.blocks]
        self.people = [node for node in self.offered if node != 1]

    # Tiers -----------------------------------------------------------------------------------------------------

    @cached_property
    def results(self) -> tuple[dict[str, list[Way]], dict[str, list[Way]]]:
        """The ways to every tier, in each version."""
        old, new = (
            {tier.id: at_once(logic, place) for place, tier in enumerate(logic.questionnaire.tiers)}
            for logic in (self.old, self.new)
        )
        return old, new

    def shifts(self) -> Iterator[Shift]:
        """Yield every pair of different tiers that somebody gets, the most urgent old one first."""
        old, new = self.results
        for before, after in product(old, new):
            if before != after and old.get(before) != new.get(before) and old.get(after) != new.get(after):
                ways = list(self._joint(old[before], new[after]))
                if example := self._example(ways):
                    first, second = example
                    told = advise(self.old.questionnaire, walk(self.old.questionnaire, first))
                    says = advise(self.new.questionnaire, walk(self.new.questionnaire, second))
                    if (told.tier.id, says.tier.id) != (before, after):
                        raise ReplayError(f"{before} to {after}: {first}")
                    count = self.counted(ways[0][0])[0] if len(ways) == 1 else None
                    yield Shift(before, after, count, first, second, _deciding(told), _deciding(says))

    def _joint(self, old: list[Way], new: list[Way]) -> Iterator[Way]:
        """Yield the ways in which both happen to somebody whose answers both versions offer."""
        for (first, rest), (second, more) in product(old, new):
            yield self.diagrams.both(first, second), [*rest, *more, *self.people]

    def _example(self, ways: list[Way]) -> tuple[Sheet, Sheet] | None:
        """Return the smallest sheet for which a way holds, as each version asks it."""
        found = cheapest(self.diagrams, ways, self._smallest)
        if found.values is None:
            return None
        sheet = self.space.sheet(found.values)
        old, new = (walk(logic.questionnaire, _own(logic.questionnaire, sheet)) for logic in (self.old, self.new))
        return old.answers, new.answers

    @cached_property
    def _smallest(self) -> Distance:
        """The distance from the sheet on which every answer is the first one that both versions offer."""
        owners, home = self.space.owners, [0] * len(self.space.owners)
        for node in self.people:
            for level, value in (self.diagrams.extended(node, {}) or {}).items():
                home[level] = value
        return Distance(home, owners, [1] * len(self.space.blocks))

    # Counting --------------------------------------------------------------------------------------------------

    def counted(self, node: int) -> tuple[int | None, str]:
        """Return how many answer sheets a diagram is true of, or None and why that is not known.

        A sheet is what is asked by either version; the answers to all else are taken to be the smallest ones.
        """
        try:
            for place, each in reversed(list(enumerate(self.space.blocks))):
                node = self.diagrams.both(node, self._sheets(place, each))
            return self.diagrams.count(node, self._weights), ""
        except UndecidedError as why:
            return None, f"too entangled to count exactly: {why}"

    def _sheets(self, place: int, name: str) -> int:
        block, diagrams = self.space.blocks[name], self.diagrams
        asked = diagrams.any([self._asked(logic, name) for logic in (self.old, self.new)])
        plain = diagrams.both(block.plain(diagrams), self.offered[place])
        if not plain:
            return diagrams.negation(asked)
        some = diagrams.some(plain)
        first = diagrams.all([diagrams.one_of(level, (some[level],)) for level in block.levels])
        return diagrams.either(diagrams.both(plain, asked), diagrams.both(diagrams.negation(asked), first))

    @cached_property
    def _weights(self) -> list[tuple[int, ...]]:
        return [block.weights or (1,) * size for block in self.space.blocks.values() for size in block.sizes]

    def _asked(self, logic: Logic, name: str) -> int:
        """Return: a version asks this question, and nothing ended the questions before."""
        if name not in logic.asked:
            return 0
        return self.diagrams.all([logic.asked[name], *logic.alive(logic.questionnaire.position[name])])

    # Questions, statements and rules ---------------------------------------------------------------------------

    def asked(self) -> Iterator[Differing]:
        """Yield every question that only one version asks of somebody."""
        for name in self.space.blocks:
            nodes = [self._asked(logic, name) for logic in (self.old, self.new)]
            if example := self._example([(self.diagrams.differ(nodes[0], nodes[1]), self.people)]):
                yield Differing(name, *example)

    def said(self) -> Iterator[Differing]:
        """Yield every statement that only one version says, those that read the tier where it is the same."""
        old, new = self.old.questionnaire.statements, self.new.questionnaire.statements
        for name, former, latter in _pairs(_conditions(old), _conditions(new)):
            if example := self._example(list(self._unlike(former, latter))):
                yield Differing(name, *example)

    def held(self) -> Iterator[Differing]:
        """Yield every rule that holds, or interrupts, in only one version."""
        old, new = self.old.questionnaire.guidance, self.new.questionnaire.guidance
        interrupting = [tuple(rule for rule in rules if rule.then == "interrupt") for rules in (old, new)]
        shown = {name: when for name, *when in _pairs(*map(_conditions, interrupting))}
        for name, former, latter in _pairs(_conditions(old), _conditions(new)):
            pages = self._unlike(*shown[name]) if name in shown else ()
            if example := self._example([*self._unlike(former, latter), *pages]):
                yield Differing(name, *example)

    @cached_property
    def ends(self) -> list[tuple[Ending, Ending]]:
        """Every way to end in the old version, with every one in the new version."""
        return list(product(self.old.endings(), self.new.endings()))

    def _unlike(self, former: Expression, latter: Expression) -> Iterator[Way]:
        """Yield the ways in which a condition holds at the end of only one version."""
        old, new = self.results
        reading = "tier" in reads(former) | reads(latter)
        for tier in [each for each in old if each in new] if reading else [next(iter(new))]:
            first, second = at_tier(former, tier), at_tier(latter, tier)
            for (at, node, alive), (place, other, living) in self.ends:
                apart = self.diagrams.differ(self.old.cut(first, at), self.new.cut(second, place))
                way = self.diagrams.all([apart, node, other])
                if way and reading:
                    for joint, rest in self._joint(old[tier], new[tier]):
                        yield self.diagrams.both(way, joint), [*rest, *alive, *living]
                elif way:
                    yield way, [*alive, *living, *self.people]


def _conditions(parts: Sequence[Statement | Rule]) -> dict[str, Expression]:
    return {part.id: part.when for part in parts}


def _pairs(
    old: Mapping[str, Expression], new: Mapping[str, Expression]
) -> Iterator[tuple[str, Expression, Expression]]:
    """Yield the condition of each thing in both versions; what a version does not have never happens there."""
    for name in dict.fromkeys([*new, *old]):
        yield name, old.get(name, NEVER), new.get(name, NEVER)


def _deciding(guidance: Guidance) -> tuple[str, ...]:
    return tuple(rule.id for rule in guidance.deciding)


def _own(questionnaire: Questionnaire, sheet: Mapping[str, Answer]) -> Sheet:
    """Return the answers to the questions that a version has."""
    return {name: answer for name, answer in sheet.items() if name in questionnaire.question}


def _space(old: Questionnaire, new: Questionnaire) -> Space:
    """Return the space of both versions, in the order of the new one, each removed question after its forerunner."""
    order = [question.id for question in new.questions]
    for place, question in enumerate(old.questions):
        if question.id not in new.question:
            before = old.questions[place - 1].id if place else None
            order.insert(order.index(before) + 1 if before else 0, question.id)
    numbers: dict[str, set[int]] = {}
    for name, found in [*cuts(old).items(), *cuts(new).items()]:
        numbers.setdefault(name, set()).update(found)
    for name in order:
        numbers.setdefault(name, set()).update(_ends(_versions(old, new, name)))
    scored = {item for version in (old, new) for score in version.scores for item in score.sum}
    return space_of([_versions(old, new, name) for name in order], numbers, scored)


def _ends(versions: Sequence[Question]) -> set[int]:
    """Return where a scale is cut so that all numbers of a stretch are offered by the same versions.

    The first one that all offer stands alone: it is the one answer that stands for a question that was not asked.
    """
    ranges = [question.numbers for question in versions if question.numbers]
    if not ranges:
        return set()
    first = max(numbers[0] for numbers in ranges)
    return {first, first + 1, *(numbers[0] for numbers in ranges), *(numbers[-1] + 1 for numbers in ranges)}


def _versions(old: Questionnaire, new: Questionnaire, name: str) -> tuple[Question, ...]:
    return tuple(version.question[name] for version in (new, old) if name in version.question)


def _offered(old: Questionnaire, new: Questionnaire, space: Space, diagrams: Diagrams, name: str) -> int:
    """Return: the answer to a question is one that every version which has the question offers."""
    versions, block = _versions(old, new, name), space.blocks[name]
    if not block.many:
        values = [value for value, answer in enumerate(block.answers) if all(q.accepts(answer) for q in versions)]
        return diagrams.one_of(block.first, values)
    ids: list[set[str]] = [{option.id for option in question.options} for question in versions]
    foreign = sorted(set[str]().union(*ids) - ids[0].intersection(*ids))
    return diagrams.all([diagrams.negation(block.ticked(diagrams, option)) for option in foreign])
