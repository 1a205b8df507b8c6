"""``checker schema``: what editors complete from."""

import json

import click

from checker.clinic.models import Clinic
from checker.engine.questionnaire import Questionnaire, json_schema


@click.command("schema")
@click.option("--clinic", is_flag=True, help="That of a clinic's file, in place of a questionnaire's.")
def command(clinic: bool) -> None:
    """Print the JSON Schema of the YAML, for editors."""
    click.echo(json.dumps(json_schema(Clinic if clinic else Questionnaire), indent=2, ensure_ascii=False))
