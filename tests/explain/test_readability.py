"""How hard a text is to read is counted by rules of our own, close to what a word list gives."""

from pathlib import Path
from statistics import mean

import click
import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring import load
from checker.authoring.style import passages, reading, together
from checker.explain.readability import MEASURES, english_syllables, measure_of, sentences, spanish_syllables, words
from checker.resources import shipped


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("pain", 1),
        ("doctor", 2),
        ("table", 2),
        ("take", 1),
        ("takes", 1),
        ("wishes", 2),
        ("helped", 1),
        ("needed", 2),
        ("useful", 2),
        ("going", 2),
        ("people", 2),
        ("emergency", 4),
        ("medicine", 3),
        ("area", 3),
        ("usual", 3),
        ("didn't", 2),
        ("don't", 1),
        ("aches", 1),
        ("spasm", 2),
        ("the", 1),
        ("911", 1),
        ("Period", 3),
        ("diet", 2),
        ("easier", 3),
        ("fluid", 2),
        ("hours", 2),
    ],
)
def test_english_syllables_are_counted(word: str, syllables: int) -> None:
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("dolor", 2),
        ("espalda", 3),
        ("día", 2),
        ("ahora", 3),
        ("ciudad", 2),
        ("muy", 1),
        ("reyes", 2),
        ("cirugía", 4),
        ("quiere", 2),
        ("guerra", 2),
        ("guía", 2),
        ("antigüedad", 4),
        ("agüita", 3),
        ("leer", 2),
        ("país", 2),
        ("aéreo", 4),
        ("estudiáis", 3),
        ("después", 2),
        ("y", 1),
        ("Ánimo", 3),
        ("prohíbe", 3),
        ("viuda", 2),
        ("ruido", 2),
        ("averigüe", 4),
        ("construir", 2),
        ("también", 2),
        ("miércoles", 3),
        ("sueño", 2),
        ("oído", 3),
        ("baúl", 2),
    ],
)
def test_spanish_syllables_are_counted(word: str, syllables: int) -> None:
    assert spanish_syllables(word) == syllables


def test_sentences_end_at_a_full_stop_a_question_mark_or_the_end() -> None:
    assert sentences("Call 911. Do not wait! Why? Because") == ["Call 911.", "Do not wait!", "Why?", "Because"]


def test_a_number_with_a_point_is_one_word_in_one_sentence() -> None:
    assert sentences("It is 3.5 of 10.") == ["It is 3.5 of 10."]


def test_a_spanish_ending_in_brackets_is_not_a_word() -> None:
    assert words("No está solo(a).") == ["No", "está", "solo"]


def test_apostrophes_and_hyphens_stay_within_a_word() -> None:
    assert words("I\u2019m well-rested") == ["I'm", "well-rested"]


def test_long_words_and_long_sentences_are_harder() -> None:
    english, spanish = MEASURES["en"], MEASURES["es"]
    assert english.of("See your doctor now.") < english.of("Immediately consult an appropriate practitioner.")
    assert english.of("See it. Say it. Go there.") < english.of("See it and say it and go there.")
    assert spanish.of("Vea a su doctor ya.") > spanish.of("Consulte inmediatamente al especialista correspondiente.")


def test_a_dialect_is_measured_as_its_language() -> None:
    assert measure_of("es-US") is MEASURES["es"]
    assert measure_of("vi") is None


@given(st.text())
def test_any_text_has_words_and_sentences(text: str) -> None:
    assert bool(words(text)) == bool(sentences(text))
    assert all(english_syllables(word) >= 1 and spanish_syllables(word) >= 1 for word in words(text))


def _shipped_texts(language: str) -> dict[str, float]:
    file = shipped("questions.yaml")
    said = passages(load(file), file.read_text(encoding="utf-8"), file.name)
    found = {passage.text: reading(passage) for passage in said if passage.language == language}
    return {text: value for text, value in found.items() if value is not None}


def test_our_grade_agrees_with_textstat_over_all_shipped_texts() -> None:
    """textstat counts by a word list. It takes no notice of sentences of two words: 'Start small.'"""
    theirs = {text: textstat.flesch_kincaid_grade(text.replace("\u2019", "'")) for text in _shipped_texts("en")}
    apart = [ours - theirs[text] for text, ours in _shipped_texts("en").items()]
    close = sum(abs(difference) <= 0.5 for difference in apart) / len(apart)
    click.echo(f"{len(apart)} texts: {mean(apart):+.3f} grades apart on average, {close:.1%} within half a grade")
    assert abs(mean(apart)) < 0.05
    assert close > 0.97
    assert max(theirs.values()) <= 6


def test_all_english_together_agrees_with_textstat() -> None:
    file = shipped("questions.yaml")
    ours = together(passages(load(file), file.read_text(encoding="utf-8"), file.name), "en")
    theirs = textstat.flesch_kincaid_grade(". ".join(text.rstrip(".") for text in _shipped_texts("en")))
    assert ours == pytest.approx(theirs, abs=0.3)


def test_the_docs_name_the_measures_and_their_bounds() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "words.md").read_text(encoding="utf-8")
    for measure in MEASURES.values():
        assert measure.name in docs
        assert f"{measure.each:g}" in docs
        assert f"{measure.overall:g}" in docs


@pytest.mark.parametrize(
    ("text", "count"),
    [("هل تشعر بألم؟ اتصل الآن.", 2), ("痛いですか\uff1f電話してください。", 2), ("दर्द है। फ़ोन करें।", 2)],
)
def test_a_sentence_ends_as_its_script_ends_it(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_short_vowels_of_arabic_part_no_word() -> None:
    assert len(words("هَلْ تَشْعُرُ بِأَلَم")) == 3
