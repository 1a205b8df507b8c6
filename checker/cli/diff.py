"""``checker diff``: what a change does, to whom."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

import click
from click.core import ParameterSource

from checker import comparison
from checker.authoring.problems import did_you_mean
from checker.authoring.rename import kinds
from checker.authoring.rename import renamed as given_new_ids
from checker.authoring.translations import without_drafts
from checker.cli.common import FILE, loaded, people_option, peopled, population_option, seed_option
from checker.engine.questionnaire import Questionnaire
from checker.evidence.simulation_report import move_data, move_lines
from checker.evidence.tier_moves import Moves, compare
from checker.proofs.decision_diagrams import UndecidedError
from checker.review.parts import fingerprint

Kinds: TypeAlias = Mapping[str, set[str]]


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option(
    "--renamed", multiple=True, metavar="OLD=NEW", help="An id that was renamed; QUESTION.OPTION=NEW for an option's."
)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0), help="Seconds to decide in.")
@population_option()
@people_option
@seed_option
def command(
    old: Path,
    new: Path,
    renamed: tuple[str, ...],
    as_json: bool,
    timeout: float,
    population: Path | None,
    people: int,
    seed: int,
) -> None:
    """Say what changed from OLD to NEW, and for all answer sheets whom the two treat differently, if anybody.

    With a population, say too how many of its people are told another tier.
    """
    if population is None and _given(click.get_current_context(), "people", "seed"):
        raise click.UsageError("--people and --seed draw the people of a population. Name one with --population")
    former, latter = map(without_drafts, (loaded(old), loaded(new)))
    names = _names(former, latter, renamed)
    before = given_new_ids(former, names)
    drawn = peopled(population, latter) if population else None
    moves = compare(before, latter, drawn, number=people, seed=seed) if drawn else None
    try:
        found = comparison.difference(former, latter, names, timeout=timeout)
    except UndecidedError as why:
        changed = tuple(comparison.changes(before, latter))
        data = {"changes": [asdict(change) for change in changed], "undecided": str(why)}
        _print(data, comparison.in_words(changed), moves, as_json)
        raise click.ClickException(f"undecided: whom it touches: {why}") from None
    same_version = comparison.clash(former, latter) if fingerprint(former) != fingerprint(latter) else ""
    data = comparison.as_data(found, latter) | {"same_version": same_version}
    _print(data, comparison.lines(found, latter), moves, as_json)
    if same_version:
        raise click.ClickException(same_version)


def _given(context: click.Context, *options: str) -> bool:
    """Return whether any of these options was written on the command line."""
    return any(context.get_parameter_source(option) is ParameterSource.COMMANDLINE for option in options)


def _print(data: dict[str, Any], lines: Iterable[str], moves: Moves | None, as_json: bool) -> None:
    """Print what was found, and what it does to ordinary people where there are some."""
    if as_json:
        click.echo(json.dumps(data | ({"people": move_data(moves)} if moves else {}), indent=2))
    else:
        click.echo("\n".join([*lines, *(["", *move_lines(moves)] if moves else [])]))


def _names(old: Questionnaire, new: Questionnaire, renamed: Iterable[str]) -> dict[str, str]:
    """Return the new id of every old one; end with what is wrong with one that cannot be."""
    names: dict[str, str] = {}
    pairs = [_pair(each) for each in renamed]
    for before, after in pairs:
        if before in names:
            raise _wrong(f"'{before}' is renamed twice. Keep one of them")
        names[before] = after
    for before in names:
        if why := _unfit(kinds(old), kinds(new), before, names):
            raise _wrong(why)
    return names


def _pair(text: str) -> tuple[str, str]:
    before, equals, after = text.partition("=")
    if not (before and equals and after):
        raise _wrong(f"write OLD=NEW, not '{text}'")
    return before, after


def _wrong(why: str) -> click.BadParameter:
    return click.BadParameter(why, param_hint="--renamed")


def _unfit(old: Kinds, new: Kinds, before: str, names: Mapping[str, str]) -> str:
    """Return why an id cannot have been renamed so, and how to mend it; nothing where it can."""
    if before not in old:
        return f"the old version has no '{before}'{did_you_mean(before, old)}"
    after, so_far = _whole(before, names), old[before]
    if [_whole(each, names) for each in names].count(after) > 1:
        return f"two ids become '{after}'. Keep one of them"
    if after not in new:
        return f"the new version has no '{after}'{did_you_mean(after, new)}"
    formerly = _whole(before, {before: names[before]})
    if both := so_far & old.get(formerly, set()):
        return f"the old version has the {_kinds(both)} '{formerly}' already, so nothing was renamed to it"
    if missing := so_far - new[after]:
        return (
            f"'{before}' names a {_kinds(so_far)} in the old version, and all are renamed together; "
            f"the new version has no {_kinds(missing)} '{after}'"
        )
    return ""


def _whole(before: str, names: Mapping[str, str]) -> str:
    """Return the new id, an option's after that of its question."""
    question, dot, _ = before.partition(".")
    return f"{names.get(question, question)}.{names[before]}" if dot else names[before]


def _kinds(some: set[str]) -> str:
    return " and a ".join(sorted(some))
