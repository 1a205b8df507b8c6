"""How many points, which band?

Points are whole numbers, added up over the answers. Higher is always worse. Nothing here mixes two scores.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checker.engine.conditions import Answer, Values
from checker.engine.questionnaire import Band, Prorate, Question, Questionnaire, Score


class Measurement(NamedTuple):
    """A score that has a value: whole-number points, the number people see, and the band."""

    score: Score
    points: int
    shown: float
    band: Band


def total(questionnaire: Questionnaire, score: Score, values: Values) -> int | None:
    """Return a score's whole-number points, or None where it has no value."""
    given = {item: questionnaire.question[item].points(values[item]) for item in score.sum if item in values}
    if len(given) < len(score.sum) and score.not_asked != 0:
        return None
    scored = {item: points for item, points in given.items() if points is not None}
    unscored = given.keys() - scored.keys()
    if not unscored:
        return sum(scored.values())
    rule = score.not_scored
    if not isinstance(rule, Prorate) or len(unscored) > rule.prorate:
        return None
    among = rule.among or score.sum
    companions = [points for item, points in scored.items() if item in among]
    if not companions or not unscored <= set(among):
        return None
    return sum(scored.values()) + len(unscored) * _mean(companions)


def _mean(points: Sequence[int]) -> int:
    """Return the rounded mean, a half going upward."""
    return (2 * sum(points) + len(points)) // (2 * len(points))


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
    if score.show != "mean":
        return points
    items = len(score.sum)
    return (20 * points + items) // (2 * items) / 10


def band(score: Score, points: int) -> Band:
    """Return the last band that begins at or below the points."""
    for each in reversed(score.bands):
        if each.start <= points:
            return each
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
