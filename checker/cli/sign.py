"""``checker sign``: somebody vouches for exactly this content."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import click

from checker.authoring.loader import positions
from checker.authoring.yaml_tree import text_of
from checker.cli.common import FILE, loaded
from checker.engine.questionnaire import Questionnaire
from checker.evidence.worked_cases import replay
from checker.proofs.prover import prove
from checker.review import signoff
from checker.review.obstacles import failing


@click.command("sign")
@click.argument("file", type=FILE)
@click.option("--name", required=True, help="Who has reviewed it: the whole name, as patients will read it.")
@click.option("--role", required=True, help="Their profession, such as 'physical therapist'.")
@click.option("--note", default="", help="What the signature covers or leaves open.")
def command(file: Path, name: str, role: str, note: str) -> None:
    """Sign FILE: record who has reviewed it, and exactly what it said.

    Only what has no mistake, is proved and gives what its worked cases expect can be signed. The signature is kept
    beside FILE. Patients' pages name the reviewer until a word, a point, a rule or an order in FILE changes; comments
    and line breaks may change.
    """
    questionnaire = loaded(file)
    try:
        signature = signoff.sign(questionnaire, name, role, datetime.date.today(), note)
        if refusals := list(_refusals(file, questionnaire, signoff.signatures(file))):
            raise click.ClickException("\n".join([f"{file} is not signed:", *refusals]))
        kept = signoff.keep(file, signature)
    except signoff.SignoffError as error:
        raise click.ClickException(str(error)) from None
    click.echo(
        f"{signature.name}, {signature.role}, has signed {questionnaire.id} {questionnaire.version} "
        f"({signature.content[:8]}, {len(signature.parts)} parts). Kept in {kept}."
    )


def _refusals(file: Path, questionnaire: Questionnaire, kept: tuple[signoff.Signature, ...]) -> Iterator[str]:
    """Yield, a line each, why this cannot be signed."""
    if other := signoff.reused(questionnaire, kept):
        line = positions(text_of(file))[("version",)].line
        yield (
            f"bump `version` in {file} line {line}: {other.version} was signed by {other.name} on {other.date} with "
            f"other content (these parts differ: {signoff.differing(questionnaire, other)})"
        )
    found = failing(prove(questionnaire), replay(questionnaire))
    yield from found.lines
    if found:
        here = signoff.typed(file)
        yield f"No signature stands while {found}: `checker prove {here}` and `checker cases {here}` show more"
