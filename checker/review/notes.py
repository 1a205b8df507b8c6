"""What did reviewers note about which part, and about which words of it? One file beside the questionnaire.

It is read by people, in a merge request, and may be mended by hand: what is in it and not understood is kept to the
letter and shown (``notes_kept`` writes).
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_serializer
from yaml.representer import SafeRepresenter

from checker.engine.questionnaire import LANGUAGE, Line, Questionnaire
from checker.phrases import phrase
from checker.review.differences import said_by
from checker.review.parts import contents, fingerprints

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of a file of notes; one note takes about 200."""
FORMAT = "1"
"""How the file is written; another one is of another version of this program."""
MOST_LETTERS = 4000
"""Letters of one note."""

Verdict = Literal["agree", "question", "change"]
VERDICTS: tuple[Verdict, ...] = ("agree", "question", "change")
"""From the mildest to the sharpest."""


class NotesError(Exception):
    """Notes that cannot be written; the message says where, why and how to mend it."""


class Note(BaseModel):
    """What one reviewer says of one part, as it was then."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: Line
    reviewer: Line
    verdict: Verdict
    note: str = Field("", max_length=MOST_LETTERS)
    at: AwareDatetime
    version: Line
    """That of the questionnaire."""
    mark: str = Field(pattern=r"^[0-9a-f]{16}$")
    """The fingerprint of the part."""
    language: str = Field("", pattern=rf"{LANGUAGE}|^$")
    """What was judged: only the words of this language; empty for all that the part is."""
    words: dict[str, str] = {}
    """All that the part said then, by where in it; kept unless one agreed, so that one sees what was meant."""

    @field_serializer("at")
    def _stamp(self, moment: datetime.datetime) -> str:
        return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    @property
    def stamp(self) -> str:
        """The moment, as it is written."""
        return str(self.model_dump()["at"])

    @property
    def key(self) -> tuple[str, str, str]:
        """One person has one note on one part, and one on its words in a language."""
        return (self.part, self.reviewer, self.language)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file."""

    text: str
    """Its lines, from its dash on, to the letter."""
    note: Note | None
    why: str = ""
    """Why it is no note; it is kept and shown all the same."""


@dataclass(frozen=True, slots=True)
class Notes:
    """All that stands in a file of notes."""

    entries: tuple[Entry, ...] = ()
    trouble: str = ""
    """Why the file is left as it is: it cannot be read. Then nothing is written."""
    head: str = ""
    """What stands above the entries."""
    tail: str = ""
    """What stands below them."""
    there: bool = False
    """Whether there is such a file."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes, one for each person and part: the latest."""
        found = [entry.note for entry in self.entries if entry.note]
        return tuple({note.key: note for note in sorted(found, key=lambda note: note.at)}.values())

    @property
    def unread(self) -> tuple[Entry, ...]:
        """What is kept without being understood."""
        return tuple(entry for entry in self.entries if entry.note is None)


# Reading ---------------------------------------------------------------------------------------------------------


def notes_file(questions: Path) -> Path:
    """Return where the notes on a questionnaire's file are kept: questions.review.yaml beside questions.yaml."""
    return questions.with_suffix(".review.yaml")


def read_notes(file: Path, questionnaire: Questionnaire) -> Notes:
    """Return what stands in a file of notes, whatever that is; nothing where there is no such file."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Notes(head=_head(questionnaire.id))
    except OSError as error:
        return Notes(trouble=f"{file}: cannot be read ({error.strerror})", there=True)
    if len(raw) > MOST_BYTES:
        return Notes(trouble=f"{file}: larger than {MOST_BYTES} bytes, so not a file of notes", there=True)
    try:
        found = parsed(raw.decode("utf-8-sig").replace("\r\n", "\n"), questionnaire.id)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        return Notes(trouble=f"{file}: {_broken(error)}", there=True)
    return replace(found, there=True)


def _broken(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    at = f"line {mark.line + 1}: " if mark else ""
    why = getattr(error, "problem", None) or ("it is nested too deeply" if isinstance(error, RecursionError) else error)
    return f"{at}{why}"


def _head(questionnaire: str) -> str:
    return (
        "# What reviewers noted, as `checker review --serve` keeps it. `mark` is the fingerprint of the part that was\n"
        "# judged. May be edited and merged; `checker review --merge OTHER` takes in the notes of another file.\n"
        f"format: {FORMAT}\nquestionnaire: {questionnaire}\nnotes:\n"
    )


@lru_cache(maxsize=4)
def parsed(text: str, questionnaire: str) -> Notes:
    """Return the entries of a file on the questionnaire of an id; raise YAMLError or ValueError for no such file."""
    if re.search(r"^(<<<<<<<|>>>>>>>) ", text, re.MULTILINE):
        raise ValueError("a merge was left in the middle (<<<<<<<). Keep both sides, without those lines")
    root = yaml.compose(text, yaml.BaseLoader)
    if root is None:
        return Notes(head=f"{text.rstrip()}\n{_head(questionnaire)}".lstrip())
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise ValueError("this is no file of notes: it has no line `notes:`")
    _refuse_aliases(root)
    _refuse_twice(root)
    keys = {key.value: (key, value) for key, value in root.value if isinstance(key, yaml.ScalarNode)}
    _refuse_others({name: value.value for name, (_, value) in keys.items()}, questionnaire)
    if "notes" not in keys:
        return Notes(head=f"{text.rstrip()}\nnotes:\n")
    lines = text.splitlines(keepends=True)
    key, listed = keys["notes"]
    below = [other.start_mark.line for other, _ in root.value if other.start_mark.line > key.start_mark.line]
    end = min(below, default=len(lines))
    if not isinstance(listed, yaml.SequenceNode) or listed.flow_style or not listed.value:
        entries = [_entry(dumped(_plain(node)), node) for node in _items(listed)]
        return Notes(tuple(entries), "", f"{''.join(lines[: key.start_mark.line])}notes:\n", "".join(lines[end:]))
    starts = [node.start_mark.line for node in listed.value]
    stops = [*starts[1:], end]
    spans = ["".join(_outdented(lines[start:stop])) for start, stop in zip(starts, stops, strict=True)]
    if not all(span.startswith("- ") for span in spans):
        spans = [dumped(_plain(node)) for node in listed.value]
    entries = [_entry(span, node) for span, node in zip(spans, listed.value, strict=True)]
    return Notes(tuple(entries), "", "".join(lines[: starts[0]]), "".join(lines[end:]))


def _items(node: yaml.Node) -> list[yaml.Node]:
    """Return the entries of a list; a text that is not empty in its place is one too."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    return [node] if node.value else []


