"""The bill of materials lists what is installed, in the format that it says it is in."""

import json
from importlib.metadata import version

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from checker.dossier.materials import Component, bill, installed
from tests.dossier.fixtures import INSTALLED


def test_what_is_installed_is_listed_once_with_version_and_licence() -> None:
    found = {component.name: component for component in installed()}
    assert list(found) == sorted({component.name for component in installed()})
    assert found["flask"].version == version("flask") and found["flask"].licence == "BSD-3-Clause"
    assert found["condition-checker"].licence == "Apache-2.0"


def test_the_bill_is_valid_by_the_schema_of_its_format_and_has_no_date() -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    for components in (installed(), INSTALLED):
        assert validator.validate_str(bill(components).decode()) is None
    assert validator.validate_str(bill([Component("a", "1", "Not a licence", is_expression=True)]).decode()) is None
    assert validator.validate_str(bill(INSTALLED).decode().replace('"library"', '"books"'))
    assert "metadata" not in json.loads(bill(INSTALLED))
