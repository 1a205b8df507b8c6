"""What does a page say that cannot be shown? Kindly, with the way to help, and never why in detail."""

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress

from flask import Blueprint, Flask, Response, abort, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from checker.web.headers import see
from checker.web.journeys import ArrivedError, ClearedError, is_robot, read
from checker.web.links import address, in_each_language, themed_address
from checker.web.mounts import language, page_name, served, speak
from checker.web.rendering import draw
from checker.web.token import ExpiredError

log = logging.getLogger("checker")
_KINDS = {403: "elsewhere", 404: "not_found", 405: "not_found", 410: "expired", 429: "too_many"}
STATUS = {
    **{"cleared": 410, "expired": 410, "not_found": 404, "not_taken": 400, "too_many": 429, "broken": 500},
    **{"no_file": 400, "not_opened": 400, "other_version": 400},
}

_STILL = (
    *("health.alive", "health.ready", "patient.static", "looks.theme", "looks.file"),
    *("leave.clear", "leave.cleared", "leave.exit", "leave.away"),
)
"""What answers while it is out of service: for the machine in front, for the looks of a page, and the ways out."""


class RecalledError(Exception):
    """The questionnaire is out of service."""


def install(place: Flask | Blueprint, send: Callable[[Response], Response] = lambda response: response) -> None:
    """Answer every error with a page that keeps the help, and log nothing of what was sent."""
    place.register_error_handler(HTTPException, lambda error: send(make_response(notice(error.code or 500))))
    place.register_error_handler(ExpiredError, lambda error: send(make_response(_expired(error))))
    place.register_error_handler(ClearedError, lambda _: send(make_response(_refused("cleared"))))
    place.register_error_handler(RecalledError, lambda _: send(make_response(_recalled())))
    place.register_error_handler(ArrivedError, lambda error: send(make_response(_arrived(error))))
    place.register_error_handler(Exception, lambda error: send(make_response(_broken(error))))


def sorry(kind: str) -> ResponseReturnValue:
    """Say what became of a form that was sent."""
    return _said(kind), STATUS[kind]


def notice(status: int) -> ResponseReturnValue:
    """Say what went wrong in general."""
    return _refused(_KINDS.get(status, "not_taken" if status < 500 else "broken"), status)


def _refused(kind: str, status: int = 410) -> ResponseReturnValue:
    """Say what went wrong; after a form go there, since a page that answers a form bars the way back."""
    if request.method == "POST" and kind in STATUS:
        return see(themed_address("patient.sorry", kind=kind, lang=language()))
    return _said(kind), status


def _said(kind: str) -> str:
    """Return what to say; in another language it stands at an address of its own, without the one that failed."""
    elsewhere = kind not in STATUS
    languages = in_each_language("patient.start") if elsewhere else in_each_language("patient.sorry", kind=kind)
    return draw("notice.html", kind=kind, languages=languages)


def _expired(error: ExpiredError) -> ResponseReturnValue:
    if error.language is not None:
        speak(served().language(error.language))
    return notice(410)


def _recalled() -> ResponseReturnValue:
    """Say where help is and nothing else, in the person's language; a form leads to the start, which says the same."""
    with suppress(ExpiredError):
        read(str((request.view_args or {}).get("token", "")))
    if request.method == "POST":
        return see(themed_address("patient.start", lang=language()))
    return _said("recalled"), 503, {"Retry-After": "600"}


def _arrived(error: ArrivedError) -> ResponseReturnValue:
    """Ask whoever comes from elsewhere, before anything is shown; a robot that makes previews sees the start."""
    if is_robot():
        return see(themed_address("patient.start", lang=language()))
    here = address(str((request.view_args or {})["token"]))
    anew = f"{here}clear" if error.shared else themed_address("patient.start", lang=language())
    return draw("arrived.html", onward=f"{here}stay", anew=anew, exit=f"{here}exit")


def _broken(error: Exception) -> ResponseReturnValue:
    """Log where the program failed. The message is left out: it could repeat an answer or an address."""
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s at %s", type(error).__name__, " < ".join(reversed(where[-4:])))
    return notice(500)


def refuse_elsewhere() -> None:
    """Refuse a form that a browser says another site sent. Browsers too old to say so pass."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)


def refuse_recalled() -> None:
    """Raise RecalledError for every page that says or asks anything, while the questionnaire is out of service."""
    if page_name() not in _STILL and served().recall.why():
        raise RecalledError
