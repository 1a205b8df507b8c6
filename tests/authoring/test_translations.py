"""A translation counts for exactly the words it was made from, and whatever is wrong with it is named."""

import re
from gettext import NullTranslations
from pathlib import Path

import pytest

from checker.authoring.loader import inspect, inspect_text
from checker.authoring.problems import LoadError, SourceText
from checker.authoring.translations import (
    Comparison,
    Translation,
    beside,
    compare,
    doubt,
    page_refusal,
    page_words,
    read,
    refusal,
    spoken,
)
from checker.page_words import PageWords
from tests.small import FRAME

QUESTIONS = FRAME.replace("languages: [en]", "languages: [en]\ndrafts: [pt]") + (
    "sections:\n  - {id: all, title: {en: All}, questions: [{id: well, kind: one, label: {en: Well}, "
    "ask: {en: Are you well?}, for_record: true, options: [{id: well, text: {en: Well}}, {id: ill, text: {en: Ill}}]}]}"
)
HEAD = 'msgid ""\nmsgstr ""\n"Language: pt\\n"\n"X-Reviewed-By: Maria Silva, 2026-11-30\\n"\n\n'


def entry(place: str, source: str, words: str, before: str = "") -> str:
    return f'{before}msgctxt "{place}"\nmsgid "{source}"\nmsgstr "{words}"\n\n'


ASK = "question well: ask"
GOOD = entry(ASK, "Are you well?", "Você está bem?")


def portuguese(*entries: str, head: str = HEAD) -> Translation:
    return read(SourceText(head + "".join(entries), "throat.pt.po"))


def compared(*entries: str) -> Comparison:
    questionnaire, problems = inspect_text(QUESTIONS)
    assert questionnaire and not problems
    return compare(questionnaire, portuguese(*entries))


def test_words_count_for_exactly_what_they_were_made_from() -> None:
    found = compared(GOOD)
    assert found.words == {(ASK, "Are you well?"): "Você está bem?"}
    assert found.texts == 19 and len(found.of("missing")) == 18 == len(found.findings)


OLD = '#, fuzzy\n#| msgctxt "question well: ask"\n#| msgid ""\n#| "Are "\n#| "you \\"OK\\"?"\n'


@pytest.mark.parametrize(
    ("entries", "state", "says"),
    [
        ([], "missing", "'Are you well?' is not in this file"),
        ([entry(ASK, "Are you well?", "")], "untranslated", "'Are you well?' has no words here"),
        ([entry(ASK, "Are you well?", "Bem?", "#, fuzzy\n")], "untranslated", "'Are you well?' has no words here"),
        ([entry(ASK, "Are you OK?", "Bem?")], "changed", "and this was made from 'Are you OK?'"),
        ([entry(ASK, "Are you well?", "Bem?", OLD)], "changed", "and this was made from 'Are you \"OK\"?'"),
        ([entry(ASK, "Are you well?", "Bem {nome}?")], "refused", "its placeholders are {nome}, and those"),
        ([GOOD, entry(ASK, "Are you OK?", "Bem?")], "gone", "'Are you OK?' is no text of the questionnaire"),
        ([GOOD, entry("question sick: ask", "Sick?", "Mal?")], "gone", "question sick: ask: 'Sick?' is no text"),
        ([GOOD, entry(ASK, "Are you well?", "Tudo bem?")], "twice", "written twice, and the first counts"),
    ],
)
def test_each_state_is_named_with_its_place(entries: list[str], state: str, says: str) -> None:
    found = [each for each in compared(*entries).findings if (ASK in each.place or state == "gone")]
    (finding,) = [each for each in found if each.state == state]
    assert says in str(finding) and finding.place in str(finding)


@pytest.mark.parametrize("before", ["", "#, fuzzy\n", "# Read by: Ana\n"])
def test_of_two_entries_for_one_text_the_first_counts(before: str) -> None:
    entries = GOOD, entry(ASK, "Are you well?", "Tudo bem?", before)
    assert compared(*entries).words[ASK, "Are you well?"] == "Você está bem?"
    first = portuguese(*entries).entry(ASK, "Are you well?")
    assert first and not first.user_comments and not first.fuzzy


def test_a_text_of_the_questionnaire_has_no_plural_forms() -> None:
    found = compared(f'msgctxt "{ASK}"\nmsgid "Are you well?"\nmsgid_plural "x"\nmsgstr[0] "Um"\nmsgstr[1] "Dois"\n')
    (refused,) = found.of("refused")
    assert "it has no plural forms" in refused.why and refused.words == "Um" and not found.words


PUBLISHED = "for_record: true, verbatim: true"
OWN = [(ASK, "Are you well?"), ("question well: options.ill.text", "Ill"), ("question well: label", "Well")]


