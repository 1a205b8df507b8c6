"""Caddy as the documents configure it: whole journeys, help when nobody is there, and nothing of a visitor kept."""

import json
import os
import re
import signal
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from checker.ops.settings import settings
from checker.web.headers import fixed
from tests.ops.deployments import block
from tests.ops.front import CADDYFILE, TRUSTING, Front, Walker, caddied
from tests.pages import SECOND, app_of, served_by
from tests.running import LONGEST, Running, until

QUESTIONNAIRE = served_by(app_of(SECOND)).questionnaire
CASE = QUESTIONNAIRE.cases[0]


@pytest.fixture
def front(tmp_path: Path, instances: list[Running]) -> Iterator[Front]:
    with caddied(tmp_path, [each.port for each in instances]) as found:
        yield found


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Front]:
    """Caddy before instances that are down."""
    with socket.socket() as one, socket.socket() as two:  # taken, and nobody listens
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        with caddied(tmp_path, [one.getsockname()[1], two.getsockname()[1]]) as found:
            yield found


def _reply(port: int, request: str, body: str = "") -> str:
    """Return all that Caddy answers to this, until it hangs up."""
    with (
        socket.create_connection(("127.0.0.1", port), LONGEST) as plain,
        TRUSTING.wrap_socket(plain, server_hostname="check.example") as connection,
    ):
        received = b""
        with suppress(ConnectionError, ssl.SSLError):  # it may hang up while too much is still being sent
            connection.sendall(f"{request}\r\nHost: check.example\r\nConnection: close\r\n\r\n{body}".encode())
            while more := connection.recv(65536):
                received += more
    return received.decode()


def _has_every_header(reply: str) -> None:
    """Fail if a reply says less of itself than a page does, or says anything twice, or by which program."""
    said = [line.partition(":")[0] for line in reply.partition("\r\n\r\n")[0].splitlines()]
    assert [name for name in fixed(settings({}), None) if said.count(name) != 1] == []
    assert {"Server", "Via"}.isdisjoint(said)


def test_a_whole_journey_goes_through_and_the_log_tells_nothing_of_it(front: Front) -> None:
    with Walker(QUESTIONNAIRE, front.port) as walker:
        assert walker.journey(CASE.sheet) == CASE.expect.tier
        assert walker.ask("GET", "/c/old")[0] == 410
    _has_every_header(_reply(front.port, "GET / HTTP/1.1"))
    _tells_nothing(front.log)


def _tells_nothing(log: Path) -> None:
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines and {line.get("logger", "").partition(".")[0] for line in lines} <= {"", "tls", "admin"}
    text = log.read_text(encoding="utf-8")
    assert "/c/" not in text and "remote" not in text and "headers" not in text and "evil" not in text


def test_while_every_instance_is_down_help_comes_within_three_seconds_and_the_log_tells_nothing(nobody: Front) -> None:
    for method in ("GET /c/evil", "POST /c/evil", "GET /about"):
        began = monotonic()
        reply = _reply(nobody.port, f"{method} HTTP/1.1\r\nContent-Length: 0")
        assert monotonic() - began < 3
        assert reply.startswith("HTTP/1.1 50") and "tel:911" in reply and "tel:988" in reply
        _has_every_header(reply)
    _tells_nothing(nobody.log)


OWN = {
    "a page that nobody may see": ("404", "GET /readyz HTTP/1.1", ""),
    "another one": ("404", "GET /healthz HTTP/1.1", ""),
    "that of the re-check": ("404", "GET /again/readyz HTTP/1.1", ""),
    "a form too large": ("413|502", "POST / HTTP/1.1\r\nContent-Length: 20000", "evil" * 5000),
}


@pytest.mark.parametrize("name", OWN)
def test_what_caddy_refuses_says_where_help_is(front: Front, name: str) -> None:
    status, request, body = OWN[name]
    reply = _reply(front.port, request, body)
    assert re.match(f"HTTP/1.1 ({status}) ", reply) and "tel:911" in reply and "evil" not in reply, reply[:300]
    _has_every_header(reply)
    _tells_nothing(front.log)


def test_a_saved_file_may_be_larger_than_a_form(front: Front) -> None:
    request = "POST /again/open HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 200000"
    assert "Location: /sorry/not_found?lang=en" in _reply(front.port, request, "x" * 200_000)


def test_one_instance_of_two_that_hangs_is_passed_over_within_three_seconds(
    front: Front, instances: list[Running]
) -> None:
    processes = [instances[0].first, *instances[0].workers]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        with Walker(QUESTIONNAIRE, front.port) as walker:
            for _ in range(2):
                began = monotonic()
                status = walker.ask("GET", "/")[0]
                assert monotonic() - began < 3
                assert status == 200
            sleep(3.5)
            began = monotonic()
            assert [
                status for _ in range(5) for status in (walker.ask("GET", "/")[0], walker.ask("POST", "/", {})[0])
            ] == ([200, 303] * 5)
            assert monotonic() - began < 2
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
    with Walker(QUESTIONNAIRE, front.port) as walker:
        until(lambda: walker.ask("GET", "/")[0] == 200, lambda: "no page comes again")


def test_a_visitor_says_neither_who_they_are_nor_below_which_path_the_pages_stand(front: Front) -> None:
    forged = (
        "GET /embed?lang=en HTTP/1.1\r\nX-Forwarded-Prefix: /evil\r\nX-Forwarded-Host: evil\r\nX-Forwarded-For: evil"
    )
    reply = _reply(front.port, forged)
    assert "https://check.example" in reply and "evil" not in reply


def test_below_a_path_of_a_site_a_whole_journey_is_there(tmp_path: Path, instances: list[Running]) -> None:
    text = CADDYFILE.read_text(encoding="utf-8")
    pages = text[text.index("\t# For the machines") : text.index("\t# Whatever is down")]
    below = block("caddy").replace("127.0.0.1:8000", f"127.0.0.1:{instances[0].port}")
    with (
        caddied(tmp_path, [instances[0].port], (pages, below)) as front,
        Walker(QUESTIONNAIRE, front.port, prefix="/check") as walker,
    ):
        assert walker.journey(CASE.sheet) == CASE.expect.tier
        assert walker.ask("GET", "/check")[1] == "/check/"
        assert 'href="/check/static/checker.css?v=' in walker.ask("GET", "/check/")[2]
        assert walker.ask("GET", "/check/readyz")[0] == 404


def test_without_tls_one_is_led_to_the_site(front: Front) -> None:
    with Walker(QUESTIONNAIRE, front.plain, secure=False) as walker:
        status, onward, _ = walker.ask("GET", "/about")
    assert status == 308 and onward.startswith("https://check.example")
