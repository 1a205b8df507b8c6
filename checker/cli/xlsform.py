"""``checker xlsform``: forms of ODK, KoboToolbox and CommCare."""

from pathlib import Path

import click

from checker.cli.common import FILE
from checker.cli.fhir import told
from checker.fhir.reading import RefusalError


@click.group("xlsform")
def command() -> None:
    """Take over XLSForm files."""


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--out", type=FILE, help="Where to write the YAML; standard output if left out.")
def importing(file: Path, out: Path | None) -> None:
    """Print the XLSForm in FILE as our YAML, and list everything that is not in it as it was."""
    try:
        from checker.fhir.xlsform import read
    except ImportError:
        raise click.ClickException(
            "reading .xlsx needs one more library. Install this project with its extra `fhir`, "
            "such as `pip install '.[fhir]'` in a checkout"
        ) from None
    try:
        told(read(file), out)
    except RefusalError as refusal:
        raise click.ClickException(f"{file}: {refusal}") from None
