"""What does the proxy in front say while nothing else can be said? Where help is, as the questionnaire has it.

One page, on one line, fit for the configurations of nginx and Caddy: every sign that means something to them is written
as an entity of HTML.
"""

import re

from markupsafe import escape

from checker.engine.questionnaire import Questionnaire
from checker.languages import foreign, lang, worded
from checker.page_words import PageWords, Untranslated

PAGE = re.compile(r"<!doctype html>.*?</html>", re.DOTALL)
"""The page where it stands in a configuration."""
_MEANING = {ord(sign): f"&#{ord(sign)};" for sign in "'`$\\{}"}


def outage_page(questionnaire: Questionnaire, words: PageWords) -> str:
    """Return the page, in every language of a questionnaire that is no draft."""
    first, *others = questionnaire.languages
    title = _plain(words.said_in(first).gettext("This page cannot be shown right now"))
    said = [
        _paragraph(questionnaire, words, first, ""),
        *(_paragraph(questionnaire, words, each, f" {lang(each)}") for each in others),
    ]
    return (
        f'<!doctype html><html {lang(first)}><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><h1>{title}</h1>{"".join(said)}</html>'
    )


def _paragraph(questionnaire: Questionnaire, words: PageWords, language: str, marked: str) -> str:
    links = (
        f'<a href="{_plain(link.href)}">{_plain(worded(link.text.root, language))}</a>.' for link in questionnaire.help
    )
    again = words.said_in(language).gettext("Please try again in a minute.")
    said = foreign("en", again) if isinstance(again, Untranslated) else again
    return f"<p{marked}>{' '.join(links)} {_plain(said)}</p>"


def _plain(words: str) -> str:
    return " ".join(escape(words).split()).translate(_MEANING)
