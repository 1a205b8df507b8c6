"""How does one value of a YAML text change, and nothing else? Comments, layout, quotes and names stay as they are.

Every edit is checked by reading the result: it says exactly what was wanted, or EditError is raised.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from textwrap import wrap
from typing import NamedTuple

import yaml

from checker.authoring.problems import LoadError, SourceText
from checker.authoring.writer import in_flow
from checker.authoring.yaml_tree import Data, YamlNode, compose, index_of
from checker.engine.questionnaire import KeyPath

GONE = object()
"""In place of a value: there is none."""
WIDEST = 120
"""Letters of an entry that is written on one line."""
_NAME = re.compile(r"&\S+\s+")
_DASH = re.compile(r"-[ \t]+(?:&\S+\s+)?\Z")
_LINE_END = re.compile(r"(?=(\r?\n|\Z))")
_UNQUOTED = re.compile(r"[A-Za-z_][\w ().,<>=-]*[\w)]", re.ASCII)


class EditError(ValueError):
    """A change that cannot be made in this text, with the reason."""


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text after a change."""

    text: str
    places: tuple[KeyPath, ...]
    """Where the value stands: in several places where it has a name (`&name`) that others repeat (`*name`)."""


class _Splice(NamedTuple):
    """Words that stand in place of those from a start to an end."""

    start: int
    end: int
    words: str


def value_in(text: str) -> Data:
    """Return the value that a piece of YAML stands for; raise LoadError where it is none."""
    root, problems = compose(SourceText(f"{text}\n", "the new value"))
    if problems:
        raise LoadError(problems)
    return root.data if root else None


def value_at(text: str, path: KeyPath) -> object:
    """Return the value to which keys and places lead, or ``GONE`` where there is none."""
    node = _root(text).at(path)
    return node.data if node else GONE


def words_of(text: str, path: KeyPath) -> str:
    """Return a value as its author wrote it, set to the left margin; nothing where there is none."""
    text = text.removeprefix("\ufeff")
    node = _root(text).at(path)
    if node is None:
        return ""
    found = _Editor(text, _root(text)).words(path, node)
    try:
        return found if same(value_in(found), node.data) else in_flow(node.data)
    except LoadError:  # it repeats what has its name elsewhere
        return in_flow(node.data)


def edited(text: str, path: KeyPath, value: object) -> EditedText:
    """Return a text in which one value is another one, new where there was none, or gone where that is ``GONE``.

    What others repeat by its name changes for all of them; what repeats another is written out in this place.
    """
    mark = "\ufeff" * text.startswith("\ufeff")
    text = text[len(mark) :]
    root = _root(text)
    place, wanted = _wanted(root, path, value)
    if repeats := next((place[:length] for length in range(len(place) + 1) if place[:length] in _repeats(text)), ()):
        place, wanted = repeats, _set(_at(root, repeats).data, place[len(repeats) :], wanted)
    node = _at(root, place)
    found = _spliced(text, _Editor(text, root).changed(place, node, wanted))
    expected = _set(root.data, place, wanted) if repeats else _replaced(root, node, wanted)
    if not _says(found, expected):
        raise EditError("this change cannot be made without touching something else. Make it in the file")
    return EditedText(mark + found, (place,) if repeats else tuple(each for each, one in root.walk() if one is node))


def same(one: object, other: object) -> bool:
    """Return whether two values of a YAML are the same: 1 is neither 1.0 nor true."""
    return _key(one) == _key(other)


def _key(value: object) -> str:
    return json.dumps(value, sort_keys=True)


@lru_cache(maxsize=8)
def _root(text: str) -> YamlNode:
    """Return the tree of a text, kept for the next change of it."""
    root, _ = compose(SourceText(text.removeprefix("\ufeff"), "questions.yaml"))
    if root is None:
        raise EditError("this file is empty")
    return root


def _at(root: YamlNode, path: KeyPath) -> YamlNode:
    node = root.at(path)
    if node is None:
        raise EditError("there is nothing here to change")
    return node


