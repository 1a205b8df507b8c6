"""Which questions count, which is next, what stopped or interrupted it, how many more?

Nothing is remembered: every request, proof and test replays the answers from the first question with ``walk``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeAlias

from checker.expressions import ALWAYS, Answer, AnyOf, Expression, Test, can_hold, compiled, holds, reads
from checker.model import Question, Questionnaire, Rule
from checker.scoring import totalled


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


Moment: TypeAlias = Callable[[dict[str, Answer]], Rule | None]
"""What is due once a question is passed: adds the scores that have their value now, and returns a rule that stops."""


@dataclass(frozen=True, slots=True)
class _Step:
    question: Question
    id: str
    moment: Moment | None
    """What is due after the answer."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Questions in a row that are asked under the same condition, so that it is tested once."""

    when: Test | None
    steps: tuple[_Step, ...]
    passed_by: tuple[Moment, ...]
    """What is due where they are not asked."""


_Plan: TypeAlias = tuple[tuple[_Stretch, ...], tuple[tuple[Rule, Test], ...]]


@lru_cache(maxsize=64)
def _plan(questionnaire: Questionnaire) -> _Plan:
    """Return the stretches of a questionnaire and its interruptions."""
    stretches = (
        _stretch(questionnaire, when, tuple(questions))
        for when, questions in groupby(questionnaire.questions, key=lambda question: question.when)
    )
    interrupting = (rule for rule in questionnaire.guidance if rule.then == "interrupt")
    return tuple(stretches), tuple((rule, compiled(rule.when)) for rule in interrupting)


def _stretch(questionnaire: Questionnaire, when: Expression, questions: tuple[Question, ...]) -> _Stretch:
    return _Stretch(
        None if when == ALWAYS else compiled(when),
        tuple(_Step(question, question.id, _moment(questionnaire, question, asked=True)) for question in questions),
        tuple(filter(None, (_moment(questionnaire, question, asked=False) for question in questions))),
    )


def _moment(questionnaire: Questionnaire, question: Question, *, asked: bool) -> Moment | None:
    """Return what is due once a question is passed; only what got a value by now can make a rule hold by now."""
    place = questionnaire.position[question.id]
    due = [score for score in questionnaire.scores if questionnaire.position[score.id] == place]
    due = [score for score in due if asked or score.not_asked == 0]
    valued = {score.id for score in due} | ({question.id} if asked else set())
    scores = [(score.id, totalled(questionnaire, score)) for score in due]
    stops = [rule for rule in questionnaire.guidance if rule.then == "stop" and valued & reads(rule.when)]
    any_stops = compiled(AnyOf(tuple(rule.when for rule in stops)))

    def moment(values: dict[str, Answer]) -> Rule | None:
        for score, total in scores:
            if (points := total(values)) is not None:
                values[score] = points
        return next(rule for rule in stops if holds(rule.when, values)) if any_stops(values) else None

    return moment if scores or stops else None


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
    for stretch in stretches:
        if stretch.when is None or stretch.when(values):
            for step in stretch.steps:
                if step.id not in answers:
                    return step.question, None
                asked.append(step.id)
                values[step.id] = answers[step.id]
                if step.moment is not None and (rule := step.moment(values)):
                    return None, rule
        else:
            for moment in stretch.passed_by:
                if rule := moment(values):
                    return None, rule
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
