"""A proposed change: kept as a file, made only where it fits, and refused where it is anything else."""

from pathlib import Path

import pytest

from checker.authoring.edits import GONE
from checker.authoring.loader import load_text
from checker.authoring.manuscript import Manuscript, manuscript_of
from checker.authoring.problems import LoadError
from checker.review.fields import changes_of, fields_of
from checker.review.proposals import (
    Proposal,
    ProposalError,
    ValueChange,
    all_in,
    home,
    keep,
    made,
    proposed,
    read,
    replace_text,
    standing,
    written,
)
from tests import translated as translation
from tests.throat import TEXT

WHOLE = Manuscript(TEXT)
SOFTER = ValueChange(part="rule spit", field="tier", was="now", now="soon")
WORDS = ValueChange(part="question days", field="options.many_days.text.en", was="A week, or more", now="A week")


LONG = {"id": "long", "tier": "soon", "when": "days is many_days", "because": {"en": "it has lasted"}}


def proposal(*changes: ValueChange) -> Proposal:
    return proposed(load_text(TEXT), Path("throat.yaml"), changes, "Ann Example", "Too loud: seen\nevery week")


def test_a_proposal_is_kept_and_read_back(tmp_path: Path) -> None:
    kept = proposal(SOFTER, ValueChange(part="rule spit", field="also", now=True))
    path = keep(tmp_path / "proposals", kept)
    assert read(path) == kept
    assert [found for _, found in all_in(tmp_path / "proposals")] == [kept]
    assert home(path, kept) == tmp_path / "throat.yaml"
    assert keep(tmp_path / "proposals", kept) != path


def test_a_proposal_changes_its_values_and_nothing_else() -> None:
    assert made(WHOLE, (SOFTER, WORDS)).text == TEXT.replace("spit, tier: now", "spit, tier: soon").replace(
        '"A week, or more"', '"A week"'
    )


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (ValueChange(part="question days", field="options.few.points", now=1), "{en: Few}}", "{en: Few}, points: 1}"),
        (ValueChange(part="question worst", field="when", was="fever in signs"), ", when: fever in signs", ""),
        (
            ValueChange(part="question signs", field="options.rash", now={"id": "rash", "text": {"en": "Rash"}}),
            "exclusive: true}\n",
            "exclusive: true}\n          - {id: rash, text: {en: Rash}}\n",
        ),
        (
            ValueChange(part="rule long", field="", was=LONG),
            "  - {id: long, tier: soon, when: days is many_days, because: {en: it has lasted}}\n",
            "",
        ),
        (ValueChange(part="rule new", field="", now=LONG | {"id": "new"}), "lasted}}\n", "lasted}}\n  - {id: new,"),
    ],
)  # fmt: skip
def test_values_come_and_go(change: ValueChange, before: str, after: str) -> None:
    text = made(WHOLE, (change,)).text
    first = TEXT.index(before)
    assert text[:first] == TEXT[:first]
    assert text[first:].startswith(after) or text == TEXT.replace(before, after, 1)
    assert text != TEXT


def test_it_still_fits_after_another_change_and_says_where_it_does_not() -> None:
    kept = proposal(SOFTER)
    assert standing(kept, Manuscript(TEXT.replace("guidance:", "guidance:  # urgent first"))).state == "fits"
    assert standing(kept, made(WHOLE, kept.changes)).state == "made"
    found = standing(kept, Manuscript(TEXT.replace("spit, tier: now", "spit, tier: home")))
    assert (found.state, found.why) == ("unfit", ("tier of rule spit is home now, where the proposal expects now",))
    gone = standing(kept, Manuscript(TEXT.replace("id: spit", "id: spits")))
    assert gone.why == ("tier of rule spit is missing now, where the proposal expects now",)
    assert standing(kept, Manuscript(TEXT.replace("id: throat\nversion", "id: ear\nversion"))).state == "unfit"


GOOD = written(proposal(SOFTER))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b",
        "- proposal",
        TEXT,
        GOOD.replace("proposal: 1", "proposal: 2"),
        GOOD.replace('"throat.yaml"', '"../throat.yaml"'),
        GOOD.replace('"throat.yaml"', '"/etc/throat.yaml"'),
        GOOD.replace('"throat.yaml"', '"a\\\\throat.yaml"'),
        GOOD.replace('"throat.yaml"', '"throat.txt"'),
        GOOD.replace("by: ", "command: rm\nby: "),
        GOOD.replace("Ann Example", "Ann\\nExample"),
        GOOD.replace("Ann Example", "Ann\x07"),
        GOOD.replace("Ann Example", "Ann\u202e"),
        GOOD.replace("now: soon", "now: !!python/object soon"),
        GOOD[: GOOD.index("changes:")],
        GOOD + "# " + "x" * 300_000,
        "changes: " + "[" * 60,
    ],
)
def test_what_is_no_proposal_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError):
        read(path)


@pytest.mark.parametrize(
    "part", ["rule ../../x", "nothing", "rule", "order of rules", "guidance.spit", "guidance", "help", ""]
)
def test_a_part_that_there_is_not_is_not_made(part: str) -> None:
    with pytest.raises(ProposalError):
        made(WHOLE, (ValueChange.model_construct(part=part, field="spit.tier", was="now", now="soon"),))


def test_a_proposal_that_would_be_refused_does_not_fit() -> None:
    found = standing(proposal(SOFTER.model_copy(update={"now": "nosuch"})), WHOLE)
    assert found.state == "mistaken"
    assert "there is no tier 'nosuch'" in found.why[0]


