"""Editors complete from the very schema that the command prints, and it takes what the loader takes."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from checker.authoring.problems import SourceText
from checker.authoring.yaml_tree import compose
from checker.cli import cli
from checker.engine.questionnaire import JsonSchema, json_schema
from checker.resources import shipped
from tests.authoring.test_loader import INVALID
from tests.clinics import FILES


@pytest.fixture(scope="module")
def schema() -> JsonSchema:
    found = json.loads(shipped("schema.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def plain(path: Path) -> object:
    """Return a file as YAML 1.2 reads it: every plain word but true, false, null and numbers is a string."""
    root, _ = compose(SourceText(path.read_text(encoding="utf-8"), str(path)))
    return json.loads(json.dumps(root.data if root else None))


def test_the_command_prints_the_schema_that_is_shipped() -> None:
    printed = CliRunner().invoke(cli, ["schema"]).output
    assert printed == shipped("schema.json").read_text(encoding="utf-8"), (
        "write it anew: checker schema > checker/schema.json"
    )


def test_a_clinics_file_has_a_schema_of_its_own() -> None:
    found = json.loads(CliRunner().invoke(cli, ["schema", "--clinic"]).output)
    Draft202012Validator.check_schema(found)
    assert [list(Draft202012Validator(found).iter_errors(plain(file))) for file in FILES] == [[]] * len(FILES)
    assert list(Draft202012Validator(found).iter_errors({"name": "City", "phone": "call us"}))


def test_the_schema_is_one(schema: JsonSchema) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema == json_schema()


def test_the_schema_takes_what_the_loader_takes(schema: JsonSchema, file: Path) -> None:
    assert [error.message for error in Draft202012Validator(schema).iter_errors(plain(file))] == []


@pytest.mark.parametrize("name", ["unknown_key", "missing_key", "bad_id", "yes_in_place_of_true", "number_too_high"])
def test_the_schema_refuses_what_the_loader_refuses_for_its_shape(schema: JsonSchema, name: str) -> None:
    path = next(path for path in INVALID if path.stem == name)
    assert list(Draft202012Validator(schema).iter_errors(plain(path)))


def test_every_key_tells_an_editor_what_it_is_for_or_names_its_part(schema: JsonSchema) -> None:
    for name, part in schema["$defs"].items():
        assert part.get("description"), f"{name} has no description"


def test_the_shipped_questionnaire_names_its_schema_for_editors(file: Path) -> None:
    modeline = file.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"# yaml-language-server: \$schema=(\.\./)*checker/schema\.json", modeline)
