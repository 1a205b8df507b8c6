"""Every kind of page that a patient can see, reached by its address: a test that has the key need not click its way."""

from collections.abc import Mapping
from dataclasses import replace
from time import time
from typing import Any

from checker.model import Questionnaire
from checker.token import IDLE, State, seal, sealer
from tests.pages import app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers

KEY = "a key that only tests have"
FIRST: dict[str, Any] = {"age": "age_18_49"}
SOON: dict[str, Any] = {
    **COMPLEX,
    "age": "age_18_49",
    "new_signs": ["none"],
    "with_this_pain": ["none"],
    "health_history": ["none"],
    "pain_spread": "below_knee_one",
    "phq_sleep": "several_days",
    "phq_tired": "several_days",
    "phq_slow_or_restless": "not_at_all",
    "phq_self_harm_thoughts": "not_at_all",
    "mood_after_medicine": "no",
}
"""Should see a doctor in a week or two, and is low."""

OPEN = {
    "start": "/",
    "about": "/about",
    "how well": "/how-well",
    "cleared": "/cleared",
    "embed": "/embed",
    "no such page": "/nothing",
}
"""Pages that have no state."""


def _at(people: Mapping[str, Any], question: str = "age", **more: Any) -> State:
    questionnaire = served_by(app_of()).questionnaire
    sheet = as_answers(people)
    return State(sheet, questionnaire.position[question], **more)


SEALED = {
    "radios": _at(MILD, "how_long"),
    "checkboxes": _at(FIRST, "new_signs"),
    "error": _at(FIRST, "new_signs", refused=True),
    "scale": _at(MILD, "pain_most"),
    "place": _at(MILD, "pain_place"),
    "spread": _at(COMPLEX, "pain_spread"),
    "stem": _at(COMPLEX, "phq_failure"),
    "interruption": _at({**FIRST, "right_now": ["self_harm"]}, "right_now", page="interruption"),
    "check": _at(COMPLEX, page="check"),
    "mild": _at(MILD, page="result"),
    "soon": _at(SOON, page="result"),
    "complex": _at(COMPLEX, page="result"),
    "emergency": _at(EMERGENCY, page="result"),
    "crisis": _at(CRISIS, page="result"),
    "not for them": _at({"age": "under_18"}, page="result"),
}
"""Pages of a journey."""

ALL = [*OPEN, "expired", *SEALED]
"""Every kind, and one page whose time is over."""


def address(kind: str, language: str, questionnaire: Questionnaire | None = None) -> str:
    """Return the path of a page in a language, with the fragment that moves the focus."""
    found = questionnaire or served_by(app_of()).questionnaire
    if kind in OPEN:
        return f"{OPEN[kind]}?lang={language}"
    state = replace(SEALED.get(kind, State()), language=found.languages.index(language))
    token = seal(sealer(found, [KEY]), state, now=None if kind in SEALED else _long_ago())
    return f"/c/{token}#{'errors' if state.refused else 'q'}"


def _long_ago() -> float:
    return time() - IDLE - 60
