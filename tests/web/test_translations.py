"""Every word of the pages and of the review is said in Spanish too, and what is served is what was written."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import checker
from checker.resources import shipped

FOLDER = shipped("translations") / "es" / "LC_MESSAGES"
DOMAINS = ("messages", "review")
"""The words of patients' pages, and those of the review."""
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


def catalog(domain: str) -> Catalog:
    with (FOLDER / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="es", domain=domain)


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


def asked_for(domain: str) -> set[Message]:
    templates = written(shipped("templates"), "**", "jinja2", domain)
    return {*templates, *written(Path(checker.__file__).parent, "**.py", "python", domain)}


in_both = pytest.mark.parametrize("domain", DOMAINS)


@in_both
def test_every_word_of_the_pages_is_in_the_catalog_and_none_is_left_over(domain: str) -> None:
    assert {message.id for message in catalog(domain) if message.id} == asked_for(domain)


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


@in_both
def test_every_word_is_translated_and_none_is_a_guess(domain: str) -> None:
    assert [english for english, spanish in said(catalog(domain)).items() if not all(spanish)] == []
    assert [message.id for message in catalog(domain) if message.fuzzy] == []


@in_both
def test_a_translation_puts_in_what_the_english_puts_in(domain: str) -> None:
    wrong = {message.id: [str(error) for error in message.check(catalog(domain))] for message in catalog(domain)}
    assert {message: errors for message, errors in wrong.items() if errors} == {}


@in_both
def test_a_translation_has_the_tags_of_the_english(domain: str) -> None:
    for english, spanish in said(catalog(domain)).items():
        tags = [sorted(re.findall(r"</?\w[^>]*>", words)) for words in (*english, *spanish)]
        assert all(each == tags[0] for each in tags), english


@in_both
def test_what_is_served_is_what_was_written(domain: str) -> None:
    with (FOLDER / f"{domain}.mo").open("rb") as file:
        assert said(read_mo(file)) == said(catalog(domain))


@pytest.mark.parametrize(
    ("domain", "english", "spanish"),
    [
        ("messages", "Continue", "Continuar"),
        ("messages", "Start again", "Empezar de nuevo"),
        ("review", "Rules", "Reglas"),
    ],
)
def test_some_words_are_known(domain: str, english: str, spanish: str) -> None:
    message = catalog(domain).get(english)
    assert message and message.string == spanish
