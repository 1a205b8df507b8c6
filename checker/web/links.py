"""Where do the links of a page lead? To states of this very journey, each sealed in an address of its own."""

from dataclasses import replace
from functools import lru_cache

from flask import request, url_for
from jinja2 import Environment

from checker.journey import Journey
from checker.token import State, seal
from checker.web import flow
from checker.web.served import language, served


def link(state: State, fragment: str = "q") -> str:
    """Return the address of a state; the fragment moves the focus there without any script."""
    shown = served()
    return f"{_before_tokens(shown.templates, request.root_path)}{seal(shown.sealer, state)}#{fragment}"


def address(token: str) -> str:
    """Return the address of the page that a token holds."""
    return _before_tokens(served().templates, request.root_path) + token


@lru_cache(maxsize=64)
def _before_tokens(templates: Environment, root: str) -> str:
    """Return what stands before every token in the addresses of an app, below this root."""
    return url_for("patient.page", token="-").removesuffix("-")


def back(journey: Journey, state: State) -> str:
    """Return where the Back link leads, given the journey up to the page."""
    earlier = flow.back(journey, state)
    return link(earlier) if earlier else url_for("patient.start", lang=language())


def tongues(state: State) -> list[tuple[str, str]]:
    """Return the languages of the questionnaire, each but this page's own with the address of the page in it."""
    spoken = language()
    return [
        (code, "" if code == spoken else link(replace(state, language=place)))
        for place, code in enumerate(served().questionnaire.languages)
    ]
