"""``checker diff``: what a change does, to whom."""

import json
from pathlib import Path

import click

from checker import comparison
from checker.cli.common import FILE, decided, loaded
from checker.loading.problems import did_you_mean
from checker.renaming import ids


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option(
    "--renamed", multiple=True, metavar="OLD=NEW", help="An id that was renamed; QUESTION.OPTION=NEW for an option's."
)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0), help="Seconds to decide in.")
def command(old: Path, new: Path, renamed: tuple[str, ...], as_json: bool, timeout: float) -> None:
    """Say what changed from OLD to NEW, and for all answer sheets whom the two treat differently, if anybody."""
    former, latter = loaded(old), loaded(new)
    names = dict(_pair(each, ids(former)) for each in renamed)
    with decided():
        found = comparison.difference(former, latter, names, timeout=timeout)
    data = comparison.as_data(found, latter) if as_json else None
    click.echo(json.dumps(data, indent=2) if as_json else "\n".join(comparison.lines(found, latter)))


def _pair(text: str, known: set[str]) -> tuple[str, str]:
    before, equals, after = text.partition("=")
    if not (before and equals and after):
        raise click.BadParameter(f"write OLD=NEW, not '{text}'", param_hint="--renamed")
    if before not in known:
        raise click.BadParameter(
            f"the old version has no '{before}'{did_you_mean(before, known)}", param_hint="--renamed"
        )
    return before, after
