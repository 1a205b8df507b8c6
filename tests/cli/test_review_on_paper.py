"""``checker review --pdf``: everything as one numbered document, with a page to sign on."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.authoring import load
from checker.cli import cli
from checker.engine.questionnaire import Questionnaire
from checker.review.parts import fingerprint
from tests.tools import needed


@pytest.fixture(scope="module")
def file(second_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF of the second questionnaire."""
    out = tmp_path_factory.mktemp("paper") / "review.pdf"
    done = CliRunner().invoke(cli, ["review", str(second_file), "--pdf", str(out)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"{out}, 0.")
    return out


@pytest.fixture(scope="module")
def sheets(file: Path) -> list[str]:
    """The words of each sheet."""
    command = [str(needed("pdftotext")), "-layout", str(file), "-"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return [" ".join(page.split()) for page in done.stdout.split("\f")[:-1]]


def test_every_sheet_says_version_fingerprint_and_that_nobody_has_reviewed_it(
    sheets: list[str], bicycle: Questionnaire
) -> None:
    mark = fingerprint(bicycle)[:8]
    head = f"Review: Bicycle check Version 3, fingerprint {mark}. Not yet reviewed by a clinician."
    assert all(sheet.startswith(head) for sheet in sheets)
    assert [sheet.rpartition(" ")[2] for sheet in sheets] == [f"{n}/{len(sheets)}" for n in range(1, len(sheets) + 1)]


def test_no_country_decides_the_size_of_a_sheet(file: Path) -> None:
    said = subprocess.run([str(needed("pdfinfo")), str(file)], capture_output=True, check=True, encoding="utf-8").stdout
    assert re.search(r"Page size:.*\(A4\)", said), said


def test_the_contents_tell_where_each_part_begins(sheets: list[str]) -> None:
    for title in ("Questions", "Rules", "Tables", "Results", "Cases", "Signatures"):
        found = re.search(rf" {title} ?\.+ ?(\d+) ", sheets[0])
        assert found and f" {title} " in sheets[int(found[1]) - 1], title


def test_the_last_sheet_is_for_signatures(sheets: list[str], bicycle: Questionnaire) -> None:
    assert "No clinician has signed this." in sheets[-1]
    assert fingerprint(bicycle) in sheets[-1]
    assert all(sheets[-1].count(line) == 2 for line in ("Name", "Role", "Date", "Scope", "Fingerprint, copied"))


def test_every_rule_and_case_is_on_paper(sheets: list[str], second_file: Path) -> None:
    body, paper = load(second_file), " ".join(sheets)
    ids = [each.id for each in body.guidance] + [each.id for each in body.cases]
    assert not [name for name in ids if name not in paper]


def test_it_says_where_to_write_or_why_it_cannot(tmp_path: Path, second_file: Path) -> None:
    done = CliRunner().invoke(cli, ["review", str(second_file)])
    assert done.exit_code == 2 and "--out FOLDER or --pdf FILE (write pages)" in done.output
    out = tmp_path / "nowhere" / "review.pdf"
    done = CliRunner().invoke(cli, ["review", str(second_file), "--pdf", str(out)])
    assert done.exit_code == 1 and done.output.startswith(f"Error: {out}: this file cannot be written")


def test_it_is_written_in_spanish_too(second_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "review.pdf"
    done = CliRunner().invoke(cli, ["review", str(second_file), "--pdf", str(out), "--language", "es"])
    assert done.exit_code == 0, done.output
    command = [str(needed("pdftotext")), "-layout", str(out), "-"]
    words = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    assert "Todavía no lo ha revisado un profesional de la salud." in " ".join(words.split())
    assert "Not yet reviewed" not in words
