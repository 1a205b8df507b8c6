"""``checker serve``: the questionnaire in a browser."""

import os
from pathlib import Path

import click

from checker.cli.common import loaded, questions_option
from checker.signoff import SignoffError
from checker.web import create_app
from checker.web.serving import ListenError, address, serve
from checker.web.settings import SettingsError, settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, envvar="CHECKER_HOST", help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, envvar="CHECKER_PORT", type=click.IntRange(1, 65535))
@click.option(
    "--workers", envvar="CHECKER_WORKERS", type=click.IntRange(1, 64), help="Processes; more than one need keys."
)
@questions_option
def command(host: str, port: int, workers: int | None, questions: Path | None) -> None:
    """Serve the questionnaire to browsers."""
    try:
        set_up = settings(os.environ, workers=workers, questions=questions)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    loaded(set_up.questions)
    try:
        welcome = f"Open {address(host, port)} in a browser. Ctrl+C ends it."
        serve(create_app(set_up), host, port, set_up.workers, lambda: click.echo(welcome))
    except (ListenError, SignoffError) as error:
        raise click.ClickException(str(error)) from None
