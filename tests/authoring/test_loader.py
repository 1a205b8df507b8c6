"""Every mistake of an author is answered at once, with its place and its mend."""

import re
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring.loader import inspect, inspect_text, load, load_text, positions
from checker.authoring.problems import MOST_PROBLEMS, LoadError
from checker.engine.questionnaire import Questionnaire
from tests.conftest import SECOND
from tests.small import FRAME

INVALID = sorted((Path(__file__).parents[1] / "invalid").glob("*.yaml"))
"""Small files with a mistake each; their first lines say what must be said of them."""
SECTIONS = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}
"""


def said_of(path: Path) -> list[str]:
    """Return what is said of a file, without its name."""
    return [str(problem).removeprefix(f"{path}:") for problem in inspect(path)[1]]


def expected_of(path: Path) -> list[str]:
    """Return the comments at the head of a file that begin with a place."""
    head = takewhile(lambda line: re.match(r"# \d+:\d+: ", line), path.read_text(encoding="utf-8").splitlines())
    return [line.removeprefix("# ") for line in head]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_mistake_is_said_with_its_place_and_its_mend(path: Path) -> None:
    assert expected_of(path), "say in the first lines what must be said, such as `# 4:12: ...`"
    assert said_of(path) == expected_of(path)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_only_a_missing_translation_can_be_served(path: Path) -> None:
    questionnaire, problems = inspect(path)
    assert (questionnaire is not None) == all(problem.warning for problem in problems)
    assert (questionnaire is not None) == (path.stem == "missing_translation")


def test_there_is_a_file_for_each_kind_of_mistake() -> None:
    kinds = {
        "unknown_key", "duplicate_key", "question_id_twice", "later_question", "unknown_question", "unknown_word",
        "option_of_another_question", "option_of_a_scale", "band_gap", "band_overlap", "band_order",
        "item_without_points", "exclusive_in_kind_one", "two_exclusive_options", "missing_translation",
        "unclosed_quote", "tab_indentation", "empty_file", "deep_nesting", "alias_bomb", "alias_inside_itself",
        "many_mistakes",
    }  # fmt: skip
    assert kinds <= {path.stem for path in INVALID}


def test_a_file_of_several_mistakes_is_answered_with_all_of_them_in_order() -> None:
    problems = inspect(next(path for path in INVALID if path.stem == "many_mistakes"))[1]
    places = [(problem.line, problem.column) for problem in problems]
    assert len(places) == 8
    assert places == sorted(places)


FAULTY = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: days
        kind: one
        label: {en: Days}
        ask: {en: How long?}
        options:
          - {id: few, text: {en: Few}, points: yes}
          - {id: many_days, text: {en: Many}, points: 2, exclusive: true}
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10, verbatim: yes}
guidance:
  - {id: first, tier: nou, then: stopp, when: days is many_day, because: {en: it is long}}
  - {id: second, tier: now, when: fever in days, because: {en: it is warm}}
  - {id: third, tier: now, when: pain >= 300, because: {en: it hurts}}
promises:
  - {id: seen, interrupts: thrid, wehn: pain >= 3}
"""


def test_one_slip_in_an_entry_hides_no_other() -> None:
    said = [re.sub(r"^[^:]+:(\d+):\d+: ", r"\1 ", str(problem)) for problem in inspect_text(FRAME + FAULTY)[1]]
    expected = [
        "points: write a whole number",
        "only one option can be chosen here anyway",
        "verbatim: write true or false",
        "there is no tier 'nou'",
        "then: write stop or interrupt, not stopp",
        "when: 'days' has no option 'many_day'",
        "when: 'days' has one answer",
        "when: `pain >= 300` is never true",
        "there is no rule 'thrid'",
        "a promise has no key `wehn`",
    ]
    missing = [words for words in expected if not any(words in line for line in said)]
    assert (missing, len(said)) == ([], len(expected)), said


