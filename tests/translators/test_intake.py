"""What is wrong with a translation that came back is named by its place and left out; what is right is taken in."""

from pathlib import Path

import pytest

from checker.authoring.problems import SourceText
from checker.authoring.translations import read
from checker.translators.intake import Intake
from tests.translators.translated import HEAD, brought_back, entry

ASK = "question well: ask"
GOOD = entry(ASK, "Are you well?", "Você está bem?")
NEVER = "question low: options.never.text"


def back(folder: Path, *entries: str, before: tuple[str, ...] = ()) -> Intake:
    """Return what is taken in of a PO file of these entries."""
    return brought_back(HEAD + "".join(entries), folder, *before)


def words(intake: Intake, place: str, source: str) -> str | None:
    """Return the words that now stand in the file of the translation."""
    found = read(SourceText(intake.text, "throat.pt.po")).entry(place, source)
    return str(found.string) if found else None


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry(ASK, "Are you well?", "Você {nome} está bem?"), "its placeholders are {nome}"),
        (entry(ASK, "Are you well?", "Você está <b>bem?"), "its tags are <b>"),
        (entry(ASK, "Are you well?", "Você está bem?\u202e"), "RIGHT-TO-LEFT OVERRIDE"),
        (entry(ASK, "Are you well?", "bem? " * 20), "it has 100 letters, and its source 13. Write at most 79"),
        (entry(ASK, "Are you well?", "Ligue para 192?"), "its numbers of two digits and more are 192"),
        (entry("question wel: ask", "Are you well?", "Bem?"), "no such place. Did you mean 'question well: ask'?"),
        (entry("page", "Continue, please", "Continue"), "no text here has these words"),
        (entry(NEVER, "Not at all", "Nunca"), "this is published wording. Say where its official words are from"),
        (GOOD + entry(ASK, "Are you well?", "Bem?"), "this is written twice, and the first counts"),
        (entry("page", "Continue", "Continuar %"), "a percent sign stands alone"),
    ],
)
def test_a_mistake_is_named_by_its_place_and_left_out(wrong: str, why: str, tmp_path: Path) -> None:
    found = back(tmp_path, entry("title", "Sore throat", "Dor de garganta"), wrong)
    (named,) = found.refused
    assert why in named and named.startswith(tuple(each.split('"')[1] for each in [wrong]))
    assert words(found, "title", "Sore throat") == "Dor de garganta"
    assert words(found, ASK, "Are you well?") == ("Você está bem?" if GOOD in wrong else "")


def test_what_stood_there_stays_where_its_new_words_are_refused_or_empty(tmp_path: Path) -> None:
    before = (GOOD, entry("title", "Sore throat", "Dor", "# Read by: Maria\n"))
    found = back(
        tmp_path, entry(ASK, "Are you well?", "{x}"), entry("title", "Sore throat", "", "# Look\n"), before=before
    )
    assert words(found, ASK, "Are you well?") == "Você está bem?"
    assert words(found, "title", "Sore throat") == "Dor"
    assert "# Look\n" in found.text


def test_a_back_translation_alone_can_be_taken_in(tmp_path: Path) -> None:
    before = entry(ASK, "Are you well?", "Você está bem?", "# Read by: Maria\n# Back: old\n")
    table = "place,source,back translation\nfile,Language,pt\nquestion well: ask,Are you well?,Is all well with you?\n"
    found = brought_back(table, tmp_path, before)
    assert found.refused == [] and words(found, ASK, "Are you well?") == "Você está bem?"
    assert "# Read by: Maria\n# Back: Is all well with you?\nmsgctxt" in found.text


def test_published_wording_is_taken_with_its_source_and_left_as_it_is_without(tmp_path: Path) -> None:
    found = back(tmp_path, entry(NEVER, "Not at all", "Nenhuma vez", "# Source: PHQ-9 in Portuguese, its own form\n"))
    assert found.refused == [] and words(found, NEVER, "Not at all") == "Nenhuma vez"
    assert "# Source: PHQ-9 in Portuguese, its own form" in found.text
    again = back(
        tmp_path, entry(NEVER, "Not at all", "Nenhuma vez"), before=(entry(NEVER, "Not at all", "Nenhuma vez"),)
    )
    assert again.refused == []


