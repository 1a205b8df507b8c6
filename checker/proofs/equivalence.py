"""Do two versions treat everybody alike? One space of answers for both, so that what is equal is the same diagram."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from time import monotonic
from typing import Literal, Self, TypeAlias

from checker.engine.conditions import Answer, Expression, Is, Leaf, leaves, reads
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire, Rule, Statement
from checker.phrases import later
from checker.proofs.decision_diagrams import Diagrams, Distance, UndecidedError
from checker.proofs.divergence import apart, measured
from checker.proofs.encoding import NEVER, Logic, at_tier
from checker.proofs.promises import ReplayError
from checker.proofs.reachability import at_once, result
from checker.proofs.regions import Region, Regions
from checker.proofs.report import Sheet
from checker.proofs.satisfiability import Way, cheapest, joined, possible
from checker.proofs.shared_variables import common_space, offered, plainest
from checker.proofs.state_explosion import knot

MOST_NODES = 2_000_000
"""Nodes for two versions and all that differs between them; a million takes half a gigabyte."""
MOST_COUNTED = 50_000
"""Nodes of a diagram that says of whom something differs; nobody waits for the count of a larger one."""
Ending: TypeAlias = tuple[int, int, list[int]]
How = Literal["no longer", "now", "differs", "no longer shown", "now shown"]
"""What has become of something for somebody; a page of a rule is shown at once, or no longer."""


@dataclass(frozen=True, slots=True)
class Affected:
    """For whom something is no longer so, is so now, or differs."""

    how: How
    region: Region


@dataclass(frozen=True, slots=True)
class Moving:
    """Whom the changed rules concern that make a tier another one."""

    region: Region
    others: bool = False
    """Whether other rules matter too: then only those change their tier whom no other rule more urgent than the softer
    one of the two tiers sees."""
    also: bool = False
    """Whether those among them whom no rule of the softer tier sees either get a tier that is softer still."""


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
    who: Moving | None = None
    """Whom this touches; None where that is too entangled to say."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Answer sheets of the same tier in both versions, of which only one holds some rule, says or scores something."""

    old: Sheet
    new: Sheet
    """The smallest such sheet, as each version asks it."""
    sheets: int | None = None
    """How many there are; None where they are too entangled to count."""


@dataclass(frozen=True, slots=True)
class Differing:
    """What only one version asks, says or finds of somebody."""

    id: str
    old: Sheet
    new: Sheet
    sheets: int | None = None
    """On how many answer sheets; None where they are too entangled to count."""
    same_tier: int | None = None
    """How many of these have the same tier in both versions."""
    who: tuple[Affected, ...] = ()
    """Whom this touches; empty where that is too entangled to say."""


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
    scored: tuple[Differing, ...] = ()
    """Scores that give somebody other points, another band or, in only one version, nothing."""
    touched: Touched | None = None
    """Whom all these rules, statements and scores touch though their tier is the same; None for nobody."""
    total: int | None = None
    """How many answer sheets there are, as far as both versions offer their answers."""
    why: str = ""
    """Why they could not be counted."""

    @property
    def alike(self) -> bool:
        """Whether both have the same questions, tier, rules, interruptions, statements and scores for everybody.

        What these say and how it all looks may differ.
        """
        return not (self.shifts or self.asked or self.said or self.held or self.scored)


def compare(old: Questionnaire, new: Questionnaire, *, timeout: float = 60.0) -> Versions:
    """Return how two versions differ in what they ask and tell; raise UndecidedError where that is too hard to say."""
    both = _Both.of(old, new, timeout)
    shifts = list(both.shifts())
    asked, said, held, scored = (list(kind()) for kind in (both.asked, both.said, both.held, both.scored))
    touched = both.touched([way for _, sides in (*said, *held, *scored) for side in sides.values() for way in side])
    total, why = both.counted(1)
    return Versions(
        tuple(both.moved(shifts)),
        asked=both.numbered(asked, "question"),
        said=both.numbered(said, "statement"),
        held=both.numbered(held, "rule"),
        scored=both.numbered(scored, "score"),
        touched=touched,
        total=total,
        why=why,
    )


def shifted(old: Logic, new: Logic) -> tuple[Shift, ...]:
    """Return who gets another tier in a new version over the same diagrams, uncounted; raise UndecidedError."""
    both = _Both(old, new)
    return tuple(both.moved(list(both.shifts()), are_counted=False))


