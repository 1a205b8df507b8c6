"""``checker schema``: what editors complete from."""

import json

import click

from checker.engine.questionnaire import json_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the YAML, for editors."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
