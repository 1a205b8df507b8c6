"""nginx before instances that hang, and what it says itself: help, the headers of a page, nothing of a visitor."""

import os
import re
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic

import pytest

from checker.ops.settings import settings
from checker.web.headers import fixed
from tests.ops.front import SAMPLE, TRUSTING, Front, Walker, fronted
from tests.ops.test_abuse import FLOODS
from tests.pages import SECOND, app_of, served_by
from tests.running import LONGEST, Running

QUESTIONNAIRE = served_by(app_of(SECOND)).questionnaire


@pytest.fixture
def front(tmp_path: Path, instances: list[Running]) -> Iterator[Front]:
    with fronted(tmp_path, [each.port for each in instances]) as found:
        yield found


@contextmanager
def hanging(*stopped: Running) -> Iterator[None]:
    """Stop all processes of these instances for a while: they are there, and answer nobody."""
    processes = [pid for each in stopped for pid in (each.process.pid, *each.workers)]
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)


def timed(walker: Walker, method: str = "GET") -> tuple[int, float, str]:
    """Return the status of the start page, or of its form, the seconds that it took, and what it says."""
    began = monotonic()
    status, _, page = walker.ask(method, "/", {} if method == "POST" else None)
    return status, monotonic() - began, page


@pytest.mark.parametrize("place", [0, 1])
def test_while_one_of_two_instances_hangs_one_request_in_twenty_takes_two_seconds(
    front: Front, instances: list[Running], place: int
) -> None:
    with hanging(instances[place]), Walker(QUESTIONNAIRE, front.port) as walker:
        told = [timed(walker, ("GET", "POST")[turn % 2]) for turn in range(20)]
    assert [status for status, _, _ in told] == [200, 303] * 10
    slow = [seconds for _, seconds, _ in told if seconds > 0.9]
    assert len(slow) <= 1 and max(slow, default=0) <= 2


def test_while_every_instance_hangs_help_comes_within_three_seconds_and_pages_right_after(
    front: Front, instances: list[Running]
) -> None:
    with Walker(QUESTIONNAIRE, front.port) as walker:
        with hanging(*instances):
            for _ in range(3):
                status, seconds, page = timed(walker)
                assert (status, "tel:911" in page, "tel:988" in page) == (503, True, True)
                assert seconds < 3
        assert timed(walker)[0] == 200


def below() -> tuple[tuple[str, str], ...]:
    """Return how the page changes nginx.conf for a path of a site."""
    pages = re.search(
        r"(?s)        location / \{\n            proxy_pass.*?(?=\n        location = /-help)", SAMPLE.read_text()
    )
    lines = re.search(r"(?s)```nginx\n(.*?)```", (SAMPLE.parent.parent / "operations.md").read_text(encoding="utf-8"))
    assert pages and lines
    return (pages[0], lines[1]), ('X-Forwarded-Prefix "";', 'X-Forwarded-Prefix "/check";')


def test_below_a_path_of_a_site_a_whole_journey_and_help_are_there(tmp_path: Path, instances: list[Running]) -> None:
    ports = [each.port for each in instances]
    with fronted(tmp_path, ports, *below()) as front, Walker(QUESTIONNAIRE, front.port, prefix="/check") as walker:
        case = QUESTIONNAIRE.cases[0]
        assert walker.journey(case.sheet) == case.expect.tier
        assert 'href="/check/static/checker.css?v=' in walker.ask("GET", "/check/")[2]
        assert walker.ask("GET", "/check")[1].endswith("/check/")
        for elsewhere in ("/check/readyz", "/check/review/", "/about", "/"):
            status, _, page = walker.ask("GET", elsewhere)
            assert status == 404 and "tel:911" in page, elsewhere
        assert walker.statuses.count(200) > 3
        assert "/c/" not in front.log.read_text(encoding="utf-8")


def test_no_visitor_says_below_which_path_the_pages_are(front: Front) -> None:
    reply = _reply(front.port, f"GET / HTTP/1.1\r\nX-Forwarded-Prefix: /evil\r\n{OURS}".encode())
    assert 'href="/static/' in reply and "evil" not in reply


def test_a_page_of_the_review_may_take_its_time(tmp_path: Path, instances: list[Running]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as slow, fronted(tmp_path, [slow.getsockname()[1]] * 2) as front:
        with Walker(QUESTIONNAIRE, front.port) as walker:
            assert walker.ask("GET", "/about")[0] == 503
        with _said_to(front.port, b"GET /review/rules HTTP/1.1\r\nHost: check.example\r\n\r\n") as connection:
            connection.settimeout(4)
            with pytest.raises(TimeoutError):
                connection.recv(1)


@contextmanager
def _said_to(port: int, request: bytes, *, secure: bool = True) -> Iterator[socket.socket]:
    """Send these bytes to nginx."""
    with ExitStack() as stack:
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), LONGEST))
        if secure:
            connection = stack.enter_context(TRUSTING.wrap_socket(connection))
        with suppress(ConnectionError, ssl.SSLError):  # it may hang up while too much is still being sent
            connection.sendall(request)
        yield connection


def _reply(port: int, request: bytes, *, secure: bool = True) -> str:
    """Return all that nginx answers to these bytes, until it hangs up."""
    with _said_to(port, request, secure=secure) as connection:
        received = b""
        with suppress(ConnectionError, ssl.SSLError):
            while more := connection.recv(65536):
                received += more
        return received.decode()


