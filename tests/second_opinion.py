"""A second opinion on what the prover calls proved, which shares nothing with its diagrams.

Where a promise needs few rules that few answers decide, all these answers are walked by the engine itself; else z3 is
asked, with the meaning of a questionnaire written down for it once more.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from math import prod
from typing import Any

import z3

from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Expression, Has, Is, holds, reads
from checker.engine.journey import Journey
from checker.engine.questionnaire import Promise, Prorate, Question, Questionnaire, Rule
from tests.brute_force import possible_answers, prefixes

MOST = 200_000
"""Combinations of answers that are walked; more are left to z3."""


# By walking ------------------------------------------------------------------------------------------------------


def cone(questionnaire: Questionnaire, conditions: Iterable[Expression]) -> set[str]:
    """Return the questions that can influence these conditions."""
    waiting, found = [name for when in conditions for name in reads(when)], set[str]()
    while waiting:
        name = waiting.pop()
        if name in questionnaire.score:
            waiting += questionnaire.score[name].sum
        elif name not in found:
            found.add(name)
            waiting += reads(questionnaire.question[name].when)
    return found


def combinations(questionnaire: Questionnaire, names: Iterable[str]) -> int:
    return prod(len(possible_answers(questionnaire.question[name])) for name in names)


def small_part(questionnaire: Questionnaire, names: set[str]) -> Questionnaire:
    """Return a questionnaire of these questions alone, which nothing stops."""
    fields = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    kept = tuple(question for question in questionnaire.questions if question.id in names)
    section = questionnaire.sections[0].model_copy(update={"questions": kept})
    scores = tuple(score for score in questionnaire.scores if set(score.sum) <= names)
    return Questionnaire.model_construct(**{**fields, "sections": (section,), "scores": scores, "guidance": ()})


def walked(questionnaire: Questionnaire, when: Expression, kept_by: Sequence[Expression]) -> bool:
    """Return whether, wherever a journey may end, one of some conditions holds if the first one does."""
    part = small_part(questionnaire, cone(questionnaire, [when, *kept_by]))
    stops = [rule.when for rule in questionnaire.guidance if rule.then == "stop"]
    ends = {questionnaire.position[name] for stop in stops for name in reads(stop)} | {len(questionnaire.questions)}
    return all(
        not holds(when, known) or any(holds(each, known) for each in kept_by)
        for journey in prefixes(part)
        if journey.next is None
        for known in (_known(questionnaire, journey, end) for end in ends)
    )


def _known(questionnaire: Questionnaire, journey: Journey, end: int) -> dict[str, Any]:
    return {name: value for name, value in journey.values.items() if questionnaire.position[name] <= end}


# By z3 -----------------------------------------------------------------------------------------------------------


class Person:
    """Somebody's answers to all questions, asked or not, and all that follows from them, for z3."""

    def __init__(self, questionnaire: Questionnaire, mark: str) -> None:
        self.questionnaire, self.mark = questionnaire, mark
        self.last = len(questionnaire.questions) - 1
        self.ticks = {
            (question.id, option.id): z3.Bool(f"{mark}.{question.id}.{option.id}")
            for question in questionnaire.questions
            for option in question.options
        }
        self.numbers = {q.id: z3.Int(f"{mark}.{q.id}") for q in questionnaire.questions if q.kind == "scale"}
        self.condition = cache(self._condition)
        self.points = cache(self._points)
        self.asked: dict[str, Any] = {}
        for question in questionnaire.questions:
            self.asked[question.id] = self.condition(question.when, self.last)

    def possible(self) -> Iterator[Any]:
        """Yield what is true of every answer."""
        for question in self.questionnaire.questions:
            own = [self.ticks[question.id, option.id] for option in question.options]
            if question.kind == "scale":
                number = self.numbers[question.id]
                yield z3.And(number >= question.numbers[0], number <= question.numbers[-1])
            elif question.kind == "one":
                yield z3.PbEq([(tick, 1) for tick in own], 1)
            else:
                yield z3.Or(own)
                for option, tick in zip(question.options, own, strict=True):
                    if option.exclusive:
                        yield z3.Implies(tick, z3.PbEq([(other, 1) for other in own], 1))

    def _condition(self, when: Expression, place: int) -> Any:
        """Return: the condition holds once the question at this place is passed."""
        match when:
            case Always():
                return z3.BoolVal(True)
            case AllOf(parts):
                return z3.And([self.condition(part, place) for part in parts])
            case AnyOf(parts):
                return z3.Or([self.condition(part, place) for part in parts])
            case Is("tier", values, negated):
                is_so = z3.Or([self.tier_at(place, value) for value in values])
                return z3.Not(is_so) if negated else is_so
            case Is(name, values, negated):
                is_so = z3.Or([self.ticks[name, value] for value in values])
            case Has(name, option, negated):
                is_so = self.ticks[name, option]
            case Compare(name, op, number):
                return z3.And(self._has(name, place), _compared(self._number(name), op, number))
        return z3.And(self._has(name, place), z3.Not(is_so) if negated else is_so)

    def _has(self, name: str, place: int) -> Any:
        if self.questionnaire.position[name] > place:
            return z3.BoolVal(False)
        return self.points(name)[0] if name in self.questionnaire.score else self.asked[name]

    def _number(self, name: str) -> Any:
        return self.points(name)[1] if name in self.questionnaire.score else self.numbers[name]

    def _points(self, name: str) -> tuple[Any, Any]:
        """Return whether a score has a value, and which."""
        score = self.questionnaire.score[name]
        scored = {item: self._scored(self.questionnaire.question[item]) for item in score.sum}
        given = [(item, *scored[item]) for item in score.sum]
        total = z3.Sum([z3.If(z3.And(self.asked[item], has), points, 0) for item, has, points in given])
        unscored = z3.Sum([z3.If(z3.And(self.asked[item], z3.Not(has)), 1, 0) for item, has, _ in given])
        all_asked = z3.BoolVal(True) if score.not_asked == 0 else z3.And([self.asked[item] for item in score.sum])
        if not isinstance(score.not_scored, Prorate):
            return z3.And(all_asked, unscored == 0), total
        among = [(item, *scored[item]) for item in score.not_scored.among or score.sum]
        known = z3.Sum([z3.If(z3.And(self.asked[item], has), points, 0) for item, has, points in among])
        having = z3.Sum([z3.If(z3.And(self.asked[item], has), 1, 0) for item, has, _ in among])
        lacking = z3.Sum([z3.If(z3.And(self.asked[item], z3.Not(has)), 1, 0) for item, has, _ in among])
        mean: Any = z3.IntVal(0)
        for count in range(1, len(among) + 1):
            mean = z3.If(having == count, (2 * known + count) / (2 * count), mean)
        made_up = z3.And(unscored <= score.not_scored.prorate, lacking == unscored, having > 0)
        return z3.And(all_asked, z3.Or(unscored == 0, made_up)), total + unscored * mean

    def _scored(self, question: Question) -> tuple[Any, Any]:
        """Return whether the answer to a question has points, and how many."""
        if question.kind == "scale":
            return z3.BoolVal(True), self.numbers[question.id]
        points: Any = z3.IntVal(0)
        for option in question.options:
            points = z3.If(self.ticks[question.id, option.id], option.points or 0, points)
        having = [self.ticks[question.id, option.id] for option in question.options if option.points is not None]
        return z3.Or(having), points

    # The end ---------------------------------------------------------------------------------------------------

    def ends(self) -> list[tuple[int, Any]]:
        """Return the places after which the journey may end, each with whether it does."""
        stops = [rule.when for rule in self.questionnaire.guidance if rule.then == "stop"]
        found, so_far = [], z3.BoolVal(True)
        for place in range(self.last + 1):
            due = [when for when in stops if place in {self.questionnaire.position[name] for name in reads(when)}]
            stopped = z3.Or([self.condition(when, place) for when in due])
            if due or place == self.last:
                found.append((place, so_far if place == self.last else z3.And(so_far, stopped)))
            so_far = z3.And(so_far, z3.Not(stopped))
        return found

    def at_end(self, when: Expression) -> Any:
        """Return: the condition holds when the journey ends."""
        return z3.Or([z3.And(ended, self.condition(when, place)) for place, ended in self.ends()])

    def tier_at(self, place: int, tier: str) -> Any:
        """Return: the result at a place is this tier."""
        urgency = self.questionnaire.urgency
        above = [rule for rule in self.questionnaire.guidance if urgency[rule.tier] < urgency[tier]]
        own = [rule for rule in self.questionnaire.guidance if rule.tier == tier]
        none_above = z3.Not(z3.Or([self.condition(rule.when, place) for rule in above]))
        last = tier == self.questionnaire.tiers[-1].id
        return z3.And(none_above, last or z3.Or([self.condition(rule.when, place) for rule in own]))

    def urgency(self) -> Any:
        """Return the place of the result's tier in the list."""
        found: Any = z3.IntVal(len(self.questionnaire.tiers) - 1)
        for rule in sorted(self.questionnaire.guidance, key=lambda r: -self.questionnaire.urgency[r.tier]):
            found = z3.If(self.at_end(rule.when), self.questionnaire.urgency[rule.tier], found)
        return found


