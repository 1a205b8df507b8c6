"""Pages say their own words in the nearest language that has them, and what is English in place of it is known."""

from pathlib import Path

import pytest

from checker.authoring.problems import SourceText
from checker.authoring.translations import page_words, read
from checker.languages import is_known, kind_of, semicolon
from checker.page_words import OwnWords, PageWords, Untranslated, says_draft, shipped_in

HEAD = 'msgid ""\nmsgstr ""\n"Language: x\\n"\n\n'


def own(language: str, words: str) -> dict[str, OwnWords]:
    entry = f'msgctxt "page"\nmsgid "Continue"\nmsgstr "{words}"\n'
    return {language: page_words(read(SourceText(HEAD + entry, f"mine.{language}.po")))}


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (PageWords(), "en", "Continue"),
        (PageWords(), "es", "Continuar"),
        (PageWords(), "es-MX", "Continuar"),
        (PageWords(own("es", "Adelante")), "es", "Adelante"),
        (PageWords(own("es", "Adelante")), "es-MX", "Adelante"),
        (PageWords(own("es-MX", "Ándale")), "es-MX", "Ándale"),
        (PageWords(own("es-MX", "Ándale")), "es", "Continuar"),
        (PageWords(own("es", "")), "es", "Continuar"),
        (PageWords(own("es", "%(x)s")), "es", "Continuar"),  # refused: it takes in what is not there
        (PageWords(own("tr", "Devam")), "tr", "Devam"),
        (PageWords(), "tr", "Continue"),
    ],
)
def test_the_nearest_words_are_said(words: PageWords, language: str, said: str) -> None:
    found = words.said_in(language)
    assert found.gettext("Continue") == said
    assert isinstance(found.gettext("Continue"), Untranslated) == (language == "tr" and said == "Continue")


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (PageWords(), "pt", "Continue"),
        (PageWords(), "pt-BR", "Continue"),
        (PageWords(drafts=["pt"]), "pt", "Continuar"),
        (PageWords(drafts=["pt"]), "pt-BR", "Continue"),
        (PageWords(drafts=["pt-BR"]), "pt-BR", "Continuar"),
        (PageWords(own("pt", "Adiante")), "pt-BR", "Adiante"),
        (PageWords(own("pt", "Adiante"), ["pt"]), "pt", "Adiante"),
        (PageWords(own("pt", "Adiante"), ["pt"]), "pt-BR", "Continue"),
        (PageWords(own("pt", "Adiante"), ["pt", "pt-BR"]), "pt-BR", "Adiante"),
    ],
)
def test_words_that_nobody_has_read_are_said_in_a_draft_alone(words: PageWords, language: str, said: str) -> None:
    found = words.said_in(language).gettext("Continue")
    assert (found, isinstance(found, Untranslated)) == (said, said == "Continue")
    assert ("Continue" in words.own_in(language)) == (said == "Adiante")


def test_the_remark_above_a_file_alone_says_that_it_is_a_draft(tmp_path: Path) -> None:
    assert [says_draft(shipped_in(code)) for code in ("es", "pt", "ar")] == [False, True, True]
    file = tmp_path / "messages.po"
    for text, said in ((f"# X-Draft: yes\n{HEAD}", True), (HEAD, False), (f"{HEAD}# X-Draft: yes\n", False)):
        file.write_text(text, encoding="utf-8")
        assert says_draft(file) == said


def test_what_one_translation_lacks_is_said_by_the_next_in_its_own_plural_forms() -> None:
    found = PageWords(own("es-MX", "Ándale")).said_in("es-MX")
    assert found.gettext("Start again") == "Empezar de nuevo"
    said = [found.ngettext("in %(num)s day", "in %(num)s days", number) for number in (1, 2)]
    assert said == ["en %(num)s día", "en %(num)s días"]


def test_words_that_nobody_wrote_are_english_whatever_they_count() -> None:
    turkish, british = PageWords().said_in("tr"), PageWords().said_in("en-GB")
    assert isinstance(turkish.ngettext("day", "days", 1), Untranslated) and turkish.ngettext("day", "days", 2) == "days"
    assert not isinstance(british.gettext("Continue"), Untranslated)


def test_a_language_is_known_by_its_kind() -> None:
    assert [is_known(code) for code in ("pt-BR", "zh-Hant", "xx", "en-XX", "")] == [True, True, False, False, False]
    assert kind_of("zh-TW") == ("zh", "Hant", "TW") and kind_of("-") is None
    assert [semicolon(code) for code in ("en", "he", "ar", "fa", "el", "zh", "xx")] == [
        "; ", "; ", "؛ ", "؛ ", "· ", "\uff1b", "; ",
    ]  # fmt: skip
