"""The words of the review, in its reader's language.

They are looked up without a server, so that a folder of pages and a page of one are drawn by the same functions.
English stands in the code and is the key of every translation (``translations/es/LC_MESSAGES/review.po``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations, translation

from checker.resources import shipped

LANGUAGES = ("en", "es")
"""The languages that the review is written in."""
_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


def spoken() -> str:
    """Return the language that phrases are in."""
    return _LANGUAGE.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Have all phrases in this language, one of ``LANGUAGES``, until the block ends."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def catalogue() -> NullTranslations:
    """Return the translations into the language spoken; those of English change nothing."""
    return _catalogue(spoken())


def phrase(words: str, **values: object) -> str:
    """Return a phrase in the language spoken, its ``%(name)s`` filled in; English where it is not translated."""
    said = catalogue().gettext(words)
    return said % values if values else said


def phrases(one: str, many: str, number: int, **values: object) -> str:
    """Return the phrase for a number of things, which it may name as ``%(num)s``."""
    return catalogue().ngettext(one, many, number) % {"num": number, **values}


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    return translation("review", str(shipped("translations")), [language], fallback=True)
