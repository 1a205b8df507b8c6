"""Tables as one workbook (XLSX), a sheet each; every cell is text or a number. Needs the extra ``workbook``."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checker.phrases import said

Cell: TypeAlias = str | int | None
Rows: TypeAlias = Sequence[Sequence[Cell]]
"""A table, its head first."""
NARROWEST, WIDEST = 8, 60
"""Widths of columns, in characters."""


def bound(tables: Mapping[str, Rows], title: str = "") -> bytes:
    """Return tables as a workbook, the same bytes for the same tables: heads stay in sight, columns can be filtered."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    for title, rows in tables.items():
        _fill(book.create_sheet(title), rows)
    out = BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _fill(sheet: Worksheet, rows: Rows) -> None:
    for row in rows:
        sheet.append([_clean(cell) for cell in row])
    for number, column in enumerate(sheet.columns, 1):
        longest = max(len(line) for cell in column for line in str(cell.value or "").splitlines() or [""])
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, NARROWEST), WIDEST)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _clean(cell: Cell) -> Cell:
    """Return a cell in the language spoken, without characters that the format has no room for."""
    return ILLEGAL_CHARACTERS_RE.sub("", said(cell)) if isinstance(cell, str) else cell


def _timeless(made: bytes) -> bytes:
    """Return a workbook without the time at which it was made."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as book, ZipFile(out, "w") as kept:
        for name in book.namelist():
            content = re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", book.read(name))
            kept.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()