def _compared(value: Any, op: str, number: int) -> Any:
    return {"==": value == number, "!=": value != number, "<": value < number, "<=": value <= number,
            ">": value > number, ">=": value >= number}[op]  # fmt: skip


def asked_of_z3(questionnaire: Questionnaire, promise: Promise) -> bool:
    """Return whether z3 finds nobody who breaks a promise; what it cannot decide is an error."""
    one = Person(questionnaire, "one")
    if promise.monotone:
        return all(not _broken_by_step(one, name, _worse) for name in promise.monotone)
    return not _satisfiable([*one.possible(), one.at_end(promise.when), z3.Not(_kept(one, promise))])


def _kept(person: Person, promise: Promise) -> Any:
    places = person.questionnaire.urgency
    if promise.always:
        return person.urgency() <= places[promise.always]
    if promise.never:
        return person.urgency() != places[promise.never]
    if promise.says:
        return person.at_end(next(s.when for s in person.questionnaire.statements if s.id == promise.says))
    if promise.never_says:
        named = promise.never_says
        said = [s.when for s in person.questionnaire.statements if s.id in named or s.group in named]
        return z3.Not(z3.Or([person.at_end(when) for when in said]))
    return person.at_end(next(r.when for r in person.questionnaire.guidance if r.id == promise.interrupts))