def _wanted(root: YamlNode, path: KeyPath, value: object) -> tuple[KeyPath, Data]:
    """Return the value to change, and what it is to be: a list or mapping where something in it comes or goes."""
    if root.at(path) is not None and value is not GONE:
        return path, _plain(value)
    if not path:
        raise EditError("a whole file is not changed here")
    step, data = path[-1], _at(root, path[:-1]).data
    if isinstance(data, dict) and isinstance(step, str) and (value is not GONE or step in data):
        rest: dict[str, Data] = {key: item for key, item in data.items() if key != step}
        return path[:-1], rest if value is GONE else {**rest, step: _plain(value)}
    if isinstance(data, tuple) and isinstance(step, int) and 0 <= step <= len(data) - (value is GONE):
        new: tuple[Data, ...] = () if value is GONE else (_plain(value),)
        return path[:-1], (*data[:step], *new, *data[step + 1 :])
    raise EditError("there is nothing here to change")


def _plain(value: object) -> Data:
    """Return a value as one of a YAML: lists as tuples."""
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return tuple(_plain(item) for item in value)
        case None | str() | bool() | int() | float():
            return value
    raise EditError(f"{type(value).__name__} is no value of YAML")


def _set(data: Data, path: KeyPath, wanted: Data) -> Data:
    """Return a value in which another one stands where a path leads."""
    if not path:
        return wanted
    if isinstance(data, dict):
        return {key: _set(item, path[1:], wanted) if key == path[0] else item for key, item in data.items()}
    assert isinstance(data, tuple)
    return tuple(_set(item, path[1:], wanted) if place == path[0] else item for place, item in enumerate(data))


def _replaced(root: YamlNode, node: YamlNode, wanted: Data) -> Data:
    """Return what a tree says with something else in place of one node, wherever that stands."""
    if root is node:
        return wanted
    if isinstance(root.data, dict):
        return {str(key): _replaced(child, node, wanted) for key, child in root.children.items()}
    return tuple(_replaced(child, node, wanted) for child in root.children.values()) if root.children else root.data


def _says(text: str, expected: Data) -> bool:
    try:
        return same(_root(text).data, expected)
    except (LoadError, EditError):
        return False


def _spliced(text: str, splices: Iterator[_Splice]) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    for start, end, words in sorted(splices, key=lambda each: (each.start, each.end), reverse=True):
        text = f"{text[:start]}{words.replace(chr(10), newline)}{text[end:]}"
    return text


# Names that are repeated -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end is not reached yet, and the key or place of the value that comes next."""

    step: str | int | None

    def on(self) -> None:
        """Go on to the next value."""
        self.step = self.step + 1 if isinstance(self.step, int) else None


@lru_cache(maxsize=8)
def _repeats(text: str) -> Mapping[KeyPath, tuple[int, int]]:
    """Return the way to everything that repeats another value by its name, with where it begins and ends."""
    found: dict[KeyPath, tuple[int, int]] = {}
    opened = [_Open(0)]
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        inner = opened[-1]
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append(_Open(0 if isinstance(event, yaml.SequenceStartEvent) else None))
        elif isinstance(event, yaml.CollectionEndEvent):
            opened.pop()
            opened[-1].on()
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent) and inner.step is None:
            inner.step = event.value if isinstance(event, yaml.ScalarEvent) else ""
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            if isinstance(event, yaml.AliasEvent):
                way = tuple(each.step for each in opened[1:] if each.step is not None)
                found[way] = index_of(event.start_mark), index_of(event.end_mark)
            inner.on()
    return found


# Changes ---------------------------------------------------------------------------------------------------------


