"""``checker review``: everything a clinician needs to see before signing."""

from pathlib import Path

import click

from checker.cli.common import FILE, loaded, peopled, population_option
from checker.resources import shipped


@click.command("review")
@click.argument("file", type=FILE, required=False)
@click.option("--against", type=FILE, help="An older version, to show what changed and for whom.")
@population_option()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
def command(file: Path | None, against: Path | None, population: Path | None, out: Path) -> None:
    """Write a review of FILE (or the shipped questionnaire) to a folder: pages that need no server."""
    from checker.review.material import Material
    from checker.review.pages import write
    from checker.review.signoff import SignoffError, signatures

    questionnaire, older = loaded(file), loaded(against) if against else None
    drawn = peopled(population, questionnaire) if population else None
    read = file or shipped("questions.yaml")
    try:
        whole = Material(questionnaire, signatures(read), older, read.read_bytes(), read, population=drawn)
        written = write(whole, out)
    except SignoffError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"{out}: this folder cannot be written ({(error.strerror or str(error)).lower()}). "
            "Name one that you may write. For example: --out review"
        ) from None
    size = sum(path.stat().st_size for path in written)
    click.echo(f"{len(written)} files, {size / 1e6:.1f} MB. Open {out / 'index.html'} in a browser.")
