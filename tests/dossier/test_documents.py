"""A dossier is whole, says of what it is on every sheet, is the same each time, and claims nothing that nobody did."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from werkzeug.datastructures import Headers

from checker.authoring.loader import load_text
from checker.cli import cli
from checker.dossier import documents as written
from checker.dossier.documents import ACR, contents, page, write
from checker.dossier.suite_report import subject
from checker.resources import shipped
from tests.dossier.fixtures import CLINIC, TEXT, broken, dossier, throat
from tests.dossier.test_accessibility import results as report
from tests.pages import Page
from tests.review.test_paper import words


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dossier")
    write(dossier(), out)
    return out


@pytest.fixture(scope="module")
def pages(folder: Path) -> Mapping[str, Page]:
    return {path.stem: Page("", 200, Headers(), path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}


@pytest.fixture
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is as good as made: one takes a second."""
    monkeypatch.setattr(written, "pdf", lambda _: b"")


def test_each_document_is_a_page_and_a_pdf(folder: Path, pages: Mapping[str, Page]) -> None:
    assert pages.keys() == {"index", *contents()}
    assert {path.stem for path in folder.glob("*.pdf")} == set(contents())


def test_every_page_says_of_which_content_it_is_and_that_nobody_reviewed_it(pages: Mapping[str, Page]) -> None:
    mark = dossier().material.mark
    for name, found in pages.items():
        assert f"sore_throat, version 2026.11, fingerprint {mark}: " in found.text, name
        assert "Not reviewed by a clinician." in found.text, name
        assert "Run by Corner Clinic." in found.text, name
    assert len({found.all("title")[0].text for found in pages.values()}) == len(pages)


def test_every_sheet_of_paper_says_of_which_content_it_is(folder: Path, tmp_path: Path) -> None:
    mark = dossier().material.mark
    for path in folder.glob("*.pdf"):
        sheets = words(path.read_bytes(), tmp_path / path.name)
        assert sheets
        for number, sheet in enumerate(sheets, 1):
            assert f"sore_throat, version 2026.11, fingerprint {mark}: " in sheet, path.name
            assert sheet.endswith(f"{number}/{len(sheets)}"), path.name


@pytest.mark.usefixtures("no_paper")
def test_the_same_facts_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for path in write(dossier(), tmp_path):
        if path.suffix != ".pdf":  # tests/review/test_paper.py
            assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_every_link_leads_to_a_file_of_the_folder(folder: Path, pages: Mapping[str, Page]) -> None:
    links = {each.attributes["href"] for found in pages.values() for each in found.all("a")}
    assert ACR in links
    assert [link for link in links if not link.startswith("#") and not (folder / link).is_file()] == []


def test_what_fails_is_said_first_of_all(pages: Mapping[str, Page]) -> None:
    assert not [name for name, found in pages.items() if "This does not hold" in found.text]
    for name in ("index", *contents()):
        head = re.search(r"<header.*?<h1>", page(dossier(broken()), name), re.DOTALL)
        assert head and "This does not hold: 3 claims are not proved" in head[0], name


def test_the_hazard_log_has_its_controls_and_verdicts(pages: Mapping[str, Page]) -> None:
    text = pages["hazard-log"].text
    for each in ("A throat that closes", "Blue lips", "spit_is_an_emergency", "all proved", "Whoever marks nothing"):
        assert each in text
    assert "not all proved" in page(dossier(broken()), "hazard-log")


def test_the_safety_case_is_approved_by_nobody_and_claims_no_standard(pages: Mapping[str, Page]) -> None:
    found = pages["safety-case"]
    assert "No safety officer has approved this." in found.text and "is not claimed" in found.text
    row = re.search(r"<caption>Approval</caption>.*?<tbody>(.*?)</tbody>", found.html, re.DOTALL)
    assert row and re.sub(r"<[^>]*>|&nbsp;", "", row[1]).strip() == ""


