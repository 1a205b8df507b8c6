"""What the tests of a whole installation share: a Redis of their own, and two instances."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest
import redis

from checker.ops.ended import ListError
from tests.pages import SECOND
from tests.running import Running, free_port, running, started, until
from tests.seeds import SEED
from tests.tools import needed


@dataclass(frozen=True, slots=True)
class Counting:
    """A Redis while it runs."""

    address: str
    process: Popen[bytes]


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[Counting]:
    """A Redis that keeps nothing."""
    program, port = needed("redis-server"), free_port()
    command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with started(command, tmp_path / "redis.log") as process:
        with redis.Redis(port=port, socket_connect_timeout=20) as client:

            def ready() -> bool:
                assert process.poll() is None, "it ended at once"
                return _answers(client)

            until(ready, lambda: "Redis does not answer")
        yield Counting(f"redis://127.0.0.1:{port}", process)


def _answers(client: "redis.Redis") -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


@pytest.fixture(scope="module")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Running]]:
    """Two instances that seal alike."""
    folder = tmp_path_factory.mktemp("instances")
    options, environ = ("--questions", str(SECOND)), {"CHECKER_KEYS": SEED, "CHECKER_PROXIES": "1"}
    with running(folder, *options, **environ) as one, running(folder, *options, **environ) as two:
        yield [one, two]


def waits(counting: Counting, ask: Callable[[], object]) -> list[float]:
    """Return how many seconds each of twenty requests took to fail while Redis hangs, the longest last."""
    os.kill(counting.process.pid, signal.SIGSTOP)
    try:
        return sorted(_wait(ask) for _ in range(20))
    finally:
        os.kill(counting.process.pid, signal.SIGCONT)


def _wait(ask: Callable[[], object]) -> float:
    began = time.monotonic()
    with pytest.raises(ListError):
        ask()
    return time.monotonic() - began
