"""Does a clinician's promise hold for everybody? Each promise as the ways in which somebody would break it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.expressions import ALWAYS, Expression, holds, reads
from checker.guidance import advise
from checker.journey import Journey, walk
from checker.model import Promise, Rule
from checker.verification.diagrams import Distance
from checker.verification.logic import Logic, at_tier
from checker.verification.reaching import result
from checker.verification.report import Counterexample
from checker.verification.solving import Way, cheapest, joined, solve
from checker.verification.worsening import Worsening, unsure_steps, worse_steps
from checker.writing import written


class ReplayError(AssertionError):
    """The prover found a counterexample that the engine does not confirm: a fault of this program, never a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
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
    named = {name: getattr(promise, name) for name in ("always", "never", "says", "interrupts")}
    for name, target in named.items():
        if target:
            when = f" when {written(promise.when)}" if promise.when != ALWAYS else ""
            return f"{promise.id}: {name} {target}{when}"
    kind, names = ("monotone", promise.monotone) if promise.monotone else ("unsure", promise.unsure)
    what = (
        "a worse answer never gives a softer tier"
        if kind == "monotone"
        else "an unsure answer never gives a softer tier"
    )
    return f"{promise.id}: {what} ({', '.join(names)})"


def examine(logic: Logic, promise: Promise) -> Finding:
    """Return the smallest answer sheets that break a promise, or why nobody can."""
    if promise.monotone or promise.unsure:
        return _stepped(logic, promise)
    ways, keepers = _broken(logic, promise)
    found = cheapest(logic.diagrams, ways, smallest(logic), explained=True)
    if found.values is None:
        return Finding(because=tuple(keepers[place].id for place in found.needed if place < len(keepers)))
    journey = walk(logic.questionnaire, logic.space.sheet(found.values))
    if _kept(promise, journey):
        raise ReplayError(f"promise {promise.id}: {journey.answers}")
    return Finding((_shown(journey),))


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
        return [(logic.fired(promise.when, tier), logic.softer(tier))], logic.rules(tier)
    if promise.never:
        tier = urgency[promise.never]
        where = logic.fired(promise.when, tier - 1)
        return joined(logic.diagrams, result(logic, tier), where, []), logic.rules(tier - 1)
    if promise.interrupts:
        rule = next(rule for rule in questionnaire.guidance if rule.id == promise.interrupts)
        return _missing(logic, promise.when, rule.when), []
    statement = next(each for each in questionnaire.statements if each.id == promise.says)
    if "tier" not in reads(statement.when):
        return _missing(logic, promise.when, statement.when), []
    return _unsaid(logic, promise.when, statement.when), []


def _missing(logic: Logic, when: Expression, expected: Expression) -> Iterator[Way]:
    """Yield the ways in which one condition holds at the end and another one does not."""
    diagrams = logic.diagrams
    for place, node, alive in logic.endings():
        broken = diagrams.both(logic.cut(when, place), diagrams.negation(logic.cut(expected, place)))
        yield diagrams.both(node, broken), alive


def _unsaid(logic: Logic, when: Expression, expected: Expression) -> Iterator[Way]:
    """Yield the same for a statement that reads the tier, one tier after another."""
    diagrams = logic.diagrams
    for tier, each in enumerate(logic.questionnaire.tiers):
        text = at_tier(expected, each.id)
        for place, node, alive in logic.endings(tier):
            broken = diagrams.both(logic.cut(when, place), diagrams.negation(logic.cut(text, place)))
            yield from joined(diagrams, result(logic, tier), diagrams.both(node, broken), alive)


def _kept(promise: Promise, journey: Journey) -> bool:
    """Return whether a journey keeps a promise, by the engine alone."""
    if not holds(promise.when, journey.values):
        return True
    guidance = advise(journey.questionnaire, journey)
    if promise.interrupts:
        return promise.interrupts in [rule.id for rule in journey.interrupted_by]
    if promise.says:
        return promise.says in [statement.id for statement in guidance.statements]
    urgency = journey.questionnaire.urgency
    return urgency[guidance.tier.id] <= urgency[promise.always] if promise.always else guidance.tier.id != promise.never


# Steps -----------------------------------------------------------------------------------------------------------


def _stepped(logic: Logic, promise: Promise) -> Finding:
    steps_of = worse_steps if promise.monotone else unsure_steps
    names, best, cost = [], tuple[Counterexample, ...](), float("inf")
    for name in promise.monotone or promise.unsure:
        found = _softened(logic, steps_of(logic, logic.questionnaire.question[name]))
        if found:
            names.append(name)
            best, cost = (found[1], found[0]) if found[0] < cost else (best, cost)
    return Finding(best, (), tuple(names))


def _softened(logic: Logic, steps: Iterator[Worsening]) -> tuple[float, tuple[Counterexample, ...]] | None:
    """Return the cheapest pair of sheets of which the worse one gets the softer tier, if there is one."""
    best: tuple[float, tuple[Counterexample, ...]] | None = None
    for step in steps:
        for way in _lost(logic, step):
            found = solve(logic.diagrams, way, smallest(logic), best[0] if best else float("inf"))
            if found.values is not None:
                best = found.cost, _pair(logic, step, found.values)
    return best


def _lost(logic: Logic, step: Worsening) -> Iterator[Way]:
    """Yield the ways in which a rule holds before a step, and none of its urgency does after it."""
    diagrams = logic.diagrams
    for rule in logic.rules(len(logic.questionnaire.tiers) - 2):
        node = logic.fired(rule.when, logic.tier(rule))
        if not logic.tests(node).isdisjoint(step.before):
            before = diagrams.both(diagrams.given(node, step.before), step.where)
            if not diagrams.included(before, diagrams.given(node, step.after)):
                yield before, [diagrams.given(other, step.after) for other in logic.softer(logic.tier(rule))]


def _pair(logic: Logic, step: Worsening, values: list[int]) -> tuple[Counterexample, ...]:
    """Return the two sheets of a step, replayed: the second one must be softer."""
    journeys: list[Journey] = []
    for changed in (step.before, step.after):
        for level, value in changed.items():
            values[level] = value
        journeys.append(walk(logic.questionnaire, logic.space.sheet(values)))
    milder = _shown(journeys[0])
    worse = _shown(journeys[1], milder)
    if logic.questionnaire.urgency[milder.tier] >= logic.questionnaire.urgency[worse.tier]:
        raise ReplayError(f"worse answer to {step.question}: {milder.sheet}")
    return milder, worse