def test_a_proposal_changes_one_part(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(GOOD + '  - part: "help link call"\n    field: href\n    now: "tel:1"\n', encoding="utf-8")
    with pytest.raises(LoadError, match="several parts: rule spit, help link call"):
        read(path)
    with pytest.raises(ProposalError):
        proposal(SOFTER, WORDS)


def test_a_proposal_has_a_name_and_a_reason() -> None:
    for by, reason, what in (("", "why", "your name"), ("Ann", " ", "a reason")):
        with pytest.raises(ProposalError, match=what):
            proposed(load_text(TEXT), Path("a.yaml"), [SOFTER], by, reason)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\r\n", newline="")
    path.chmod(0o600)
    with pytest.raises(ProposalError, match="changed meanwhile"):
        replace_text(path, Manuscript("a: 2\r\n"), Manuscript("a: 3\r\n"))
    replace_text(path, Manuscript("a: 1\r\n"), Manuscript("a: 3\r\n"))
    assert path.read_bytes() == b"a: 3\r\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_the_fields_of_a_part_are_those_that_its_author_wrote() -> None:
    fields = {each.name: each.words for each in fields_of(WHOLE, "question days")}
    assert list(fields) == ["id", "kind", "label", "ask", "options.few", "options.many_days"]
    assert fields["label"] == "{en: Days}"
    assert changes_of(WHOLE, "question days", fields)[0] == ()
    (change,), _ = changes_of(WHOLE, "question days", fields | {"label": "{en: How many days}"})
    assert (change.was, change.now) == ({"en": "Days"}, {"en": "How many days"})
    (change,), _ = changes_of(WHOLE, "question worst", {"when": " "})
    assert change.now is GONE
    changes, (field,) = changes_of(WHOLE, "question worst", {"when": "[a"})
    assert changes == ()
    assert field.problem


FIRST = ValueChange(part="question signs", field="ask.en", was="Which of these?", now="Which?")
SECOND = ValueChange(part="question signs", field="ask.es", was="¿Cuáles de estas?", now="¿Cuál?")


def translated(*changes: ValueChange) -> Proposal:
    questionnaire, _ = translation.WHOLE.inspect()
    assert questionnaire
    return proposed(questionnaire, Path("throat.yaml"), changes, "Ann Example", "Shorter")


def test_words_of_a_translation_are_proposed_as_if_they_stood_in_the_file() -> None:
    whole = translation.WHOLE
    kept = translated(SECOND)
    assert standing(kept, whole).state == "fits"
    new = made(whole, kept.changes)
    assert new.text == whole.text
    assert new.translations[1].text == whole.translations[1].text.replace("¿Cuáles de estas?", "¿Cuál?")
    assert standing(kept, new).state == "made"
    other = standing(translated(SECOND.model_copy(update={"was": "¿Cuáles?"})), whole)
    assert "where the proposal expects" in other.why[0]


def test_words_and_their_translation_are_proposed_together() -> None:
    kept = translated(FIRST, SECOND)
    assert standing(kept, translation.WHOLE).state == "fits"
    new = made(translation.WHOLE, kept.changes)
    questionnaire, _ = new.inspect()
    assert questionnaire
    assert questionnaire.question["signs"].ask.root == {"en": "Which?", "es": "¿Cuál?"}


def test_words_that_would_not_count_do_not_fit() -> None:
    found = standing(translated(SECOND.model_copy(update={"now": "¿Cuál de 911?"})), translation.WHOLE)
    assert found.state == "unfit"
    assert "its numbers of two digits and more are 911" in found.why[0]


def test_a_translation_is_written_to_its_own_file_and_no_other_is(tmp_path: Path) -> None:
    file = translation.written(tmp_path)
    whole = manuscript_of(file)
    assert replace_text(file, whole, made(whole, (SECOND,))) == (tmp_path / "throat.es.po",)
    assert "¿Cuál?" in (tmp_path / "throat.es.po").read_text(encoding="utf-8")
    with pytest.raises(ProposalError, match="changed meanwhile"):
        replace_text(file, whole, made(whole, (FIRST,)))
    assert file.read_text(encoding="utf-8") == whole.text


def test_words_of_a_translation_are_fields_behind_what_they_were_made_from() -> None:
    whole = translation.WHOLE
    fields = {each.name: each for each in fields_of(whole, "question days", ("es",))}
    assert list(fields) == [
        "id", "kind", "label", "label.es", "ask", "ask.es", "options.few", "options.few.text.es",
        "options.many_days", "options.many_days.text.es", "options.many_days.hint.es",
    ]  # fmt: skip
    assert (fields["label.es"].words, fields["label.es"].language) == ("", "es")
    assert "At most" not in fields["ask"].remark
    assert fields["ask.es"].remark == (
        "“How long?” Write at most 67 letters. This was made from “How many days?”: “¿Cuántos días?”."
    )
    words = {name: each.words for name, each in fields.items()}
    assert changes_of(whole, "question days", words)[0] == ()
    (change,), _ = changes_of(whole, "question days", words | {"ask.es": "¿Cuánto tiempo?"})
    assert (change.field, change.was, change.now) == ("ask.es", GONE, "¿Cuánto tiempo?")
    changes, (field,) = changes_of(whole, "question days", {"ask.es": "a <b>"})
    assert changes == ()
    assert "its tags are <b>" in field.problem
    (change,), _ = changes_of(whole, "question signs", {"ask.es": " "})
    assert change.now is GONE


def test_a_text_or_a_list_of_texts_that_is_a_part_has_its_translation_too() -> None:
    assert [each.name for each in fields_of(translation.WHOLE, "title", ("es", "ar"))] == ["en", "es", "ar"]
    assert [each.name for each in fields_of(translation.WHOLE, "start", ("es",))] == ["", "0.es"]
    assert "title.es" in [each.name for each in fields_of(translation.WHOLE, "section throat", ("es",))]
    assert not [each for each in fields_of(translation.WHOLE, "section throat", ("es",)) if "ask" in each.name]
