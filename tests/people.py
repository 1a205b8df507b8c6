"""Four people who use the shipped questionnaire, in the order in which they are asked."""

from collections.abc import Mapping
from typing import Any

from checker.expressions import Answer


def as_answer(value: object) -> Answer:
    """Return an answer from a list of option ids, an option id or a whole number."""
    assert isinstance(value, str | int | list | frozenset)
    return frozenset(value) if isinstance(value, list) else value


def as_answers(person: Mapping[str, object]) -> dict[str, Answer]:
    """Return what a person answers, as the engine reads it."""
    return {name: as_answer(value) for name, value in person.items()}


MILD: dict[str, Any] = {
    "age": "age_18_49",
    "right_now": ["none"],
    "new_signs": ["none"],
    "with_this_pain": ["none"],
    "health_history": ["none"],
    "pain_place": "low_back",
    "how_long": "lt_6w",
    "pain_spread": "none",
    "pain_most": 3,
    "pain_enjoy": 2,
    "pain_usual": 2,
    "falling_asleep": "some_days",
    "staying_asleep": "never",
    "well_rested": "most_days",
    "days_stopped": "days_0",
    "little_interest": "not_at_all",
    "feeling_down": "several_days",
}
"""New, light pain and nothing else: the last tier."""

EMERGENCY: dict[str, Any] = {"age": "age_50_69", "right_now": ["chest_pain", "stroke_signs"]}
"""Stops after the second question."""

CRISIS: dict[str, Any] = {**MILD, "right_now": ["self_harm"]}
"""Sees the crisis page after the second question, and goes on."""

COMPLEX: dict[str, Any] = {
    "age": "age_70_plus",
    "right_now": ["none"],
    "new_signs": ["sexual_change", "not_sure"],
    "with_this_pain": ["injury", "old_nerve"],
    "injury": "minor",
    "health_history": ["steroids", "thin_bones", "night_pain"],
    "pain_place": "low_back",
    "how_long": "gt_12w",
    "pain_spread": "both_legs",
    "pain_most": 8,
    "pain_enjoy": 9,
    "pain_usual": 7,
    "falling_asleep": "every_day",
    "staying_asleep": "most_days",
    "well_rested": "never",
    "pain_wakes": "most",
    "days_stopped": "days_6_to_7",
    "walking": "much_difficulty",
    "bending": "unable",
    "lifting": "do_not_do",
    "sitting": "some_difficulty",
    "standing": "much_difficulty",
    "little_interest": "more_than_half_the_days",
    "feeling_down": "nearly_every_day",
    "phq_sleep": "nearly_every_day",
    "phq_tired": "nearly_every_day",
    "phq_appetite": "several_days",
    "phq_failure": "more_than_half_the_days",
    "phq_concentrating": "more_than_half_the_days",
    "phq_slow_or_restless": "several_days",
    "phq_self_harm_thoughts": "several_days",
    "phq_difficulty": "very",
    "gad_nervous": "more_than_half_the_days",
    "gad_worry": "nearly_every_day",
    "medicines": ["opioid", "nerve_pain"],
    "mood_after_medicine": "yes",
    "care_so_far": "surgery_planned",
}
"""Is asked every question there is, and sees the crisis page near the end."""
