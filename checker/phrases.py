"""The words of the review, in its reader's language.

They are looked up without a server, so that a folder of pages and a page of one are drawn by the same functions.
English stands in the code and is the key of every translation (``translations/es/LC_MESSAGES/review.po``).
"""

from collections.abc import Iterator, Mapping
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
    return _filled(catalogue().gettext(words), values)


class Phrase(str):
    """A phrase that was found once and is read by many: English as it stands, and ``said`` in the language spoken."""

    def __new__(cls, words: str, values: Mapping[str, object] | None = None) -> "Phrase":
        """Keep what the phrase is made from."""
        made = super().__new__(
            cls, words % {name: _joined(value) for name, value in values.items()} if values else words
        )
        made._words, made._values = words, values or {}
        return made

    def __str__(self) -> str:
        """Stay what it is."""
        return self

    _words: str
    _values: Mapping[str, object]

    @property
    def said(self) -> str:
        """The phrase in the language spoken."""
        return phrase(self._words, **self._values)


def later(words: str, **values: object) -> Phrase:
    """Return a phrase that is said in the language spoken when somebody reads it; as text alone it is English.

    What it is filled with may be such phrases too, or a tuple of them.
    """
    return Phrase(words, values)


def said(text: str) -> str:
    """Return a text in the language spoken, where it is a phrase that was kept for later."""
    return text.said if isinstance(text, Phrase) else text


def nphrase(one: str, many: str, number: int, **values: object) -> str:
    """Return the phrase for a number of things, which it may name as ``%(num)s``."""
    return _filled(catalogue().ngettext(one, many, number), {"num": number, **values})


def _filled(words: str, values: Mapping[str, object]) -> str:
    if not values:
        return words
    return words % {name: _said(value) for name, value in values.items()}


def _said(value: object) -> object:
    if isinstance(value, tuple):
        return _joined(tuple(map(_said, value)))
    return said(value) if isinstance(value, str) else value


def _joined(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    return translation("review", str(shipped("translations")), [language], fallback=True)
