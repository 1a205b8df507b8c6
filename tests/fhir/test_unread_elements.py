"""What an import loses is said first and in few words, then one by one, the gravest first."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import cli
from checker.fhir.canonical import Json
from checker.fhir.questionnaire_import import imported
from tests.fhir.test_sums import SYSTEM, A, B, choice, form, group, often, total

TOP = "%resource.item.answer.value.ordinal().sum()"
DIFFERENT = "there also asked where 'b' was not asked; here only where it was"
UNSAID = "it does not say whether any or all of its conditions must hold; here any does, as in LHC-Forms"


def ran(tmp_path: Path, resource: Json, *options: str) -> Result:
    file = tmp_path / "form.json"
    file.write_text(json.dumps(resource))
    return CliRunner().invoke(cli, ["fhir", "import", str(file), *options])


def listed(resource: Json) -> list[str]:
    return [str(finding) for finding in imported(json.dumps(resource)).losses]


def unlike(link: str) -> Json:
    condition = {"question": link, "operator": "!=", "answerCoding": {"system": SYSTEM, "code": "o3"}}
    return {"enableWhen": [condition], "enableBehavior": "all"}


def expressed(path: str) -> Json:
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
    return {"extension": [{"url": url, "valueExpression": {"language": "text/fhirpath", "expression": path}}]}


def test_what_is_lost_is_said_first_and_the_gravest_leads_the_list(tmp_path: Path) -> None:
    name = {"linkId": "name", "type": "string", "text": "Name?"}
    danger = {"linkId": "call", "type": "display", "text": "Call for help now", **often("a")}
    last = choice("c", points=(None, None), **expressed("true"))
    resource = form(A, name, choice("m", repeats=True, points=(None, None), prefix="1."), last, danger, total("1 + 1"))
    lines = ran(tmp_path, resource).stderr.splitlines()
    assert lines[:3] == [
        "3 of 4 questions, 0 of 1 scores, 1 conditions lost or changed, 1 pieces of advice lost",
        "4 things of meaning are lost or changed, the gravest first; 2 others have none here",
        "what to do about the answers is not in it: write tiers and rules of your own before anybody uses it",
    ]
    assert [line.partition(":")[0] for line in lines[3:]] == [
        "call",
        "c",
        "tot",
        "name",
        *("tiers", "guidance", "help", "emergency_signs"),
        "m",
        "questionnaire",
    ]


@pytest.mark.parametrize(
    "part",
    [
        choice("x", type="string"),
        choice("x", type="open-choice"),
        choice("x", **often("z")),
        choice("x", points=(0, 0.5)),
        choice("x", repeats=True, extension=[{"url": "https://e.org/questionnaire-maxOccurs", "valueInteger": 2}]),
        total("1 + 1"),
        choice("x", **expressed("true")),
        {"linkId": "x", "type": "display", "text": "Call for help now", **often("a")},
        {"linkId": "x", "type": "boolean", "text": "X?", "repeats": True},
        choice("a"),
    ],
    ids=range(10),
)
def test_strict_ends_with_1_where_anything_of_meaning_is_lost(tmp_path: Path, part: Json) -> None:
    whole, less = ran(tmp_path, form(A, B), "--strict"), ran(tmp_path, form(A, B, part), "--strict")
    assert (whole.exit_code, less.exit_code) == (0, 1)
    assert ran(tmp_path, form(A, B, part)).exit_code == 0


def test_strict_bears_what_has_no_meaning_here(tmp_path: Path) -> None:
    assert ran(tmp_path, form(choice("a", prefix="1.", required=False), B, total(TOP)), "--strict").exit_code == 0


@pytest.mark.parametrize(
    "waiting", [choice("c", **unlike("b")), group("c", choice("d"), **unlike("b"))], ids=["question", "group"]
)
def test_unlike_something_that_was_not_asked_is_listed_for_questions_and_groups(waiting: Json) -> None:
    assert f"c: {DIFFERENT}" in listed(form(A, choice("b", **often("a")), waiting))
    assert f"c: {DIFFERENT}" not in listed(form(A, B, waiting))


@pytest.mark.parametrize("wrapped", [False, True], ids=["question", "group"])
def test_conditions_that_do_not_say_how_they_join_are_listed(wrapped: bool) -> None:
    two: dict[str, Any] = {"enableWhen": [*often("a")["enableWhen"], *often("b")["enableWhen"]]}
    waiting = group("c", choice("d"), **two) if wrapped else choice("c", **two)
    assert f"c: {UNSAID}" in listed(form(A, B, waiting))
    assert f"c: {UNSAID}" not in listed(form(A, B, waiting | {"enableBehavior": "any"}))
    assert f"c: {UNSAID}" not in listed(form(A, B, waiting | often("a")))
