"""Pages say their own words in the nearest language that has them, and what is English in place of it is known."""

from gettext import GNUTranslations

import pytest

from checker.authoring.problems import SourceText
from checker.authoring.translations import page_catalogue, read
from checker.languages import is_known, kind_of, semicolon
from checker.page_words import PageWords, Untranslated

HEAD = 'msgid ""\nmsgstr ""\n"Language: x\\n"\n\n'


def own(language: str, words: str) -> dict[str, GNUTranslations]:
    entry = f'msgctxt "page"\nmsgid "Continue"\nmsgstr "{words}"\n'
    return {language: page_catalogue(read(SourceText(HEAD + entry, f"mine.{language}.po")))}


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
