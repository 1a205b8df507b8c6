"""``python -m checker`` is ``checker``."""

from checker.cli import cli

cli(prog_name="checker")
