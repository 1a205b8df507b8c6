"""What does each condition say, as a diagram over all answers?

Nothing global is ever built. What is known only at a moment is cut there: a comparison of something later is false, as
it is for ``walk``. Conditions have no ``not``, so what holds early still holds later.
"""

from collections.abc import Iterator
from functools import cached_property
from time import monotonic
from typing import Self

from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Expression, Has, Is, Leaf, reads
from checker.engine.questionnaire import Questionnaire, Rule
from checker.memoisation import memoised
from checker.phrases import later
from checker.proofs.decision_diagrams import Diagrams, UndecidedError
from checker.proofs.score_diagrams import Totals, interval
from checker.proofs.variables import Block, Space, whole

NEVER = AnyOf(())
"""A condition that holds for nobody."""


class Logic:
    """The conditions of one questionnaire as diagrams, each made when it is first asked for."""

    def __init__(
        self, questionnaire: Questionnaire, space: Space | None = None, diagrams: Diagrams | None = None
    ) -> None:
        """Take a questionnaire, and the space and diagrams that it shares with another version of it."""
        self.questionnaire = questionnaire
        self.space = space or whole(questionnaire)
        self.diagrams = diagrams or Diagrams(self.space.sizes)
        self.among = 1
        """Of whom a claim about everybody is asked, where it is known of all others."""
        self.last = len(questionnaire.questions) - 1
        self.asked: dict[str, int] = {}
        self._cut: dict[tuple[Expression, int], int] = {}
        self._leaves: dict[Leaf, int] = {}
        self._alive: dict[tuple[int, int], list[int]] = {}
        self._tests: dict[int, frozenset[int]] = {}
        self._softer: dict[int, list[int]] = {}
        self._deciding: dict[str, int] = {}
        self._fired: dict[tuple[Expression, int], int] = {}
        self._totals = Totals(questionnaire, self.space, self.diagrams, self.asked)
        for place, question in enumerate(questionnaire.questions):
            try:
                self.asked[question.id] = self.cut(question.when)
            except UndecidedError as why:
                raise self.undecided_at(place, why) from None

    @classmethod
    def timed(cls, questionnaire: Questionnaire, seconds: float) -> Self:
        """Return the logic of a questionnaire, undecided after so many seconds."""
        space = whole(questionnaire)
        return cls(questionnaire, space, Diagrams(space.sizes, monotonic() + seconds))

    def undecided_at(self, place: int, why: UndecidedError) -> UndecidedError:
        """Return why something was left undecided, with the question at which it was."""
        name = self.questionnaire.questions[place].id
        return UndecidedError(later("at question '%(question)s': %(why)s", question=name, why=str(why)))

    # Conditions ------------------------------------------------------------------------------------------------

    def moments(self, when: Expression) -> list[int]:
        """Return the places after which a condition may come true."""
        return sorted({self.questionnaire.position[name] for name in reads(when)} or {0})

    def cut(self, when: Expression, place: int | None = None) -> int:
        """Return: the condition holds once the question at this place (left out: the last) is passed."""
        place = self.last if place is None else place
        found = self._cut.get((when, place))
        if found is None:
            known = max([moment for moment in self.moments(when) if moment <= place], default=-1)
            if known < place:
                found = self._cut[when, place] = self.cut(when, known)
            else:
                found = self._cut[when, place] = self._made(when, place)
        return found

    def _made(self, when: Expression, place: int) -> int:
        match when:
            case Always():
                return 1
            case AllOf(parts):
                return self.diagrams.all([self.cut(part, place) for part in parts])
            case AnyOf(parts):
                return self.diagrams.any([self.cut(part, place) for part in parts])
            case Is() | Has() | Compare():
                return self.leaf(when) if self.questionnaire.position[when.name] <= place else 0

    def leaf(self, leaf: Leaf) -> int:
        """Return: this comparison holds; what was not asked satisfies none."""
        found = self._leaves.get(leaf)
        if found is None:
            if leaf.name in self.questionnaire.score:
                found = self._totals.compared(leaf)
            else:
                found = self.diagrams.both(
                    self.asked[leaf.name], _chosen(self.diagrams, self.space.blocks[leaf.name], leaf)
                )
            self._leaves[leaf] = found
        return found

    def known(self, name: str) -> int:
        """Return: this question is asked, or this score has a value."""
        return self._totals.known(name) if name in self.questionnaire.score else self.asked[name]

    def within(self, score: str, low: float, high: float) -> int:
        """Return: this score has a value from low to high."""
        return self._totals.within(score, low, high)

    # Stops -----------------------------------------------------------------------------------------------------

    @cached_property
    def stops(self) -> list[tuple[Rule, list[int]]]:
        """The rules that end the questions, each with the places after which it may."""
        return [(rule, self.moments(rule.when)) for rule in self.questionnaire.guidance if rule.then == "stop"]

    def alive(self, place: int, softer_than: int = -1) -> list[int]:
        """Return, to hold together: no rule softer than this tier has ended the questions before this place."""
        found = self._alive.get((place, softer_than))
        if found is None:
            urgency = self.questionnaire.urgency
            due = [rule for rule, moments in self.stops if moments[0] < place and urgency[rule.tier] > softer_than]
            nodes = [self.diagrams.negation(self.cut(rule.when, place - 1)) for rule in due]
            found = self._alive[place, softer_than] = [node for node in nodes if node != 1]
        return found

    def happening(self, when: Expression) -> Iterator[tuple[int, list[int]]]:
        """Yield the ways in which a condition holds at the end: a diagram, and what must hold together with it."""
        for moment in reversed(self.moments(when)):
            yield self.cut(when, moment), self.alive(moment)

    def endings(self, softest: int | None = None) -> Iterator[tuple[int, int, list[int]]]:
        """Yield every way to end: after which place, the diagram that ends it there, and what must hold with it.

        With ``softest``, ways to end by a rule more urgent than that tier are left out.
        """
        yield self.last, 1, self.alive(self.last)
        urgency = self.questionnaire.urgency
        for rule, moments in self.stops:
            if softest is None or urgency[rule.tier] >= softest:
                yield from ((at, self.cut(rule.when, at), self.alive(at)) for at in moments if at < self.last)

    # Tiers -----------------------------------------------------------------------------------------------------

    def fired(self, when: Expression, tier: int) -> int:
        """Return: the condition holds at the end, were only rules softer than the tier to end the questions.

        Somebody's tier is at least as urgent as a tier exactly if a rule of such a tier has so fired: a more urgent
        rule that ends the questions has fired itself, whatever it hides.
        """
        found = self._fired.get((when, tier))
        if found is None:
            ways = []
            for moment in reversed(self.moments(when)):
                ways.append(self.diagrams.all([self.cut(when, moment), *self.alive(moment, tier)]))
                if not self.alive(moment, tier):
                    break  # what held earlier still holds here
            found = self._fired[when, tier] = self.diagrams.any(ways)
        return found

    def tests(self, node: int) -> frozenset[int]:
        """Return the levels that a diagram tests."""
        found = self._tests.get(node)
        if found is None:
            found = self._tests[node] = frozenset(self.diagrams.level[each] for each in self.diagrams.below(node))
        return found

    def rules(self, tier: int) -> list[Rule]:
        """Return the rules of at least this urgency."""
        return [rule for rule in self.questionnaire.guidance if self.questionnaire.urgency[rule.tier] <= tier]

    def softer(self, tier: int) -> list[int]:
        """Return, to hold together: the result is softer than this tier. One node per rule of ``rules(tier)``."""
        found = self._softer.get(tier)
        if found is None:
            nodes = [self.diagrams.negation(self.fired(rule.when, tier)) for rule in self.rules(tier)]
            found = self._softer[tier] = nodes
        return found

    def deciding(self, tier: int) -> Iterator[int]:
        """Yield the ways in which the result is this tier, if it is not more urgent; each is found when asked for."""
        if tier == len(self.questionnaire.tiers) - 1:
            yield 1
            return
        for rule in self.rules(tier):
            if self.tier(rule) == tier:
                if rule.id not in self._deciding:
                    self._deciding[rule.id] = self.fired(rule.when, tier)
                yield self._deciding[rule.id]

    def tier(self, rule: Rule) -> int:
        """Return the urgency of a rule's tier."""
        return self.questionnaire.urgency[rule.tier]


