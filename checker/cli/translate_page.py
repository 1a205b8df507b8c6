"""``checker translate page``: a translation beside what it was made from, to give to whoever translates."""

from pathlib import Path

import click

from checker.authoring.problems import LoadError, SourceText
from checker.authoring.translations import file_of, read, translation_beside
from checker.cli.common import FILE, loaded, told
from checker.resources import shipped


@click.command("page")
@click.argument("file", type=FILE, required=False)
@click.option("--language", required=True, help="The language of the translation, such as pt.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write to.")
def command(file: Path | None, language: str, out: Path) -> None:
    """Write the page of a translation of FILE (or the shipped questionnaire) to a folder that one can give away.

    It shows each text with its translation, its state, and a picture of where it stands. A translation that is not
    begun yet is shown as empty.
    """
    from checker.review.pages import FILES, STATIC, translation_alone

    path = file or shipped("questions.yaml")
    questionnaire = loaded(path)
    if language not in (*questionnaire.languages[1:], *questionnaire.drafts):
        known = ", ".join((*questionnaire.languages[1:], *questionnaire.drafts)) or "none"
        raise click.UsageError(f"'{language}' is no other language of the questionnaire. Those are: {known}")
    page = out / f"translation-{language}.html"
    try:
        found = translation_beside(path, language) or read(SourceText("", str(file_of(path, language))))
        out.mkdir(parents=True, exist_ok=True)
        page.write_text(translation_alone(questionnaire, found), encoding="utf-8")
        for name in FILES:
            (out / name).write_bytes((STATIC / name).read_bytes())
    except LoadError as error:
        raise told(error) from None
    except OSError as error:
        raise click.ClickException(
            f"{out}: this folder cannot be written ({(error.strerror or str(error)).lower()}). "
            "Name one that you may write. For example: --out translation"
        ) from None
    click.echo(f"Open {page} in a browser. Give the whole folder away.")