def test_words_for_a_source_that_changed_meanwhile_become_a_guess(tmp_path: Path) -> None:
    found = back(tmp_path, entry(ASK, "Are you healthy?", "Você está saudável?"))
    assert found.refused == []
    assert found.notes == [
        "question well: ask: 'Are you healthy?': it was made from 'Are you healthy?', "
        "and counts once it is looked at again"
    ]
    assert '#, fuzzy\n#| msgid "Are you healthy?"\nmsgctxt "question well: ask"\nmsgid "Are you well?"' in found.text


def test_an_old_translation_of_a_changed_source_is_handed_out_as_a_guess(tmp_path: Path) -> None:
    before = (entry(ASK, "Are you healthy?", "Você está saudável?"),)
    assert '#| msgid "Are you healthy?"' in back(tmp_path, before=before).text
    looked_at = back(tmp_path, GOOD, before=before)
    assert words(looked_at, ASK, "Are you well?") == "Você está bem?" and "fuzzy" not in looked_at.text


def test_what_no_text_says_any_more_is_dropped_and_named(tmp_path: Path) -> None:
    before = (GOOD, entry("question sick: ask", "Are you sick?", "Mal?"), entry("page", "Go on, then", "Vá"))
    found = back(tmp_path, before=before)
    assert "Mal?" not in found.text and '"Vá"' not in found.text
    assert found.notes == [
        "dropped, since no text says it any more: question sick: ask: Are you sick?",
        "dropped, since no text says it any more: page: Go on, then",
    ]


def test_words_for_which_there_is_hardly_room_are_taken_and_named(tmp_path: Path) -> None:
    found = back(tmp_path, entry("question well: label", "Well", "Bem " * 11 + "bem hoje"))
    assert found.refused == []
    assert found.notes == ["question well: label: 'Well': it has 52 letters, and there is room for about 45"]


def test_plural_forms_that_the_language_has_not_are_named(tmp_path: Path) -> None:
    two = HEAD.replace('"Last', '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"Last')
    days = 'msgctxt "page"\nmsgid "in %(num)s day"\nmsgid_plural "in %(num)s days"\nmsgstr[0] "um"\nmsgstr[1] "dois"\n'
    (named,) = brought_back(two + days, tmp_path).refused
    assert "it has 2 plural forms, and pt has 3" in named


READ = entry("title", "Sore throat", "Dor", "# Read by: Ana\n# Back: Pain\n# Look here\n")
FORM = entry(NEVER, "Not at all", "De jeito nenhum", "# Source: The form\n")


@pytest.mark.parametrize("came", [READ.replace('"Dor"', '"Garganta"'), entry("title", "Sore throat", "Garganta")])
def test_what_was_said_of_other_words_is_not_kept_beside_new_ones(came: str, tmp_path: Path) -> None:
    found = back(tmp_path, came, before=(READ,))
    assert words(found, "title", "Sore throat") == "Garganta"
    assert "Ana" not in found.text and "Back" not in found.text and "Look here" in found.text
    assert "Ana" in back(tmp_path, READ, before=(READ,)).text
    assert "Eva" in back(tmp_path, came.replace("msgctxt", "# Read by: Eva\nmsgctxt"), before=(READ,)).text


def test_new_published_words_need_a_source_of_their_own(tmp_path: Path) -> None:
    found = back(tmp_path, FORM.replace("De jeito nenhum", "Nunca"), before=(FORM,))
    assert "this is published wording" in found.refused[0] and "The form" in found.notes[0]
    assert words(found, NEVER, "Not at all") == "De jeito nenhum"
    assert not back(
        tmp_path, FORM.replace("De jeito nenhum", "Nunca").replace("form", "new form"), before=(FORM,)
    ).refused


def test_a_text_whose_source_changed_is_handed_out_without_what_was_said_of_it(tmp_path: Path) -> None:
    old = READ.replace("Sore throat", "Throat")
    assert "Ana" not in back(tmp_path, before=(old,)).text
    came = back(tmp_path, old)
    assert "Dor" in came.text and "Ana" not in came.text


def test_entries_that_a_program_marked_as_gone_are_named_when_they_are_dropped(tmp_path: Path) -> None:
    gone = "".join(f"#~ {line}\n" for line in entry("title", "Throat", "Dor").strip().split("\n"))
    assert back(tmp_path, before=(gone,)).notes == ["dropped, since no text says it any more: title: Throat"]
