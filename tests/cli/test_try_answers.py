"""``checker try`` is the engine without the web: answers in, one JSON object out."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from checker.cli import cli
from checker.cli.common import loaded
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.proofs.report import plain
from tests.conftest import SECOND
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD


def run(answers: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(cli, ["try", *options], input=answers)


def tried(answers: object, *options: str) -> dict[str, Any]:
    """Return what is printed for these answers."""
    result = run(json.dumps(answers), *options)
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert isinstance(found, dict)
    return found


def refused(answers: str | bytes) -> str:
    """Return what is said of answers that cannot be taken."""
    result = run(answers, "--questions", str(SECOND))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    return result.output


def test_it_prints_all_that_the_engine_found() -> None:
    answers = """{faults: [worn_brake], brake_feel: firm, fell: yes, ache: 3, reach: 4,
        climbing: hard, carrying: never_do, turning: hard}"""
    assert json.loads(run(answers, "--questions", str(SECOND)).output) == {
        "asked": ["faults", "brake_feel", "fell", "ache", "reach", "climbing", "carrying", "turning"],
        "next": "saddle",
        "stopped_by": None,
        "interrupted_by": ["head"],
        "scores": {
            "comfort": {"points": 7, "shown": 3.5, "band": "poor"},
            "trouble": {"points": 3, "shown": 3, "band": "much"},
            "strain": {"points": 4, "shown": 4, "band": "any"},
        },
        "tier": "shop_today",
        "guidance": ["head", "poor_fit"],
        "statements": ["helmet_first", "tell_shop", "fit_matters", "not_a_mechanic", "stop_if"],
        "reasons": [{"rule": "head", "question": "fell", "answer": "yes"}],
    }


def test_a_stop_is_named_and_nothing_is_next() -> None:
    found = tried(EMERGENCY)
    assert (found["stopped_by"], found["next"]) == ("em_now", None)
    assert found["reasons"] == [
        {"rule": "em_now", "question": "right_now", "answer": "chest_pain"},
        {"rule": "em_now", "question": "right_now", "answer": "stroke_signs"},
    ]
    assert found["scores"] == {}


@pytest.mark.parametrize(("person", "tier"), [(MILD, "self_care"), (CRISIS, "crisis_now"), (COMPLEX, "urgent_today")])
def test_whole_journeys_end_in_their_tier(person: dict[str, Any], tier: str) -> None:
    found = tried(person)
    assert found["next"] is None
    assert found["tier"] == tier


def test_answers_to_questions_that_are_not_asked_are_ignored() -> None:
    assert tried({**MILD, "medicine_signs": ["yellow"], "injury": "small"}) == tried(MILD)


def test_no_answers_yet_lead_to_the_first_question() -> None:
    assert tried({})["next"] == json.loads(run("").output)["next"] == "right_now"


def test_a_question_is_also_named_by_its_ref() -> None:
    refs = {question.id: question.ref for question in loaded_shipped().questions}
    assert tried({refs[name]: answer for name, answer in COMPLEX.items()}) == tried(COMPLEX)


def test_rules_and_statements_carry_refs_and_no_two_questions_share_one() -> None:
    shipped = loaded_shipped()
    assert all(rule.ref for rule in shipped.guidance)
    assert all(statement.ref for statement in shipped.statements)
    assert len({question.ref for question in shipped.questions}) == len(shipped.questions)


def loaded_shipped() -> Questionnaire:
    return loaded(None)


def test_answers_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("faults: [cracked_frame]", encoding="utf-8")
    result = CliRunner().invoke(cli, ["try", "--questions", str(SECOND), str(path)])
    assert json.loads(result.output)["stopped_by"] == "frame"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("falts: [none]", "<stdin>:1:1: there is no question 'falts'. Did you mean 'faults'?"),
        ("faults: [cracked]", "<stdin>:1:9: 'faults' has no option 'cracked'. Did you mean 'cracked_frame'?"),
        ("faults: cracked_frame", "<stdin>:1:9: 'faults' is answered with a list, such as [loose_bars]"),
        ("faults: []", "<stdin>:1:9: nothing is marked in 'faults'. Name an option, or leave the question out"),
        ("faults: [none, worn_brake]", "'none' is exclusive in 'faults'. Leave it out, or the others"),
        ("fell: 'true'", "<stdin>:1:7: 'fell' has no option 'true'. Its options are no, yes"),
        ("fell: true", "<stdin>:1:7: 'fell' is answered with one of no, yes"),
        ("ache: 6", "<stdin>:1:7: 'ache' goes from 0 to 5"),
        ("ache: 1.5", "<stdin>:1:7: 'ache' is answered with a whole number from 0 to 5"),
        ("ache:", "<stdin>:1:5: 'ache' is answered with a whole number from 0 to 5"),
        ("ache: 1\nache: 2", "<stdin>:2:1: the key `ache` is written twice here, first on line 1."),
        ("[1, 2]", "<stdin>:1:1: answers are written by question id, such as `pain: 3`"),
        ("hello", "<stdin>:1:1: answers are written by question id, such as `pain: 3`"),
        ("ache: [1", "<stdin>:1:8: this is not YAML: did not find expected ',' or ']'."),
        (b"ache: \xff", "<stdin>:1:7: this is not UTF-8 text: byte 0xFF. Save the file as UTF-8"),
        (b"\0", "<stdin>:1:1: the character U+0000 cannot stand in YAML. Delete it"),
        pytest.param("x" * 3_000_000, "<stdin>:1:1: this file is larger than 2 MiB.", id="huge"),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_mend(answers: str | bytes, said: str) -> None:
    assert said in refused(answers)


def test_every_mistake_is_said_at_once() -> None:
    lines = refused("falts: [none]\nfell: maybe\nache: 9").splitlines()
    assert [line.split(":")[1] for line in lines if line.startswith("<stdin>:")] == ["1", "2", "3"]


@given(st.text(max_size=30) | st.binary(max_size=30))
def test_no_input_breaks_it(answers: str | bytes) -> None:
    try:
        answers if isinstance(answers, bytes) else answers.encode()
    except UnicodeEncodeError:
        return
    result = run(answers, "--questions", str(SECOND))
    assert result.exit_code in (0, 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_the_outcome_is_that_of_the_engine(bicycle: Questionnaire) -> None:
    for case in bicycle.cases:
        found = tried(plain(case.sheet), "--questions", str(SECOND))
        assert found["tier"] == case.expect.tier
        assert tuple(found["asked"]) == walk(bicycle, case.sheet).asked


@pytest.mark.parametrize("prefix", ["    answers: ", "    answers before: ", "    answers now: "])
def test_a_printed_line_can_be_pasted_as_it_is(prefix: str) -> None:
    sheet = "{faults: [none], ache: 2}"
    pasted, bare = (run(text, "--questions", str(SECOND)) for text in (prefix + sheet, sheet))
    assert json.loads(pasted.output) == json.loads(bare.output)


def test_a_slip_in_a_pasted_line_is_shown_where_it_stands() -> None:
    assert "<stdin>:1:11: there is no question 'falts'. Did you mean 'faults'?" in refused("answers: {falts: [none]}")
    assert "<stdin>:1:1: there is no question 'answers'" in refused("answers: 3")


def test_a_slip_is_named_with_the_file_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("ache: 9", encoding="utf-8")
    result = CliRunner().invoke(cli, ["try", "--questions", str(SECOND), str(path)])
    assert f"{path}:1:7: 'ache' goes from 0 to 5" in result.output


def test_a_tier_that_is_not_there_is_answered_with_those_that_are() -> None:
    result = run("{}", "--questions", str(SECOND), "--closest", "nope")
    assert result.exit_code == 2
    assert "The tiers are" in result.output and "shop_today" in result.output
