"""What if a condition had one token wrong? Every such mutant, and which answer sheets kill it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from checker.engine.conditions import AllOf, AnyOf, Compare, Expression, Has, Is, Operator, Values, reads
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question, Questionnaire, Rule, Statement
from checker.proofs.encoding import Logic, at_tier
from checker.proofs.reachability import result
from checker.proofs.report import Sheet
from checker.proofs.satisfiability import Way, joined

MutatedPart = Literal["question", "rule", "statement"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """A condition with one token changed: an option, a number, an operator, or `and` and `or`."""

    kind: MutatedPart
    id: str
    meant: Expression
    written: Expression


def mutants_of(questionnaire: Questionnaire) -> Iterator[Mutant]:
    """Yield every mutant of one token in a condition that decides what people are asked or told."""
    kinds: tuple[tuple[MutatedPart, tuple[Question | Rule | Statement, ...]], ...] = (
        ("question", questionnaire.questions), ("rule", questionnaire.guidance), ("statement", questionnaire.statements)
    )  # fmt: skip
    for kind, parts in kinds:
        for part in parts:
            yield from (Mutant(kind, part.id, part.when, each) for each in _mutated(questionnaire, part.when))


def _mutated(questionnaire: Questionnaire, when: Expression) -> Iterator[Expression]:
    match when:
        case AllOf(parts):
            yield from (AnyOf((AllOf(parts[:at]), AllOf(parts[at:]))) for at in range(1, len(parts)))
            yield from (AllOf(each) for each in _one_mutated(questionnaire, parts))
        case AnyOf(parts):
            for at in range(1, len(parts)):
                yield AnyOf((*parts[: at - 1], AllOf(parts[at - 1 : at + 1]), *parts[at + 1 :]))
            yield from (AnyOf(each) for each in _one_mutated(questionnaire, parts))
        case Is(name, values, negated):
            yield Is(name, values, not negated)
            others = [option for option in _options(questionnaire, name) if option not in values]
            for place in range(len(values)):
                yield from (Is(name, (*values[:place], other, *values[place + 1 :]), negated) for other in others)
        case Has(name, option, negated):
            yield Has(name, option, not negated)
            yield from (Has(name, other, negated) for other in _options(questionnaire, name) if other != option)
        case Compare(name, op, number):
            yield from (Compare(name, other, number) for other in OPERATORS if other != op)
            yield from (Compare(name, op, other) for other in (number - 1, number + 1))


def _one_mutated(questionnaire: Questionnaire, parts: tuple[Expression, ...]) -> Iterator[tuple[Expression, ...]]:
    for place, part in enumerate(parts):
        yield from ((*parts[:place], each, *parts[place + 1 :]) for each in _mutated(questionnaire, part))


def _options(questionnaire: Questionnaire, name: str) -> list[str]:
    if name == "tier":
        return list(questionnaire.tier)
    return [option.id for option in questionnaire.question[name].options]


# Telling apart ---------------------------------------------------------------------------------------------------


class Trace:
    """What the engine makes of one answer sheet, kept to try many mutants on it."""

    def __init__(self, questionnaire: Questionnaire, sheet: Sheet) -> None:
        """Walk the sheet to its end."""
        self.journey: Journey = walk(questionnaire, sheet)
        self.guidance: Guidance = advise(questionnaire, self.journey)
        self.told: Values = {**self.journey.values, "tier": self.guidance.tier.id}
        self.reached = _reached(self.journey)

    def known(self, place: int) -> Values:
        """Return what was known once the question at a place was passed."""
        position = self.journey.questionnaire.position
        return {name: value for name, value in self.journey.values.items() if position[name] <= place}


def kills(questionnaire: Questionnaire, mutant: Mutant, traces: Iterable[Trace]) -> bool:
    """Return whether on any of these sheets anything asked or told would be different with a mutant."""
    meant, written = mutant.meant.test, mutant.written.test
    asked = questionnaire.position[mutant.id] if mutant.kind == "question" else 0
    if any(meant(trace.told) != written(trace.told) for trace in traces if asked <= trace.reached):
        return True
    if not _stops(questionnaire, mutant):
        return False
    moments = {questionnaire.position[name] for name in reads(mutant.meant)}
    known = (trace.known(moment) for trace in traces for moment in moments if moment <= trace.reached)
    return any(meant(values) != written(values) for values in known)


def _reached(journey: Journey) -> int:
    """Return the place of the last question that the journey came to, asked or not."""
    position = journey.questionnaire.position
    if journey.stopped_by is None:
        return len(journey.questionnaire.questions) - 1
    reached = {name: place for name, place in position.items() if name in journey.values}
    return max([position[name] for name in reads(journey.stopped_by.when) if name in reached], default=0)


def _stops(questionnaire: Questionnaire, mutant: Mutant) -> bool:
    return mutant.kind == "rule" and _rule(questionnaire, mutant.id).then == "stop"


def _rule(questionnaire: Questionnaire, name: str) -> Rule:
    return next(rule for rule in questionnaire.guidance if rule.id == name)


def differing(logic: Logic, mutant: Mutant) -> Iterator[Way]:
    """Yield the ways in which somebody is asked or told something else with it; all impossible: it is equivalent."""
    if mutant.kind == "question":
        yield _apart(logic, mutant, logic.last), logic.alive(logic.questionnaire.position[mutant.id])
    elif _stops(logic.questionnaire, mutant):
        for moment in logic.moments(mutant.meant):
            yield _apart(logic, mutant, moment), logic.alive(moment)
    elif "tier" in reads(mutant.meant):
        yield from _told_apart(logic, mutant)
    else:
        yield from _apart_at(logic, mutant, list(logic.endings()))


def _told_apart(logic: Logic, mutant: Mutant) -> Iterator[Way]:
    for tier, each in enumerate(logic.questionnaire.tiers):
        own = Mutant(mutant.kind, mutant.id, at_tier(mutant.meant, each.id), at_tier(mutant.written, each.id))
        if own.meant != own.written:
            for apart, alive in _apart_at(logic, own, list(logic.endings(tier))):
                yield from joined(logic.diagrams, result(logic, tier), apart, alive)


def _apart_at(logic: Logic, mutant: Mutant, endings: list[tuple[int, int, list[int]]]) -> Iterator[Way]:
    """Yield the ways to end in which the condition and the mutant differ."""
    apart = {place: _apart(logic, mutant, place) for place in {place for place, _, _ in endings}}
    for place, node, alive in endings:
        if apart[place]:
            yield logic.diagrams.both(node, apart[place]), alive


def _apart(logic: Logic, mutant: Mutant, place: int) -> int:
    return logic.diagrams.differ(logic.cut(mutant.meant, place), logic.cut(mutant.written, place))
