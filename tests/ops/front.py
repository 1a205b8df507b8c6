"""nginx and Caddy as the documents configure them, in front of instances here, and people who walk through them."""

import gzip
import http.client
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from time import sleep
from typing import Self
from urllib.parse import urlencode, urljoin

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire
from checker.web.forms import placed
from tests.certificate import certify
from tests.running import LONGEST, free_port, listens, started, until
from tests.tools import needed

SAMPLE = Path(__file__).parent.parent.parent / "docs" / "operations" / "nginx.conf"
CADDYFILE = SAMPLE.with_name("Caddyfile")


UNHURRIED = (
    ("proxy_read_timeout 1200ms;", "proxy_read_timeout 20s;"), ("upstream_timeout 2s;", "upstream_timeout 40s;"),
)  # fmt: skip
"""For a machine so busy with tests that a page may take more than a second."""


@dataclass(frozen=True, slots=True)
class Front:
    """nginx or Caddy while it runs."""

    port: int
    plain: int
    """Where it listens without TLS."""
    log: Path


def configuration(folder: Path, port: int, plain: int, instances: Sequence[int]) -> str:
    """Return the documents' nginx.conf with the names and places of this test; every one of them must be there."""
    text = SAMPLE.read_text(encoding="utf-8")
    own = {
        "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;\ndaemon off;\nuser root;",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "/var/log/nginx/access.log": f"{folder}/access.log",
        "listen 80 ": f"listen 127.0.0.1:{plain} ",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "/etc/ssl/check.example.pem": f"{folder}/certificate.pem",
        "/etc/ssl/check.example.key": f"{folder}/certificate.pem",
        "127.0.0.1:8000": f"127.0.0.1:{instances[0]}",
        "127.0.0.1:8001": f"127.0.0.1:{instances[1]}",
    }
    for theirs, ours in own.items():
        assert theirs in text, f"{theirs!r} is not in {SAMPLE.name}"
        text = text.replace(theirs, ours)
    return text


