"""How does an XLSForm become a questionnaire of ours? Its rows become items of FHIR, and those are carried over."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from checker.fhir.edition import CALCULATED, ITEM_CONTROL, ORDINAL, TRANSLATION, Json
from checker.fhir.importing import UNREAD
from checker.fhir.reading import RefusalError, shortened, unopened
from checker.fhir.relevance import added, bounds, enable_when, total, unread
from checker.fhir.returning import Imported, foreign

MOST_BYTES = 50_000_000
"""Bytes of a workbook once it is unpacked."""
MOST_ROWS = 5_000
MOST_COLUMNS = 100
DEEPEST = 20
Row = dict[str, str]
_LANGUAGE = re.compile(r"\(([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_READ = {"type", "name", "required", "relevant"}
_SHEETS = ("survey", "choices", "settings")
_SETTINGS = {"form_title", "form_id", "version", "default_language"}
_BROKEN = (
    BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    OSError, NotImplementedError, zlib.error,
)  # fmt: skip


def read(file: Path) -> Imported:
    """Return what an XLSForm becomes here; raise RefusalError where nothing can be made of it."""
    sheets = _sheets(file)
    if not sheets.get("survey"):
        raise RefusalError("this workbook has no sheet `survey` with rows. Give an XLSForm")
    return foreign(questionnaire_of(sheets))


def _sheets(file: Path) -> dict[str, list[Row]]:
    """Return the rows of every sheet, each with its words by the heading of their column."""
    try:
        with ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise RefusalError(f"this workbook unpacks to more than {MOST_BYTES:,} bytes")
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            return {name.lower(): list(_rows(book[name])) if name in _SHEETS else [] for name in book.sheetnames}
        finally:
            book.close()
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise RefusalError(unopened(error)) from None
    except _BROKEN as error:
        raise RefusalError(
            f"this is not a workbook that can be read ({type(error).__name__}). Save it as .xlsx"
        ) from None


def _rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows of a sheet that hold anything."""
    heads: list[str] = []
    for count, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)):
        if count > MOST_ROWS:
            raise RefusalError(f"a sheet has more than {MOST_ROWS:,} rows. Split it")
        if _words(cells[MOST_COLUMNS] if cells[MOST_COLUMNS:] else None):
            raise RefusalError(f"a sheet has more than {MOST_COLUMNS} columns. Leave out what is not needed")
        values = [_words(cell) for cell in cells]
        if not heads:
            heads = [value.lower() if "::" not in value else value for value in values]
        elif any(values):
            yield {head: value for head, value in zip(heads, values, strict=False) if head and value}


def _words(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def questionnaire_of(sheets: dict[str, list[Row]]) -> Json:
    """Return an XLSForm as a FHIR Questionnaire of which only our own import has to make sense."""
    setting = next(iter(sheets.get("settings", [])), {})
    language = _first_language(sheets["survey"], setting)
    lists: dict[str, list[Row]] = {}
    for row in sheets.get("choices", []):
        lists.setdefault(row.get("list_name", row.get("list name", "")), []).append(row)
    title = setting.get("form_title", "")
    root: Json = {
        "resourceType": "Questionnaire",
        "language": language,
        "version": setting.get("version", ""),
        "name": setting.get("form_id", title),
        "title": title,
        "item": [],
    }
    _nest(root, sheets["survey"], lists, language)
    return root | _unread_of_book(sheets, setting, lists)


def _unread_of_book(sheets: dict[str, list[Row]], setting: Row, lists: dict[str, list[Row]]) -> Json:
    """Return what of a workbook is not read, under keys by which the import lists it."""
    used = {name for row in sheets["survey"] for name in row.get("type", "").split()}
    return {
        **{f"sheet {name}": True for name in sheets if name not in _SHEETS},
        **{f"setting {key}": setting[key] for key in setting if key not in _SETTINGS},
        **({"second row of settings": True} if sheets.get("settings", [])[1:] else {}),
        **{f"list of choices {name}": True for name in lists if name not in used},
    }


def _first_language(survey: list[Row], setting: Row) -> str:
    """Return the language of the words that stand first, as a code."""
    plain = any("label" in row for row in survey)  # words without a language are not those of another column's
    heads = [setting.get("default_language", "")]
    heads += [] if plain else [head for row in survey[:20] for head in row if "::" in head]
    return next((found[1] for head in heads if (found := _LANGUAGE.search(head))), "en")


def _nest(root: Json, survey: list[Row], lists: dict[str, list[Row]], language: str) -> None:
    """Put the rows into one another, as their groups begin and end."""
    open_groups = [root]
    summed = {name for row in survey if (found := added(row.get("calculation", ""))) for name in found[0]}
    for row in survey:
        kind = row.get("type", "").lower().replace("_", " ")
        if kind.startswith("end "):
            open_groups = open_groups[:-1] or [root]
            continue
        item = _item(row, kind, lists, language)
        if kind.startswith("select one") and item["linkId"] in summed:
            _count_by_name(item["answerOption"])
        open_groups[-1]["item"].append(item)
        if kind.startswith("begin "):
            if len(open_groups) > DEEPEST:
                raise RefusalError(f"its groups are nested more than {DEEPEST} deep. Flatten them")
            open_groups = [*open_groups, item]


def _count_by_name(options: list[Json]) -> None:
    """Give options their points where the name of each is a whole number: what it counts in a sum."""
    names = [option["valueCoding"]["code"] for option in options]
    if all(re.fullmatch(r"-?\d{1,4}", name) for name in names):
        for option, name in zip(options, names, strict=True):
            option["extension"] = [{"url": ORDINAL, "valueDecimal": int(name)}]


def _item(row: Row, kind: str, lists: dict[str, list[Row]], language: str) -> Json:
    required = row.get("required", "").lower() in ("yes", "true", "true()", "1")
    item: Json = {"linkId": row.get("name", ""), **_said(row, "label", "text", language), "required": required}
    item |= _of_kind(row, kind, lists, language) | _condition(row)
    if hint := _said(row, "hint", "text", language):
        control = {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "help"}]}}
        help_ = {"linkId": f"{item['linkId']}-help", "type": "display", "extension": [control], **hint}
        item["item"] = [*item.get("item", []), help_]
    return item | _unread_of_row(row, kind, language)


