"""``checker review``: everything a clinician needs to see before signing, as a folder or in a browser to work in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.authoring.problems import LoadError
from checker.cli.common import FILE, loaded, peopled, population_option, signers_option, told
from checker.resources import shipped

if TYPE_CHECKING:
    from checker.review.material import Material
    from checker.review.notes import Notes
    from checker.web.desk import Desk


@click.command("review")
@click.argument("file", type=FILE, required=False)
@click.option("--against", type=FILE, help="An older version, to show what changed and for whom.")
@population_option()
@signers_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to write to.")
@click.option("--serve", is_flag=True, help="Work in it, in a browser on this machine.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="With --serve: where.")
@click.option("--name", default="", help="With --serve: who reviews; the page asks for it if left out.")
@click.option("--notes", type=FILE, help="Where the notes are; beside FILE, as questions.review.yaml, if left out.")
def command(
    file: Path | None,
    against: Path | None,
    population: Path | None,
    signers: Path | None,
    out: Path | None,
    serve: bool,
    port: int,
    name: str,
    notes: Path | None,
) -> None:
    """Write a review of FILE (or the shipped questionnaire) to a folder, or work in it in a browser."""
    from checker.review.material import Material
    from checker.review.notes import notes_file, read_notes
    from checker.review.obstacles import Failing
    from checker.review.signoff import SignoffError
    from checker.review.standing import read_signoffs
    from checker.web.desk import Desk

    if serve == bool(out):
        raise click.UsageError("Say --serve to work in it, or --out FOLDER to write pages to a folder")
    questionnaire, older = loaded(file), loaded(against) if against else None
    drawn = peopled(population, questionnaire) if population else None
    read = file or shipped("questions.yaml")
    kept = notes or notes_file(read)
    try:
        if out:
            signoffs = read_signoffs(questionnaire, read, Failing(), signers)
            material = Material(questionnaire, signoffs, older, read.read_bytes(), read, population=drawn)
            _write(material, read_notes(kept, questionnaire), out)
        else:
            _serve(Desk(read, kept, name, older, drawn, signers), port)
    except SignoffError as error:
        raise click.ClickException(str(error)) from None
    except LoadError as error:
        raise told(error) from None


def _write(material: "Material", notes: "Notes", out: Path) -> None:
    from checker.review.pages import write

    try:
        written = write(material, out, notes)
    except OSError as error:
        raise click.ClickException(
            f"{out}: this folder cannot be written ({(error.strerror or str(error)).lower()}). "
            "Name one that you may write. For example: --out review"
        ) from None
    size = sum(path.stat().st_size for path in written)
    click.echo(f"{len(written)} files, {size / 1e6:.1f} MB. Open {out / 'index.html'} in a browser.")


def _serve(desk: "Desk", port: int) -> None:
    from checker.ops.server import LOOPBACK, ListenError, address, serve_here
    from checker.web.desk_app import create_desk

    def welcome() -> None:
        click.echo(f"Open {address(LOOPBACK, port)} in a browser. Your notes are kept in {desk.notes_file}")

    try:
        serve_here(create_desk(desk), port, welcome)
    except ListenError as error:
        raise click.ClickException(str(error)) from None
    except LoadError as error:
        raise told(error) from None
