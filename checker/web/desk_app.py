"""The review that one works in: an app for one reviewer, on this machine alone, with the pages of every review."""

import logging
import traceback

from flask import Blueprint, Flask, Response, g, make_response, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from checker.authoring.problems import LoadError
from checker.ops.settings import settings
from checker.phrases import phrase
from checker.review.pages import plain
from checker.review.signoff import SignoffError
from checker.web import change_pages, desk_pages, headers, passkey_pages, review_pages
from checker.web.desk import Desk, asset, install, refuse_strangers, this_desk
from checker.web.rendering import STATIC

log = logging.getLogger("checker")
_DESK = "reviewer"
"""The name under which all pages stand."""
MOST_BYTES = 64 * 1024
"""Bytes that a posted form may have, where its page says nothing else."""


def create_desk(worked_on: Desk) -> Flask:
    """Return the app in which a reviewer works; raise what reading the file raises."""
    app = Flask("checker", static_folder=STATIC, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    install(app, worked_on)
    worked_on.reviewed()
    desk = Blueprint(_DESK, __name__)
    review_pages.install(desk)
    review_pages.install(desk, desk_pages.pages)
    review_pages.install(desk, change_pages.pages)
    review_pages.install(desk, passkey_pages.pages)
    app.register_blueprint(desk)
    app.add_url_rule("/", view_func=_start)
    app.before_request(review_pages.speak)
    app.teardown_request(review_pages.fall_silent)
    app.before_request(refuse_strangers)
    app.before_request(_read_again)
    app.after_request(_send)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(LoadError, _mistaken)
    app.register_error_handler(SignoffError, lambda error: _said(phrase("These signatures cannot be read"), str(error)))
    app.register_error_handler(OSError, lambda error: _said(phrase("The file cannot be read"), error.strerror or ""))
    app.register_error_handler(Exception, _broken)
    return app


def _start() -> Response:
    return headers.see(url_for(f"{_DESK}.review.start"))


def _read_again() -> None:
    g.checker_reviewed = this_desk().reviewed()


_HEADERS = headers.fixed(settings({}, hsts=0), None)


def _send(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


def _mistaken(error: LoadError) -> ResponseReturnValue:
    return _said(phrase("The file has mistakes"), *map(str, error.problems))


def _refused(error: HTTPException) -> ResponseReturnValue:
    known = {
        403: phrase("This is for a browser on this very machine, and for forms of these pages alone."),
        404: phrase("There is no such page."),
        413: phrase("This is too long to be kept."),
    }
    code = error.code or 500
    if code in known:
        return _said(phrase("This cannot be done"), known[code], status=code)
    return _said(error.name, error.description or "", status=code)


def _broken(error: Exception) -> ResponseReturnValue:
    """Log where the program failed, without what was sent."""
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("%s at %s", type(error).__name__, " < ".join(reversed(where[-4:])))
    return _said(phrase("Something went wrong in the program"), phrase("Nothing that was kept is lost."), status=500)


def _said(title: str, *lines: str, status: int = 422) -> ResponseReturnValue:
    return make_response(plain(title, lines, asset), status)
