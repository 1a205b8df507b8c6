"""Does it hold? Sustained journeys on two workers: how many a second, how slow the slowest are, whether memory grows.

Needs ``wrk``. The requests of whole journeys are recorded first, then sent in a random order: each is whole in itself,
so their order does not matter to the server.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from checker.authoring import load
from checker.engine.questionnaire import Questionnaire
from checker.resources import shipped
from tests.benchmarks.measuring import Table
from tests.ops.front import Walker
from tests.running import Running, running
from tests.seeds import SEED
from tests.tools import needed

REQUESTS = 200_000


class Recorder(Walker):
    """A person whose requests are written down."""

    lines: list[str]

    def ask(self, method: str, address: str, fields: object = None) -> tuple[int, str, str]:
        """Ask, and write down what was asked."""
        assert fields is None or isinstance(fields, dict)
        body = urlencode(fields, doseq=True) if fields is not None else ""
        self.lines.append(f"{method}\t{address}\t{body}")
        return super().ask(method, address, fields)


def tables() -> Iterator[Table]:
    """Yield the table of a long load."""
    questionnaire = load(shipped("questions.yaml"))
    wrk = needed("wrk")
    with TemporaryDirectory() as folder, running(Path(folder), "--workers", "2", CHECKER_KEYS=SEED) as server:
        lines = _recorded(questionnaire, server)
        script = Path(folder, "requests.txt")
        script.write_text("\n".join(lines), encoding="utf-8")
        rows, sent = [], 0
        while sent < REQUESTS:
            figures = _stretch(wrk, server, script)
            sent += figures[0]
            rows.append(_row(sent, figures, _megabytes(server)))
    posts = sum(line.startswith("POST") for line in lines) / len(lines)
    yield Table(
        f"{sent:,} requests of journeys on two workers, {posts:.0%} of them POST, the client on the same two cores",
        ("requests so far", "a second", "p50 ms", "p99 ms", "p99.9 ms", "errors", "memory MB"),
        tuple(rows),
    )


def _recorded(questionnaire: Questionnaire, server: Running) -> list[str]:
    lines: list[str] = []
    for case in questionnaire.cases[::4]:
        recorder = Recorder(questionnaire, int(server.address.rpartition(":")[2]), secure=False)
        recorder.lines = lines
        with recorder:
            recorder.journey(case.sheet)
    return lines


def _stretch(wrk: Path, server: Running, script: Path) -> list[int]:
    """Send requests for a while; return how many, microseconds, latencies at 50, 99 and 99.9 %, errors."""
    lua = Path(__file__).with_name("replay.lua")
    command = [str(wrk), "-t1", "-c8", "-d30s", "--latency", "-s", str(lua), server.address, "--", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("figures "))
    return [int(figure) for figure in line.split()[1:]]


def _row(sent: int, figures: list[int], memory: float) -> tuple[str, ...]:
    requests, duration, *latencies, refused, broken = figures
    times = [f"{each / 1000:.1f}" for each in latencies]
    return f"{sent:,}", f"{requests / duration * 1e6:,.0f}", *times, str(refused + broken), f"{memory:.1f}"


def _megabytes(server: Running) -> float:
    """Return the memory of all processes of the server, in megabytes."""
    master = server.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    sizes = [Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0] for pid in (str(master), *children)]
    return sum(map(int, sizes)) / 1024
