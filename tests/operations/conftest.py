"""What the tests of a whole installation share: a Redis of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep

import pytest
import redis

from tests.running import free_port, started
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
        latest = monotonic() + 20
        with redis.Redis(port=port, socket_connect_timeout=1) as client:
            while not _answers(client):
                assert process.poll() is None and monotonic() < latest
                sleep(0.05)
        yield Counting(f"redis://127.0.0.1:{port}", process)


def _answers(client: "redis.Redis") -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