Sides: TypeAlias = Mapping[How, list[Way]]
_Found: TypeAlias = tuple[Differing, Sides]
"""What differs, and the ways in which it does."""


class _Both:
    """Two versions over one space of answers."""

    def __init__(self, old: Logic, new: Logic) -> None:
        self.old, self.new, self.space, self.diagrams = old, new, new.space, new.diagrams
        versions = old.questionnaire, new.questionnaire
        self.offered = [offered(*versions, self.space, self.diagrams, name) for name in self.space.blocks]
        self.people = [node for node in self.offered if node != 1]
        self.apart = apart(self.old, self.new)
        """Who may be treated differently: for all others, nothing has to be looked at."""

    @classmethod
    def of(cls, old: Questionnaire, new: Questionnaire, timeout: float) -> Self:
        """Return two versions over diagrams of their own, undecided after so many seconds."""
        space = common_space(old, new)
        diagrams = Diagrams(space.sizes, monotonic() + timeout, MOST_NODES)
        return cls(Logic(old, space, diagrams), Logic(new, space, diagrams))

    # Tiers -----------------------------------------------------------------------------------------------------

    @cached_property
    def results(self) -> tuple[dict[str, list[Way]], dict[str, list[Way]]]:
        """The ways to every tier, in each version, of those who may be treated differently."""
        old, new = (
            {
                tier.id: at_once(self.diagrams, joined(self.diagrams, result(logic, place), self.apart, []))
                for place, tier in enumerate(logic.questionnaire.tiers)
            }
            for logic in (self.old, self.new)
        )
        return old, new

    @cached_property
    def kept(self) -> list[Way]:
        """The ways to get the same tier in both versions, as one where that is small."""
        old, new = self.results
        return at_once(self.diagrams, (way for tier in old if tier in new for way in self._joint(old[tier], new[tier])))

    def shifts(self) -> Iterator[tuple[Shift, list[Way]]]:
        """Yield every pair of different tiers that somebody gets and the ways to it, the most urgent old one first."""
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
                    yield Shift(before, after, None, first, second, _deciding(told), _deciding(says)), ways

    def _joint(self, old: list[Way], new: list[Way]) -> Iterator[Way]:
        """Yield the ways in which a tier of each version is the result for somebody whose answers both offer.

        All ways to a tier have the same to hold together with them. So what is a way in both covers every pair with it.
        """
        common = {node for node, _ in old} & {node for node, _ in new}
        for (first, rest), (second, more) in product(old, new):
            if first == second or not {first, second} & common:
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
        old, new = self.old.questionnaire, self.new.questionnaire
        home = self.space.values({name: plainest(old, new, name) for name in self.space.blocks})
        return Distance(home, self.space.owners, [1] * len(self.space.blocks))

    # Counting --------------------------------------------------------------------------------------------------

    def counted(self, node: int) -> tuple[int | None, str]:
        """Return how many answer sheets a diagram is true of, or None and why that is not known.

        A sheet is what is asked by either version; the answers to all else are taken to be the smallest ones.
        """
        each = ""
        try:
            for place, each in reversed(list(enumerate(self.space.blocks))):
                node = self.diagrams.both(node, self._sheets(place, each))
            return self.diagrams.count(node, self._weights), ""
        except UndecidedError as why:
            logic = self.new if each in self.new.asked else self.old
            where = knot(logic, each)
            return None, later("too entangled to count exactly: %(why)s %(where)s", why=str(why), where=where)

    def number(self, ways: Iterable[Way]) -> int | None:
        """Return for how many answer sheets one of these ways holds, or None where that is not known."""
        whole = self._whole(ways)
        return None if whole is None else self.counted(whole)[0]

    def _whole(self, ways: Iterable[Way]) -> int | None:
        """Return these ways as one diagram, or None where that is too large."""
        try:
            whole = at_once(self.diagrams, ways, MOST_COUNTED)
        except UndecidedError:
            return None
        return whole[0][0] if len(whole) == 1 else None

    def numbered(self, found: Iterable[_Found], kind: str) -> tuple[Differing, ...]:
        """Return what differs, with the number of answer sheets on which it does, and whom it touches."""
        return tuple(
            replace(
                each,
                sheets=self.number(_every(sides)),
                same_tier=self.number(self._unmoved(_every(sides))),
                who=tuple(self._who(sides, self._read(kind, each.id))),
            )
            for each, sides in found
        )

    def touched(self, ways: list[Way]) -> Touched | None:
        """Return whom these ways touch though their tier is the same; None where there is nobody."""
        unmoved = list(self._unmoved(ways))
        example = self._example(unmoved)
        return Touched(*example, self.number(unmoved)) if example else None

    def _unmoved(self, ways: Iterable[Way]) -> Iterator[Way]:
        """Yield each way, of people only whose tier is the same in both versions."""
        for first, rest in ways:
            for second, more in self.kept:
                if node := self.diagrams.both(first, second):
                    yield node, [*rest, *more]

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

    def asked(self) -> Iterator[_Found]:
        """Yield every question that only one version asks of somebody."""
        negation, both = self.diagrams.negation, self.diagrams.both
        for name in self.space.blocks:
            old, new = (self._asked(logic, name) for logic in (self.old, self.new))
            if old == new:
                continue
            gone, come = both(old, negation(new)), both(new, negation(old))
            yield from self._differing(name, {"no longer": [(gone, self.people)], "now": [(come, self.people)]})

    def said(self) -> Iterator[_Found]:
        """Yield every statement that only one version says, those that read the tier where it is the same."""
        old, new = self.old.questionnaire.statements, self.new.questionnaire.statements
        for name, former, latter in _pairs(_conditions(old), _conditions(new)):
            yield from self._differing(name, self._sides(former, latter))

    def held(self) -> Iterator[_Found]:
        """Yield every rule that holds, or interrupts, in only one version."""
        old, new = self.old.questionnaire.guidance, self.new.questionnaire.guidance
        interrupting = [tuple(rule for rule in rules if rule.then == "interrupt") for rules in (old, new)]
        shown = {name: when for name, *when in _pairs(*map(_conditions, interrupting))}
        for name, former, latter in _pairs(_conditions(old), _conditions(new)):
            gone, come = self._sides(*shown.get(name, (NEVER, NEVER))).values()
            yield from self._differing(name, self._sides(former, latter) | {"no longer shown": gone, "now shown": come})

    def scored(self) -> Iterator[_Found]:
        """Yield every score that gives somebody other points, another band or, in only one version, nothing."""
        for name in dict.fromkeys([*self.new.questionnaire.score, *self.old.questionnaire.score]):
            old, new = (measured(logic.questionnaire, name) for logic in (self.old, self.new))
            ways = [way for _, former, latter in _pairs(old, new) for way in _every(self._sides(former, latter))]
            yield from self._differing(name, {"differs": ways})

    def _differing(self, name: str, sides: Sides) -> Iterator[_Found]:
        """Yield what differs with its smallest example and its ways, if there is anybody."""
        if example := self._example(_every(sides)):
            yield Differing(name, *example), sides

    @cached_property
    def ends(self) -> list[tuple[Ending, Ending]]:
        """Every way to end in the old version, with every one in the new version in which the same person may end."""
        return [
            (one, two)
            for one, two in product(self.old.endings(), self.new.endings())
            if self._possible(self.diagrams.both(one[1], two[1]), [*one[2], *two[2], *self.people])
        ]

    def _possible(self, first: int, rest: list[int]) -> bool:
        return possible(self.diagrams, [(first, rest)]) is not None

    def _sides(self, former: Expression, latter: Expression) -> dict[How, list[Way]]:
        """Return the ways in which a condition holds at the end of the old version only, and of the new one only."""
        return {"no longer": list(self._only(former, latter, 0)), "now": list(self._only(former, latter, 1))}

    def _only(self, former: Expression, latter: Expression, version: Literal[0, 1]) -> Iterator[Way]:
        """Yield the ways in which a condition holds at the end of one version only: 0 is the old one."""
        if not self.apart:
            return
        old, new = self.results
        reading = "tier" in reads(former) | reads(latter)
        for tier in [each for each in old if each in new] if reading else [next(iter(new))]:
            first, second = at_tier(former, tier), at_tier(latter, tier)
            for (at, node, alive), (place, other, living) in self.ends:
                holds = [self.old.cut(first, at), self.new.cut(second, place)]
                holds[1 - version] = self.diagrams.negation(holds[1 - version])
                way = self.diagrams.all([*holds, node, other])
                if way and reading:
                    for joint, rest in self._joint(old[tier], new[tier]):
                        yield self.diagrams.both(way, joint), [*rest, *alive, *living]
                elif way:
                    yield way, [*alive, *living, *self.people]

    # Who these are ---------------------------------------------------------------------------------------------

    @cached_property
    def regions(self) -> Regions:
        """People whose answers both versions offer."""
        return Regions((self.new, self.old), self.diagrams.all(self.people), self._smallest)

    def _told(self, ways: Iterable[Way], read: Collection[Leaf]) -> Region | None:
        """Return whom these ways touch, or None where that is too entangled to say."""
        whole = self._whole(ways)
        try:
            return None if whole is None else self.regions.told(whole, read)
        except UndecidedError:
            return None

    def _who(self, sides: Sides, read: Collection[Leaf]) -> Iterator[Affected]:
        """Yield whom each side of a difference touches; a page is not told apart from its rule."""
        so_far = set[Region]()
        for how, ways in sides.items():
            region = self._told(ways, read)
            if region and region.lists and region not in so_far:
                so_far.add(region)
                yield Affected(how, region)

    def _read(self, kind: str, name: str) -> set[Leaf]:
        """Return the comparisons of a question, rule or statement, or the answers that a score counts otherwise."""
        if kind == "score":
            return {leaf for logic in (self.old, self.new) for leaf in self._rescored(logic.questionnaire, name)}
        group = {"question": "questions", "rule": "guidance", "statement": "statements"}[kind]
        parts = [part for logic in (self.old, self.new) for part in getattr(logic.questionnaire, group)]
        return {leaf for part in parts if part.id == name for leaf in leaves(part.when)}

    def _rescored(self, questionnaire: Questionnaire, score: str) -> Iterator[Is]:
        """Yield the answers to the items of a score that give other points in only one version."""
        for item in questionnaire.score[score].sum if score in questionnaire.score else ():
            points = [
                {option.id: option.points for option in logic.questionnaire.question[item].options}
                for logic in (self.old, self.new)
                if item in logic.questionnaire.question
            ]
            yield from (Is(item, (option,)) for option in points[0] if points[0][option] != points[-1].get(option))

    def moved(self, shifts: Sequence[tuple[Shift, list[Way]]], *, are_counted: bool = True) -> Iterator[Shift]:
        """Yield the shifts with the number of answer sheets that they touch, and whose these are."""
        pairs = [(shift.before, shift.after) for shift, _ in shifts]
        for shift, ways in shifts:
            yield replace(
                shift, sheets=self.number(ways) if are_counted else None, who=self._moving(shift, ways, pairs)
            )

    def _moving(self, shift: Shift, ways: list[Way], pairs: Sequence[tuple[str, str]]) -> Moving | None:
        """Return whom the changed rules concern that make this shift, one of these pairs of tiers.

        Who gets a softer tier had the urgent one by old rules that no longer hold, or that ask for a softer one by now.
        No rule more urgent than the softer tier holds now. The other way round it is the same of the new rules.
        """
        old, new = self.old.questionnaire, self.new.questionnaire
        if not {shift.before, shift.after} <= old.urgency.keys() & new.urgency.keys():
            return None
        softened = {version.urgency[shift.before] < version.urgency[shift.after] for version in (old, new)}
        if len(softened) > 1:
            return None
        (down,) = softened
        urgent, soft = (shift.before, shift.after) if down else (shift.after, shift.before)
        core, read = self._moved_by(down, urgent, soft)
        whole, inside = self._whole(core), self._whole(ways)
        region = self._told(core, read)
        if region is None or whole is None:
            return None
        others = inside is None or not self.diagrams.included(whole, inside)
        places = (new if down else old).urgency
        softest = [pair for pair in pairs if pair[not down] == urgent and places.get(pair[down], -1) > places[soft]]
        return Moving(region, others, others and bool(softest))

    def _moved_by(self, down: bool, urgent: str, soft: str) -> tuple[list[Way], set[Leaf]]:
        """Return the ways in which a rule makes the urgent tier in one version only, and the comparisons of such rules.

        In the other one the rule does not hold, or asks for the soft tier or a softer one.
        """
        old, new = self.old.questionnaire, self.new.questionnaire
        one, other = (old, new) if down else (new, old)
        ways, read = list[Way](), set[Leaf]()
        for rule in one.guidance:
            if rule.tier == urgent:
                kept = [
                    t.when for t in other.guidance if t.id == rule.id and other.urgency[t.tier] < other.urgency[soft]
                ]
                twin = kept[0] if kept else NEVER
                some = list(self._only(rule.when, twin, 0) if down else self._only(twin, rule.when, 1))
                ways += some
                read |= {*leaves(rule.when), *leaves(twin)} if some else set()
        return ways, read


def _every(sides: Sides) -> list[Way]:
    return [way for ways in sides.values() for way in ways]


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