def _chosen(diagrams: Diagrams, block: Block, leaf: Leaf) -> int:
    """Return: the question's answer satisfies a comparison."""
    match leaf:
        case Has(_, option, negated):
            ticked = block.ticked(diagrams, option)
            return diagrams.negation(ticked) if negated else ticked
        case Is(_, options, negated):
            values = [value for value, answer in enumerate(block.answers) if (answer in options) != negated]
            return diagrams.one_of(block.first, values)
        case Compare():
            values = [value for value, answer in enumerate(block.answers) if compares(leaf, answer)]
            return diagrams.one_of(block.first, values)


def compares(leaf: Compare, answer: object) -> bool:
    """Return whether a number satisfies a comparison."""
    if not isinstance(answer, int):
        return False
    low, high = interval(leaf)
    return (low <= answer <= high) != (leaf.op == "!=")


@memoised
def at_tier(when: Expression, tier: str) -> Expression:
    """Return a statement's condition where the result is this tier."""
    match when:
        case AllOf(parts):
            return AllOf(tuple(at_tier(part, tier) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(at_tier(part, tier) for part in parts))
        case Is("tier", values, negated):
            return Always() if (tier in values) != negated else NEVER
    return when


def without(when: Expression, name: str) -> Expression:
    """Return a condition in which every comparison of this name holds."""
    match when:
        case AllOf(parts):
            return AllOf(tuple(without(part, name) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(without(part, name) for part in parts))
        case Is(other) | Has(other) | Compare(other) if other == name:
            return Always()
    return when
