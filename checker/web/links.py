"""Where do the links of a page lead?

To states of this very journey, each sealed in an address of its own, or to a page that holds no answers.
"""

from typing import Any

from flask import request

from checker.memoisation import memoised
from checker.web.mounts import Served, page_address, served
from checker.web.theme_choice import look, worn
from checker.web.token import State, seal


def link(state: State, fragment: str = "q") -> str:
    """Return the address of a state; the fragment moves the focus there without any script."""
    return f"{address(seal(served().sealer, state))}#{fragment}"


def address(token: str) -> str:
    """Return the address of the page that a token holds."""
    return _before_tokens(served(), request.root_path) + token


@memoised
def _before_tokens(shown: Served, root: str) -> str:
    """Return what stands before every token in the addresses of a mount, below this root."""
    return page_address("patient.page", token="-").removesuffix("-")


def here() -> str:
    """Return the address of this page of a journey."""
    return address(str((request.view_args or {})["token"]))


def themed_address(page: str, **values: Any) -> str:
    """Return the address of a page that holds no answers, such as ``patient.start``; it keeps a chosen theme."""
    if worn():
        values.setdefault("theme", look().name)
    return page_address(page, **values)


def in_each_language(page: str, **values: Any) -> list[tuple[str, str]]:
    """Return the languages of the questionnaire, with the address of a page that holds no answers in each."""
    return [(code, themed_address(page, lang=code, **values)) for code in served().questionnaire.languages]


def ways(here: object) -> dict[str, object]:
    """Return the links that every page of a journey has; what they lead to is sealed when somebody follows one."""
    languages = [(code, f"{here}/in/{code}") for code in served().questionnaire.languages]
    return {"back": f"{here}/back", "languages": languages}
