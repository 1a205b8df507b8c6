"""A person may take the answers along; what they get is made at that moment, and nothing is kept."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from icalendar import Calendar, Component
from werkzeug.test import TestResponse

from checker.authoring import load
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.fhir.canonical import Json
from checker.fhir.profiles import LHC_FORMS
from checker.fhir.questionnaire_export import export
from checker.ops.settings import settings
from checker.web import create_app
from tests.fhir_validity import faults, items_of
from tests.kinds import SOON
from tests.pages import HEADERS, Visitor, app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers
from tests.renderers import lhc_forms
from tests.small import FRAME

SOON_PERSON = {name: SOON[name] for name in walk(served_by(app_of()).questionnaire, as_answers(SOON)).asked}
"""The same, in the order in which they are asked and with no other answer."""
FORMS = {"text": "check.txt", "json": "check.json", "fhir": "check.fhir.json"}


def at_result(person: dict[str, Any], language: str = "en") -> Visitor:
    return Visitor(app_of(), language).begin().answer(**person)


def links(visitor: Visitor) -> dict[str, str]:
    """Return the addresses of the files that the page offers."""
    found = [a.attributes["href"] for a in visitor.page.all("a") if "download" in a.attributes]
    return {form: urljoin(visitor.page.path, form) for form in found}


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
    page = visitor.page
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


@pytest.mark.parametrize("form", ["json", "fhir"])
def test_what_can_be_sent_back_has_as_many_bytes_whatever_was_answered(form: str) -> None:
    found = [fetched(at_result(*who), form).data for who in ((MILD,), (COMPLEX,), (SOON_PERSON, "es"))]
    assert len({len(each) for each in found}) == 1
    assert len({len(each.rstrip()) for each in found}) == len(found)


def so_far() -> Visitor:
    """Return a person who asked what to do now in the middle of the questions: thoughts of death, some days ago."""
    given = list(COMPLEX)
    visitor = Visitor(app_of()).begin().answer(**{name: COMPLEX[name] for name in given[: given.index("life_now")]})
    visitor.press("See what to do now")
    return visitor


NO_FILE = {
    "an emergency": lambda: at_result(EMERGENCY),
    "a crisis": lambda: at_result(CRISIS),
    "a crisis half way": lambda: Visitor(app_of()).begin().answer(right_now=["self_harm"]),
    "half way": so_far,
    "a question": lambda: Visitor(app_of()).begin().answer(right_now=["none"]),
}


@pytest.mark.parametrize("at", NO_FILE.values(), ids=NO_FILE)
def test_there_is_no_file_beside_help_nor_half_way(at: Callable[[], Visitor]) -> None:
    visitor = at()
    here = visitor.history[visitor.at].partition("#")[0]
    assert not links(visitor) and not visitor.page.all("textarea") and "Keep this" not in visitor.page.text
    assert {visitor.client.get(f"{here}/{form}").status_code for form in (*FORMS, "reminder")} == {404}


def test_there_is_none_of_another_kind() -> None:
    visitor = at_result(MILD)
    here = visitor.history[visitor.at].partition("#")[0]
    assert visitor.client.get(f"{here}text").status_code == 200
    assert visitor.client.get(f"{here}pdf").status_code == 404


def test_a_result_half_way_is_of_a_tier_that_a_whole_one_has_files_for() -> None:
    """So it is for the questions that are left that it has none."""
    assert so_far().page.heading == at_result(COMPLEX).page.heading
    assert set(links(at_result(COMPLEX))) == set(FORMS)


# The reminder ----------------------------------------------------------------------------------------------------


def entry(reply: TestResponse) -> Component:
    (found,) = Calendar.from_ical(reply.data).walk("VEVENT")
    return found


@pytest.mark.parametrize(("person", "days"), [(MILD, 14), (SOON_PERSON, 14)], ids=["mild", "soon"])
def test_the_reminder_is_for_this_hour_so_many_days_from_now(person: dict[str, Any], days: int) -> None:
    earliest = datetime.now(UTC).replace(microsecond=0)
    visitor = at_result(person)
    reply = fetched(visitor, "reminder")
    assert (reply.status_code, reply.content_type) == (200, "text/calendar; charset=utf-8")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="reminder.ics"'
    begins = entry(reply).decoded("dtstart")
    assert earliest + timedelta(days) <= begins <= datetime.now(UTC) + timedelta(days)
    assert begins.utcoffset() == timedelta(0)
    tiers = {tier.title.said_in("en"): tier.recheck_days for tier in visitor.questionnaire.tiers}
    assert tiers[visitor.page.heading] == days
    assert f"in {days} days" in visitor.page.text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_reminder_tells_nothing_of_health_and_leads_to_where_one_checks_again(language: str) -> None:
    """Whoever looks over the shoulder at a calendar reads its title; whoever has its file, all of it."""
    visitor = at_result(MILD, language)
    reply = fetched(visitor, "reminder")
    found = entry(reply)
    assert set(found) == {"SUMMARY", "DTSTART", "DTSTAMP", "DURATION", "UID", "URL"}
    assert str(found["URL"]) == f"http://localhost/again/?lang={language}"
    assert visitor.client.get(str(found["URL"])).status_code == 200
    assert str(found["SUMMARY"]) == {"en": "Check again", "es": "Volver a revisar"}[language]
    said = " ".join(reply.text.replace(str(found["UID"]), "").replace("\r\n ", "").lower().split())
    questionnaire = visitor.questionnaire
    own = [*questionnaire.title.root.values(), questionnaire.id, *(tier.id for tier in questionnaire.tiers)]
    own += [words for tier in questionnaire.tiers for words in tier.title.root.values()]
    own += [words for question in questionnaire.questions for words in question.label.root.values()]
    assert [words for words in own if words.lower() in said] == []
    assert not re.search(r"\b(back|pain|espalda|dolor|mood|doctor|988|911|/c/)\b", said)


def test_no_two_reminders_are_the_same_entry() -> None:
    visitor = at_result(MILD)
    assert entry(fetched(visitor, "reminder"))["UID"] != entry(fetched(visitor, "reminder"))["UID"]


def test_where_a_tier_has_no_day_to_check_again_there_is_no_reminder(tmp_path: Path) -> None:
    file = tmp_path / "mood.yaml"
    file.write_text(FRAME + ONLY_MOOD, encoding="utf-8")
    visitor = Visitor(create_app(settings({}, questions=file))).begin().answer(why="mood", low=3)
    here = visitor.history[visitor.at].partition("#")[0]
    assert "reminder" not in links(visitor) and "calendar" not in visitor.page.text
    assert visitor.client.get(f"{here}/reminder").status_code == 404


def test_a_changed_token_gets_nothing() -> None:
    visitor = at_result(MILD)
    address = links(visitor)["fhir"]
    assert visitor.client.get(address.replace("/c/", "/c/A", 1)).status_code == 410


@pytest.mark.parametrize("person", [MILD, SOON_PERSON, COMPLEX], ids=["mild", "soon", "complex"])
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
    assert re.search(r"^\d+ de \w+ de 20\d\d", text, re.MULTILINE), "the day, as people say it"
    assert "Dolor: 2,5 de 10. " in text


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
    records = [record(MILD), record(MILD, "es"), record(SOON_PERSON), record(COMPLEX)]
    assert faults(*records) == [[]] * 4


def test_the_record_answers_its_questionnaire_and_nothing_else(shipped_file: Path) -> None:
    exported = export(load(shipped_file), profile=LHC_FORMS)
    kinds = {item["linkId"]: item for item in items_of(exported)}
    for item in items_of(record(COMPLEX)):
        assert item["text"] == kinds[item["linkId"]]["text"]
        offered = [option["valueCoding"]["code"] for option in kinds[item["linkId"]].get("answerOption", [])]
        chosen = [answer["valueCoding"]["code"] for answer in item.get("answer", []) if "valueCoding" in answer]
        assert set(chosen) <= set(offered)


@pytest.mark.parametrize("person", [MILD, COMPLEX], ids=["mild", "complex"])
def test_the_record_says_at_which_moment_it_was_made(person: dict[str, Any]) -> None:
    """An instant, with its zone: a day alone would be the server's, and another than the person's."""
    earliest = datetime.now(UTC).replace(microsecond=0)
    authored = datetime.fromisoformat(record(person)["authored"])
    assert authored.utcoffset() == timedelta(0)
    assert earliest <= authored <= datetime.now(UTC)


def test_the_record_names_the_address_under_which_the_form_is_published(shipped_file: Path) -> None:
    base = "https://clinic.example/fhir"
    visitor = Visitor(create_app(settings({}, fhir_base=f"{base}/"))).begin().answer(**MILD)
    found = json.loads(fetched(visitor, "fhir").text)
    assert found["questionnaire"].partition("|")[0] == export(load(shipped_file), base=base)["url"]
    assert "checker.invalid" not in json.dumps(found)


def test_the_record_is_about_nobody() -> None:
    assert not {"subject", "author", "source", "encounter", "identifier"} & record(COMPLEX).keys()


def test_lhc_forms_opens_it_with_the_same_questions_and_answers(shipped_file: Path) -> None:
    people = [MILD, SOON_PERSON, COMPLEX]
    records = [record(person) for person in people]
    shown = lhc_forms([{"questionnaire": export(load(shipped_file), profile=LHC_FORMS), "responses": records}])
    for ours, theirs in zip(records, shown, strict=True):
        assert _answers(theirs["response"]) == _answers(ours)
        assert {item["linkId"] for item in items_of(ours)} <= set(theirs["enabled"])


def _answers(record: Json) -> dict[str, list[Any]]:
    """Return the codes and numbers that a record holds."""
    return {item["linkId"]: [_value(a) for a in item["answer"]] for item in items_of(record) if "answer" in item}


def _value(answer: Json) -> object:
    (value,) = (value for key, value in answer.items() if key.startswith("value"))
    return value["code"] if isinstance(value, dict) else value
