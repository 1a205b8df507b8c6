"""With which keys are answers sealed? With those of one hour each, which a seed gives and which move on every hour.

A seed is the key of an hour. Each hour's key makes the next one by a step that nobody can take back, so instances that
hold the same seed agree without talking. The seed is moved on too, and a file that holds it is written over: what was
sealed longer ago than ``KEPT`` hours is opened by nobody, with the machine, its logs and the file of today.
"""

import contextlib
import logging
import re
import secrets
import stat
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

HOUR = 3600
"""Seconds that a key seals."""
KEPT = 25
"""Hours whose keys are kept beside that of this one: a token lasts 24, and clocks may be five minutes apart."""
FEWEST = 16
"""Different bytes that 32 random ones have, but for a chance of one in 10^20."""
EXAMPLE = '"$(checker keys new)"'
"""How a seed is made: no example of one can be copied."""
FORM = re.compile(r"seed\.(\d{7})\.([A-Za-z0-9_-]{43})")

log = logging.getLogger("checker")


class SeedError(Exception):
    """What cannot be a seed; the message says why, and never repeats it."""


@dataclass(frozen=True, slots=True)
class Seed:
    """The key of an hour."""

    hour: int
    """Whole hours since the epoch."""
    key: bytes
    """32 bytes."""

    def __str__(self) -> str:
        """Write it as a setting or a file has it: always as long."""
        return f"seed.{self.hour:07}.{urlsafe_b64encode(self.key).decode().rstrip('=')}"


def new(now: float | None = None) -> Seed:
    """Return a random seed, from this hour on."""
    return Seed(hour_of(time.time() if now is None else now), secrets.token_bytes(32))


def hour_of(moment: float) -> int:
    """Return the hour of a moment."""
    return int(moment // HOUR)


def stepped(seed: Seed, hour: int) -> Seed:
    """Return the seed of a later hour, or the very seed where it is of that hour or after it."""
    key = seed.key
    for _ in range(hour - seed.hour):
        key = sha256(b"checker next hour" + key).digest()
    return Seed(max(hour, seed.hour), key)


def read(text: str, now: float | None = None) -> Seed:
    """Return a seed that was written; raise SeedError for what no seed is, or one that nobody should seal with."""
    found = FORM.fullmatch(text.strip())
    if not found:
        raise SeedError("this is no whole seed")
    seed = Seed(int(found[1]), urlsafe_b64decode(f"{found[2]}="))
    if len(set(seed.key)) < FEWEST:
        raise SeedError("this seed is not random")
    if seed.hour > hour_of(time.time() if now is None else now) + 1:
        raise SeedError("this seed is of an hour that has not come: see that the clock of this machine is right")
    return seed


def read_file(file: Path) -> tuple[Seed, ...]:
    """Return the seeds of a file, one on a line, newest first; empty lines and lines with ``#`` are notes.

    Raise SeedError for a file that cannot be read or written over, that others may read, or that holds something else.
    """
    try:
        with file.open("r+", encoding="utf-8") as opened:  # it is written over each hour
            lines = [line.strip() for line in opened.read().splitlines()]
        mode = file.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        why = (getattr(error, "strerror", None) or "it is not text").lower()
        raise SeedError(f"{file} cannot be read and written over: {why}") from None
    if stat.S_IMODE(mode) & 0o077:
        raise SeedError(f"{file} can be read by others on this machine. Say `chmod 600 {file}`")
    try:
        seeds = tuple(read(line) for line in lines if line and not line.startswith("#"))
    except SeedError as error:
        raise SeedError(f"{file}: {error}") from None
    if not seeds:
        raise SeedError(f"{file} holds no seed")
    return seeds


def write_over(file: Path, hour: int) -> None:
    """Move the seeds of a file on to an hour, in place: what stood there stands nowhere."""
    with file.open("r+b") as opened, _alone(opened.fileno()):
        before = opened.read().decode()
        after = FORM.sub(lambda found: str(stepped(read(found[0]), hour)), before)
        if after != before:
            opened.seek(0)
            opened.write(after.encode())  # as long as before, so that one write puts it in place


@contextlib.contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    """Keep other processes of ours from a file until this one has written it."""
    with contextlib.suppress(ImportError):  # Windows has one process alone
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)  # closing the file opens the lock
    yield


@dataclass(slots=True)
class Keys:
    """The keys of every hour that may still be needed, of each seed, newest first."""

    seeds: tuple[Seed, ...]
    file: Path | None = None
    moved: int = field(default=0)
    """The hour to which the file was moved on last."""

    def at(self, hour: int) -> Sequence[bytes]:
        """Return the keys of an hour, newest first; none of a seed that has moved on past it."""
        return [stepped(seed, hour).key for seed in self.seeds if seed.hour <= hour]

    def now(self) -> int:
        """Return the present moment, in seconds since the epoch; a clock that is set back never leaves the keys."""
        return max(int(time.time()), self.seeds[0].hour * HOUR)

    def of_day(self) -> bytes:
        """Return a key that stays the same through a day, for what is counted in it."""
        hour = hour_of(time.time())
        return sha256(b"checker day" + stepped(self.seeds[0], hour - hour % 24).key).digest()

    def move_on(self) -> None:
        """Forget the keys that no answer needs any more, here and in the file."""
        oldest = hour_of(time.time()) - KEPT
        if oldest <= self.moved:
            return
        self.moved = oldest
        self.seeds = tuple(stepped(seed, oldest) for seed in self.seeds)
        if self.file:
            try:
                write_over(self.file, oldest)
            except (OSError, SeedError, UnicodeDecodeError):
                log.error("CHECKER_KEYS_FILE: the seed could not be moved on: the file cannot be written over")


def keys(texts: Iterable[str], file: Path | None = None) -> Keys:
    """Return the keys of seeds as they are written; with none, of a random one that dies with the process."""
    return Keys(tuple(read(text) for text in texts) or (new(),), file)
