"""Which journeys were ended? A list of digests, each kept until the last address of its journey is too old anyway.

A digest leads back to nothing: it is made with the random id of its own journey. The list is one file for all processes
of a machine, or Redis for several machines. It holds the marks of what is out of service, too.
"""

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Any, Protocol

from checker.ops import scratch
from checker.ops.settings import REMOTE

PATIENCE = 0.2
"""Seconds that a page waits for the list."""
REST = 5.0
"""Seconds that a list is left alone after it failed, so that no page waits for it again."""
log = logging.getLogger("checker")


class ListError(Exception):
    """The list cannot be used; the message says why and what to do."""


class Ended(Protocol):
    """The list of ended journeys."""

    def add(self, journey: str, seconds: int) -> None:
        """Keep a digest for so many seconds; raise ListError where that cannot be."""

    def __contains__(self, journey: str) -> bool:
        """Return whether a digest is there; raise ListError where nobody can tell."""


class Numbers(Protocol):
    """Numbers by name, which all processes share."""

    def add_one(self, name: str, first: int, seconds: int) -> None:
        """Add one to a number, which is kept for so many seconds and begins at the first; raise ListError as above."""

    def number(self, name: str, first: int, seconds: int) -> int:
        """Return a number, which begins at the first where there is none; raise ListError where it cannot be kept."""


class Marks(Protocol):
    """Words by name, which stay until others take their place."""

    def mark(self, name: str, words: str) -> None:
        """Keep words by a name; raise ListError where that cannot be."""

    def marks(self) -> Mapping[str, str]:
        """Return all words by their names; raise ListError where nobody can tell."""


class Store(Ended, Numbers, Marks, Protocol):
    """What all processes share."""


def at(place: str | None) -> Store:
    """Return the list at an address of Redis or in a file; in one of its own, for this machine, where none is named.

    Raise ListError for a file that cannot be used.
    """
    if place and place.startswith(REMOTE):
        return _Remote(place)
    listed = _File(Path(place or temporary()))
    listed.tried()  # so that a file that cannot be used ends the start
    return listed


@lru_cache(maxsize=1)
def temporary() -> Path:
    """Return a file that this process and those that it begins share, and that goes when it ends."""
    return Path(scratch.folder("checker-ended-"), "ended")


@dataclass(slots=True)
class _Table:
    """A file of SQLite with one table, and a connection for each thread of each process."""

    file: Path
    table: str
    """What makes the table, and deletes what is over."""
    open: local = field(default_factory=local)

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Give a connection; raise ListError where the file cannot be used."""
        try:
            if getattr(self.open, "mark", None) != self._mark():
                self.open.base, self.open.mark = self._opened(), self._mark()
            yield self.open.base
        except (sqlite3.Error, OSError) as error:
            self.open.mark = None  # begin anew next time: the file may have been mended
            raise _failed(f"{self.file} cannot be used: {str(error).lower()}") from None

    def _mark(self) -> tuple[int, int]:
        """Return what differs in another process, and once another file has taken this one's place."""
        try:
            return os.getpid(), self.file.stat().st_ino
        except FileNotFoundError:
            return os.getpid(), 0

    def _opened(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)
        self.file.chmod(0o600)
        base.execute("PRAGMA journal_mode = WAL")  # who reads waits for nobody who writes
        base.executescript(self.table)
        return base


_ENDED = """
CREATE TABLE IF NOT EXISTS ended (journey TEXT PRIMARY KEY, until INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID;
DELETE FROM ended WHERE until < CAST(strftime('%s', 'now') AS INTEGER);
"""
_NUMBERS = """
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, number INTEGER, until INTEGER) WITHOUT ROWID;
DELETE FROM numbers WHERE until < CAST(strftime('%s', 'now') AS INTEGER);
"""
"""A crash may cost some counts; nobody who clears waits for them, since they have a file of their own."""


