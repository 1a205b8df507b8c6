"""What would change this? The fewest answers, exactly, as trying every answer sheet finds them."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.cli import cli
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.lab.closest_change import closest
from checker.proofs.report import plain
from tests import brute_force
from tests.proofs.test_prover import FEVER
from tests.sheets import calm_answer, whole_sheets
from tests.small import FRAME
from tests.strategies import small_questionnaires


def cost(questionnaire: Questionnaire, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[int, int]:
    """Return how many given answers differ, and how many new ones are not the first listed."""
    changed = sum(after[name] != before[name] for name in before if name in after)
    new = {name: answer for name, answer in after.items() if name not in before}
    return changed, brute_force.price(questionnaire, new)


@settings(max_examples=150)
@given(small_questionnaires(4), st.data())
def test_no_fewer_answers_would_do(questionnaire: Questionnaire, data: st.DataObject) -> None:
    endings = brute_force.endings(questionnaire)
    before = data.draw(st.sampled_from(endings), label="person")[0].answers
    for tier in questionnaire.tiers:
        ways = [journey.answers for journey, guidance in endings if guidance.tier.id == tier.id]
        found = closest(questionnaire, before, tier.id)
        assert bool(found) == bool(ways)
        if found:
            assert found.sheet in ways
            assert len(found.changes) == cost(questionnaire, before, found.sheet)[0]
            assert cost(questionnaire, before, found.sheet) == min(cost(questionnaire, before, way) for way in ways)


@settings(max_examples=25)
@given(st.data())
def test_the_answers_found_lead_to_each_other_tier(questionnaire: Questionnaire, data: st.DataObject) -> None:
    journey = walk(questionnaire, data.draw(whole_sheets(questionnaire)))
    own = advise(questionnaire, journey).tier
    for tier in questionnaire.tiers:
        each = closest(questionnaire, journey.answers, tier.id)
        assert each and each.tier is tier
        changed = journey.answers | {change.question: change.after for change in each.changes}
        assert walk(questionnaire, each.sheet | changed).answers == each.sheet
        assert advise(questionnaire, walk(questionnaire, each.sheet)).tier is each.tier
        assert bool(each.changes) is (tier is not own)


def test_who_has_the_tier_already_changes_nothing(bicycle: Questionnaire) -> None:
    journey = walk(bicycle, {question.id: calm_answer(question) for question in bicycle.questions})
    found = closest(bicycle, journey.answers, advise(bicycle, journey).tier.id)
    assert found and found.changes == () and found.sheet == journey.answers


def test_a_number_that_makes_no_difference_stays_as_it_was_given() -> None:
    fever = load_text(FRAME + FEVER)
    found = closest(fever, {"fever": "yes", "days": 17, "signs": frozenset({"rash"})}, "now")
    assert found and [change.question for change in found.changes] == ["signs"]
    assert found.sheet["days"] == 17


def test_try_says_what_is_closest_and_replays_it(shipped_file: Path) -> None:
    case = load(shipped_file).cases[0]
    sheet = json.dumps(plain(case.sheet))
    result = CliRunner().invoke(cli, ["try", "--closest", "book_soon"], input=sheet)
    found = json.loads(result.output)
    assert found["tier"] == "emergency"
    assert [change["question"] for change in found["closest"]["changes"]] == ["right_now"]
    again = CliRunner().invoke(cli, ["try"], input=json.dumps(found["closest"]["answers"]))
    assert json.loads(again.output)["tier"] == "book_soon"


@pytest.mark.parametrize(("tier", "guess"), [("emergancy", "Did you mean 'emergency'?"), ("x", "there is no tier 'x'")])
def test_a_tier_that_does_not_exist_is_answered_with_a_guess(tier: str, guess: str) -> None:
    result = CliRunner().invoke(cli, ["try", "--closest", tier], input="age: age_18_49")
    assert result.exit_code == 2
    assert guess in result.output
