"""What of a translation that came back is right? It is taken in, and everything else is named."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog, Message

from checker.authoring import translation_file
from checker.authoring.problems import did_you_mean, one_line
from checker.authoring.translations import (
    BACK,
    PAGE,
    Key,
    doubt,
    forms_of,
    key_of,
    locale_of,
    of_new_words,
    page_refusal,
    text_refusal,
)
from checker.translators.handout import Came, Handout, Unit


@dataclass(slots=True)
class Intake:
    """A translation as it stands, into which somebody's work is taken."""

    handed: Handout
    came: Came
    refused: list[str] = field(default_factory=list)
    """What is left out, each with its place and why."""
    notes: list[str] = field(default_factory=list)
    """What is taken in, and that somebody should look at."""
    taken: int = 0
    """How many texts got other words."""
    _units: dict[Key, Unit] = field(default_factory=dict)
    _seen: set[Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take in what is right."""
        self._units = {key_of(unit.message): unit for unit in self.handed.units}
        for message in self.came.messages:
            self._take(message)
        self.notes += [f"dropped, since no text says it any more: {one_line(each)}" for each in self.handed.gone]

    @property
    def known(self) -> int:
        """How many of the texts came."""
        return len(self._seen & self._units.keys())

    @property
    def text(self) -> str:
        """The file of the translation: in the order of the questionnaire, and the same however often it is made."""
        head = translation_file.kept(self.handed.head, self.came.head)
        return translation_file.written(head, self.handed.messages(), self.came.comment or self.handed.comment)

    def _take(self, message: Message) -> None:
        key = key_of(message)
        unit = self._units.get(key) or self._former(message)
        where = f"{key[0]}: '{one_line(key[1])}'"
        if unit is None:
            self.refused.append(f"{where}: {self._unknown(key)}")
        elif key in self._seen:
            self.refused.append(f"{where}: this is written twice, and the first counts")
        else:
            self._judge(unit, message, where)
        self._seen.add(key)

    def _judge(self, unit: Unit, message: Message, where: str) -> None:
        """Take an entry in, or name why not, once nothing is said of its words that was said of those before."""
        if _is_reworded(unit.message, message):
            old = {*unit.message.user_comments} - {*of_new_words(unit.message.user_comments)}
            stale = [each for each in message.user_comments if each.strip() in old]
            message.user_comments = [each for each in message.user_comments if each not in stale]
            self.notes += [f"{where}: dropped, since it was said of other words: {each}" for each in stale]
        if why := self._mistake(unit, message):
            self.refused.append(f"{where}: {why}")
        else:
            self._put(unit, message, where)

    def _former(self, message: Message) -> Unit | None:
        """Return the text that an entry was made for, whose words in the first language are others by now."""
        place, source = key_of(message)
        came = {key_of(each) for each in self.came.messages}
        unsaid = (unit for key, unit in self._units.items() if key[0] == place != PAGE and key not in came)
        unit = next((unit for unit in unsaid if not "".join(forms_of(unit.message.string)).strip()), None)
        if unit:
            message.user_comments = of_new_words(message.user_comments)
        if unit and not message.previous_id:
            message.previous_id = [source]
            message.flags.add("fuzzy")
        return unit

    def _unknown(self, key: Key) -> str:
        here = [each for each in self._units if each[0] == key[0]]
        if here:
            return "no text here has these words. They changed, or the source was edited: export once more"
        return f"there is no such place{did_you_mean(key[0], [each[0] for each in self._units])}"

    def _mistake(self, unit: Unit, message: Message) -> str:
        """Return why the words of an entry are left out; nothing where they are not, or where there are none."""
        words, former = forms_of(message.string), forms_of(unit.message.string)
        if not any(map(str.strip, words)):
            return ""
        if message.context != PAGE:
            is_new = words != former or (unit.message.fuzzy and not message.fuzzy)
            return text_refusal(message, key_of(unit.message)[1], is_published=is_new and bool(unit.locked))
        if len(words) != len(former):
            return f"it has {len(words)} plural forms, and {self.handed.language} has {len(former)}"
        entry = Message(unit.message.id, words if len(words) > 1 or unit.forms else words[0], context=PAGE)
        return page_refusal(entry, Catalog(locale=locale_of(self.handed.language)))

    def _put(self, unit: Unit, message: Message, where: str) -> None:
        """Take in an entry's words and remarks; those that are there stay where none came."""
        kept, words = unit.message, forms_of(message.string)
        if any(map(str.strip, words)):
            if words != forms_of(kept.string) or message.fuzzy != kept.fuzzy:
                self.taken += 1
                self.notes += [f"{where}: {each}" for each in self._doubts(unit, message)]
            if _is_reworded(kept, message):
                kept.user_comments = of_new_words(kept.user_comments)
            kept.string = words if unit.forms else words[0]
            kept.flags = kept.flags - {"fuzzy"} | ({"fuzzy"} if message.fuzzy else set())
            if not message.fuzzy or message.previous_id[:1] != kept.previous_id[:1]:  # not all formats keep two forms
                kept.previous_id = list(message.previous_id) if message.fuzzy else []
        kept.user_comments = [*_either(kept, message, back=False), *_either(kept, message, back=True)]

    def _doubts(self, unit: Unit, message: Message) -> Iterator[str]:
        longest = max(map(len, forms_of(message.string)))
        if longest > unit.most:
            yield f"it has {longest} letters, and there is room for about {unit.most}"
        if message.context != PAGE and (why := doubt(key_of(unit.message)[1], forms_of(message.string)[0])):
            yield why
        if message.fuzzy and message.previous_id:
            yield f"it was made from '{one_line(str(message.previous_id[0]))}', and counts once it is looked at again"


def _is_reworded(kept: Message, came: Message) -> bool:
    """Return whether words came, and other ones than those that are there."""
    words = forms_of(came.string)
    return any(map(str.strip, words)) and words != forms_of(kept.string)


def _either(kept: Message, came: Message, *, back: bool) -> list[str]:
    """Return the remarks that came, or the back translation; where none came, what is there."""
    both = ([each.strip() for each in message.user_comments] for message in (came, kept))
    wanted = ([each for each in some if each and each.startswith(BACK) == back] for some in both)
    return list(dict.fromkeys(next(filter(None, wanted), [])))