class _Editor:
    """What has to be written anew in one text."""

    def __init__(self, text: str, root: YamlNode) -> None:
        self._text, self._root, self._repeats = text, root, _repeats(text)

    def changed(self, path: KeyPath, node: YamlNode, wanted: Data) -> Iterator[_Splice]:
        """Yield what makes a value this: no more than what differs within it."""
        if same(node.data, wanted):
            return
        if path in self._repeats or not node.children or not wanted:
            yield self._whole(path, node, wanted)
        elif isinstance(node.data, dict) and isinstance(wanted, dict) and node.keys.keys() & wanted.keys():
            yield from self._mapping(path, node, wanted)
        elif isinstance(node.data, tuple) and isinstance(wanted, tuple):
            yield from self._list(path, node, wanted)
        else:
            yield self._whole(path, node, wanted)

    def words(self, path: KeyPath, node: YamlNode) -> str:
        """Return a value as its author wrote it, set to the left margin."""
        begin, end = self._span(("",) if path in self._repeats else path, node)
        first, *lines = self._text[begin:end].replace("\r\n", "\n").split("\n")
        deep = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
        margin = " " * 2 if first[:1] in ("|", ">") else ""
        if not margin and not self._opens(node):
            deep = min(deep, begin - self._line(begin)) if node.children else deep
        return "\n".join([first, *(f"{margin}{line[deep:]}" if line.strip() else "" for line in lines)])

    # Where the words stand -----------------------------------------------------------------------------------------

    def _begin(self, node: YamlNode) -> int:
        """Return where a value begins, after its name."""
        found = _NAME.match(self._text, node.start, node.end)
        return found.end() if found else node.start

    def _span(self, path: KeyPath, node: YamlNode) -> tuple[int, int]:
        """Return where a value begins and ends, without the comments and empty lines that follow it."""
        if path in self._repeats:
            return self._repeats[path]
        begin = self._begin(node)
        if node.children and not self._opens(node):
            step, last = list(node.children.items())[-1]
            return begin, self._span((*path, step), last)[1]
        written = self._text[begin : node.end]
        return begin, begin + len(written.rstrip()) if written[:1] in ("|", ">") else node.end

    def _opens(self, node: YamlNode) -> bool:
        """Return whether a list or mapping stands in brackets."""
        return isinstance(node.data, dict | tuple) and self._text[self._begin(node)] in "[{"

    def _within(self, path: KeyPath) -> bool:
        """Return whether a value stands within brackets."""
        above = (_at(self._root, path[:length]) for length in range(len(path)))
        return any(self._opens(node) for node in above)

    def _line(self, at: int) -> int:
        """Return where the line of a place begins."""
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int, *, within: bool = True) -> int:
        """Return where the line of a place ends, before its line break or after it."""
        found = _LINE_END.search(self._text, at)
        assert found
        return found.start() if within else found.end(1)

    # Values --------------------------------------------------------------------------------------------------------

    def _whole(self, path: KeyPath, node: YamlNode, wanted: Data) -> _Splice:
        """Return a value written anew, in the manner of the old one where that says the same."""
        begin, end = self._span(path, node)
        written, within = self._text[begin:end], self._within(path)
        if not written:
            return _Splice(node.start, node.end, f" {in_flow(wanted)}")
        margin = len(line := self._text[self._line(begin) : begin]) - len(line.lstrip(" "))
        if isinstance(wanted, str):
            manners = (each for each in _in_manner(written, wanted, margin + 2) if _reads(each, wanted, within))
            return _Splice(begin, end, next(manners, in_flow(wanted)))
        if (
            isinstance(wanted, tuple)
            and path
            and isinstance(path[-1], str)
            and len(in_flow(wanted)) > WIDEST
            and not within
        ):
            entries = "".join(f"\n{' ' * (margin + 2)}{_entry(item, margin + 2)}" for item in wanted)
            return _Splice(len(self._text[:begin].rstrip()), end, entries)
        return _Splice(begin, end, in_flow(wanted))

    def _mapping(self, path: KeyPath, node: YamlNode, wanted: Mapping[str, Data]) -> Iterator[_Splice]:
        for key in node.keys:
            if key in wanted:
                yield from self.changed((*path, key), node.children[key], wanted[key])
        spans = [(at, self._span((*path, key), node.children[key])[1]) for key, at in node.keys.items()]
        stays = [place for place, key in enumerate(node.keys) if key in wanted]
        yield from self._without(node, spans, stays)
        new = {key: item for key, item in wanted.items() if key not in node.keys}
        at = spans[stays[-1]][1]
        if new and self._opens(node):
            yield _Splice(at, at, f", {in_flow(new)[1:-1]}")
        elif new:
            margin = spans[0][0] - self._line(spans[0][0])
            at = self._line_end(at)
            yield _Splice(at, at, "".join(f"\n{' ' * margin}{line}" for line in _pairs(new)))

    def _list(self, path: KeyPath, node: YamlNode, wanted: tuple[Data, ...]) -> Iterator[_Splice]:
        spans = [self._entry_span((*path, place), node) for place in range(len(node.children))]
        old = [_key(child.data) for child in node.children.values()]
        gone = set[int]()
        matches = SequenceMatcher(None, old, [_key(item) for item in wanted], autojunk=False)
        for what, start, end, begin, stop in matches.get_opcodes():
            if what != "equal":
                pairs = min(end - start, stop - begin)
                for place in range(start, start + pairs):
                    item = wanted[begin + place - start]
                    yield from self.changed((*path, place), node.children[place], item)
                gone |= {*range(start + pairs, end)}
                if new := wanted[begin + pairs : stop]:
                    yield self._added(node, spans, start + pairs, new)
        yield from self._without(node, spans, [place for place in range(len(spans)) if place not in gone])

    def _entry_span(self, path: KeyPath, node: YamlNode) -> tuple[int, int]:
        """Return where an entry of a list begins, its dash or its name included, and ends."""
        child = node.children[path[-1]]
        start, end = self._span(path, child)
        if path not in self._repeats:
            start = child.start
        if self._opens(node):
            return start, end
        found = _DASH.search(self._text, self._line(start), start)
        if not found:
            raise EditError("this list is written in a manner that cannot be changed here. Change it in the file")
        return found.start(), end

    def _added(self, node: YamlNode, spans: Sequence[tuple[int, int]], place: int, new: tuple[Data, ...]) -> _Splice:
        """Return new entries before the one at a place, or behind the last one."""
        at = spans[place - 1][1] if place else spans[0][0]
        if self._opens(node):
            words = ", ".join(map(in_flow, new))
            return _Splice(at, at, f", {words}" if place else f"{words}, ")
        margin = spans[0][0] - self._line(spans[0][0])
        entries, begin = [_entry(item, margin) for item in new], "\n" + " " * margin
        if place:
            at = self._line_end(at)
            return _Splice(at, at, "".join(f"{begin}{entry}" for entry in entries))
        return _Splice(at, at, "".join(f"{entry}{begin}" for entry in entries))

    def _without(self, node: YamlNode, spans: Sequence[tuple[int, int]], stays: Sequence[int]) -> Iterator[_Splice]:
        """Yield what takes entries out: whole lines where they stand on lines of their own."""
        for place, (start, end) in enumerate(spans):
            if place in stays:
                continue
            line = self._line(start)
            if not self._opens(node) and not self._text[line:start].strip():
                yield _Splice(line, self._line_end(end, within=False), "")
            elif place < stays[-1]:
                yield _Splice(start, spans[place + 1][0], "")
            else:
                yield _Splice(spans[place - 1][1], end, "")


