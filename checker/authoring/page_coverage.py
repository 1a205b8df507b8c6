"""How much of what the pages say by themselves has a language, and has somebody who grew up with it read that?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from checker.authoring.translations import PAGE, Translation, page_refusal
from checker.explain.wording import base
from checker.resources import shipped

_DRAFT = re.compile(r'^["#]\s*X-Draft: yes\b', re.MULTILINE)
"""What the head of a catalogue says, or a remark above it, where no native speaker has read it."""


@dataclass(frozen=True, slots=True)
class PageCoverage:
    """The pages' own words in a language."""

    all: int
    lacking: int
    """How many of them people will read in English."""
    draft: bool
    """Whether the catalogue says that no native speaker has read it."""


def catalogues() -> list[Path]:
    """Return the shipped files of the pages' own words, one for each language but English."""
    return sorted(shipped("translations").glob("*/LC_MESSAGES/messages.po"))


def messages(catalogue: Path) -> list[Message]:
    """Return what a file of words says, without its head."""
    with catalogue.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def coverage(language: str, own: Iterable[Translation] = ()) -> PageCoverage:
    """Return how much of the pages' own words a language has, shipped or in the file of its translation.

    A language of a region has those of its region, or else of the language.
    """
    known = {_key(message) for file in catalogues() for message in messages(file)}
    if base(language) == "en":
        return PageCoverage(len(known), 0, draft=False)
    file = catalogue_of(language)
    spoken = set(_said(messages(file))) if file else set[str]()
    for beside in (each for each in own if each.language == language):
        sayable = (each for each in beside.messages() if not page_refusal(each, beside.catalogue))
        spoken |= set(_said(each for each in sayable if each.context == PAGE))
    head = file.read_text(encoding="utf-8").partition("\n\n")[0] if file else ""
    return PageCoverage(len(known), len(known - spoken), bool(_DRAFT.search(head)))


def catalogue_of(language: str) -> Path | None:
    """Return the shipped file of the pages' words in a language: that of its region, or else of the language."""
    files = {file.parent.parent.name: file for file in catalogues()}
    return files.get(language.replace("-", "_")) or files.get(base(language))


def _said(some: Iterable[Message]) -> Iterator[str]:
    """Yield the words that have been said, all forms of those that count things."""
    for message in some:
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if forms and all(forms) and not message.fuzzy:
            yield _key(message)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
