"""Every word of the pages is said in each language that comes along, those of the review in Spanish too."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import checker
from checker.resources import shipped

CATALOGS = sorted((file.parts[-3], file.stem) for file in shipped("translations").glob("*/LC_MESSAGES/*.po"))
"""The words of patients' pages (messages) and those of the review, by language."""
Keywords: TypeAlias = Mapping[str, Any]
_PAGES: Keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
KEYWORDS: dict[tuple[str, str], Keywords] = {
    ("messages", "jinja2"): _PAGES,
    ("messages", "python"): _PAGES,
    ("review", "jinja2"): {"_": None, "ngettext": (1, 2)},
    ("review", "python"): {"phrase": None, "nphrase": (1, 2), "later": None},
}
"""How files ask for a word, by domain and by the kind of file."""
Message = str | tuple[str, ...]


@cache
def catalog(language: str, domain: str) -> Catalog:
    with (shipped("translations") / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def said(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what stands for each message; one that counts things has several forms."""
    return {_forms(message.id): _forms(message.string) for message in catalog if message.id}


def _forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def written(folder: Path, pattern: str, method: str, domain: str) -> Iterator[Message]:
    """Yield every message that files of a folder ask for."""
    for name, _, message, _, _ in extract_from_dir(str(folder), [(pattern, method)], keywords=KEYWORDS[domain, method]):
        is_review = name.startswith("review/")
        if method != "jinja2" or is_review == (domain == "review"):
            yield message


@cache
def asked_for(domain: str) -> set[Message]:
    templates = written(shipped("templates"), "**", "jinja2", domain)
    return {*templates, *written(Path(checker.__file__).parent, "**.py", "python", domain)}


in_each = pytest.mark.parametrize(("language", "domain"), CATALOGS)


def test_the_catalogs_that_come_along_are_known() -> None:
    """So that the tests below cannot pass because they read none."""
    assert {("es", "messages"), ("es", "review"), ("ar", "messages"), ("pt", "messages")} <= set(CATALOGS)


@in_each
def test_every_word_of_the_pages_is_in_the_catalog_and_none_is_left_over(language: str, domain: str) -> None:
    assert {message.id for message in catalog(language, domain) if message.id} == asked_for(domain)


@pytest.mark.parametrize(
    ("domain", "some", "many"),
    [
        ("messages", {"This is not a diagnosis.", "Enter a whole number"}, 80),
        ("review", {"How to sign", "Asked when %(condition)s.", "every rule can hold"}, 400),
    ],
)
def test_the_words_asked_for_are_those_of_templates_and_of_python(domain: str, some: set[Message], many: int) -> None:
    """So that the test above cannot pass because it read nothing."""
    assert some <= asked_for(domain)
    assert len(asked_for(domain)) > many


@in_each
def test_every_word_is_translated_and_none_is_a_guess(language: str, domain: str) -> None:
    assert [english for english, words in said(catalog(language, domain)).items() if not all(words)] == []
    assert [message.id for message in catalog(language, domain) if message.fuzzy] == []


@in_each
def test_a_translation_puts_in_what_the_english_puts_in(language: str, domain: str) -> None:
    whole = catalog(language, domain)
    wrong = {message.id: [str(error) for error in message.check(whole)] for message in whole}
    assert {message: errors for message, errors in wrong.items() if errors} == {}


@in_each
def test_a_translation_has_the_tags_of_the_english(language: str, domain: str) -> None:
    for english, translated in said(catalog(language, domain)).items():
        tags = [sorted(re.findall(r"</?\w[^>]*>", words)) for words in (*english, *translated)]
        assert all(each == tags[0] for each in tags), english


@in_each
def test_what_is_served_is_what_was_written(language: str, domain: str) -> None:
    with (shipped("translations") / language / "LC_MESSAGES" / f"{domain}.mo").open("rb") as file:
        assert said(read_mo(file)) == said(catalog(language, domain))


@pytest.mark.parametrize(
    ("language", "domain", "english", "words"),
    [
        ("es", "messages", "Continue", "Continuar"),
        ("es", "messages", "Start again", "Empezar de nuevo"),
        ("es", "review", "Rules", "Reglas"),
        ("ar", "messages", "Continue", "متابعة"),
        ("pt", "messages", "Start again", "Começar de novo"),
    ],
)
def test_some_words_are_known(language: str, domain: str, english: str, words: str) -> None:
    message = catalog(language, domain).get(english)
    assert message and message.string == words
