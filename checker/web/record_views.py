"""How does a person take their answers along? As a file that is made from the sealed answers at that moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort

from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.fhir import response
from checker.web.links import address
from checker.web.mounts import language, served, speak
from checker.web.token import State, opened, seal

taken = Blueprint("records", __name__)


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """One way to write the answers down. The name of the file tells nothing of what is in it."""

    file: str
    type: str


FORMS: Mapping[str, RecordFormat] = {
    "text": RecordFormat("check.txt", "text/plain"),
    "json": RecordFormat("check.json", "application/json"),
    "fhir": RecordFormat("check.fhir.json", "application/fhir+json"),
}


@taken.get(f"/c/<token>/<any({', '.join(FORMS)}):form>")
def take(token: str, form: str) -> Response:
    """Send the answers of a result as a file; nothing is kept."""
    state = opened(served().sealer, token)
    speak(served().questionnaire.languages[state.language])
    journey = walk(served().questionnaire, state.answers)
    guidance = advise(served().questionnaire, journey)
    if state.page != "result" or journey.next or guidance.tier.only_help:
        abort(404)
    reply = Response(_written(form, journey, guidance), content_type=f"{FORMS[form].type}; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="{FORMS[form].file}"'
    return reply


def _written(form: str, journey: Journey, guidance: Guidance) -> str:
    today = date.today().isoformat()
    if form == "text":
        return response.text(journey, guidance, language(), today)
    made = response.questionnaire_response if form == "fhir" else response.record
    return json.dumps(made(journey, guidance, language(), authored=today), ensure_ascii=False, indent=2) + "\n"


def offered(state: State) -> dict[str, str]:
    """Return the address of each form of the answers of a result."""
    here = address(seal(served().sealer, state))
    return {form: f"{here}/{form}" for form in FORMS}
