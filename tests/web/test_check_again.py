"""To check again: by the file that one saved, read for that request only, or by the paper; beside the first check."""

import json
import logging
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from checker.ops.settings import SettingsError, settings
from checker.web import create_app, mount
from checker.web.check_again import MOST_BYTES
from checker.web.token import ExpiredError, opened
from tests.kinds import BETTER, CHILD, LATER
from tests.pages import HEADERS, Visitor, app_of, served_by
from tests.seeds import SEED
from tests.web.test_record_views import SOON_PERSON, at_result, fetched

COUGH = Path(__file__).parent.parent / "data" / "private.yaml"
RESULT = {"json": "application/json", "fhir": "application/fhir+json"}


@pytest.fixture(scope="module")
def saved() -> dict[str, bytes]:
    """The files of a person who was told to see someone within a week or two, with pain of 8 and a mood of 10."""
    visitor = at_result(SOON_PERSON)
    return {form: fetched(visitor, form).data for form in RESULT}


def later(language: str = "en", app: Flask | None = None) -> Visitor:
    return Visitor(app or app_of(), language, LATER)


def answered(visitor: Visitor) -> Visitor:
    """Answer what is asked of the person who is better."""
    while question := visitor.asked:
        visitor.answer(**{question.id: BETTER[question.id]})
    return visitor


def questions(visitor: Visitor) -> list[str]:
    """Return what is asked of that person on the way."""
    found = []
    while question := visitor.asked:
        found.append(question.id)
        visitor.answer(**{question.id: BETTER[question.id]})
    return found


KNOWN = ["last_tier", "last_pain", "mood_known", "last_mood"]


@pytest.mark.parametrize("form", RESULT)
def test_a_saved_file_answers_what_was_then_and_the_result_sets_now_beside_it(
    saved: dict[str, bytes], form: str
) -> None:
    visitor = later()
    visitor.upload(saved[form])
    asked = questions(visitor)
    assert asked[0] == "right_now" and not {"age", *KNOWN} & set(asked)
    assert "Pain most of the time: 3 points less, 38%. A change of 2 points or more is a real one." in visitor.page.text
    assert "Then: 8 of 10" in visitor.page.text and "Now: 5 of 10" in visitor.page.text
    assert "Farrar 2001" in visitor.page.text
    told = "Pain most of the time: then 8 of 10, now 5 of 10. 3 points less, 38%."
    (copied,) = visitor.page.all("textarea")
    assert visitor.page.text.count(told) == 2 and told in copied.text, "on the page for a doctor, and as plain text"
    assert told in fetched(visitor, "text").text
    assert told in visitor.open("doctor").text, "to read out"


def test_who_has_only_the_paper_is_asked_what_stands_on_it(saved: dict[str, bytes]) -> None:
    by_file, by_paper = later(), later().begin()
    by_file.upload(saved["json"])
    there, here = questions(by_file), questions(by_paper)
    assert [each for each in here if each not in there] == ["age", *KNOWN]
    assert by_paper.tier == by_file.tier


def test_the_file_of_a_child_leads_to_the_right_person_again_and_to_no_advice_for_adults() -> None:
    first = Visitor(app_of()).begin()
    while question := first.asked:
        first.answer(**{question.id: CHILD[question.id]})
    assert first.tier == "out_of_scope"
    visitor = later()
    visitor.upload(fetched(first, "json").data)
    assert not {"age", "pain_most", "little_interest"} & set(questions(visitor))
    assert visitor.tier == "out_of_scope" and "A parent or an adult you trust" in visitor.page.text
    assert "care at home" not in visitor.page.text


def test_back_and_change_work_as_for_other_answers(saved: dict[str, bytes]) -> None:
    visitor = later()
    visitor.upload(saved["json"])
    answered(visitor)
    (link,) = (a for a in visitor.page.all("a") if a.text == "Change Pain number on the sheet")
    visitor.open(link.attributes["href"])
    visitor.answer(last_pain="p3")
    assert "2 points more, 67%" in visitor.page.text