SOUND = (
    FRAME
    + """\
sources: [{id: ours, title: Our own choice, status: ours}]
sections:
  - id: all
    title: {en: All}
    questions:
      - id: days
        kind: one
        label: {en: Days}
        ask: {en: How long?}
        options:
          - {id: few, text: {en: Few}, points: 0}
          - {id: many_days, text: {en: Many}, points: 2}
      - id: pain
        kind: scale
        label: {en: Pain}
        ask: {en: How bad?}
        min: 1
        max: 10
scores:
  - id: strain
    label: {en: Strain}
    sum: [days, pain]
    bands:
      - {id: light, from: 1, text: {en: Light}}
      - {id: heavy, from: 6, text: {en: Heavy}}
guidance:
  - id: long
    tier: soon
    when: days is many_days
    because: {en: it is long}
    source: [ours]
statements:
  - id: rest
    place: care
    group: ease
    text: {en: Rest.}
    when: tier is home and strain <= 3
promises:
  - id: seen
    always: soon
    when: pain >= 9 and days is many_days
cases:
  - id: mild
    story: A tickle.
    answers: {days: few, pain: 2}
    expect: {tier: home}
"""
)
SLIPS = {
    "a label that is no text": ("label: {en: Days}", "label: Days"),
    "words in another language": ("ask: {en: How long?}", "ask: {en: How long?, es: Hola}"),
    "points that are a word": ("few, text: {en: Few}, points: 0", "few, text: {en: Few}, points: no"),
    "an exclusive option of kind one": ("points: 2}", "points: 2, exclusive: true}"),
    "a misspelt label": ("label: {en: Pain}", "lable: {en: Pain}"),
    "an end that is a word": ("max: 10", "max: ten"),
    "an unknown item": ("sum: [days, pain]", "sum: [days, pian]"),
    "a score without a label": ("label: {en: Strain}", "show: sum"),
    "bands in disorder": ("from: 6", "from: 0"),
    "an unknown tier": ("tier: soon\n", "tier: sooon\n"),
    "a condition that is none": ("when: days is many_days\n", "when: days are many_days\n"),
    "an unknown source": ("source: [ours]", "source: [theirs]"),
    "a reason that is no text": ("because: {en: it is long}", "because: it is long"),
    "an unknown place": ("place: care\n", "place: car\n"),
    "an unknown name": ("when: tier is home and strain <= 3", "when: tier is home and stain <= 3"),
    "a claim about nothing": ("always: soon", "always: son"),
    "a story that is a number": ("story: A tickle.", "story: 3"),
    "an unknown option": ("answers: {days: few,", "answers: {days: fwe,"),
    "an expectation that is none": ("expect: {tier: home}", "expect: {teir: home}"),
}


@pytest.mark.parametrize("first", SLIPS)
def test_no_slip_hides_another_or_makes_a_sound_line_look_wrong(first: str) -> None:
    said = {name: set(inspect_text(SOUND.replace(*slip))[1]) for name, slip in SLIPS.items()}
    assert all(said.values())
    for second in SLIPS:
        both = inspect_text(SOUND.replace(*SLIPS[first]).replace(*SLIPS[second]))[1]
        assert set(both) == said[first] | said[second], second


@pytest.mark.parametrize("key", sorted(set(re.findall(r"\b([a-z_]{3,})(?=: )", SECOND.read_text(encoding="utf-8")))))
def test_a_misspelt_key_is_said_once_and_makes_nothing_else_look_wrong(key: str) -> None:
    text = SECOND.read_text(encoding="utf-8")
    for found in re.finditer(rf"(?<=[{{\s]){key}(?=: )", text):
        misspelt = f"{text[: found.end()]}{key[-1]}{text[found.end() :]}"
        assert len([problem for problem in inspect_text(misspelt)[1] if not problem.warning]) <= 1


def test_sections_that_are_no_list_are_said_once() -> None:
    rule = "guidance: [{id: one, tier: now, when: pain >= 3, because: {en: it hurts}}]\n"
    assert len(inspect_text(FRAME + "sections: {}\n" + rule)[1]) == 1


def test_an_error_holds_every_problem_one_on_a_line() -> None:
    with pytest.raises(LoadError) as refused:
        load_text(FRAME.replace("card: calm", "card: clam") + SECTIONS.replace("scale", "scael"), "pain.yaml")
    assert str(refused.value).splitlines() == [
        "pain.yaml:11:90: card: write emergency, crisis, urgent, soon or calm, not clam. Did you mean 'calm'?",
        "pain.yaml:16:26: kind: write one, many or scale, not scael. Did you mean 'scale'?",
    ]


def test_a_sound_text_becomes_a_questionnaire() -> None:
    assert load_text(FRAME + SECTIONS).questions[0].id == "pain"


def test_the_questionnaires_of_this_project_are_sound(file: Path) -> None:
    assert inspect(file)[1] == ()


def test_a_byte_order_mark_shifts_no_place() -> None:
    assert inspect_text("\ufeff" + FRAME)[1] == inspect_text(FRAME)[1]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_count_the_same_however_they_end(ending: str) -> None:
    assert inspect_text(FRAME.replace("\n", ending))[1] == inspect_text(FRAME)[1]


