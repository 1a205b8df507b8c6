"""Where may a process keep what lasts no longer than it does? What a killed one left is taken away by the next."""

import os
import shutil
import tempfile
from atexit import register
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from checker.ops.settings import SettingsError

MEMORY = "/dev/shm"
"""What Linux has for this, even where no disk may be written."""
LOCK = "lock"


def place() -> str:
    """Return a folder that may be written; raise SettingsError where there is none."""
    try:
        return tempfile.gettempdir()
    except FileNotFoundError:
        if os.access(MEMORY, os.W_OK):
            return MEMORY
    raise SettingsError(
        "TMPDIR: no folder may be written, and the server keeps a few bytes for each process while it runs. "
        "Name one that may. For example: TMPDIR=/run/checker"
    )


def folder(prefix: str) -> str:
    """Make a folder that is removed when this process ends; remove those of processes that were killed."""
    with suppress(ImportError):  # Windows has no such locks, and leaves what a killed process left
        for left in _left(Path(place()), prefix):
            shutil.rmtree(left, ignore_errors=True)
    try:
        made = tempfile.mkdtemp(prefix=prefix, dir=place())
        with suppress(ImportError):
            _hold(Path(made, LOCK))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise SettingsError(f"TMPDIR: {place()} cannot be written: {why}. For example: TMPDIR=/run/checker") from None
    owner = os.getpid()
    register(lambda: shutil.rmtree(made, ignore_errors=True) if os.getpid() == owner else None)
    return made


def _left(within: Path, prefix: str) -> Iterator[Path]:
    """Yield the folders that nobody holds any more."""
    for found in within.glob(f"{prefix}*"):
        try:
            os.close(_hold(found / LOCK, os.O_RDWR))
        except OSError:  # somebody holds it, or it is not ours
            continue
        yield found


def _hold(file: Path, how: int = os.O_RDWR | os.O_CREAT) -> int:
    """Hold a file until this process and all that it begins have ended; raise OSError while others do."""
    import fcntl

    held = os.open(file, how, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held
