"""What did an author change? Every part's words, conditions, scores and order, as sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeAlias

from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Has, Is
from checker.engine.questionnaire import Part, Promise, Question, Questionnaire, Rule, Statement, Text
from checker.explain.plain_english import describe, names
from checker.phrases import later, phrase, spoken

Topic = Literal["words", "questions", "rules", "scores", "order", "other"]
TOPICS: Mapping[Topic, str] = {
    "words": later("Words"), "questions": later("Questions and options"),
    "rules": later("Rules, statements and promises"), "scores": later("Scores"), "order": later("Order"),
    "other": later("Other"),
}  # fmt: skip
Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an author changed, as a sentence."""

    topic: Topic
    sentence: str


_KINDS: Mapping[str, tuple[str, Topic]] = {
    "tiers": ("tier", "rules"), "scores": ("score", "scores"), "guidance": ("rule", "rules"),
    "statements": ("statement", "rules"), "promises": ("promise", "rules"), "cases": ("worked case", "other"),
    "hazards": ("hazard", "other"),
    "sources": ("source", "other"), "help": ("help link", "words"), "benchmarks": ("benchmark", "other"),
}  # fmt: skip


def changes(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Yield everything that changed, part by part in the order of the new version."""
    was, now = parts(old), parts(new)
    for key, (topic, part) in now.items():
        if key not in was:
            yield Change(topic, _told_of(new, key, part, phrase("is added")))
        else:
            yield from _changed(old, new, key, was[key][1], part)
    for key, (topic, part) in was.items():
        if key not in now:
            yield Change(topic, _told_of(old, key, part, phrase("is removed")))
    yield from _moved(old, new, list(was), list(now))


def parts(questionnaire: Questionnaire) -> dict[Key, tuple[Topic, Part]]:
    """Return every part that has an id, by its kind and ids, and the questionnaire itself."""
    found: dict[Key, tuple[Topic, Part]] = {("questionnaire",): ("other", questionnaire)}
    for section in questionnaire.sections:
        found["section", section.id] = "words", section
        for question in section.questions:
            found["question", question.id] = "questions", question
            for option in question.options:
                found["option", question.id, option.id] = "questions", option
    for field, (kind, topic) in _KINDS.items():
        for part in getattr(questionnaire, field):
            found[kind, part.id] = topic, part
    for score in questionnaire.scores:
        for band in score.bands:
            found["band", score.id, band.id] = "scores", band
    return found


_NAMED: Mapping[str, str] = {
    "questionnaire": later("Questionnaire"), "section": later("Section %(name)s"),
    "question": later("Question %(name)s"), "option": later("Option %(name)s of %(owner)s"),
    "tier": later("Tier %(name)s"), "score": later("Score %(name)s"), "band": later("Band %(name)s of %(owner)s"),
    "rule": later("Rule %(name)s"), "statement": later("Statement %(name)s"), "promise": later("Promise %(name)s"),
    "worked case": later("Worked case %(name)s"), "source": later("Source %(name)s"),
    "help link": later("Help link %(name)s"), "benchmark": later("Benchmark %(name)s"),
    "hazard": later("Hazard %(name)s"),
}  # fmt: skip


def name_of(questionnaire: Questionnaire, key: Key) -> str:
    """Return a part's kind and name, such as: Option “No” of “Fever”."""
    called = names(questionnaire)
    kind, *ids = key
    words = called.get(key, f"'{ids[-1]}'" if ids else "").strip()
    owner = {"option": "question", "band": "score"}.get(kind)
    return phrase(_NAMED[kind], name=words, owner=called[owner, ids[0]] if owner else "")


def _told_of(questionnaire: Questionnaire, key: Key, part: Part, what: str) -> str:
    """Return what became of a part, with its condition where it has one."""
    name, when = name_of(questionnaire, key), getattr(part, "when", Always())
    if type(part) not in _WHEN or when == Always():
        return phrase("%(part)s %(what)s.", part=name, what=what)
    condition = phrase(_WHEN[type(part)], condition=describe(questionnaire, when))
    return phrase("%(part)s %(what)s, %(when)s.", part=name, what=what, when=condition)


_WHEN: Mapping[type[Part], str] = {
    Question: later("asked when %(condition)s"),
    Rule: later("it holds when %(condition)s"),
    Statement: later("said when %(condition)s"),
    Promise: later("claimed when %(condition)s"),
}


def _changed(old: Questionnaire, new: Questionnaire, key: Key, was: Part, now: Part) -> Iterator[Change]:
    before, after = dict(_told(old, was)), dict(_told(new, now))
    for path in dict.fromkeys([*after, *before]):
        was_so, is_so = before.get(path, LEFT_OUT), after.get(path, LEFT_OUT)
        if was_so.meaning != is_so.meaning:
            sentence = phrase(
                "%(part)s: %(key)s is now %(now)s; it was %(before)s.",
                part=name_of(new, key),
                key=path,
                now=is_so.words,
                before=was_so.words,
            )
            yield Change("words" if path.endswith(")") else _parts_topic(key), sentence)


def _parts_topic(key: Key) -> Topic:
    topics: dict[str, Topic] = {"question": "questions", "option": "questions", "band": "scores"}
    return topics.get(key[0]) or dict(_KINDS.values()).get(key[0], "other")


_OWN = frozenset({"id", "options", "bands", "sections", "questions", *_KINDS})
"""Keys of parts that are parts of their own, or that name one."""


class _Fact(NamedTuple):
    """What a part says at one place: what it means, and how that reads."""

    meaning: object
    words: str


LEFT_OUT = _Fact(None, later("left out"))


def _told(questionnaire: Questionnaire, part: Part) -> Iterator[tuple[str, _Fact]]:
    """Yield what a part says, and what no key of its own says: a question's section, and the id of the whole."""
    yield from _facts(questionnaire, part)
    if isinstance(part, Question):
        section = next(each for each in questionnaire.sections if any(part is one for one in each.questions))
        yield "section", _Fact(section.id, f"“{section.title.said_in(spoken())}”")
    elif isinstance(part, Questionnaire):
        yield "id", _Fact(part.id, part.id)


def _facts(questionnaire: Questionnaire, part: Part, path: str = "") -> Iterator[tuple[str, _Fact]]:
    """Yield everything that a part says, by the keys that lead to it; the words of a language end in its code."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if value != field.default and not (name in _OWN and not path):
            yield from _fact(questionnaire, value, f"{path} {field.alias or name}".strip())


def _fact(questionnaire: Questionnaire, value: object, path: str) -> Iterator[tuple[str, _Fact]]:
    match value:
        case Text():
            for language, words in value.root.items():
                said = " ".join(words.split())
                yield f"{path} ({language})", _Fact(said, f"“{said}”")
        case Part():
            yield from _facts(questionnaire, value, path)
        case tuple() if any(isinstance(item, Part | Text) for item in value):
            for place, item in enumerate(value, 1):
                yield from _fact(questionnaire, item, f"{path} {place}")
        case Mapping() if path.startswith("page_words"):
            for name, item in value.items():
                yield from _fact(questionnaire, item, f"{path}: {name}")
        case tuple():
            yield path, _Fact(value, ", ".join(map(str, value)))
        case AllOf() | AnyOf() | Is() | Has() | Compare():
            yield path, _Fact(value, describe(questionnaire, value))
        case _:
            yield path, _Fact(value, str(value))


def _moved(old: Questionnaire, new: Questionnaire, was: Sequence[Key], now: Sequence[Key]) -> Iterator[Change]:
    """Yield what stands elsewhere in the order of its kind; as few as explain the new order."""
    groups = dict.fromkeys((key[0], *key[1:-1]) for key in now)
    for group in groups:
        before = [key for key in was if key[:-1] == group and key in now]
        after = [key for key in now if key[:-1] == group and key in was]
        kept = {place for block in SequenceMatcher(None, before, after, False).get_matching_blocks()
                for place in range(block.b, block.b + block.size)}  # fmt: skip
        for place, key in enumerate(after):
            if place not in kept:
                yield Change("order", _stands(new, key, after[place - 1] if place else None))


def _stands(questionnaire: Questionnaire, key: Key, before: Key | None) -> str:
    """Return where a part stands now: after another one, or first."""
    part = name_of(questionnaire, key)
    if before is None:
        return phrase("%(part)s stands elsewhere now: first.", part=part)
    return phrase("%(part)s stands elsewhere now: after %(other)s.", part=part, other=name_of(questionnaire, before))
