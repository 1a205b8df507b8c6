"""``checker cover``: a few answer sheets that take everything, to be kept as a test."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from checker.cli.common import FILE, decided, loaded
from checker.lab.covering_sheets import Cover, cover, cover_data
from checker.proofs.report import as_yaml

_HEAD = """\
# Answer sheets that together take every option, rule, statement, tier and band, both sides of every condition and of
# every band's edge: {targets} things.{killed}
# Each with what it must give. Written by `checker cover`; review what changed, and do not edit by hand."""
_KILLED = """
# They kill the {killed} mutants of a condition, with one token changed, that change what anybody is asked or told;
# {equivalent} more are proved to be equivalent: they change nothing for anybody."""


@click.command("cover")
@click.argument("file", type=FILE, required=False)
@click.option("--mutants", is_flag=True, help="Kill every mutant of a condition (one token changed), too.")
@click.option("--json", "as_json", is_flag=True, help="Print the sheets as JSON.")
def command(file: Path | None, mutants: bool, as_json: bool) -> None:
    """Print a small set of answer sheets that take everything in FILE (or the shipped questionnaire), as YAML."""
    questionnaire = loaded(file)
    with decided():
        found = cover(questionnaire, mutants=mutants)
    sheets = cover_data(found)
    click.echo(json.dumps(sheets, indent=2) if as_json else "\n".join([_head(found, mutants), *map(_sheet, sheets)]))


def _sheet(sheet: Mapping[str, Any]) -> str:
    return f"- answers: {as_yaml(sheet['answers'])}\n  expect: {as_yaml(sheet['expect'])}"


def _head(found: Cover, mutants: bool) -> str:
    killed = _KILLED.format(killed=found.killed, equivalent=len(found.equivalent)) if mutants else ""
    return _HEAD.format(targets=found.targets, killed=killed)
