"""Whose journey is at this address, and may it be shown here?

A journey goes on where its own pages lead. Whoever comes from elsewhere is asked first, and after its end nobody sees
anything of it.
"""

import re
from contextlib import suppress

from flask import g, request

from checker.ops.ended import ListError
from checker.web.mounts import served, speak
from checker.web.theme_choice import wear
from checker.web.token import APART, ExpiredError, State, handle, is_of_the_future, opened

ROBOT = re.compile(r"bot|crawl|spider|preview|facebookexternalhit|whatsapp|curl|wget|scan|slurp|embedly", re.IGNORECASE)
"""How programs name themselves that fetch an address because somebody sent it to somebody."""


class ClearedError(Exception):
    """The journey was ended: its answers are shown to nobody."""


class ArrivedError(Exception):
    """The address was not reached from a page of ours: it was typed, sent, kept or restored."""


def resume(token: str) -> State:
    """Return the state of a journey, and let its language and theme be the page's.

    Raise ExpiredError for what is too old or not ours, ClearedError for what was ended, and ArrivedError for whoever
    comes from elsewhere.
    """
    state = opened(served().sealer, token)
    wear(state.theme)
    speak(served().questionnaire.languages[state.language])
    g.checker_future = is_of_the_future(served().sealer, token)
    if is_ended(state):
        raise ClearedError
    if request.method == "GET" and _from_elsewhere():
        raise ArrivedError
    return state


def _from_elsewhere() -> bool:
    """Return whether a browser says so. One that says nothing is old, unless it is a robot that says what it is."""
    came_from = request.headers.get("Sec-Fetch-Site")
    return is_robot() if came_from is None else came_from != "same-origin"


def is_robot() -> bool:
    """Return whether a program asks for a preview, or for a list of pages, and no person."""
    return bool(ROBOT.search(request.headers.get("User-Agent", "")))


def is_ended(state: State) -> bool:
    """Return whether a journey was ended; where the list cannot tell, journeys go on."""
    try:
        return handle(state) in served().ended
    except ListError:
        g.checker_unlisted = True
        return False


def end(token: str) -> bool:
    """End the journey of an address, on all of its pages; return False where that cannot be kept.

    What is too old, or not ours, is opened by nobody anyway.
    """
    with suppress(ExpiredError):
        state = opened(served().sealer, token)
        return end_by(handle(state), state.life)
    return True


def end_by(journey: str, life: int) -> bool:
    """End a journey by its handle, for as long as any of its pages can last by any clock."""
    try:
        served().ended.add(journey, life + 3 * APART)
    except ListError:
        g.checker_unlisted = True
        return False
    return True
