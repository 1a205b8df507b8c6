"""How much of the pages' own words a language has, and whether it is a draft."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.authoring.page_coverage import coverage
from checker.authoring.problems import SourceText
from checker.authoring.translations import read
from checker.cli import cli

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: pt\\n"\n'
WORDS = """
msgid "Back"
msgstr "Voltar"

msgid "in %(num)s day"
msgid_plural "in %(num)s days"
msgstr[0] "em %(num)s dia"
msgstr[1] ""

#, fuzzy
msgid "Close"
msgstr "Fechar"

msgid "Start"
msgstr ""
"""
DRAFT = '"X-Draft: yes\\n"\n'


@pytest.fixture
def portuguese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one word of four in all its forms, and no other catalogue."""
    file = tmp_path / "pt" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(HEAD + WORDS, encoding="utf-8")
    monkeypatch.setattr("checker.authoring.page_coverage.shipped", lambda _: tmp_path)
    return file


@pytest.mark.usefixtures("portuguese")
@pytest.mark.parametrize(("language", "lacking"), [("pt", 3), ("pt-BR", 3), ("fr", 4), ("en", 0), ("en-GB", 0)])
def test_what_lacks_is_counted_and_a_region_has_the_words_of_its_language(language: str, lacking: int) -> None:
    found = coverage(language)
    assert (found.all, found.lacking, found.draft) == (4, lacking, False)


@pytest.mark.parametrize("head", [HEAD + DRAFT, f"# X-Draft: yes\n{HEAD}"])
def test_a_catalogue_may_say_that_it_is_a_draft(portuguese: Path, head: str) -> None:
    portuguese.write_text(head + WORDS, encoding="utf-8")
    assert coverage("pt").draft and coverage("pt-BR").draft and not coverage("es").draft


@pytest.mark.usefixtures("portuguese")
def test_words_of_pages_in_the_file_of_a_translation_count() -> None:
    own = 'msgctxt "page"\nmsgid "Start"\nmsgstr "Começar"\n\nmsgctxt "title"\nmsgid "Close"\nmsgstr "Fechar"\n'
    translation = read(SourceText(f"{HEAD}\n{own}", "questions.pt.po"))
    assert coverage("pt", [translation]).lacking == 2
    assert coverage("fr", [translation]).lacking == 4


@pytest.mark.parametrize(("language", "draft"), [("es", False), ("es-MX", False), ("pt", True), ("ar", True)])
def test_what_is_shipped_is_whole_and_says_where_it_is_a_draft(language: str, draft: bool) -> None:
    found = coverage(language)
    assert (found.lacking, found.draft) == (0, draft) and found.all > 250


def test_check_names_both(portuguese: Path, second_file: Path, tmp_path: Path) -> None:
    portuguese.write_text(HEAD + DRAFT + WORDS, encoding="utf-8")
    file = tmp_path / "questions.yaml"
    file.write_text(second_file.read_text(encoding="utf-8").replace("[en, fr]", "[en, fr]\ndrafts: [pt-BR]"))
    said = CliRunner().invoke(cli, ["check", str(file)]).output
    assert f"{file}:7:17: warning: the pages lack 4 of 4 words in fr; people will read English ones" in said
    assert f"{file}:8:10: warning: the pages lack 3 of 4 words in pt-BR; people will read English ones" in said
    assert f"{file}:8:10: warning: the pages' own words in pt-BR are a draft that no native speaker has read" in said


def test_style_says_what_it_cannot_tell_in_a_language(second_file: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, ["check", "--style", str(second_file)]).output
    assert "fr: nothing here can tell of these words:\n  - how hard they are to read\n" in said
    assert "en: nothing here can tell" not in said
    file = tmp_path / "questions.yaml"
    own = "\nwording: {never: {fr: [soigner]}, deadlines: {fr: ['dans * jours', 'sous * jours']}}\n"
    file.write_text(second_file.read_text(encoding="utf-8") + own, encoding="utf-8")
    mended = CliRunner().invoke(cli, ["check", "--style", str(file)]).output
    assert "lists none of its own" in said and "lists none of its own" not in mended
