"""A translation beside what it was made from: for whoever translates, and for whoever has to judge it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from babel.messages.catalog import Message

from checker.authoring.translations import (
    BACK,
    Finding,
    Translation,
    compare,
    former,
    forms_of,
    page_words,
    places,
    spoken,
)
from checker.engine.questionnaire import KeyPath, Questionnaire
from checker.phrases import later
from checker.review.material import Material
from checker.review.parts import part_at
from checker.review.pictures import Place, place
from checker.review.reading import order
from checker.translators.places import locked, most

STATES: Mapping[str, str] = {
    "missing": later("Not in the file"),
    "untranslated": later("Not translated"),
    "changed": later("Changed since"),
    "refused": later("Refused"),
    "translated": later("Translated"),
    "published": later("Published wording"),
    "back": later("Translated back"),
}
"""What one may look at alone: texts in a state, and those with something special."""


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """One text in both languages."""

    number: int
    part: str
    place: str
    """Where it stands, by ids."""
    seen: Place
    source: str
    words: str
    """Its words in the other language, whether they count or not; empty where there are none."""
    state: str
    """translated, or why people read it in the first language."""
    former: str
    """What the words were made from, where that is not what the text says now."""
    why: str
    """Why the words are refused."""
    back: str
    """What the words mean when they are translated back, as a translator kept it."""
    remarks: tuple[str, ...]
    """What else the file says of the words, such as who read them."""
    most: int
    """How many letters its words should have at most."""
    published: str
    """The published instrument whose wording it is."""

    @property
    def is_said(self) -> bool:
        """Whether people read the words."""
        return self.state == "translated"

    def fits(self, state: str) -> bool:
        """Return whether it is one of those that one may look at alone."""
        return (
            state == self.state
            or (state == "published" and bool(self.published))
            or (state == "back" and bool(self.back))
        )


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One translation."""

    language: str
    first: str
    """The language that it is made from."""
    file: str
    is_draft: bool
    """Whether no native speaker has read it."""
    translator: str
    reviewer: str
    texts: tuple[TranslatedText, ...]
    """The most dangerous first."""
    gone: tuple[Finding, ...]
    """Entries of texts that are no longer there, or that are written twice."""
    page_words: Mapping[str, str]
    """What pages say by themselves in its words, by the English ones; with all forms of what counts."""
    stages: Mapping[str, str]
    """How near the danger is, by part."""

    @property
    def counts(self) -> dict[str, int]:
        """How many texts there are of those that one may look at alone."""
        found = {state: sum(each.fits(state) for each in self.texts) for state in STATES}
        return {state: count for state, count in found.items() if count}

    @property
    def by_stage(self) -> Iterator[tuple[str, list[tuple[str, list[TranslatedText]]]]]:
        """Yield each stage with its parts, and their texts."""
        for stage, some in groupby(self.texts, lambda each: self.stages[each.part]):
            yield stage, [(part, list(texts)) for part, texts in groupby(some, lambda each: each.part)]


def beside_first(questionnaire: Questionnaire, translation: Translation) -> SideBySide:
    """Return a translation beside what it was made from."""
    compared, stages = compare(questionnaire, translation), order(questionnaire)
    of_texts = {
        (each.place, each.source): each for each in compared.of("missing", "untranslated", "changed", "refused")
    }
    first, rank = questionnaire.languages[0], {part: number for number, part in enumerate(stages)}
    paths = dict[tuple[str, str], KeyPath]()
    for name, path, text in places(questionnaire):
        paths.setdefault((name, text.root[first]), path)
    wanted = sorted(paths.items(), key=lambda each: rank[part_at(questionnaire, each[1])])
    texts = (
        _text(questionnaire, number, key, path, of_texts.get(key), translation.entry(*key))
        for number, (key, path) in enumerate(wanted, 1)
    )
    head, language = translation.head, translation.language
    return SideBySide(
        language,
        first,
        Path(translation.file).name,
        language in questionnaire.drafts,
        head.get("Last-Translator", ""),
        head.get("X-Reviewed-By", ""),
        tuple(texts),
        tuple(compared.of("gone", "twice")),
        {source: " / ".join(forms) for source, forms in page_words(translation).items()},
        stages,
    )


def _text(
    questionnaire: Questionnaire,
    number: int,
    key: tuple[str, str],
    path: KeyPath,
    finding: Finding | None,
    entry: Message | None,
) -> TranslatedText:
    entry = finding.entry if finding else entry
    remarks = entry.user_comments if entry else ()
    return TranslatedText(
        number,
        part_at(questionnaire, path),
        key[0],
        place(questionnaire, path),
        key[1],
        forms_of(entry.string)[0] if entry else "",
        finding.state if finding else "translated",
        former(entry) if entry and finding and finding.state == "changed" else "",
        finding.why if finding else "",
        " ".join(each.removeprefix(BACK) for each in remarks if each.startswith(BACK)),
        tuple(each for each in remarks if not each.startswith(BACK)),
        most(path, key[1]),
        locked(questionnaire, path),
    )


def gather(material: Material) -> tuple[SideBySide, ...]:
    """Return every translation that stands in a file of its own, and is offered or a draft."""
    whole = material.whole
    found, _ = spoken(whole.languages[1:], whole.drafts, material.translations)
    return tuple(beside_first(whole, each) for each in found)