@pytest.mark.parametrize(("place", "source"), OWN)
def test_published_wording_counts_where_it_says_where_it_is_from(place: str, source: str) -> None:
    text = QUESTIONS.replace("for_record: true", PUBLISHED).replace(
        "[en]\ndrafts", "[en]\nsources: [{id: a, title: A, status: ours}]\ndrafts"
    )
    questionnaire, problems = inspect_text(text.replace("verbatim: true", "verbatim: true, source: [a]"))
    assert questionnaire, problems
    invented = compare(questionnaire, portuguese(entry(place, source, "Mal", "# Read by: Ana\n")))
    official = compare(questionnaire, portuguese(entry(place, source, "Mal", "# Source: The form\n")))
    assert official.words == {(place, source): "Mal"}
    assert bool(invented.words) == ("label" in place)
    assert "label" in place or "this is published wording" in str(invented.of("refused")[0])


@pytest.mark.parametrize(
    ("source", "words", "says"),
    [
        ("Call 911 in an emergency, 988 in a crisis", "Ligue 988 numa emergência, 911 numa crise", "988, 911. Is each"),
        ("Take 2 tablets", "Tome 3 comprimidos", "it says 3, and its source 2"),
        ("Call 988", "Llame al 988 y oprima el 2", ""),
        ("In 2 weeks", "خلال أسبوعين", ""),
        ("Call 911, and 988", "Call 911, 911 and 988", ""),
    ],
)
def test_numbers_in_another_order_and_other_digits_are_to_be_looked_at(source: str, words: str, says: str) -> None:
    assert refusal(source, words) == ""
    assert says in doubt(source, words) and bool(doubt(source, words)) == bool(says)


def test_a_separator_of_lines_is_named_at_its_text() -> None:
    (refused,) = compared(entry(ASK, "Are you well?", "Bem\u2028?"), GOOD.replace("well?", "OK?")).of("refused")
    assert "LINE SEPARATOR (U+2028) cannot be seen" in refused.why


def test_a_file_of_a_language_that_is_not_listed_is_named_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "throat.yaml").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "throat.old.po").write_bytes(b"\xff no PO")
    found, problems = inspect(tmp_path / "throat.yaml")
    assert found and [each.message for each in problems] == [
        "'old' is not among the `languages` or `drafts`, so this file is not read"
    ]


@pytest.mark.parametrize("raw", [b"no PO", b"\xff"])
def test_a_draft_that_cannot_be_read_has_no_words_and_stops_nothing(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "throat.yaml"
    file.write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "throat.pt.po").write_bytes(raw)
    found, (problem,) = inspect(file)
    assert found and problem.warning and "Until then this draft has no words" in problem.message
    assert found.page_words == {}
    file.write_text(QUESTIONS.replace("[en]\ndrafts: [pt]", "[en, pt]"), encoding="utf-8")
    offered, (mistake,) = inspect(file)
    assert offered is None and not mistake.warning


def test_of_the_first_language_a_file_has_the_pages_own_words_alone() -> None:
    own = SourceText(HEAD.replace(": pt", ": en") + entry("page", "Start", "Begin"), "throat.en.po")
    found, problems = inspect_text(QUESTIONS, "throat.yaml", [own])
    assert found and not problems and found.page_words == {"en": {"Start": ("Begin",)}}
    both = SourceText(own.text + entry(ASK, "Are you well?", "Are you fine?"), own.name)
    found, (warned,) = inspect_text(QUESTIONS, "throat.yaml", [both])
    assert found and found.question["well"].ask.root == {"en": "Are you well?"}
    assert str(warned).startswith("throat.en.po:11:1: warning: the questionnaire is written in this language")


def test_the_interfaces_words_are_no_texts_of_the_questionnaire() -> None:
    assert compared(entry("page", "Continue", "Continuar")).of("gone") == []


@pytest.mark.parametrize(
    ("source", "words", "why"),
    [
        ("Call 15.", "Ligue para 18.", "numbers of two digits and more are 18"),
        ("Call 911.", "Ligue para 912.", "numbers of two digits and more are 912"),
        ("Call 1-800-273-8255.", "Ligue para 1-800-273-8256.", "numbers of two digits"),
        ("Call us.", "Ligue para 911.", "and those of its source none"),
        ("%(num)s days", "%(dias)s dias", "its placeholders are %(dias)s"),
        ("%(num)s days", "dias", "its placeholders are none"),
        ("A <b>word</b>", "Uma <b>palavra", "its tags are <b>, and those of its source are <b>, </b>"),
        ("A word", "<script>alert(1)</script>", "its tags are"),
        ("A word", "a < b", "its tags are <"),
        ("A word", "\u202eavarpalavra", "RIGHT-TO-LEFT OVERRIDE (U+202E) cannot be seen"),
        ("A word", "pala\u200bvra", "ZERO WIDTH SPACE (U+200B)"),
        ("A word", "pala\x00vra", "cannot be seen"),
        ("A word", "uma\npalavra", "there is a line break in it"),
        ("Ill", "palavra " * 10, "it has 80 letters, and its source 3. Write at most 49"),
    ],
)
def test_what_cannot_stand_for_its_source_is_refused(source: str, words: str, why: str) -> None:
    assert why in refusal(source, words)
    assert why in str(compared_with(source, words))