ROSE = {"right_now": ["none"], "age": "age_18_49", "new_signs": ["none"], "last_tier": "weeks", "last_pain": "p1",
        "mood_known": "no", "change": "better", "seen": "yes", "pain_most": 10, "little_interest": "not_at_all",
        "feeling_down": "not_at_all", "dark_thoughts": ["none"]}  # fmt: skip


def test_a_number_that_only_the_rules_read_is_shown_to_nobody() -> None:
    visitor = later().begin().answer(**ROSE)
    assert visitor.tier == "few_days", "the rules read it"
    pages = [visitor.page.text, *(fetched(visitor, form).text for form in ("text", "json"))]
    assert "For the doctor" in pages[0] and "Pain most of the time" in pages[0]
    for page in pages:
        assert "Pain now beside then" not in page and "Clearly more pain" not in page and "pain_rise" not in page


def test_its_own_file_is_one_to_check_again_by(saved: dict[str, bytes]) -> None:
    visitor = later()
    visitor.upload(saved["json"])
    own = fetched(answered(visitor), "json")
    assert json.loads(own.text)["then"]["pain_most"] == {"then": 8, "now": 5, "real_change": 2, "is_real": True}
    again = later()
    again.upload(own.data)
    assert "The same as then." in answered(again).page.text


def test_help_alone_is_beside_no_comparison() -> None:
    visitor = later().begin().answer(right_now=["chest_pain"])
    assert visitor.tier == "emergency" and "Then and now" not in visitor.page.text
    assert "To check again" not in visitor.page.text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_check_leads_there_and_its_sheet_says_what_to_keep(language: str) -> None:
    start = Visitor(app_of(), language)
    assert any(a.attributes["href"] == f"/again/?lang={language}" for a in start.page.all("a"))
    paper = next(p for p in at_result(SOON_PERSON, language).page.all("p", **{"class": "paper"}) if "/again/" in p.text)
    asked = served_by(app_of(), LATER).questionnaire.question
    labels = [asked[name].label.said_in(language) for name in KNOWN]
    assert all(label in paper.text for label in labels)
    assert f"/again/?lang={language}" in paper.text
    assert asked["age"].label.said_in(language) not in paper.text, "that is known without paper"
    assert f"{labels[1]}: 8." in paper.text and f"{labels[3]}: 10." in paper.text


def test_where_nothing_stands_beside_nothing_is_served(tmp_path: Path) -> None:
    alone = tmp_path / "cough.yaml"
    alone.write_bytes(COUGH.read_bytes())
    client = create_app(settings({}, questions=alone)).test_client()
    assert client.get("/again/").status_code == 404
    assert "again/" not in client.get("/").text
    (tmp_path / "cough.recheck.yaml").write_bytes(COUGH.with_name("private.recheck.yaml").read_bytes())
    assert create_app(settings({}, questions=alone)).test_client().get("/again/").status_code == 200


def test_who_did_no_check_before_goes_back_to_the_whole_one() -> None:
    assert [a.attributes["href"] for a in later("es").page.all("a") if a.text == "Atrás"] == ["/?lang=es"]


def test_search_engines_list_the_first_check_and_not_this_one(tmp_path: Path) -> None:
    clinic = tmp_path / "lake.yaml"
    clinic.write_text("name: Lake\nindexed: true\n", encoding="utf-8")
    client = create_app(settings({}, questions=COUGH, clinic=clinic)).test_client()
    listed = [
        page for page in ("/", "/about", "/again/", "/again/about") if "X-Robots-Tag" not in client.get(page).headers
    ]
    assert listed == ["/", "/about"]


