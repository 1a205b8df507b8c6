"""How does a person take their answers along? As a file that is made from the sealed answers at that moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from secrets import token_hex

from flask import Blueprint, Response, abort
from icalendar import Calendar, Event, vUri

from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.fhir import response
from checker.web.journeys import resume
from checker.web.links import again_address
from checker.web.mounts import language, page_address, served, vouched
from checker.web.rendering import stamp
from checker.web.token import State

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
REMINDER = RecordFormat("reminder.ics", "text/calendar")
EVEN = 48 * 1024
"""Bytes of which what is written for programs has a whole number: sent back or encrypted, its length says little."""


@taken.get(f"/c/<token>/<any({', '.join(FORMS)}):form>")
def take(token: str, form: str) -> Response:
    """Send the answers of a result as a file; nothing is kept."""
    journey, guidance = whole_result(resume(token))
    return _file(FORMS[form], _written(form, journey, guidance))


@taken.get("/c/<token>/reminder")
def remind(token: str) -> Response:
    """Send a calendar entry for the day on which to check again; neither its title nor its link tells of health.

    It is for this hour in so many days, as a moment: every calendar shows that on the person's own day.
    """
    _, guidance = whole_result(resume(token))
    days = guidance.tier.recheck_days or abort(404)
    entry = Event()
    entry.add("uid", token_hex(16))
    now = datetime.now(UTC).replace(microsecond=0)
    entry.add("dtstamp", now)
    entry.add("dtstart", now + timedelta(days=days))
    entry.add("duration", timedelta(minutes=15))
    entry.add("summary", words_in(vouched(language())).gettext("Check again"))
    there = {"_external": True, "lang": language()}
    entry.add("url", vUri(again_address(**there) or page_address("patient.start", **there)))
    calendar = Calendar()
    calendar.add("prodid", "-//checker//reminder//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return _file(REMINDER, calendar.to_ical())


def whole_result(state: State) -> tuple[Journey, Guidance]:
    """Return whose answers are taken along; 404 unless it is a whole result without an emergency or a crisis."""
    journey = walk(served().questionnaire, state.answers)
    guidance = advise(served().questionnaire, journey)
    if state.page != "result" or journey.next or guidance.tier.helps_now or guidance.tier.only_help:
        abort(404)
    return journey, guidance


def _file(kind: RecordFormat, content: str | bytes) -> Response:
    reply = Response(content, content_type=f"{kind.type}; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="{kind.file}"'
    return reply


def _written(form: str, journey: Journey, guidance: Guidance) -> str | bytes:
    """Return what stands in a file; for programs in the first language, where nobody has vouched for the page's."""
    now = datetime.now(UTC)
    moment = now.isoformat(timespec="seconds")
    if form == "text":
        both = (words_in(language()), words_in(served().questionnaire.languages[0]))
        return response.text(journey, guidance, language(), stamp(now), *both)
    spoken = vouched(language())
    if form == "fhir":
        base = served().settings.fhir_base
        made = response.questionnaire_response(journey, guidance, spoken, base, moment)
    else:
        made = response.record(journey, guidance, spoken, moment, words_in(spoken))
    return even(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def even(written: str) -> bytes:
    """Return JSON with as many spaces behind it as make a whole number of steps."""
    plain = written.encode()
    return plain + b" " * (-len(plain) % EVEN)


def words_in(spoken: str) -> NullTranslations:
    """Return what pages say by themselves, in a language."""
    return served().words.said_in(spoken)
