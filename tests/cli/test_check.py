"""``checker check`` prints every mistake and ends with 1, or says what can be served."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import cli
from tests.authoring.test_loader import INVALID, expected_of
from tests.conftest import SECOND


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments])


def test_the_shipped_questionnaire_can_be_served() -> None:
    result = check()
    assert result.exit_code == 0
    assert " can be served: " in result.output


def test_it_says_how_much_there_is_in_a_file() -> None:
    assert check(str(SECOND)).output.splitlines()[-1] == (
        "bicycle_fit 3 can be served: 9 questions, 3 scores, 5 rules, 7 statements, 5 promises, 3 cases."
    )


@pytest.mark.parametrize("name", ["many_mistakes", "empty_file", "alias_bomb"])
def test_it_prints_every_mistake_and_ends_with_1(name: str) -> None:
    path = next(path for path in INVALID if path.stem == name)
    result = check(str(path))
    assert result.exit_code == 1
    assert result.output.splitlines() == [f"{path}:{problem}" for problem in expected_of(path)]


def test_a_missing_translation_is_a_warning_and_no_mistake() -> None:
    path = next(path for path in INVALID if path.stem == "missing_translation")
    result = check(str(path))
    assert result.exit_code == 0
    assert ": warning: 29 texts " in result.output


def test_a_missing_file_is_no_crash(tmp_path: Path) -> None:
    result = check(str(tmp_path / "none.yaml"))
    assert (result.exit_code, result.output.count("cannot be read")) == (1, 1)
