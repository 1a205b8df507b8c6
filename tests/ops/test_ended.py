"""The list of cleared journeys: shared by processes and machines, and never in the way of a page."""

import resource
import sqlite3
import stat
import time
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from checker.ops.ended import PATIENCE, ListError, at, temporary
from checker.ops.settings import SettingsError, settings
from checker.web import create_app
from tests.ops.conftest import Counting, waits

JOURNEY, OTHER = "0" * 32, "f" * 32


def test_a_digest_is_on_the_list_once_it_was_put_there(tmp_path: Path) -> None:
    ours = at(str(tmp_path / "ended"))
    assert JOURNEY not in ours
    ours.add(JOURNEY, 60)
    ours.add(JOURNEY, 60)
    assert JOURNEY in ours and OTHER not in ours
    assert JOURNEY in at(str(tmp_path / "ended")), "it survives whoever wrote it"


def test_the_file_holds_digests_and_times_for_as_long_as_they_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ended"
    ours, now = at(str(file)), int(time.time())
    ours.add(JOURNEY, 60)
    monkeypatch.setattr("checker.ops.ended.time.time", lambda: now + 61.0)
    ours.add(OTHER, 60)
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT * FROM ended").fetchall() == [(OTHER, now + 121)]
    base.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def _put(place: str) -> None:
    at(place).add(OTHER, 60)


def test_processes_of_a_machine_share_it(tmp_path: Path) -> None:
    place = str(tmp_path / "ended")
    ours = at(place)
    assert OTHER not in ours
    other = get_context("spawn").Process(target=_put, args=(place,))
    other.start()
    other.join(60)
    assert OTHER in ours


def test_where_none_is_named_there_is_one_of_the_process_alone() -> None:
    assert temporary() == temporary()
    assert stat.S_IMODE(temporary().parent.stat().st_mode) == 0o700
    at(None).add(JOURNEY, 60)
    assert JOURNEY in at(None)


@pytest.mark.parametrize("kind", ["corrupt", "folder", "nowhere", "text"])
def test_a_file_that_cannot_be_used_ends_the_start_with_what_to_do(tmp_path: Path, kind: str) -> None:
    place = tmp_path / kind
    if kind == "folder":
        place.mkdir()
    elif kind == "nowhere":
        place = place / "ended"
    else:
        place.write_bytes(b"SQLite format 3\0" + b"x" * 5000 if kind == "corrupt" else b"hello\n" * 999)
    with pytest.raises(SettingsError, match=f"CHECKER_STORE: {place} cannot be used: .*Name a file"):
        create_app(settings({}, store=str(place)))


def test_a_file_that_breaks_later_says_so_and_works_once_it_is_mended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "ended"
    ours = at(str(file))
    ours.add(JOURNEY, 60)
    file.rename(tmp_path / "kept")
    file.mkdir()
    for _ in range(5):
        with pytest.raises(ListError):
            ours.add(OTHER, 60)
    assert [record.message.partition(" cannot")[0] for record in caplog.records] == [f"CHECKER_STORE: {file}"]
    file.rmdir()
    (tmp_path / "kept").rename(file)
    assert JOURNEY in ours


def test_a_file_that_was_removed_is_made_anew_by_whoever_asks_next(tmp_path: Path) -> None:
    file = tmp_path / "ended"
    one, other = at(str(file)), at(str(file))
    assert JOURNEY not in one and JOURNEY not in other
    file.unlink()
    one.add(JOURNEY, 60)
    assert JOURNEY in other and JOURNEY in at(str(file)), "or a worker that holds the old file opens what was cleared"


def test_who_reads_waits_for_nobody_who_writes(tmp_path: Path) -> None:
    ours = at(str(tmp_path / "ended"))
    ours.add(JOURNEY, 60)
    writer = sqlite3.connect(tmp_path / "ended", isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("DELETE FROM ended")
    began = time.monotonic()
    assert JOURNEY in ours
    assert time.monotonic() - began < PATIENCE
    writer.close()


def test_a_file_that_somebody_else_holds_keeps_nobody_waiting(tmp_path: Path) -> None:
    file = tmp_path / "ended"
    ours = at(str(file))
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.raises(ListError):
        ours.add(JOURNEY, 60)
    assert time.monotonic() - began < 10 * PATIENCE
    holder.close()
    ours.add(JOURNEY, 60)
    assert JOURNEY in ours


def _tried(place: str, most: int, told: "Queue[str]") -> None:
    """Try to read and write a list where no file may be larger than so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    ours = at(place)
    told.put(f"listed: {JOURNEY in ours}")
    try:
        for number in range(999):
            ours.add(f"{number:032x}", 60)
        told.put("all were written")
    except ListError as error:
        told.put(str(error))
    told.put(f"still listed: {JOURNEY in ours}")


def test_a_full_disk_is_said_and_what_is_listed_stays(tmp_path: Path) -> None:
    file = tmp_path / "ended"
    at(str(file)).add(JOURNEY, 60)
    context = get_context("spawn")
    told: Queue[str] = context.Queue()
    other = context.Process(target=_tried, args=(str(file), 16384, told))
    other.start()
    said = [told.get(timeout=60) for _ in range(3)]
    other.join(60)
    assert said[0] == "listed: True" and said[2] == "still listed: True"
    assert said[1].startswith(f"{file} cannot be used: ")


def test_a_file_of_somebody_else_ends_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    with pytest.raises(ListError, match=r"cannot be used: .*operation not permitted"):
        at(str(tmp_path / "ended"))


# Redis ---------------------------------------------------------------------------------------------------------------


def test_machines_share_it_through_redis(counting: Counting) -> None:
    one, other = at(counting.address), at(counting.address)
    one.add(JOURNEY, 60)
    assert JOURNEY in other and OTHER not in other


def test_redis_that_hangs_keeps_a_page_waiting_once_and_not_again(counting: Counting) -> None:
    ours = at(counting.address)
    assert JOURNEY not in ours
    *others, longest = waits(counting, lambda: JOURNEY in ours)
    assert longest < 10 * PATIENCE and others[-1] < PATIENCE / 2
