"""Every mistake of a population is answered at once, with its line and its mend."""

import ast
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from checker.authoring import load
from checker.authoring.problems import LoadError
from checker.cli import cli
from checker.evidence.population_file import load_population, read_population
from tests.small import small
from tests.throat import PEOPLE, QUESTIONS, TEXT, sore, throat

DATA = Path(__file__).parents[1] / "data"


def said_of(text: str) -> list[str]:
    """Return what is said of a population, each after its line; nothing where it is sound."""
    try:
        read_population(text, throat())
    except LoadError as error:
        return [f"{problem.line}: {problem.message}" for problem in error.problems]
    return []


def test_the_whole_example_is_sound() -> None:
    assert said_of(PEOPLE) == []


class Mistake(NamedTuple):
    """A slip in the example, and what must be said of it."""

    before: str
    after: str
    said: list[str]


def written(block: str) -> tuple[str, Mistake]:
    """Return the name of a mistake, and the mistake."""
    name, before, after, *said = block.strip().splitlines()
    return name, Mistake(ast.literal_eval(before[2:]), ast.literal_eval(after[2:]), said)


MISTAKES = dict(map(written, (DATA / "population_mistakes.txt").read_text(encoding="utf-8").split("\n\n")))


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_every_mistake_is_said_with_its_line(mistake: Mistake) -> None:
    assert PEOPLE.count(mistake.before) == 1
    assert said_of(PEOPLE.replace(mistake.before, mistake.after)) == mistake.said


def test_all_mistakes_are_said_in_one_run() -> None:
    text = PEOPLE
    together = (
        "an unknown key of a table", "a tick over 100", "a sign that is no question", "a target of an unknown tier",
        "a negative chance", "half a step", "an unknown tier in a group", "a trait's negative chance",
    )  # fmt: skip
    for name in together:
        text = text.replace(MISTAKES[name].before, MISTAKES[name].after)
    said = [each for name in together for each in MISTAKES[name].said]
    assert said_of(text) == sorted(said, key=lambda each: int(each.partition(":")[0]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: a population is keys and values. Begin with `name: ...`"),
        ("- a", "1: a population is keys and values. Begin with `name: ...`"),
        (TEXT, "12: this is a questionnaire. Name a file of `tables` of chances"),
    ],
)
def test_what_is_no_population_at_all_is_refused(text: str, said: str) -> None:
    assert said_of(text) == [said]


def test_a_list_of_marks_needs_an_option_for_whoever_marks_nothing() -> None:
    open_ended = small(
        QUESTIONS.replace("none, text: {en: None of these}, exclusive: true", "chills, text: {en: Chills}")
    )
    with pytest.raises(
        LoadError, match="9:5: 'signs' has no exclusive option, which is the answer of whoever marks no"
    ):
        read_population(PEOPLE, open_ended)


def test_a_file_that_is_missing_is_told_as_by_every_command(tmp_path: Path) -> None:
    file = tmp_path / "throat.yaml"
    file.write_text(TEXT)
    done = CliRunner().invoke(cli, ["simulate", str(file), "--population", str(tmp_path / "none.yaml")])
    assert done.exit_code == 1
    assert f"{tmp_path / 'none.yaml'}:1:1: this file cannot be read: No such file or directory" in done.output
    done = CliRunner().invoke(cli, ["simulate", str(tmp_path / "other.yaml"), "--population", str(file)])
    assert f"{tmp_path / 'other.yaml'}:1:1: this file cannot be read" in done.output


def test_a_file_is_read_as_a_text_is(tmp_path: Path) -> None:
    (tmp_path / "throat.yaml").write_text(TEXT)
    (tmp_path / "people.yaml").write_text("\ufeff" + PEOPLE, encoding="utf-8")
    found = load_population(tmp_path / "people.yaml", load(tmp_path / "throat.yaml"))
    assert found == sore()
