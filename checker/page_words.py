"""What does a page say by itself, in any language? What pages say whatever the questionnaire, such as "Continue".

English stands in templates and in Python and is the key of every translation. A questionnaire's own translation goes
before the one shipped with the program, and a language before the one that it is a kind of (pt-BR before pt).
"""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations

from checker.memoisation import memoised
from checker.resources import shipped


class Untranslated(str):
    """English words in place of those that a language lacks."""

    __slots__ = ()


class _English(NullTranslations):
    """What stands for all that a language lacks."""

    def gettext(self, message: str) -> str:
        return Untranslated(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return Untranslated(msgid1 if n == 1 else msgid2)


@dataclass(frozen=True, eq=False)
class PageWords:
    """The words of all pages, in every language."""

    own: Mapping[str, GNUTranslations] = field(default_factory=dict)
    """What translations of the questionnaire say, by language."""

    def said_in(self, language: str) -> NullTranslations:
        """Return the words in a language; English ones, as ``Untranslated``, where nobody has written them."""
        return _said_in(self, language)


@memoised
def _said_in(words: PageWords, language: str) -> NullTranslations:
    found: NullTranslations = NullTranslations() if _kinds(language)[-1] == "en" else _English()
    for each in reversed([*_written(words, language)]):
        first = copy(each)
        first.add_fallback(found)
        found = first
    return found


def _written(words: PageWords, language: str) -> Iterator[GNUTranslations]:
    """Yield what there is, the nearest first."""
    for kind in _kinds(language):
        if kind in words.own:
            yield words.own[kind]
        file = shipped("translations") / kind.replace("-", "_") / "LC_MESSAGES" / "messages.mo"
        if file.exists():
            with file.open("rb") as content:
                yield GNUTranslations(content)


def _kinds(language: str) -> list[str]:
    """Return a language, and what it is a kind of: pt-BR, pt."""
    parts = language.split("-")
    return ["-".join(parts[:many]) for many in range(len(parts), 0, -1)]
