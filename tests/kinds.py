"""Every kind of page that a patient can see, reached by its address: a test that has the key need not click its way."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_bytes
from time import time
from typing import Any

from checker.engine.questionnaire import Questionnaire
from checker.ops.seeds import keys
from checker.web.app import NAME
from checker.web.mounts import AGAIN
from checker.web.token import ID, LIFE, State, seal, sealer
from tests.pages import app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers
from tests.seeds import SEED

LATER = f"{NAME}{AGAIN}"
"""As what the re-check is mounted."""
SOON: dict[str, Any] = {
    **COMPLEX,
    "place": "leg_one",
    "onset": "long",
    "nerve_signs": ["none"],
    "low_signs": ["none"],
    "age": "age_18_49",
    "health": ["none"],
    "feeling_down": "more_than_half_the_days",
    "phq_sleep": "more_than_half_the_days",
    "well_rested": "some_days",
    "phq_tired": "several_days",
    "phq_failure": "several_days",
    "phq_concentrating": "several_days",
    "phq_slow_or_restless": "not_at_all",
    "gad_worry": "several_days",
    "dark_thoughts": ["none"],
    "medicines": ["otc"],
}
"""Should see a doctor in a week or two, and is low."""
CHILD: dict[str, Any] = {**MILD, "age": "under_18"}

OPEN = {
    "start": "/",
    "about": "/about",
    "how well": "/how-well",
    "cleared": "/cleared",
    "embed": "/embed",
    "no such page": "/nothing",
    "check again": "/again/",
    "no file": "/again/sorry/no_file",
    "not opened": "/again/sorry/not_opened",
}
"""Pages that have no state."""


def _at(people: Mapping[str, Any], question: str = "right_now", **more: Any) -> State:
    questionnaire = served_by(app_of()).questionnaire
    sheet = as_answers(people)
    return State(sheet, questionnaire.position[question], **more)


SEALED = {
    "buttons": _at(MILD, "onset"),
    "checkboxes": _at({}),
    "error": _at({}, refused=True),
    "scale": _at(MILD, "pain_most"),
    "place": _at(MILD, "place"),
    "stem": _at(COMPLEX, "phq_failure"),
    "dark thoughts": _at(COMPLEX, "dark_thoughts"),
    "private": _at(COMPLEX, "life_now"),
    "interruption": _at({"right_now": ["self_harm"]}, page="interruption"),
    "mild": _at(MILD, page="result"),
    "soon": _at(SOON, page="result"),
    "complex": _at(COMPLEX, page="result"),
    "emergency": _at(EMERGENCY, page="result"),
    "crisis": _at(CRISIS, page="result"),
    "both": _at({"right_now": ["self_harm", "chest_pain"]}, page="result"),
    "so far": _at({"right_now": ["self_harm"]}, page="result"),
    "not for them": _at(CHILD, page="result"),
}
"""Pages of a journey."""

BETTER: dict[str, Any] = {
    **{key: SOON[key] for key in ("right_now", "age", "little_interest", "feeling_down", "dark_thoughts")},
    **{key: value for key, value in SOON.items() if key.startswith("phq_") and key != "phq_sleep"},
    **{"new_signs": ["none"], "risk": ["none"], "last_tier": "weeks", "last_pain": "p8", "mood_known": "yes"},
    **{"last_mood": 17, "change": "better", "seen": "yes", "pain_most": 5, "phq_sleep": "several_days"},
}
"""A person some weeks later, at the re-check: has less pain, and is less low."""

BESIDE = {"code": "doctor", "code over": "over"}
"""Pages beside a result, by their last part."""

ALL = [*OPEN, "expired", *SEALED, *BESIDE, "then and now"]
"""Every kind, and one page whose time is over."""


def address(kind: str, language: str, questionnaire: Questionnaire | None = None) -> str:
    """Return the path of a page in a language, with the fragment that moves the focus."""
    if kind in OPEN:
        return f"{OPEN[kind]}?lang={language}"
    if kind == "then and now":
        later = served_by(app_of(), LATER).questionnaire
        place = (*later.languages, *later.drafts).index(language)
        state = State(as_answers(BETTER), page="result", language=place, journey=token_bytes(ID))
        return f"/again/c/{seal(sealer(later, keys([SEED]), f'mount {LATER}'), state)}/#q"
    found = questionnaire or served_by(app_of()).questionnaire
    state = replace(
        SEALED.get("soon" if kind in BESIDE else kind, State()),
        language=(*found.languages, *found.drafts).index(language),
        journey=token_bytes(ID),
    )  # a journey of its own, that no other test ends
    token = seal(sealer(found, keys([SEED])), state, now=_long_ago() if kind == "expired" else None)
    return f"/c/{token}/{BESIDE.get(kind, '')}#{'errors' if state.refused else 'q'}"


def _long_ago() -> int:
    return int(time()) - LIFE - 600
