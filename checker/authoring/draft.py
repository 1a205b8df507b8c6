"""What did the author mean, where not everything is sound?

A draft holds the text, its tree, and all of its sound values, so that every other problem is found in the same go. An
id that stands in the text is known, even where its entry is broken.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeAlias, TypeVar

from checker.authoring.problems import Problem, SourceText
from checker.authoring.sound_parts import known
from checker.authoring.yaml_tree import YamlNode
from checker.engine.questionnaire import KeyPath, Part, Question, Questionnaire, Rule, Score

Finding: TypeAlias = tuple[KeyPath, str]
"""The path of a value, and what is wrong with it."""
_PartOf = TypeVar("_PartOf", bound=Part)


@dataclass(frozen=True)
class Draft:
    """A text on its way to be a questionnaire."""

    source: SourceText
    root: YamlNode
    sound: Questionnaire
    """The whole questionnaire, or what remains of it: to read a broken value raises UnknownError."""

    def problem(self, path: KeyPath, message: str) -> Problem:
        """Return a problem at the value to which a path leads, or as near to it as there is one."""
        return self.source.problem(self.nearest(path).start, message)

    def nearest(self, path: KeyPath) -> YamlNode:
        """Return the value to which a path leads, or the last one on the way."""
        node = self.root
        for step in path:
            if (child := node.children.get(step)) is None:
                break
            node = child
        return node

    @cached_property
    def ids(self) -> dict[str, dict[str, YamlNode]]:
        """Every id that is written in a list of the file, by the list's key, and ``questions`` of all sections."""
        lists = {str(key): _identified(node.children.values()) for key, node in self.root.children.items()}
        sections = self.nearest(("sections",)).children.values()
        return lists | {
            "questions": _identified(chain.from_iterable(entries(section, "questions") for section in sections))
        }

    def lacks(self, key: str, id_: str) -> bool:
        """Return whether no entry of a list is meant: none has this id, and all have one that will stay."""
        return id_ not in self.ids.get(key, {}) and key not in self.doubtful

    @cached_property
    def doubtful(self) -> set[str]:
        """Keys of lists of which some id is missing, broken or written twice, or that cannot be read at all."""
        lists = {name: vars(self.sound).get(name) for name in Questionnaire.model_fields}
        sections = lists["sections"] or (None,)
        lists["questions"] = tuple(chain.from_iterable(_questions(section) for section in sections))
        return {key for key, found in lists.items() if not _all_named(found)}

    @cached_property
    def _parts(self) -> list[tuple[KeyPath, Part]]:
        return list(_within(self.sound, ()))

    def judged(
        self, kind: type[_PartOf], *checks: "Callable[[Draft, _PartOf], Iterable[Finding]]"
    ) -> Iterator[Finding]:
        """Yield what checks find in every part of a kind, as far as each knows what it needs."""
        for path, part in self._parts:
            if isinstance(part, kind):
                for check in checks:
                    yield from (((*path, *found), message) for found, message in known(check, self, part))

    @cached_property
    def question(self) -> dict[str, Question]:
        """Every question by its id."""
        return self._by_id(Question)

    @cached_property
    def score(self) -> dict[str, Score]:
        """Every score by its id."""
        return self._by_id(Score)

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Every rule by its id."""
        return self._by_id(Rule)

    def _by_id(self, kind: type[_PartOf]) -> dict[str, _PartOf]:
        """Return parts by their ids, the first one where two have the same."""
        found = [(id_of(self.nearest(path)), part) for path, part in self._parts if isinstance(part, kind)]
        return {id_: part for id_, part in reversed(found) if id_}


def _questions(section: Part | None) -> tuple[Part | None, ...]:
    return (vars(section).get("questions") if section else None) or (None,)


def _all_named(found: object) -> bool:
    """Return whether every entry of a list has an id, and no two the same."""
    if not isinstance(found, tuple):
        return False
    ids = {vars(entry).get("id") if isinstance(entry, Part) else None for entry in found}
    return None not in ids and len(ids) == len(found)


def _within(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Part]]:
    """Yield every part, as far as it is known, with the keys and places that lead to it."""
    match value:
        case Part():
            yield path, value
            for name, field in type(value).model_fields.items():
                yield from _within(vars(value).get(name), (*path, field.alias or name))
        case tuple():
            for place, item in enumerate(value):
                yield from _within(item, (*path, place))


def entries(node: YamlNode, key: str) -> Iterable[YamlNode]:
    """Return what stands in the list under a key; nothing where there is no such list."""
    found = node.children.get(key)
    return found.children.values() if found else ()


def id_of(entry: YamlNode) -> str:
    """Return the id that an author gave to an entry; nothing where it has none."""
    node = entry.children.get("id")
    return node.data if node and isinstance(node.data, str) else ""


def repeated(ids: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield every id that stands in a list before, with its place."""
    first: dict[str, int] = {}
    return ((place, id_) for place, id_ in enumerate(ids) if id_ and first.setdefault(id_, place) != place)


def _identified(found: Iterable[YamlNode]) -> dict[str, YamlNode]:
    """Return entries by their ids, the first one where two have the same."""
    ids: dict[str, YamlNode] = {}
    for entry in found:
        ids.setdefault(id_of(entry), entry)
    return {id_: entry for id_, entry in ids.items() if id_}
