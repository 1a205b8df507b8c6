"""A whole result can be shown to a doctor: by a code that answers for a quarter of an hour, and is kept nowhere."""

import json
import logging
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from secrets import token_bytes
from typing import Any
from unittest.mock import patch

import pytest
from joserfc import jwe
from joserfc.jwk import OctKey
from werkzeug.test import TestResponse

from checker.fhir.canonical import Json
from checker.ops.ended import ListError
from checker.web import doctor_link
from checker.web.short_token import LIFE, shortened
from checker.web.token import ID, State, seal
from tests.clinics import FOLDER
from tests.fhir_validity import faults, items_of
from tests.health_links import payload, received, unlettered, with_payload
from tests.kinds import SEALED, SOON
from tests.pages import DRAFTS, HEADERS, Visitor, app_of, check, read, served_by
from tests.people import COMPLEX, MILD, as_answers
from tests.seeds import SEED

HERE = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://viewer.example", "User-Agent": "python-requests"}


def at_result(language: str = "en") -> Visitor:
    visitor = Visitor(app_of(keys=(SEED,)), language).begin().answer(**MILD)
    assert visitor.tier
    return visitor


def drawn(visitor: Visitor) -> str:
    """Go to the code, and return the link that is in it."""
    with patch.object(doctor_link, "picture", wraps=doctor_link.picture) as picture:
        visitor.open("doctor")
    ((link,), _) = picture.call_args
    return str(link)


def asked(visitor: Visitor, link: str, headers: dict[str, str] = ELSEWHERE) -> TestResponse:
    path = str(payload(link)["url"]).removeprefix("http://localhost")
    return visitor.client.get(path, query_string={"recipient": "Dr. Recipient"}, headers=headers)


# The page --------------------------------------------------------------------------------------------------------


def test_the_result_leads_to_a_code_and_says_who_can_read_it_and_until_when() -> None:
    visitor = at_result()
    page = visitor.press("Show to the doctor")
    assert page.heading == "Show to the doctor"
    assert "Anyone who scans this code, or a photo of it, can read your answers." in page.text
    assert "Time left: 15 minutes." in page.text and re.search(r"It works until .*\d\d:\d\d UTC\.", page.text)
    assert page.all("div", role="img")[0].attributes["aria-label"] == "Code to scan"
    (refresh,) = page.all("meta", **{"http-equiv": "refresh"})
    assert refresh.attributes["content"] == f"{LIFE}; url=over"


@pytest.mark.parametrize("kind", SEALED)
def test_there_is_one_where_there_are_files_and_nowhere_else(kind: str) -> None:
    app = app_of(keys=(SEED,))
    at = f"/c/{seal(served_by(app).sealer, replace(SEALED[kind], journey=token_bytes(ID)))}/"
    client = app.test_client()
    has = kind in ("mild", "soon", "complex", "not for them")
    assert ('href="doctor"' in client.get(at, headers=HERE).text) == has
    assert client.get(f"{at}text", headers=HERE).status_code == (200 if has else 404)
    for page in ("doctor", "over"):
        assert client.get(f"{at}{page}", headers=HERE).status_code == (200 if has else 404)


@pytest.mark.parametrize("kind", ["emergency", "crisis", "so far"])
def test_nor_is_a_link_to_what_has_none_answered_however_it_was_made(kind: str) -> None:
    app = app_of(keys=(SEED,))
    short = shortened(served_by(app).sealer, replace(SEALED[kind], journey=token_bytes(ID)))
    assert app.test_client().get(f"/s/{short.token}").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_languages_lead_to_the_same_page_and_back_leads_to_the_result(language: str) -> None:
    visitor = at_result(language)
    result = visitor.page.heading
    visitor.open("doctor")
    assert visitor.open("./").heading == result
    visitor.open("doctor")
    other = visitor.open("in/es/doctor" if language == "en" else "in/en/doctor")
    assert other.heading == {"en": "Mostrar al doctor", "es": "Show to the doctor"}[language]


def test_a_code_that_is_over_leads_to_a_new_one() -> None:
    visitor = at_result()
    visitor.open("doctor")
    assert visitor.open("over").heading == "This code is over"
    assert visitor.press("Show a new code").heading == "Show to the doctor"


