"""Urgency cannot be bought: whatever a clinic configures, every case is told the same, in the same order."""

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest
from flask import Flask

from checker.engine.guidance import advise
from checker.engine.journey import interruptions, walk
from checker.engine.questionnaire import Case, Questionnaire
from checker.ops.settings import settings
from checker.web import create_app
from checker.web.result_page import is_helping
from checker.web.token import State, seal
from tests import clinics
from tests.pages import app_of, served_by

CASES = served_by(app_of()).questionnaire.cases
TAGS = (
    "<p",
    "</p>",
    "<div",
    "</div>",
    '<a class="button',
    "</a>",
    "<span",
    "</span>",
    "<img",
    "<svg",
    "<path",
    "</svg>",
)
"""How the tags begin that a clinic's words stand in."""
NOBODY = ("Run by: not named yet.", "A cargo de: aún sin nombre.")
"""What stands in the place of a clinic's name where there is none."""
NAMED = '<p class="clinic">'
"""Where a clinic's name stands on every page, below the line of help."""


@lru_cache
def _without_clinic() -> Flask:
    """Return the app of the shipped questionnaire with no clinic at all."""
    return create_app(settings({}))


def _with_clinic(name: str) -> Flask:
    return app_of(clinic=clinics.FOLDER / f"{name}.yaml")


def _states(questionnaire: Questionnaire, case: Case, language: int) -> Iterator[State]:
    """Yield the result of a case, and the help at once that came before it."""
    yield State(case.sheet, page="result", language=language)
    places = range(len(questionnaire.questions))
    found = next((place for place in places if interruptions(questionnaire, case.sheet, place)), None)
    if found is not None:
        yield State(case.sheet, place=found, page="interruption", language=language)


def _told(app: Flask, state: State) -> list[str]:
    """Return all tags and lines of a page's body, in order, without what differs each time."""
    html = app.test_client().get(f"/c/{seal(served_by(app).sealer, state)}/").text
    body = re.sub(r"change/[\w-]+", "change", html[html.index("<body") :])
    body = re.sub(r'datetime="[^"]+"|[^\n<>]+ UTC', "a moment", body)
    tokens = (token.strip() for token in re.split(r"(<[^>]+>)|\n", body) if token and token.strip())
    return [token for token in tokens if token not in NOBODY]


def _added(told: list[str], bare: list[str]) -> list[tuple[int, str]]:
    """Return what was told beyond the bare page, with its place; fail where anything is missing or out of order."""
    rest = iter(bare)
    due = next(rest, None)
    added = []
    for place, token in enumerate(told):
        if token == due:
            due = next(rest, None)
        else:
            added.append((place, token))
    assert due is None, f"this is no longer told, or not in its place: {due}"
    return added


@lru_cache
def _bare(language: int) -> list[tuple[State, bool, list[str]]]:
    """Return what every case is told without a clinic, and whether that is help alone."""
    app = _without_clinic()
    questionnaire = served_by(app).questionnaire
    states = [state for case in CASES for state in _states(questionnaire, case, language)]
    return [(state, _helps_alone(questionnaire, state), _told(app, state)) for state in states]


def _helps_alone(questionnaire: Questionnaire, state: State) -> bool:
    journey = walk(questionnaire, state.answers)
    return state.page == "interruption" or is_helping(journey, advise(questionnaire, journey))


@pytest.mark.parametrize(("name", "language"), [*((name, 0) for name in clinics.NAMES), ("city", 1)])
def test_every_case_is_told_the_same_whoever_runs_the_site(name: str, language: int) -> None:
    app = _with_clinic(name)
    assert len(_bare(language)) > len(CASES) > 100
    for state, helps_alone, bare in _bare(language):
        told = _told(app, state)
        added = _added(told, bare)
        assert added and all(not token.startswith("<") or token.startswith(TAGS) for _, token in added), added
        least = told.index("</main>") if helps_alone else next(i for i, tag in enumerate(told) if tag.startswith("<h1"))
        top = told.index(NAMED)
        named = range(told.index('<header class="bound">'), told.index("</header>"))
        assert top in named and all(at > least or at in named for at, _ in added), added


@pytest.mark.parametrize("name", clinics.NAMES)
def test_all_but_the_clinic_is_the_very_same_questionnaire(name: str) -> None:
    theirs, ours = served_by(_with_clinic(name)).questionnaire, served_by(app_of()).questionnaire
    for field in type(ours).model_fields:
        assert getattr(theirs, field) == getattr(ours, field), field


def test_a_page_that_tells_less_or_in_another_order_is_seen() -> None:
    bare = ["<h1>", "Call 911 now", "</h1>", "<p>", "Go.", "</p>"]
    assert _added([*bare, "<p>", "Run by City.", "</p>"], bare) == [(6, "<p>"), (7, "Run by City."), (8, "</p>")]
    for told in (bare[:3], [*bare[3:], *bare[:3]], [*bare[:1], "Call City", *bare[2:]]):
        with pytest.raises(AssertionError):
            _added(told, bare)


@pytest.mark.parametrize("name", clinics.NAMES)
def test_the_words_of_a_clinic_are_words_on_every_page(name: str) -> None:
    """No tag of theirs is a tag, and none of their braces is read by the templates."""
    client = _with_clinic(name).test_client()
    for address in ("/", "/about", "/c/old"):
        html = client.get(address).text
        assert not re.search(r"<(script(?! src)|style|iframe|b hidden)|onload=\"remove", html)
        assert "49" not in re.sub(r"[?]v=\w+", "", html)  # a file's fingerprint may hold it
