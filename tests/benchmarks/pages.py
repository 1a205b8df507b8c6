"""What do the pages cost? CPU of the server for each request, beside a bare Flask view of the same server."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from checker.web.forms import placed
from checker.web.token import State, form_code, seal
from tests.benchmarks.measuring import Table
from tests.pages import app_of, served_by
from tests.people import COMPLEX, as_answer
from tests.running import Running, running
from tests.seeds import SEED

ROUNDS = 9
REQUESTS = 300
BARE = """
import sys
from flask import Flask
import checker.cli.serve as serving
app = Flask("bare")
app.add_url_rule("/", view_func=lambda: "hello", endpoint="hello", methods=["GET", "POST"])
serving.create_app = lambda set_up: app
from checker.cli import cli
cli(sys.argv[1:])
"""
"""The same command and the same server, with a view that returns a string in the app's place."""
ASKED = {"buttons": "onset", "checkboxes": "nerve_signs", "scale": "pain_most"}
"""The questions whose pages are measured, by how they are drawn; before each, all earlier ones are answered."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.9",
    "Accept-Encoding": "gzip, deflate, br",
    "Sec-Fetch-Site": "same-origin",
}
Send = Callable[[], None]


def tables() -> Iterator[Table]:
    """Yield what each request costs the server."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (bare, ours):
        _, form = _page("nerve_signs")
        rows = {
            "a bare view that returns a string": (bare, _sender(bare, "GET", "/", 200)),
            "a form posted to the bare view": (bare, _sender(bare, "POST", "/", 200, form)),
            **_pages(ours),
        }
        costs = _costs(list(rows.values()))
    lines = [(name, f"{cost:,.0f}", f"{cost / costs[0]:.2f}") for name, cost in zip(rows, costs, strict=True)]
    yield Table(
        "CPU of the server for each request, in one worker",
        ("request", "us", "times the bare view"),
        tuple(lines),
        (f"Medians of {ROUNDS} samples of {REQUESTS} requests on one connection, in turn. Aim: at most 2 times.",),
    )


@contextmanager
def _served(folder: Path) -> Iterator[tuple[Running, Running]]:
    with (
        running(folder, python=(sys.executable, "-c", BARE)) as bare,
        running(folder, CHECKER_KEYS=SEED) as ours,
    ):
        yield bare, ours


def _pages(server: Running) -> dict[str, tuple[Running, Send]]:
    """Return the requests that are measured: the page of each kind of question, and its answer."""
    found = {}
    for kind, question in ASKED.items():
        path, form = _page(question)
        found[f"GET a question, {kind}"] = server, _sender(server, "GET", path, 200)
        found[f"POST an answer, {kind}"] = server, _sender(server, "POST", path, 303, form)
    return found


def _page(name: str) -> tuple[str, str]:
    """Return the address of a question's page, and the form of its answer."""
    served = served_by(app_of(keys=(SEED,)))
    question, place = served.questionnaire.question[name], served.questionnaire.position[name]
    before = served.questionnaire.questions[:place]
    earlier = {each.id: as_answer(COMPLEX[each.id]) for each in before if each.id in COMPLEX}
    token = seal(served.sealer, State(earlier, place))
    answer = placed(question, as_answer(COMPLEX[name]))
    return f"/c/{token}/", urlencode({"csrf_token": form_code(served.sealer, token), "answer": answer}, doseq=True)


def _sender(server: Running, method: str, path: str, status: int, form: str | None = None) -> Send:
    """Return a function that sends a request many times on one connection."""
    headers = {**HEADERS, **(FORM if form else {})}

    def send() -> None:
        connection = HTTPConnection(urlsplit(server.address).netloc)
        for _ in range(REQUESTS):
            connection.request(method, path, form, headers)
            reply = connection.getresponse()
            reply.read()
            assert reply.status == status
        connection.close()

    return send


def _costs(rows: Sequence[tuple[Running, Send]]) -> list[float]:
    """Return the CPU microseconds of the server for each request: medians of samples taken in turn."""
    samples: list[list[float]] = [[] for _ in rows]
    for _ in range(ROUNDS):
        for taken, (server, send) in zip(samples, rows, strict=True):
            begin = _used(server.process.pid)
            send()
            taken.append((_used(server.process.pid) - begin) / REQUESTS / 1000)
    return [median(taken) for taken in samples]


def _used(process: int) -> int:
    """Return the nanoseconds on a processor of a process and its children, all of their threads together."""
    threads = [int(file.read_text().split()[0]) for file in Path(f"/proc/{process}/task").glob("*/schedstat")]
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(threads) + sum(_used(int(child)) for child in children)
