"""What goes along with the pages: the questionnaire as it was written, for a spreadsheet, and for other systems."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from checker.authoring.writer import harmless
from checker.fhir.questionnaire_export import export
from checker.phrases import later, phrase
from checker.proofs.answer_outcomes import outcome_table
from checker.review.material import Material, Said
from checker.review.questions import AskedQuestion, gather


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


def table(material: Material) -> bytes:
    """Return every text of the questions as CSV, a row each, with the mark by which spreadsheets know UTF-8."""
    out = StringIO()
    write = csv.writer(out).writerow
    languages = material.questionnaire.languages
    head = (phrase("number"), phrase("section"), phrase("question"), phrase("what"), phrase("option"))
    write([*head, *languages, phrase("points"), phrase("asked when"), phrase("sources")])
    for part in gather(material):
        for asked in part.asked:
            for what, option, texts, points in _texts(asked):
                cells = [part.section.id, asked.question.id, what, option, *(each.words for each in texts)]
                sources = ", ".join(source.id for source in asked.sources)
                write([asked.number, *map(harmless, cells), points, harmless(asked.when), harmless(sources)])
    return out.getvalue().encode("utf-8-sig")


def outcomes(material: Material) -> bytes:
    """Return what each answer leads to as CSV, with the mark by which spreadsheets know UTF-8."""
    return outcome_table(material.questionnaire, material.outcomes.values()).encode("utf-8-sig")


def _texts(asked: AskedQuestion) -> Iterator[tuple[str, str, tuple[Said, ...], int | None]]:
    """Yield what each text of a question is, of which option, its words, and the points."""
    for what, texts in asked.texts:
        yield what, "", texts, None
    for choice in asked.choices:
        yield phrase("Option"), choice.option.id, choice.said, choice.option.points
        if choice.hint:
            yield phrase("Hint"), choice.option.id, choice.hint, None


ALONG: Mapping[str, Download] = {
    "questions.csv": Download(
        later("The questions as a table (CSV)"), later("for a spreadsheet."), "text/csv; charset=utf-8", table
    ),
    "options.csv": Download(
        later("What each answer leads to (CSV)"), later("for a spreadsheet."), "text/csv; charset=utf-8", outcomes
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
"""Every file by its name."""
