"""What each rule costs and protects against stands in the docs as it is, and no rule is there for nothing."""

import re
from pathlib import Path

import pytest

from checker.authoring import load
from checker.engine.questionnaire import Questionnaire
from checker.evidence.population_file import load_population
from checker.evidence.simulation import simulate
from checker.resources import shipped
from tests.alarms import POPULATION, row, shares, stories

DOCUMENT = (Path(__file__).parents[2] / "docs" / "alarms.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| ([\d.]+) \| ([\d.]+) \| (.+) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def whole() -> Questionnaire:
    return load(shipped("questions.yaml"))


@pytest.mark.thorough
def test_the_shares_are_those_of_this_version(whole: Questionnaire) -> None:
    """If this fails: `python -m tests.alarms > docs/alarms.md`."""
    assert f"version {whole.version}," in DOCUMENT
    assert "\n".join(shares(whole, load_population(POPULATION, whole))) in DOCUMENT


def test_every_rule_stands_with_its_cost(whole: Questionnaire) -> None:
    found = simulate(whole, load_population(POPULATION, whole))
    costs = [(each.rule.id, f"{each.alone.percent:.2f}", f"{each.holds.percent:.2f}") for each in found.alarms]
    assert [match[:3] for match in ROW.findall(DOCUMENT)] == costs


def test_no_rule_is_there_for_nothing() -> None:
    assert [rule for rule, *_, stories, promises in ROW.findall(DOCUMENT) if (stories, promises) == ("-", "-")] == []


@pytest.mark.thorough
def test_the_stories_of_every_row_are_those_that_come_out_otherwise(whole: Questionnaire) -> None:
    assert [match[3] for match in ROW.findall(DOCUMENT)] == [stories(whole, rule) for rule in whole.guidance]


@pytest.mark.thorough
@pytest.mark.parametrize("place", [0, 40, -1])
def test_what_a_rule_protects_against_is_what_breaks_without_it(whole: Questionnaire, place: int) -> None:
    found = simulate(whole, load_population(POPULATION, whole), number=10_000)
    assert row(whole, whole.guidance[place], found) in DOCUMENT
