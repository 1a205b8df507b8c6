"""The answers and scores that a chart keeps by themselves: as LHC-Forms extracts them, and valid."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker import resources
from checker.authoring import load
from checker.cli import cli
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import Json
from checker.fhir.observations import observed
from checker.fhir.profiles import LHC_FORMS
from checker.fhir.questionnaire_export import export
from checker.fhir.resource import RefusalError
from checker.fhir.response import questionnaire_response
from tests.fhir_validity import faults
from tests.renderers import lhc_forms

MOMENT = "2026-11-30T12:00:00+00:00"


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    """The shipped questionnaire."""
    return load(resources.shipped("questions.yaml"))


@pytest.fixture(scope="module")
def form(shipped: Questionnaire) -> Json:
    """The shipped questionnaire as it is exported."""
    return export(shipped, profile=LHC_FORMS)


@pytest.fixture(scope="module")
def records(shipped: Questionnaire) -> list[Json]:
    """The records of some worked cases, the one with the most answers first."""
    journeys = [walk(shipped, case.sheet) for case in shipped.cases[::8]]
    journeys.sort(key=lambda journey: -len(journey.asked))
    return [questionnaire_response(journey, advise(shipped, journey), authored=MOMENT) for journey in journeys]


def test_no_number_of_an_earlier_check_and_none_that_is_never_shown_is_kept_as_one_of_today() -> None:
    again = load(resources.shipped("questions.recheck.yaml"))
    case = next(case for case in again.cases if case.id == "mood_better_but_not_there")
    journey = walk(again, case.sheet)
    record = questionnaire_response(journey, advise(again, journey), authored=MOMENT)
    kept = {
        code["code"] for each in observed(export(again, profile=LHC_FORMS), record) for code in each["code"]["coding"]
    }
    assert {"last_mood", "last_pain"} <= {*journey.asked}
    assert kept >= {"pain_most", "score-phq8"}
    assert not {code for code in kept if code.startswith("last_") or "pain_rise" in code}


def told(found: Sequence[Json]) -> list[tuple[Any, ...]]:
    """Return the codes and the value of each Observation."""
    return sorted(
        (code["system"], code["code"], *_value(each)) for each in found for code in each["code"]["coding"]
    )  # fmt: skip


def _value(observation: Json) -> tuple[str, ...]:
    """Return a value; LHC-Forms writes a number as text."""
    if "valueInteger" in observation:
        return (str(observation["valueInteger"]),)
    if "valueQuantity" in observation:
        return (str(float(observation["valueQuantity"]["value"])),)
    (coding,) = observation["valueCodeableConcept"]["coding"]
    return (coding["system"], coding["code"], coding["display"])


def test_lhc_forms_extracts_the_same(form: Json, records: list[Json]) -> None:
    seen = lhc_forms([{"questionnaire": form, "responses": records}])
    ours = [told(list(observed(form, record))) for record in records]
    assert ours == [told(there.get("extracted", [])) for there in seen]
    assert {"pain_most", "score-phq8", "44250-9", "55758-7"} <= {code for found in ours for _, code, *_ in found}


def test_they_are_valid(form: Json, records: list[Json]) -> None:
    found = list(observed(form, records[0], "urn:uuid:7f2f6a0e-9f0b-4c8e-9d6e-0d3c8f5b1a2c"))
    wrong = [found[0] | {"status": "done"}, {key: found[0][key] for key in found[0] if key != "code"}]
    *judged, status, code = faults(*found, *wrong)
    assert judged == [[]] * len(found) and status and code


def test_they_are_about_nobody_unless_the_record_says_so(form: Json, records: list[Json]) -> None:
    first = next(observed(form, records[0]))
    assert (first["status"], first["effectiveDateTime"]) == ("final", MOMENT)
    assert not {"subject", "encounter", "performer", "derivedFrom"} & first.keys()
    somebody = {"reference": "Patient/1"}
    assert next(observed(form, records[0] | {"subject": somebody}))["subject"] == somebody
    assert next(observed(form, records[0] | {"status": "in-progress"}))["status"] == "preliminary"


@pytest.mark.parametrize("answer", [{}, {"valueString": "7"}, {"valueInteger": True}, {"valueInteger": 1.5}])
def test_an_answer_of_another_kind_is_refused(form: Json, answer: Json) -> None:
    record = {"item": [{"linkId": "section-pain", "item": [{"linkId": "pain_most", "answer": [answer]}]}]}
    with pytest.raises(RefusalError, match="pain_most"):
        list(observed(form, record))


def run(file: Path, *more: str) -> Result:
    """Return what the command makes of a record."""
    return CliRunner().invoke(cli, ["fhir", "extract", str(file), *more])


def test_the_command_prints_the_record_and_its_observations_for_a_server(
    form: Json, records: list[Json], tmp_path: Path
) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(records[0]), encoding="utf-8")
    found = run(file)
    assert found.exit_code == 0, found.output
    bundle = json.loads(found.stdout)
    record, *rest = (entry["resource"] for entry in bundle["entry"])
    assert faults(bundle, *rest) == [[]] * (len(rest) + 1)
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert record == records[0] and len(set(addresses)) == len(addresses)
    assert rest == list(observed(form, records[0], addresses[0])) != []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"questionnaire": "https://checker.invalid/fhir/Questionnaire/back-pain-and-mood|1"}, "Give a record of '"),
        ({"questionnaire": "https://example.org/Questionnaire/phq9"}, "it answers 'https://example.org/"),
        ({"questionnaire": None}, "it answers ''. Give a record of '"),
        ({"resourceType": "Questionnaire"}, "Give a FHIR R4 resource with `resourceType: QuestionnaireResponse`"),
        ({"item": [{"item": [{}] * 6000}]}, "more than 5,000 items"),
    ],
)
def test_the_command_says_of_what_it_makes_nothing(records: list[Json], change: Json, why: str, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(records[0] | change), encoding="utf-8")
    found = run(file)
    assert found.exit_code == 1 and f"{file}: " in found.output and why in found.output


def _changed(item: Json, link: str, answer: Json) -> Json:
    if item.get("linkId") == link:
        return item | {"answer": [answer]}
    return item | ({"item": [_changed(each, link, answer) for each in item["item"]]} if "item" in item else {})


@pytest.mark.parametrize(
    ("link", "answer", "why"),
    [
        ("pain_most", {"valueInteger": 11}, "an answer in it is not offered"),
        ("little_interest", {"valueCoding": {"system": "http://loinc.org", "code": "LA9999-9"}}, "is not offered"),
        ("score-phq8", {"valueInteger": 999}, "'score-phq8' in it is not that of its answers"),
        ("shown-pain", {"valueDecimal": 9.5}, "'shown-pain' in it is not that of its answers"),
    ],
)
def test_nothing_is_made_of_what_cannot_have_been_answered(
    records: list[Json], link: str, answer: Json, why: str, tmp_path: Path
) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(_changed(records[0], link, answer)), encoding="utf-8")
    found = run(file)
    assert found.exit_code == 1 and f"{file}: " in found.output and why in found.output


def test_of_a_mean_that_people_see_a_chart_keeps_the_same(form: Json, records: list[Json]) -> None:
    kept = {each["code"]["coding"][0]["code"]: each for each in observed(form, records[0])}
    (shown,) = (each for each in _all(records[0]) if each["linkId"] == "shown-pain")
    assert kept["score-pain"]["valueQuantity"]["value"] == shown["answer"][0]["valueDecimal"]


def _all(held: Json) -> list[Json]:
    return [found for each in held.get("item", []) for found in (each, *_all(each))]


def test_a_record_that_is_made_at_another_address_is_read(records: list[Json], tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    own = {"questionnaire": "https://clinic.example/fhir/Questionnaire/back-pain-and-mood"}
    file.write_text(json.dumps(records[0] | own), encoding="utf-8")
    first = json.loads(run(file).stdout)["entry"][1]["resource"]
    assert first["code"]["coding"][0]["system"] == "https://clinic.example/fhir/CodeSystem/back-pain-and-mood"
