"""How many points, which band?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.conditions import Answer, Values
from checker.engine.questionnaire import Questionnaire
from checker.engine.scoring import areas, band, measure, shown, span, total
from tests.small import small

ITEM = """
      - id: {id}
        kind: one
        label: {{en: {id}}}
        ask: {{en: How often?}}
        options:
          - {{id: never, text: {{en: Never}}, points: 0}}
          - {{id: some, text: {{en: Some days}}, points: 1}}
          - {{id: often, text: {{en: Often}}, points: 2}}
          - {{id: always, text: {{en: Every day}}, points: 3}}
          - {{id: no_such_thing, text: {{en: I do not do this}}, aside: true}}
"""
QUESTIONS = "sections:\n  - id: all\n    title: {en: All}\n    questions:" + "".join(
    ITEM.format(id=name) for name in ("ache", "cough", "sleep", "walk")
)
SCALE = """
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}
"""
BANDS = "bands: [{id: low, from: 0, text: {en: Low}}, {id: high, from: 4, text: {en: High}}]"
NONE = "not_scored: no_score"
ONE_BAND = "bands: [{id: any, from: 0, text: {en: Any}}]"


def scored(score: str) -> Questionnaire:
    """Return a questionnaire with this one score over items of 0 to 3 points; without points, no score unless told."""
    score += "" if "not_scored" in score else f", {NONE}"
    return small(f"{QUESTIONS}{SCALE}\nscores:\n  - {{id: total, label: {{en: Total}}, {score}, {BANDS}}}\n")


def points(questionnaire: Questionnaire, **answers: Answer) -> int | None:
    """Return the points of the only score."""
    return total(questionnaire, questionnaire.scores[0], answers)


def test_points_are_added_up() -> None:
    total = scored("sum: [ache, cough, pain]")
    assert points(total, ache="often", cough="some", pain=7) == 10


def test_an_item_that_was_not_asked_leaves_no_score() -> None:
    assert points(scored("sum: [ache, cough]"), ache="often") is None
    assert points(scored("sum: [ache, cough]")) is None


def test_an_item_that_was_not_asked_may_count_as_nothing() -> None:
    lenient = scored("sum: [ache, cough], not_asked: 0")
    assert points(lenient, ache="often") == 2
    assert points(lenient) == 0


def test_an_answer_without_points_leaves_no_score() -> None:
    assert points(scored("sum: [ache, cough]"), ache="often", cough="no_such_thing") is None
    assert points(scored("sum: [ache, cough], not_asked: 0"), cough="no_such_thing") is None


PRORATED = "sum: [ache, cough, sleep, walk], not_scored: {prorate: 1}"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (("never", "never", "never"), 0 + 0),
        (("some", "never", "never"), 1 + 0),  # a mean of 1/3
        (("some", "some", "never"), 2 + 1),  # 2/3
        (("always", "always", "always"), 9 + 3),
    ],
)
def test_an_answer_without_points_may_count_as_the_mean_of_the_others(
    others: tuple[str, str, str], expected: int
) -> None:
    ache, cough, sleep = others
    assert points(scored(PRORATED), ache=ache, cough=cough, sleep=sleep, walk="no_such_thing") == expected


def test_a_half_is_rounded_upward() -> None:
    two = scored("sum: [ache, cough, walk], not_scored: {prorate: 1}")
    assert points(two, ache="some", cough="never", walk="no_such_thing") == 1 + 1
    assert points(two, ache="often", cough="some", walk="no_such_thing") == 3 + 2


def test_a_half_below_zero_is_rounded_upward_too() -> None:
    items = QUESTIONS.replace("points: 1", "points: -1")
    negative = small(
        f"{items}\nscores:\n  - {{id: total, label: {{en: T}}, {PRORATED}, {ONE_BAND.replace('0', '-4')}}}\n"
    )
    two = {"ache": "some", "cough": "never", "sleep": "never", "walk": "no_such_thing"}
    assert points(negative, **two) == -1 + 0
    assert points(negative, **two | {"cough": "some"}) == -2 - 1


def test_more_answers_without_points_than_allowed_leave_no_score() -> None:
    answers: dict[str, Answer] = dict.fromkeys(("sleep", "walk"), "no_such_thing")
    assert points(scored(PRORATED), ache="some", cough="some", **answers) is None
    twice = scored(PRORATED.replace("prorate: 1", "prorate: 2"))
    assert points(twice, ache="some", cough="often", **answers) == 3 + 2 + 2


def test_nothing_but_answers_without_points_leaves_no_score() -> None:
    lenient = scored(f"{PRORATED}, not_asked: 0")
    assert points(lenient, ache="some", walk="no_such_thing") == 1 + 1
    assert points(lenient, walk="no_such_thing") is None


def test_only_the_named_companions_make_the_mean() -> None:
    some = scored("sum: [ache, cough, sleep, walk], not_scored: {prorate: 1, among: [sleep, walk]}")
    assert points(some, ache="always", cough="always", sleep="some", walk="no_such_thing") == 7 + 1
    assert points(some, ache="no_such_thing", cough="always", sleep="some", walk="some") is None


def test_companions_that_were_not_asked_are_left_out_of_the_mean() -> None:
    some = scored("sum: [ache, sleep, walk], not_asked: 0, not_scored: {prorate: 1}")
    assert points(some, sleep="always", walk="no_such_thing") == 3 + 3


def test_a_mean_is_shown_to_one_decimal_with_a_half_going_upward() -> None:
    score = scored("sum: [ache, cough, sleep, walk], show: mean").scores[0]
    assert [shown(score, points) for points in (0, 1, 2, 3, 5, 12)] == [0.0, 0.3, 0.5, 0.8, 1.3, 3.0]


def test_a_sum_is_shown_as_it_is() -> None:
    assert shown(scored("sum: [ache, cough]").scores[0], 5) == 5


def test_a_band_reaches_up_to_the_next_one() -> None:
    score = scored("sum: [ache, cough]").scores[0]
    assert [band(score, points).id for points in (-1, 0, 3, 4, 6)] == ["low", "low", "low", "high", "high"]


def test_the_span_of_a_score_is_all_it_can_be() -> None:
    def reach(score: str) -> range:
        questionnaire = scored(score)
        return span(questionnaire.question, questionnaire.scores[0])

    assert reach("sum: [ache, pain]") == range(14)
    assert reach("sum: [ache, pain], not_asked: 0") == range(14)


def test_only_where_a_mean_may_stand_in_for_no_points_does_it_widen_the_span() -> None:
    always_scored = ITEM[: ITEM.index("          - {{id: no_such_thing")].format(id="fever")
    prorated = small(
        f"{QUESTIONS}{SCALE}{always_scored}\nscores:\n"
        f"  - {{id: total, label: {{en: T}}, sum: [ache, pain, fever], not_scored: {{prorate: 1}}, {ONE_BAND}}}\n"
    )
    assert span(prorated.question, prorated.scores[0]) == range(10 + 10 + 3 + 1)


def test_an_item_without_any_points_leaves_the_span_at_nothing() -> None:
    questionnaire = scored("sum: [ache, cough]")
    (ache, *_) = questionnaire.questions
    pointless = ache.model_copy(
        update={"options": tuple(option.model_copy(update={"points": None}) for option in ache.options)}
    )
    assert span({"ache": pointless, "cough": pointless}, questionnaire.scores[0]) == range(1)


def test_an_item_that_may_count_as_nothing_widens_the_span() -> None:
    high = small(
        QUESTIONS.replace("points: 0", "points: 1")
        + "\nscores:\n  - {id: total, label: {en: T}, sum: [ache, cough], not_asked: 0, not_scored: no_score, "
        + "bands: [{id: any, from: 0, text: {en: A}}]}\n"
    )
    assert span(high.question, high.scores[0]) == range(7)


@given(st.data())
def test_every_score_lies_within_its_span(questionnaire: Questionnaire, data: st.DataObject) -> None:
    score = data.draw(st.sampled_from(questionnaire.scores))
    items = [questionnaire.question[item] for item in score.sum]
    sheet = {
        item.id: st.sampled_from([*item.numbers, *(option.id for option in item.options)])
        for item in items
        if score.not_asked == "no_score" or data.draw(st.booleans())
    }
    points = total(questionnaire, score, data.draw(st.fixed_dictionaries(sheet)))
    assert points is None or points in span(questionnaire.question, score)


SHORT_AND_LONG = f"""
scores:
  - {{id: short, label: {{en: S}}, area: {{en: Mood}}, sum: [ache], {NONE}, {ONE_BAND}}}
  - {{id: long, label: {{en: L}}, area: {{en: Mood}}, instead_of: short, sum: [ache, cough], {NONE}, {BANDS}}}
  - {{id: inner, label: {{en: I}}, sum: [walk], {NONE}, {ONE_BAND}}}
