"""``checker prove``: what holds for every possible answer sheet."""

import json
import math
import sys
from pathlib import Path

import click

from checker.cli.common import FILE, loaded
from checker.proofs.prover import prove
from checker.proofs.report import as_data, lines


def _seconds(context: click.Context, option: click.Parameter, given: float) -> float:
    if math.isnan(given):
        raise click.BadParameter("write a number of seconds, such as 60", context, option)
    return given


@click.command("prove")
@click.argument("file", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--timeout",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0),
    callback=_seconds,
    help="Seconds after which to give up.",
)
def command(file: Path | None, as_json: bool, timeout: float) -> None:
    """Decide every claim of FILE (or the shipped questionnaire) for all answer sheets, and exit with 1 unless all hold.

    Save the answers printed below a failed claim, and `checker try` replays them.
    """
    report = prove(loaded(file), timeout=timeout)
    click.echo(json.dumps(as_data(report), indent=2) if as_json else "\n".join(lines(report)))
    sys.exit(0 if report.holds else 1)
