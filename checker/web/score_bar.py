"""Where does somebody stand in a score? Its bands side by side, and a mark among them.

All lengths are percents of the whole bar, for the attributes of an SVG: the pages may have no style of their own.
"""

from dataclasses import dataclass
from itertools import pairwise

from checker.engine.questionnaire import Questionnaire, Score
from checker.engine.scoring import Measurement, span

GAP = 1.0
"""Percent of the bar between two bands."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One band, from its lowest points up to the next one."""

    x: float
    width: float
    is_in: bool
    """Whether the points are in it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The bands of a score, from its lowest points to its highest."""

    segments: tuple[Segment, ...]
    mark: float | None
    """Where the points are; None where the score has no value."""


def bar(questionnaire: Questionnaire, score: Score, measured: Measurement | None) -> Bar:
    """Return the bands, each number of points as wide as any other: so no band is too thin to see or hold the mark."""
    reach = span(questionnaire.question, score)
    each = 100 / len(reach)
    edges = [0, *(band.start - reach.start for band in score.bands[1:]), len(reach)]
    return Bar(
        tuple(
            Segment(
                round(start * each + GAP / 2, 1),
                round((end - start) * each - GAP, 1),
                measured is not None and measured.band is band,
            )
            for band, (start, end) in zip(score.bands, pairwise(edges), strict=True)
        ),
        round((measured.points - reach.start + 0.5) * each, 1) if measured else None,
    )


def filled(numbers: range, number: int) -> Bar:
    """Return a bar that is filled from the lowest number up to one, which is marked."""
    share = round(100 * (number - numbers.start) / ((len(numbers) - 1) or 1), 1)
    return Bar((Segment(0, share, True), Segment(share, round(100 - share, 1), False)), share)
