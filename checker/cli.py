"""The command line: ``checker serve · check · schema · try``."""

import json
import os
import sys
from pathlib import Path
from typing import TextIO

import click

from checker.expressions import Answer
from checker.guidance import Guidance, Reason, advise
from checker.journey import Journey, walk
from checker.loading import LoadError, inspect, load, read_answers
from checker.model import Questionnaire, json_schema
from checker.resources import shipped
from checker.scoring import Measurement

FILE = click.Path(path_type=Path)


@click.group()
@click.version_option(package_name="checker")
def cli() -> None:
    """A branching health questionnaire from one YAML file."""


def loaded(file: Path | None) -> Questionnaire:
    """Return the questionnaire of a file, or the shipped one; end with all of its problems if it has any."""
    try:
        return load(file or shipped("questions.yaml"))
    except LoadError as error:
        raise click.ClickException("\n" + "\n".join(map(str, error.problems))) from None


@cli.command()
@click.argument("file", type=FILE, required=False)
@click.option("--style", "with_style", is_flag=True, help="Read its wording too: plain, fair, never a diagnosis.")
def check(file: Path | None, with_style: bool) -> None:
    """Print every mistake in FILE (or the shipped questionnaire), and exit with 1 if there is any."""
    path = file or shipped("questions.yaml")
    questionnaire, problems = inspect(path)
    for problem in problems:
        click.echo(str(problem))
    if questionnaire is None:
        sys.exit(1)
    click.echo(_summary(questionnaire))
    if with_style and (_unstylish(questionnaire, path) or problems):
        sys.exit(1)


def _unstylish(questionnaire: Questionnaire, path: Path) -> bool:
    """Print what is wrong with the wording, and the hardest texts; return whether anything is wrong."""
    from checker import style

    text = path.read_text(encoding="utf-8")
    problems = style.style(questionnaire, text, str(path))
    said = [*style.passages(questionnaire, text, str(path)), *style.interface()]
    click.echo(
        "\n".join([*map(str, problems), *(style.summary(said, language) for language in questionnaire.languages)])
    )
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


@cli.command()
def schema() -> None:
    """Print the JSON Schema of the YAML, for editors."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@cli.command("try")
@click.option(
    "--questions", type=FILE, envvar="CHECKER_QUESTIONS", help="The questionnaire; the shipped one if left out."
)
@click.argument("answers", type=click.File(encoding="utf-8"), default="-")
def try_answers(questions: Path | None, answers: TextIO) -> None:
    """Walk ANSWERS, a YAML mapping from question to answer (standard input if left out), and print the outcome."""
    questionnaire = loaded(questions)
    try:
        sheet = read_answers(answers.read(), questionnaire)
    except LoadError as error:
        raise click.ClickException("\n" + "\n".join(map(str, error.problems))) from None
    journey = walk(questionnaire, sheet)
    click.echo(json.dumps(outcome(journey, advise(questionnaire, journey)), indent=2, ensure_ascii=False))


def outcome(journey: Journey, guidance: Guidance) -> dict[str, object]:
    """Return what the engine found, as plain data."""
    return {
        "asked": list(journey.asked),
        "next": journey.next.id if journey.next else None,
        "stopped_by": journey.stopped_by.id if journey.stopped_by else None,
        "interrupted_by": [rule.id for rule in journey.interrupted_by],
        "scores": {name: _score(measured) for name, measured in guidance.scores.items()},
        "tier": guidance.tier.id,
        "guidance": [rule.id for rule in guidance.rules],
        "statements": [statement.id for statement in guidance.statements],
        "reasons": [_reason(journey.questionnaire, reason) for reason in guidance.reasons],
    }


def _score(measured: Measurement | None) -> dict[str, object] | None:
    return {"points": measured.points, "shown": measured.shown, "band": measured.band.id} if measured else None


def _reason(questionnaire: Questionnaire, reason: Reason) -> dict[str, object]:
    if reason.name in questionnaire.score:
        return {"rule": reason.rule.id, "score": reason.name, "points": reason.answer}
    return {"rule": reason.rule.id, "question": reason.name, "answer": _plain(reason.answer)}


def _plain(answer: Answer) -> object:
    return sorted(answer) if isinstance(answer, frozenset) else answer


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, envvar="CHECKER_HOST", help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, envvar="CHECKER_PORT", type=click.IntRange(1, 65535))
@click.option(
    "--workers", envvar="CHECKER_WORKERS", type=click.IntRange(1, 64), help="Processes; more than one need keys."
)
@click.option(
    "--questions", type=FILE, envvar="CHECKER_QUESTIONS", help="The questionnaire; the shipped one if left out."
)
def serve(host: str, port: int, workers: int | None, questions: Path | None) -> None:
    """Serve the questionnaire to browsers."""
    from checker.web import create_app
    from checker.web.serving import ListenError, address
    from checker.web.serving import serve as serve_app
    from checker.web.settings import SettingsError, settings

    try:
        set_up = settings(os.environ, workers=workers, questions=questions)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    loaded(set_up.questions)
    try:
        welcome = f"Open {address(host, port)} in a browser. Ctrl+C ends it."
        serve_app(create_app(set_up), host, port, set_up.workers, lambda: click.echo(welcome))
    except ListenError as error:
        raise click.ClickException(str(error)) from None


@cli.command()
@click.argument("file", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def cases(file: Path | None, as_json: bool) -> None:
    """Walk the worked cases of FILE (or the shipped questionnaire), and exit with 1 if any is not as expected."""
    from checker import cases as worked

    report = worked.replay(loaded(file))
    click.echo(json.dumps(worked.as_data(report), indent=2) if as_json else worked.as_text(report))
    sys.exit(1 if report.failed else 0)
