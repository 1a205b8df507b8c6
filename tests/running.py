"""The app as it is shipped: ``checker serve`` in a process of its own, on a free port of this machine alone."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

LONGEST = 30
"""Seconds that a server may take to come, or to end."""


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


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def running(folder: Path, *options: str, python: Sequence[str] = CHECKER, **environ: str) -> Iterator[Running]:
    """Serve for a while, with these options and variables; what is printed goes to a file in the folder."""
    port = free_port()
    command = [*python, "serve", "--port", str(port), *options]
    with started(command, folder / f"serve-{port}.log", environ) as process:
        server = Running(f"http://127.0.0.1:{port}", process, folder / f"serve-{port}.log")
        _await(server)
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


def _await(server: Running) -> None:
    latest = monotonic() + LONGEST
    while "in a browser" not in server.printed:
        assert server.process.poll() is None, f"it ended at once: {server.printed}"
        assert monotonic() < latest, f"it says not where to point a browser: {server.printed}"
        sleep(0.05)
