"""A question is drawn once for everybody; what a person sees is the page as it would be drawn for them alone."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from checker.ops.settings import settings
from checker.web import create_app, question_page
from checker.web.forms import form_token
from checker.web.question_page import _parts
from checker.web.rendering import draw
from checker.web.token import State, seal
from tests.clinics import FOLDER
from tests.pages import SECOND, app_of, served_by
from tests.people import COMPLEX, as_answers

TOKEN = re.compile(r"/c/[\w-]+")


class Drawn:
    """In place of a pattern: draws the whole page for one person."""

    def __init__(self, app: Flask, question: str) -> None:
        self.question = served_by(app).questionnaire.question[question]

    def filled(self, own: Mapping[str, object]) -> str:
        return draw("question.html", **_parts(self.question, own))


BICYCLE = {
    "faults": ["worn_brake"],
    "brake_feel": "firm",
    "fell": "no",
    "ache": 5,
    "reach": 4,
    **dict.fromkeys(("climbing", "carrying", "turning"), "too_hard"),
    "saddle": "tipped",
}
"""Is asked everything about the bicycle."""
APPS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "shipped": ({}, COMPLEX),
    "titles": ({"question_titles": True}, COMPLEX),
    "clinic": ({"clinic": FOLDER / "city.yaml"}, COMPLEX),
    "second": ({"questions": SECOND}, BICYCLE),
}


def shown(app: Flask, sheet: Mapping[str, Any], question: str, answered: bool, **chosen: Any) -> str:
    """Return the page of a question, with all addresses of the journey alike."""
    served = served_by(app)
    position = served.questionnaire.position
    place = position[question]
    answers = {name: given for name, given in as_answers(sheet).items() if position[name] < place + answered}
    token = seal(served.sealer, State(answers, place, **chosen))
    page = app.test_client().get(f"/c/{token}").text
    assert 'name="answer"' in page
    return TOKEN.sub("/c/token", page.replace(form_token(served.sealer, token), "own"))


@pytest.mark.parametrize(("chosen", "sheet"), APPS.values(), ids=APPS.keys())
def test_a_filled_page_is_the_page_as_it_would_be_drawn(
    chosen: dict[str, Any], sheet: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(**chosen)
    everybody = [
        (question, answered, {"language": language, "theme": theme})
        for question in sheet
        for language in range(len(served_by(app).questionnaire.languages))
        for theme in range(len(served_by(app).looks))
        for answered in (False, True)
    ]
    filled = [shown(app, sheet, question, answered, **choice) for question, answered, choice in everybody]
    monkeypatch.setattr(question_page, "_pattern", lambda _, question, __: Drawn(app, question))
    drawn = [shown(app, sheet, question, answered, **choice) for question, answered, choice in everybody]
    assert filled == drawn
    assert len(set(filled)) == len(everybody), "no two of them are alike"


def test_nobody_gets_the_page_of_another() -> None:
    mine = shown(app_of(), COMPLEX, "age", True)
    other = shown(app_of(), COMPLEX, "age", False)
    assert " checked" in mine and " checked" not in other
    assert "\0" not in mine + other
    assert mine == shown(app_of(), COMPLEX, "age", True)


@pytest.mark.parametrize("root", ["", "/clinic", "", "/other"])
def test_the_addresses_of_a_page_begin_where_the_app_stands(root: str) -> None:
    client, environ = app_of().test_client(), {"SCRIPT_NAME": root}
    address = client.post("/", environ_overrides=environ).location
    page = client.get(address.partition("#")[0].removeprefix(root), environ_overrides=environ).text
    addresses = re.findall('(?:href|src|action)="(/[^"]*)', page)
    assert len(addresses) > 5
    assert {each.removeprefix(root)[:2] for each in addresses} <= {"/c", "/s", "/a", "/?"}
    assert all(each.startswith(f"{root}/") for each in addresses)


@pytest.mark.parametrize("first", ["iframe", "document"])
def test_whether_a_page_is_framed_is_seen_anew_by_each_visitor(first: str) -> None:
    client = create_app(settings({})).test_client()
    address = client.post("/").location.partition("#")[0]
    for kind in (first, "document", "iframe"):
        page = client.get(address, headers={"Sec-Fetch-Dest": kind}).text
        assert ("dark.css" in page) is (kind == "document")
