"""What may a clinic see of how much it is used? Counts with noise, behind a secret of its own."""

from contextlib import suppress
from hashlib import sha256
from hmac import compare_digest

from flask import Blueprint, Response, abort, make_response, request
from flask.typing import ResponseReturnValue

from checker.ops import counts
from checker.ops.ended import ListError
from checker.web.journeys import is_robot
from checker.web.mounts import served
from checker.web.rendering import draw

pages = Blueprint("counts", __name__)


@pages.get("/counts")
def page() -> ResponseReturnValue:
    """Show visits, starts and ends of the days that are over, to whoever knows the clinic's secret."""
    here = served()
    digest = (here.clinic and here.clinic.counts) or abort(404)
    given = request.authorization
    secret = (given.password or "") if given and given.type == "basic" else ""
    if not compare_digest(sha256(secret.encode()).hexdigest(), digest):
        reply: Response = make_response(draw("counts.html", days=None), 401)
        reply.headers["WWW-Authenticate"] = 'Basic realm="counts", charset="UTF-8"'
        return reply
    try:
        days = tuple(counts.days(here.ended, here.place))
    except ListError:
        abort(503)
    return draw("counts.html", days=days, within=counts.within(0.95), epsilon=counts.EPSILON)


def note(what: counts.What) -> None:
    """Count one more, where the clinic counts at all and a person asks; nobody fails for it.

    A start page to which another page of ours led, as for another language, is no other visit.
    """
    here, asked = served(), request.headers
    ahead = request.method == "HEAD" or "prefetch" in asked.get("Sec-Purpose", "")
    again = what == "visits" and asked.get("Sec-Fetch-Site") == "same-origin"
    if here.clinic and here.clinic.counts and not (is_robot() or ahead or again):
        with suppress(ListError):
            counts.count(here.ended, here.place, what)
