"""What does the proxy in front say while nothing else can be said? Where help is, as the questionnaire has it.

One page, on one line, fit for the configurations of nginx and Caddy: every sign that means something to them is written
as an entity of HTML.
"""

import re
from gettext import NullTranslations, translation

from markupsafe import escape

from checker.engine.questionnaire import Questionnaire
from checker.languages import lang, worded
from checker.resources import shipped

PAGE = re.compile(r"<!doctype html>.*?</html>", re.DOTALL)
"""The page where it stands in a configuration."""
_MEANING = {ord(sign): f"&#{ord(sign)};" for sign in "'`$\\{}"}


def outage_page(questionnaire: Questionnaire) -> str:
    """Return the page, in every language of a questionnaire."""
    first, *others = questionnaire.languages
    title = _plain(_words(first).gettext("This page cannot be shown right now"))
    said = [
        _paragraph(questionnaire, first, ""),
        *(_paragraph(questionnaire, each, f" {lang(each)}") for each in others),
    ]
    return (
        f'<!doctype html><html {lang(first)}><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><h1>{title}</h1>{"".join(said)}</html>'
    )


def _paragraph(questionnaire: Questionnaire, language: str, marked: str) -> str:
    links = (
        f'<a href="{_plain(link.href)}">{_plain(worded(link.text.root, language))}</a>.' for link in questionnaire.help
    )
    again = _words(language).gettext("Please try again in a minute.")
    return f"<p{marked}>{' '.join(links)} {_plain(again)}</p>"


def _words(language: str) -> NullTranslations:
    return translation("messages", str(shipped("translations")), [language.replace("-", "_")], fallback=True)


def _plain(words: str) -> str:
    return " ".join(escape(words).split()).translate(_MEANING)
