"""``checker recall``: take questionnaires out of service in all instances, and leave help alone."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from checker.cli.common import FILE, loaded
from checker.ops.ended import ListError, Store, at
from checker.ops.recall import AGE, ALL
from checker.ops.settings import REMOTE, beside


@click.command("recall")
@click.option("--store", envvar="CHECKER_STORE", help="The list that the instances share; beside CHECKER_KEYS_FILE.")
@click.option("--only", type=FILE, help="The questionnaire of this file alone; every one if left out.")
@click.option("--reason", default="", help="One line for the log and for --show; no patient sees it.")
@click.option("--lift", is_flag=True, help="Take into service again what the same command without it took out.")
@click.option("--show", is_flag=True, help="Change nothing, and say what is out of service.")
def command(store: str | None, only: Path | None, reason: str, lift: bool, show: bool) -> None:
    """Take every questionnaire out of service in all instances: help alone is left."""
    shared, name = _shared(store), loaded(only).id if only else ALL
    try:
        if lift or not (show or (not reason and shared.marks().get(name))):  # who gives no reason takes away none
            shared.mark(name, "" if lift else _words(reason))
        recalled = {each: words for each, words in sorted(shared.marks().items()) if words}
    except ListError as error:
        mend = "Try again. What always works: set CHECKER_RECALLED=1 and restart each instance"
        raise click.ClickException(f"{error}, so nothing may have changed. {mend}") from None
    for each, words in recalled.items():
        click.echo(f"RECALLED: {'every questionnaire' if each == ALL else each}, {words}")
    if not recalled:
        click.echo("Every questionnaire is in service.")
    if not show:
        click.echo(f"Each instance that uses this list follows within {AGE:.0f} seconds.")
    if left := [each for each in recalled if lift and ALL in (each, name)]:
        raise click.ClickException("\n".join(["not all of this is in service again:", *map(_by_itself, left)]))


def _by_itself(name: str) -> str:
    """Return how to lift a recall that another one does not lift."""
    if name == ALL:
        return "every questionnaire was recalled: checker recall --lift"
    return f"{name} was recalled by itself: checker recall --lift --only FILE, with the file of {name}"


def _shared(store: str | None) -> Store:
    """Return the list that instances share; end where there is none: a new one would be nobody's."""
    keys = os.environ.get("CHECKER_KEYS_FILE")
    place = store or (beside(keys) if keys else "")
    mend = "Give --store what the instances have as CHECKER_STORE, such as /var/lib/checker/keys.ended"
    if not place:
        raise click.ClickException(f"nothing says where the list is that the instances share. {mend}")
    if not place.startswith(REMOTE) and not Path(place).is_file():
        raise click.ClickException(f"there is no list at '{place}', so no instance uses it. {mend}")
    try:
        return at(place)
    except (ListError, ModuleNotFoundError) as error:
        raise click.ClickException(f"{error}. Run this where an instance runs, as its user or root") from None


def _words(reason: str) -> str:
    """Return since when, and why, in one line."""
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())[:200]
    return f"since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC{f': {said}' if said else ''}"
