"""``checker sign``: somebody vouches for exactly this content."""

import datetime
from pathlib import Path

import click

from checker import signoff
from checker.cli.common import FILE, loaded


@click.command("sign")
@click.argument("file", type=FILE)
@click.option("--name", required=True, help="Who has reviewed it: the whole name, as patients will read it.")
@click.option("--role", required=True, help="Their profession, such as 'physical therapist'.")
@click.option("--note", default="", help="What the signature covers or leaves open.")
def command(file: Path, name: str, role: str, note: str) -> None:
    """Sign FILE: record who has reviewed it, and exactly what it said.

    The signature is kept beside FILE. Patients' pages name the reviewer until a word, a point, a rule or an order in
    FILE changes; comments and line breaks may change.
    """
    questionnaire = loaded(file)
    try:
        signature = signoff.sign(questionnaire, name, role, datetime.date.today(), note)
        kept = signoff.keep(file, signature)
    except signoff.SignoffError as error:
        raise click.ClickException(str(error)) from None
    click.echo(
        f"{signature.name}, {signature.role}, has signed {questionnaire.id} {questionnaire.version} "
        f"({signature.content[:8]}, {len(signature.parts)} parts). Kept in {kept}."
    )
