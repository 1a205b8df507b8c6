"""Slow, greedy and malformed visitors behind nginx: others are served all the while, memory stays, nothing breaks."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from checker.engine.guidance import advise
from checker.engine.journey import walk
from tests.ops.front import TRUSTING, Front, Walker, fronted
from tests.ops.test_cluster import CASES, QUESTIONNAIRE
from tests.running import LONGEST, Running, running
from tests.seeds import SEED

ELSEWHERE = "127.0.0.9"
"""The address from which the abuse comes: others come from 127.0.0.1."""
HALF_FINISHED = 2000
"""Requests that are begun and not ended, half of them within the head and half within the body."""
MOST_GROWTH = 30
"""Megabytes that an instance may grow by meanwhile."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Front, Running]]:
    """One instance behind nginx, which finds nobody at the other one, and the way to its processes."""
    folder = tmp_path_factory.mktemp("site")
    with ExitStack() as stack:
        nobody = stack.enter_context(socket.socket())
        nobody.bind(("127.0.0.1", 0))  # without listening, so that nobody else can
        instance = stack.enter_context(running(folder, "--workers", "2", CHECKER_KEYS=SEED))
        instance.has_workers(2)
        front = stack.enter_context(fronted(folder, [instance.port, nobody.getsockname()[1]]))
        with Walker(QUESTIONNAIRE, front.port) as walker:
            walker.journey(CASES[0])  # what is measured later has begun
        yield front, instance


def megabytes(instance: Running) -> float:
    """Return the memory that the processes of an instance hold, in megabytes."""
    processes = (instance.process.pid, *instance.workers)
    lines = [Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1] for pid in processes]
    return sum(int(line.split()[0]) for line in lines) / 1024


def _opened(front: Front) -> ssl.SSLSocket:
    plain = socket.create_connection(("127.0.0.1", front.port), LONGEST, source_address=(ELSEWHERE, 0))
    return TRUSTING.wrap_socket(plain)


def _begun(front: Front, place: int) -> socket.socket:
    """Return a connection whose request has begun and does not go on."""
    connection = _opened(front)
    head = b"POST / HTTP/1.1\r\nHost: check.example\r\nContent-Length: 900\r\n"
    connection.sendall(head + (b"\r\nanswer=" if place % 2 else b"X-Slow: 1"))
    return connection


def _reply(front: Front, request: bytes) -> bytes:
    with _opened(front) as connection:
        try:
            connection.sendall(request)
            return connection.recv(200)
        except (ConnectionError, ssl.SSLError):  # it may hang up while too much is still being sent
            return b""


def test_thousands_of_half_finished_requests_keep_nobody_waiting(site: tuple[Front, Running]) -> None:
    front, instance = site
    with Walker(QUESTIONNAIRE, front.port) as walker:
        before = megabytes(instance)
        with ExitStack() as stack:
            for place in range(HALF_FINISHED):
                stack.enter_context(_begun(front, place))
            for sheet in CASES[:3]:
                assert walker.journey(sheet) == advise(QUESTIONNAIRE, walk(QUESTIONNAIRE, sheet)).tier.id
        assert set(walker.statuses) <= {200, 303}
        assert megabytes(instance) - before < MOST_GROWTH


FLOODS = {
    "a body of a megabyte": b"POST / HTTP/1.1\r\nHost: check.example\r\nContent-Length: 1048576\r\n\r\n"
    + b"a" * 1048576,
    "a body that says it is endless": b"POST / HTTP/1.1\r\nHost: check.example\r\nContent-Length: 99999999999\r\n\r\na",
    "a thousand headers": b"GET / HTTP/1.1\r\nHost: check.example\r\n" + b"X-A: b\r\n" * 1000 + b"\r\n",
    "a header of 100 KB": b"GET / HTTP/1.1\r\nHost: check.example\r\nX-A: " + b"b" * 100_000 + b"\r\n\r\n",
    "an address of 100 KB": b"GET /c/" + b"g" * 100_000 + b" HTTP/1.1\r\nHost: check.example\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: check.example\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
    "a length and chunks": b"POST / HTTP/1.1\r\nHost: check.example\r\nContent-Length: 3\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\xff\xfe hello\r\n\r\n",
    "an unknown method": b"BREW / HTTP/1.1\r\nHost: check.example\r\n\r\n",
}


@pytest.mark.parametrize("flood", FLOODS)
def test_what_is_too_large_or_malformed_is_refused_and_others_are_served(
    site: tuple[Front, Running], flood: str
) -> None:
    front, instance = site
    before = megabytes(instance)
    for _ in range(20):
        reply = _reply(front, FLOODS[flood])
        assert not reply or reply.startswith(b"HTTP/1.1 4"), reply
    with Walker(QUESTIONNAIRE, front.port) as walker:
        assert walker.ask("GET", "/")[0] == 200
    assert megabytes(instance) - before < MOST_GROWTH
    assert " 500 " not in front.log.read_text(encoding="utf-8")
