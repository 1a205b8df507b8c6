"""A page of ours on paper: numbered, with what it is on every sheet, tagged, and without a request."""

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from checker.review.material import Material
from checker.review.pages import Addresses, page
from checker.review.paper import PaperError, pdf
from tests.dossier.fixtures import throat
from tests.tools import needed

PAGE = (
    '<!doctype html><html lang="es"><title>Un título</title><img src="http://192.0.2.1/x.png" alt="x">'
    '<p class="imprint">spine 1.2, fingerprint abc</p>'
    '<nav class="contents"><ol><li><a href="#last">Last part</a></ol></nav>'
    "<h2>First part</h2>{}<h2 id=last>Last part</h2>"
).format("<p>Some words." * 150)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The words of each sheet."""
    return words(pdf(PAGE), tmp_path_factory.mktemp("paper") / "page.pdf")


def words(made: bytes, file: Path) -> list[str]:
    """Return the words of each sheet of a PDF, which is written to a file."""
    file.write_bytes(made)
    command = [str(needed("pdftotext")), "-layout", str(file), "-"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return [" ".join(page.split()) for page in done.stdout.split("\f")[:-1]]


def test_every_sheet_has_its_number_and_says_what_it_is_of(sheets: list[str]) -> None:
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, 1):
        assert sheet.startswith("spine 1.2, fingerprint abc") and sheet.endswith(f"{number}/{len(sheets)}")


def test_the_contents_tell_the_sheet_of_each_part(sheets: list[str]) -> None:
    assert re.search(rf"Last part ?\.+ ?{len(sheets)} ", sheets[0])
    assert "Last part" in sheets[-1]


def test_the_parts_that_are_not_signed_are_a_number_on_paper(tmp_path: Path) -> None:
    html = page(Material(throat()), "signoff", Addresses("{}.html".format, str))
    assert "By name" in html
    on_paper = " ".join(words(pdf(html), tmp_path / "signoff.pdf"))
    assert "parts are not signed" in on_paper and "By name" not in on_paper and "question signs" not in on_paper


def test_an_id_is_not_broken_where_the_claim_beside_it_can_be(tmp_path: Path) -> None:
    row = f"<th>{'Whenever the person says this ' * 20}</th><td>proved</td><td><code>em_nerve</code></td>"
    made = pdf(f'<!doctype html><html lang="en"><title>A</title><table class="claims"><tr>{row}</tr></table>')
    assert "em_nerve" in words(made, tmp_path / "claims.pdf")[0]


def test_it_is_tagged_has_its_language_and_title_and_comes_out_the_same_again(tmp_path: Path) -> None:
    made = pdf(PAGE)
    assert made == pdf(PAGE)
    file = tmp_path / "page.pdf"
    file.write_bytes(made)
    told = subprocess.run([str(needed("pdfinfo")), str(file)], capture_output=True, check=True, encoding="utf-8").stdout
    assert re.search(r"^Title: +Un título$", told, re.MULTILINE) and re.search(r"^Tagged: +yes$", told, re.MULTILINE)
    assert "CreationDate" not in told
    inside = b"".join(map(unpacked, re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)))
    assert b"/Lang (es)" in inside and b"pdfuaid:part" in inside


def unpacked(stream: bytes) -> bytes:
    """Return what is in a stream of a PDF."""
    return zlib.decompress(stream) if stream.startswith(b"x") else stream


def test_where_it_cannot_be_made_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PaperError, match=r"condition-checker\[print\]"):
        pdf(PAGE)
