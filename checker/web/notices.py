"""What does a page say that cannot be shown? Kindly, with the way to help, and never why in detail."""

import logging
import traceback

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from checker.token import ExpiredError

log = logging.getLogger("checker")
_KINDS = {403: "elsewhere", 404: "not_found", 405: "not_found", 410: "expired"}


def install(app: Flask) -> None:
    """Answer every error with a page that keeps the help, and log nothing of what was sent."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ExpiredError, _expired)
    app.register_error_handler(Exception, _broken)
    app.before_request(_refuse_elsewhere)


def notice(status: int) -> tuple[str, int]:
    """Return the page that says what went wrong in general, and what to do."""
    return render_template("notice.html", kind=_KINDS.get(status, "not_taken" if status < 500 else "broken")), status


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    return error.get_response() if status < 400 else notice(status)


def _expired(_: ExpiredError) -> ResponseReturnValue:
    """Show the notice; after a form go to it, since a page that answers a form cannot be gone back over."""
    return redirect(url_for("patient.expired"), 303) if request.method == "POST" else notice(410)


def _broken(error: Exception) -> ResponseReturnValue:
    """Log where the program failed. The message is left out: it could repeat an answer or an address."""
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s at %s", type(error).__name__, " < ".join(reversed(where[-4:])))
    return notice(500)


def _refuse_elsewhere() -> None:
    """Refuse a form that a browser says another site sent. Browsers too old to say so pass."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)
