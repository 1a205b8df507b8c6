"""What of a part can be changed? Its fields, as their author wrote them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.authoring.edits import GONE, same, value_at, value_in, words_of
from checker.authoring.problems import LoadError
from checker.engine.conditions import Expression, reads
from checker.engine.questionnaire import KeyPath, Part, Questionnaire
from checker.explain.plain_english import describe
from checker.phrases import phrase, spoken
from checker.review.parts import named_parts
from checker.review.proposals import ProposalError, ValueChange, data_of, way_to


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One value that can be changed."""

    name: str
    """The keys, and the ids in lists, that lead to it."""
    words: str
    """As its author wrote it."""
    problem: str = ""
    """Why what was written instead is no value."""

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


def fields_of(text: str, part: str) -> tuple[FieldWords, ...]:
    """Return the fields of a part, each entry of a list that has an id as one; raise ProposalError."""
    data = data_of(text)
    return tuple(
        FieldWords(name, words_of(text, way_to(data, part, name))) for name in _names(text, way_to(data, part, ""))
    )


def _names(text: str, path: KeyPath) -> Iterator[str]:
    whole = value_at(text, path)
    if whole is GONE:
        raise ProposalError(phrase("there is no such part"))
    if not isinstance(whole, dict):
        yield ""
        return
    for key, value in whole.items():
        entries = value if isinstance(value, tuple) else ()
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
        if ids and all(isinstance(each, str) for each in ids):
            yield from (f"{key}.{each}" for each in ids)
        elif "." not in key:
            yield key


def changes_of(
    text: str, part: str, written: Mapping[str, str]
) -> tuple[tuple[ValueChange, ...], tuple[FieldWords, ...]]:
    """Return what is another value now, and the fields as they were written, with what is wrong in any.

    A field that is left empty is taken out. Raise ProposalError for a part or a field that cannot be there.
    """
    data, changes, fields = data_of(text), list[ValueChange](), list[FieldWords]()
    for name, given in written.items():
        words = given.rstrip()
        path = way_to(data, part, name)
        there, problem = value_at(text, path), ""
        try:
            now = value_in(words) if words else GONE
        except LoadError as error:
            problem, now = error.problems[0].message, there
        changed = now is not there and (GONE in (now, there) or not same(now, there))
        if words != words_of(text, path).rstrip() and changed:
            changes.append(ValueChange(part=part, field=name, was=there, now=now))
        fields.append(FieldWords(name, words, problem))
    return tuple(changes), tuple(fields)


def named(name: str) -> str:
    """Return a field's name as it may be added; raise ProposalError for one that cannot be."""
    found = name.strip()
    if len(found) > 200 or not found.replace(".", "").replace("_", "").replace("-", "").isalnum():
        raise ProposalError(phrase("A field is named by its key, such as when or options.other"))
    return found
