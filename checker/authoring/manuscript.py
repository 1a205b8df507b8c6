"""What have its authors written? The YAML of a questionnaire and the translations beside it, changed as one text.

Keys and places lead to a value of the YAML, as in ``edits``. To words of a language that has a file of its own they
lead as if these stood in the YAML too: ``("title", "es")``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Message

from checker.authoring import edits
from checker.authoring.edits import GONE, EditError
from checker.authoring.loader import inspect_text
from checker.authoring.problems import LoadError, Problem, SourceText
from checker.authoring.translation_file import written
from checker.authoring.translations import (
    Comparison,
    Finding,
    Key,
    Translation,
    beside,
    compare,
    forms_of,
    key_of,
    language_of,
    of_new_words,
    places,
    read,
    refusal,
)
from checker.authoring.yaml_tree import text_of
from checker.engine.questionnaire import KeyPath, Questionnaire


@dataclass(frozen=True)
class Manuscript:
    """All that is written of one questionnaire."""

    text: str
    """Its YAML."""
    translations: tuple[SourceText, ...] = ()
    """The files of words in other languages."""

    def inspect(self, name: str = "questions.yaml") -> tuple[Questionnaire | None, tuple[Problem, ...]]:
        """Return the questionnaire, if it is sound, and its problems and warnings."""
        return inspect_text(self.text, name, self.translations)

    def line(self, problem: Problem) -> str:
        """Return the line that a problem is of."""
        own = next((each.text for each in self.translations if each.name == problem.file), self.text)
        return "".join(re.split(r"\r\n?|\n", own)[problem.line - 1 : problem.line]).strip()


@dataclass(frozen=True, slots=True)
class Words:
    """Where words of a language stand that has a file of its own."""

    translation: Translation
    key: Key
    """Where they stand by ids, and what they are in the first language."""
    entry: Message | None
    """What says them, whether it counts or not."""
    finding: Finding | None
    """Why it does not count; None where it does."""

    @property
    def said(self) -> str:
        """The words: none where the entry is empty, a guess, or made from other words."""
        found = "" if self.finding and self.finding.state != "refused" else self.entry and self.entry.string
        return forms_of(found or "")[0]


def manuscript_of(file: Path) -> Manuscript:
    """Return what is written in a file and beside it; raise LoadError where it cannot be read."""
    return Manuscript(text_of(file), tuple(beside(file)))


def words_at(whole: Manuscript, path: KeyPath) -> Words | None:
    """Return the words in a file of their own that a path leads to; None where it leads to a value of the YAML.

    A draft that cannot be read has no words.
    """
    for source in whole.translations:
        if path[-1:] == (language_of(source.name),) and (key := _keys(whole.text).get(path[:-1])):
            try:
                translation = _read(source)
            except LoadError:
                return None
            entry, finding = _entry(translation, _compared(whole.text, source), key)
            return Words(translation, key, entry, finding)
    return None


def _entry(translation: Translation, compared: Comparison, key: Key) -> tuple[Message | None, Finding | None]:
    found = (each for each in compared.findings if (each.place, each.source) == key and each.state != "twice")
    finding = next(found, None)
    return (finding.entry if finding else translation.entry(*key)), finding


def texts_within(whole: Manuscript, path: KeyPath) -> tuple[KeyPath, ...]:
    """Return where every text stands within a value of the YAML."""
    return tuple(each for each in _keys(whole.text) if each[: len(path)] == path)


def value_at(whole: Manuscript, path: KeyPath) -> object:
    """Return the value to which keys and places lead, or ``GONE`` where there is none."""
    found = words_at(whole, path)
    return edits.value_at(whole.text, path) if found is None else found.said or GONE


def words_of(whole: Manuscript, path: KeyPath) -> str:
    """Return a value as its author wrote it; words of a translation without quotation marks."""
    found = words_at(whole, path)
    return edits.words_of(whole.text, path) if found is None else found.said


def edited(whole: Manuscript, path: KeyPath, value: object) -> Manuscript:
    """Return all of it with another value in one place; raise EditError for one that cannot stand there."""
    found = words_at(whole, path)
    if found is None:
        return replace(whole, text=edits.edited(whole.text, path, value).text)
    if value is not GONE and (why := refusal(found.key[1], str(value))):
        raise EditError(why)
    fresh = _rewritten(found, "" if value is GONE else str(value), list(_keys(whole.text).values()))
    kept = (fresh if each.name == fresh.name else each for each in whole.translations)
    return replace(whole, translations=tuple(kept))


def _rewritten(found: Words, said: str, order: list[Key]) -> SourceText:
    """Return a translation with other words for one text, at the place of the entry, or in the order of the texts."""
    old, translation = found.entry, found.translation
    flags = old.flags - {"fuzzy"} if old else set[str]()
    remarks = of_new_words(old.user_comments) if old else []
    fresh = Message(found.key[1], said, context=found.key[0], flags=flags, user_comments=remarks)
    messages = translation.messages()
    if old:
        messages = [fresh if each is old else each for each in messages]
    else:
        before = {*order[: order.index(found.key)]}
        at = max((place for place, each in enumerate(messages, 1) if key_of(each) in before), default=0)
        messages.insert(at, fresh)
    return SourceText(written(translation.head, messages, translation.comment), translation.file)


@lru_cache(maxsize=8)
def _read(source: SourceText) -> Translation:
    return read(source)


@lru_cache(maxsize=4)
def _first(text: str) -> Questionnaire:
    """Return what a YAML says without the translations beside it."""
    found, _ = inspect_text(text)
    if found is None:
        raise EditError("the words of a translation cannot be placed while the file has mistakes. Mend these first")
    return found


@lru_cache(maxsize=4)
def _keys(text: str) -> Mapping[KeyPath, Key]:
    """Return the key of every text, in their order."""
    found = _first(text)
    return {path: (place, said.root[found.languages[0]]) for place, path, said in places(found)}


@lru_cache(maxsize=8)
def _compared(text: str, source: SourceText) -> Comparison:
    return compare(_first(text), _read(source))
