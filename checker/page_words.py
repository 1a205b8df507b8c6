"""What does a page say by itself, in any language? What pages say whatever the questionnaire, such as "Continue".

English stands in templates and in Python and is the key of every translation. A questionnaire's own translation goes
before the one shipped with the program, and a language before the one that it is a kind of (pt-BR before pt). Words
that no native speaker has read are said in a draft alone, whose pages say what they are.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations, c2py
from pathlib import Path
from typing import TypeAlias

from babel.messages.plurals import get_plural

from checker.languages import is_known
from checker.memoisation import memoised
from checker.resources import shipped

OwnWords: TypeAlias = Mapping[str, tuple[str, ...]]
"""What a questionnaire has pages say in a language, by the English words: each plural form, or the one form."""


class Untranslated(str):
    """English words in place of those that a language lacks."""

    __slots__ = ()


class _English(NullTranslations):
    """What stands for all that a language lacks."""

    def gettext(self, message: str) -> str:
        return Untranslated(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return Untranslated(msgid1 if n == 1 else msgid2)


class _Own(NullTranslations):
    """What a questionnaire says itself."""

    def __init__(self, language: str, words: OwnWords) -> None:
        super().__init__()
        self.words, self.form = words, plural_form(language)

    def gettext(self, message: str) -> str:
        return self.words[message][0] if message in self.words else super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.words[msgid1][self.form(n)] if msgid1 in self.words else super().ngettext(msgid1, msgid2, n)


def plural_form(language: str) -> Callable[[int], int]:
    """Return which of the plural forms of a language, as gettext counts them, stands for a number."""
    return c2py(get_plural(language.replace("-", "_")).plural_expr if is_known(language) else "(n != 1)")


@dataclass(frozen=True, eq=False)
class PageWords:
    """The words of all pages, in every language."""

    own: Mapping[str, OwnWords] = field(default_factory=dict)
    """What the questionnaire says itself, by language."""
    drafts: Collection[str] = ()
    """Languages whose pages say that no native speaker has read them."""

    def said_in(self, language: str) -> NullTranslations:
        """Return the words in a language; English ones, as ``Untranslated``, where nobody has written them."""
        return _said_in(self, language)

    def own_in(self, language: str) -> OwnWords:
        """Return what the questionnaire itself says in a language, or in one that it is a kind of."""
        return {
            source: words
            for kind in reversed(kinds(language))
            if kind not in self.drafts or language in self.drafts
            for source, words in self.own.get(kind, {}).items()
        }


@memoised
def _said_in(words: PageWords, language: str) -> NullTranslations:
    found: NullTranslations = NullTranslations() if kinds(language)[-1] == "en" else _English()
    for each in reversed([*_written(words, language)]):
        first = copy(each)
        first.add_fallback(found)
        found = first
    return found


def _written(words: PageWords, language: str) -> Iterator[NullTranslations]:
    """Yield what there is, the nearest first; what is a draft, for a draft alone."""
    is_draft = language in words.drafts
    for kind in kinds(language):
        if kind in words.own and (is_draft or kind not in words.drafts):
            yield _Own(kind, words.own[kind])
        file = shipped_in(kind)
        if file.exists() and (is_draft or not says_draft(file)):
            with file.with_suffix(".mo").open("rb") as content:
                yield GNUTranslations(content)


def shipped_in(language: str) -> Path:
    """Return where the words of pages in exactly this language are shipped with the program, if they are."""
    return shipped("translations") / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def says_draft(file: Path) -> bool:
    """Return whether a file of words says at its top that no native speaker has read it."""
    return bool(_DRAFT.search(file.read_text(encoding="utf-8").partition("\n\n")[0]))


_DRAFT = re.compile(r"^# X-Draft: yes$", re.MULTILINE)
"""A remark, since a key of the head that Babel does not know goes at the next update."""


def kinds(language: str) -> list[str]:
    """Return a language, and what it is a kind of: pt-BR, pt."""
    parts = language.split("-")
    return ["-".join(parts[:many]) for many in range(len(parts), 0, -1)]
