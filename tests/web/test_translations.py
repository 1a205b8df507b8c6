"""Every word of the pages is said in Spanish too, and what is served is what was written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import checker
from checker.resources import shipped

PO = shipped("translations") / "es" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
Message = str | tuple[str, ...]


def catalog() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="es")


def said(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what stands for each message; one that counts things has several forms."""
    return {_forms(message.id): _forms(message.string) for message in catalog if message.id}


def _forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def written(folder: Path, pattern: str, method: str) -> Iterator[Message]:
    """Yield every message that files of a folder ask for, but for those of the review's pages."""
    for name, _, message, _, _ in extract_from_dir(str(folder), [(pattern, method)], keywords=KEYWORDS):
        if not name.startswith("review/"):
            yield message


def asked_for() -> set[Message]:
    templates = written(shipped("templates"), "**", "jinja2")
    return {*templates, *written(Path(checker.__file__).parent, "**.py", "python")}


def test_every_word_of_the_pages_is_in_the_catalog_and_none_is_left_over() -> None:
    assert {message.id for message in catalog() if message.id} == asked_for()


def test_the_words_asked_for_are_those_of_the_templates_and_of_the_forms() -> None:
    """So that the test above cannot pass because it read nothing."""
    assert {"This is not a diagnosis.", "Enter a whole number"} <= asked_for()
    assert len(asked_for()) > 80


def test_every_word_is_translated_and_none_is_a_guess() -> None:
    assert [english for english, spanish in said(catalog()).items() if not all(spanish)] == []
    assert [message.id for message in catalog() if message.fuzzy] == []


def test_a_translation_puts_in_what_the_english_puts_in() -> None:
    wrong = {message.id: [str(error) for error in message.check(catalog())] for message in catalog()}
    assert {message: errors for message, errors in wrong.items() if errors} == {}


def test_what_is_served_is_what_was_written() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        assert said(read_mo(file)) == said(catalog())


@pytest.mark.parametrize(("english", "spanish"), [("Continue", "Continuar"), ("Start again", "Empezar de nuevo")])
def test_some_words_are_known(english: str, spanish: str) -> None:
    message = catalog().get(english)
    assert message and message.string == spanish
