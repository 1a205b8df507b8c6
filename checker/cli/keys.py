"""``checker keys``: the seeds of the keys that seal answers."""

import click

from checker.ops import seeds


@click.group("keys")
def command() -> None:
    """Make the seeds of the keys that seal answers."""


@command.command("new")
def new() -> None:
    """Print a new random seed, for CHECKER_KEYS or a line of CHECKER_KEYS_FILE."""
    click.echo(str(seeds.new()))