def _pairs(mapping: Mapping[str, Data]) -> Iterator[str]:
    """Yield a line for each key and value."""
    for key, item in mapping.items():
        words = item if isinstance(item, str) and _UNQUOTED.fullmatch(item) else in_flow(item)
        yield f"{in_flow(key)}: {words if _reads(words, item, within=False) else in_flow(item)}"


def _entry(item: Data, margin: int) -> str:
    """Return an entry of a list: on one line, or with a line for each key where that would be a long one."""
    if isinstance(item, dict) and len(in_flow(item)) > WIDEST:
        indent = " " * (margin + 2)
        return "- " + f"\n{indent}".join(_pairs(item))
    return f"- {in_flow(item)}"


def _in_manner(written: str, words: str, margin: int) -> Iterator[str]:
    """Yield ways to write words in the manner of those that stood there: a block, quotes, or none."""
    head, lines = written.partition("\n")[0].rstrip(), words.rstrip("\n").split("\n")
    if written[0] == ">":
        lines = "\n\n".join("\n".join(wrap(each, 100, break_on_hyphens=False)) for each in lines).split("\n")
    if written[0] in "|>":
        yield "\n".join([head, *(f"{' ' * margin}{line}" if line else "" for line in lines)])
    elif written[0] == "'":
        yield "'" + words.replace("'", "''") + "'"
    elif written[0] != '"':
        yield words
    yield in_flow(words) if in_flow(words)[0] == '"' else f'"{words}"'


def _reads(written: str, value: object, within: bool) -> bool:
    """Return whether a value so written is read back, within brackets or below a key."""
    try:
        if within:
            return same(value_in(f"[{written}, 0]"), (value, 0))
        return same(value_in(f"a: {written}\nb: 0"), {"a": value, "b": 0})
    except LoadError:
        return False
