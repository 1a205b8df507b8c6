"""Is this text YAML, and where in it does everything stand?

YAML 1.2, so that ``yes``, ``no`` and ``on`` stay words. Events become nodes without recursion, in bounded time and
memory, and every node knows where it begins.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple, TypeAlias

import yaml

from checker.authoring.hidden_characters import escaped, hidden
from checker.authoring.problems import LoadError, Problem, SourceText, one_line
from checker.authoring.yaml_mistakes import Quoted, syntax
from checker.engine.questionnaire import KeyPath

LARGEST = 2 * 1024 * 1024
"""Bytes in a file."""
DEEPEST = 40
"""Lists and mappings within each other."""
MOST = 200_000
"""Values in a file, with every alias written out."""

Data: TypeAlias = "str | int | float | bool | tuple[Data, ...] | dict[str, Data] | None"

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_TOO_LARGE = f"this file is larger than {LARGEST // 1024 // 1024} MiB. Only text belongs in it: take the rest out"


class YamlNode(NamedTuple):
    """A value of the YAML: its data, where it begins and ends, and where each of its keys begins."""

    data: Data
    start: int
    end: int
    children: "Mapping[str | int, YamlNode]" = MappingProxyType({})
    keys: Mapping[str, int] = MappingProxyType({})
    size: int = 1
    height: int = 0

    def at(self, path: KeyPath) -> "YamlNode | None":
        """Return the node that keys and places lead to."""
        node: YamlNode | None = self
        for step in path:
            node = node and node.children.get(step)
        return node

    def walk(self, path: KeyPath = ()) -> "Iterator[tuple[KeyPath, YamlNode]]":
        """Yield this node and everything within it, with the keys and places that lead there."""
        yield path, self
        for step, child in self.children.items():
            yield from child.walk((*path, step))


def text_of(path: Path) -> str:
    """Return the text of a file; raise LoadError where it is missing, too large or not UTF-8."""
    try:
        with path.open("rb") as file:
            return text_in(file, str(path))
    except OSError as error:
        raise SourceText("", str(path)).refusal(0, f"this file cannot be read: {error.strerror}") from None


def text_in(file: BinaryIO, name: str) -> str:
    """Return the text of an open file, reading no more than a questionnaire may have."""
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise SourceText("", name).refusal(0, _TOO_LARGE)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        message = f"this is not UTF-8 text: byte 0x{raw[error.start]:02X}. Save the file as UTF-8"
        raise SourceText(before + "?", name).refusal(len(before), message) from None


def compose(source: SourceText) -> tuple[YamlNode | None, list[Problem]]:
    """Return the root node, or None for an empty text, and every key written twice; raise LoadError if not YAML."""
    if len(source.text.encode("utf-8", "replace")) > LARGEST:
        raise source.refusal(0, _TOO_LARGE)
    if found := _UNPRINTABLE.search(source.text):
        raise source.refusal(
            found.start(),
            f"the character U+{ord(found[0]):04X} cannot stand in YAML. Delete it, or save this as UTF-8 text",
        )
    builder = _Builder(source, problems=hidden(source))
    try:
        for event in yaml.parse(source.text, Loader=_PARSER):
            builder.add(event)
    except yaml.MarkedYAMLError as error:
        raise source.refusal(*syntax(source, error, builder.quoted)) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise source.refusal(builder.at, f"this is not YAML: {one_line(str(error))}") from None
    return builder.root, builder.problems


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end is not reached yet."""

    start: int
    anchor: str | None
    is_mapping: bool
    children: dict[str | int, YamlNode] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    """The key whose value comes next."""
    key_at: int = 0
    size: int = 1
    height: int = 1

    def closed(self, end: int) -> YamlNode:
        """Return the complete node."""
        children, data = self.children, (child.data for child in self.children.values())
        whole: Data = dict(zip(self.keys, data, strict=True)) if self.is_mapping else tuple(data)
        return YamlNode(whole, self.start, end, children, self.keys, self.size, self.height)


