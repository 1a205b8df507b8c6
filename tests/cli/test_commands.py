"""Every command is found by its name, tells what it does, and reads only the libraries that it needs."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from checker.cli import COMMANDS, cli


def test_the_help_lists_every_command() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output
    assert [line.split()[0] for line in shown.partition("Commands:\n")[2].splitlines() if line] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_what_it_does(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: cli {name} ")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("chek", "Did you mean 'check'?"),
        ("servr", "Did you mean 'serve'?"),
        ("xyzzy", "The commands are serve, keys,"),
    ],
)
def test_a_slip_of_a_name_is_answered_with_the_nearest_one(written: str, said: str) -> None:
    result = CliRunner().invoke(cli, [written])
    assert result.exit_code == 2
    assert f"there is no command '{written}'. {said}" in result.output


def test_a_slip_of_an_option_is_too() -> None:
    assert "--questions" in CliRunner().invoke(cli, ["try", "--qestions", "x"]).output.partition("Did you mean ")[2]


def test_to_check_a_file_reads_no_library_for_pages() -> None:
    code = "import sys; from checker.cli import cli; cli(['check'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"flask", "wtforms", "gunicorn", "cryptography"} & set(done.stdout.split())
