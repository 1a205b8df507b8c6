"""How is a file of the review written, so that nobody's word is lost? One writer at a time, and a file whole or not."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

_HERE = Lock()


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep other threads, and other programs of ours, from the folder of a file until this one has written."""
    with _HERE:
        try:
            folder = os.open(file.parent, os.O_RDONLY)
        except OSError:  # Windows opens no folder
            yield
            return
        try:
            with suppress(ImportError, OSError):
                import fcntl

                fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def replace(file: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, with the rights that it has; raise OSError.

    Something that stands where it is written first, such as a link of somebody else's, is never written through.
    """
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with fresh.open("x", encoding="utf-8", newline="") as opened:
        opened.write(text)
    if file.exists():
        fresh.chmod(stat.S_IMODE(file.stat().st_mode))
    fresh.replace(file)