class _File:
    """The list in a file, and the numbers in one beside it."""

    def __init__(self, file: Path) -> None:
        self._ended, self._numbers = _Table(file, _ENDED), _Table(Path(f"{file}.counts"), _NUMBERS)

    def add(self, journey: str, seconds: int) -> None:
        now = int(time.time())
        with self._ended.connected() as base:
            base.execute("DELETE FROM ended WHERE until < ?", (now,))
            base.execute("INSERT OR REPLACE INTO ended VALUES (?, ?)", (journey, now + seconds))

    def __contains__(self, journey: str) -> bool:
        with self._ended.connected() as base:
            return base.execute("SELECT 1 FROM ended WHERE journey = ?", (journey,)).fetchone() is not None

    def add_one(self, name: str, first: int, seconds: int) -> None:
        with self._numbers.connected() as base:
            whole = "INSERT INTO numbers VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET number = number + 1"
            base.execute(whole, (name, first + 1, int(time.time()) + seconds))

    def number(self, name: str, first: int, seconds: int) -> int:
        with self._numbers.connected() as base:
            base.execute("INSERT OR IGNORE INTO numbers VALUES (?, ?, ?)", (name, first, int(time.time()) + seconds))
            (found,) = base.execute("SELECT number FROM numbers WHERE name = ?", (name,)).fetchone()
            return int(found)

    def mark(self, name: str, words: str) -> None:
        with self._ended.connected() as base:
            base.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, words))

    def marks(self) -> Mapping[str, str]:
        with self._ended.connected() as base:
            return dict(base.execute("SELECT name, words FROM marks"))

    def tried(self) -> None:
        """Raise ListError for a file that cannot be read and written."""
        with self._ended.connected():
            pass


class _Remote:
    """The list in Redis, which forgets each digest by itself."""

    def __init__(self, address: str) -> None:
        from redis import Redis
        from redis.exceptions import RedisError

        self._errors = RedisError
        self._failed = -REST
        self._base: Any = Redis.from_url(address, **never_waiting())

    def add(self, journey: str, seconds: int) -> None:
        self._asked(lambda: self._base.set(_named(journey), b"", ex=seconds))

    def __contains__(self, journey: str) -> bool:
        return bool(self._rested(lambda: self._base.exists(_named(journey))))

    def add_one(self, name: str, first: int, seconds: int) -> None:
        self._rested(lambda: self._begun(name, first, seconds).incr(_number(name)).execute())

    def number(self, name: str, first: int, seconds: int) -> int:
        return int(self._rested(lambda: self._begun(name, first, seconds).get(_number(name)).execute())[1])

    def mark(self, name: str, words: str) -> None:
        self._asked(lambda: self._base.hset(_MARKS, name, words))

    def marks(self) -> Mapping[str, str]:
        return {
            name.decode(): words.decode() for name, words in self._rested(lambda: self._base.hgetall(_MARKS)).items()
        }

    def _begun(self, name: str, first: int, seconds: int) -> Any:
        return self._base.pipeline().set(_number(name), first, nx=True, ex=seconds)

    def _rested(self, ask: Callable[[], Any]) -> Any:
        """Ask, unless it failed a moment ago; only Clear asks then all the same."""
        if time.monotonic() < self._failed + REST:
            raise ListError("Redis cannot be reached")
        return self._asked(ask)

    def _asked(self, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except (self._errors, OSError):
            self._failed = time.monotonic()
            raise _failed("Redis cannot be reached") from None


_MARKS = "checker:marks"


def _failed(why: str) -> ListError:
    """Return the error, and say why in the log, once a minute."""
    _say(why, int(time.monotonic() // 60))
    return ListError(why)


@lru_cache(maxsize=8)
def _say(why: str, minute: int) -> None:
    log.error("CHECKER_STORE: %s", why)


def _named(journey: str) -> str:
    return f"checker:ended:{journey}"


def _number(name: str) -> str:
    return f"checker:number:{name}"


def never_waiting() -> dict[str, Any]:
    """Return how Redis is asked: once, for a moment; newer versions of its library would ask again by themselves."""
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
