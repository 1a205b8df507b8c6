"""The command line. Each command is a module here, read only when it is called."""

from importlib import import_module

import click

COMMANDS = {
    "serve": "serve",
    "keys": "keys",
    "recall": "recall",
    "check": "check",
    "prove": "prove",
    "diff": "diff",
    "cover": "cover",
    "try": "try_answers",
    "cases": "cases",
    "simulate": "simulate",
    "sources": "sources",
    "translate": "translate",
    "review": "review",
    "apply": "apply",
    "sign": "sign",
    "dossier": "dossier",
    "help-page": "help_page",
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with, or end with what may have been meant."""
        if args[0] not in COMMANDS:
            from checker.authoring.problems import did_you_mean

            guess = did_you_mean(args[0], COMMANDS) or f". The commands are {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command '{args[0]}'{guess}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands)
@click.version_option(package_name="condition-checker")
def cli() -> None:
    """A branching health questionnaire from one YAML file."""
