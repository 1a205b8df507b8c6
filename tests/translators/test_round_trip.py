"""What is exported comes back the same, in each of the three formats."""

from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.hidden_characters import escaped
from checker.authoring.loader import load
from checker.authoring.problems import SourceText
from checker.authoring.translation_file import FORMATS, Format, written
from checker.authoring.translations import BACK, forms_of, key_of, read
from checker.authoring.yaml_tree import text_of
from checker.resources import shipped
from checker.translators import formats
from checker.translators.handout import Handout, Unit, handout
from checker.translators.intake import Intake
from tests.translators.translated import HEAD, brought_back, entry, handed, portuguese

in_each_format = pytest.mark.parametrize("to", FORMATS)


@cache
def shipped_into(language: str) -> Handout:
    file = shipped(f"questions.{language}.po")
    return handout(load(shipped("questions.yaml")), read(SourceText(text_of(file), str(file))), language)


@in_each_format
@pytest.mark.parametrize("language", ["es", "pt", "ar"])
def test_a_shipped_translation_comes_back_byte_by_byte(to: Format, language: str, tmp_path: Path) -> None:
    whole = shipped_into(language)
    (tmp_path / "back").write_bytes(formats.written(whole, to, "en"))
    intake = Intake(whole, formats.read(tmp_path / "back"))
    assert intake.text == text_of(shipped(f"questions.{language}.po"))
    assert (intake.refused, intake.notes, intake.taken) == ([], [], 0)


def test_the_pages_own_words_are_handed_out_whole_and_kept_only_where_they_differ() -> None:
    spanish = shipped_into("es")
    own = [unit.message for unit in spanish.units if unit.message.context == "page"]
    assert len(own) > 250 and all(all(forms_of(each.string)) for each in own)
    assert [each for each in spanish.messages() if each.context == "page"] == []


_WHOLE = (
    entry("title", "Sore throat", "Dor", "# Read by: Maria, 2026-11-30\n# Back: Pain of throat\n# Back: (noun)\n"),
    entry("start", "A short check.", "=2+5 \\\"curta\\\" 5% 🙂 ", "#, fuzzy\n#| msgid \"A check.\"\n"),
    entry("question well: ask", "Are you well?", " 'está' bem?\\\\n"),
    entry("question low: options.never.text", "Not at all", "Nunca", "# Source: an official form\n"),
    entry("page", "Continue", "Seguir"),
    'msgctxt "page"\nmsgid "in %(num)s day"\nmsgid_plural "in %(num)s days"\n'
    'msgstr[0] "em %(num)s dia"\nmsgstr[1] "em %(num)s de dias"\nmsgstr[2] "em %(num)s dias"\n\n',
)  # fmt: skip


@in_each_format
def test_remarks_guesses_readers_and_back_translations_come_back(to: Format, tmp_path: Path) -> None:
    whole = handed(*_WHOLE)
    before = written(whole.head, whole.messages(), whole.comment)
    for line in (
        "X-Reviewed-By: Maria Silva, 2026-11-30",
        "Last-Translator: Rui",
        "# Back: (noun)",
        '#| msgid "A check."',
    ):
        assert line in before
    from_nothing = brought_back(formats.written(whole, to, "en"), tmp_path)
    assert from_nothing.refused == []
    assert from_nothing.text == before
    again = brought_back(formats.written(whole, to, "en"), tmp_path, *_WHOLE)
    assert again.text == before and again.taken == 0


_PIECES = st.sampled_from(
    [
        "\n",
        '"',
        "'",
        "\\",
        "\\n",
        " ",
        "=",
        "@SUM(1)",
        "%",
        "%(num)s",
        "<b>",
        "&amp;",
        ";",
        "🙂",
        "مرحبا",
        "]]>",
        "\t",
        "#",
        "| msgid",
    ]
)
_WORDS = st.lists(_PIECES | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5), max_size=8).map(
    "".join
)
_SAID = _WORDS.filter(lambda words: not escaped(words))
_REMARKS = st.lists(_SAID.map(lambda words: " ".join(words.split())).filter(lambda words: words[:1] not in ("", "|")))
_LINES = st.tuples(_REMARKS, _REMARKS).map(lambda both: [*both[0], *(BACK + each for each in both[1])])


