"""``checker sources``: what every part rests on."""

from pathlib import Path

import click

from checker.cli.common import FILE, loaded
from checker.explain import bibliography


@click.command("sources")
@click.argument("file", type=FILE, required=False)
def command(file: Path | None) -> None:
    """Print every part of FILE (or the shipped questionnaire) with its source, licence and date, as Markdown."""
    click.echo(bibliography.as_markdown(loaded(file)), nl=False)
