"""``checker check``: every mistake of an author at once."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from checker.cli.common import FILE, clinic_option, told
from checker.loading import LoadError, Problem, inspect, inspect_clinic, positions
from checker.model import Questionnaire
from checker.resources import shipped


@click.command("check")
@click.argument("file", type=FILE, required=False)
@clinic_option
@click.option("--style", "with_style", is_flag=True, help="Read its wording too: plain, fair, never a diagnosis.")
def command(file: Path | None, clinic: Path | None, with_style: bool) -> None:
    """Print every mistake in FILE (or the shipped questionnaire), and exit with 1 if there is any."""
    path = file or shipped("questions.yaml")
    questionnaire, problems = inspect(path)
    for problem in problems:
        click.echo(str(problem))
    if questionnaire is None:
        sys.exit(1)
    for warning in _unspoken(questionnaire, path):
        click.echo(str(warning))
    click.echo(_summary(questionnaire))
    if clinic:
        click.echo(_welcome(clinic, questionnaire))
    if with_style and (_unstylish(questionnaire, path) or problems):
        sys.exit(1)


def _unspoken(questionnaire: Questionnaire, path: Path) -> Iterator[Problem]:
    """Yield a warning for every language in which the pages have no words of their own; those are English."""
    spoken = {"en", *(folder.name for folder in shipped("translations").iterdir())}
    silent = [pair for pair in enumerate(questionnaire.languages) if pair[1].split("-")[0] not in spoken]
    places = positions(path.read_text(encoding="utf-8")) if silent else {}
    for place, language in silent:
        at = places["languages", place]
        message = f"the pages have no {language} words of their own; people will read English ones. {_MEND}"
        yield Problem(str(path), at.line, at.column, message, warning=True)


_MEND = "docs/words.md says how to write them"


def _welcome(file: Path, questionnaire: Questionnaire) -> str:
    """Print what could be better in a clinic's file and return what it holds; end with its problems if it has any."""
    try:
        clinic, problems = inspect_clinic(file, questionnaire)
    except LoadError as error:
        raise told(error) from None
    if clinic is None:
        raise told(LoadError(problems))
    for warning in problems:
        click.echo(str(warning))
    themes = ", ".join(theme.id for theme in clinic.themes) or "none"
    return f"{clinic.name} can serve it. Themes: {themes}. Framed by: {', '.join(clinic.frame_origins) or 'no site'}."


def _unstylish(questionnaire: Questionnaire, path: Path) -> bool:
    """Print what is wrong with the wording, and the hardest texts; return whether anything is wrong."""
    from checker import style

    text = path.read_text(encoding="utf-8")
    problems = style.style(questionnaire, text, str(path))
    said = [*style.passages(questionnaire, text, str(path)), *style.interface()]
    click.echo(
        "\n".join([*map(str, problems), *(style.summary(said, language) for language in questionnaire.languages)])
    )
    if published := [question.id for question in questionnaire.questions if question.verbatim]:
        click.echo(f"Published wording, left as it is (`verbatim: true`): {', '.join(published)}.")
    return bool(problems)


def _summary(questionnaire: Questionnaire) -> str:
    counts = {
        "questions": questionnaire.questions,
        "scores": questionnaire.scores,
        "rules": questionnaire.guidance,
        "statements": questionnaire.statements,
        "promises": questionnaire.promises,
        "cases": questionnaire.cases,
    }
    listed = ", ".join(f"{len(parts)} {name}" for name, parts in counts.items())
    return f"{questionnaire.id} {questionnaire.version} can be served: {listed}."
