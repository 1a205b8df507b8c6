"""The keys move on every hour: what is older than a journey's life opens for nobody who holds the file of today."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.authoring.loader import load
from checker.cli import cli
from checker.ops.seeds import (
    FORM,
    HOUR,
    KEPT,
    Seed,
    SeedError,
    hour_of,
    keys,
    new,
    read,
    read_file,
    stepped,
    write_over,
)
from checker.web.token import LIFE, ExpiredError, State, opened, seal, sealer
from tests.pages import SECOND
from tests.seeds import OTHER, SEED, key_file

MOMENT = 1_800_000_000
Q = load(SECOND)


def moved(monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
    monkeypatch.setattr("checker.ops.seeds.time.time", lambda: moment)


def test_a_step_of_several_hours_is_as_many_steps_of_one() -> None:
    seed = read(SEED)
    assert stepped(stepped(seed, seed.hour + 3), seed.hour + 10) == stepped(seed, seed.hour + 10)
    assert stepped(seed, seed.hour) == stepped(seed, seed.hour - 5) == seed
    assert len({stepped(seed, seed.hour + hours).key for hours in range(100)}) == 100


def test_a_seed_is_written_as_it_is_read_and_always_as_long() -> None:
    for seed in (new(), new(MOMENT), read(SEED)):
        assert read(str(seed), MOMENT) == seed and len(str(seed)) == len(SEED)


def test_what_was_sealed_before_a_days_journeys_opens_for_nobody_with_the_file_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = key_file(tmp_path)
    ours = sealer(Q, keys([SEED], file))
    moved(monkeypatch, MOMENT - (KEPT + 1) * HOUR)
    old, kept = (seal(ours, State(), MOMENT - hours * HOUR) for hours in (KEPT + 1, KEPT - 1))
    moved(monkeypatch, MOMENT)
    seal(ours, State())
    (today,) = read_file(file)
    assert today.hour == hour_of(MOMENT) - KEPT
    thief = sealer(Q, keys([str(today)]))
    assert opened(thief, kept, MOMENT - KEPT * HOUR + HOUR) == State()
    with pytest.raises(ExpiredError):
        opened(thief, old, MOMENT - KEPT * HOUR - HOUR)
    assert not ours.keys.at(hour_of(MOMENT) - KEPT - 1), "nor does the program itself keep the key"
    assert all(hour >= hour_of(MOMENT) - KEPT for hour in ours.made)


def test_a_token_lasts_its_life_across_the_steps_of_the_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = sealer(Q, keys([SEED], key_file(tmp_path)))
    for start in (MOMENT, MOMENT + HOUR - 1):
        token = seal(ours, State(), start)
        for hours in range(LIFE // HOUR + 1):
            moved(monkeypatch, start + hours * HOUR)
            assert opened(ours, token) == State()
        moved(monkeypatch, MOMENT)


def test_instances_agree_though_each_moves_on_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved(monkeypatch, MOMENT)
    one, other = (sealer(Q, keys([SEED], key_file(tmp_path / name))) for name in ("a", "b"))
    for hours in (0, 1, 7, 40, 500):
        moved(monkeypatch, MOMENT + hours * HOUR)
        assert opened(other, seal(one, State(place=1))).place == 1
        assert opened(one, seal(other, State(place=2))).place == 2


def test_an_instance_that_starts_later_with_the_file_of_an_older_one_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = key_file(tmp_path, "# the clinic's", OTHER, SEED)
    moved(monkeypatch, MOMENT)
    token = seal(sealer(Q, keys([OTHER, SEED], file)), State(place=3))
    assert file.read_text(encoding="utf-8").startswith("# the clinic's\nseed.")
    assert OTHER not in file.read_text(encoding="utf-8")
    late = sealer(Q, keys([str(seed) for seed in read_file(file)], file))
    assert opened(late, token).place == 3


def test_a_file_is_written_over_in_place_and_keeps_its_size(tmp_path: Path) -> None:
    file = key_file(tmp_path, "# one", SEED, OTHER)
    before = file.stat()
    write_over(file, read(SEED).hour + 2)
    after = file.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    assert [seed.hour for seed in read_file(file)] == [read(SEED).hour + 2] * 2


def test_a_file_that_can_no_longer_be_written_over_is_said_and_nobody_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ours = sealer(Q, keys([SEED], tmp_path / "gone"))
    moved(monkeypatch, MOMENT)
    assert opened(ours, seal(ours, State())) == State()
    assert "could not be moved on" in caplog.text and SEED not in caplog.text


# What is refused -----------------------------------------------------------------------------------------------------

REFUSED = {
    "an example": ("seed.0498000.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "not random"),
    "a passphrase": ("correct horse battery staple", "no whole seed"),
    "an old key": ("aaaaaaaaaaaaaaaa", "no whole seed"),
    "cut": (SEED[:-1], "no whole seed"),
    "two in one": (SEED + SEED, "no whole seed"),
    "of tomorrow": (str(Seed(hour_of(MOMENT) + 24, bytes(range(32)))), "an hour that has not come"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_seed_is_or_everybody_knows_is_refused_and_not_repeated(name: str) -> None:
    text, why = REFUSED[name]
    with pytest.raises(SeedError, match=why) as refused:
        read(text, MOMENT)
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "holds no seed"), ("# nothing\n", "holds no seed"), (SEED[:30], "no whole seed"), ("\udcff", "not text")],
)
def test_a_file_that_is_empty_or_cut_is_refused_with_its_name(tmp_path: Path, content: str, why: str) -> None:
    file = key_file(tmp_path)
    file.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(SeedError, match=why) as refused:
        read_file(file)
    assert str(file) in str(refused.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    file = key_file(tmp_path)
    file.chmod(mode)
    with pytest.raises(SeedError, match=f"chmod 600 {file}"):
        read_file(file)


def test_a_file_that_cannot_be_written_over_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = key_file(tmp_path)
    monkeypatch.setattr(Path, "open", lambda *_, **__: os.open("/proc/self/mem/no", os.O_RDWR))
    with pytest.raises(SeedError, match="cannot be read and written over"):
        read_file(file)


def test_the_command_makes_a_seed_that_is_taken_and_never_the_same() -> None:
    made = {CliRunner().invoke(cli, ["keys", "new"]).output.strip() for _ in range(3)}
    assert len(made) == 3 and all(read(text) for text in made)


def test_no_document_shows_a_seed_that_somebody_could_copy() -> None:
    root = Path(__file__).parents[2]
    shown = [root / "README.md", *(root / "docs").rglob("*.md"), *(root / "docs").rglob("*.conf")]
    assert not [file for file in shown if FORM.search(file.read_text(encoding="utf-8"))]
    assert re.search(r"checker keys new", (root / "docs" / "operations.md").read_text(encoding="utf-8"))
