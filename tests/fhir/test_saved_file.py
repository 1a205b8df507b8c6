"""A saved file is a stranger's: its answers count where they can be ours, and nothing else in it is believed."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring import load
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.fhir.response import questionnaire_response, record
from checker.fhir.saved_file import OtherVersionError, UnreadableError, before
from checker.resources import shipped
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers

COUGH = load(Path(__file__).parent.parent / "data" / "private.yaml")
SHIPPED = load(shipped("questions.yaml"))
AGAIN = load(shipped("questions.recheck.yaml"))
Json = dict[str, Any]
WELL = {"heat": 1, "life": ["none"], "cough": 3}


def journey_of(sheet: Json, questionnaire: Any = COUGH) -> tuple[Any, Any]:
    journey = walk(questionnaire, as_answers(sheet))
    return journey, advise(questionnaire, journey)


def data(sheet: Json = WELL, of: Any = COUGH, **changed: Any) -> Json:
    return {**record(*journey_of(sheet, of)), **changed}


def fhir(sheet: Json = WELL, of: Any = COUGH, **changed: Any) -> Json:
    return {**questionnaire_response(*journey_of(sheet, of)), **changed}


def opened(found: Any, *known: Any) -> dict[str, str | int]:
    return before(json.dumps(found).encode(), *(known or (COUGH,)))


def bundled(response: Json) -> Json:
    return {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}, {"resource": response}]}


@pytest.mark.parametrize("sheet", [MILD, COMPLEX], ids=["mild", "complex"])
@pytest.mark.parametrize("form", [data, fhir, lambda *of: bundled(fhir(*of))], ids=["data", "fhir", "bundle"])
def test_a_file_of_ours_gives_tier_numbers_and_points(form: Callable[..., Json], sheet: Json) -> None:
    journey, guidance = journey_of(sheet, SHIPPED)
    found = opened(form(sheet, SHIPPED), SHIPPED, AGAIN)
    told = {"tier": guidance.tier.id, "pain_most": sheet["pain_most"], "phq8": journey.values.get("phq8")}
    assert {name: found.get(name) for name in told} == told


def test_a_file_of_the_re_check_is_one_to_check_again_by() -> None:
    (case, *_) = (each for each in AGAIN.cases if each.expect.tier == "book_soon")
    found = opened(data(dict(case.sheet), AGAIN), SHIPPED, AGAIN)
    assert (found["tier"], found["pain_most"]) == ("book_soon", case.sheet["pain_most"])


def test_scores_and_tier_of_a_file_are_not_believed() -> None:
    hot = {**WELL, "heat": 5, "pills": "no_pills"}
    forged = data(hot, tier="home", scores={"load": {"points": 0}})
    assert (opened(forged)["tier"], opened(forged)["load"]) == ("soon", 3)
    assert opened(data(tier="soon"))["tier"] == "soon"  # a private answer, which is in no file, can have made it
    assert opened(data(tier="no such tier"))["tier"] == opened(data(tier=["now"]))["tier"] == "home"


def test_of_a_private_answer_its_tier_counts() -> None:
    private = data({**WELL, "life": ["unsure_of_it"]})
    assert "life" not in json.dumps(private["answers"]) and opened(private)["tier"] == "soon"
    mixed = data({**WELL, "life": ["drinking"], "pills": "strong_pills"})
    assert "pills" not in json.dumps(mixed["answers"]) and opened(mixed)["tier"] == "now"


@pytest.mark.parametrize("sheet", [EMERGENCY, CRISIS], ids=["emergency", "crisis"])
def test_no_file_can_say_that_it_was_an_emergency_or_a_crisis(sheet: Json) -> None:
    for form in (data, fhir):
        with pytest.raises(UnreadableError):
            opened(form(sheet, SHIPPED), SHIPPED)
    with pytest.raises(UnreadableError):
        opened(data(MILD, SHIPPED, tier="crisis_now"), SHIPPED)


def answers(*given: Json) -> Json:
    return data(answers=[*data()["answers"], *given])


def hot(value: object, name: str = "heat") -> Json:
    """Return a whole file in which one answer is this, so that nothing else can be what it is refused for."""
    whole = data({**WELL, "heat": 3, "pills": "no_pills"})
    return {
        **whole,
        "answers": [{**each, "answer": value} if each["question"] == name else each for each in whole["answers"]],
    }


def deep(times: int) -> str:
    return "[" * times + "]" * times


def test_the_file_that_is_made_hostile_is_one_of_ours() -> None:
    assert opened(hot(3)) and opened(hot(["no_pills"], "pills"))


HOSTILE: dict[str, bytes] = {
    **{"nothing": b"", "no text": b"\xff\xfe\x00", "a page": b"<!doctype html><p>pain: 3", "a list": b"[]"},
    **{"deep": deep(10_000).encode(), "deep in ours": ('{"answers": ' + deep(10_000) + "}").encode()},
    "twice": json.dumps(data()).replace('"tier"', '"version": "1", "tier"').encode(),
    "not a number": json.dumps(data()).replace('"answer": 3', '"answer": NaN').encode(),
    "endless": json.dumps(data()).replace('"answer": 3', f'"answer": 1{"0" * 5000}').encode(),
    **{
        name: json.dumps(found).encode()
        for name, found in {
            "another": data(questionnaire="bicycle"),
            "no name": data(questionnaire=None),
            "a form": {"resourceType": "Questionnaire", "id": "cough"},
            "empty bundle": {"resourceType": "Bundle", "entry": []},
            "half": data(answers=[]),
            "too many": answers({"question": "heat", "answer": 1}),
            "ten thousand": answers(*[{"question": "heat", "answer": 1}] * 9_000),
            "not asked": answers({"question": "pills", "answer": ["no_pills"]}),
            "out of range": hot(6),
            "a truth": hot(True),
            "a share": hot(1.0),
            "an object": hot({"a": 1}),
            "an endless scale": hot(10**300),
            "not offered": hot(["x"], "pills"),
            "both": answers({"question": "life", "answer": ["none", "afraid"]}),
            "coding": fhir(item=[{"linkId": "heat", "answer": [{"valueCoding": {"code": ["none"]}}]}]),
            "items within": fhir(item=[{"linkId": "heat", "answer": [{"valueInteger": 9}]}]),
        }.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_have_been_saved_here_is_refused(name: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        before(HOSTILE[name], COUGH)
    assert not isinstance(refusal.value, OtherVersionError) and not refusal.value.args


def test_another_version_is_told_from_another_file() -> None:
    for found in (data(version="0"), fhir(questionnaire="https://a.example/Questionnaire/cough|0")):
        with pytest.raises(OtherVersionError):
            opened(found)


def test_a_mark_at_the_begin_of_a_text_and_another_address_of_publication_are_borne() -> None:
    assert before(b"\xef\xbb\xbf" + json.dumps(data()).encode(), COUGH) == opened(data())
    assert opened(fhir(questionnaire="https://clinic.example/r4/Questionnaire/cough|1")) == opened(fhir())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*data(), *fhir(), "answer", "linkId"]), inner),
)


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        before(content, COUGH)


@given(JSON, st.sampled_from([*data()]), st.booleans())
def test_any_value_in_a_file_of_ours_is_read_or_refused(value: Any, key: str, inside: bool) -> None:
    answers = [{**each, "answer": value} for each in data()["answers"]]
    changed = data(answers=answers) if inside else data(**{key: value})
    with suppress(UnreadableError):
        assert opened(changed)["tier"] in COUGH.tier
