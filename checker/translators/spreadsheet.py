"""A translation as a table that any spreadsheet opens: a line for each text, and for each of its plural forms."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from babel.messages.catalog import Message

from checker.authoring.problems import one_line
from checker.authoring.translations import BACK, forms_of
from checker.authoring.writer import harmless, unharmed
from checker.translators.handout import COMMENT, Came, ForeignFileError, Handout, Unit

FILE = "file"
"""The place of what a table says of itself, such as who read it."""
GUESS = "look again"
COLUMNS = (
    "place", "form", "source", "words", "state", "made from", "back translation", "remarks", "where it is seen",
    "at most", "note",
)  # fmt: skip
_NEEDED = ("place", "source")
_OF_USE = ("words", "back translation")


def written(handout: Handout) -> bytes:
    """Return the table in UTF-8 that spreadsheets recognize, with no cell that they take for a formula."""
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for name, words in handout.about().items():
        rows.writerow([FILE, "", name, harmless(words)])
    for unit in handout.units:
        rows.writerows(map(harmless, row) for row in _rows(unit))
    return text.getvalue().encode("utf-8-sig")


def _rows(unit: Unit) -> Iterator[list[str]]:
    message = unit.message
    sources, said = forms_of(message.id), forms_of(message.string)
    back = "\n".join(each.removeprefix(BACK) for each in message.user_comments if each.startswith(BACK))
    remarks = "\n".join(each for each in message.user_comments if not each.startswith(BACK))
    state, old = GUESS if message.fuzzy else "", (message.previous_id or [""])[0]
    for place, words in enumerate(said):
        form = str(place) if len(sources) > 1 else ""
        source = sources[min(place, len(sources) - 1)]
        row = [message.context or "", form, source, words, state, old, back, remarks]
        yield [*row, unit.seen, str(unit.most), " ".join(unit.remarks())]


def read(text: str) -> Came:
    """Return what stands in a table, whatever stands between its cells; raise ForeignFileError for another file."""
    head, *_ = text.split("\n", 1)
    between = max(",;\t", key=head.count)
    try:
        table = list(csv.reader(StringIO(text, newline=""), delimiter=between, strict=True))
    except csv.Error as error:
        raise ForeignFileError(f"this table cannot be read: {error}. Save it as CSV in UTF-8 once more") from None
    names = [cell.strip().lower() for cell in table[0]] if table else []
    lacking = [name for name in _NEEDED if name not in names] or ([] if {*_OF_USE} & {*names} else ["words"])
    if lacking:
        raise ForeignFileError(f"this table has no column '{lacking[0]}'. Keep the first line as it was exported")
    cells = [dict(zip(names, map(_cell, row), strict=False)) for row in table[1:] if any(map(str.strip, row))]
    if short := next((row for row in cells if row.get("place") != FILE and len(row) < len(names)), None):
        where = one_line(next(iter(short.values())))
        raise ForeignFileError(f"the line '{where}' has {len(short)} of {len(names)} cells. Is the file cut off?")
    told = {row["source"]: row.get("words", "") for row in cells if row.get("place") == FILE and "source" in row}
    return Came(told, told.pop(COMMENT, ""), list(_messages(cells)))


def _cell(cell: str) -> str:
    return unharmed(cell.replace("\r\n", "\n").replace("\r", "\n"))


def _messages(cells: Iterable[dict[str, str]]) -> Iterator[Message]:
    """Yield an entry for each text; lines of further plural forms belong to the one before."""
    texts = list[list[dict[str, str]]]()
    for row in cells:
        if row["place"] == FILE:
            continue
        if row.get("form", "") in ("", "0") or not texts:
            texts.append([])
        texts[-1].append(row)
    for rows in texts:
        first, words = rows[0], tuple(row.get("words", "") for row in rows)
        counts = bool(first.get("form"))
        source = first.get("source", "")
        back = [BACK + line for line in first.get("back translation", "").split("\n") if line.strip()]
        yield Message(
            (source, rows[-1].get("source", "")) if counts else source,
            words if counts else words[0],
            context=first["place"],
            flags=["fuzzy"] if first.get("state", "").strip() else [],
            user_comments=[*(line for line in first.get("remarks", "").split("\n") if line.strip()), *back],
            previous_id=[first["made from"]] if first.get("made from") else [],
        )
