"""A person may take the answers along; what they get is made at that moment, and nothing is kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from checker.authoring import load
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.fhir.canonical import Json
from checker.fhir.questionnaire_export import export
from checker.ops.settings import settings
from checker.web import create_app
from tests.fhir_validity import faults, items_of
from tests.lhc_forms import lhc_forms
from tests.pages import HEADERS, Visitor, app_of
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers
from tests.small import FRAME

FORMS = {"text": "check.txt", "json": "check.json", "fhir": "check.fhir.json"}


def at_result(person: dict[str, Any], language: str = "en") -> Visitor:
    visitor = Visitor(app_of(), language).begin().answer(**person)
    while visitor.tier is None:
        visitor.go_on()
    return visitor


def links(visitor: Visitor) -> dict[str, str]:
    """Return the addresses of the files that the page offers."""
    found = [a.attributes["href"] for a in visitor.page.all("a") if "download" in a.attributes]
    return {address.rpartition("/")[2]: address for address in found}


def fetched(visitor: Visitor, form: str) -> TestResponse:
    return visitor.client.get(links(visitor)[form])


ONLY_MOOD = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: why, kind: one, label: {en: Why}, ask: {en: Why?}, options: [{id: mood, text: {en: Mood}}, {id: back, text: {en: Back}}]}
      - {id: low, kind: scale, label: {en: Low}, ask: {en: How low?}, min: 0, max: 3}
      - {id: walk, kind: scale, label: {en: Walk}, ask: {en: How far?}, min: 0, max: 3, when: why is back}
scores:
  - {id: mood, label: {en: How the mood is}, area: {en: Mood}, sum: [low], bands: [{id: any, from: 0, text: {en: Some mood}}]}
  - {id: tasks, label: {en: How tasks go}, area: {en: Activity}, sum: [walk], not_asked: 0, bands: [{id: any, from: 0, text: {en: Some tasks}}]}
guidance:
  - {id: calm, tier: soon, when: low > 2 and tasks < 1, because: {en: you are low}}
"""  # noqa: E501


@pytest.mark.parametrize(
    ("given", "is_seen"), [({"why": "mood", "low": 3}, False), ({"why": "back", "low": 3, "walk": 0}, True)]
)
def test_a_score_of_which_nothing_was_asked_stands_on_no_page_and_in_no_file(
    tmp_path: Path, given: dict[str, Any], is_seen: bool
) -> None:
    """Although it counts 0 where a rule reads it."""
    file = tmp_path / "mood.yaml"
    file.write_text(FRAME + ONLY_MOOD, encoding="utf-8")
    visitor = Visitor(create_app(settings({}, questions=file))).begin().answer(**given)
    page = visitor.go_on()
    assert page.heading == "See a nurse"
    written = {"result and doctor": page.html, **{form: fetched(visitor, form).text for form in FORMS}}
    for words in ("mood", "How the mood is", "Some mood"), ("tasks", "How tasks go", "Some tasks"):
        found = {name for name, text in written.items() if any(each in text for each in words)}
        assert found == (written.keys() if is_seen or "mood" in words else set())


@pytest.mark.parametrize("form", FORMS)
def test_it_is_a_file_with_a_name_that_tells_nothing(form: str) -> None:
    reply = fetched(at_result(MILD), form)
    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{FORMS[form]}"'
    assert {name: reply.headers.getlist(name) for name in HEADERS} == {name: [is_] for name, is_ in HEADERS.items()}
    assert "Set-Cookie" not in reply.headers


def test_an_emergency_page_offers_help_alone() -> None:
    visitor = at_result(EMERGENCY)
    assert not links(visitor)
    here = visitor.history[visitor.at].partition("#")[0]
    assert [visitor.client.get(f"{here}/{form}").status_code for form in FORMS] == [404, 404, 404]


