"""``checker serve``: the questionnaire in a browser."""

import os
import secrets
from pathlib import Path

import click

from checker.cli.common import questions_option, told
from checker.loading import LoadError
from checker.signoff import SignoffError
from checker.web import create_app
from checker.web.serving import ListenError, address, serve
from checker.web.settings import Settings, SettingsError, settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, envvar="CHECKER_HOST", help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, envvar="CHECKER_PORT", type=click.IntRange(1, 65535))
@click.option(
    "--workers", envvar="CHECKER_WORKERS", type=click.IntRange(1, 64), help="Processes; more than one need keys."
)
@questions_option
def command(host: str, port: int, workers: int | None, questions: Path | None) -> None:
    """Serve the questionnaire to browsers."""
    own_key = secrets.token_urlsafe(32)  # kept through reloads, so that nobody on their way is lost

    def chosen() -> Settings:
        set_up = settings(os.environ, workers=workers, questions=questions)
        return set_up if set_up.keys else set_up.model_copy(update={"keys": (own_key,)})

    welcome = f"Open {address(host, port)} in a browser. Ctrl+C ends it."
    try:
        serve(lambda: create_app(chosen()), host, port, chosen(), lambda: click.echo(welcome))
    except (SettingsError, SignoffError, ListenError) as error:
        raise click.ClickException(str(error)) from None
    except LoadError as error:
        raise told(error) from None
