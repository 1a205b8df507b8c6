"""The bar of a score says in percent where its bands are, and where somebody is among them."""

import pytest

from checker.engine.questionnaire import Questionnaire, Score
from checker.engine.scoring import Measurement, band, measure, shown, span
from checker.web.score_bar import GAP, Bar, Segment, bar
from tests.pages import app_of, served_by
from tests.small import small

Q: Questionnaire = served_by(app_of()).questionnaire
ITCH = """\
sections:
  - id: all
    title: {en: All}
    questions: [{id: itch, kind: scale, label: {en: Itch}, ask: {en: How bad?}, min: 1, max: 4}]
scores:
  - id: skin
    label: {en: Skin}
    sum: [itch]
    bands: [{id: light, from: 1, text: {en: Light}}, {id: top, from: 4, text: {en: Top}}]
"""


def drawn(itch: int | None) -> Bar:
    questionnaire = small(ITCH)
    values = {} if itch is None else {"itch": itch, "skin": itch}
    return bar(questionnaire, questionnaire.score["skin"], measure(questionnaire, values).get("skin"))


def test_each_number_of_points_is_as_wide_as_any_other() -> None:
    assert drawn(2) == Bar((Segment(0.5, 74.0, True), Segment(75.5, 24.0, False)), 37.5)


def test_a_band_of_one_number_is_seen_and_holds_the_mark() -> None:
    assert drawn(4) == Bar((Segment(0.5, 74.0, False), Segment(75.5, 24.0, True)), 87.5)


def test_a_score_without_a_value_has_bands_and_no_mark() -> None:
    assert drawn(None) == Bar((Segment(0.5, 74.0, False), Segment(75.5, 24.0, False)), None)


@pytest.mark.parametrize("score", Q.scores, ids=lambda score: score.id)
def test_whatever_the_points_the_mark_is_within_the_band_that_is_filled(score: Score) -> None:
    for points in span(Q.question, score):
        found = bar(Q, score, Measurement(score, points, shown(score, points), band(score, points)))
        (segment,) = (each for each in found.segments if each.is_in)
        assert found.mark is not None and segment.x <= found.mark <= segment.x + segment.width
        assert found.segments[0].x == GAP / 2
        assert found.segments[-1].x + found.segments[-1].width == pytest.approx(100 - GAP / 2, abs=0.1)
