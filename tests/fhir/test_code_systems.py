"""Every code that a form or a record names is published with the form, and the Bundle comes back as the form does."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from checker import resources
from checker.authoring import load
from checker.cli import cli
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import Json, Publication
from checker.fhir.code_systems import bundled
from checker.fhir.profiles import LHC_FORMS, PLAIN, PROFILES, Profile
from checker.fhir.questionnaire_export import export
from checker.fhir.questionnaire_import import imported
from checker.fhir.response import questionnaire_response
from checker.review.parts import fingerprint
from tests.fhir_validity import faults
from tests.strategies import random_questionnaire

BASE = "https://clinic.example/fhir"


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    """The shipped questionnaire."""
    return load(resources.shipped("questions.yaml"))


def published(questionnaire: Questionnaire, language: str = "", profile: Profile = LHC_FORMS) -> Json:
    """Return a questionnaire with its codes as a Bundle."""
    spoken = language or questionnaire.languages[0]
    form = export(questionnaire, spoken, BASE, profile=profile)
    return bundled(Publication(questionnaire, spoken, BASE), form)


def resources_of(bundle: Json) -> list[Json]:
    """Return the resources of a Bundle."""
    return [entry["resource"] for entry in bundle["entry"]]


def test_it_is_valid(shipped: Questionnaire, bicycle: Questionnaire) -> None:
    """The form itself is judged where it is exported."""
    small = [published(each, each.languages[-1]) for each in (bicycle, random_questionnaire(Random(4), 6))]
    found = [*small, *resources_of(published(shipped))[:-1]]
    assert faults(*found) == [[]] * len(found)


def _no_method(bundle: Json) -> None:
    del bundle["entry"][0]["request"]


def _unknown_kind(bundle: Json) -> None:
    bundle["type"] = "publication"


def _no_content(bundle: Json) -> None:
    del bundle["entry"][0]["resource"]["content"]


def _code_without_words(bundle: Json) -> None:
    bundle["entry"][0]["resource"]["concept"][0]["code"] = ""


def _unknown_status(bundle: Json) -> None:
    bundle["entry"][1]["resource"]["status"] = "done"


def _concept_of_no_system(bundle: Json) -> None:
    include = bundle["entry"][1]["resource"]["compose"]["include"][0]
    del include["system"]


FAULTS = [
    _no_method, _unknown_kind, _no_content, _code_without_words, _unknown_status, _concept_of_no_system,
]  # fmt: skip


def test_the_judges_see_every_planted_fault(bicycle: Questionnaire) -> None:
    sound = published(bicycle)
    wrong = [json.loads(json.dumps(sound | {"entry": sound["entry"][:2]})) for _ in FAULTS]
    for fault, bundle in zip(FAULTS, wrong, strict=True):
        fault(bundle)
    found = iter(faults(*(each for bundle in wrong for each in (bundle, *resources_of(bundle)))))
    assert [fault.__name__ for fault in FAULTS if not any([next(found), next(found), next(found)])] == []


def _codings(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the system and the code of each Coding, at any depth."""
    if isinstance(value, list):
        for each in value:
            yield from _codings(each)
    elif isinstance(value, dict):
        if {"system", "code"} <= value.keys():
            yield value["system"], value["code"]
        yield from _codings(list(value.values()))


def _concepts(held: Json) -> Iterator[str]:
    for concept in held.get("concept", []):
        yield concept["code"]
        yield from _concepts(concept)


OTHERS = ("http://loinc.org", "http://hl7.org/", "http://terminology.hl7.org/")


def test_every_code_that_is_named_is_published_once(shipped: Questionnaire) -> None:
    codes, *lists, form = resources_of(published(shipped))
    known = list(_concepts(codes))
    assert len(known) == len(set(known))
    journeys = [walk(shipped, case.sheet) for case in shipped.cases[::10]]
    records = [questionnaire_response(journey, advise(shipped, journey), base=f"{BASE}/") for journey in journeys]
    named = {each for each in _codings([form, records]) if not each[0].startswith(OTHERS)}
    assert {system for system, _ in named} == {codes["url"]} and {code for _, code in named} <= set(known)
    assert {record["questionnaire"] for record in records} == {f"{form['url']}|{form['version']}"}
    assert len(lists) == sum(bool(question.options) for question in shipped.questions)


def test_a_list_of_options_has_exactly_those_that_the_form_offers(shipped: Questionnaire) -> None:
    *_, form = bundle = resources_of(published(shipped))
    offered = {
        item["linkId"]: [(each["valueCoding"]["system"], each["valueCoding"]["code"]) for each in item["answerOption"]]
        for section in form["item"]
        for item in section.get("item", [])
        if "answerOption" in item
    }
    for question, found in zip(offered, bundle[1:-1], strict=True):
        parts = found["compose"]["include"]
        assert [(part["system"], each["code"]) for part in parts for each in part["concept"]] == offered[question]


def test_the_words_of_other_languages_stand_beside_each_code(bicycle: Questionnaire) -> None:
    codes = resources_of(published(bicycle, "fr"))[0]
    (climbing,) = (each for each in codes["concept"] if each["code"] == "climbing")
    assert climbing["concept"][0]["code"] == "climbing.easy"
    assert climbing["designation"] == [{"language": "en", "value": bicycle.question["climbing"].label.root["en"]}]


def test_a_bundle_comes_back_as_the_very_same_questionnaire(shipped: Questionnaire, bicycle: Questionnaire) -> None:
    for questionnaire, profile in [(shipped, PLAIN), *((bicycle, profile) for profile in PROFILES.values())]:
        back = imported(json.dumps(published(questionnaire, questionnaire.languages[-1], profile)))
        assert fingerprint(back.questionnaire) == fingerprint(questionnaire) and back.losses == ()


def test_the_clinic_that_publishes_it_is_named_and_changes_nothing_else(
    second_file: Path, bicycle: Questionnaire, tmp_path: Path
) -> None:
    clinic = tmp_path / "city.yaml"
    clinic.write_text("name: City Cycling\nwebsite: https://city.example\n", encoding="utf-8")
    found = CliRunner().invoke(cli, ["fhir", "export", str(second_file), "--bundle", "--clinic", str(clinic)])
    assert found.exit_code == 0, found.output
    bundle = json.loads(found.stdout)
    assert {resource["publisher"] for resource in resources_of(bundle)} == {"City Cycling"}
    told = [{"telecom": [{"system": "url", "value": "https://city.example"}]}]
    assert resources_of(bundle)[-1] == export(bicycle, profile=PLAIN) | {"publisher": "City Cycling", "contact": told}
    back = imported(found.stdout)
    assert fingerprint(back.questionnaire) == fingerprint(bicycle) and back.losses == ()
    clinic.write_text("name: [City]\n", encoding="utf-8")
    refused = CliRunner().invoke(cli, ["fhir", "export", str(second_file), "--clinic", str(clinic)])
    assert refused.exit_code == 1 and "city.yaml:1:" in refused.output


def test_the_command_prints_the_bundle_under_the_address_that_is_set(
    second_file: Path, bicycle: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKER_FHIR_BASE", f"{BASE}/")
    found = CliRunner().invoke(cli, ["fhir", "export", str(second_file), "--bundle"])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout) == published(bicycle, profile=PLAIN)
    monkeypatch.setenv("CHECKER_FHIR_BASE", "clinic")
    refused = CliRunner().invoke(cli, ["fhir", "export", str(second_file)])
    assert refused.exit_code == 2 and "'clinic' is no web address" in refused.output
