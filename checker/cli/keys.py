"""``checker keys``: the seeds of the keys that seal answers, and the secret behind which a clinic sees counts."""

from hashlib import sha256
from secrets import token_urlsafe

import click

from checker.ops import seeds


@click.group("keys")
def command() -> None:
    """Make the seeds of the keys that seal answers, and the secret of a clinic's counts."""


@command.command("new")
def new() -> None:
    """Print a new random seed, for CHECKER_KEYS or a line of CHECKER_KEYS_FILE."""
    click.echo(str(seeds.new()))


@command.command("counts")
def counts() -> None:
    """Print a new random secret for the page /counts, and the line with its digest for the clinic's file."""
    secret = token_urlsafe(18)
    click.echo(f"The secret, for whoever may see the counts: {secret}")
    click.echo(f'The line for the clinic\'s file: counts: "{sha256(secret.encode()).hexdigest()}"')
