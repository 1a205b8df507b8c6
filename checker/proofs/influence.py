"""What does one answer do? Whether anything comes of it at all, and the most urgent tier that it can decide.

Two sheets that differ in one answer are walked side by side. As long as both ask the same questions and neither is
stopped, they are in lockstep; so something comes of the answer exactly if they part somewhere, or end together with
other rules, statements or scores.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from checker.engine.conditions import Compare, Expression, Has, Is, leaves, reads
from checker.engine.questionnaire import Question, Questionnaire
from checker.engine.scoring import span
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.encoding import Logic, at_tier
from checker.proofs.monotonicity import Swap, number_swaps, swaps
from checker.proofs.reachability import result
from checker.proofs.satisfiability import Way, solve

Observable: TypeAlias = tuple[int, tuple[int, ...]]
"""A diagram that two sheets in lockstep should agree on, and those that both must fulfil for that to matter."""


class Effects:
    """What can come of any answer to one questionnaire."""

    def __init__(self, logic: Logic) -> None:
        """Sort everything that can be seen of a journey by the levels that it reads."""
        self.logic = logic
        self._named = frozenset(named(logic.questionnaire))
        self._reading: dict[int, list[Observable]] = {}
        for observable in dict.fromkeys(_observables(logic)):
            for level in logic.tests(observable[0]):
                self._reading.setdefault(level, []).append(observable)

    def heard(self, question: Question) -> dict[str, bool]:
        """Return whether anything comes of each option, and under "" of the numbers of a scale.

        Something comes of it if one of these changes for anybody who gives it in place of the least worrying option, or
        ticks it too: a question asked, the end of the questions, a rule (so the tier), a score or a statement.
        The least worrying option itself is left out, except where it can be ticked beside others. An option of many
        that nothing names is not heard, though something may be said to whoever did not tick "None of these".
        """
        if question.kind == "scale":
            return {"": self._changes_anything(number_swaps(self.logic, question))}
        to = {option.id: list(swaps(self.logic, question, option)) for option in question.options}
        unnamed = {
            option.id
            for option in question.options
            if question.kind == "many" and not option.exclusive and (question.id, option.id) not in self._named
        }
        return {
            option: option not in unnamed and self._changes_anything(found) for option, found in to.items() if found
        }

    def _changes_anything(self, some: Iterable[Swap]) -> bool:
        return self.shown(some) is not None

    def shown(self, some: Iterable[Swap]) -> tuple[Swap, list[int]] | None:
        """Return somebody for whom one of these swaps changes anything; None for nobody."""
        ways = ((swap, way) for swap in some for way in self._apart(swap))
        found = ((swap, solve(self.logic.diagrams, way).values) for swap, way in ways)
        return next(((swap, values) for swap, values in found if values is not None), None)

    def _apart(self, swap: Swap) -> Iterator[Way]:
        """Yield the ways in which the two sheets of a swap disagree."""
        pair, diagrams = _Pair(self.logic, swap), self.logic.diagrams
        for node, together in dict.fromkeys(each for level in swap.before for each in self._reading.get(level, ())):
            before, after = pair.sides(node)
            if before != after:
                both = {side for other in together for side in pair.sides(other)}
                yield diagrams.both(diagrams.differ(before, after), swap.where), sorted(both - {1})

    def most_urgent(self, some: Iterable[Swap]) -> int | None:
        """Return the most urgent tier that somebody has after a swap, and a softer one before it; None for none."""
        pairs, diagrams = [_Pair(self.logic, swap) for swap in some], self.logic.diagrams
        for tier in range(len(self.logic.questionnaire.tiers) - 1):
            if any(solve(diagrams, way).values is not None for pair in pairs for way in pair.raised(tier)):
                return tier
        return None


class _Pair:
    """The two sheets of a swap: every diagram as it reads before it and after it."""

    def __init__(self, logic: Logic, swap: Swap) -> None:
        self._logic, self._swap = logic, swap
        self._sides: dict[int, tuple[int, int]] = {}

    def sides(self, node: int) -> tuple[int, int]:
        """Return what is left of a diagram before and after the swap."""
        found = self._sides.get(node)
        if found is None:
            given, swap = self._logic.diagrams.given, self._swap
            idle = self._logic.tests(node).isdisjoint(swap.before)
            found = self._sides[node] = (node, node) if idle else (given(node, swap.before), given(node, swap.after))
        return found

    def raised(self, tier: int) -> Iterator[Way]:
        """Yield the ways in which a rule of a tier holds after the swap, and none so urgent holds before it."""
        logic = self._logic
        for rule in logic.rules(tier):
            if logic.tier(rule) == tier:
                before, after = self.sides(logic.fired(rule.when, tier))
                node = logic.diagrams.both(after, self._swap.where)
                if not logic.diagrams.included(node, before):
                    yield node, [self.sides(other)[0] for other in logic.softer(tier)]


def _observables(logic: Logic) -> Iterator[Observable]:
    """Yield all that can be seen of a journey: rules first, since most answers are heard by one."""
    questionnaire, endings = logic.questionnaire, list(logic.endings())
    for rule in questionnaire.guidance:
        yield from ((_cut(logic, rule.when, place), (ending, *alive)) for place, ending, alive in endings)
    for rule, moments in logic.stops:
        yield from ((_cut(logic, rule.when, place), tuple(logic.alive(place))) for place in moments)
    for place, question in enumerate(questionnaire.questions):
        yield logic.asked[question.id], tuple(logic.alive(place))
    for score in questionnaire.scores:
        alive = tuple(logic.alive(questionnaire.position[score.id]))
        values = (Compare(score.id, "==", points) for points in span(questionnaire.question, score))
        yield from ((_cut(logic, value), alive) for value in values)
    for statement in questionnaire.statements:
        if "tier" in reads(statement.when):
            yield from _at_each_tier(logic, statement.when)
        else:
            yield from ((_cut(logic, statement.when, place), (ending, *alive)) for place, ending, alive in endings)


def _cut(logic: Logic, when: Expression, place: int | None = None) -> int:
    """Return ``logic.cut``; name the last question that a condition reads where it is too entangled for a diagram."""
    try:
        return logic.cut(when, place)
    except UndecidedError as why:
        raise logic.undecided_at(max(logic.moments(when)), why) from None


def _at_each_tier(logic: Logic, when: Expression) -> Iterator[Observable]:
    """Yield the same for a condition that reads the tier, which both sheets share where they agree on all rules."""
    for tier, each in enumerate(logic.questionnaire.tiers):
        text = at_tier(when, each.id)
        for place, ending, alive in logic.endings(tier):
            if (node := _cut(logic, text, place)) > 1:
                yield from ((node, (ending, *alive, rule, *softer)) for rule, softer in result(logic, tier))


def named(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield every question and option that a condition names, or whose points a score adds up."""
    parts = (questionnaire.questions, questionnaire.guidance, questionnaire.statements)
    for leaf in (leaf for group in parts for part in group for leaf in leaves(part.when)):
        options = leaf.values if isinstance(leaf, Is) else (leaf.option,) if isinstance(leaf, Has) else ()
        yield from ((leaf.name, option) for option in options)
    for item in (questionnaire.question[item] for score in questionnaire.scores for item in score.sum):
        yield from ((item.id, option.id) for option in item.options if option.points is not None)
