"""The people of the shipped questionnaire answer all that it asks, and are told what was aimed at."""

import re
from pathlib import Path
from statistics import median

import pytest

from checker.authoring import load
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.evidence.population import Population
from checker.evidence.population_file import load_population
from checker.evidence.simulation import Simulation, effort, simulate
from checker.evidence.simulation_report import aim_words
from checker.resources import shipped

FILE = Path(__file__).parents[1] / "data" / "population.yaml"


@pytest.fixture(scope="module")
def whole() -> Questionnaire:
    return load(shipped("questions.yaml"))


@pytest.fixture(scope="module")
def population(whole: Questionnaire) -> Population:
    """The population; what is out of step with the questionnaire is said with its line."""
    return load_population(FILE, whole)


MISSED = {
    "everybody": {"emergency": 1.85, "today_for_the_body": 8.75},
    "new_low_back_pain": {"emergency": 1.65, "today_for_the_body": 9.75, "routine_or_self_care": 36.9},
}
"""The targets that are missed, and the share in percent that they keep to all the same: docs/simulation.md says why."""


def test_the_targets_that_are_missed_are_those_known_and_no_worse(whole: Questionnaire, population: Population) -> None:
    people = {"everybody": population, **{group.id: population.of(group) for group in population.groups}}
    for name, those in people.items():
        missed = {aim.target.id: aim for aim in simulate(whole, those).aims if not aim.met}
        assert set(missed) == set(MISSED[name]), [aim_words(aim) for aim in missed.values()]
        for target, aim in missed.items():
            bound = MISSED[name][target]
            assert aim.value >= bound if aim.target.at_least else aim.value <= bound, aim_words(aim)


def test_warning_signs_that_are_twice_as_common_are_told_of_more_urgently(
    whole: Questionnaire, population: Population
) -> None:
    (_, seldom), *_ = simulate(whole, population, number=2000).tiers
    (_, often), *_ = simulate(whole, population, number=2000, signs=2).tiers
    assert often.hits > seldom.hits


READ_IN_A_MINUTE = 238
"""Words that an adult reads silently in a minute, on average (Brysbaert 2019)."""
A_TAP = 1 / 60
"""Minutes that a tap takes."""
OF_THE_RESULT = 150
"""Words of a result that everybody reads: its card and the signs that fit (80 and 70 of an ordinary one)."""


@pytest.fixture(scope="module")
def everybody(whole: Questionnaire, population: Population) -> Simulation:
    return simulate(whole, population)


@pytest.mark.parametrize("percentile", [10, 50, 90])
def test_most_people_need_the_minutes_that_the_start_page_promises(
    whole: Questionnaire, everybody: Simulation, percentile: int
) -> None:
    words, taps = (everybody.spreads[counted].percentile(percentile) for counted in ("words", "taps"))
    assert abs(_minutes(words, taps) - _promised(whole)) <= 1


def _minutes(words: int, taps: int) -> float:
    return (words + OF_THE_RESULT) / READ_IN_A_MINUTE + taps * A_TAP


def _promised(questionnaire: Questionnaire) -> int:
    """Return the minutes that a start page promises, in each of its languages the same."""
    read = {said: " ".join(text.said_in(said) for text in questionnaire.start) for said in questionnaire.languages}
    promised = re.search(r"Most people need about (\d+) minutes", read["en"])
    assert promised and f"A casi todos les toma unos {promised[1]} minutos" in read["es"]
    return int(promised[1])


@pytest.mark.parametrize("has_file", [True, False])
def test_most_people_need_the_minutes_that_the_re_check_promises(has_file: bool) -> None:
    """Nobody has counted who comes back, so the worked cases stand for them, but for those whom help ends."""
    again = load(shipped("questions.recheck.yaml"))
    known = {question.id for question in again.questions if question.earlier} if has_file else frozenset[str]()
    journeys = [journey for case in again.cases if not (journey := walk(again, case.sheet)).stopped_by]
    needed = [_minutes(words, taps) for _, words, taps in (effort(journey, known) for journey in journeys)]
    assert len(needed) > 30 and abs(median(needed) - _promised(again)) <= 1
