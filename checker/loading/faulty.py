"""What else is wrong in an entry whose shape is not sound? Its sound keys are judged by themselves."""

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

from pydantic import BaseModel

from checker.loading.draft import Draft, Finding, entries, valid
from checker.loading.problems import Problem
from checker.loading.questions import exclusive
from checker.loading.reading import Node
from checker.loading.references import promise_slips, rule_slips
from checker.model import KeyPath, Option, Promise, Question, Rule

_Model = TypeVar("_Model", bound=BaseModel)
_JUDGED_TOGETHER = ("then", "page")
"""Keys of a rule that are judged by one another, so that a faulty one says nothing of the other."""


def faulty(draft: Draft) -> Iterator[Problem]:
    """Yield every problem of the sound keys of entries that are not sound as a whole."""
    for path, message in chain(_rules(draft), _promises(draft), _questions(draft)):
        yield draft.source.problem(draft.nearest(path).start, message)


def _rules(draft: Draft) -> Iterator[Finding]:
    for path, entry in _broken(draft, ("guidance",)):
        found = rule_slips(draft, sound_keys(Rule, entry))
        yield from (((*path, *at), message) for at, message in found if at[0] not in _JUDGED_TOGETHER)


def _promises(draft: Draft) -> Iterator[Finding]:
    for path, entry in _broken(draft, ("promises",)):
        found = promise_slips(draft, sound_keys(Promise, entry))
        yield from (((*path, *at), message) for at, message in found)


def _questions(draft: Draft) -> Iterator[Finding]:
    for section in range(len(list(entries(draft.root, "sections")))):
        for path, entry in _broken(draft, ("sections", section, "questions")):
            options = tuple(sound_keys(Option, option) for option in entries(entry, "options"))
            question = sound_keys(Question, entry).model_copy(update={"options": options})
            yield from (((*path, *at), message) for at, message in exclusive(question))


def _broken(draft: Draft, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    """Yield the entries of a list that are not sound, with their paths in the text."""
    list_, kept = draft.root.at(path), draft.kept.get(path)
    if list_ and kept is not None and isinstance(list_.data, tuple):
        for place, entry in list_.children.items():
            if place not in kept and isinstance(entry.data, dict):
                yield (*path, place), entry


def sound_keys(kind: type[_Model], entry: Node) -> _Model:
    """Return an entry with its sound values, and with none or the usual ones for all other keys."""
    data = entry.data if isinstance(entry.data, dict) else {}
    fields = kind.model_fields.items()
    values = {
        name: None if field.is_required() else field.get_default(call_default_factory=True) for name, field in fields
    }
    for name, field in fields:
        if (key := field.alias or name) in data and (value := valid(field.annotation, data[key])) != ():
            values[name] = value
    return kind.model_construct(**values)
