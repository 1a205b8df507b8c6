"""Which questions count, which is next, what stopped or interrupted it, how many more?

Nothing is remembered: every request, proof and test replays the answers from the first question with ``walk``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from checker.expressions import ALWAYS, Answer, Expression, Test, can_hold, compiled, reads
from checker.model import Question, Questionnaire, Rule
from checker.scoring import Total, totalled


@dataclass(frozen=True, slots=True)
class Journey:
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


@dataclass(frozen=True, slots=True)
class _Step:
    question: Question
    id: str
    when: Test | None
    scores: tuple[tuple[str, Total], ...]
    stops: tuple[tuple[Rule, Test], ...]


@lru_cache(maxsize=64)
def _plan(questionnaire: Questionnaire) -> tuple[tuple[_Step, ...], tuple[tuple[Rule, Test], ...]]:
    """Return the steps of a questionnaire and its interruptions, every condition compiled once."""
    steps = tuple(_step(questionnaire, place, question) for place, question in enumerate(questionnaire.questions))
    return steps, tuple((rule, compiled(rule.when)) for rule in questionnaire.guidance if rule.then == "interrupt")


def _step(questionnaire: Questionnaire, place: int, question: Question) -> _Step:
    """Return a question with what may happen once it is passed: scores that come due, rules that may stop."""
    position = questionnaire.position
    due = [score for score in questionnaire.scores if position[score.id] == place]
    stopping = [rule for rule in questionnaire.guidance if rule.then == "stop"]
    stops = [rule for rule in stopping if place in _moments(questionnaire, rule.when)]
    return _Step(
        question,
        question.id,
        None if question.when == ALWAYS else compiled(question.when),
        tuple((score.id, totalled(questionnaire, score)) for score in due),
        tuple((rule, compiled(rule.when)) for rule in stops),
    )


def _moments(questionnaire: Questionnaire, expression: Expression) -> frozenset[int]:
    """Return the places after which a condition may come true; one that reads nothing is true after the first."""
    return frozenset(questionnaire.position[name] for name in reads(expression)) or frozenset({0})


def walk(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Journey:
    """Replay the answers from the first question, dropping any that no longer count."""
    steps, interruptions = _plan(questionnaire)
    asked: list[str] = []
    values: dict[str, Answer] = {}
    upcoming, stopped_by = None, None
    for step in steps:
        if step.when is None or step.when(values):
            answer = answers.get(step.id)
            if answer is None:
                upcoming = step.question
                break
            asked.append(step.id)
            values[step.id] = answer
        for score, total in step.scores:
            if (points := total(values)) is not None:
                values[score] = points
        stopped_by = next((rule for rule, holds in step.stops if holds(values)), None) if step.stops else None
        if stopped_by:
            break
    interrupted_by = tuple(rule for rule, holds in interruptions if holds(values))
    return Journey(questionnaire, tuple(asked), values, upcoming, stopped_by, interrupted_by)


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
