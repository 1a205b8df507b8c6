"""The README is true: its two commands, its tables of commands and settings, and the places it names."""

import re
from pathlib import Path

import click
import pytest
import yaml

import checker
from checker.cli import COMMANDS, cli
from checker.ops.settings import PREFIX, Settings
from checker.resources import shipped
from tests.clinics import OURS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST_SCREEN = README.partition("\n## ")[0]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_cells(title: str) -> str:
    """Return the first column of the table in a section."""
    return "\n".join(re.findall(r"^\|([^|]*)\|", section(title), re.MULTILINE))


def in_shells(page: str) -> list[str]:
    """Return the lines of all shell examples, without notes and prompts."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if not line.startswith("#")]


def test_the_first_screen_has_two_commands_one_to_serve_and_one_to_test() -> None:
    assert len(FIRST_SCREEN.splitlines()) <= 24
    serve, test = in_shells(FIRST_SCREEN)
    clinic = "docs/clinics/new-jersey-spine.yaml"
    assert serve == f"python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/checker serve --clinic {clinic}"
    assert ROOT / clinic == OURS and OURS.exists()
    run = ".venv/bin/python -m pytest -n auto --dist loadfile"
    assert test == f"python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && {run}"


def test_the_first_command_for_tests_is_the_one_that_ci_runs() -> None:
    assert "grep -m1 -- '-m pytest' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert next(line for line in README.splitlines() if "-m pytest" in line) in in_shells(FIRST_SCREEN)


def test_a_commit_is_checked_by_tools_that_ci_runs_and_fetches_none() -> None:
    (tools,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert tools["repo"] == "local" and {hook["language"] for hook in tools["hooks"]} == {"system"}
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [hook["entry"] for hook in tools["hooks"] if hook["entry"] not in ci] == []


def test_the_table_of_commands_has_all_of_them() -> None:
    told = re.findall(r"checker ([\w-]+)", first_cells("The commands"))
    assert list(dict.fromkeys(told)) == list(COMMANDS)


def test_the_table_of_settings_has_all_of_them() -> None:
    told = re.findall(rf"{PREFIX}\w+", first_cells("Settings"))
    assert len(told) == len(set(told))
    assert set(told) == {PREFIX + name.upper() for name in Settings.model_fields} | _read_by_commands()


def _read_by_commands() -> set[str]:
    """Return the variables that some option of a command may come from."""
    commands = [cli.get_command(click.Context(cli), name) for name in COMMANDS]
    options = [option for command in commands if command for option in command.params]
    return {str(option.envvar) for option in options if option.envvar}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    for name, rest in re.findall(r"\bchecker ([a-z-]+)\b([^`|#\n]*)", "\n".join(_code(page))):
        if name not in COMMANDS:
            continue
        help_ = " ".join(_help(name, rest.split()[:1]))
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest):
            assert option in help_, f"`checker {name}` has no option {option}"


def _code(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return in_shells(text) + re.findall(r"`([^`\n]+)`", text)


def _help(name: str, words: list[str]) -> list[str]:
    """Return the options of a command, and those of the command within it where it has some."""
    command = cli.get_command(click.Context(cli), name)
    inner = [command.commands[word] for word in words if isinstance(command, click.Group) and word in command.commands]
    return [
        opt
        for found in [command, *inner]
        if found
        for option in found.params
        for opt in (*option.opts, *option.secondary_opts)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_links_to_exists(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http", "tel:", "mailto:")):
            assert _place(page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_place_that_the_readme_names_exists() -> None:
    for target in re.findall(r"`((?:checker|docs|templates)/[^`]+)`", section("Where things are")):
        assert _place(ROOT / target).exists(), f"there is no {target}"


def _place(path: Path) -> Path:
    """Return where a file of the checkout is, or where an installed package has it."""
    inner = path.resolve().relative_to(ROOT.resolve()).parts
    if inner[0] == "checker":
        return Path(checker.__file__).parent.joinpath(*inner[1:])
    return shipped(inner[0]).joinpath(*inner[1:]) if inner[0] in ("templates", "questions.yaml") else path


@pytest.mark.parametrize(
    "name", ["questions.yaml", "schema.json", "py.typed", "templates/base.html", "static/checker.css", "translations"]
)
def test_the_package_ships_what_it_needs(name: str) -> None:
    assert (shipped(name.partition("/")[0]) / name.partition("/")[2]).exists()
