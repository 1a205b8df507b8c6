"""What is said of a number then and now: how far apart, in percent where that means something, and what is real."""

from gettext import NullTranslations
from pathlib import Path

import pytest

from checker.authoring import load
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import Journey, walk
from checker.explain.then_and_now import change_words, compared, to_keep
from checker.fhir.response import record, text
from tests.people import as_answers

DATA = Path(__file__).parent.parent / "data"
FIRST, AGAIN = load(DATA / "private.yaml"), load(DATA / "private.recheck.yaml")
WORDS = NullTranslations()


def later(**changed: Answer) -> Journey:
    sheet = {"heat": 1, "last_tier": "rest", "last_cough": "c4", "last_load": 4, "cough": 2}
    return walk(AGAIN, as_answers({**sheet, **changed}))


@pytest.mark.parametrize(
    ("then", "now", "apart"),
    [
        ("c4", 2, "2 points less, 50%."),
        ("c3", 2, "1 point less, 33%."),
        ("c3", 1, "2 points less, 67%."),
        ("c2", 4, "2 points more, 100%."),
        ("c0", 1, "1 point more."),
        ("c0", 3, "3 points more."),
        ("c3", 3, "The same as then."),
        ("c0", 0, "The same as then."),
    ],
)
def test_a_scale_is_told_in_points_and_percent_unless_it_was_nothing(then: str, now: int, apart: str) -> None:
    found = compared(later(last_cough=then, cough=now))[0]
    assert change_words(found, WORDS.gettext, WORDS.ngettext) == (
        apart,
        "A change of 2 points or more is a real one.",
    )


def test_a_score_is_told_in_points_alone() -> None:
    (_, load) = compared(later())
    assert (load.change.then, load.change.now, load.label.said_in("en")) == (4, 3, "How heavy")
    assert change_words(load, WORDS.gettext, WORDS.ngettext)[0] == "1 point less."


def test_what_is_not_known_is_not_compared() -> None:
    assert [found.change.question.id for found in compared(later(last_cough="not_known"))] == ["last_load"]
    assert compared(walk(FIRST, as_answers({"heat": 1, "life": ["none"], "cough": 3}))) == ()


def test_what_it_rests_on_stands_beside() -> None:
    assert [[source.id for source in found.sources] for found in compared(later())] == [["book"], []]


def test_the_record_holds_then_and_now_in_data_and_in_words() -> None:
    journey = later()
    guidance = advise(AGAIN, journey)
    assert record(journey, guidance)["then"]["cough"] == {"then": 4, "now": 2, "real_change": 2, "is_real": True}
    assert not record(journey, guidance)["then"]["load"]["is_real"]
    assert "Cough: then 4 of 5, now 2 of 5. 2 points less, 50%. A change of 2 points or more" in text(journey, guidance)


def test_the_paper_holds_what_the_re_check_asks_and_nothing_private() -> None:
    journey = walk(FIRST, as_answers({"heat": 1, "life": ["drinking"], "pills": "strong_pills", "cough": 3}))
    kept = {question.id: answer for question, answer in to_keep(journey, advise(FIRST, journey), AGAIN)}
    assert kept == {"last_tier": "care", "last_cough": "c3"}  # the score is another one without what is private
