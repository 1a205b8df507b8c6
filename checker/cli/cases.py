"""``checker cases``: the worked examples, and how often the result is right."""

import json
import sys
from pathlib import Path

import click

from checker.cli.common import FILE, loaded
from checker.evidence import worked_cases as worked


@click.command("cases")
@click.argument("file", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(file: Path | None, as_json: bool) -> None:
    """Walk the worked cases of FILE (or the shipped questionnaire), and exit with 1 if any is not as expected."""
    report = worked.replay(loaded(file))
    click.echo(json.dumps(worked.as_data(report), indent=2) if as_json else worked.as_text(report))
    sys.exit(1 if report.failed else 0)
