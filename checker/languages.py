"""How does a page say in which language words are, and which way they run?"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from markupsafe import Markup

_LTR = Markup('<bdi dir="ltr">{}</bdi>')


@lru_cache
def direction(language: str) -> str:
    """Return ``rtl`` for a language that is written from right to left, else ``ltr``."""
    return Locale.parse(language, sep="-").text_direction


@lru_cache
def lang(language: str) -> Markup:
    """Return what an element says of its words: their language and, with it, their direction."""
    return Markup('lang="{}" dir="{}"').format(language, direction(language))


def foreign(language: str, words: str) -> Markup:
    """Return words that are marked as another language than the page's."""
    return Markup("<span {}>{}</span>").format(lang(language), words)


def worded(texts: Mapping[str, str], language: str, words: str = "") -> str:
    """Return a text, or some words of it, for a page in a language; where it lacks that, in its first one, marked."""
    spoken = language if language in texts else next(iter(texts))
    kept = ordered(spoken, words or texts[spoken])
    return kept if spoken == language else foreign(spoken, kept)


def isolated(language: str, words: str) -> str:
    """Return a name or an address for a page, where it keeps its own order though one of both runs from the right."""
    if direction(language) == "ltr" and not any(bidirectional(letter) in ("R", "AL") for letter in words):
        return words
    return Markup("<bdi>{}</bdi>").format(words)


def ordered(language: str, words: str) -> str:
    """Return words for a page, on which numbers such as 1-800-222-1222 keep their order in every language."""
    if direction(language) == "ltr":
        return words
    parts = _PIECES.split(words)
    if len(parts) == 1:
        return words
    kept = Markup().join(_LTR.format(part) if place % 2 else part for place, part in enumerate(parts))
    return Markup("<span>{}</span>").format(kept)  # one thing to whatever places things in a row


def ordered_plainly(language: str, words: str) -> str:
    """Return words without marks, on which such numbers keep their order too: by signs that nobody sees."""
    return words if direction(language) == "ltr" else _PIECES.sub("\u2066\\1\u2069", words)


_PIECES = re.compile(r"(\+\d+(?:[ -]*(?:\(\d+\)|\d+))*|(?:\(\d+\)|\d+)(?:[ -]\d+){2,}|\d{3,}[ -]\d{3,})")
"""Numbers in pieces, as of telephones. From right to left, the last piece would stand where the first one is read."""


Kind: TypeAlias = tuple[str, str, str]
"""A language, the script it is written in, and where."""


@lru_cache
def kind_of(code: str) -> Kind | None:
    """Return of what kind a language is, with what most of its readers mean who do not say so; None for no language."""
    try:
        language, territory, script = parse_locale(code, sep="-")[:3]
    except ValueError:
        return None
    language = get_global("language_aliases").get(language, language)
    known = get_global("likely_subtags")
    named = (f"{language}_{territory or script}", language)
    likely = next((known[name] for name in named if name in known), language)
    _, there, written = parse_locale(likely)[:3]
    return language, script or written or "", territory or there or ""


def is_known(code: str) -> bool:
    """Return whether anybody has written down how a language writes its days, numbers and plurals."""
    try:
        return bool(Locale.parse(code, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


def semicolon(language: str) -> str:
    """Return what stands between answers that may have commas in them."""
    kind = kind_of(language)
    return _SEMICOLONS.get(kind[1] if kind else "", "; ")


_SEMICOLONS = {"Arab": "؛ ", "Grek": "· ", "Hans": "\uff1b", "Hant": "\uff1b", "Jpan": "\uff1b"}
"""By script; where that of Latin letters asks a question, or is not known."""