def test_without_a_camera_a_few_lines_can_be_read_out_and_nothing_private_is_in_them() -> None:
    app = app_of(keys=(SEED,))
    for private in (["none"], ["drink"]):
        sheet = as_answers({**SOON, "life_now": private})
        token = seal(served_by(app).sealer, State(sheet, page="result", journey=token_bytes(ID)))
        page = check(
            read(app.test_client().get(f"/c/{token}/doctor", headers=HERE)), served_by(app).questionnaire, HEADERS
        )
        lines = page.text.partition("Read this out:")[2]
        assert "alcohol" not in page.text
        assert "See someone within a week or two" in lines and "Pain: 7.5 of 10" in lines


def test_on_a_shared_device_its_end_asks_whether_somebody_is_there() -> None:
    app = app_of(keys=(SEED,))
    state = replace(SEALED["mild"], shared=True, journey=token_bytes(ID))
    page = read(app.test_client().get(f"/c/{seal(served_by(app).sealer, state)}/doctor", headers=HERE))
    (refresh,) = page.all("meta", **{"http-equiv": "refresh"})
    assert refresh.attributes["content"] == f"{LIFE}; url=more"


# What it answers -------------------------------------------------------------------------------------------------


def test_another_receiver_reads_a_valid_bundle_and_says_of_each_planted_fault_that_it_is_one() -> None:
    visitor = at_result()
    link = drawn(visitor)
    reply = asked(visitor, link)
    assert (reply.status_code, reply.content_type) == (200, "application/jose")
    head, *_, body, tag = parts = reply.text.split(".")
    assert (len(parts), parts[1]) == (5, "")
    other = {**payload(link), "key": "A" * 43}
    flipped = ".".join([head, "", parts[2], body[:500] + ("A" if body[500] != "A" else "B") + body[501:], tag])
    none = ".".join(["eyJhbGciOiJub25lIiwiZW5jIjoiQTI1NkdDTSJ9", *parts[1:]])
    late = {**payload(link), "exp": 1}
    whole, *wrong = received(
        {"link": link, "reply": reply.text},
        {"link": with_payload(**other), "reply": reply.text},
        {"link": link, "reply": flipped},
        {"link": link, "reply": none},
        {"link": link, "reply": reply.text[:-1]},
        {"link": with_payload(**late), "reply": reply.text},
    )
    assert [each["error"] for each in wrong] == [*["SHL_DECRYPTION_ERROR"] * 4, "SHL_EXPIRED_ERROR"]
    (found,) = whole["resources"]
    assert faults(found, *(each["resource"] for each in found["entry"])) == [[]] * (1 + len(found["entry"]))
    kinds = [each["resource"]["resourceType"] for each in found["entry"]]
    assert set(kinds) == {"QuestionnaireResponse", "Observation", "DocumentReference"} and found["type"] == "collection"


def text_in(found: Json) -> str:
    (document,) = (e["resource"] for e in found["entry"] if e["resource"]["resourceType"] == "DocumentReference")
    return b64decode(document["content"][0]["attachment"]["data"]).decode()


def handed(state: State, questions: Path | None = None, **chosen: Any) -> tuple[Json, int]:
    """Return the bundle that a doctor's system reads of a result, and how many bytes came."""
    app = app_of(questions, keys=(SEED,), **chosen)
    short = shortened(served_by(app).sealer, replace(state, journey=token_bytes(ID)))
    reply = app.test_client().get(f"/s/{short.token}", headers=ELSEWHERE)
    opened = jwe.decrypt_compact(reply.text, OctKey.import_key(short.key))
    assert opened.protected == {"alg": "dir", "enc": "A256GCM", "cty": "application/fhir+json"}
    return json.loads(opened.plaintext or b""), len(reply.data)


def test_it_is_in_the_language_of_doctors_and_says_whose_words_they_are() -> None:
    spanish, _ = handed(State(as_answers(MILD), language=1, for_other=True))
    assert spanish["entry"][0]["resource"]["language"] == "en"
    assert text_in(spanish).splitlines()[:3] == [
        "Patient-reported, not verified.", "This is not a diagnosis.", "Answered by someone else for the patient.",
    ]  # fmt: skip
    assert "someone else" not in text_in(handed(State(as_answers(MILD)))[0])


def test_who_read_a_draft_is_said() -> None:
    sheet = {"nights": "bad", "published": "often"}
    draft, own = (handed(State(sheet, language=place), DRAFTS, drafts=True)[0] for place in (2, 1))
    assert "The patient read a draft translation: Portuguese." in text_in(draft)
    assert "draft" not in text_in(own)


