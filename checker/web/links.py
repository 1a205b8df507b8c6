"""Where do the links of a page lead? To states of this very journey, each sealed in an address of its own."""

from functools import lru_cache

from flask import request, url_for
from jinja2 import Environment

from checker.web.served import served
from checker.web.token import State, seal


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


def here() -> str:
    """Return the address of this page of a journey."""
    return address(str((request.view_args or {})["token"]))


def ways(here: object) -> dict[str, object]:
    """Return the links that every page of a journey has; what they lead to is sealed when somebody follows one."""
    languages = [(code, f"{here}/in/{code}") for code in served().questionnaire.languages]
    return {"back": f"{here}/back", "languages": languages}
