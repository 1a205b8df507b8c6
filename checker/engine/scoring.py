"""How many points, which band?

Points are whole numbers, added up over the answers. Higher is always worse. Nothing here mixes two scores.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from checker.engine.conditions import Answer, Values
from checker.engine.questionnaire import Band, Prorate, Question, Questionnaire, Score

Total: TypeAlias = Callable[[Values], int | None]


class Measurement(NamedTuple):
    """A score that has a value: whole-number points, the number people see, and the band."""

    score: Score
    points: int
    shown: float
    band: Band


def totalled(questionnaire: Questionnaire, score: Score) -> Total:
    """Return the score as a function of the answers: whole-number points, or None where it has no value."""
    rule = score.not_scored
    most, among = (rule.prorate, rule.among or score.sum) if isinstance(rule, Prorate) else (0, ())
    items = tuple((item, _table(questionnaire.question[item]).get, item in among) for item in score.sum)
    skips = score.not_asked == 0

    def total(values: Values) -> int | None:
        points = holes = companions = around = 0  # a hole is an answer without points, filled from its companions
        for item, points_of, companion in items:
            if (answer := values.get(item)) is None:
                if skips:
                    continue
                return None
            if (own := points_of(answer)) is None:
                holes += 1
                if not companion or holes > most:
                    return None
            else:
                points += own
                if companion:
                    companions += 1
                    around += own
        if not holes:
            return points
        return points + holes * _mean(around, companions) if companions else None

    return total


def _mean(points: int, among: int) -> int:
    """Return the rounded mean, a half going upward."""
    return (2 * points + among) // (2 * among)


def _table(question: Question) -> dict[Answer, int]:
    """Return the points of each answer of a question; an answer without points is not in it."""
    if question.kind == "scale":
        return {number: number for number in question.numbers}
    return {option.id: option.points for option in question.options if option.points is not None}


def span(questions: Mapping[str, Question], score: Score) -> range:
    """Return every number of points within the score's reach, with every mean that stands in for no points."""
    floor = [0] if score.not_asked == 0 else []
    added = [questions[item] for item in score.sum]
    means = (
        [points for question in added for points in _ends(question)] if isinstance(score.not_scored, Prorate) else []
    )
    holes = [means if any(option.points is None for option in question.options) else [] for question in added]
    items = [[*_ends(question), *floor, *hole] or [0] for question, hole in zip(added, holes, strict=True)]
    return range(sum(map(min, items)), sum(map(max, items)) + 1)


def _ends(question: Question) -> list[int]:
    """Return points of a question among which are the fewest and the most."""
    if question.kind == "scale":
        return [question.numbers[0], question.numbers[-1]]
    return [option.points for option in question.options if option.points is not None]


def shown(score: Score, points: int) -> float:
    """Return what people see: the points themselves, or their mean to one decimal, a half going upward."""
    if score.show == "sum":
        return points
    items = len(score.sum)
    return (20 * points + items) // (2 * items) / 10


def band(score: Score, points: int) -> Band:
    """Return the last band that begins at or below the points."""
    for band in reversed(score.bands):
        if band.start <= points:
            return band
    return score.bands[0]


def measure(questionnaire: Questionnaire, values: Values) -> dict[str, Measurement | None]:
    """Return every score of which something was asked, by its id, with None for one that has no value."""
    asked = [score for score in questionnaire.scores if not values.keys().isdisjoint(score.sum)]
    return {score.id: _measured(score, values.get(score.id)) for score in asked}


def _measured(score: Score, points: Answer | None) -> Measurement | None:
    return Measurement(score, points, shown(score, points), band(score, points)) if isinstance(points, int) else None


def areas(
    questionnaire: Questionnaire, measured: Mapping[str, Measurement | None]
) -> list[tuple[Score, Measurement | None]]:
    """Return the scores that people see, side by side: a longer score with a value takes its shorter one's place."""
    scores = [score for score in questionnaire.scores if score.id in measured]
    replaced = {score.instead_of for score in scores if measured[score.id]}
    waiting = {score.id for score in scores if score.instead_of and not measured[score.id]}
    seen = [score for score in scores if score.area and score.id not in replaced | waiting]
    return [(score, measured[score.id]) for score in seen]
