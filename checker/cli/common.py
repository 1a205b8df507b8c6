"""What several commands share: which file is meant, and its questionnaire or all of its problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from checker.loading import LoadError, load
from checker.model import Questionnaire
from checker.resources import shipped

FILE = click.Path(path_type=Path)
questions_option = click.option(
    "--questions", type=FILE, envvar="CHECKER_QUESTIONS", help="The questionnaire; the shipped one if left out."
)
clinic_option = click.option(
    "--clinic", type=FILE, envvar="CHECKER_CLINIC", help="Whose site it is and how it looks; the questionnaire's own."
)


def loaded(file: Path | None) -> Questionnaire:
    """Return the questionnaire of a file, or the shipped one; end with all of its problems if it has any."""
    try:
        return load(file or shipped("questions.yaml"))
    except LoadError as error:
        raise told(error) from None


@contextmanager
def decided() -> Iterator[None]:
    """End with the reason where a question about all answer sheets is left undecided."""
    from checker.verification import UndecidedError

    try:
        yield
    except UndecidedError as why:
        raise click.ClickException(f"left undecided: {why}") from None


def told(error: LoadError) -> click.ClickException:
    """Return all problems as the end of a command."""
    return click.ClickException("\n" + "\n".join(map(str, error.problems)))
