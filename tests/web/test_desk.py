"""The review that one works in: on this machine alone, of the file as it is by now."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checker.review.notes import judged, read_notes
from checker.review.notes_kept import keep
from checker.review.reading import order
from checker.web.desk import Desk
from checker.web.desk_app import create_desk
from checker.web.review_pages import this_review
from tests.pages import POLICY, SECOND, Page, read

OURS = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form of ours."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copyfile(SECOND, tmp_path / "second.yaml")
    return tmp_path / "second.yaml"


@pytest.fixture
def desk(file: Path) -> Desk:
    return Desk(file, file.with_suffix(".review.yaml"))


@pytest.fixture
def client(desk: Desk) -> Iterator[FlaskClient]:
    with create_desk(desk).test_client() as found:
        yield found


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:9"])
def test_this_machine_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/review/flow", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::1]", ""])
def test_another_name_that_leads_to_this_machine_is_refused(client: FlaskClient, host: str) -> None:
    for address in ("/", "/review/flow", "/static/review.css", "/review/questions.yaml"):
        with client.get(address, headers={"Host": host}) as reply:
            assert reply.status_code in (400, 403), address


ELSEWHERE = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "null"},
    {"Origin": "http://localhost:3000"},
    {"Origin": "https://evil.example"},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_a_form_that_another_site_sent_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/review/try", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://localhost"}], ids=str)
def test_a_form_of_ours_is_taken(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/review/try", headers=headers).status_code == 303


@pytest.mark.parametrize("address", ["/", "/review/", "/review/rules", "/nothing", "/static/review.css"])
def test_every_reply_keeps_to_itself(client: FlaskClient, address: str) -> None:
    with client.get(address) as reply:
        assert reply.headers["Content-Security-Policy"] == POLICY
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in reply.headers and "Strict-Transport-Security" not in reply.headers


def test_an_edit_shows_at_once(client: FlaskClient, file: Path) -> None:
    before = read(client.get("/review/rules"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("version: ", "version: 9", 1), encoding="utf-8")
    assert before.text != read(client.get("/review/rules")).text
    file.write_text(f"{text}nonsense: 1\n", encoding="utf-8")
    wrong = client.get("/review/rules")
    assert wrong.status_code == 422
    assert "second.yaml:" in wrong.text and "nonsense" in wrong.text
    file.write_text(text, encoding="utf-8")
    assert read(client.get("/review/rules")).text == before.text


def test_what_is_proved_once_is_not_proved_again(desk: Desk) -> None:
    before = desk.reviewed().material
    assert before.proved is desk.reviewed().material.proved
    desk.file.with_suffix(".signoff.yaml").write_text("signatures: []\n", encoding="utf-8")
    after = desk.reviewed().material
    assert after is not before and after.proved is before.proved


def test_a_file_that_is_gone_is_said(client: FlaskClient, file: Path) -> None:
    file.unlink()
    assert "cannot be read" in client.get("/review/").text


# Reading and judging ---------------------------------------------------------------------------------------------


@pytest.fixture
def ada(desk: Desk) -> Iterator[FlaskClient]:
    """Ada at work."""
    desk.reviewer = "Ada"
    with create_desk(desk).test_client() as found:
        yield found


def judge(client: FlaskClient, *said: tuple[str, str, str], **more: str) -> TestResponse:
    """Judge some parts: each part with a verdict and a note."""
    form: dict[str, Any] = {"part": [part for part, _, _ in said], **more}
    for place, (_, verdict, note) in enumerate(said):
        form |= {f"verdict-{place}": verdict, f"note-{place}": note}
    return client.post("/review/read", data=form, headers=OURS)


def kept(desk: Desk) -> dict[tuple[str, str], tuple[str, str]]:
    notes = read_notes(desk.notes_file, desk.reviewed().material.questionnaire)
    return {(note.part, note.reviewer): (note.verdict, note.note) for note in notes.notes}


def asked(page: Page) -> list[str]:
    """Return the parts that a page asks about."""
    return [each.attributes["value"] for each in page.all("input", name="part")]


def test_what_is_judged_is_kept_and_one_goes_on_behind_it(ada: FlaskClient, desk: Desk) -> None:
    first = asked(read(ada.get("/review/read")))
    reply = judge(ada, (first[0], "question", "Is this\r\nright?"))
    assert reply.status_code == 303 and reply.data == b""
    assert kept(desk) == {(first[0], "Ada"): ("question", "Is this\nright?")}
    onward = read(ada.get(reply.location))
    assert asked(onward)[0] == list(order(desk.reviewed().material.questionnaire))[1]
    assert f"Gone on from {first[0]}." in onward.text
    assert asked(read(ada.get("/review/read")))[0] == asked(onward)[0]
    again = read(ada.get(f"/review/read?part={first[0]}"))
    assert [each.attributes["value"] for each in again.all("input", checked="")] == ["question"]
    assert "Is this right?" in again.text


def test_several_are_judged_at_once_and_the_rest_agreed_to(ada: FlaskClient, desk: Desk) -> None:
    judge(ada, ("rule frame", "", ""), ("rule head", "change", "softer"), ("rule unsafe", "", ""), rest="agree")
    assert kept(desk) == {
        ("rule frame", "Ada"): ("agree", ""),
        ("rule head", "Ada"): ("change", "softer"),
        ("rule unsafe", "Ada"): ("agree", ""),
    }


def test_what_was_said_already_is_not_said_anew(ada: FlaskClient, desk: Desk) -> None:
    judge(ada, ("rule frame", "agree", ""))
    before = desk.notes_file.read_bytes()
    assert judge(ada, ("rule frame", "agree", "")).status_code == 303
    assert desk.notes_file.read_bytes() == before


@pytest.mark.parametrize("verdict", ["", "perhaps"])
def test_a_note_without_a_verdict_is_shown_again_with_what_to_do(ada: FlaskClient, desk: Desk, verdict: str) -> None:
    reply = read(judge(ada, ("rule frame", verdict, "only words"), ("rule head", "agree", "")))
    assert reply.status == 409
    assert "Choose agree, question or change" in reply.text and "only words" in reply.text
    assert kept(desk) == {("rule head", "Ada"): ("agree", "")}


def test_another_window_is_not_silenced(ada: FlaskClient, desk: Desk) -> None:
    judge(ada, ("rule frame", "change", "from the first window"))
    reply = read(judge(ada, ("rule frame", "agree", "from the second")))
    assert reply.status == 409
    assert "from the first window" in reply.text and "from the second" in reply.text
    assert kept(desk) == {("rule frame", "Ada"): ("change", "from the first window")}
    seen = reply.all("input", name="seen-0")[0].attributes["value"]
    assert judge(ada, ("rule frame", "agree", "from the second"), **{"seen-0": seen}).status_code == 303
    assert kept(desk) == {("rule frame", "Ada"): ("agree", "from the second")}


def test_a_verdict_is_kept_under_the_name_that_its_page_was_shown_to(ada: FlaskClient, desk: Desk) -> None:
    shown = read(ada.get("/review/read?part=rule+frame")).all("input", name="reader")[0].attributes["value"]
    ada.post("/review/read/name", data={"name": "Wilson"}, headers=OURS)
    reply = judge(ada, ("rule frame", "change", "of Ada"), reader=shown)
    assert kept(desk) == {("rule frame", "Ada"): ("change", "of Ada")}
    following = read(ada.get(reply.location))
    assert following.all("input", name="reader")[-1].attributes["value"] == "Ada"
    assert "Another window works as Wilson by now" in following.text
    assert "Another window" not in read(ada.get("/review/read")).text


def test_an_order_is_judged_and_has_no_change(ada: FlaskClient) -> None:
    assert "change?part=order" not in ada.get("/review/read?part=order+of+rules&of=order+of").text
    assert "Not signedChange" not in re.sub(r"<[^>]*>", "", ada.get("/review/proofs").text.replace("\n", ""))


def test_the_overview_names_notes_that_stand_nowhere(ada: FlaskClient, desk: Desk) -> None:
    judge(ada, ("rule frame", "change", "of worth"))
    held = desk.notes_file.read_text(encoding="utf-8").replace("rule frame", "rule gone")
    desk.notes_file.write_text(f"{held}- nonsense\n", encoding="utf-8")
    overview, noted = read(ada.get("/review/")).text, read(ada.get("/review/read?of=hazard&show=done")).text
    assert "1 note is on a part that there is no more." in overview
    assert "1 entry in the file of notes is not understood." in overview
    assert "There is no such part any more." in noted and "It changed since." not in noted
    assert "this is no note: it has no keys" in noted


def test_each_request_reads_its_own_file(desk: Desk, file: Path) -> None:
    app = create_desk(desk)
    with app.test_request_context("/review/rules"), ThreadPoolExecutor() as elsewhere:
        app.preprocess_request()
        before = this_review().material.fingerprint
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("version: ", "version: 9", 1), encoding="utf-8")
        assert elsewhere.submit(lambda: app.test_client().get("/review/rules").status_code).result() == 200
        assert this_review().material.fingerprint == before


def test_what_changed_while_it_was_read_is_shown_before_it_is_judged(ada: FlaskClient, desk: Desk) -> None:
    mark = read(ada.get("/review/read?part=rule+frame")).all("input", name="mark-0")[0].attributes["value"]
    text = desk.file.read_text(encoding="utf-8")
    desk.file.write_text(text.replace("the frame is cracked", "the frame is broken"), encoding="utf-8")
    reply = read(judge(ada, ("rule frame", "agree", "of worth"), **{"mark-0": mark}))
    assert reply.status == 409 and not desk.notes_file.exists()
    assert "the frame is broken" in reply.text and "of worth" in reply.text and "changed while" in reply.text
    mark = reply.all("input", name="mark-0")[0].attributes["value"]
    assert judge(ada, ("rule frame", "agree", "of worth"), **{"mark-0": mark}).status_code == 303


@pytest.mark.parametrize("language", ["", "fr"])
@pytest.mark.parametrize("part", ["rule gone", "section gone", "gone"])
def test_a_note_on_a_part_that_is_gone_is_shown_again(ada: FlaskClient, part: str, language: str) -> None:
    reply = read(judge(ada, (part, "change", "of worth"), **{"in": language}))
    assert reply.status == 409
    assert "There is no such part any more" in reply.text and "of worth" in reply.text


def test_what_another_program_wrote_meanwhile_is_shown(ada: FlaskClient, desk: Desk) -> None:
    judge(ada, ("rule frame", "agree", ""))
    questionnaire = desk.reviewed().material.questionnaire
    bo = judged(questionnaire, "rule frame", reviewer="Bo", verdict="change", note="Say 911 <first>")
    keep(desk.notes_file, questionnaire, [(bo, "")])
    assert "Bo: Change" in read(ada.get("/review/read?part=rule+frame")).text
    assert "Say 911 <first>" in read(ada.get("/review/read?show=open")).text
    assert "Bo: Change" in read(ada.get("/review/rules")).text
    judge(ada, ("rule head", "agree", ""))
    assert kept(desk)["rule frame", "Bo"] == ("change", "Say 911 <first>")


def test_whoever_has_said_nothing_yet_is_asked_for_a_name(client: FlaskClient, desk: Desk) -> None:
    asking = read(client.get("/review/read"))
    assert "Say who you are first" in asking.text
    assert all("disabled" in each.attributes for each in asking.all("button") if "Keep" in each.text)
    assert read(judge(client, ("rule frame", "agree", ""))).status == 409 and not desk.notes_file.exists()
    client.post("/review/read/name", data={"name": " Ada  Roe "}, headers=OURS)
    judge(client, ("rule frame", "agree", ""))
    assert kept(desk) == {("rule frame", "Ada Roe"): ("agree", "")}
    again = Desk(desk.file, desk.notes_file)
    with create_desk(again).test_client() as later:
        assert read(later.get("/review/read")).with_id("name").attributes["value"] == "Ada Roe"  # type: ignore[union-attr]


def test_filters_are_kept_on_the_way(ada: FlaskClient) -> None:
    shown = read(ada.get("/review/read?show=all&of=rule&in=fr"))
    assert {part.split()[0] for part in asked(shown)} == {"rule"}
    chosen = [each.attributes["value"] for each in shown.all("option") if "selected" in each.attributes]
    assert chosen == ["all", "rule", "fr"]
    assert "It holds when" not in shown.text and "le cadre est fissuré" in shown.text
    onward = judge(ada, *[(part, "agree", "") for part in asked(shown)], show="all", of="rule", **{"in": "fr"})
    assert "show=all&of=rule&in=fr" in onward.location
    assert not read(ada.get("/review/read?show=done")).all("input", name="part")
    assert asked(read(ada.get("/review/read?show=done&in=fr"))) == asked(shown)


@pytest.mark.parametrize("query", ["show=x&of=y&in=zz", "part=nothing", "after=nothing", "in=en", "part=<b>", "of=%00"])
def test_what_nobody_can_ask_for_is_left_out(ada: FlaskClient, query: str) -> None:
    shown = read(ada.get(f"/review/read?{query}"))
    assert shown.status == 200 and asked(shown) == asked(read(ada.get("/review/read")))


def test_a_file_of_notes_that_cannot_be_read_leaves_a_review_to_read(ada: FlaskClient, desk: Desk) -> None:
    desk.notes_file.write_text("notes: [", encoding="utf-8")
    shown = read(ada.get("/review/read"))
    assert "Nothing can be kept" in shown.text and "line 1" in shown.text and asked(shown)
    sent = read(judge(ada, ("rule frame", "agree", "of worth")))
    assert sent.status == 409 and "Nothing was written" in sent.text and "of worth" in sent.text
    assert desk.notes_file.read_text(encoding="utf-8") == "notes: ["


def test_what_is_not_understood_and_what_is_gone_is_shown(ada: FlaskClient, desk: Desk) -> None:
    judge(ada, ("rule frame", "change", "Too soft"))
    with desk.notes_file.open("a", encoding="utf-8") as file:
        file.write("- part: rule head\n  verdict: <perhaps>\n")
    text = desk.file.read_text(encoding="utf-8")
    desk.file.write_text(text.replace("id: frame\n", "id: crack\n").replace("[frame]", "[crack]"), encoding="utf-8")
    shown = read(ada.get("/review/read")).text
    assert "verdict: <perhaps>" in shown
    assert "Too soft" in shown.partition("Notes on parts that there are no more")[2]


@pytest.mark.parametrize("name", ["read", "read?of=question", "read?of=case&show=all", "read?in=fr", ""])
def test_every_page_is_whole_and_has_neither_style_nor_foreign_address(ada: FlaskClient, name: str) -> None:
    judge(ada, ("rule frame", "question", "Why?"))
    shown = read(ada.get(f"/review/{name}"))
    ids = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    assert not [each for each in shown.elements if "style" in each.attributes or each.tag == "style"]
    found = {each.attributes[name] for each in shown.elements for name in ("href", "action") if name in each.attributes}
    for address in found - {"#main", "/review/read/name"}:
        assert re.match(r"/(review|static)/", address), address
        with ada.get(address) as reply:
            assert reply.status_code == 200, address