def doubt_asked_of_z3(questionnaire: Questionnaire) -> bool:
    """Return whether z3 finds nobody whom an unsure answer gives a softer tier than the least worrying one."""
    one = Person(questionnaire, "one")
    unsure = [each.id for each in questionnaire.questions if any(option.unsure for option in each.options)]
    return all(not _broken_by_step(one, name, _unsure) for name in unsure)


def _broken_by_step(one: Person, name: str, other: Callable[[Person, Person, Question], Any]) -> bool:
    two, question = Person(one.questionnaire, "two"), one.questionnaire.question[name]
    same = [tick == two.ticks[key] for key, tick in one.ticks.items() if key[0] != name]
    same += [number == two.numbers[other] for other, number in one.numbers.items() if other != name]
    return _satisfiable(
        [*one.possible(), *two.possible(), *same, other(one, two, question), two.urgency() > one.urgency()]
    )


def _satisfiable(claims: list[Any]) -> bool:
    solver = z3.Solver()
    solver.add(claims)
    answer = solver.check()
    assert answer != z3.unknown
    return bool(answer == z3.sat)


def _worse(one: Person, two: Person, question: Question) -> Any:
    """Return: the second person's answer to a question is worse than the first one's."""
    name = question.id
    if question.kind == "scale":
        return two.numbers[name] > one.numbers[name]
    sure = [option for option in question.options if not option.unsure and not option.aside]
    if question.kind == "one":
        ranks = {option.id: option.points for option in sure}
        if not any(points is not None for points in ranks.values()):
            ranks = {option.id: place for place, option in enumerate(sure)}
        return z3.Or([
            z3.And(one.ticks[name, low], two.ticks[name, high])
            for low, less in ranks.items() for high, more in ranks.items()
            if less is not None and more is not None and more > less
        ])  # fmt: skip
    more = [z3.Implies(one.ticks[name, option.id], two.ticks[name, option.id]) for option in question.options]
    others = [option.id for option in question.options if option.unsure or option.exclusive or option.aside]
    kept = [one.ticks[name, option] == two.ticks[name, option] for option in others]
    exclusive = [option for option in question.options if option.exclusive]
    least = z3.Or([one.ticks[name, option.id] for option in exclusive if not option.unsure])
    without = z3.Not(z3.Or([two.ticks[name, option] for option in others]))
    not_alone = z3.Not(z3.Or([two.ticks[name, option.id] for option in exclusive]))
    return z3.Or(z3.And(*more, *kept, not_alone), z3.And(least, without))


def _unsure(one: Person, two: Person, question: Question) -> Any:
    """Return: the second person is unsure where the first gave the least worrying answer, or is unsure besides."""
    name, unsure = question.id, [option for option in question.options if option.unsure]
    after = z3.Or([two.ticks[name, option.id] for option in unsure])
    if question.kind == "one":
        least = next(option.id for option in question.options if not option.unsure)
        return z3.And(one.ticks[name, least], after)
    exclusive = [option for option in question.options if option.exclusive]
    calm = z3.Or([one.ticks[name, option.id] for option in exclusive if not option.unsure])
    only = z3.Not(z3.Or([two.ticks[name, option.id] for option in question.options if not option.unsure]))
    kept = [one.ticks[name, o.id] == two.ticks[name, o.id] for o in question.options if not o.unsure or o.exclusive]
    none = z3.Not(z3.Or([one.ticks[name, option.id] for option in exclusive]))
    return z3.And(after, z3.Or(z3.And(calm, only), z3.And(none, *kept)))


def needed(questionnaire: Questionnaire, because: Iterable[str]) -> list[Rule]:
    return [rule for rule in questionnaire.guidance if rule.id in set(because)]