def test_yes_no_and_on_stay_words() -> None:
    options = "options: [{id: yes, text: {en: on}}, {id: no, text: {en: off}}]"
    question = load_text(
        FRAME + SECTIONS.replace("kind: scale", f"kind: one, {options}").replace(", min: 0, max: 10", "")
    )
    assert [(option.id, option.text.root["en"]) for option in question.questions[0].options] == [
        ("yes", "on"),
        ("no", "off"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "\u05e9\u05dc\u05d5\u05dd (ABC)\u200f.",  # Hebrew, with a mark after a Latin word
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a non-joiner in a word
        "\u0915\u094d\u200d\u0937",  # Hindi, with a joiner in a word
        "\U0001f469\u200d\u2695\ufe0f",  # a doctor, in one sign
        "Avez-vous mal\u202f? \u00ab\u00a0Oui\u00a0\u00bb",  # French spaces
    ],
)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_what_a_language_needs_may_stand_in_its_words(words: str, quote: str) -> None:
    text = FRAME.replace("Sore throat", f"{quote}{words}{quote}") + SECTIONS
    assert load_text(text).title.root["en"] == words


@pytest.mark.parametrize(
    "character", ["\x07", "\r", "\x7f", "\x85", "\xad", "\u200b", "\u200c", "\u202e", "\u2028", "\u2066", "\ufeff"]
)
def test_no_hidden_character_comes_in_by_an_escape(character: str) -> None:
    text = FRAME.replace("Sore throat", f'"Sore\\u{ord(character):04x} throat"') + SECTIONS
    (problem,) = inspect_text(text)[1]
    assert (problem.line, f"(U+{ord(character):04X})" in problem.message) == (4, True)


def test_every_value_has_a_place() -> None:
    text = FRAME + SECTIONS
    place = positions(text)["sections", 0, "questions", 0, "max"]
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("10}")


# Files that are none ---------------------------------------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    assert said_of(missing) == ["1:1: this file cannot be read: No such file or directory"]
    with pytest.raises(LoadError, match=re.escape(str(missing))):
        load(missing)


def test_a_folder_is_no_questionnaire(tmp_path: Path) -> None:
    assert said_of(tmp_path) == ["1:1: this file cannot be read: Is a directory"]


def test_what_is_not_utf_8_is_said_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("id: sore\ntitle: Señal\n".encode("latin-1"))
    assert said_of(path) == ["2:10: this is not UTF-8 text: byte 0xF1. Save the file as UTF-8"]


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert said_of(path) == ["1:1: this file is larger than 2 MiB. Only text belongs in it: take the rest out"]


def test_no_more_is_said_than_anybody_reads() -> None:
    rules = (f"  - {{id: r{n}, tier: now, when: pian >= 3, because: {{en: pain}}}}\n" for n in range(2 * MOST_PROBLEMS))
    questionnaire, problems = inspect_text(FRAME + SECTIONS + "guidance:\n" + "".join(rules))
    assert questionnaire is None
    assert len(problems) == MOST_PROBLEMS


# Any text --------------------------------------------------------------------------------------------------------

TEXT = SECOND.read_text(encoding="utf-8")
CUTS = st.tuples(
    st.integers(0, len(TEXT)),
    st.integers(0, 40),
    st.text("abe{}[]:,#&*!|><'\"-\\\n\t 0é\x00\xa0\u200b\u201c", max_size=6),
)


@given(st.lists(CUTS, min_size=1, max_size=3))
def test_no_text_breaks_the_loader_and_every_problem_stands_in_the_text(cuts: list[tuple[int, int, str]]) -> None:
    text = TEXT
    for start, length, other in cuts:
        text = text[:start] + other + text[start + length :]
    questionnaire, problems = inspect_text(text)
    assert isinstance(questionnaire, Questionnaire) or any(not problem.warning for problem in problems)
    lines = re.split(r"\r\n|\r|\n", text)
    for problem in problems:
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert "\n" not in str(problem)


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ("es: {Start: [Empezar %]}", "4:26: pages cannot say this: a percent sign stands alone in it"),
        (
            'es: {"%(num)s day": [a, b]}',
            "pages cannot say this: it has 2 plural forms, and the head of the file says 3",
        ),
        ("fr: {Start: [Commencer]}", "4:18: 'fr' is not among the `languages` or `drafts`. Add it there"),
    ],
)
def test_pages_own_words_that_they_cannot_say_are_mistakes(own: str, why: str) -> None:
    _, problems = inspect_text(
        FRAME.replace("languages: [en]", f"languages: [en, es]\npage_words: {{{own}}}") + SECTIONS
    )
    assert [str(each) for each in problems if why in str(each)], problems
