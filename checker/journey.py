"""Which questions count, which is next, what stopped or interrupted it, how many more?

Nothing is remembered: every request, proof and test replays the answers from the first question with ``walk``.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeAlias

from checker.expressions import ALWAYS, Answer, AnyOf, Expression, Test, can_hold, compiled, holds, reads
from checker.model import Question, Questionnaire, Rule
from checker.scoring import Total, totalled


class Journey(NamedTuple):
    """One person's way through a questionnaire, as far as their answers go."""

    questionnaire: Questionnaire
    asked: tuple[str, ...]
    """Ids of the questions that count and are answered, in order."""
    values: Mapping[str, Answer]
    """What conditions read: the answers that count, and the points of every score that has a value by now."""
    next: Question | None
    """The question to ask now; None once nothing is left to ask."""
    stopped_by: Rule | None
    """The rule that ended the questions early."""
    interrupted_by: tuple[Rule, ...]
    """The rules whose page is shown at once, in the order of the file."""

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers that count, in order."""
        return {question: self.values[question] for question in self.asked}


_Step: TypeAlias = tuple[str, Question, tuple[tuple[str, Total], ...], Test | None, tuple[Rule, ...]]
"""A question by its id; the scores that are due once it is passed; whether any of the rules that may stop then does."""
_Stretch: TypeAlias = tuple[Test | None, tuple[_Step, ...], tuple[_Step, ...]]
"""Questions in a row under one condition, which is tested once; what is due where it holds, and where it does not."""


@lru_cache(maxsize=64)
def _plan(questionnaire: Questionnaire) -> tuple[tuple[_Stretch, ...], tuple[tuple[Rule, Test], ...]]:
    """Return the stretches of a questionnaire and its interruptions."""
    stretches = (
        _stretch(questionnaire, when, tuple(questions))
        for when, questions in groupby(questionnaire.questions, key=lambda question: question.when)
    )
    interrupting = (rule for rule in questionnaire.guidance if rule.then == "interrupt")
    return tuple(stretches), tuple((rule, compiled(rule.when)) for rule in interrupting)


def _stretch(questionnaire: Questionnaire, when: Expression, questions: tuple[Question, ...]) -> _Stretch:
    asked = tuple(_step(questionnaire, question, asked=True) for question in questions)
    passed_by = (_step(questionnaire, question, asked=False) for question in questions)
    return None if when == ALWAYS else compiled(when), asked, tuple(step for step in passed_by if step[2])


def _step(questionnaire: Questionnaire, question: Question, *, asked: bool) -> _Step:
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
    any_stops = compiled(AnyOf(tuple(rule.when for rule in stops))) if stops else None
    return question.id, question, tuple((score.id, totalled(questionnaire, score)) for score in due), any_stops, stops


def walk(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Journey:
    """Replay the answers from the first question, dropping any that no longer count."""
    stretches, interruptions = _plan(questionnaire)
    asked: list[str] = []
    values: dict[str, Answer] = {}
    upcoming, stopped_by = _replay(stretches, answers, asked, values)
    interrupted_by = tuple([rule for rule, holds in interruptions if holds(values)])
    return Journey(questionnaire, tuple(asked), values, upcoming, stopped_by, interrupted_by)


def _replay(
    stretches: tuple[_Stretch, ...], answers: Mapping[str, Answer], asked: list[str], values: dict[str, Answer]
) -> tuple[Question | None, Rule | None]:
    """Fill ``asked`` and ``values``; return the question to ask now, or the rule that stops, or neither at the end."""
    for when, steps, passed_by in stretches:
        relevant = when is None or when(values)
        for name, question, scores, any_stops, stops in steps if relevant else passed_by:
            if relevant:
                if name not in answers:
                    return question, None
                asked.append(name)
                values[name] = answers[name]
            for score, total in scores:
                if (points := total(values)) is not None:
                    values[score] = points
            if any_stops is not None and any_stops(values):
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


def at_most(journey: Journey) -> int:
    """Return how many more questions there can be at most, the next one included; it never grows along a journey."""
    if journey.next is None:
        return 0
    questionnaire, place = journey.questionnaire, journey.questionnaire.position[journey.next.id]
    settled = {name for name, position in questionnaire.position.items() if position < place}
    later = questionnaire.questions[place + 1 :]
    return 1 + sum(can_hold(question.when, journey.values, settled) for question in later)