def compared_with(source: str, words: str) -> object:
    """Return what is found of these words where they stand in a file, so far as PO can hold them."""
    written = words.replace("\n", "\\n").replace("\r", "\\r")
    return page_refusal(portuguese(entry("page", source, written)).messages()[0], portuguese(GOOD).catalogue)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Call 911.", "اتصل على 911."),
        ("Ill", "Não estou nada bem hoje"),
        ("%(num)s days", "%(num)s dias 🙂"),
        ("A <b>word</b>", "Uma <b>palavra</b>, 'entre' \"aspas\""),
        ("A word", "كلمة\u200f!"),
        ("A word", "  uma palavra 5% "),
    ],
)
def test_other_words_are_not_refused(source: str, words: str) -> None:
    assert refusal(source, words) == ""


def test_a_refused_text_is_in_the_first_language_and_its_place_is_said() -> None:
    bad = SourceText(HEAD + GOOD + entry("tier home: title", "Stay home", "Fique em casa {x}"), "throat.pt.po")
    questionnaire, problems = inspect_text(QUESTIONS, "throat.yaml", [bad])
    assert questionnaire
    assert questionnaire.question["well"].ask.said_in("pt") == "Você está bem?"
    assert questionnaire.tier["home"].title.root == {"en": "Stay home"}
    assert [str(each) for each in problems] == [
        "throat.pt.po:11:1: warning: tier home: title: its placeholders are {x}, and those of its source are none",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hello", "no whole line of a PO file: hello. Is the file cut off?"),
        (HEAD + 'msgctxt "a"\nmsgid "b"\n', "missing msgstr for msgid 'b'"),
        (HEAD + GOOD + 'msgctxt "a"\nmsgi', "throat.pt.po:11:1: this line is no whole line of a PO file: msgi."),
        (HEAD + GOOD[:-4], 'msgstr "Você está bem. Is the file cut off?'),
        (HEAD.replace("Language: pt", "Plural-Forms: nplurals=1000000000; plural=0"), "has 1000000000 plural forms"),
        (HEAD.replace("Language: pt", "Plural-Forms: nplurals=none; plural=0"), "this is no PO file"),
        (HEAD + '#-#-#-#-#  a  #-#-#-#-#\nmsgid "b"\nmsgstr "c"\n', "conflicts"),
        (HEAD + 'msgid "a"\nmsgid_plural "b"\n' + "".join(f'msgstr[{n}] "c"\n' for n in range(9)), "more translations"),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, says: str) -> None:
    with pytest.raises(LoadError, match=r"throat\.pt\.po:") as refused:
        read(SourceText(text, "throat.pt.po"))
    assert says in str(refused.value)


def test_no_more_is_read_of_a_huge_file_than_a_translation_may_have(tmp_path: Path) -> None:
    with (tmp_path / "throat.pt.po").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (found,) = beside(tmp_path / "throat.yaml")
    with pytest.raises(LoadError, match="larger than 2 MiB"):
        read(found)


def test_files_of_other_names_are_not_read(tmp_path: Path) -> None:
    for name in ("throat.pt.po", "throat.old.copy.po", "other.pt.po", "throat.po"):
        (tmp_path / name).write_text(HEAD, encoding="utf-8")
    assert [Path(each.name).name for each in beside(tmp_path / "throat.yaml")] == ["throat.pt.po"]


def test_a_file_says_of_itself_who_read_it_whatever_its_line_ends_and_dates() -> None:
    head = HEAD.replace('"X-', '"POT-Creation-Date: YEAR-MO-DA\\n"\n"X-')
    text = "# Not read yet.\n# Soon.\n" + head + GOOD
    found = read(SourceText("\ufeff" + text.replace("\n", "\r\n"), "throat.pt.po"))
    assert found.head["X-Reviewed-By"] == "Maria Silva, 2026-11-30"
    assert found.comment == "Not read yet.\nSoon."
    assert found.messages()[0].string == "Você está bem?"


def days(*forms: str) -> str:
    said = "".join(f'msgstr[{place}] "{form}"\n' for place, form in enumerate(forms))
    return f'msgctxt "page"\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\n{said}\n'


