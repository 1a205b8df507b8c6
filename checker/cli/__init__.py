"""The command line. Each command is a module here, read only when it is called."""

from importlib import import_module

import click

COMMANDS = {
    "serve": "serving",
    "check": "checking",
    "prove": "proving",
    "diff": "diffing",
    "cover": "covering",
    "try": "trying",
    "cases": "casework",
    "sources": "sources",
    "review": "reviewing",
    "sign": "signing",
    "fhir": "fhir",
    "schema": "schema",
}
"""Every command in the order of the help, and the module that holds it as ``command``."""


class _Commands(click.Group):
    """Finds a command by its name, so that no command waits for the libraries of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"checker.cli.{COMMANDS[cmd_name]}").command
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands)
@click.version_option(package_name="checker")
def cli() -> None:
    """A branching health questionnaire from one YAML file."""
