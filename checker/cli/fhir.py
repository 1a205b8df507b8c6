"""``checker fhir``: the questionnaire as other systems read and write it."""

import json
from pathlib import Path
from uuid import uuid4

import click

from checker.authoring.clinic_file import load_clinic
from checker.authoring.problems import LoadError
from checker.cli.common import FILE, loaded
from checker.cli.common import told as unsound
from checker.clinic.models import Clinic
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import ADDRESS, BASE, STATUSES, Json, Publication
from checker.fhir.code_systems import bundled
from checker.fhir.observations import extracted
from checker.fhir.profiles import PLAIN, PROFILES
from checker.fhir.questionnaire_export import export, published_by
from checker.fhir.questionnaire_import import Imported, imported
from checker.fhir.resource import MEANING, MOST_CHARACTERS, RefusalError, response_in, shortened, unopened


@click.group("fhir")
def command() -> None:
    """Exchange questionnaires with other systems as FHIR R4."""


def _address(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """Return an address; end where it is none."""
    if given is not None and not ADDRESS.fullmatch(given):
        raise click.BadParameter(f"'{shortened(given)}' is no web address. Such as https://clinic.example/fhir")
    return given


@command.command("export")
@click.argument("file", type=FILE, required=False)
@click.option("--language", help="The language of its words; the first one if left out. The others ride along.")
@click.option(
    "--base",
    default=BASE,
    show_default=True,
    envvar="CHECKER_FHIR_BASE",
    callback=_address,
    help="The address under which you publish it.",
)
@click.option(
    "--for",
    "profile",
    type=click.Choice(list(PROFILES)),
    default=PLAIN.name,
    show_default=True,
    help="What will show it.",
)
@click.option(
    "--site",
    envvar="CHECKER_SITE",
    callback=_address,
    help="The site where people open the check; named by the export that gives no advice.",
)
@click.option("--status", type=click.Choice(STATUSES), default=STATUSES[0], show_default=True)
@click.option(
    "--bundle", is_flag=True, help="With the CodeSystem and the ValueSets that its codes are of, in a Bundle."
)
@click.option("--clinic", type=FILE, help="The file of the clinic that publishes it.")
@click.option("--out", type=FILE, help="Where to write it; standard output if left out.")
def exporting(
    file: Path | None,
    language: str | None,
    base: str,
    profile: str,
    site: str | None,
    status: str,
    bundle: bool,
    clinic: Path | None,
    out: Path | None,
) -> None:
    """Print FILE (or the shipped questionnaire) as a FHIR R4 Questionnaire with SDC extensions."""
    questionnaire = loaded(file)
    if language and language not in questionnaire.languages:
        spoken = ", ".join(questionnaire.languages)
        raise click.BadParameter(f"it is written in {spoken}, not in '{language}'", param_hint="--language")
    form = export(questionnaire, language or "", base, status, PROFILES[profile], site or "")
    if clinic:
        form |= published_by(_clinic(clinic, questionnaire))
    published = Publication(questionnaire, language or questionnaire.languages[0], base.rstrip("/"))
    written(_json(bundled(published, form) if bundle else form), out)


def _clinic(file: Path, questionnaire: Questionnaire) -> Clinic:
    try:
        return load_clinic(file, questionnaire)
    except LoadError as error:
        raise unsound(error) from None


@command.command("extract")
@click.argument("response", type=FILE)
@click.argument("file", type=FILE, required=False)
@click.option("--out", type=FILE, help="Where to write it; standard output if left out.")
def extracting(response: Path, file: Path | None, out: Path | None) -> None:
    """Print the QuestionnaireResponse in RESPONSE with the Observations that a chart keeps of it, as a Bundle.

    It answers FILE (or the shipped questionnaire). A RESPONSE of - is standard input.
    """
    text = _read(response)
    try:
        written(_json(extracted(loaded(file), response_in(text), lambda: f"urn:uuid:{uuid4()}")), out)
    except RefusalError as refusal:
        raise click.ClickException(f"{_named(response)}: {refusal}") from None


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--out", type=FILE, help="Where to write the YAML; standard output if left out.")
@click.option("--strict", is_flag=True, help="End with 1 where anything of meaning is not as it was.")
def importing(file: Path, out: Path | None, strict: bool) -> None:
    """Print the FHIR R4 Questionnaire in FILE as our YAML, and list everything that is not in it as it was.

    What is lost comes first in three lines, then one by one, the gravest first. A FILE of - is standard input.
    """
    text = _read(file)
    try:
        found = imported(text)
    except RefusalError as refusal:
        raise click.ClickException(f"{_named(file)}: {refusal}") from None
    told(found, out)
    if strict and any(finding.kind in MEANING for finding in found.losses):
        raise click.exceptions.Exit(1)


def _named(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def _read(file: Path) -> str:
    """Return the text of a file, or of standard input, up to what is too long; end where it cannot be read."""
    try:
        with click.open_file(str(file), encoding="utf-8") as opened:
            return str(opened.read(MOST_CHARACTERS + 1))
    except OSError as error:
        raise click.ClickException(f"{_named(file)}: {unopened(error)}") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{_named(file)}: this is not text in UTF-8. Save it as UTF-8") from None


def _json(resource: Json) -> str:
    return json.dumps(resource, ensure_ascii=False, indent=2) + "\n"


def told(found: Imported, out: Path | None) -> None:
    """Write the YAML, and say what is not in it: in a few lines, and then one by one."""
    written(found.text, out)
    for line in (*found.summary, *found.losses):
        click.echo(str(line), err=True)


def written(text: str, out: Path | None) -> None:
    """Write a text to a file, or print it."""
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{out}: cannot be written: {error.strerror}") from None
