"""What of a part can be changed? Its fields, as their author wrote them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from checker.authoring.edits import GONE, same, value_in
from checker.authoring.manuscript import Manuscript, Words, texts_within, value_at, words_at, words_of
from checker.authoring.problems import LoadError, one_line
from checker.authoring.translations import former, refusal
from checker.authoring.yaml_tree import Data
from checker.engine.conditions import Expression, reads
from checker.engine.questionnaire import KeyPath, Part, Questionnaire
from checker.explain.plain_english import describe
from checker.phrases import phrase, spoken
from checker.review.parts import named_parts
from checker.review.proposals import ProposalError, ValueChange, data_of, way_to
from checker.translators.places import most


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One value that can be changed."""

    name: str
    """The keys, and the ids in lists, that lead to it."""
    words: str
    """As its author wrote it."""
    problem: str = ""
    """Why what was written instead is no value."""
    language: str = ""
    """The language of words that stand in a file of their own, without quotation marks."""
    remark: str = ""
    """What to know of such words: what they stand for, and why they do not count yet."""

    @property
    def rows(self) -> int:
        """How many lines it takes."""
        return min(12, 1 + sum(1 + len(line) // 90 for line in self.words.split("\n")))


@dataclass(frozen=True, slots=True)
class Help:
    """What helps to write a field."""

    reads: str = ""
    """How its condition reads; empty where it is none."""
    ids: tuple[tuple[str, str], ...] = ()
    """Ids that may be written, each with what it stands for."""


def help_with(questionnaire: Questionnaire, part: str) -> Mapping[str, Help]:
    """Return what helps to write the fields of a part, by their names: conditions and tiers alone need help."""
    held = named_parts(questionnaire).get(part)
    fields = {name: getattr(held, name) for name in type(held).model_fields} if isinstance(held, Part) else {}
    found = {name: _help(questionnaire, value) for name, value in fields.items() if isinstance(value, Expression)}
    tiers = Help(ids=tuple((tier.id, tier.title.said_in(spoken())) for tier in questionnaire.tiers))
    return found | {name: tiers for name in ("tier", "always", "never", "right") if name in fields}


def _help(questionnaire: Questionnaire, condition: Expression) -> Help:
    read = [questionnaire.question[name] for name in reads(condition) if name in questionnaire.question]
    ids = [
        (f"{question.id}: {option.id}", option.text.said_in(spoken()))
        for question in read
        for option in question.options
    ]
    return Help(describe(questionnaire, condition), tuple(ids))


def fields_of(whole: Manuscript, part: str, languages: Collection[str] = ()) -> tuple[FieldWords, ...]:
    """Return the fields of a part, each entry of a list that has an id as one; raise ProposalError.

    Words of these languages that stand in files of their own follow the words that they were made from.
    """
    data = data_of(whole.text)
    return tuple(
        _field(whole, way_to(data, part, name), name)
        for own in _names(whole, way_to(data, part, ""))
        for name in (own, *_translated(whole, data, part, own, languages))
    )


def _names(whole: Manuscript, path: KeyPath) -> Iterator[str]:
    there = value_at(whole, path)
    if there is GONE:
        raise ProposalError(phrase("there is no such part"))
    if not isinstance(there, dict):
        yield ""
        return
    for key, value in there.items():
        entries = value if isinstance(value, tuple) else ()
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
        if ids and all(isinstance(each, str) for each in ids):
            yield from (f"{key}.{each}" for each in ids)
        elif "." not in key:
            yield key


def _translated(whole: Manuscript, data: Data, part: str, name: str, languages: Collection[str]) -> Iterator[str]:
    """Yield the names of words within a field that stand in files of their own; a question is a part of its own."""
    if part.startswith("section ") and name.startswith("questions."):
        return
    within = way_to(data, part, name)
    if texts_within(whole, within[:-1]) == (within[:-1],):  # the part is a text, and this is what it says
        within, name = within[:-1], ""
    for path in texts_within(whole, within):
        steps = (name, *(str(step) for step in path[len(within) :]))
        for language in languages:
            if words_at(whole, (*path, language)):
                yield ".".join(filter(None, (*steps, language)))


def _field(whole: Manuscript, path: KeyPath, name: str) -> FieldWords:
    found = words_at(whole, path)
    if found is None:
        return FieldWords(name, words_of(whole, path))
    return FieldWords(name, found.said, "", found.translation.language, _remark(found, path[:-1]))


def _remark(found: Words, path: KeyPath) -> str:
    source = found.key[1]
    said = phrase("“%(source)s” Write at most %(most)s letters.", source=source, most=most(path, source))
    if found.finding and found.finding.state == "changed" and found.entry:
        old = {"old": one_line(former(found.entry)), "old_words": one_line(found.finding.words)}
        since = phrase("This was made from “%(old)s”: “%(old_words)s”.", **old)
        return f"{said} {since}"
    return said


def changes_of(
    whole: Manuscript, part: str, written: Mapping[str, str]
) -> tuple[tuple[ValueChange, ...], tuple[FieldWords, ...]]:
    """Return what is another value now, and the fields as they were written, with what is wrong in any.

    A field that is left empty is taken out. Raise ProposalError for a part or a field that cannot be there.
    """
    data, changes, fields = data_of(whole.text), list[ValueChange](), list[FieldWords]()
    for name, given in written.items():
        words, path = given.rstrip(), way_to(data, part, name)
        there, translated = value_at(whole, path), words_at(whole, path)
        now, problem = _translation(translated, words) if translated else _value(words, there)
        changed = now is not there and (GONE in (now, there) or not same(now, there))
        if words != words_of(whole, path).rstrip() and changed and not problem:
            changes.append(ValueChange(part=part, field=name, was=there, now=now))
        known = _field(whole, path, name)
        fields.append(FieldWords(name, words, problem, known.language, known.remark))
    return tuple(changes), tuple(fields)


def _value(words: str, there: object) -> tuple[object, str]:
    """Return the value that a piece of YAML stands for; what is there, and why, where it stands for none."""
    try:
        return (value_in(words) if words else GONE), ""
    except LoadError as error:
        return there, error.problems[0].message


def _translation(found: Words, words: str) -> tuple[object, str]:
    """Return words of a translation, and why they cannot stand for those of the first language."""
    return (words, refusal(found.key[1], words)) if words.strip() else (GONE, "")


def named(name: str) -> str:
    """Return a field's name as it may be added; raise ProposalError for one that cannot be."""
    found = name.strip()
    if len(found) > 200 or not found.replace(".", "").replace("_", "").replace("-", "").isalnum():
        raise ProposalError(phrase("A field is named by its key, such as when or options.other"))
    return found