@contextmanager
def fronted(folder: Path, instances: Sequence[int], *changes: tuple[str, str]) -> Iterator[Front]:
    """Run nginx before these instances, with some words of its configuration changed."""
    program, port, plain = needed("nginx"), free_port(), free_port()
    certify(folder / "certificate.pem", ["check.example"])
    text = configuration(folder, port, plain, instances)
    for theirs, ours in changes:
        assert theirs in text, theirs
        text = text.replace(theirs, ours)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    command = [str(program), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with started(command, folder / "nginx.out") as process:

        def ready() -> bool:
            assert process.poll() is None, (folder / "nginx.out").read_text()
            return listens(port)

        until(ready, lambda: "nginx does not listen")
        yield Front(port, plain, folder / "access.log")


@contextmanager
def caddied(folder: Path, instances: Sequence[int], *changes: tuple[str, str]) -> Iterator[Front]:
    """Run Caddy before these instances, with some words of its configuration changed; all that it prints is its log."""
    program, port, plain = needed("caddy"), free_port(), free_port()
    certify(folder / "caddy.pem", ["check.example"])
    text = CADDYFILE.read_text(encoding="utf-8")
    here = f"http_port {plain}\n\thttps_port {port}\n\tdefault_bind 127.0.0.1\n\tdefault_sni check.example"
    own = (
        ("\tadmin off\n", f"\tadmin off\n\t{here}\n"),
        ("check.example} {\n", f"check.example}} {{\n\ttls {folder}/caddy.pem {folder}/caddy.pem\n"),
    )
    for theirs, ours in (*own, *changes):
        assert theirs in text, theirs
        text = text.replace(theirs, ours, 1)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    environ = {"INSTANCES": " ".join(f"127.0.0.1:{each}" for each in instances), "HOME": str(folder)}
    command = [str(program), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with started(command, folder / "caddy.log", environ) as process:

        def ready() -> bool:
            assert process.poll() is None, (folder / "caddy.log").read_text()
            return listens(port)

        until(ready, lambda: "Caddy does not listen")
        yield Front(port, plain, folder / "caddy.log")


def _trusting() -> ssl.SSLContext:
    """Return a context that takes any certificate: nobody knows the authority of the one here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


TRUSTING = _trusting()


CLOSED = (
    http.client.IncompleteRead, http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError, ssl.SSLEOFError,
)  # fmt: skip
"""What a person meets whose connection was closed meanwhile."""


class LostError(AssertionError):
    """A person was not answered as they should have been."""


@dataclass
class Walker:
    """A person with one connection, who follows redirects and knows the questions by their headings."""

    questionnaire: Questionnaire
    port: int
    secure: bool = True
    prefix: str = ""
    """Below which path the proxy serves the pages."""
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tiers = {tier.title.said_in("en"): tier.id for tier in self.questionnaire.tiers}
        self._connection = self._connected()

    def _connected(self) -> http.client.HTTPConnection:
        if not self.secure:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=LONGEST, context=TRUSTING)

    def __enter__(self) -> Self:
        """Begin to walk."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the connection."""
        self._connection.close()

    def ask(self, method: str, address: str, fields: Mapping[str, object] | None = None) -> tuple[int, str, str]:
        """Return status, where to go next and the page.

        A connection that was closed is opened again; a page that broke off, because its process was killed while it
        was sending, is asked for once more, as a person does who reloads.
        """
        body = urlencode(fields, doseq=True) if fields is not None else None
        headers = {
            "Host": "check.example",
            "Sec-Fetch-Site": "same-origin",
            "Accept-Language": "en",
            "Accept-Encoding": "gzip",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for attempt in range(3):
            try:
                self._connection.request(method, address, body, headers)
                reply = self._connection.getresponse()
                came = reply.read()
                text = (gzip.decompress(came) if reply.getheader("Content-Encoding") == "gzip" else came).decode()
                break
            except CLOSED:
                self._connection.close()
                if attempt == 2:
                    raise
        self.statuses.append(reply.status)
        return reply.status, (reply.getheader("Location") or "").partition("#")[0], text

    def begin(self) -> str:
        """Press Start; return where the first question is."""
        status, first, _ = self.ask("POST", f"{self.prefix}/", {})
        if status != 303:
            raise LostError(f"Start was answered with {status}")
        return first

    def journey(self, answers: Mapping[str, Answer], pause: float = 0) -> str:
        """Walk from the start to the result; return the id of its tier."""
        address = self.begin()
        for _ in range(3 * len(self.questionnaire.questions)):
            sleep(pause)
            status, onward, page = self.ask("GET", address)
            if status == 303:
                address = onward
                continue
            if status != 200:
                raise LostError(f"a page was answered with {status}")
            heading = self._heading(page)
            if heading in self._tiers:
                return self._tiers[heading]
            address = self._next(page, self._asked(heading, page), address, answers)
        raise LostError("the way has no end")

    def _next(self, page: str, question: Question | None, address: str, answers: Mapping[str, Answer]) -> str:
        if question is None:
            if 'href="on"' not in page:
                raise LostError("neither a question nor help that leads on")
            return urljoin(address, "on")
        csrf = re.findall(r'name="csrf_token" value="([^"]+)"', page)
        sent = {"csrf_token": csrf, "answer": placed(question, answers[question.id])}
        status, onward, _ = self.ask("POST", address, sent)
        if status != 303 or not onward.startswith(f"{self.prefix}/c/"):
            raise LostError(f"{question.id} was answered with {status} {onward}")
        return onward

    def _asked(self, heading: str, page: str) -> Question | None:
        """Return the question with this heading; of several, the one with the words that stand beside the answers."""
        found = [question for question in self.questionnaire.questions if question.ask.said_in("en") == heading]
        beside = [unescape(words) for words in re.findall(r'name="answer"[^>]*><span>([^<]*)', page)]
        if len(found) > 1:
            found = [each for each in found if [option.text.said_in("en") for option in each.options] == beside]
        return found[0] if found else None

    def _heading(self, page: str) -> str:
        return unescape(" ".join(re.sub(r"<[^>]+>", "", re.findall(r"(?s)<h1[^>]*>(.*?)</h1>", page)[0]).split()))
