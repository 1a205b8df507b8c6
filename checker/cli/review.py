"""``checker review``: everything a clinician needs to see before signing, as a folder or in a browser to work in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.authoring.problems import LoadError
from checker.cli.common import FILE, loaded, peopled, population_option, signers_option, told
from checker.engine.questionnaire import Questionnaire
from checker.phrases import LANGUAGES, speaking
from checker.resources import shipped

if TYPE_CHECKING:
    from flask import Flask

    from checker.review.material import Material
    from checker.review.notes import Notes
    from checker.web.desk import Desk


@click.command("review")
@click.argument("file", type=FILE, required=False)
@click.option(
    "--against", type=FILE, multiple=True, help="An older version: what changed, for whom. Again for one before it."
)
@population_option()
@signers_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to write to.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write: everything, numbered.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="With --pdf: the language of it.")
@click.option("--serve", is_flag=True, help="Work in it, in a browser on this machine.")
@click.option("--merge", "other", type=FILE, help="Take in the notes of another reviewer's file, and say what differs.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="With --serve: where.")
@click.option("--name", default="", help="With --serve: who reviews; the page asks for it if left out.")
@click.option("--notes", type=FILE, help="Where the notes are; beside FILE, as questions.review.yaml, if left out.")
def command(
    file: Path | None,
    against: tuple[Path, ...],
    population: Path | None,
    signers: Path | None,
    out: Path | None,
    pdf: Path | None,
    language: str,
    serve: bool,
    other: Path | None,
    port: int,
    name: str,
    notes: Path | None,
) -> None:
    """Review FILE (or the shipped questionnaire): write a folder or a PDF, work in a browser, or merge notes."""
    from checker.authoring.translations import beside
    from checker.review.material import Material
    from checker.review.notes import NotesError, notes_file, read_notes
    from checker.review.obstacles import Failing
    from checker.review.signoff import SignoffError
    from checker.review.standing import read_signoffs
    from checker.web.desk import Desk

    if [serve, bool(out or pdf), bool(other)].count(True) != 1:
        raise click.UsageError(
            "Say one of --out FOLDER or --pdf FILE (write pages), --serve (work in it) and --merge OTHER (notes)"
        )
    questionnaire, former = loaded(file), [loaded(each) for each in against]
    older, before = (former[0] if former else None), tuple(former[1:])
    drawn = peopled(population, questionnaire) if population else None
    read = file or shipped("questions.yaml")
    kept = notes or notes_file(read)
    try:
        if other:
            _merge(questionnaire, kept, other)
        elif serve:
            _serve(Desk(read, kept, name, older, drawn, signers), port)
        else:
            signoffs = read_signoffs(questionnaire, read, Failing(), signers)
            spoken = tuple(beside(read))
            whole = Material(questionnaire, signoffs, older, read.read_bytes(), read, None, drawn, before, spoken)
            if out:
                _write(whole, read_notes(kept, questionnaire), out)
            if pdf:
                with speaking(language):
                    _paper(whole, pdf)
    except (NotesError, SignoffError) as error:
        raise click.ClickException(str(error)) from None
    except LoadError as error:
        raise told(error) from None


def _merge(questionnaire: Questionnaire, kept: Path, other: Path) -> None:
    from checker.review.notes_kept import merge

    found = merge(kept, other, questionnaire)
    for old, new in found.replaced:
        click.echo(
            f"{new.part}: {new.reviewer} said {old.verdict} at {old.stamp}, and {new.verdict} later. That stands"
        )
    for note in found.joined:
        click.echo(
            f"{note.part}: {note.reviewer} said two things at {note.stamp}. Both stand in one note: {note.verdict}"
        )
    for some in found.apart:
        said = ", ".join(f"{note.reviewer} says {note.verdict}" for note in some)
        click.echo(f"{some[0].part}: {said}")
    click.echo(
        f"Notes taken in: {len(found.taken)}. Parts on which reviewers differ: {len(found.apart)}. Kept in {kept}"
    )


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

    def make() -> "Flask":
        app = create_desk(desk)
        click.echo("Proving and counting, which may take half a minute ...")
        app.test_client().get("/review/read", base_url="http://localhost")
        return app

    try:
        serve_here(make, port, welcome)
    except ListenError as error:
        raise click.ClickException(str(error)) from None
    except LoadError as error:
        raise told(error) from None


def _paper(whole: "Material", file: Path) -> None:
    from checker.review.pages import document
    from checker.review.paper import PaperError, pdf

    try:
        file.open("ab").close()  # what cannot be written is said at once, not after minutes
        made = pdf(document(whole))
        file.write_bytes(made)
    except PaperError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"{file}: this file cannot be written ({(error.strerror or str(error)).lower()}). "
            "Name one that you may write. For example: --pdf review.pdf"
        ) from None
    click.echo(f"{file}, {len(made) / 1e6:.1f} MB.")
