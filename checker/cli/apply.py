"""``checker apply``: makes a change that somebody proposed."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.authoring.manuscript import Manuscript, manuscript_of
from checker.authoring.problems import LoadError
from checker.cli.common import FILE, peopled, population_option, told

if TYPE_CHECKING:
    from checker.review.trying import Bench


@click.command("apply")
@click.argument("proposal", type=FILE)
@click.argument("file", type=FILE, required=False)
@click.option("--dry-run", is_flag=True, help="Say what it would do, and write nothing.")
@population_option()
def command(proposal: Path, file: Path | None, dry_run: bool, population: Path | None) -> None:
    """Make the change of PROPOSAL in FILE: beside its folder, if left out. Say first what comes of it.

    Words of a language that has a file of its own are changed there. Nothing is written where the proposal no longer
    fits, or where the file would have a mistake.
    """
    from checker.review import proposals
    from checker.review.trying import Bench

    try:
        wanted = proposals.read(proposal)
        path = file or proposals.home(proposal, wanted)
        whole = manuscript_of(path)
        standing = proposals.standing(wanted, whole)
        if standing.state == "made":
            click.echo(f"{path}: this is made already.")
            return
        for change in wanted.changes:
            click.echo(f"{change}: {proposals.whole(change.was)} -> {proposals.whole(change.now)}")
        if standing.state == "unfit":
            raise click.ClickException("\n".join([f"{proposal} does not fit {path}:", *map(str, standing.why)]))
        changed = proposals.made(whole, wanted.changes)
        bench = Bench(whole, str(path))
        bench.population = peopled(population, bench.questionnaire) if population else None
        click.echo(f"\n{wanted.by}, {wanted.date}: {wanted.reason}\n")
        for line in _lines(bench, changed):
            click.echo(line)
        files = () if dry_run else proposals.replace_text(path, whole, changed)
    except LoadError as error:
        raise told(error) from None
    except proposals.ProposalError as error:
        raise click.ClickException(str(error)) from None
    made = f"Made in {' and '.join(map(str, files))}."
    click.echo(f"\n{'Nothing is written: this was tried only.' if dry_run else made}")


def _lines(bench: "Bench", changed: Manuscript) -> Iterator[str]:
    """Yield what comes of a change, the danger first; raise LoadError where the file would have mistakes."""
    from checker.review import consequences

    checked = bench.checked(changed)
    if checked.questionnaire is None:
        raise LoadError(problem for problem in checked.problems if not problem.warning)
    new = checked.questionnaire
    found = [
        *consequences.of_the_proofs(bench.findings(new), new),
        *consequences.of_the_cases(bench.cases(new)),
        *consequences.of_the_people(bench.ordinary(new), new),
        *consequences.of_everybody(bench.whom(new), new),
        *consequences.of_the_file(checked),
    ]
    for each in sorted(found, key=lambda each: not each.bad):
        yield f"{'! ' if each.bad else '  '}{each.sentence}"
        yield from (f"    {line}" for line in each.details)
