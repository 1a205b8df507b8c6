"""``checker simulate``: what becomes of many ordinary people."""

import sys
from math import isnan
from pathlib import Path

import click

from checker.authoring.problems import did_you_mean, listed
from checker.cli.common import FILE, loaded, people_option, peopled, population_option, seed_option
from checker.evidence.population import Population
from checker.evidence.simulation import simulate
from checker.evidence.simulation_report import caveat, lines, rule_table


def _number(_context: click.Context, _option: click.Parameter, given: float) -> float:
    """Return a number; end where it is none, which lies within every range."""
    if isnan(given):
        raise click.BadParameter("nan is no number")
    return given


@click.command("simulate")
@click.argument("file", type=FILE, required=False)
@population_option(required=True)
@people_option
@seed_option
@click.option("--group", metavar="ID", help="Only this group of people; everybody, then each group, if left out.")
@click.option(
    "--signs",
    default=1.0,
    type=click.FloatRange(0, 100),
    callback=_number,
    help="Make warning signs so many times as likely.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print how many people each rule sees as CSV.")
def command(
    file: Path | None, population: Path, people: int, seed: int, group: str | None, signs: float, as_csv: bool
) -> None:
    """Draw made-up people by the chances of a population, walk them, and exit with 1 if a target is missed.

    FILE is the questionnaire; the shipped one if left out. The same seed gives the same people.
    """
    questionnaire = loaded(file)
    chosen = _chosen(peopled(population, questionnaire), group)
    met = True
    for place, each in enumerate(chosen[:1] if as_csv else chosen):
        found = simulate(questionnaire, each, number=people, seed=seed, signs=signs)
        met &= found.met
        if as_csv:
            click.echo(caveat(each), err=True)
            click.echo(rule_table(found), nl=False)
        else:
            click.echo("\n" * bool(place) + "\n".join(lines(found, with_rules=not place)))
    sys.exit(0 if met else 1)


def _chosen(population: Population, group: str | None) -> list[Population]:
    """Return everybody and each group, or the one group that is meant."""
    groups = {each.id: population.of(each) for each in population.groups}
    if group is None:
        return [population, *groups.values()]
    if group not in groups:
        guess = did_you_mean(group, groups) or f". The groups are {listed(groups) or 'none'}"
        raise click.BadParameter(f"there is no group '{group}'{guess}", param_hint="--group")
    return [groups[group]]
