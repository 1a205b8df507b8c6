"""A file that came back in another shape is read, and one that is no translation says what to do."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.problems import SourceText
from checker.authoring.translation_file import FORMATS, Format
from checker.authoring.translations import read
from checker.translators import formats
from checker.translators.handout import ForeignFileError
from tests.translators.translated import HEAD, brought_back, entry, handed

TITLE = "Dor de garganta"
TABLE = f"place,form,source,words\nfile,,Language,pt\ntitle,,Sore throat,{TITLE}\n"
PO = HEAD + entry("title", "Sore throat", TITLE)
XLIFF = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="a" source-language="en" target-language="pt" datatype="plaintext"><body>'
    f'<trans-unit id="1" resname="title"><source>Sore throat</source><target>{TITLE}</target></trans-unit>'
    "</body></file></xliff>"
)


@pytest.mark.parametrize(
    "raw",
    [
        TABLE,
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace("\n", "\r\n"),
        f"\ufeff{TABLE}",
        TABLE.encode("utf-16"),
        TABLE + ",,,\n\n",
        f"words,place,more,source\n{TITLE},title,x,Sore throat\n",
        PO,
        f"\ufeff{PO}".replace("\n", "\r\n"),
        PO.encode("utf-16"),
        XLIFF,
        XLIFF.encode("utf-16"),
        f"\ufeff{XLIFF}",
        XLIFF.replace("1.2", "1.1"),
        XLIFF.replace("<target>", '<target state="signed-off">'),
        XLIFF.replace(TITLE, "<![CDATA[Dor de garganta]]>").replace("<body>", "<body><!-- here -->"),
        XLIFF.replace(TITLE, "Dor <g id='1'>de</g> garganta"),
        XLIFF.replace("<body>", "<body><group>").replace("</body>", "</group></body>"),
    ],
)  # fmt: skip
def test_a_file_is_read_whatever_a_program_made_of_it(raw: str | bytes, tmp_path: Path) -> None:
    found = brought_back(raw, tmp_path)
    assert found.refused == []
    assert f'msgstr "{TITLE}"\n' in found.text and "fuzzy" not in found.text


@pytest.mark.parametrize("state", ["needs-review-translation", "needs-translation", "new"])
def test_words_that_a_program_calls_unsure_are_a_guess(state: str, tmp_path: Path) -> None:
    found = brought_back(XLIFF.replace("<target>", f'<target state="{state}">'), tmp_path)
    assert f'#, fuzzy\nmsgctxt "title"\nmsgid "Sore throat"\nmsgstr "{TITLE}"\n' in found.text


_BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "this file is empty"),
        (b" \n", "this file is empty"),
        (b"PK\x03\x04whatever", "this is a zip, or a workbook"),
        ("Dor".encode("utf-16-le"), "this is not text in UTF-8"),
        (TABLE.replace(TITLE, "Você").encode("cp1252"), "this is not text in UTF-8, from byte"),
        (b"\xff\xfe\x00", "this is not text in UTF-8"),
        ("hello, world", "this table has no column 'place'"),
        (TABLE.replace("words", "mots"), "this table has no column 'words'"),
        (TABLE.replace("source", "english"), "this table has no column 'source'"),
        (TABLE + 'start,,"A short', "this table cannot be read: unexpected end of data"),
        (TABLE + "start,," + "x" * 200_000, "this table cannot be read: field larger"),
        (PO[:-4], "this line is no whole line of a PO file: msgstr \"Dor de gargant. Is the file cut off?"),
        (PO.replace("msgctxt", "msgtext"), "this line is no whole line of a PO file"),
        (XLIFF[:-20], "this is no whole XLIFF 1.2"),
        (XLIFF.replace("xliff", "html"), "this is no whole XLIFF 1.2"),
        ("<", "this is no whole XLIFF 1.2"),
        ("<html><p>No access</p></html>", "this is no whole XLIFF 1.2"),
        (XLIFF.replace("1.2", "2.0"), "This file appears to be XLIFF 2.x"),
        (XLIFF.replace("<xliff", f"{_BOMB}<xliff").replace(TITLE, "&b;"), "declares entities"),
        (XLIFF.replace("<xliff", f"{_OUTSIDE}<xliff").replace(TITLE, "&a;"), "declares entities"),
        (XLIFF.replace("<xliff", f"{_OUTSIDE}<xliff").encode("utf-16"), "declares entities"),
        (XLIFF.replace("<body>", "<body>" + "<group>" * 300), "this is no whole XLIFF 1.2"),
    ],
)  # fmt: skip
def test_what_is_no_translation_says_what_to_do(raw: str | bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(ForeignFileError) as refused:
        brought_back(raw, tmp_path)
    assert why in str(refused.value)


def test_no_more_is_read_of_a_huge_file_than_a_translation_may_have(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(ForeignFileError, match="larger than 8 MiB"):
        formats.read(tmp_path / "huge")


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ForeignFileError, match="cannot be read: No such file"):
        formats.read(tmp_path / "none")


@pytest.mark.parametrize("words", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=1", "''+1", " =1", "\n=1"])
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(words: str, tmp_path: Path) -> None:
    written = words.replace("\n", "\\n").replace("'", "'")
    whole = handed(entry("title", "Sore throat", written))
    table = formats.written(whole, "csv", "en").decode("utf-8-sig")
    assert f",{words}," not in table and f',"{words}",' not in table
    (back,) = [each for each in formats.read(_file(tmp_path, table)).messages if each.context == "title"]
    assert back.string == words


def _file(folder: Path, text: str) -> Path:
    (folder / "back").write_text(text, encoding="utf-8", newline="")
    return folder / "back"


def test_an_xliff_says_how_long_a_text_may_be_and_where_it_is_seen() -> None:
    text = formats.written(handed(entry("title", "Sore throat", TITLE)), "xliff", "en").decode()
    assert 'resname="title" maxwidth="50" size-unit="char"' in text
    assert "The name of the check, at the top of every page." in text
    assert 'source-language="en" target-language="pt"' in text
    assert "document:1.1" not in text


_EXPORTS = {to: formats.written(handed(entry("title", "Sore throat", TITLE)), to, "en") for to in FORMATS}


@pytest.mark.parametrize("to", FORMATS)
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_was_damaged_on_its_way_is_read_or_refused(
    to: Format, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = _EXPORTS[to]
    start = data.draw(st.integers(0, 6000))
    other = data.draw(
        st.binary(max_size=3) | st.sampled_from([b'"', b"<", b"&#0;", b"msgid ", b"\n", b",", b"\\", b"%"])
    )
    whole = data.draw(st.booleans())
    damaged = raw[:start] + other + (raw[start + data.draw(st.integers(0, 40)) :] if whole else b"")
    folder = tmp_path_factory.getbasetemp()
    try:
        found = brought_back(damaged, folder)
    except ForeignFileError as why:
        assert str(why)
    else:
        assert read(SourceText(found.text, "a.pt.po")).messages()
