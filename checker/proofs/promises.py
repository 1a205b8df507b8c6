"""Does a clinician's promise hold for everybody? Each promise as the ways in which somebody would break it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from checker.authoring.writer import written
from checker.engine.conditions import ALWAYS, AnyOf, Expression, holds, reads
from checker.engine.guidance import advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import CLAIMS, Promise, Rule
from checker.phrases import later
from checker.proofs.decision_diagrams import Distance
from checker.proofs.encoding import Logic, at_tier
from checker.proofs.monotonicity import Swap, worse_swaps
from checker.proofs.reachability import result
from checker.proofs.report import Counterexample
from checker.proofs.satisfiability import Way, cheapest, joined, possible, solve


class ReplayError(AssertionError):
    """The prover found a counterexample that the engine does not confirm: a fault of this program, never a finding."""


@dataclass(frozen=True, slots=True)
class PromiseVerdict:
    """Who breaks a promise, if anybody does; else the rules that keep it."""

    broken_by: tuple[Counterexample, ...] = ()
    because: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """The questions whose answers break it, for a claim about several."""


def smallest(logic: Logic) -> Distance:
    """Return the distance from the sheet on which every answer is the first one listed."""
    owners = logic.space.owners
    return Distance([0] * len(owners), owners, [1] * len(logic.space.blocks))


def claim(promise: Promise) -> str:
    """Return what a promise claims, in a few words."""
    if promise.monotone:
        return later(
            "%(id)s: a worse answer never gives a softer tier (%(questions)s)",
            id=promise.id,
            questions=", ".join(promise.monotone),
        )
    name = next(name for name in CLAIMS if getattr(promise, name))
    target = getattr(promise, name)
    named = target if isinstance(target, str) else ", ".join(target)
    when = f" when {written(promise.when)}" if promise.when != ALWAYS else ""
    return f"{promise.id}: {name} {named}{when}"


def examine(logic: Logic, promise: Promise, *, explained: bool = True) -> PromiseVerdict:
    """Return the smallest answer sheets that break a promise, or why nobody can, if that is to be explained."""
    if promise.monotone:
        return _monotone(logic, promise)
    if not explained and possible(logic.diagrams, _broken(logic, promise)[0]) is None:
        return PromiseVerdict()
    ways, keepers = _broken(logic, promise)
    found = cheapest(logic.diagrams, ways, smallest(logic), explained=True)
    if found.values is None:
        return PromiseVerdict(because=tuple(keepers[place].id for place in found.needed if place < len(keepers)))
    journey = walk(logic.questionnaire, logic.space.sheet(found.values))
    if _kept(promise, journey):
        raise ReplayError(f"promise {promise.id}: {journey.answers}")
    return PromiseVerdict((_shown(journey),))


def shown_of(logic: Logic, values: Sequence[int]) -> Counterexample:
    """Return what the engine makes of some values."""
    return _shown(walk(logic.questionnaire, logic.space.sheet(values)))


def _shown(journey: Journey, before: Counterexample | None = None) -> Counterexample:
    """Return what the engine makes of a journey, and which rules no longer hold that held before."""
    guidance = advise(journey.questionnaire, journey)
    rules = tuple(rule.id for rule in guidance.rules)
    gone = tuple(rule for rule in before.rules if rule not in rules) if before else ()
    return Counterexample(journey.answers, guidance.tier.id, rules, gone)


def _broken(logic: Logic, promise: Promise) -> tuple[Iterable[Way], Sequence[Rule]]:
    """Return the ways in which a promise is broken, and the rules that their first conjuncts stand for."""
    urgency, questionnaire = logic.questionnaire.urgency, logic.questionnaire
    if promise.always:
        tier = urgency[promise.always]
        if tier == len(questionnaire.tiers) - 1:
            return [], []
        where = logic.diagrams.both(logic.fired(promise.when, tier), logic.among)
        return [(where, logic.softer(tier))], logic.rules(tier)
    if promise.never:
        tier = urgency[promise.never]
        where = logic.diagrams.both(logic.fired(promise.when, tier - 1), logic.among)
        return joined(logic.diagrams, result(logic, tier), where, []), logic.rules(tier - 1)
    if promise.interrupts:
        rule = next(rule for rule in questionnaire.guidance if rule.id == promise.interrupts)
        return _ending(logic, promise.when, rule.when, logic.diagrams.negation), []
    if promise.says:
        statement = next(each for each in questionnaire.statements if each.id == promise.says)
        return _ending(logic, promise.when, statement.when, logic.diagrams.negation), []
    said = AnyOf(tuple(statement.when for statement in questionnaire.statements_of(promise.never_says)))
    return _ending(logic, promise.when, said, lambda node: node), []


def _ending(logic: Logic, when: Expression, other: Expression, wrong: Callable[[int], int]) -> Iterator[Way]:
    """Yield the ways in which one condition holds at the end and what another one comes to there is wrong."""
    if "tier" in reads(other):
        yield from _ending_so(logic, when, other, wrong)
        return
    for place, node, alive in logic.endings():
        broken = logic.diagrams.both(logic.cut(when, place), wrong(logic.cut(other, place)))
        yield logic.diagrams.both(logic.diagrams.both(node, logic.among), broken), alive


def _ending_so(logic: Logic, when: Expression, other: Expression, wrong: Callable[[int], int]) -> Iterator[Way]:
    """Yield the same where the other one reads the tier, one tier after another."""
    diagrams = logic.diagrams
    for tier, each in enumerate(logic.questionnaire.tiers):
        text = at_tier(other, each.id)
        for place, node, alive in logic.endings(tier):
            where = diagrams.both(diagrams.both(node, logic.among), logic.cut(when, place))
            if where:
                broken = diagrams.both(where, wrong(logic.cut(text, place)))
                yield from joined(diagrams, result(logic, tier), broken, alive)


def _kept(promise: Promise, journey: Journey) -> bool:
    """Return whether a journey keeps a promise, by the engine alone."""
    if not holds(promise.when, journey.values):
        return True
    guidance = advise(journey.questionnaire, journey)
    if promise.interrupts:
        return promise.interrupts in [rule.id for rule in journey.interrupted_by]
    if promise.says:
        return promise.says in [statement.id for statement in guidance.statements]
    if promise.never_says:
        unwanted = journey.questionnaire.statements_of(promise.never_says)
        return not any(statement in guidance.statements for statement in unwanted)
    urgency = journey.questionnaire.urgency
    return urgency[guidance.tier.id] <= urgency[promise.always] if promise.always else guidance.tier.id != promise.never


# Swaps -----------------------------------------------------------------------------------------------------------


def _monotone(logic: Logic, promise: Promise) -> PromiseVerdict:
    def worse(name: str) -> Iterator[Swap]:
        return worse_swaps(logic, logic.questionnaire.question[name])

    broken = tuple(name for name in promise.monotone if softened(logic, worse(name)))
    return PromiseVerdict(softened(logic, chain.from_iterable(map(worse, broken))), (), broken)


def softened(logic: Logic, swaps: Iterable[Swap]) -> tuple[Counterexample, ...]:
    """Return the smallest pair of sheets, before and after a swap, of which the second gets the softer tier, if any."""
    best, cost = tuple[Counterexample, ...](), float("inf")
    for swap in swaps:
        for way in _lost(logic, swap):
            found = solve(logic.diagrams, way, smallest(logic), cost)
            if found.values is not None:
                best, cost = _pair(logic, swap, found.values), found.cost
    return best


def _lost(logic: Logic, swap: Swap) -> Iterator[Way]:
    """Yield the ways in which a rule holds before a swap, and none of its urgency does after it."""
    diagrams = logic.diagrams
    sides = (diagrams.given(logic.among, side) for side in (swap.before, swap.after))
    where = diagrams.both(swap.where, diagrams.any(sides))
    for rule in logic.rules(len(logic.questionnaire.tiers) - 2):
        node = logic.fired(rule.when, logic.tier(rule))
        if where and not logic.tests(node).isdisjoint(swap.before):
            before = diagrams.both(diagrams.given(node, swap.before), where)
            if not diagrams.included(before, diagrams.given(node, swap.after)):
                yield before, [diagrams.given(other, swap.after) for other in logic.softer(logic.tier(rule))]


def _pair(logic: Logic, swap: Swap, values: list[int]) -> tuple[Counterexample, ...]:
    """Return the two sheets of a swap, replayed: the second one must be softer."""
    journeys: list[Journey] = []
    for changed in (swap.before, swap.after):
        for level, value in changed.items():
            values[level] = value
        journeys.append(walk(logic.questionnaire, logic.space.sheet(values)))
    first = _shown(journeys[0])
    second = _shown(journeys[1], first)
    if logic.questionnaire.urgency[first.tier] >= logic.questionnaire.urgency[second.tier]:
        raise ReplayError(f"another answer to {swap.question}: {first.sheet}")
    return first, second
