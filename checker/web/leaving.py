"""How does a journey end before its time, or last longer? By Clear, by Exit, and by more time on a shared device."""

from datetime import timedelta

from flask import Blueprint, abort, make_response, request
from flask.typing import ResponseReturnValue

from checker.web import journeys
from checker.web.headers import see
from checker.web.links import in_each_language, link, themed_address, way_out, ways
from checker.web.mounts import language
from checker.web.rendering import draw

pages = Blueprint("leave", __name__)


@pages.before_request
def refuse_ahead() -> None:
    """Refuse who only looks ahead: a checker of links, or a browser that fetches before anybody taps."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        abort(405)


@pages.get("/c/<token>/clear")
def clear(token: str) -> ResponseReturnValue:
    """End the journey, so that no page of it opens again; say so, or what to do where that cannot be."""
    if left := journeys.end(token):
        return draw("not_cleared.html", exit="exit", left=timedelta(seconds=left)), 503
    return see(themed_address("leave.cleared", lang=language()))


@pages.get("/c/<token>/exit")
def exit(token: str) -> ResponseReturnValue:
    """End the journey and go where nothing tells of it; where the end cannot be kept, this is no time to say so."""
    journeys.end(token)
    return see(way_out())


@pages.get("/away")
def away() -> ResponseReturnValue:
    """Show a page that tells nothing."""
    return draw("away.html")


@pages.get("/cleared")
def cleared() -> ResponseReturnValue:
    """Say that the answers are gone, and have the browser drop what it kept of the pages."""
    reply = make_response(draw("cleared.html", languages=in_each_language("leave.cleared")))
    reply.headers["Clear-Site-Data"] = '"cache"'
    return reply


@pages.get("/c/<token>/more")
def more(token: str) -> ResponseReturnValue:
    """Ask on a shared device whether somebody is still there."""
    return draw("more_time.html", **ways(journeys.resume(token)))


@pages.get("/c/<token>/stay")
def stay(token: str) -> ResponseReturnValue:
    """Go back to where the person is, with all the time that a page has."""
    return see(link(journeys.resume(token)))
