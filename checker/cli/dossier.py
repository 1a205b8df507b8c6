"""``checker dossier``: what a clinic's compliance asks for."""

import sys
from pathlib import Path

import click

from checker.authoring.clinic_file import load_clinic
from checker.authoring.problems import LoadError
from checker.cli.common import FILE, clinic_option, loaded, peopled, population_option, signers_option, told
from checker.resources import shipped


@click.command("dossier")
@click.argument("file", type=FILE, required=False)
@clinic_option
@population_option()
@signers_option
@click.option("--tests", type=FILE, help="What the tests of this program said: a report of pytest --junitxml.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
def command(
    file: Path | None,
    clinic: Path | None,
    population: Path | None,
    tests: Path | None,
    signers: Path | None,
    out: Path,
) -> None:
    """Write the dossier of FILE (or the shipped questionnaire) to a folder, as pages and as PDF.

    Intended use, hazard log, clinical safety case, accessibility conformance report, bill of materials, privacy sheet,
    what no one has verified. Where a claim or a worked case fails, each says so first, and the exit code is 1.
    """
    from checker.dossier.documents import write
    from checker.dossier.facts import Dossier
    from checker.dossier.materials import installed
    from checker.dossier.suite_report import ReportError, subject
    from checker.dossier.suite_report import read as results
    from checker.review.material import Material
    from checker.review.obstacles import Failing
    from checker.review.paper import PaperError
    from checker.review.signoff import SignoffError
    from checker.review.standing import read_signoffs

    questionnaire, read = loaded(file), file or shipped("questions.yaml")
    if not questionnaire.hazards:
        raise click.ClickException(f"{read}: no `hazards` are listed, so there is no hazard log. List them first")
    drawn = peopled(population, questionnaire) if population else None
    try:
        runs_it = load_clinic(clinic, questionnaire) if clinic else None
        found = results(tests, subject(questionnaire)) if tests else None
        material = Material(
            questionnaire,
            read_signoffs(questionnaire, read, Failing(), signers),
            None,
            read.read_bytes(),
            read,
            population=drawn,
        )
        written = write(Dossier(material, runs_it, found, installed()), out)
    except LoadError as error:
        raise told(error) from None
    except (SignoffError, ReportError, PaperError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"{out}: this folder cannot be written ({(error.strerror or str(error)).lower()}). "
            "Name one that you may write. For example: --out dossier"
        ) from None
    click.echo(f"{len(written)} files. Open {out / 'index.html'} in a browser.")
    if material.failing:
        click.echo(f"The dossier says first that {material.failing}.")
        sys.exit(1)
