"""``checker serve``: the questionnaire in a browser."""

import os

import click
from flask import Flask

from checker.authoring.problems import LoadError
from checker.cli.common import clinic_option, questions_option, told
from checker.ops import ended, seeds
from checker.ops.server import ListenError, address, serve
from checker.ops.settings import Settings, SettingsError, settings
from checker.review.signoff import SignoffError
from checker.web import create_app
from checker.web.standing import standing


@click.command("serve")
@click.option("--host", help="The address to listen at; 127.0.0.1 if left out.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen at; 8000 if left out.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; more than one need CHECKER_KEYS.")
@click.option("--review", is_flag=True, default=None, help="Show the review for clinicians under /review.")
@questions_option
@clinic_option
def command(**given: object) -> None:
    """Serve the questionnaire to browsers."""
    said: list[str] = []
    own_seed = str(seeds.new())  # kept through reloads, so that nobody on their way is lost

    def chosen() -> Settings:
        set_up = settings(os.environ, **given)
        own = {"keys": (own_seed,), "store": set_up.store or str(ended.temporary())}
        return set_up if set_up.keys else set_up.model_copy(update=own)

    def made() -> Flask:
        app = create_app(chosen())
        said[:] = standing(app, address(set_up.host, set_up.port))
        return app

    def welcome() -> None:
        click.echo("\n".join(said))

    try:
        set_up = chosen()
        serve(made, set_up, welcome)
    except (SettingsError, SignoffError, ListenError) as error:
        raise click.ClickException(str(error)) from None
    except LoadError as error:
        raise told(error) from None
