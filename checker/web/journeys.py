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
from checker.web.token import OPENABLE, ExpiredError, State, handle, is_of_the_future, opened

ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|preview|facebookexternalhit|whatsapp|viber|msoffice|feedfetcher|imageproxy|scan|slurp|embedly"
    r"|curl|wget|python|go-http|okhttp|axios|java/",
    re.IGNORECASE,
)
"""How programs name themselves that fetch an address because somebody sent it; Cubot is a telephone."""


class ClearedError(Exception):
    """The journey was ended: its answers are shown to nobody."""


class ArrivedError(Exception):
    """The address was not reached from a page of ours: it was typed, sent, kept or restored."""

    def __init__(self, shared: bool) -> None:
        """Keep whether others use the device."""
        super().__init__()
        self.shared = shared


def resume(token: str) -> State:
    """Return the state of a journey, and let its language and theme be the page's.

    Raise ExpiredError for what is too old or not ours, ClearedError for what was ended, and ArrivedError for whoever
    comes from elsewhere.
    """
    state = read(token)
    g.checker_future = is_of_the_future(served().sealer, token)
    if is_ended(state):
        raise ClearedError
    if request.method != "POST" and _from_elsewhere():
        raise ArrivedError(state.shared)
    return state


def read(token: str) -> State:
    """Return the state that an address holds, whoever asks; raise ExpiredError for what is too old or not ours."""
    state = opened(served().sealer, token)
    wear(state.theme)
    speak(served().language(state.language))
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


def end(token: str) -> int:
    """End the journey of an address, on all of its pages; return for how many seconds they can still be opened.

    That is 0, unless the end cannot be kept. What is too old, or not ours, is opened by nobody anyway.
    """
    with suppress(ExpiredError):
        state = read(token)
        return 0 if end_by(handle(state)) else state.life
    return 0


def end_by(journey: str) -> bool:
    """End a journey by its handle, for as long as any of its pages can last; return False where that cannot be kept."""
    try:
        served().ended.add(journey, OPENABLE)
    except ListError:
        g.checker_unlisted = True
        return False
    return True
