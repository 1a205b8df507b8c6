"""``checker help-page``: the page that a proxy shows while nothing else can be shown."""

from pathlib import Path

import click

from checker.cli.common import FILE, loaded
from checker.ops.outage_page import PAGE, outage_page
from checker.page_words import PageWords


@click.command("help-page")
@click.argument("file", type=FILE, required=False)
@click.option("--into", type=FILE, multiple=True, help="A configuration that holds the page, to write it into.")
def command(file: Path | None, into: tuple[Path, ...]) -> None:
    """Print where help is, as FILE (or the shipped questionnaire) has it, for a proxy to say when nothing else can.

    With --into it takes the place of the page in the configuration of a proxy. Reload the proxy then.
    """
    questionnaire = loaded(file)
    page = outage_page(questionnaire, PageWords(questionnaire.page_words, questionnaire.drafts))
    for configuration in into:
        try:
            text = configuration.read_text(encoding="utf-8")
            anew, count = PAGE.subn(lambda _: page, text)
            if not count:
                raise click.ClickException(f"{configuration}: there is no page from <!doctype html> to </html> in it")
            configuration.write_text(anew, encoding="utf-8")
        except (OSError, UnicodeError) as error:
            raise click.ClickException(f"{configuration}: cannot be read or written ({error})") from None
        click.echo(f"{configuration}: says where help is, as the questionnaire does. Reload the proxy.")
    if not into:
        click.echo(page)
