"""The app as it is shipped: ``checker serve`` in a process of its own, on a free port of this machine alone."""

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from time import monotonic, sleep

LONGEST = 90
"""Seconds that a server may take to come, or to end, on however busy a machine."""


CHECKER = (sys.executable, "-m", "checker")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    address: str
    """Its origin, such as ``http://127.0.0.1:8000``."""
    process: subprocess.Popen[bytes]
    output: Path
    """Where all that it prints is kept."""

    @property
    def printed(self) -> str:
        """All that it has printed so far."""
        return self.output.read_text(encoding="utf-8")

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    @property
    def first(self) -> int:
        """The process that looks after all others."""
        return self.process.pid

    @property
    def workers(self) -> set[int]:
        """The processes that answer, which the first one has begun."""
        first = self.first
        return set(map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split()))

    def has_workers(self, number: int) -> None:
        """Wait until so many answer: they come a moment after the first one listens."""
        until(lambda: len(self.workers) == number, lambda: f"{self.workers} are not {number}")

    def renewed(self, before: set[int]) -> None:
        """Wait until others answer than those before, and as many."""
        until(
            lambda: len(now := self.workers) == len(before) and not before & now,
            lambda: f"{self.workers} come after {before}",
        )

    def kill(self) -> None:
        """Kill all of its processes, and wait until nobody listens in its place."""
        for process in (self.first, *self.workers):
            os.kill(process, signal.SIGKILL)
        until(lambda: not listens(self.port), lambda: "it still listens")


def free_port() -> int:
    """Return a port that nobody listens at, below those that a system gives to whoever asks for any."""
    while True:
        port = SystemRandom().randrange(12_000, 32_000)
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED:
                return port


def until(happened: Callable[[], bool], what: Callable[[], str]) -> None:
    """Wait until something has happened; fail with what is there instead."""
    latest = monotonic() + LONGEST
    while not happened():
        assert monotonic() < latest, what()
        sleep(0.05)


def listens(port: int) -> bool:
    """Return whether somebody answers at a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), LONGEST).close()
    except OSError:
        return False
    return True


@contextmanager
def running(folder: Path, *options: str, python: Sequence[str] = CHECKER, **environ: str) -> Iterator[Running]:
    """Serve for a while, with these options and variables; what is printed goes to a file in the folder."""
    port = free_port()
    command = [*python, "serve", "--port", str(port), *options]
    if "CHECKER_KEYS" in environ:
        environ.setdefault("CHECKER_STORE", str(folder / "ended"))
    with started(command, folder / f"serve-{port}.log", environ) as process:
        server = Running(f"http://127.0.0.1:{port}", process, folder / f"serve-{port}.log")
        awaited(server)
        yield server


@contextmanager
def started(
    command: list[str], output: Path, environ: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program for a while and end it by its id, whatever happens."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CHECKER_")}
    with (
        output.open("wb") as file,
        subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env={**inherited, **(environ or {})}
        ) as process,
    ):
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()


def awaited(server: Running) -> None:
    """Wait until a server says where to point a browser; fail if it ends before."""

    def ready() -> bool:
        assert server.process.poll() is None, f"it ended at once: {server.printed}"
        return "in a browser" in server.printed

    until(ready, lambda: f"it says not where to point a browser: {server.printed}")
