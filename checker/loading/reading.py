"""Is this text YAML, and where in it does everything stand?

YAML 1.2, so that ``yes``, ``no`` and ``on`` stay words. Events become nodes without recursion, in bounded time and memory,
and every node keeps the place of its first character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from checker.loading.problems import LoadError, Problem, Source
from checker.model import KeyPath

LARGEST = 2 * 1024 * 1024
"""Bytes in a file."""
DEEPEST = 40
"""Lists and mappings within each other."""
TOO_LARGE = f"this file is larger than {LARGEST // 1024 // 1024} MiB. Take out what is not a questionnaire"
MOST = 200_000
"""Values in a file, with every alias written out."""

Data: TypeAlias = "str | int | float | bool | None | tuple[Data, ...] | dict[str, Data]"

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """A value of the YAML: its data, and where it and each of its keys begin."""

    data: Data
    start: int
    end: int
    children: "dict[str | int, Node]" = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    size: int = 1
    height: int = 0

    def at(self, path: KeyPath) -> "Node | None":
        """Return the node that keys and places lead to."""
        node: Node | None = self
        for step in path:
            node = node and node.children.get(step)
        return node

    def walk(self, path: KeyPath = ()) -> "Iterator[tuple[KeyPath, Node]]":
        """Yield this node and everything within it, with the keys and places that lead there."""
        yield path, self
        for step, child in self.children.items():
            yield from child.walk((*path, step))


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end is not reached yet."""

    node: Node
    anchor: str | None
    key: tuple[str, int] | None = None


def text_of(path: Path) -> str:
    """Return the text of a file; raise LoadError where it is missing, too large or not UTF-8."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise Source("", str(path)).refused(0, f"this file cannot be read: {error.strerror}") from None
    if len(raw) > LARGEST:
        raise Source("", str(path)).refused(0, TOO_LARGE)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        message = f"this is not UTF-8 text: byte 0x{raw[error.start]:02X}. Save the file as UTF-8"
        raise Source(before + "?", str(path)).refused(len(before), message) from None


def compose(source: Source) -> tuple[Node | None, list[Problem]]:
    """Return the root node (None for an empty text) and its duplicate keys; raise LoadError where nothing more is readable."""
    if len(source.text) > LARGEST or len(source.text.encode("utf-8", "replace")) > LARGEST:
        raise source.refused(0, TOO_LARGE)
    if found := _UNPRINTABLE.search(source.text):
        raise source.refused(found.start(), f"the character U+{ord(found[0]):04X} cannot stand in YAML. Delete it")
    try:
        return _composed(source, yaml.parse(source.text, Loader=_PARSER))
    except yaml.MarkedYAMLError as error:
        raise source.refused(*_syntax(source, error)) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise source.refused(0, f"this is not YAML: {error}") from None


def _composed(source: Source, events: "Iterator[yaml.Event]") -> tuple[Node | None, list[Problem]]:
    opened: list[_Open] = []
    anchors: dict[str, Node] = {}
    problems: list[Problem] = []
    root: Node | None = None
    total = documents = 0
    for event in events:
        at = event.start_mark.index
        node, anchor = None, None
        if isinstance(event, yaml.ScalarEvent):
            if event.tag is not None:
                raise _tagged(source, at, event.tag)
            if opened and (inner := opened[-1]).key is None and type(inner.node.data) is dict:
                inner.key = (event.value, at)
                if event.anchor:
                    anchors[event.anchor] = Node(event.value, at, event.end_mark.index)
                continue
            node, anchor = Node(_scalar(event), at, event.end_mark.index), event.anchor
            total += 1
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.tag is not None:
                raise _tagged(source, at, event.tag)
            if opened and opened[-1].key is None and type(opened[-1].node.data) is dict:
                raise source.refused(at, "a key must be a word, not a list or a mapping")
            if len(opened) >= DEEPEST:
                raise source.refused(at, f"lists and mappings are nested deeper than {DEEPEST}. Take some levels out")
            empty: Data = {} if isinstance(event, yaml.MappingStartEvent) else ()
            opened.append(_Open(Node(empty, at, at), event.anchor))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            inner = opened.pop()
            node, anchor = _closed(inner.node, event.end_mark.index), inner.anchor
        elif isinstance(event, yaml.AliasEvent):
            node = anchors.get(event.anchor or "")
            if node is None:
                raise source.refused(at, f"no '&{event.anchor}' is complete before this '*{event.anchor}'")
            if opened and (inner := opened[-1]).key is None and type(inner.node.data) is dict:
                inner.key = (str(node.data), at)
                continue
            if len(opened) + node.height > DEEPEST:
                raise source.refused(at, f"with its aliases, this is nested deeper than {DEEPEST}. Write it out")
            total += node.size
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise source.refused(at, "a second document begins here. Keep one questionnaire in a file, and delete the `---`")
        if total > MOST:
            raise source.refused(at, f"with its aliases written out, this file has more than {MOST} values. Use fewer aliases")
        if node is None:
            continue
        if anchor:
            anchors[anchor] = node
        if opened:
            problems += _placed(source, opened[-1], node)
        else:
            root = node
    return (root if root is None or root.data is not None else None), problems


def _placed(source: Source, inner: _Open, node: Node) -> list[Problem]:
    """Put a node into the list or mapping it stands in; a key that was there before is a problem."""
    children = inner.node.children
    if inner.key is None:
        children[len(children)] = node
        return []
    (key, at), inner.key = inner.key, None
    if key in children:
        first = source.position(inner.node.keys[key]).line
        return [source.problem(at, f"the key '{key}' is written twice; it stands on line {first} already. Keep one")]
    children[key] = node
    inner.node.keys[key] = at
    return []


def _closed(node: Node, end: int) -> Node:
    values = node.children.values()
    node.data = tuple(n.data for n in values) if node.data == () else {str(k): n.data for k, n in node.children.items()}
    node.end = end
    node.size += sum(child.size for child in values)
    node.height = 1 + max((child.height for child in values), default=0)
    return node


def _scalar(event: yaml.ScalarEvent) -> Data:
    """Return a plain word as what YAML 1.2 makes of it, and a quoted one as it is."""
    word = event.value
    if not event.implicit[0]:
        return word
    if word in _WORDS:
        return _WORDS[word]
    if word[0] in "-+.0123456789":
        if _WHOLE.fullmatch(word):
            return int(word)
        if _DECIMAL.fullmatch(word):
            return float(word)
    return word


def _tagged(source: Source, at: int, tag: str) -> LoadError:
    return source.refused(at, f"the tag '{tag}' has no place here. Delete it; put words that look like numbers in quotes")


_MENDS = (
    ("\\t", "YAML is indented with spaces. Replace the tab by spaces"),
    ("mapping values are not allowed", "Put words that hold `: ` in quotes, or mend the indentation"),
    ("could not find expected ':'", "A key is followed by `: `. Check the indentation and the quotes of the lines above"),
    ("did not find expected key", "Check the indentation, and put words that hold quotes or `: ` in quotes"),
    ("expected <block end>", "Check the indentation, and put words that hold quotes or `: ` in quotes"),
    ("unexpected end of stream", "A quote or bracket is opened and not closed"),
    ("cannot start any token", "Put words that begin with this character in quotes"),
)


def _syntax(source: Source, error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Return where and why a text is not YAML, with the mend of the commonest slips."""
    mark = error.problem_mark or error.context_mark
    why = str(error.problem or error.context or "it cannot be read")
    mend = next((f". {mend}" for sign, mend in _MENDS if sign in why), "")
    return (mark.index if mark else 0), f"this is not YAML: {why}{mend}"
