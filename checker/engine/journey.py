"""Which questions count, which is next, what stopped or interrupted it, how many more?

Nothing is remembered: every request, proof and test replays the answers from the first question with ``walk``.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from checker.engine.conditions import ALWAYS, Answer, AnyOf, Test, can_hold, compiled, holds, reads
from checker.engine.questionnaire import Question, Questionnaire, Rule
from checker.engine.scoring import Total, totalled


class Journey(NamedTuple):
    """One person's way through a questionnaire, as far as their answers go."""

    questionnaire: Questionnaire
    values: Mapping[str, Answer]
    """What conditions read: the answers that count, and the points of every score that has a value by now."""
    next: Question | None
    """The question to ask now; None once nothing is left to ask."""
    stopped_by: Rule | None
    """The rule that ended the questions early."""
    interrupted_by: tuple[Rule, ...]
    """The rules whose page is shown at once, in the order of the file."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the questions that count and are answered, in order."""
        return tuple(name for name in self.values if name in self.questionnaire.question)

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers that count, in order."""
        return {question: self.values[question] for question in self.asked}


_Due: TypeAlias = tuple[tuple[tuple[str, Total], ...], Test, tuple[Rule, ...]]
"""The scores that are due once a question is passed; whether any of the rules that may stop then does; those rules."""
_Stretch: TypeAlias = tuple[Test | None, tuple[tuple[str, Question], ...], _Due | None, _Due | None]
"""Questions in a row under one condition, only after the last of which something is due: where asked, where not."""


@lru_cache(maxsize=64)
def _plan(questionnaire: Questionnaire) -> tuple[tuple[_Stretch, ...], Test, tuple[Rule, ...]]:
    """Return the stretches of a questionnaire; whether any of the rules that interrupt does; those rules."""
    stretches: list[_Stretch] = []
    row: list[tuple[str, Question]] = []
    for question, after in zip_longest(questionnaire.questions, questionnaire.questions[1:]):
        row.append((question.id, question))
        asked, passed = (_due(questionnaire, question, asked=asked) for asked in (True, False))
        if asked or passed or not after or after.when != question.when:
            when = None if question.when == ALWAYS else compiled(question.when)
            stretches.append((when, tuple(row), asked, passed))
            row = []
    interrupting = tuple(rule for rule in questionnaire.guidance if rule.then == "interrupt")
    return tuple(stretches), _any(interrupting), interrupting


def _due(questionnaire: Questionnaire, question: Question, *, asked: bool) -> _Due | None:
    """Return what is due once a question is passed; only what got its value by that can make a rule hold just then."""
    place = questionnaire.position[question.id]
    due = [score for score in questionnaire.scores if questionnaire.position[score.id] == place]
    due = [score for score in due if asked or score.not_asked == 0]
    valued = {score.id for score in due} | ({question.id} if asked else set())
    later = {name for name, position in questionnaire.position.items() if position > place}
    stops = tuple(
        rule
        for rule in questionnaire.guidance
        if rule.then == "stop" and valued & reads(rule.when) and can_hold(rule.when, {}, later)
    )
    scores = tuple((score.id, totalled(questionnaire, score)) for score in due)
    return (scores, _any(stops), stops) if scores or stops else None


def _any(rules: tuple[Rule, ...]) -> Test:
    """Return whether any of the rules holds."""
    return compiled(AnyOf(tuple(rule.when for rule in rules)))


def walk(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Journey:
    """Replay the answers from the first question, dropping any that no longer count."""
    stretches, any_interrupts, interrupting = _plan(questionnaire)
    values: dict[str, Answer] = {}
    upcoming, stopped_by = _replay(stretches, answers, values)
    interrupted_by = [rule for rule in interrupting if holds(rule.when, values)] if any_interrupts(values) else ()
    return Journey(questionnaire, values, upcoming, stopped_by, tuple(interrupted_by))


def _replay(
    stretches: tuple[_Stretch, ...], answers: Mapping[str, Answer], values: dict[str, Answer]
) -> tuple[Question | None, Rule | None]:
    """Fill ``values``; return the question to ask now, or the rule that stops, or neither at the end."""
    for when, questions, due, due_unasked in stretches:
        if when is None or when(values):
            for name, question in questions:
                if name not in answers:
                    return question, None
                values[name] = answers[name]
        else:
            due = due_unasked
        if due is not None:
            scores, any_stops, stops = due
            for score, total in scores:
                if (points := total(values)) is not None:
                    values[score] = points
            if stops and any_stops(values):
                return None, next(rule for rule in stops if holds(rule.when, values))
    return None, None


def before(questionnaire: Questionnaire, answers: Mapping[str, Answer], place: int) -> Journey:
    """Replay only the answers to the questions before a place."""
    return walk(questionnaire, {q.id: answers[q.id] for q in questionnaire.questions[:place] if q.id in answers})


def interruptions(questionnaire: Questionnaire, answers: Mapping[str, Answer], place: int) -> tuple[Rule, ...]:
    """Return the rules that the answer at a place makes interrupt."""
    earlier = before(questionnaire, answers, place).interrupted_by
    by_now = before(questionnaire, answers, place + 1).interrupted_by
    return tuple(rule for rule in by_now if rule not in earlier)


def at_most(journey: Journey, kept: Mapping[str, Answer] | None = None) -> int:
    """Return how many more questions there can be at most, the next one included; it never grows along a journey.

    ``kept`` are answers to later questions, which are not asked again. One that does not count makes nothing true.
    """
    if journey.next is None:
        return 0
    kept = kept or {}
    questionnaire, place = journey.questionnaire, journey.questionnaire.position[journey.next.id]
    later = questionnaire.questions[place + 1 :]
    values = {question.id: kept[question.id] for question in later if question.id in kept} | dict(journey.values)
    settled = {name for name, position in questionnaire.position.items() if position < place or name in kept}
    settled.discard(journey.next.id)
    return 1 + sum(can_hold(question.when, values, settled) for question in later if question.id not in kept)
