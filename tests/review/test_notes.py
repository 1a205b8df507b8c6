"""What reviewers noted: kept whatever stands in the file, and of nobody lost."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path
from shutil import copyfile

import pytest

from checker.engine.questionnaire import Questionnaire
from checker.review.notes import MOST_BYTES, Note, NotesError, judged, notes_file, read_notes
from checker.review.notes_kept import keep, merge

HAND = """\
# our own heading
format: 1
questionnaire: bicycle_fit
asked_by: the clinic  # no key of ours
notes:
  # about the brakes
  - part: rule no_brake
    reviewer: Bo
    verdict: question
    note: |
      Two lines,
      # the second of which is no comment.
    at: 2026-11-01T10:00:00+02:00
    version: "2"
    mark: 0123456789abcdef
  - part: rule frame
    reviewer: Bo
    verdict: perhaps  # not one of the three
    at: yesterday
  - just words
  - part: rule gone_since
    reviewer: Bo
    verdict: agree
    at: 2026-11-01T07:00:00Z
    version: "1"
    mark: 0000000000000000
appendix: kept too
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.review.yaml"


def said(bicycle: Questionnaire, part: str = "rule frame", **words: str) -> Note:
    return judged(bicycle, part, **{"reviewer": "Ada", "verdict": "agree", **words})


def test_notes_are_kept_beside_the_questionnaire() -> None:
    assert notes_file(Path("city/questions.yaml")) == Path("city/questions.review.yaml")


def test_what_is_kept_is_read_back_and_stands_in_a_stable_order(bicycle: Questionnaire, file: Path) -> None:
    hard = "a: b\n# c\n\n  d “é” \u2028 - [x] {y} <b> & *z !!python/object"
    some = [said(bicycle, "rule head", note=hard), said(bicycle), said(bicycle, "title", verdict="change", note="1.10")]
    texts = set()
    for order in permutations(some):
        file.unlink(missing_ok=True)
        for note in order:
            keep(file, bicycle, [(note, "")])
        texts.add(file.read_text(encoding="utf-8"))
    assert len(texts) == 1
    assert {note.key: note for note in read_notes(file, bicycle).notes} == {note.key: note for note in some}
    assert [line for line in texts.pop().splitlines() if line.startswith("- ")] == [
        "- part: rule frame",
        "- part: rule head",
        "- part: title",
    ]


def test_what_was_written_by_hand_is_kept_to_the_letter(bicycle: Questionnaire, file: Path) -> None:
    file.write_text(HAND, encoding="utf-8")
    before = read_notes(file, bicycle)
    assert [note.part for note in before.notes] == ["rule gone_since", "rule no_brake"]
    assert [entry.why for entry in before.unread] == [
        "line 16: verdict cannot be used as it is written; at cannot be used as it is written; version is missing",
        "line 20: this is no note: it has no keys",
    ]
    keep(file, bicycle, [(said(bicycle), "")])
    text = file.read_text(encoding="utf-8")
    for line in HAND.splitlines():
        assert line.strip() in text
    after = read_notes(file, bicycle)
    assert len(after.notes) == 3 and len(after.unread) == 2
    keep(file, bicycle, [(said(bicycle, "title"), "")])
    assert [entry.text for entry in read_notes(file, bicycle).unread] == [entry.text for entry in before.unread]


def test_comments_outlive_the_note_that_they_stand_beside(bicycle: Questionnaire, file: Path) -> None:
    file.write_text(HAND.replace('version: "2"\n', 'version: "2"\n    # ask the mechanic\n'), encoding="utf-8")
    old = read_notes(file, bicycle).notes[1]
    keep(file, bicycle, [(said(bicycle, old.part, reviewer="Bo"), old.stamp)])
    text = file.read_text(encoding="utf-8")
    assert "# ask the mechanic" in text and "no comment" not in text
    assert read_notes(file, bicycle).notes[1].verdict == "agree"


BROKEN = {
    "no YAML": ("notes: [", "line 1"),
    "a merge left in the middle": ("notes:\n<<<<<<< ours\n- a\n", "merge"),
    "another format": ("format: 2\nnotes: []\n", "format 2"),
    "another questionnaire": ("questionnaire: knees\nnotes: []\n", "notes on knees"),
    "no notes": ("- a\n", "notes:"),
    "braces": ("{notes: []}\n", "notes:"),
    "a key twice": ("notes: []\nnotes: []\n", "twice"),
    "an anchor": ("notes:\n- &a {part: x}\n- *a\n", "anchor"),
    "many anchors": ("a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nnotes: [*c, *c]\n", "anchor"),
    "nested too deeply": ("notes: " + "[" * 1500, "nested"),
    "two documents": ("notes: []\n---\nnotes: []\n", "document"),
}