"""


ASKED: Values = {"ache": "some", "walk": "some"}


def seen(values: Values) -> list[tuple[str, int | None]]:
    """Return the scores that people see, with their points, where one item of each was asked."""
    questionnaire = small(QUESTIONS + SHORT_AND_LONG)
    return [
        (score.id, m.points if m else None)
        for score, m in areas(questionnaire, measure(questionnaire, {**ASKED, **values}))
    ]


def test_a_longer_score_takes_the_place_of_its_shorter_one_once_it_has_a_value() -> None:
    assert seen({"short": 2}) == [("short", 2)]
    assert seen({"short": 2, "long": 5, "inner": 3}) == [("long", 5)]


def test_an_area_without_a_value_is_seen_as_such() -> None:
    assert seen({}) == [("short", None)]


def test_a_measurement_tells_points_number_and_band() -> None:
    questionnaire = scored("sum: [ache, cough], show: mean")
    measured = measure(questionnaire, {"ache": "often", "cough": "always", "total": 5})["total"]
    assert measured
    assert (measured.score.id, measured.points, measured.shown, measured.band.id) == ("total", 5, 2.5, "high")
    assert measure(questionnaire, {"ache": "often"}) == {"total": None}


def test_a_score_of_which_nothing_was_asked_is_not_measured_even_where_it_counts_nothing() -> None:
    lenient = scored("sum: [ache, cough], not_asked: 0")
    assert measure(lenient, {"sleep": "some", "total": 0}) == {}
    assert measure(lenient, {"cough": "never", "total": 0}).keys() == {"total"}
