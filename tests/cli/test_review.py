"""`checker review`: a folder, a place to work, or the notes of two reviewers in one file."""

import socket
from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner, Result

from checker.authoring import load
from checker.cli import cli
from checker.review.notes import judged, notes_file, read_notes
from checker.review.notes_kept import keep
from tests.pages import SECOND


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(copyfile(SECOND, tmp_path / "bicycle.yaml"))


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["review", *map(str, words)])


def noted(file: Path, notes: Path, part: str, **said: str) -> None:
    questionnaire = load(file)
    keep(notes, questionnaire, [(judged(questionnaire, part, **said), "")])


@pytest.mark.parametrize(
    "words", [(), ("--serve", "--out", "x"), ("--serve", "--merge", "x"), ("--merge", "x", "--out", "y")]
)
def test_one_says_what_one_wants(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code == 2 and "--out FOLDER" in done.output


def test_a_port_that_is_taken_is_said_before_anything_is_proved(file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = run("--serve", file, "--port", other.getsockname()[1])
    assert done.exit_code == 1 and "cannot be served" in done.output and "Proving" not in done.output


def test_notes_of_a_colleague_are_taken_in_and_what_differs_is_named(file: Path, tmp_path: Path) -> None:
    own, other = notes_file(file), tmp_path / "colleague.yaml"
    noted(file, own, "rule frame", reviewer="Ada", verdict="agree")
    noted(file, other, "rule frame", reviewer="Bo", verdict="change", note="Say more")
    noted(file, other, "title", reviewer="Bo", verdict="agree")
    done = run("--merge", other, file)
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "rule frame: Ada says agree, Bo says change",
        f"Notes taken in: 2. Parts on which reviewers differ: 1. Kept in {own}",
    ]
    assert len(read_notes(own, load(file)).notes) == 3


def test_what_cannot_be_taken_in_ends_the_command(file: Path, tmp_path: Path) -> None:
    done = run("--merge", tmp_path / "nowhere.yaml", file)
    assert done.exit_code == 1 and "nowhere.yaml: there is no such file" in done.output


def test_the_folder_shows_notes_of_a_file_of_ones_own_choice(file: Path, tmp_path: Path) -> None:
    noted(file, tmp_path / "mine.yaml", "rule frame", reviewer="Ada", verdict="question", note="Old cracks too?")
    assert run(file, "--notes", tmp_path / "mine.yaml", "--out", tmp_path / "out").exit_code == 0
    assert "Old cracks too?" in (tmp_path / "out" / "read.html").read_text(encoding="utf-8")
