"""How many points, which band?

Points are whole numbers, added up over the answers. Higher is always worse. Nothing here mixes two scores.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from checker.expressions import Answer, Values
from checker.model import Band, Question, Questionnaire, Score

Total: TypeAlias = Callable[[Values], int | None]


class Measurement(NamedTuple):
    """A score that has a value: whole-number points, the number people see, and the band."""

    score: Score
    points: int
    shown: float
    band: Band


def totalled(questionnaire: Questionnaire, score: Score) -> Total:
    """Return the score as a function of the answers: whole-number points, or None where it has no value."""
    tables = {item: _table(questionnaire.question[item]) for item in score.sum}
    items = tuple(tables.items())

    def total(values: Values) -> int | None:
        points = 0
        for item, table in items:
            if (own := table.get(values.get(item))) is None:
                return _with_holes(score, tables, values)
            points += own
        return points

    return total


def _table(question: Question) -> dict[Answer | None, int]:
    """Return the points of each answer of a question; an answer without points is not in it."""
    if question.kind == "scale":
        return {number: number for number in question.numbers}
    return {option.id: option.points for option in question.options if option.points is not None}


def _with_holes(score: Score, tables: Mapping[str, dict[Answer | None, int]], values: Values) -> int | None:
    """Return the points where some item was not asked, or has an answer without points."""
    points = [tables[item].get(values[item]) for item in score.sum if item in values]
    if len(points) < len(tables) and score.not_asked == "no_score":
        return None
    if not (unscored := points.count(None)):
        return sum(filter(None, points))
    if score.not_scored == "no_score" or unscored > score.not_scored.prorate:
        return None
    among = score.not_scored.among
    mean = _mean([tables[item].get(values[item]) for item in among if item in values] if among else points, unscored)
    return None if mean is None else sum(filter(None, points)) + unscored * mean


def _mean(companions: list[int | None], unscored: int) -> int | None:
    """Return the rounded mean of the points that answers without points stand beside, a half going upward."""
    known = len(companions) - unscored
    if not known or companions.count(None) != unscored:
        return None
    return (2 * sum(filter(None, companions)) + known) // (2 * known)


def span(questionnaire: Questionnaire, score: Score) -> range:
    """Return every number of points that lies within the score's reach."""
    floor = [0] if score.not_asked == 0 else []
    items = [[*_ends(questionnaire.question[item]), *floor] for item in score.sum]
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
    """Return every score by its id, with None for one that has no value."""
    return {score.id: _measured(score, values.get(score.id)) for score in questionnaire.scores}


def _measured(score: Score, points: Answer | None) -> Measurement | None:
    return Measurement(score, points, shown(score, points), band(score, points)) if isinstance(points, int) else None


def areas(
    questionnaire: Questionnaire, measured: Mapping[str, Measurement | None]
) -> list[tuple[Score, Measurement | None]]:
    """Return the scores that people see, side by side: a longer score with a value takes its shorter one's place."""
    replaced = {score.instead_of for score in questionnaire.scores if measured[score.id]}
    waiting = {score.id for score in questionnaire.scores if score.instead_of and not measured[score.id]}
    seen = [score for score in questionnaire.scores if score.area and score.id not in replaced | waiting]
    return [(score, measured[score.id]) for score in seen]
