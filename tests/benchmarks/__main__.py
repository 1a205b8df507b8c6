"""``python -m tests.benchmarks [NAME...]`` measures and prints every table, or those that are named."""

from importlib import import_module

import click
import pytest

from tests.benchmarks.measuring import as_text

BENCHMARKS = (
    "engine",
    "start",
    "pages",
    "bytes",
    "weights",
    "lighthouse",
    "proof",
    "review",
    "trying",
    "peers",
    "load",
    "fhir",
    "health_link",
)
"""The modules that measure, in the order of their tables; each has a function ``tables``."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(BENCHMARKS))
def main(names: tuple[str, ...]) -> None:
    """Measure, and print the tables."""
    try:
        for name in names or BENCHMARKS:
            for table in import_module(f"tests.benchmarks.{name}").tables():
                click.echo(as_text(table))
    except (pytest.skip.Exception, pytest.fail.Exception) as lacking:
        raise click.ClickException(str(lacking.msg)) from None


if __name__ == "__main__":
    main(prog_name="python -m tests.benchmarks")
