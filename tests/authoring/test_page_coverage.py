"""How much of the pages' own words a language has, and whether it is a draft."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from checker.authoring.page_coverage import PageCoverage, coverage
from checker.cli import cli

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: pt\\n"\n'
WORDS = """
msgid "Back"
msgstr "Voltar"

#, fuzzy
msgid "Close"
msgstr "Fechar"

msgid "Start"
msgstr ""
"""
DRAFT = "# X-Draft: yes\n"


@pytest.fixture
def portuguese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write a catalogue with one word of three, below a remark; there is no other one."""
    file = tmp_path / "pt" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    monkeypatch.setattr("checker.authoring.page_coverage.shipped", lambda _: tmp_path)
    monkeypatch.setattr("checker.page_words.shipped", lambda _: tmp_path)

    def write(remark: str = "") -> None:
        file.write_text(remark + HEAD + WORDS, encoding="utf-8")
        with file.open("rb") as source, file.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(source, locale="pt"))

    write()
    return write


@pytest.mark.usefixtures("portuguese")
@pytest.mark.parametrize(("language", "lacking"), [("pt", 2), ("pt-BR", 2), ("fr", 3), ("en", 0), ("en-GB", 0)])
def test_what_lacks_is_counted_and_a_region_has_the_words_of_its_language(language: str, lacking: int) -> None:
    assert coverage(language, {}, ()) == PageCoverage(3, lacking, 0)


def test_a_draft_counts_in_a_draft_alone(portuguese: Callable[[str], None]) -> None:
    portuguese(DRAFT)
    assert coverage("pt", {}, ["pt"]) == coverage("pt-BR", {}, ["pt-BR"]) == PageCoverage(3, 2, 1)
    assert coverage("pt", {}, ()) == coverage("pt-BR", {}, ["pt"]) == PageCoverage(3, 3, 1)


def test_words_of_pages_in_the_file_of_a_translation_count(portuguese: Callable[[str], None]) -> None:
    own = {"pt": {"Start": ("Começar",), "Back": ("Voltar",)}}
    assert coverage("pt", own, ()) == coverage("pt-BR", own, ()) == PageCoverage(3, 1, 0)
    assert coverage("fr", own, ()).lacking == 3
    portuguese(DRAFT)
    assert coverage("pt", own, ()) == PageCoverage(3, 1, 0)


@pytest.mark.parametrize(("language", "draft"), [("es", False), ("es-MX", False), ("pt", True), ("ar", True)])
def test_what_is_shipped_is_whole_and_says_where_it_is_a_draft(language: str, draft: bool) -> None:
    found = coverage(language, {}, [language])
    assert found.all > 250 and (found.lacking, found.drafted) == (0, found.all if draft else 0)


def test_check_names_both(portuguese: Callable[[str], None], second_file: Path, tmp_path: Path) -> None:
    portuguese(DRAFT)
    file = tmp_path / "questions.yaml"
    listed = "[en, fr, pt]\ndrafts: [pt-BR]"
    file.write_text(second_file.read_text(encoding="utf-8").replace("[en, fr]", listed), encoding="utf-8")
    said = CliRunner().invoke(cli, ["check", str(file)]).output
    assert f"{file}:7:17: warning: the pages lack 3 of 3 words in fr; people will read English ones. docs" in said
    assert (
        f"{file}:7:21: warning: the pages lack 3 of 3 words in pt; people will read English ones. The program" in said
    )
    assert "has a draft of 1, for somebody who grew up with it to read." in said
    assert f"{file}:8:10: warning: the pages lack 2 of 3 words in pt-BR; people will read English ones. docs" in said


def test_style_says_what_it_cannot_tell_in_a_language(second_file: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, ["check", "--style", str(second_file)]).output
    assert "fr: nothing here can tell of these words:\n  - how hard they are to read\n" in said
    assert "en: nothing here can tell" not in said
    file = tmp_path / "questions.yaml"
    own = "\nwording: {never: {fr: [soigner]}, deadlines: {fr: ['dans * jours', 'sous * jours']}}\n"
    file.write_text(second_file.read_text(encoding="utf-8") + own, encoding="utf-8")
    mended = CliRunner().invoke(cli, ["check", "--style", str(file)]).output
    assert "lists none of its own" in said and "lists none of its own" not in mended
