"""The review that one works in: on this machine alone, of the file as it is by now."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from flask.testing import FlaskClient

from checker.web.desk import Desk
from checker.web.desk_app import create_desk
from tests.pages import POLICY, SECOND, read

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