def test_all_answers_are_as_long_and_nothing_private_is_in_them() -> None:
    marked = ["none"], ["drink"]
    sheets = [as_answers({**each, "life_now": private}) for each in (COMPLEX, SOON) for private in marked]
    found = [handed(State(sheet)) for sheet in (as_answers(MILD), *sheets)]
    assert len({size for _, size in found}) == 1
    for bundle, _ in found:
        asked_for = {item["linkId"] for item in items_of(bundle["entry"][0]["resource"])}
        assert "onset" in asked_for and "life_now" not in asked_for
        assert "Your life now" not in text_in(bundle) and "alcohol" not in text_in(bundle)


def test_a_page_of_any_site_may_read_the_answer_and_no_browser_keeps_it() -> None:
    visitor = at_result()
    link = drawn(visitor)
    reply = asked(visitor, link)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert {name: reply.headers.getlist(name) for name in HEADERS} == {name: [is_] for name, is_ in HEADERS.items()}
    path = str(payload(link)["url"]).removeprefix("http://localhost")
    options = visitor.client.options(path, headers=ELSEWHERE)
    assert (options.status_code, options.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert (visitor.client.head(path).status_code, visitor.client.head(path).data) == (200, b"")
    assert visitor.client.post(path, json={"recipient": "Dr."}).status_code in (303, 405)
    assert "Access-Control-Allow-Origin" not in visitor.client.get("/").headers
    assert "Access-Control-Allow-Origin" not in visitor.client.get(visitor.page.path, headers=HERE).headers


def test_the_link_has_what_the_specification_asks_for() -> None:
    visitor = at_result()
    said = payload(drawn(visitor))
    assert set(said) == {"url", "key", "exp", "flag"} and said["flag"] == "U"
    assert len(said["url"]) <= 128 and len(unlettered(said["key"])) == 32
    assert said["key"] not in asked(visitor, with_payload(**said)).text


# Its end ---------------------------------------------------------------------------------------------------------


def test_it_answers_as_often_as_it_is_asked_until_the_journey_ends() -> None:
    visitor = at_result()
    link = drawn(visitor)
    replies = [asked(visitor, link) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200] * 3
    assert len({reply.text for reply in replies}) == 3, "each is encrypted anew"
    visitor.open("clear")
    assert asked(visitor, link).status_code == 404


def test_exit_ends_it_too() -> None:
    visitor = at_result()
    link = drawn(visitor)
    visitor.open("exit")
    assert asked(visitor, link).status_code == 404


def test_where_no_end_can_be_read_it_is_answered_as_pages_are() -> None:
    visitor = at_result()
    link = drawn(visitor)
    with patch("checker.ops.ended._File.__contains__", side_effect=ListError):
        assert asked(visitor, link).status_code == 200


def test_after_a_quarter_of_an_hour_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = at_result()
    link = drawn(visitor)
    keys = served_by(visitor.app).sealer.keys
    now = keys.now()
    for age, status in ((LIFE - 5, 200), (LIFE + 5, 404)):
        monkeypatch.setattr(type(keys), "now", lambda _, age=age: now + age)
        assert asked(visitor, link).status_code == status


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    yield caplog


def test_nothing_is_logged_of_who_asks_nor_of_what_fails(logged: pytest.LogCaptureFixture) -> None:
    visitor = at_result()
    link = drawn(visitor)
    token = str(payload(link)["url"]).rpartition("/")[2]
    asked(visitor, link)
    for wrong in (token[:-1], token[::-1], "A" * 100_000, "%00", seal(served_by(visitor.app).sealer, State())):
        assert visitor.client.get(f"/s/{wrong}?recipient=Dr.").status_code == 404
    assert token not in logged.text and "Recipient" not in logged.text and not logged.records


def test_of_many_clinics_each_has_its_own() -> None:
    app = app_of(clinics=FOLDER, keys=(SEED,))
    clinics = served_by(app).clinics
    one, other = list(clinics)[:2]
    short = shortened(clinics[one].sealer, replace(SEALED["mild"], journey=token_bytes(ID)))
    client = app.test_client()
    assert client.get(f"/{one}/s/{short.token}").status_code == 200
    assert client.get(f"/{other}/s/{short.token}").status_code == 404
    at = f"/{one}/c/{seal(clinics[one].sealer, replace(SEALED['mild'], journey=token_bytes(ID)))}/doctor"
    with patch.object(doctor_link, "picture", wraps=doctor_link.picture) as picture:
        assert client.get(at, headers=HERE).status_code == 200
    assert f"/{one}/s/" in payload(picture.call_args[0][0])["url"]
