"""How are notes kept? Each writer reads the file anew first, so two tabs, programs or reviewers lose nothing.

A file that cannot be read is never written over, and what is in it and not understood is written back to the letter.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from checker.engine.questionnaire import Questionnaire
from checker.review.files import alone, replace
from checker.review.notes import (
    MOST_BYTES,
    MOST_LETTERS,
    VERDICTS,
    Entry,
    Note,
    Notes,
    NotesError,
    dumped,
    parsed,
    read_notes,
)


def keep(file: Path, questionnaire: Questionnaire, said: Sequence[tuple[Note, str]]) -> tuple[Note, ...]:
    """Write notes into a file, each in place of that of its person on its part that they were shown (its moment).

    Return what stands in the file instead, where that is another one by now: there, nothing is written. Raise
    NotesError where the file cannot be read or written.
    """
    with alone(file):
        held = read_notes(file, questionnaire)
        before = {note.key: note for note in held.notes}
        other = [before[note.key] for note, seen in said if note.key in before and before[note.key].stamp != seen]
        fresh = [_after(note, before.get(note.key)) for note, _ in said if note.key not in {each.key for each in other}]
        if fresh:
            kept = [*held.entries, *(Entry(_noted(note, held.entries), note) for note in fresh)]
            _write(file, questionnaire, held, kept)
    return tuple(other)


def _after(note: Note, before: Note | None) -> Note:
    """Return a note that is later than the one before it, which may have been written by a clock that was ahead."""
    if before is None or before.at < note.at:
        return note
    return note.model_copy(update={"at": before.at + datetime.timedelta(seconds=1)})


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of two files."""

    taken: tuple[Note, ...]
    """Notes that were new here."""
    replaced: tuple[tuple[Note, Note], ...]
    """Notes of one person on one part that gave way to a later one: the earlier, and the later."""
    joined: tuple[Note, ...]
    """Notes of one moment that said different things: both stand in one."""
    apart: tuple[tuple[Note, ...], ...]
    """What different people say differently of the same words."""


def merge(file: Path, other: Path, questionnaire: Questionnaire) -> Merged:
    """Take the notes of another file into a file: of one person on one part the later stands, nothing else goes."""
    theirs = read_notes(other, questionnaire)
    if theirs.trouble or not theirs.there:
        raise NotesError(theirs.trouble or f"{other}: there is no such file")
    with alone(file):
        ours = read_notes(file, questionnaire)
        had = {note.key: note for note in ours.notes}
        came = {note.key: note for note in theirs.notes}
        both = [(had[key], came[key]) for key in had.keys() & came.keys() if had[key] != came[key]]
        joined = [_joined(*pair) for pair in both if pair[0].at == pair[1].at]
        known = {entry.text.strip() for entry in ours.unread}
        unread = [entry for entry in theirs.unread if entry.text.strip() not in known]
        read = [entry for entry in theirs.entries if entry.note]
        fresh = [Entry(_noted(note, ours.entries), note) for note in joined]
        settled = {note.key for note in joined}
        kept = [entry for entry in [*ours.entries, *read] if not entry.note or entry.note.key not in settled]
        _write(file, questionnaire, ours, [*kept, *unread, *fresh])
    told = (tuple(sorted(pair, key=lambda note: note.at)) for pair in both if pair[0].at != pair[1].at)
    return Merged(
        tuple(note for key, note in came.items() if key not in had),
        tuple(sorted(((old, new) for old, new in told), key=lambda pair: pair[0].key)),
        tuple(joined),
        tuple(_apart([*had.values(), *came.values()])),
    )


def _joined(one: Note, other: Note) -> Note:
    """Return one note of two of the same moment: the sharper verdict, and all that was said."""
    words = sorted({each.note for each in (one, other) if each.note})
    sharper = max(one, other, key=lambda note: (VERDICTS.index(note.verdict), note.note))
    return sharper.model_copy(update={"note": "\n\n".join(words)[:MOST_LETTERS]})


def _apart(notes: Iterable[Note]) -> Iterator[tuple[Note, ...]]:
    """Yield what people say differently of the same words of a part, each person's latest."""
    latest = {note.key: note for note in sorted(notes, key=lambda note: note.at)}
    for place in sorted({(note.part, note.mark, note.language) for note in latest.values()}):
        some = [note for _, note in sorted(latest.items()) if (note.part, note.mark, note.language) == place]
        if len({note.verdict for note in some}) > 1:
            yield tuple(some)


def _write(file: Path, questionnaire: Questionnaire, held: Notes, entries: Iterable[Entry]) -> None:
    """Write entries in a stable order, at once or not at all, and nothing that would not be read back the same."""
    if held.trouble:
        raise NotesError(f"{held.trouble}. Nothing was written. Mend or move the file; until then it is only shown")
    latest: dict[object, Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.note.at.timestamp() if entry.note else 0):
        latest[entry.note.key if entry.note else entry.text] = entry
    order = sorted(latest.values(), key=lambda entry: (entry.note is None, entry.note.key if entry.note else ()))
    text = held.head + "".join(entry.text for entry in order) + held.tail
    again = parsed(text, questionnaire.id)
    if [entry.note for entry in again.entries] != [entry.note for entry in order]:
        raise NotesError(
            f"{file}: what was written in it by hand cannot be kept beside a new note. Nothing was written"
        )
    if len(text.encode()) > MOST_BYTES:
        raise NotesError(f"{file}: with this note it would be larger than {MOST_BYTES} bytes. Nothing was written")
    try:
        replace(file.resolve(), text)
    except OSError as error:
        raise NotesError(f"{file}: cannot be written ({error.strerror}). Choose another file by --notes") from None


def _noted(note: Note, entries: Iterable[Entry]) -> str:
    """Return a note as it is written, with the comments that stood in the one before it."""
    old = [entry for entry in entries if entry.note and entry.note.key == note.key]
    comments = [line for entry in old for line in _comments(entry.text)]
    plain = {name: value for name, value in note.model_dump().items() if value}
    return dumped(plain) + "".join(comments)


def _comments(text: str) -> Iterator[str]:
    """Yield the lines of an entry that are comments, and not a part of what somebody said."""
    root = yaml.compose(text, yaml.BaseLoader)
    assert isinstance(root, yaml.SequenceNode)
    said = {
        line
        for node in (pair[1] for pair in root.value[0].value)
        for line in range(node.start_mark.line, node.end_mark.line)
    }
    for place, line in enumerate(text.splitlines(keepends=True)):
        if line.lstrip().startswith("#") and place not in said:
            yield line
