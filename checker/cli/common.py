"""What several commands share: which file is meant, and its questionnaire or all of its problems."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from checker.authoring import load
from checker.authoring.problems import LoadError
from checker.engine.questionnaire import Questionnaire
from checker.evidence.population import PEOPLE, SEED, Population
from checker.evidence.population_file import load_population
from checker.resources import shipped

FC = TypeVar("FC", bound="Callable[..., Any] | click.Command")
FILE = click.Path(path_type=Path)
questions_option = click.option(
    "--questions", type=FILE, envvar="CHECKER_QUESTIONS", help="The questionnaire; the shipped one if left out."
)
clinic_option = click.option(
    "--clinic", type=FILE, envvar="CHECKER_CLINIC", help="The file of the clinic whose site it is, and how it looks."
)
signers_option = click.option(
    "--signers", type=FILE, envvar="CHECKER_SIGNERS", help="Who may sign; FILE's own, with .signers.yaml, if left out."
)
people_option = click.option(
    "--people", default=PEOPLE, show_default=True, type=click.IntRange(1, 10_000_000), help="How many people to draw."
)
seed_option = click.option("--seed", default=SEED, show_default=True, type=int, help="Another seed draws other people.")


def population_option(*, required: bool = False) -> Callable[[FC], FC]:
    """Return the option that names the chances by which people are drawn."""
    return click.option("--population", type=FILE, required=required, help="The chances by which people are drawn.")


def loaded(file: Path | None) -> Questionnaire:
    """Return the questionnaire of a file, or the shipped one; end with all of its problems if it has any."""
    try:
        return load(file or shipped("questions.yaml"))
    except LoadError as error:
        raise told(error) from None


def peopled(file: Path, questionnaire: Questionnaire) -> Population:
    """Return the population of a file; end with all of its problems if it has any."""
    try:
        return load_population(file, questionnaire)
    except LoadError as error:
        raise told(error) from None


@contextmanager
def decided() -> Iterator[None]:
    """End with the reason where a question about all answer sheets is left undecided."""
    from checker.proofs.decision_diagrams import UndecidedError

    try:
        yield
    except UndecidedError as why:
        raise click.ClickException(f"left undecided: {why}") from None


def told(error: LoadError) -> click.ClickException:
    """Return all problems as the end of a command."""
    return click.ClickException("\n" + "\n".join(map(str, error.problems)))