OURS = "Host: check.example\r\nConnection: close\r\n\r\n"
THEIRS = "Host: evil.example\r\nConnection: close\r\n\r\n"
OWN = {
    "a page that nobody may see": (404, f"GET /readyz HTTP/1.1\r\n{OURS}"),
    "another name": (421, f"GET /c/evil.example HTTP/1.1\r\n{THEIRS}"),
    "an unknown name without HTTP/1.1": (421, "GET / HTTP/1.0\r\n\r\n"),
    "no name": (400, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
    "no HTTP": (400, "evil.example\r\n\r\n"),
    "a form too large": (413, f"POST / HTTP/1.1\r\nContent-Length: 99999\r\n{OURS}"),
    "a saved file too large": (413, f"POST /again/open HTTP/1.1\r\nContent-Length: 999999\r\n{OURS}"),
    "an address too long": (414, f"GET /{'x' * 9000} HTTP/1.1\r\n{OURS}"),
    "a header too long": (431, f"GET / HTTP/1.1\r\nX-A: {'x' * 9000}\r\n{OURS}"),
    "another method": (405, f"TRACE / HTTP/1.1\r\n{OURS}"),
    "another version": (505, f"GET / HTTP/3.1\r\n{OURS}"),
}


@pytest.mark.parametrize("name", OWN)
def test_what_nginx_refuses_says_where_help_is_and_nothing_of_what_was_sent(front: Front, name: str) -> None:
    status, request = OWN[name]
    reply = _reply(front.port, request.encode())
    assert reply.startswith(f"HTTP/1.1 {status}"), reply[:300]
    assert "tel:911" in reply and "tel:988" in reply and "text/html; charset=utf-8" in reply
    assert "evil" not in reply and "nginx/" not in reply
    _has_every_header(reply)


def _has_every_header(reply: str) -> None:
    """Fail if a reply says less of itself than a page does, or says anything twice."""
    said = [line.partition(":")[0] for line in reply.partition("\r\n\r\n")[0].splitlines()]
    assert [name for name in fixed(settings({}), None) if said.count(name) != 1] == []


@pytest.mark.parametrize("host", ["check.example", "evil.example"])
def test_without_tls_one_is_led_to_the_one_name_whatever_was_asked(front: Front, host: str) -> None:
    reply = _reply(
        front.plain, f"GET /c/x HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode(), secure=False
    )
    assert "\r\nLocation: https://check.example/\r\n" in reply and "evil" not in reply
    _has_every_header(reply)


def test_what_the_questionnaire_says_of_a_page_is_said_once(front: Front) -> None:
    _has_every_header(_reply(front.port, f"GET / HTTP/1.1\r\n{OURS}".encode()))
    static = _reply(front.port, f"GET /static/checker.css HTTP/1.1\r\n{OURS}".encode())
    assert "max-age=3600" in static and "no-store" not in static and "Content-Security-Policy" not in static


def test_the_log_says_the_minute_the_kind_of_page_and_the_status_alone(front: Front) -> None:
    with Walker(QUESTIONNAIRE, front.port) as walker:
        walker.ask("GET", walker.begin())
        walker.ask("GET", "/about?lang=en")
        walker.ask("GET", "/readyz")
        walker.ask("GET", "/again/c/x/")
        walker.ask("GET", "/again/about?lang=en")
    for flood in FLOODS.values():
        _reply(front.port, flood)
    lines = front.log.read_text(encoding="utf-8").splitlines()
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d \S* (-|(/again)?(/c/-|/static/-|/[a-z]*)) \d{3}", line)
        for line in lines
    )
    assert [line.partition(" ")[2] for line in lines[:6]] == [
        "POST / 303", "GET /c/- 200", "GET /about 200", "GET /readyz 404", "GET /again/c/- 404", "GET /again/about 404",
    ]  # fmt: skip


def test_a_saved_file_may_be_larger_than_a_form(front: Front) -> None:
    sent = f"POST /again/open HTTP/1.1\r\nContent-Length: 200000\r\nContent-Type: text/plain\r\n{OURS}{'x' * 200_000}"
    assert "\r\nLocation: /sorry/not_found?lang=en\r\n" in _reply(front.port, sent.encode())


FROM = (("limit_conn visitors 100;", "limit_conn visitors 2;\nset_real_ip_from 127.0.0.1;\nreal_ip_header X-Is;"),)
NEIGHBOURS = {
    "one address": ("192.0.2.1", "192.0.2.1", 429),
    "two addresses": ("192.0.2.1", "192.0.2.2", 200),
    "one /64": ("2001:db8:0:1::1", "2001:db8:0:1:ffff:a0a:d0d:9", 429),
    "two /64": ("2001:db8:0:1::1", "2001:db8:0:2::1", 200),
    "two addresses of IPv4 within IPv6": ("::ffff:192.0.2.1", "::ffff:192.0.2.2", 200),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_connections_are_counted_by_who_may_have_them(tmp_path: Path, instances: list[Running], name: str) -> None:
    first, second, status = NEIGHBOURS[name]
    with fronted(tmp_path, [each.port for each in instances], *FROM) as front, ExitStack() as stack:
        begun = f"POST / HTTP/1.1\r\nHost: check.example\r\nX-Is: {first}\r\nContent-Length: 9\r\n\r\na"
        for _ in range(2):
            stack.enter_context(_said_to(front.port, begun.encode()))
        until = time.monotonic() + 5  # a busy machine reads what was begun a moment later
        while True:
            reply = _reply(front.port, f"GET / HTTP/1.1\r\nX-Is: {second}\r\n{OURS}".encode())
            if reply.startswith(f"HTTP/1.1 {status}") or time.monotonic() > until:
                break
    assert reply.startswith(f"HTTP/1.1 {status}")
    assert "tel:" in reply or status == 200