@dataclass(slots=True)
class _Builder:
    """The nodes of a stream of events, so far."""

    source: SourceText
    root: YamlNode | None = None
    problems: list[Problem] = field(default_factory=list)
    at: int = 0
    quoted: Quoted | None = None
    """The last words in quotes."""
    _opened: list[_Open] = field(default_factory=list)
    _anchors: dict[str, YamlNode] = field(default_factory=dict)
    _total: int = 0
    _documents: int = 0

    def add(self, event: yaml.Event) -> None:
        """Take the next event of the stream; raise LoadError for what no questionnaire needs."""
        self.at = index_of(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            self._word(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = self._opened.pop()
            self._attach(ended.closed(index_of(event.end_mark)), ended.anchor, 1)
        elif isinstance(event, yaml.AliasEvent):
            self._repeat(event.anchor or "")
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._refusal("a second document begins here. Keep one in a file, and delete this `---`")

    def _refusal(self, message: str) -> LoadError:
        return self.source.refusal(self.at, message)

    def _awaiting_key(self) -> _Open | None:
        """Return the mapping in which a key comes next."""
        inner = self._opened[-1] if self._opened else None
        return inner if inner and inner.is_mapping and inner.key is None else None

    def _tagged(self, tag: str) -> LoadError:
        shown = one_line(tag.replace("tag:yaml.org,2002:", "!!"))
        return self._refusal(f"the tag `{shown}` has no place here. Delete it; words stay words in quotes")

    def _word(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None:
            raise self._tagged(event.tag)
        if event.style in ("'", '"'):
            self.quoted = Quoted(self.at, index_of(event.end_mark))
        if event.style == '"':
            self._look_behind(event)
        if mapping := self._awaiting_key():
            mapping.key, mapping.key_at = event.value, self.at
            if event.anchor:
                self._name(event.anchor, YamlNode(event.value, self.at, index_of(event.end_mark)))
        else:
            self._attach(YamlNode(_plain_word(event), self.at, index_of(event.end_mark)), event.anchor, 1)

    def _look_behind(self, event: yaml.ScalarEvent) -> None:
        """Keep that the escapes of a word stand for a character that nobody sees."""
        words: str = event.value
        if found := escaped(words):
            at = offset_in(self.source, YamlNode(words, self.at, index_of(event.end_mark)), found[0])
            if self.source.text[at] != words[found[0]]:
                self.problems.append(self.source.problem(at, found[1]))

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            raise self._tagged(event.tag)
        if self._awaiting_key():
            raise self._refusal("a key is a word, not a list or a mapping. Put words that hold brackets in quotes")
        if len(self._opened) >= DEEPEST:
            raise self._refusal(f"lists and mappings are nested deeper than {DEEPEST}. A questionnaire needs about 9")
        self._opened.append(_Open(self.at, event.anchor, isinstance(event, yaml.MappingStartEvent)))

    def _repeat(self, anchor: str) -> None:
        node = self._anchors.get(anchor)
        if node is None:
            raise self._refusal(f"no '&{one_line(anchor)}' is complete before this '*{one_line(anchor)}'")
        if mapping := self._awaiting_key():
            if not isinstance(node.data, str):
                raise self._refusal("a key is a word. This alias stands for something else: write the key out")
            mapping.key, mapping.key_at = node.data, self.at
        elif len(self._opened) + node.height > DEEPEST:
            raise self._refusal(f"this alias makes lists and mappings nest deeper than {DEEPEST}. Write it out")
        else:
            self._attach(node, None, node.size)

    def _attach(self, node: YamlNode, anchor: str | None, count: int) -> None:
        """Put a complete value into the list or mapping it stands in."""
        self._total += count
        if self._total > MOST:
            raise self._refusal(f"this file has more than {MOST:,} values, aliases written out. Use fewer of them")
        if anchor:
            self._name(anchor, node)
        if not self._opened:
            self.root = node if node.data is not None else None
            return
        inner = self._opened[-1]
        inner.size += node.size
        inner.height = max(inner.height, node.height + 1)
        if inner.key is None:
            inner.children[len(inner.children)] = node
        else:
            self._keep(inner, inner.key, node)

    def _name(self, anchor: str, node: YamlNode) -> None:
        """Keep a value under its name; the first one stays where two have the same."""
        first = self._anchors.setdefault(anchor, node)
        if first is not node:
            line, name = self.source.position(first.start).line, one_line(anchor)
            message = f"the name `&{name}` is given twice, first on line {line}. Choose another, and mend its `*{name}`"
            self.problems.append(self.source.problem(node.start, message))

    def _keep(self, mapping: _Open, key: str, node: YamlNode) -> None:
        """Put a value under its key; the first value stays where a key is written twice."""
        if key in mapping.keys:
            first = self.source.position(mapping.keys[key]).line
            message = f"the key `{one_line(key)}` is written twice here, first on line {first}. Keep one of them"
            self.problems.append(self.source.problem(mapping.key_at, message))
        else:
            mapping.children[key], mapping.keys[key] = node, mapping.key_at
        mapping.key = None


def index_of(mark: "yaml.error.Mark | yaml._yaml.Mark | None") -> int:
    """Return at which character of the text a mark stands."""
    return mark.index if mark else 0


def _plain_word(event: yaml.ScalarEvent) -> Data:
    """Return a plain word as what YAML 1.2 makes of it, and a quoted one as it is."""
    word: str = event.value
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


_WRITTEN = {
    "'": re.compile(r"(''|\S)"),
    '"': re.compile(r"\\[\sntr_NLP]|(\\x..|\\u.{4}|\\U.{8}|\\.|\S)", re.DOTALL),
}
_PLAIN = re.compile(r"(\S)")


def offset_in(source: SourceText, node: YamlNode, at: int) -> int:
    """Return where a character of a word stands in the text, found by counting what is no space."""
    words = node.data if isinstance(node.data, str) else ""
    before = len(re.findall(r"\S", words[:at]))
    begin = node.start + _opening(source.text[node.start : node.end])
    written = _WRITTEN.get(source.text[begin - 1 : begin], _PLAIN) if begin > node.start else _PLAIN
    characters = (found.start() for found in written.finditer(source.text, begin, node.end) if found[1])
    return next(islice(characters, before, None), node.start)


def _opening(written: str) -> int:
    """Return how many characters stand before the words: an anchor, a quote, the first line of a block."""
    found = re.match(r"(?:&\S+\s+)?(?:[|>][^\n]*\n|['\"])?", written)
    return found.end() if found else 0
