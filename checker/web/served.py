"""What does this app serve, and in which language right now?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from flask import current_app, g, request
from flask_babel import force_locale

from checker.model import Questionnaire, Text
from checker.signoff import Signature
from checker.token import Sealer
from checker.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Served:
    """All that an app holds: the questionnaire, the seal, the settings and who vouches for the content."""

    questionnaire: Questionnaire
    sealer: Sealer
    settings: Settings
    signature: Signature | None = None
    """The signature that stands for exactly this content, read once at the start."""


def served() -> Served:
    """Return what the current app serves."""
    return cast(Served, current_app.extensions["checker"])


def language() -> str:
    """Return the language of this page: the journey's own, else what the address or the browser asks for."""
    if (chosen := g.get("language")) is None:
        offered = served().questionnaire.languages
        asked = request.args.get("lang", "")
        g.language = chosen = asked if asked in offered else request.accept_languages.best_match(offered) or offered[0]
    return str(chosen)


def say(text: Text) -> str:
    """Return a text in the language of this page."""
    return text.said_in(language())


def locale() -> str:
    """Return the language of this page as Babel spells it."""
    return language().replace("-", "_")


@contextmanager
def spoken(other: str) -> Iterator[None]:
    """Speak another language for a part of a page."""
    own, g.language = language(), other
    with force_locale(locale()):
        yield
    g.language = own