def said_by_pages(translation: Translation) -> NullTranslations:
    return PageWords({"pt": page_words(translation)}).said_in("pt")


def test_forms_are_those_of_the_language_whichever_its_file_counts_by() -> None:
    backwards = HEAD.replace("Language: pt", "Plural-Forms: nplurals=2; plural=(n == 1);")
    found = page_words(portuguese(days("%(num)s dias", "um dia"), head=backwards))
    assert found == {"%(num)s day": ("um dia", "%(num)s dias", "%(num)s dias")}


def test_pages_say_the_words_of_a_translation_in_its_plural_forms() -> None:
    found = said_by_pages(portuguese(entry("page", "Continue", "Continuar"), GOOD, days("um dia", "x", "%(num)s dias")))
    assert found.gettext("Continue") == "Continuar"
    assert found.gettext("Are you well?") == "Are you well?"
    said = [found.ngettext("%(num)s day", "%(num)s days", number) for number in (0, 1, 2, 1_000_000)]
    assert said == ["um dia", "um dia", "%(num)s dias", "x"]


ARABIC = HEAD.replace("Language: pt", "Plural-Forms: nplurals=2; plural=(n %s 0);")


@pytest.mark.parametrize(
    ("message", "head", "why"),
    [
        (entry("page", "Hello", "Olá %"), HEAD, "a percent sign stands alone"),
        (entry("page", "Hello", "Olá %s"), HEAD, "a percent sign stands alone"),
        (entry("page", "Hello", '\\" onclick=\\"x'), HEAD, "straight quotation mark"),
        (entry("page", "Hello", "<b>Olá</b>"), HEAD, "its tags are"),
        (days("%(num)s dia", "%(num)s dias", "%(dias)s dias"), HEAD, "its placeholders are %(dias)s"),
        (days("%(num)s dia", "%(num)s dias"), ARABIC % "%", "Plural-Forms of the head cannot be worked out"),
        (days("%(num)s dia", "%(num)s dias"), ARABIC % "+", "Plural-Forms of the head cannot be worked out"),
    ],
)
def test_words_that_would_break_a_page_are_refused(message: str, head: str, why: str) -> None:
    translation = portuguese(message, head=head)
    (found,) = translation.messages()
    assert why in page_refusal(found, translation.catalogue)
    looked_up = said_by_pages(translation)
    assert looked_up.gettext("Hello") == "Hello" and looked_up.ngettext("%(num)s day", "many", 2) == "many"


@pytest.mark.parametrize(
    "message",
    [days("um dia", "", "%(num)s dias"), days("um dia", " ", "x"), entry("page", "Hello", "Olá", "#, fuzzy\n")],
)
def test_a_guess_and_a_form_without_words_are_not_said(message: str) -> None:
    looked_up = said_by_pages(portuguese(message))
    assert looked_up.gettext("Hello") == "Hello" and looked_up.ngettext("%(num)s day", "many", 2) == "many"


@pytest.mark.parametrize(("listed", "warned"), [("languages: [en, pt]", 1), ("languages: [en]\ndrafts: [pt]", 0)])
def test_what_a_language_lacks_is_a_warning_where_it_is_offered(listed: str, warned: int) -> None:
    text = re.sub(r"languages: .*\n(drafts: .*\n)?", f"{listed}\n", QUESTIONS, count=1)
    _, problems = inspect_text(text, "throat.yaml", [SourceText(HEAD + GOOD, "throat.pt.po")])
    said = "throat.pt.po:1:1: warning: of 19 texts: 18 missing. `checker check --language pt` names them"
    assert [str(each) for each in problems] == [said] * warned


@pytest.mark.parametrize("name", ["pt_BR", "pt-br"])
def test_a_file_by_another_name_of_a_language_is_named_with_a_guess(name: str, tmp_path: Path) -> None:
    (tmp_path / "throat.yaml").write_text(QUESTIONS.replace("drafts: [pt]", "drafts: [pt-BR]"), encoding="utf-8")
    (tmp_path / f"throat.{name}.po").write_text(HEAD + GOOD, encoding="utf-8")
    _, (problem,) = inspect(tmp_path / "throat.yaml")
    assert f"'{name}' is not among" in problem.message and problem.message.endswith("Did you mean 'pt-BR'?")


def test_a_file_whose_head_names_another_language_is_refused() -> None:
    with pytest.raises(LoadError, match="its head says that it is in de, and its name that it is in pt"):
        spoken(["en", "pt"], [], [SourceText((HEAD + GOOD).replace("Language: pt", "Language: de"), "throat.pt.po")])
    of_a_region = SourceText((HEAD + GOOD).replace("Language: pt", "Language: pt_BR"), "throat.pt.po")
    assert len(spoken(["en", "pt"], [], [of_a_region])[0]) == 1
