"""Which of the clinic's themes does this page wear? What the address asks for, and then the journey's own."""

from flask import Blueprint, abort, g, request
from flask.typing import ResponseReturnValue

from checker.clinic.themes import FRAMED, PLAIN, Look
from checker.web.mounts import page_address, served

styles = Blueprint("looks", __name__)


@styles.get("/theme-<name>.css")
def theme(name: str) -> ResponseReturnValue:
    """Send the stylesheet of a theme."""
    found = next((look for look in served().looks if look.name == name and look.sheet), None) or abort(404)
    return found.sheet, {"Content-Type": "text/css; charset=utf-8"}


@styles.get("/clinic/<name>")
def file(name: str) -> ResponseReturnValue:
    """Send a logo or a font of the clinic's."""
    found = served().files.get(name) or abort(404)
    return found.content, {"Content-Type": found.type}


def look() -> Look:
    """Return how this page looks."""
    found = served().looks[worn()]
    return FRAMED if found is PLAIN and request.headers.get("Sec-Fetch-Dest") == "iframe" else found


def look_address() -> str:
    """Return the address of this page's theme, which changes with its content."""
    return page_address("looks.theme", name=look().name, v=look().mark)


def worn() -> int:
    """Return the place of this page's theme; an unknown name is the first, and nothing is said of it."""
    if (place := g.get("checker_theme")) is None:
        g.checker_theme = place = named(request.args.get("theme", ""))
    return int(place)


def named(name: str) -> int:
    """Return the place of the theme with this name, or that of the first."""
    names = [known.name for known in served().looks]
    return names.index(name) if name in names else 0


def wear(place: int) -> None:
    """Let this page wear a theme; the first where the clinic has no longer so many."""
    g.checker_theme = place if place < len(served().looks) else 0