def _unread_of_row(row: Row, kind: str, language: str) -> Json:
    """Return the cells of a row that are not read, under keys by which the import lists them."""
    heads = [*_heads(row, "label", language).values(), *_heads(row, "hint", language).values()]
    numeric = kind.partition(" ")[0] in ("integer", "range")
    left = unread(row.get("constraint", ""), row.get("parameters", "")) if numeric else ("constraint", "parameters")
    read = {*_READ, *heads, *({"constraint", "parameters"} - set(left))}
    return {
        f"column {key}": row[key]
        for key in row
        if key not in read | ({"calculation"} if kind == "calculate" else set())
    }


def _of_kind(row: Row, kind: str, lists: dict[str, list[Row]], language: str) -> Json:
    """Return the keys that say how a row is answered."""
    first, _, rest = kind.partition(" ")
    if first == "begin":
        return {"type": "group", "repeats": rest == "repeat", "item": []}
    if first == "select":
        wanted = row["type"].split()
        name = wanted[-1] if wanted[-1] != "or_other" else wanted[-2]
        offered = [_option(choice, language) for choice in lists.get(name, [])]
        type_ = "open-choice" if "or_other" in row["type"].lower() else "choice"
        return {"type": type_, "repeats": rest.startswith("multiple"), "answerOption": offered}
    if first in ("integer", "range"):
        return {"type": "integer", "extension": bounds(row.get("constraint", ""), row.get("parameters", ""))}
    if first == "calculate":
        return _calculated(row.get("calculation", ""))
    return {"type": {"note": "display"}.get(first, first)}


def _calculated(calculation: str) -> Json:
    """Return the keys of a sum of answers, or why a calculation is none."""
    if (found := added(calculation)) is None:
        return {"type": "calculate", UNREAD: f"a calculation that is not a sum of answers: {shortened(calculation)}"}
    expression = {"language": "text/fhirpath", "expression": total(found[0], lenient=found[1])}
    return {"type": "integer", "extension": [{"url": CALCULATED, "valueExpression": expression}]}


def _option(choice: Row, language: str) -> Json:
    """Return a choice, with the cells that are not read under keys by which the import lists them."""
    name = choice.get("name", "")
    read = {"list_name", "list name", "name", *_heads(choice, "label", language).values()}
    coding = {"code": name, **_said(choice, "label", "display", language)}
    rest = {f"column {key}": choice[key] for key in choice if key not in read}
    return {"valueCoding": coding | rest}


def _condition(row: Row) -> Json:
    """Return the keys that say when a row is asked."""
    relevant = row.get("relevant", "")
    if not relevant:
        return {}
    condition = enable_when(relevant)
    return condition or {UNREAD: f"its condition is richer than a row of comparisons: {shortened(relevant)}"}


def _said(row: Row, head: str, key: str, language: str) -> Json:
    """Return the words of a column in every language that the sheet has."""
    found = {code: row[name] for code, name in _heads(row, head, language).items()}
    if not found:
        return {}
    others = [
        {
            "url": TRANSLATION,
            "extension": [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": words}],
        }
        for code, words in found.items()
        if code != language
    ]
    beside = {f"_{key}": {"extension": others}} if others else {}
    return {key: found.get(language) or next(iter(found.values())), **beside}


def _heads(row: Row, head: str, language: str) -> dict[str, str]:
    """Return the heading under which words stand in each language; the first one where there are several."""
    found: dict[str, str] = {}
    for name in row:
        if name == head or name.startswith(f"{head}::"):
            code = _LANGUAGE.search(name)
            found.setdefault(code[1] if code else language, name)
    return found