def test_another_questionnaire_that_is_mounted_by_such_a_name_is_no_re_check(tmp_path: Path) -> None:
    host, alone = Flask("host"), tmp_path / "cough.yaml"
    alone.write_bytes(COUGH.read_bytes())
    mount(host, settings({}, questions=alone), "/check", "cough")
    mount(host, settings({}, questions=alone), "/other", "cough-again")
    assert "Check again" not in host.test_client().get("/check/").text


# What cannot be opened -----------------------------------------------------------------------------------------------


def changed(content: bytes, **parts: Any) -> bytes:
    return json.dumps({**json.loads(content), **parts}).encode()


def refused(content: bytes, language: str = "en") -> Visitor:
    """Return who sent this and was told that it cannot be opened, with the help and the way on."""
    visitor = later(language)
    page = visitor.upload(content, "my depression.json")
    assert page.path.startswith("/again/sorry/") and page.status == 400
    assert "depression" not in page.html
    assert page.all("a", href="tel:911")
    return visitor


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_cannot_be_opened_is_said_kindly_with_help_and_the_way_on(language: str) -> None:
    for content in (
        b"",
        b"<!doctype html>",
        b'{"questionnaire": "bicycle"}',
        b"[" * 10_000,
        b"x" * (MOST_BYTES - 1000),
    ):
        visitor = refused(content, language)
        assert (
            visitor.page.heading
            == {"en": "We could not open this file", "es": "No pudimos abrir este archivo"}[language]
        )
        assert visitor.begin().asked, "who has the paper goes on"


def test_another_version_is_named_as_that(saved: dict[str, bytes]) -> None:
    visitor = refused(changed(saved["json"], version="1999.1"))
    assert visitor.page.heading == "This file is from another version"
    assert visitor.begin().asked


def test_who_goes_on_by_paper_after_that_says_as_well_who_uses_the_device_and_for_whom() -> None:
    visitor = refused(b"")
    assert {box.attributes["name"] for box in visitor.page.all("input", type="checkbox")} == {"shared", "who"}
    assert visitor.page.all("input", name="before") and visitor.page.all("input", type="file")
    (paper,) = (button for button in visitor.page.all("button") if "formaction" in button.attributes)
    visitor.send({"shared": "1", "who": "other"}, paper.attributes["formaction"])
    state = opened(served_by(visitor.app, LATER).sealer, visitor.page.path.rstrip("/").rpartition("/")[2])
    assert state.shared and state.for_other


def test_nothing_at_all_and_far_too_much_are_each_told_as_what_they_are() -> None:
    client = app_of().test_client()
    for name, content, kind in (
        ("", b"", "no_file"),
        ("a.json", b"", "not_opened"),
        ("a.json", b"x" * MOST_BYTES, "not_opened"),
    ):
        reply = client.post("/again/open", data={"file": (BytesIO(content), name)})
        assert (reply.status_code, reply.location) == (303, f"/again/sorry/{kind}?lang=en")
    assert client.post("/again/open").location == "/again/sorry/no_file?lang=en"
    page = later().open("/again/sorry/no_file?lang=en")
    assert page.heading == "Choose the file first" and page.all("input", type="file")
    assert client.post("/again/open", data=b"{", content_type="application/json").status_code == 303
    chunked = {"input_stream": BytesIO(b"x" * 5_000_000), "environ_overrides": {"wsgi.input_terminated": True}}
    there = client.post("/again/open", content_type="multipart/form-data; boundary=a", **chunked)
    assert there.status_code == 303


def test_only_this_one_form_may_be_large() -> None:
    client = app_of().test_client()
    large = {"answer": "0" * 20_000}
    for address in ("/", "/again/", "/open"):
        assert client.post(address, data=large).status_code in (303, 404, 405)
    assert client.post("/again/", data=large).location == "/again/sorry/not_taken?lang=en"


def test_a_form_of_another_site_opens_nothing(saved: dict[str, bytes]) -> None:
    sent = {"file": (BytesIO(saved["json"]), "check.json")}
    reply = app_of().test_client().post("/again/open", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("something of a file went to a disk")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", fail)
    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, fail)
    yield