def _refuse_aliases(root: yaml.Node) -> None:
    """Raise ValueError where a part of the file stands for another one: entries are moved."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, yaml.Node):
            if id(each) in seen:
                raise ValueError(f"line {each.start_mark.line + 1}: an anchor (&). Write it out in each place")
            seen.add(id(each))
            waiting.extend(each.value if isinstance(each, yaml.CollectionNode) else ())
        else:
            waiting.extend(each)


def _refuse_twice(root: yaml.MappingNode) -> None:
    names = [str(key.value) for key, _ in root.value]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"`{name}` stands twice. Write what is below the second below the first")


def _refuse_others(held: dict[str, object], questionnaire: str) -> None:
    if (told := held.get("format", FORMAT)) != FORMAT:
        raise ValueError(f"format {told}, which another version of this program writes. This one reads {FORMAT}")
    if (told := held.get("questionnaire", questionnaire)) != questionnaire:
        raise ValueError(f"these are notes on {told}, not on {questionnaire}. Choose another file by --notes")


def _outdented(lines: list[str]) -> Iterator[str]:
    room = len(lines[0]) - len(lines[0].lstrip(" "))
    for line in lines:
        yield line[min(room, len(line) - len(line.lstrip(" "))) :] if line.strip() else "\n"


def _plain(node: yaml.Node) -> object:
    """Return what a node says, all of it as text."""
    match node:
        case yaml.MappingNode():
            return {str(_plain(key)): _plain(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [_plain(each) for each in node.value]
    return node.value


def _entry(text: str, node: yaml.Node) -> Entry:
    text = text if text.endswith("\n") else f"{text}\n"
    if isinstance(node, yaml.MappingNode) and len({str(_plain(key)) for key, _ in node.value}) < len(node.value):
        return Entry(text, None, "a key stands twice")
    try:
        return Entry(text, Note.model_validate(_plain(node)))
    except ValidationError as error:
        problems = [_wrong(str(each["loc"][0] if each["loc"] else ""), each["type"]) for each in error.errors()[:3]]
        return Entry(text, None, f"line {node.start_mark.line + 1}: {'; '.join(problems)}")


def _wrong(key: str, kind: str) -> str:
    """Return in plain words what is wrong with a key of an entry, or with all of it."""
    known = {"missing": "is missing", "extra_forbidden": "is no key of a note"}
    return f"{key} {known.get(kind, 'cannot be used as it is written')}" if key else "this is no note: it has no keys"


class _Dumper(yaml.BaseDumper, SafeRepresenter):
    """Writes all as text, as it is read, and words of several lines as lines."""


def _words(dumper: SafeRepresenter, words: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style="|" if "\n" in words else None)


_Dumper.add_representer(str, _words)


def dumped(entry: object) -> str:
    """Return an entry as it is written."""
    return yaml.dump([entry], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)


# Making one ------------------------------------------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def lines_of(words: str) -> str:
    """Return what somebody wrote into a form as a file holds it: lines end alike, and no sign is without a shape."""
    return _CONTROL.sub("", words.replace("\r\n", "\n"))


def judged(questionnaire: Questionnaire, part: str, **said: str) -> Note:
    """Return a note of this moment on a part that there is; raise NotesError where it cannot be one.

    ``said`` are its reviewer, verdict, note and language.
    """
    words = lines_of(said.pop("note", "")).strip()
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    kept = said_by(contents(questionnaire)[part]) if said.get("verdict") != "agree" else {}
    held = {
        "part": part,
        "at": now,
        "words": kept,
        "version": questionnaire.version,
        "mark": fingerprints(questionnaire)[part],
    }
    try:
        return Note.model_validate({**held, **said, "note": words})
    except ValidationError as error:
        mend = {
            "verdict": phrase("Choose agree, question or change"),
            "note": phrase("Write a note of at most %(most)s letters", most=MOST_LETTERS),
            "reviewer": phrase("Say who you are: one line of 1 to 200 characters, without angle brackets"),
        }
        wrong = [str(each["loc"][0]) for each in error.errors()]
        raise NotesError(
            ". ".join(mend.get(name, phrase("%(what)s cannot be used", what=name)) for name in wrong)
        ) from None
