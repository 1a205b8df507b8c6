"""What the tests of a whole installation share: a Redis of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest
import redis

from tests.running import free_port, started, until
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
