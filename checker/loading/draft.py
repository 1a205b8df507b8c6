"""What did the author mean, where not everything is sound?

A draft holds the text, its tree, and a questionnaire of all the entries that are sound, so that every other problem is
found in the same go. An id that stands in the text is known, even where its entry is broken.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias, cast

from pydantic import TypeAdapter, ValidationError

from checker.loading.problems import Problem, Source
from checker.loading.reading import Data, Node
from checker.model import Clinic, KeyPath, Question, Questionnaire, Section

Finding: TypeAlias = tuple[KeyPath, str]
"""The path of a value in the sound part, and what is wrong with it."""


@dataclass(frozen=True)
class Draft:
    """A text on its way to be a questionnaire."""

    source: Source
    root: Node
    sound: Questionnaire
    """The entries that are sound; the whole questionnaire where all are."""
    kept: Mapping[KeyPath, tuple[int, ...]] = field(default_factory=dict)
    """Which entries of a list are sound, for the lists where not all are."""

    def written(self, path: KeyPath) -> KeyPath:
        """Return the path in the text of a path in the sound part."""
        found: KeyPath = ()
        for step in path:
            found = (*found, self.kept[found][step] if isinstance(step, int) and found in self.kept else step)
        return found

    def problem(self, path: KeyPath, message: str) -> Problem:
        """Return a problem at the value to which a path of the sound part leads, or as near to it as there is one."""
        return self.source.problem(self.nearest(self.written(path)).start, message)

    def nearest(self, path: KeyPath) -> Node:
        """Return the value to which a path of the text leads, or the last one on the way."""
        node = self.root
        for step in path:
            if (child := node.children.get(step)) is None:
                break
            node = child
        return node

    @cached_property
    def ids(self) -> dict[str, dict[str, Node]]:
        """Every id that is written in a list of the file, by the list's key, and ``questions`` of all sections."""
        lists = {str(key): _identified(node.children.values()) for key, node in self.root.children.items()}
        sections = self.nearest(("sections",)).children.values()
        return lists | {
            "questions": _identified(chain.from_iterable(entries(section, "questions") for section in sections))
        }


def entries(node: Node, key: str) -> Iterable[Node]:
    """Return what stands in the list under a key; nothing where there is no such list."""
    found = node.children.get(key)
    return found.children.values() if found else ()


def id_of(entry: Node) -> str:
    """Return the id that an author gave to an entry; nothing where it has none."""
    node = entry.children.get("id")
    return node.data if node and isinstance(node.data, str) else ""


def repeated(ids: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield every id that stands in a list before, with its place."""
    first: dict[str, int] = {}
    return ((place, id_) for place, id_ in enumerate(ids) if first.setdefault(id_, place) != place)


def _identified(found: Iterable[Node]) -> dict[str, Node]:
    """Return entries by their ids, the first one where two have the same."""
    ids: dict[str, Node] = {}
    for entry in found:
        ids.setdefault(id_of(entry), entry)
    return {id_: entry for id_, entry in ids.items() if id_}


def salvaged(source: Source, root: Node, broken: Collection[KeyPath]) -> Draft:
    """Return a draft of everything but the broken entries, and the keys that no entry has."""
    kept: dict[KeyPath, tuple[int, ...]] = {}
    ways = {path[:length] for path in broken for length in range(len(path))}

    def without(data: Data, path: KeyPath) -> Data:
        if path not in ways:
            return data
        if isinstance(data, tuple):
            kept[path] = tuple(place for place in range(len(data)) if (*path, place) not in broken)
            return tuple(without(data[place], (*path, place)) for place in kept[path])
        if isinstance(data, dict):
            return {key: without(value, (*path, key)) for key, value in data.items() if (*path, key) not in broken}
        return data

    data = without(root.data, ())
    return Draft(source, root, _constructed(data if isinstance(data, dict) else {}), kept)


def _constructed(data: dict[str, Data]) -> Questionnaire:
    """Return a questionnaire of the fields that are sound; the others are empty."""
    fields = Questionnaire.model_fields
    values = {name: valid(field.annotation, data[name]) for name, field in fields.items() if name in data}
    empty: dict[str, Any] = {name: () for name, field in fields.items() if field.is_required()}
    if clinic := _clinic(data.get("clinic")):
        values["clinic"] = clinic
    sections = data.get("sections")
    values["sections"] = tuple(map(_section, sections)) if isinstance(sections, tuple) else ()
    return Questionnaire.model_construct(**empty | values)


def _clinic(data: Data) -> Clinic | None:
    """Return a clinic, under a name that says nothing where its own is broken."""
    named = {**data, "name": "?"} if isinstance(data, dict) else None
    return valid(Clinic, data) or valid(Clinic, named) or None


def _section(data: Data) -> Section:
    """Return a section, with its sound questions alone where its own keys are broken."""
    if section := valid(Section, data):
        return cast(Section, section)
    questions = data.get("questions", ()) if isinstance(data, dict) else ()
    return Section.model_construct(id="", title=(), questions=valid(tuple[Question, ...], questions))


def valid(kind: Any, data: Data) -> Any:
    """Return the data as this kind of part; nothing where they are not."""
    try:
        return TypeAdapter(kind).validate_python(data, strict=True)
    except ValidationError:
        return ()
