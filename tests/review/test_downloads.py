"""What goes along with the pages: tables of everything, as CSV and as one workbook, without a formula."""

import csv
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from checker.engine.questionnaire import Questionnaire
from checker.phrases import speaking
from checker.review.downloads import ALONG
from checker.review.material import Material
from checker.review.sheets import TABLES
from checker.review.workbook import bound
from tests.dossier.fixtures import throat

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1+1")


@pytest.fixture(scope="module")
def material(bicycle: Questionnaire) -> Material:
    return Material(bicycle)


def rows(material: Material, name: str) -> list[dict[str, str]]:
    """Return a CSV that goes along, a row each."""
    lines = ALONG[f"{name}.csv"].content(material).decode("utf-8-sig").splitlines(keepends=True)
    return list(csv.DictReader(lines))


def test_there_is_a_row_for_each_question_option_rule_statement_and_case(material: Material) -> None:
    body = material.questionnaire
    offered = [(question.id, option.id) for question in body.questions for option in question.options]
    found = {(row["question"], row["option"]) for row in rows(material, "options")}
    assert found >= set(offered)
    assert {row["question"] for row in rows(material, "questions")} == {each.id for each in body.questions}
    assert sorted(row["rule"] for row in rows(material, "rules")) == sorted(each.id for each in body.guidance)
    assert [row["statement"] for row in rows(material, "statements")] == [each.id for each in body.statements]
    assert [row["case"] for row in rows(material, "cases")] == [each.id for each in body.cases]
    assert {row["score"] for row in rows(material, "scores")} == {each.id for each in body.scores}


def test_every_table_has_the_words_in_every_language(material: Material) -> None:
    rule = material.questionnaire.guidance[0]
    (row,) = (row for row in rows(material, "rules") if row["rule"] == rule.id)
    assert [row["because (en)"], row["because (fr)"]] == [rule.because.said_in(each) for each in ("en", "fr")]
    (frame,) = (row for row in rows(material, "options") if row["option"] == "cracked_frame")
    assert frame["fr"] == "Un cadre fissuré" and frame["what it does"] == "Fires, and ends the questions: frame"
    assert frame["at most"] == "walk_home"


def test_a_decision_table_has_a_row_for_each_cell_that_matters(material: Material) -> None:
    mine = [row for row in rows(material, "tables") if row["rule"] == "no_brake"]
    assert {row["way"] for row in mine} == {"1", "2"}
    assert ("Feel of the brake", "“It does nothing”") in {(row["input"], row["must be"]) for row in mine}


def test_the_workbook_has_a_sheet_for_each_table_with_its_head_in_sight(material: Material) -> None:
    book = load_workbook(BytesIO(ALONG["review.xlsx"].content(material)))
    assert book.sheetnames == ["about", *TABLES]
    for sheet in book.worksheets[1:]:
        expected = [[cell or None for cell in row] for row in TABLES[sheet.title](material)]
        assert [[cell or None for cell in row] for row in sheet.iter_rows(values_only=True)] == expected
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
        assert all(8 <= column.width <= 60 for column in sheet.column_dimensions.values())


def test_the_workbook_says_first_of_which_content_it_is_and_that_nobody_signed_it(material: Material) -> None:
    book = load_workbook(BytesIO(ALONG["review.xlsx"].content(material)))
    said = {str(row[0]): row[1] for row in book["about"].iter_rows(min_row=2, values_only=True)}
    body = material.questionnaire
    assert said == {"id": body.id, "version": body.version, "fingerprint": material.fingerprint,
                    "review": "No clinician has signed this."}  # fmt: skip
    assert book.properties.title == f"{body.id}, {body.version}, {material.fingerprint}"


def test_there_is_a_row_for_each_hazard_with_what_is_traced_to_it() -> None:
    (row,) = rows(Material(throat()), "hazards")
    (hazard,) = throat().hazards
    assert [row["hazard"], row["harm"], row["rules"], row["what is left"]] == [
        hazard.id, hazard.harm, ", ".join(hazard.rules), hazard.left,
    ]  # fmt: skip
    assert row["all proved"] == "yes" and row["claims"] == ", ".join(hazard.proofs)


def test_options_and_scores_are_told_in_the_readers_language(material: Material) -> None:
    with speaking("es"):
        (frame,) = (row for row in rows(material, "options") if row["opción"] == "cracked_frame")
        readers = [row["la leen"] for row in rows(material, "scores")]
    told = [frame[name] for name in ("como máximo", "se tiene en cuenta", "solo de registro")]
    assert told == ["walk_home", "sí", "no"]
    assert "pregunta climbing" in readers[0]


@pytest.mark.parametrize("planted", FORMULAS)
def test_no_cell_is_a_formula(planted: str) -> None:
    book = load_workbook(BytesIO(bound({"all": [("head",), (planted,), (7,), ("bell\x07",)]})))
    assert [cell.value for (cell,) in book["all"].iter_rows()] == ["head", planted, 7, "bell"]
    assert [cell.data_type for (cell,) in book["all"].iter_rows()] == ["s", "s", "n", "s"]


def test_the_same_tables_are_the_same_bytes_and_no_time_is_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    made = bound({"all": [("head",)]})
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 4, 3, 2, 2, 0, 0, 0))
    assert bound({"all": [("head",)]}) == made
    with ZipFile(BytesIO(made)) as book:
        assert {each.date_time[0] for each in book.infolist()} == {1980}
        assert b"dcterms" not in re.sub(rb'xmlns:\w+="[^"]*"', b"", book.read("docProps/core.xml"))
