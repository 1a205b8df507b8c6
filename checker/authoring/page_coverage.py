"""How much of what the pages say by themselves has a language, and has somebody who grew up with it read that?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from checker.authoring.translations import forms_of
from checker.page_words import OwnWords, PageWords, Untranslated, kinds, shipped_in
from checker.resources import shipped


@dataclass(frozen=True, slots=True)
class PageCoverage:
    """The pages' own words in a language."""

    all: int
    lacking: int
    """How many of them people read in English."""
    drafted: int
    """How many are shipped as a draft that no native speaker has read: they are said in drafts alone."""


def catalogues() -> list[Path]:
    """Return the shipped files of the pages' own words, one for each language but English."""
    return sorted(shipped("translations").glob("*/LC_MESSAGES/messages.po"))


def messages(catalogue: Path) -> list[Message]:
    """Return what a file of words says, without its head."""
    with catalogue.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def coverage(language: str, own: Mapping[str, OwnWords], drafts: Collection[str]) -> PageCoverage:
    """Return how much of the pages' own words a language has, as its pages would say them."""
    known = [forms_of(message.id) for message in messages(catalogues()[0])]
    lacking = _lacking(known, PageWords(own, drafts), language)
    read = _lacking(known, PageWords(own, [each for each in drafts if each != language]), language)
    drafted = read - _lacking(known, PageWords(own, [*drafts, language]), language)
    return PageCoverage(len(known), lacking, drafted)


def _lacking(known: Iterable[tuple[str, ...]], words: PageWords, language: str) -> int:
    said = words.said_in(language)
    found = (said.ngettext(each[0], each[1], 2) if len(each) > 1 else said.gettext(each[0]) for each in known)
    return sum(isinstance(each, Untranslated) for each in found)


def catalogue_of(language: str) -> Path | None:
    """Return the shipped file of the pages' words in a language, or in the nearest one that it is a kind of."""
    return next((file for file in map(shipped_in, kinds(language)) if file.exists()), None)
