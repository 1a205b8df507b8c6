"""How does a page say in which language words are, and which way they run?"""

import re
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import bidirectional

from babel import Locale
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
    return Markup().join(_LTR.format(part) if place % 2 else part for place, part in enumerate(parts))


def ordered_plainly(language: str, words: str) -> str:
    """Return words without marks, on which such numbers keep their order too: by signs that nobody sees."""
    return words if direction(language) == "ltr" else _PIECES.sub("\u2066\\1\u2069", words)


_PIECES = re.compile(r"(\+\d+(?:[ -]*(?:\(\d+\)|\d+))*|(?:\(\d+\)|\d+)(?:[ -]\d+){2,}|\d{3,}[ -]\d{3,})")
"""Numbers in pieces, as of telephones. From right to left, the last piece would stand where the first one is read."""