def test_there_is_none_before_the_result_and_none_of_another_kind() -> None:
    visitor = Visitor(app_of()).begin().answer(right_now=["none"])
    here = visitor.history[visitor.at].partition("#")[0]
    assert [visitor.client.get(f"{here}/{form}").status_code for form in FORMS] == [404, 404, 404]
    assert at_result(MILD).client.get(f"{here}/pdf").status_code == 404


def test_a_changed_token_gets_nothing() -> None:
    visitor = at_result(MILD)
    address = links(visitor)["fhir"]
    assert visitor.client.get(address.replace("/c/", "/c/A", 1)).status_code == 410


@pytest.mark.parametrize("person", [MILD, CRISIS, COMPLEX], ids=["mild", "crisis", "complex"])
def test_the_text_says_what_to_do_why_and_every_answer_but_private_ones(person: dict[str, Any]) -> None:
    visitor = at_result(person)
    text = fetched(visitor, "text").text
    questionnaire = visitor.questionnaire
    journey = walk(questionnaire, as_answers(person))
    guidance = advise(questionnaire, journey)
    assert guidance.tier.title.said_in("en") in text
    assert all(rule.because.said_in("en") in text for rule in guidance.deciding)
    for question in map(questionnaire.question.get, journey.asked):
        assert question and (question.label.said_in("en") in text) is not question.private
    assert all(link.text.said_in("en") in text for link in questionnaire.help)


def test_the_text_is_in_the_language_of_the_page() -> None:
    text = fetched(at_result(MILD, "es"), "text").text
    assert text.startswith("Chequeo de dolor de espalda")
    assert "Emergencia: 911" in text


def test_the_data_has_ids_for_programs_and_words_for_people() -> None:
    data = json.loads(fetched(at_result(MILD), "json").text)
    assert (data["questionnaire"], data["tier"]) == ("back_pain_and_mood", "self_care")
    assert data["scores"]["pain"]["points"] == 5
    assert data["answers"][1]["question"] == "place"
    assert data["answers"][1]["answer"] == ["low_back"]


def record(person: dict[str, Any], language: str = "en") -> Json:
    found: Json = json.loads(fetched(at_result(person, language), "fhir").text)
    return found


def test_the_record_is_valid() -> None:
    records = [record(MILD), record(MILD, "es"), record(CRISIS), record(COMPLEX)]
    assert faults(*records) == [[]] * 4


def test_the_record_answers_its_questionnaire_and_nothing_else(shipped_file: Path) -> None:
    exported = export(load(shipped_file))
    kinds = {item["linkId"]: item for item in items_of(exported)}
    for item in items_of(record(COMPLEX)):
        assert item["text"] == kinds[item["linkId"]]["text"]
        offered = [option["valueCoding"]["code"] for option in kinds[item["linkId"]].get("answerOption", [])]
        chosen = [answer["valueCoding"]["code"] for answer in item.get("answer", []) if "valueCoding" in answer]
        assert set(chosen) <= set(offered)


def test_the_record_is_about_nobody() -> None:
    assert not {"subject", "author", "source", "encounter", "identifier"} & record(COMPLEX).keys()


def test_lhc_forms_opens_it_with_the_same_questions_and_answers(shipped_file: Path) -> None:
    people = [MILD, CRISIS, COMPLEX]
    records = [record(person) for person in people]
    shown = lhc_forms([{"questionnaire": export(load(shipped_file)), "responses": records}])
    for ours, theirs in zip(records, shown, strict=True):
        assert _answers(theirs["response"]) == _answers(ours)
        assert {item["linkId"] for item in items_of(ours)} <= set(theirs["enabled"])


def _answers(record: Json) -> dict[str, list[Any]]:
    """Return the codes and numbers that a record holds."""
    return {item["linkId"]: [_value(a) for a in item["answer"]] for item in items_of(record) if "answer" in item}


def _value(answer: Json) -> object:
    (value,) = (value for key, value in answer.items() if key.startswith("value"))
    return value["code"] if isinstance(value, dict) else value
