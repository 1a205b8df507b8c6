"""Which language does a browser ask for, and what is it called?"""

from collections.abc import Iterator, Sequence

from babel import Locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from checker.languages import kind_of

LONGEST = 500
"""Letters that are read of what a browser asks for."""


def preferred(header: str, offered: Sequence[str]) -> str:
    """Return which of these languages a browser asks for; the first where it asks for none of them.

    What it wants most and can be had is taken: exactly that, else the same language in the same script, from anywhere.
    """
    asked = parse_accept_header(header[:LONGEST], LanguageAccept)
    unwanted = {code.lower() for code, quality in asked if quality <= 0}
    left = [code for code in offered if code.lower() not in unwanted]
    return next((code for wanted, quality in asked if quality > 0 for code in _alike(wanted, left)), offered[0])


def _alike(wanted: str, offered: Sequence[str]) -> Iterator[str]:
    """Yield which of these languages are as good as one, the nearest first."""
    if wanted == "*":
        yield from offered
    yield from (code for code in offered if code.lower() == wanted.lower())
    if here := kind_of(wanted):
        others = [(code, kind) for code in offered if (kind := kind_of(code)) and kind[:2] == here[:2]]
        yield from (code for code, _ in sorted(others, key=lambda each: each[1][2] != here[2]))


def own_name(code: str, offered: Sequence[str]) -> str:
    """Return what a language calls itself, as in a list: Español; for which place, only where several are offered."""
    language = code.partition("-")[0]
    alone = sum(each.partition("-")[0] == language for each in offered) < 2
    locale = Locale.parse(code, sep="-")
    name = (alone and locale.language_name) or locale.display_name or code
    return name[:1].title() + name[1:]  # not upper: Georgian has capitals, and no titles in them


def name_in(code: str, language: str) -> str:
    """Return what a language is called in another one."""
    locale = Locale.parse(code, sep="-")
    return locale.get_language_name(language.replace("-", "_")) or code
