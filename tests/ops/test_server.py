"""The command that serves: it says where to point a browser, and its log tells nothing of people."""

import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner

from checker.cli import cli
from checker.ops.answering import PATIENCE
from checker.web.app import MOST_BYTES
from tests.pages import SECOND
from tests.running import CHECKER, LONGEST, Running, free_port, running, started
from tests.seeds import SEED

WAITRESS = """
import sys, types, checker.ops.server as serving
serving.sys = types.SimpleNamespace(platform="win32")
from checker.cli import cli
cli(sys.argv[1:])
"""
"""The command, told that it runs where gunicorn cannot."""


@pytest.fixture(scope="module", params=["gunicorn", "waitress"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The second questionnaire, served by each of the two servers."""
    python = [sys.executable, "-c", WAITRESS] if request.param == "waitress" else CHECKER
    with running(tmp_path_factory.mktemp(request.param), "--questions", str(SECOND), python=python) as found:
        yield found


def asked(server: Running, path: str, fields: dict[str, str] | None = None) -> HTTPResponse:
    """Return what the server answers to a GET, or to a form."""
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=LONGEST)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    if fields is None:
        connection.request("GET", path)
    else:
        connection.request("POST", path, urlencode(fields), form)
    reply = connection.getresponse()
    reply.body = reply.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return reply


def body(reply: HTTPResponse) -> str:
    return str(reply.body)  # type: ignore[attr-defined]


def raw(server: Running, sent: bytes) -> bytes:
    """Return what the server answers to these very bytes, and how soon it hangs up."""
    where = urlsplit(server.address)
    with socket.create_connection((where.hostname, where.port or 0), LONGEST) as connection:
        try:
            connection.sendall(sent)
            with suppress(OSError):  # it may have hung up by now, and what it said can still be read
                connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536)
        except ConnectionError:
            return b""


def begun(server: Running) -> tuple[str, str]:
    """Begin a journey; return the address of the first question and the token of its form."""
    path = asked(server, "/", {}).headers["Location"].partition("#")[0]
    (own,) = re.findall('name="csrf_token" value="([^"]+)"', body(asked(server, path)))
    return path, own


def test_it_says_where_to_point_a_browser_and_a_page_is_there(server: Running) -> None:
    assert f"Open {server.address}/ in a browser" in server.printed
    assert "Bicycle check" in body(asked(server, "/"))


def test_no_reply_names_the_server(server: Running) -> None:
    assert "Server" not in asked(server, "/").headers


ODD = [
    b"nonsense\r\n\r\n",
    b"GET /c/secretsecret HTTP/9.9\r\n\r\n",
    b"GET /c/" + b"secret" * 2000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /c/secretsecret HTTP/1.1\r\nHost: a\r\nContent-Length: secret\r\n\r\nanswer=secret",
    b"POST /c/secretsecret HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nsecret",
    b"POST /c/secretsecret HTTP/1.1\r\nHost: a\r\nContent-Length: 90\r\n\r\nanswer=secret",
    b"GET / HTTP/1.1\r\nHost: a\r\nX-Secret\xff: secret\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-Secret: secret\r\n" * 200 + b"\r\n",
    b"BREW /c/secretsecret HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /c/secret\u00f1 HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
]


def test_what_it_prints_holds_no_address_no_token_and_no_answer(server: Running) -> None:
    path, own = begun(server)
    further = asked(server, path, {"csrf_token": own, "answer": "4"}).headers["Location"]
    replies = [raw(server, sent) for sent in ODD]
    assert asked(server, "/c/old").status == 410
    assert asked(server, further.partition("#")[0]).status == 200
    assert not [reply for reply in replies if re.match(rb"HTTP/1.. 5", reply) and b" 501 " not in reply]
    printed = server.printed.replace(f"Open {server.address}/", "")
    for told in (path, further, "/c/", own, "answer", "secret", "127.0.0.1", "none", "GET", "POST"):
        assert told not in printed, f"{told} is in the log: {printed}"


def test_an_address_of_thousands_of_letters_keeps_the_help(server: Running) -> None:
    reply = asked(server, "/c/" + "x" * 6000)
    assert reply.status == 410
    assert 'href="tel:555-0100"' in body(reply), "the help of the second questionnaire"


def test_a_form_of_many_megabytes_that_is_not_whole_is_refused(server: Running) -> None:
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: {10**8}\r\n\r\n".encode()
    reply = raw(server, head + b"x" * MOST_BYTES)
    assert reply == b"" or re.match(rb"HTTP/1.. (303|413|400) ", reply), reply[:100]
    assert asked(server, "/").status == 200, "it goes on serving"


LARGE = {"half a megabyte": 2**19, "a photo": 5_000_000, "a film": 100_000_000, "said to be endless": 10**12}


@pytest.mark.parametrize("size", LARGE.values(), ids=LARGE)
def test_of_what_is_too_large_nothing_is_kept_and_our_own_page_says_so(server: Running, size: int) -> None:
    before = _figures(server)
    head = f"POST /?lang=en HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n"
    where = urlsplit(server.address)
    with socket.create_connection((where.hostname, where.port or 0), LONGEST) as connection:
        connection.sendall(head.encode())
        for _ in range(size // 2**20 if size < 10**9 else 0):
            connection.sendall(bytes(2**20))
        connection.sendall(bytes(size % 2**20))
        reply = connection.recv(65536)
    assert reply.startswith(b"HTTP/1.1 303 ") and b"Location: /sorry/not_taken?lang=en" in reply, reply[:100]
    after = _figures(server)
    assert after["wchar"] - before["wchar"] < 2**20, "something of it was written"
    assert after["VmHWM"] - before["VmHWM"] < 10_000, "kilobytes"


def test_chunks_that_are_too_large_together_are_refused_by_our_own_page(server: Running) -> None:
    head = b"POST /?lang=en HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    where = urlsplit(server.address)
    with socket.create_connection((where.hostname, where.port or 0), LONGEST) as connection:
        connection.sendall(head + b"80000\r\n" + bytes(2**19))
        assert connection.recv(65536).startswith(b"HTTP/1.1 303 ")


def _figures(server: Running) -> Counter[str]:
    """Return what the processes have written, in bytes, and the most memory that they ever held, in kilobytes."""
    found: Counter[str] = Counter()
    for pid in (server.first, *server.workers):
        for name in ("io", "status"):
            lines = (line.split() for line in Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8").splitlines())
            found.update({line[0].rstrip(":"): int(line[1]) for line in lines if line[0] in ("wchar:", "VmHWM:")})
    return found


HALVES = (
    b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: 1",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\na=1",
)
"""Requests that are begun and not ended, within the head and within the body."""


@contextmanager
def half_finished(server: Running, number: int) -> Iterator[list[socket.socket]]:
    """Begin so many requests, and end none."""
    where = urlsplit(server.address)
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_connection((where.hostname, where.port or 0))) for _ in range(number)]
        for place, connection in enumerate(held):
            connection.settimeout(LONGEST)
            connection.sendall(HALVES[place % 2])
        yield held


def test_a_hundred_half_finished_requests_keep_nobody_waiting(server: Running) -> None:
    with half_finished(server, 100):
        sleep(0.5)  # so that all are read as far as they go
        began = monotonic()
        assert [asked(server, "/").status for _ in range(5)] == [200] * 5
        assert monotonic() - began < PATIENCE / 2


def test_a_request_that_stands_still_is_given_up_without_a_word(server: Running) -> None:
    printed = server.printed
    with half_finished(server, 2) as (head, body):
        for connection in (head, body):
            while reply := connection.recv(65536):
                assert reply.startswith((b"HTTP/1.1 303 ", b"HTTP/1.1 4"))
    assert server.printed == printed


def test_several_workers_serve_one_journey(tmp_path: Path) -> None:
    options = ("--questions", str(SECOND), "--workers", "2")
    with running(tmp_path, *options, CHECKER_KEYS=SEED) as server:
        path, own = begun(server)
        assert [asked(server, path).status for _ in range(12)] == [200] * 12
        assert asked(server, path, {"csrf_token": own, "answer": "4"}).status == 303


def test_several_workers_without_a_key_end_at_once(tmp_path: Path) -> None:
    ended = subprocess.run([*CHECKER, "serve", "--workers", "2"], capture_output=True, text=True, timeout=LONGEST)
    assert ended.returncode == 1
    assert "CHECKER_KEYS: 2 workers need one common key" in ended.stderr


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        command = [*CHECKER, "serve", "--port", str(port)]
        with started(command, tmp_path / "log") as process:
            assert process.wait(LONGEST) == 1
    assert f"http://127.0.0.1:{port}/ cannot be served" in (tmp_path / "log").read_text(encoding="utf-8")


COUNTS = [
    ("{taken}", "127.0.0.1", "address already in use"),
    ("9090", "no such host", "name or service not known"),
    ("9090", "a" * 70, "this is no name of a host"),
    ("9090", "192.0.2.1", "cannot assign requested address"),
]


@pytest.mark.parametrize(("port", "host", "said"), COUNTS)
def test_counts_that_cannot_be_shown_end_the_start(port: str, host: str, said: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environ = {"CHECKER_METRICS_PORT": port.format(taken=taken.getsockname()[1]), "CHECKER_METRICS_HOST": host}
        ended = CliRunner().invoke(cli, ["serve", "--port", str(free_port())], env=environ)
    assert ended.exit_code == 1
    begins = "Error: CHECKER_METRICS_HOST, CHECKER_METRICS_PORT: counts cannot be shown at http://"
    assert ended.output.startswith(begins) and said in ended.output
    assert "For example: CHECKER_METRICS_HOST=" in ended.output


NOWHERE = """
import sys, tempfile, checker.ops.scratch as scratch
tempfile._candidate_tempdir_list = lambda: ["/no/such/folder"]
scratch.MEMORY = sys.argv.pop(1)
from checker.cli import cli
cli(sys.argv[1:])
"""
"""The command where no usual folder may be written, and what it is told of memory."""


def test_where_no_folder_may_be_written_the_start_says_what_to_do() -> None:
    options = ["serve", "--port", str(free_port()), "--questions", str(SECOND)]
    ended = subprocess.run(
        [sys.executable, "-c", NOWHERE, "/no/memory", *options], capture_output=True, text=True, timeout=LONGEST
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: TMPDIR: no folder may be written") and "Traceback" not in ended.stderr


def test_where_only_memory_may_be_written_that_is_enough(tmp_path: Path) -> None:
    python, counted = [sys.executable, "-c", NOWHERE, str(tmp_path)], str(free_port())
    with running(tmp_path, "--questions", str(SECOND), python=python, CHECKER_METRICS_PORT=counted) as server:
        assert asked(server, "/").status == 200


def test_counts_that_cannot_be_kept_end_the_start_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/no/such/folder")
    ended = CliRunner().invoke(
        cli, ["serve", "--port", str(free_port())], env={"CHECKER_METRICS_PORT": str(free_port())}
    )
    assert ended.exit_code == 1
    assert ended.output.startswith("Error: TMPDIR: /no/such/folder cannot be written: no such file or directory")


def test_it_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with running(tmp_path, "--questions", str(SECOND)) as server:
        assert asked(server, "/").status == 200
        server.process.terminate()
        assert server.process.wait(LONGEST) == 0


def test_no_header_says_below_which_address_the_pages_stand(server: Running) -> None:
    page = raw(server, b"GET / HTTP/1.1\r\nHost: check.example\r\nSCRIPT_NAME: /elsewhere\r\nConnection: close\r\n\r\n")
    assert page.startswith(b"HTTP/1.1 ")
    assert b"elsewhere" not in page