def test_intended_use_and_privacy_say_what_file_and_clinic_say(pages: Mapping[str, Page]) -> None:
    assert "On a device that people share." in pages["intended-use"].text
    assert "The file names nobody for whom it is not." in pages["intended-use"].text
    assert "https://example.org/p" in pages["privacy"].text and "24 hours, or 20 minutes" in pages["privacy"].text
    assert "network address of a visitor" in pages["privacy"].text


def test_the_bill_of_materials_is_a_table_by_name(pages: Mapping[str, Page]) -> None:
    assert re.search(r"abel.*A licence.*bare.*not stated.*zlib.*MIT OR Apache-2.0", pages["materials"].text, re.S)


def test_what_is_open_is_collected(pages: Mapping[str, Page]) -> None:
    text = pages["unverified"].text
    for each in ("No signature of a clinician", "No results of this program's tests", "1.3.3 Sensory Characteristics"):
        assert each in text


# The command ---------------------------------------------------------------------------------------------------------


def run(tmp_path: Path, text: str, *more: str) -> Result:
    file = tmp_path / "throat.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(cli, ["dossier", str(file), "--out", str(tmp_path / "out"), *more])


@pytest.mark.usefixtures("no_paper")
def test_the_command_writes_it_with_a_clinic_and_results(tmp_path: Path) -> None:
    clinic, results = tmp_path / "clinic.yaml", tmp_path / "tests.xml"
    clinic.write_text(f"name: {CLINIC.name}\n", encoding="utf-8")
    said = {**subject(throat()), "selected": "1", "deselected": "0"}
    results.write_text(report(said, '<testcase name="test_axe_finds_nothing[en]"/>'), encoding="utf-8")
    done = run(tmp_path, TEXT, "--clinic", str(clinic), "--tests", str(results))
    assert done.exit_code == 0, done.output
    assert "1 tests passed, 0 failed" in (tmp_path / "out" / "safety-case.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("no_paper")
def test_a_dossier_of_what_fails_is_written_and_ends_with_1(tmp_path: Path) -> None:
    done = run(tmp_path, TEXT.replace("when: drooling in signs}]", "when: drooling in signs or fever in signs}]"))
    assert done.exit_code == 1 and "says first that 1 claim is not proved" in done.output
    assert (tmp_path / "out" / "index.html").is_file()


def test_what_the_authors_wrote_is_marked_as_their_language() -> None:
    sources = "\nsources: [{id: leaflet, title: Ein Blatt, licence: unbekannt, status: recalled}]\n"
    german = load_text(re.sub(r"\ben\b(?=[]:])", "de", TEXT) + sources)
    made = {name: page(dossier(german), name) for name in ("hazard-log", "safety-case", "unverified")}
    assert german.hazards[0].left in made["hazard-log"] and "written in German alone" in made["hazard-log"]
    own = [text.partition("<main")[2].partition("Criteria of accessibility")[0] for text in made.values()]
    assert [set(re.findall(r'lang="(\w+)"', text)) for text in own] == [{"de"}] * 3


def test_a_file_without_hazards_gets_none(tmp_path: Path) -> None:
    done = run(tmp_path, TEXT.partition("hazards:")[0])
    assert done.exit_code == 1 and "no `hazards` are listed" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_paper")
def test_what_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    for content in ("<testsuite/>", "<testsuite>", "no xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'):
        (tmp_path / "tests.xml").write_text(content, encoding="utf-8")
        done = run(tmp_path, TEXT, "--tests", str(tmp_path / "tests.xml"))
        assert done.exit_code == 1 and "Write one: python -m pytest" in done.output
    done = run(tmp_path, TEXT, "--out", str(tmp_path / "tests.xml" / "out"))
    assert done.exit_code == 1 and "this folder cannot be written (not a directory)" in done.output


def test_the_shipped_questionnaire_lists_hazards() -> None:
    assert "\nhazards:" in shipped("questions.yaml").read_text(encoding="utf-8")
