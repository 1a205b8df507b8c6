"""What goes along with the pages: the questionnaire as it was written, for a spreadsheet, and for other systems."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO

from checker.authoring.writer import harmless
from checker.fhir.questionnaire_export import export
from checker.phrases import later, said
from checker.review import changes
from checker.review.material import Material
from checker.review.sheets import TABLES, Row, imprint


@dataclass(frozen=True, slots=True)
class Download:
    """A file that goes along."""

    title: str
    about: str
    mimetype: str
    content: Callable[[Material], bytes]


def written(material: Material) -> bytes:
    """Return the very file that is reviewed."""
    return material.source


def exported(material: Material) -> bytes:
    """Return the questionnaire as a FHIR R4 Questionnaire."""
    return (json.dumps(export(material.questionnaire), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def change_log(material: Material) -> bytes:
    """Return what differs from version to version, as Markdown."""
    return changes.in_markdown(changes.gather(material)).encode()


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return a table as CSV without a formula, with the mark by which spreadsheets know UTF-8."""
    out = StringIO()
    write = csv.writer(out).writerow
    for row in rows:
        write(harmless(said(cell)) if isinstance(cell, str) else cell for cell in row)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(material: Material) -> bytes:
    """Return all tables as one workbook."""
    from checker.review.workbook import bound

    whole = material.questionnaire
    tables = {"about": imprint, **TABLES}
    title = f"{whole.id}, {whole.version}, {material.fingerprint}"
    return bound({name: list(rows(material)) for name, rows in tables.items()}, title)


def _table(name: str, title: str) -> Download:
    return Download(
        title, later("for a spreadsheet."), "text/csv; charset=utf-8", lambda material: as_csv(TABLES[name](material))
    )


ALONG: Mapping[str, Download] = {
    **(
        {
            "review.xlsx": Download(
                later("All tables as one workbook (XLSX)"),
                later(
                    "a sheet each: questions, options, rules, decision tables, scores, statements, cases and hazards; "
                    "the first says of which version."
                ),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                as_workbook,
            )
        }
        if find_spec("openpyxl")
        else {}
    ),
    "questions.csv": _table("questions", later("The questions as a table (CSV)")),
    "options.csv": _table("options", later("Every option, and what it does (CSV)")),
    "rules.csv": _table("rules", later("The rules (CSV)")),
    "tables.csv": _table("tables", later("The decision tables, a row for each cell (CSV)")),
    "scores.csv": _table("scores", later("The scores, item by item (CSV)")),
    "statements.csv": _table("statements", later("What results say (CSV)")),
    "cases.csv": _table("cases", later("The worked cases (CSV)")),
    "hazards.csv": _table("hazards", later("The hazards (CSV)")),
    "changes.md": Download(
        later("The change log (Markdown)"),
        later("from version to version."),
        "text/markdown; charset=utf-8",
        change_log,
    ),
    "questions.yaml": Download(
        later("The file itself (YAML)"), later("as it was reviewed."), "application/yaml", written
    ),
    "questionnaire.fhir.json": Download(
        later("The questionnaire as FHIR R4"),
        later("for systems that read it. What FHIR has no words for rides along in it."),
        "application/fhir+json",
        exported,
    ),
}
"""Every file by its name; the workbook where its extra is installed."""
