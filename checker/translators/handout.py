"""What is there to translate into a language, in which order, and what is translated already?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from babel import Locale
from babel.messages.catalog import Message

from checker.authoring.page_coverage import catalogue_of, catalogues, messages
from checker.authoring.problems import SourceText
from checker.authoring.translation_file import head_of, is_of_people
from checker.authoring.translations import (
    MOST_MORE,
    MOST_TIMES,
    PAGE,
    SOURCE,
    Finding,
    Translation,
    compare,
    fitting,
    forms_of,
    kept_as_is,
    key_of,
    numbers_of,
    of_new_words,
    places,
    read,
)
from checker.authoring.yaml_tree import text_of
from checker.engine.questionnaire import Questionnaire
from checker.page_words import says_draft
from checker.translators.page_places import seen_on
from checker.translators.places import grave, locked, most, seen

COMMENT = "comment"
"""The name under which formats without comments have that of the whole file."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A text to translate, and what a translator needs to know of it."""

    message: Message
    """Where it stands by ids, its words, and what stands for them so far."""
    seen: str
    """Where people see it."""
    most: int
    """How many letters the words should have at most."""
    locked: str = ""
    """The published instrument whose wording it is."""
    grave: bool = False
    """Whether people must be able to read it in their language."""
    forms: tuple[str, ...] = ()
    """For which numbers each form stands, of words that count things."""

    def remarks(self) -> list[str]:
        """Return what a translator is to know beside where it is seen, and how long it may be."""
        told = list[str]()
        if kept := kept_as_is("\n".join(forms_of(self.message.id))):
            told.append(f"Stays as it is: {', '.join(kept)}.")
        if self.locked:
            told.append(
                f"Published wording ({self.locked}). Only the official wording in this language may stand here: "
                f"write where it is from in a remark, '{SOURCE}...', or leave it empty."
            )
        if self.forms:
            told.append(f"Its forms are for these numbers: {'; '.join(self.forms)}.")
        return told

    def told(self) -> list[str]:
        """Return all that a translator is told, one thing after the other."""
        return [f"{self.seen}.", f"At most {self.most} letters.", *self.remarks()]


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything to translate into a language."""

    language: str
    head: dict[str, str]
    comment: str
    units: tuple[Unit, ...] = field(repr=False)
    gone: tuple[str, ...] = ()
    """Texts that the translation has, and the questionnaire has no more."""

    def about(self) -> dict[str, str]:
        """Return what a file says of itself, with room for the names of those who work on it."""
        people = {name: words for name, words in self.head.items() if is_of_people(name)}
        return {"Language": self.language, "Last-Translator": "", "X-Reviewed-By": "", **people, COMMENT: self.comment}

    def messages(self) -> list[Message]:
        """Return what stands in the file of a translation: every text, and what pages do not say so anyway."""
        shipped_words, is_draft = _spoken(_shipped(self.language)), _is_draft(self.language)
        return [unit.message for unit in self.units if _is_kept(unit.message, shipped_words, is_draft)]


def _is_kept(message: Message, shipped_words: Mapping[str, tuple[str, ...]], is_draft: bool) -> bool:
    """Return whether an entry says what the program does not: as words, or where it has a draft as a guess."""
    words = forms_of(message.string)
    is_shipped = message.fuzzy == is_draft and words == shipped_words.get(key_of(message)[1])
    return message.context != PAGE or bool(message.user_comments) or (any(map(str.strip, words)) and not is_shipped)


class ForeignFileError(Exception):
    """A file that holds no translation of ours, with what to do."""


@dataclass(frozen=True, slots=True)
class Came:
    """What somebody translated, as a file of some format has it."""

    head: dict[str, str]
    comment: str
    messages: list[Message]


def handout(questionnaire: Questionnaire, translation: Translation | None, language: str) -> Handout:
    """Return all that there is to translate, with the words of a translation, those in place, and those shipped."""
    units = [*_texts(questionnaire, translation, language), *_page_words(translation, language)]
    name = Locale.parse("en").languages.get(language.split("-")[0], language)
    title = questionnaire.title.said_in(questionnaire.languages[0])
    comment = translation.comment if translation else f"{title} in {name}. No native speaker has read it yet."
    head = head_of(questionnaire, language, translation.head if translation else {})
    gone = _gone(questionnaire, translation) if translation else ()
    return Handout(language, head, comment, tuple(units), tuple(gone))


def _gone(questionnaire: Questionnaire, translation: Translation) -> Iterator[str]:
    """Yield every text that a translation has, and that is neither the questionnaire's nor the pages'."""
    yield from (f"{each.place}: {each.source}" for each in compare(questionnaire, translation).of("gone"))
    yield from (": ".join(key_of(each)) for each in translation.catalogue.obsolete.values())
    known = {key_of(each)[1] for each in asked()}
    own = (key_of(each)[1] for each in translation.messages() if each.context == PAGE)
    yield from (f"{PAGE}: {words}" for words in own if words not in known)


def _texts(questionnaire: Questionnaire, translation: Translation | None, language: str) -> Iterator[Unit]:
    """Yield the texts of the questionnaire, each once, in its order."""
    first, known = questionnaire.languages[0], set[tuple[str, str]]()
    former = {(each.place, each.source): each.entry for each in _changed(questionnaire, translation)}
    for place, path, text in places(questionnaire):
        source = text.root[first]
        if (place, source) not in known:
            known.add((place, source))
            entry = translation.entry(place, source) if translation else None
            message = _message(place, source, entry or former.get((place, source)), text.root.get(language, ""))
            published, must = locked(questionnaire, path), grave(questionnaire, path)
            yield Unit(message, seen(questionnaire, path), most(path, source), published, must)


def _message(place: str, source: str, entry: Message | None, in_place: str) -> Message:
    """Return a text with the words that stand for it so far; as a guess where they were made from other words."""
    if entry is None:
        return Message(source, in_place, context=place)
    old = [*entry.previous_id] or ([] if key_of(entry)[1] == source else [key_of(entry)[1]])
    flags = ["fuzzy"] if old or entry.fuzzy else []
    words, remarks = forms_of(entry.string)[0], of_new_words(entry.user_comments) if old else entry.user_comments
    return Message(source, words, context=place, flags=flags, user_comments=remarks, previous_id=old)


def _changed(questionnaire: Questionnaire, translation: Translation | None) -> Iterable[Finding]:
    return compare(questionnaire, translation).of("changed") if translation else ()


def _page_words(translation: Translation | None, language: str) -> Iterator[Unit]:
    """Yield the pages' own words, as the translation has them, or else as the program has them: a draft as a guess."""
    shipped_words, numbers = _spoken(_shipped(language)), numbers_of(language)
    own, is_guess = _spoken(translation), _is_draft(language)
    for asked_for in asked():
        place, source = PAGE, key_of(asked_for)[1]
        entry = translation.entry(place, source) if translation else None
        counts = len(forms_of(asked_for.id)) > 1
        words = own.get(source) or shipped_words.get(source) or ("",) * (len(numbers) if counts else 1)
        is_guessed = entry.fuzzy if entry and source in own else is_guess and source in shipped_words
        message = Message(
            asked_for.id,
            words if counts else words[0],
            context=place,
            flags=["fuzzy"] if is_guessed else [],
            user_comments=entry.user_comments if entry else (),
            previous_id=entry.previous_id if entry else (),
        )
        longest = max(map(len, forms_of(asked_for.id)))
        room = longest + 15 if longest <= BUTTON else MOST_TIMES * longest + MOST_MORE
        where = f"The pages' own words, on {seen_on().get(source, 'some page')}"
        yield Unit(message, where, room, forms=tuple(map(_listed, numbers)) if counts else ())


BUTTON = 25
"""Letters that a button or a heading of the pages may have; what has more is a sentence."""


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:4])) + (" and so on" if len(numbers) > 4 else "")


@cache
def asked() -> tuple[Message, ...]:
    """Return every message that pages say by themselves, as the catalogues list them."""
    return tuple(messages(catalogues()[0]))


@cache
def _shipped(language: str) -> Translation | None:
    """Return the pages' own words in a language, or in that of its region, as they come with the program."""
    file = catalogue_of(language)
    return read(SourceText(text_of(file), f"messages.{language}.po")) if file else None


def _is_draft(language: str) -> bool:
    """Return whether the pages' own words come with the program as a draft."""
    file = catalogue_of(language)
    return file is not None and says_draft(file)


def _spoken(translation: Translation | None) -> dict[str, tuple[str, ...]]:
    """Return the pages' own words that a translation has, in the plural forms of our language."""
    if translation is None:
        return {}
    entries = (each for each in translation.messages() if each.context in (PAGE, None))
    found = {key_of(each)[1]: fitting(each, translation) for each in entries}
    return {source: words for source, words in found.items() if any(map(str.strip, words))}