def _message(place: int, source: str, words: str, remarks: list[str], old: str) -> Message:
    guess = {"flags": ["fuzzy"], "previous_id": [old]} if old and words.strip() else {}
    return Message(f"{place}{source}.", words, context=f"question q{place}: ask", user_comments=remarks, **guess)  # type: ignore[arg-type]


@in_each_format
@settings(max_examples=25)
@given(
    texts=st.lists(st.tuples(_SAID, _SAID, _LINES, _SAID), min_size=1, max_size=4), forms=st.tuples(_SAID, _SAID, _SAID)
)
def test_whatever_words_there_are_come_back_the_same(
    to: Format,
    texts: list[tuple[str, str, list[str], str]],
    forms: tuple[str, str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    messages = [_message(place, *each) for place, each in enumerate(texts)]
    messages.append(Message(("%(num)s x", "%(num)s y"), forms, context="page"))
    units = tuple(Unit(each, "Somewhere", 100, forms=("0", "1", "2") if each.pluralizable else ()) for each in messages)
    plural = "nplurals=3; plural=(n == 1 ? 0 : n == 0 ? 1 : 2);"
    file = tmp_path_factory.getbasetemp() / "property"
    file.write_bytes(
        formats.written(Handout("pt", {"Plural-Forms": plural, "X-Reviewed-By": "M"}, "Note", units), to, "en")
    )
    came = formats.read(file)
    assert list(map(_plain, came.messages)) == list(map(_plain, messages))
    assert (came.head["X-Reviewed-By"], came.head["Language"], came.comment) == ("M", "pt", "Note")


def _plain(message: Message) -> tuple[object, ...]:
    said = forms_of(message.id), forms_of(message.string), message.fuzzy
    return *key_of(message), *said, message.user_comments, list(message.previous_id)


def test_a_program_and_its_day_leave_no_trace(tmp_path: Path) -> None:
    head = HEAD.replace('"Last', '"X-Generator: Poedit 3\\n"\n"PO-Revision-Date: 2026-11-30 10:00+0000\\n"\n"Last')
    found = brought_back(head.replace("Rui", 'Rui \\"R.\\" Reis') + entry("title", "Sore throat", "Dor"), tmp_path)
    assert "Poedit" not in found.text and "Date" not in found.text
    assert read(SourceText(found.text, "a.pt.po")).head["Last-Translator"] == 'Rui "R." Reis'


def test_what_a_file_says_of_itself_cannot_become_another_line_of_its_head(tmp_path: Path) -> None:
    table = 'place,source,words\nfile,Language,pt\nfile,X-Reviewed-By,"M\nLanguage: fr\\n"""\ntitle,Sore throat,Dor\n'
    found = read(SourceText(brought_back(table, tmp_path).text, "a.pt.po"))
    assert found.head["Language"] == "pt" and found.head["X-Reviewed-By"] == 'M Language: fr\\n"'


def test_a_file_of_other_plural_forms_is_handed_out_in_those_of_its_language() -> None:
    two = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    days = (
        'msgctxt "page"\nmsgid "in %(num)s day"\nmsgid_plural "in %(num)s days"\nmsgstr[0] "um"\nmsgstr[1] "muitos"\n'
    )
    translation = read(SourceText(HEAD.rstrip() + "\n" + two + "\n" + days, "throat.pt.po"))
    found = handout(load(shipped("questions.yaml")), translation, "pt").units
    assert [unit.message.string for unit in found if key_of(unit.message)[1] == "in %(num)s day"] == [
        ("um", "muitos", "muitos")
    ]
    assert portuguese().catalogue.num_plurals == 3


@in_each_format
def test_both_forms_that_a_guess_was_made_from_stay(to: Format, tmp_path: Path) -> None:
    before = '#, fuzzy\n#| msgid "in one day"\n#| msgid_plural "in many days"\nmsgctxt "page"\n'
    forms = "".join(f'msgstr[{place}] "%(num)s dias"\n' for place in range(3))
    days = f'{before}msgid "in %(num)s day"\nmsgid_plural "in %(num)s days"\n{forms}\n'
    found = brought_back(formats.written(handed(days), to, "en"), tmp_path, days)
    assert not found.refused and '#| msgid_plural "in many days"' in found.text
