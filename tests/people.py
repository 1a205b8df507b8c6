"""Four people who use the shipped questionnaire, in the order in which they are asked."""

from collections.abc import Mapping
from typing import Any

from checker.engine.conditions import Answer


def as_answer(value: object) -> Answer:
    """Return an answer from a list of option ids, an option id or a whole number."""
    assert isinstance(value, str | int | list | frozenset)
    return frozenset(value) if isinstance(value, list) else value


def as_answers(person: Mapping[str, object]) -> dict[str, Answer]:
    """Return what a person answers, as the engine reads it."""
    return {name: as_answer(value) for name, value in person.items()}


MILD: dict[str, Any] = {
    "right_now": ["none"],
    "place": "low_back",
    "onset": "strain",
    "nerve_signs": ["none"],
    "low_signs": ["none"],
    "age": "age_18_49",
    "health": ["none"],
    "pain_most": 3,
    "pain_usual": 2,
    "little_interest": "not_at_all",
    "feeling_down": "several_days",
    "phq_sleep": "several_days",
    "gad_nervous": "not_at_all",
    "gad_worry": "not_at_all",
    "dark_thoughts": ["none"],
    "life_now": ["none"],
    "medicines": ["none"],
}
"""New, light pain and nothing else: the last tier."""

EMERGENCY: dict[str, Any] = {"right_now": ["chest_pain", "stroke_signs"]}
"""Stops after the first question."""

CRISIS: dict[str, Any] = {**{key: MILD[key] for key in MILD if key != "dark_thoughts"}, "right_now": ["self_harm"]}
"""Sees the crisis page after the first question, and goes on."""

COMPLEX: dict[str, Any] = {
    "right_now": ["none"],
    "place": "leg_both",
    "onset": "blow",
    "injury": "small",
    "nerve_signs": ["leak_cough", "sex_change", "one_numb"],
    "nerve_time": "older",
    "low_signs": ["night", "no_ease"],
    "age": "age_65_plus",
    "health": ["weak_bones", "recent_procedure", "pregnant"],
    "surgery_signs": ["worse_new"],
    "pregnancy": "birth_12m",
    "pregnancy_signs": ["none"],
    "pain_most": 8,
    "pain_usual": 7,
    "walking": "much_difficulty",
    "lifting": "unable",
    "sitting": "some_difficulty",
    "little_interest": "more_than_half_the_days",
    "feeling_down": "nearly_every_day",
    "phq_sleep": "nearly_every_day",
    "well_rested": "never",
    "phq_tired": "nearly_every_day",
    "phq_appetite": "several_days",
    "phq_failure": "more_than_half_the_days",
    "phq_concentrating": "more_than_half_the_days",
    "phq_slow_or_restless": "several_days",
    "gad_nervous": "more_than_half_the_days",
    "gad_worry": "nearly_every_day",
    "dark_thoughts": ["better_off"],
    "life_now": ["fear"],
    "medicines": ["opioid", "nerve_relax"],
    "medicine_signs": ["mood_worse"],
}
"""Is asked almost every question there is, and sees the crisis page near the end."""