@pytest.mark.parametrize(("text", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_cannot_be_read_is_shown_and_never_written_over(
    bicycle: Questionnaire, file: Path, text: str, why: str
) -> None:
    file.write_text(text, encoding="utf-8")
    assert why in read_notes(file, bicycle).trouble
    with pytest.raises(NotesError, match="Nothing was written"):
        keep(file, bicycle, [(said(bicycle), "")])
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"notes: []\n" + b"#" * MOST_BYTES], ids=["no text", "too large"])
def test_what_is_no_text_or_too_large_is_left_alone(bicycle: Questionnaire, file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    assert read_notes(file, bicycle).trouble
    with pytest.raises(NotesError):
        keep(file, bicycle, [(said(bicycle), "")])
    assert file.read_bytes() == raw


@pytest.mark.parametrize("text", ["", "# a word\n", "notes:\n", "notes: []\n", "\ufeffformat: 1\r\nnotes:\r\n"])
def test_an_empty_file_is_a_beginning(bicycle: Questionnaire, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="")
    keep(file, bicycle, [(said(bicycle), "")])
    assert read_notes(file, bicycle).notes == (
        said(bicycle).model_copy(update={"at": read_notes(file, bicycle).notes[0].at}),
    )
    assert "a word" not in text or "# a word" in file.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_said(bicycle: Questionnaire, tmp_path: Path) -> None:
    with pytest.raises(NotesError, match="cannot be"):
        keep(tmp_path / "nowhere" / "questions.review.yaml", bicycle, [(said(bicycle), "")])


@pytest.mark.parametrize(
    ("words", "mend"),
    [({"verdict": "perhaps"}, "Choose"), ({"note": "x" * 4001}, "at most 4000"), ({"reviewer": " "}, "who you are")],
    ids=str,
)
def test_what_cannot_be_a_note_says_how_to_mend_it(bicycle: Questionnaire, words: dict[str, str], mend: str) -> None:
    with pytest.raises(NotesError, match=mend):
        said(bicycle, **words)


# Two at once -----------------------------------------------------------------------------------------------------


def test_many_writers_lose_nothing_of_each_other(bicycle: Questionnaire, file: Path) -> None:
    people = [f"Person {number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(keep, file, bicycle, [(said(bicycle, reviewer=name), "")]) for name in people]:
            done.result()
    assert {note.reviewer for note in read_notes(file, bicycle).notes} == set(people)


def test_a_second_window_does_not_silence_the_first(bicycle: Questionnaire, file: Path) -> None:
    keep(file, bicycle, [(said(bicycle, verdict="change", note="kept in the first"), "")])
    (other,) = keep(file, bicycle, [(said(bicycle), ""), (said(bicycle, "title"), "")])
    assert other.note == "kept in the first"
    assert {note.part: note.verdict for note in read_notes(file, bicycle).notes} == {
        "rule frame": "change",
        "title": "agree",
    }
    assert not keep(file, bicycle, [(said(bicycle), other.stamp)])
    assert {note.verdict for note in read_notes(file, bicycle).notes} == {"agree"}


def test_a_clock_that_was_ahead_does_not_outlast_what_is_said_now(bicycle: Questionnaire, file: Path) -> None:
    early = said(bicycle, verdict="change")
    keep(file, bicycle, [(early.model_copy(update={"at": early.at.replace(year=2999)}), "")])
    before = read_notes(file, bicycle).notes[0]
    keep(file, bicycle, [(said(bicycle), before.stamp)])
    assert read_notes(file, bicycle).notes[0].verdict == "agree"


# Two files -------------------------------------------------------------------------------------------------------


def at(note: Note, hour: int) -> Note:
    return note.model_copy(update={"at": note.at.replace(2026, 11, 1, hour, 0, 0)})


def test_two_files_merge_to_the_same_whichever_is_taken_in(bicycle: Questionnaire, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "a.review.yaml", tmp_path / "b.review.yaml"
    keep(ours, bicycle, [(at(said(bicycle), 9), "")])
    keep(ours, bicycle, [(at(said(bicycle, "rule head", verdict="change", note="ours"), 9), "")])
    keep(ours, bicycle, [(at(said(bicycle, "title", note="one"), 9), "")])
    theirs.write_text(HAND, encoding="utf-8")
    keep(theirs, bicycle, [(at(said(bicycle, verdict="question", note="later"), 11), "")])
    keep(theirs, bicycle, [(at(said(bicycle, "rule head", reviewer="Bo"), 8), "")])
    keep(theirs, bicycle, [(at(said(bicycle, "title", verdict="change", note="other"), 9), "")])
    again = (copyfile(ours, tmp_path / "c.review.yaml"), copyfile(theirs, tmp_path / "d.review.yaml"))
    told = merge(ours, theirs, bicycle)
    merge(Path(again[1]), Path(again[0]), bicycle)
    merged = read_notes(ours, bicycle)
    assert {note.key: note for note in merged.notes} == {
        note.key: note for note in read_notes(Path(again[1]), bicycle).notes
    }
    assert len(merged.unread) == 2
    assert [(old.verdict, new.verdict) for old, new in told.replaced] == [("agree", "question")]
    assert [(note.part, note.verdict, note.note) for note in told.joined] == [("title", "change", "one\n\nother")]
    assert [{note.reviewer for note in some} for some in told.apart] == [{"Ada", "Bo"}]
    assert {note.part for note in told.taken} == {"rule head", "rule no_brake", "rule gone_since"}


def test_merging_twice_changes_nothing_more(bicycle: Questionnaire, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "a.review.yaml", tmp_path / "b.review.yaml"
    theirs.write_text(HAND, encoding="utf-8")
    keep(ours, bicycle, [(said(bicycle), "")])
    merge(ours, theirs, bicycle)
    once = ours.read_text(encoding="utf-8")
    told = merge(ours, theirs, bicycle)
    assert ours.read_text(encoding="utf-8") == once and not told.taken and not told.replaced


@pytest.mark.parametrize("text", [None, "notes: ["])
def test_a_file_that_cannot_be_taken_in_is_said(bicycle: Questionnaire, tmp_path: Path, text: str | None) -> None:
    other = tmp_path / "other.yaml"
    if text:
        other.write_text(text, encoding="utf-8")
    with pytest.raises(NotesError, match=r"other\.yaml"):
        merge(tmp_path / "a.review.yaml", other, bicycle)
    assert not (tmp_path / "a.review.yaml").exists()
