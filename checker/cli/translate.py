"""``checker translate``: what translators are handed, and what is taken back from them."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.authoring.problems import LoadError
from checker.authoring.translation_file import FORMATS, Format
from checker.authoring.translations import Translation, file_of, translation_beside
from checker.cli import translate_page
from checker.cli.common import FILE, loaded, told
from checker.engine.questionnaire import LANGUAGE, Questionnaire
from checker.explain.wording import base
from checker.languages import is_known
from checker.resources import shipped

if TYPE_CHECKING:
    from checker.translators.handout import Handout


@click.group("translate")
def command() -> None:
    """Hand the words to translators who never see the YAML, and take theirs back."""


command.add_command(translate_page.command)


def _is_code(language: str) -> bool:
    return bool(re.fullmatch(LANGUAGE, language)) and is_known(language)


def _code(_context: click.Context, _option: click.Parameter, language: str | None) -> str | None:
    """Return the code of a language; end where it is none that CLDR knows."""
    if language is not None and not _is_code(language):
        raise click.BadParameter(f"'{language[:40]}' is no code of a language. Such as pt, or zh-Hant")
    return language


@command.command("export")
@click.argument("file", type=FILE, required=False)
@click.option("--language", required=True, callback=_code, help="Into which language: pt, ar, zh-Hant.")
@click.option("--to", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True, help="xliff: an extra.")
@click.option("--out", type=FILE, help="Where to write it; standard output if left out.")
def exporting(file: Path | None, language: str, to: Format, out: Path | None) -> None:
    """Print all that there is to translate in FILE, and the pages' own words, with where each text is seen.

    What is translated already is filled in; what was made from other words is to be looked at again.
    """
    from checker.translators import formats

    path = file or shipped("questions.yaml")
    questionnaire = loaded(path)
    _refuse_first(questionnaire, language)
    handed = _handed(path, questionnaire, language)
    try:
        written = formats.written(handed, to, questionnaire.languages[0])
    except ImportError:
        raise _without_extra() from None
    if out is None:
        click.echo(written, nl=False)
        return
    try:
        out.write_bytes(written)
    except OSError as error:
        raise click.ClickException(f"{out}: cannot be written: {error.strerror}") from None


@command.command("import")
@click.argument("translated", type=FILE)
@click.argument("file", type=FILE)
@click.option("--language", callback=_code, help="The language of it, where it does not say so itself.")
@click.option("--dry-run", is_flag=True, help="Say what it would do, and write nothing.")
def importing(translated: Path, file: Path, language: str | None, dry_run: bool) -> None:
    """Take what is right of TRANSLATED, an export that came back, into the translation beside FILE.

    What is wrong is left out, named by its place, and ends it with 1.
    """
    from checker.review.files import replace
    from checker.translators import formats
    from checker.translators.handout import ForeignFileError
    from checker.translators.intake import Intake

    questionnaire = loaded(file)
    try:
        came = formats.read(translated)
        target = _target(questionnaire, file, language, came.head.get("Language", "").strip().replace("_", "-"))
        intake = Intake(_handed(file, questionnaire, target), came)
    except ForeignFileError as why:
        raise click.ClickException(f"{translated}: {why}") from None
    except ImportError:
        raise _without_extra() from None
    for line in (*(f"left out: {each}" for each in intake.refused), *intake.notes):
        click.echo(f"{translated}: {line}")
    beside = file_of(file, target)
    if not dry_run:
        try:
            replace(beside, intake.text)
        except OSError as error:
            raise click.ClickException(f"{beside}: cannot be written: {error.strerror}") from None
    counts = f"{intake.known} of {len(intake.handed.units)} texts came, {intake.taken} of them new or changed"
    click.echo(f"{beside}: {counts}, {len(intake.refused)} left out.")
    if dry_run:
        click.echo("Nothing is written: this was tried only.")
    elif target not in (*questionnaire.languages, *questionnaire.drafts):
        click.echo(f"Add {target} to `drafts` in {file}; to `languages` once a native speaker has read it.")
    sys.exit(1 if intake.refused else 0)


def _handed(path: Path, questionnaire: Questionnaire, language: str) -> "Handout":
    from checker.translators.handout import handout

    return handout(questionnaire, _beside(path, language), language)


def _beside(path: Path, language: str) -> Translation | None:
    """Return the translation beside a questionnaire, if there is one."""
    try:
        return translation_beside(path, language)
    except LoadError as error:
        raise told(error) from None


def _refuse_first(questionnaire: Questionnaire, language: str) -> None:
    if language == questionnaire.languages[0]:
        raise click.ClickException(f"the questionnaire itself is written in {language}. Change its words there")


def _target(questionnaire: Questionnaire, path: Path, wanted: str | None, told: str) -> str:
    """Return the language that a translation is taken into, as the option or it says; end where none can be."""
    if not told and not wanted:
        raise click.ClickException("it does not say which language it is in. Say --language pt")
    if told and not _is_code(told):
        raise click.ClickException(f"it says that its language is '{told[:40]}', which is no code of one. Such as pt")
    if told and wanted and base(told) != base(wanted):
        raise click.ClickException(f"it says that it is in {told}, not in {wanted}. Name the right file")
    listed = (*questionnaire.languages, *questionnaire.drafts)
    of_a_region = told not in listed and base(told) in listed  # agencies' programs write fr-FR for fr
    language = wanted or (base(told) if of_a_region else told)
    _refuse_first(questionnaire, language)
    if not file_of(path, language).exists() and any(language in text.root for _, text in questionnaire.texts()):
        raise click.ClickException(
            f"{path}: words in {language} stand in this file. Delete them there: a language has one place"
        )
    return language


def _without_extra() -> click.ClickException:
    return click.ClickException("XLIFF needs a library: pip install 'condition-checker[translation]'")