@pytest.mark.usefixtures("no_disk")
def test_nothing_of_a_file_is_on_a_disk_or_in_a_log(saved: dict[str, bytes], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        later().upload(saved["fhir"])
        refused(changed(saved["json"], version="secret words"))
        refused(b"secret words" * (MOST_BYTES // 13))
    assert [record for record in caplog.records if "asyncio" not in record.name] == []


def test_the_fixture_sees_what_goes_to_a_disk(no_disk: None) -> None:
    with pytest.raises(AssertionError, match="disk"), tempfile.SpooledTemporaryFile(max_size=10) as file:
        file.write(b"x" * 11)


@given(st.binary(max_size=2000), st.sampled_from(["file", "answer", "who", ""]), st.text(max_size=20))
def test_any_bytes_lead_to_a_page(content: bytes, field: str, name: str) -> None:
    reply = app_of().test_client().post("/again/open", data={field: (BytesIO(content), name)})
    assert reply.status_code == 303
    assert {each: reply.headers[each] for each in ("Content-Security-Policy", "Cache-Control")} == {
        each: HEADERS[each] for each in ("Content-Security-Policy", "Cache-Control")
    }


# Where it stands -----------------------------------------------------------------------------------------------------


def test_no_address_of_one_opens_at_the_other() -> None:
    app = app_of(keys=(SEED,))
    first, second = Visitor(app).begin(), later(app=app).begin()
    tokens = [visitor.history[visitor.at].partition("#")[0].split("/")[-2] for visitor in (first, second)]
    sealers = [served_by(app).sealer, served_by(app, LATER).sealer]
    assert opened(sealers[0], tokens[0]) and opened(sealers[1], tokens[1])
    for sealing, token in zip(sealers, reversed(tokens), strict=True):
        with pytest.raises(ExpiredError):
            opened(sealing, token)


def test_of_many_clinics_each_has_its_own(tmp_path: Path) -> None:
    for place in ("city", "hill"):
        (tmp_path / f"{place}.yaml").write_text(f"name: {place.title()} Spine\n", encoding="utf-8")
    client = create_app(settings({}, questions=COUGH, clinics=tmp_path)).test_client()
    assert "City Spine" in client.get("/city/again/").text and "/city/again/open" in client.get("/city/again/").text
    assert 'href="/hill/again/?lang=en"' in client.get("/hill/").text
    assert client.get("/again/").status_code == 404
    begun = client.post("/city/again/").location.partition("#")[0]
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert client.get(begun, headers=headers).status_code == 200
    for other in ("/hill/again", "/city", "/hill"):
        assert client.get(begun.replace("/city/again", other), headers=headers).status_code == 410


def test_it_stands_below_the_prefix_of_a_mount_which_is_whole_or_not_there(tmp_path: Path) -> None:
    host = Flask("host")
    mount(host, settings({}, questions=COUGH), "/check", "cough")
    client = host.test_client()
    assert 'href="/check/again/?lang=en"' in client.get("/check/").text
    assert client.post("/check/again/open").location == "/check/again/sorry/no_file?lang=en"
    broken, other = tmp_path / "cough.yaml", Flask("other")
    broken.write_bytes(COUGH.read_bytes())
    broken.with_name("cough.recheck.yaml").write_text("id: x", encoding="utf-8")
    with pytest.raises(Exception, match=r"cough\.recheck\.yaml"):
        mount(other, settings({}, questions=broken), "/check")
    other.add_url_rule("/check/again/about", "theirs", lambda: "theirs")
    with pytest.raises(SettingsError, match="/check/again/about"):
        mount(other, settings({}, questions=COUGH), "/check")
    assert other.test_client().get("/check/").status_code == 404


def test_the_review_shows_the_re_check_too() -> None:
    client = app_of(COUGH, review=True).test_client()
    assert "Cough check again" in client.get("/again/review/").text
    assert "Cough check again" not in client.get("/review/").text
