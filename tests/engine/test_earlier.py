"""A re-check knows of an earlier check what its file says, and sets then beside now."""

import pytest

from checker.engine.conditions import Answer
from checker.engine.earlier import Change, changes, earlier_answers
from tests.small import small, walked

AGAIN = small("""
    sections:
      - id: all
        title: {en: All}
        questions:
          - id: last_tier
            kind: one
            earlier: tier
            label: {en: Sheet}
            ask: {en: What did your sheet say?}
            options:
              - {id: home, was: [home], text: {en: Home}}
              - {id: help, was: [soon, now], text: {en: Help}}
              - {id: not_sure, text: {en: I do not know}, unsure: true}
          - id: last_pain
            kind: one
            earlier: pain
            now: pain
            real_change: 2
            label: {en: Pain then}
            ask: {en: Which number?}
            options:
              - {id: p0, was: [0], text: {en: "0"}}
              - {id: p5, was: [5], text: {en: "5"}}
              - {id: not_known, text: {en: I do not know}, aside: true}
          - id: last_mood
            kind: scale
            earlier: mood
            now: pain
            real_change: 3
            label: {en: Mood}
            ask: {en: Mood?}
            min: 0
            max: 9
          - {id: pain, kind: scale, label: {en: Pain}, ask: {en: Pain?}, min: 0, max: 10}
""")


@pytest.mark.parametrize(
    ("before", "answers"),
    [
        ({"tier": "home", "pain": 5, "mood": 9}, {"last_tier": "home", "last_pain": "p5", "last_mood": 9}),
        ({"tier": "now", "pain": 0, "mood": 0}, {"last_tier": "help", "last_pain": "p0", "last_mood": 0}),
        ({}, {"last_tier": "not_sure", "last_pain": "not_known"}),
        ({"tier": "gone", "pain": 4, "mood": 10}, {"last_tier": "not_sure", "last_pain": "not_known"}),
        ({"tier": 5, "pain": "home", "mood": "x"}, {"last_tier": "not_sure", "last_pain": "not_known"}),
    ],
)
def test_an_earlier_check_answers_what_it_knows(before: dict[str, str | int], answers: dict[str, Answer]) -> None:
    assert earlier_answers(AGAIN, before) == answers


def found(**answers: Answer) -> list[tuple[str, int, bool]]:
    journey = walked(AGAIN, last_tier="home", **answers)
    return [(change.question.id, change.points, change.is_real) for change in changes(journey)]


def test_then_stands_beside_now_and_a_small_change_is_none() -> None:
    assert found(last_pain="p5", last_mood=9, pain=7) == [("last_pain", 2, True), ("last_mood", -2, False)]
    assert found(last_pain="p5", last_mood=9, pain=6) == [("last_pain", 1, False), ("last_mood", -3, True)]


def test_what_is_not_known_then_or_now_is_not_compared() -> None:
    assert found(last_pain="not_known", last_mood=9, pain=7) == [("last_mood", -2, False)]
    assert found(last_pain="p5", last_mood=9) == []


def test_a_change_without_a_measure_is_never_real() -> None:
    assert not Change(AGAIN.question["pain"], 0, 10).is_real
