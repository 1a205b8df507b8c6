"""What is worked out of a questionnaire is kept in it, and goes with it."""

import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from weakref import ref

import pytest

from checker.engine.questionnaire import Questionnaire
from checker.evidence.worked_cases import replay
from checker.explain.plain_english import names
from checker.memoisation import memoised, memoised_by_day
from checker.ops.settings import settings
from checker.web import create_app
from tests.pages import Visitor, served_by


class Thing:
    """Something frozen that a function reads."""


def counted() -> tuple[Callable[[Thing, int], list[int]], list[int]]:
    calls: list[int] = []

    @memoised
    def work(thing: Thing, number: int) -> list[int]:
        calls.append(number)
        return [number]

    return work, calls


def test_the_same_question_is_worked_out_once_for_each_thing() -> None:
    work, calls = counted()
    one, other = Thing(), Thing()
    assert work(one, 1) is work(one, 1)
    assert work(one, 1) is not work(other, 1)
    assert work(one, 2) == [2]
    assert calls == [1, 1, 2]


def test_what_is_of_a_day_is_kept_for_that_day_alone() -> None:
    @memoised_by_day
    def work(thing: Thing, day: date, number: int) -> Thing:
        return Thing()

    thing, first, second = Thing(), date(2027, 1, 1), date(2027, 1, 2)
    old = ref(work(thing, first, 1))
    assert old() is work(thing, first, 1) is not work(thing, first, 2)
    assert work(thing, second, 1) is work(thing, second, 1)
    gc.collect()
    assert old() is None


def test_two_functions_never_mix_up_what_they_keep() -> None:
    one, other = counted()[0], counted()[0]
    thing = Thing()
    assert one(thing, 1) is not other(thing, 1)


@pytest.mark.parametrize("read", [replay, names], ids=lambda read: read.__name__)
def test_a_changed_copy_of_a_questionnaire_works_it_out_anew(
    read: Callable[[Questionnaire], object], bicycle: Questionnaire
) -> None:
    kept = read(bicycle)
    assert read(bicycle) is kept
    assert read(bicycle.model_copy(update={"version": "another"})) is not kept


def test_a_reload_lets_go_of_the_questionnaire_before_it(second_file: Path) -> None:
    alive: list[ref[Questionnaire]] = []
    for _ in range(6):
        app = create_app(settings({}, questions=second_file))
        walked(Visitor(app).begin())
        alive.append(ref(served_by(app).questionnaire))
    del app
    gc.collect()
    assert [each() is None for each in alive] == [True] * 6


def walked(visitor: Visitor) -> None:
    """Give the first answer to every question, up to the result, so that all is kept which a journey keeps."""
    for _ in visitor.questionnaire.questions:
        if visitor.asked:
            visitor.send({"answer": "0"})
