"""A value of a questionnaire changes in the file in which it stands, and all else stays as it is."""

from dataclasses import replace

import pytest

from checker.authoring.edits import GONE, EditError
from checker.authoring.manuscript import Manuscript, edited, value_at, words_at, words_of
from checker.authoring.problems import SourceText
from tests.translated import SPANISH, WHOLE, YAML

SIGNS, DAYS = ("sections", 0, "questions", 0), ("sections", 0, "questions", 1)
ASK, HOW_LONG = (*SIGNS, "ask", "es"), (*DAYS, "ask", "es")


def spanish(whole: Manuscript) -> str:
    return whole.translations[1].text


def test_words_of_a_translation_are_led_to_as_if_they_stood_in_the_yaml() -> None:
    assert value_at(WHOLE, ASK) == words_of(WHOLE, ASK) == "¿Cuáles de estas?"
    assert value_at(WHOLE, (*SIGNS, "ask", "ar")) == "أيٌّ من هذه؟"
    assert value_at(WHOLE, (*SIGNS, "ask", "en")) == "Which of these?"
    assert words_at(WHOLE, (*SIGNS, "ask", "en")) is None
    assert words_at(WHOLE, (*SIGNS, "nothing", "es")) is None
    assert words_at(WHOLE, (*SIGNS, "id", "es")) is None


@pytest.mark.parametrize(
    ("path", "state"),
    [
        (HOW_LONG, "changed"),
        ((*DAYS, "options", 1, "text", "es"), "untranslated"),
        ((*DAYS, "label", "es"), "missing"),
    ],
)
def test_words_that_do_not_count_are_none(path: tuple[str | int, ...], state: str) -> None:
    found = words_at(WHOLE, path)
    assert found
    assert found.finding
    assert found.finding.state == state
    assert value_at(WHOLE, path) is GONE


def test_an_entry_changes_and_nothing_else_does() -> None:
    new = edited(WHOLE, ASK, "¿Cuál?")
    assert spanish(new) == SPANISH.replace("¿Cuáles de estas?", "¿Cuál?")
    assert (new.text, new.translations[0]) == (YAML, WHOLE.translations[0])


def test_what_new_words_mean_was_not_translated_back() -> None:
    new = edited(WHOLE, (*SIGNS, "options", 1, "text", "es"), "Le sale saliva")
    assert spanish(new) == SPANISH.replace("# Back: It drools.\n", "").replace("Babea", "Le sale saliva")


def test_a_translation_of_other_words_is_replaced_where_it_stands() -> None:
    new = edited(WHOLE, HOW_LONG, "¿Cuánto tiempo?")
    assert spanish(new) == SPANISH.replace("How many days?", "How long?").replace("¿Cuántos días?", "¿Cuánto tiempo?")
    assert value_at(new, HOW_LONG) == "¿Cuánto tiempo?"


def test_a_guess_is_none_once_somebody_has_written_it() -> None:
    new = edited(WHOLE, (*DAYS, "options", 1, "text", "es"), "Una semana")
    assert spanish(new) == SPANISH.replace("#, fuzzy\n", "").replace("Un mes", "Una semana")


def test_new_words_stand_in_the_order_of_the_texts() -> None:
    new = edited(WHOLE, (*DAYS, "label", "es"), "Días")
    entry = 'msgctxt "question days: label"\nmsgid "Days"\nmsgstr "Días"\n\n'
    assert spanish(new) == SPANISH.replace('msgctxt "question days: ask"', entry + 'msgctxt "question days: ask"')


def test_words_that_are_taken_out_leave_an_empty_entry() -> None:
    new = edited(WHOLE, ASK, GONE)
    assert spanish(new) == SPANISH.replace("¿Cuáles de estas?", "")
    assert value_at(new, ASK) is GONE


def test_words_that_would_not_count_cannot_stand_there() -> None:
    with pytest.raises(EditError, match="placeholders"):
        edited(WHOLE, ASK, "¿Cuáles de %(n)s?")
    with pytest.raises(EditError, match="while the file has mistakes"):
        words_at(Manuscript(YAML.replace("drooling in signs", "drool in signs"), WHOLE.translations), ASK)


def test_a_value_of_the_yaml_changes_there() -> None:
    new = edited(WHOLE, (*SIGNS, "ask", "en"), "Which?")
    assert new.text == YAML.replace("Which of these?", "Which?")
    assert new.translations == WHOLE.translations
    assert value_at(new, ASK) is GONE


def test_a_draft_that_cannot_be_read_has_no_words() -> None:
    broken = replace(WHOLE, translations=(SourceText("no PO", "throat.ar.po"), WHOLE.translations[1]))
    assert words_at(broken, (*SIGNS, "ask", "ar")) is None
    assert value_at(broken, (*SIGNS, "ask", "ar")) is GONE
    assert value_at(broken, ASK) == "¿Cuáles de estas?"
