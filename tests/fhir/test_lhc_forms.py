"""LHC-Forms asks the same questions of the same people, and finds the same scores and the same tier."""

from random import Random
from typing import Any

import pytest

from checker.engine.conditions import Answer
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import Json
from checker.fhir.profiles import LHC_FORMS
from checker.fhir.questionnaire_export import export
from tests.fhir.test_sums import COMES_IN, brought_in
from tests.renderers import Trial, differences, lhc_forms, overlooked, sample
from tests.sheets import people, person
from tests.strategies import random_questionnaire

pytestmark = pytest.mark.thorough


def test_it_agrees_on_the_cover_on_worked_cases_and_on_random_people(questionnaire: Questionnaire) -> None:
    trial = Trial(questionnaire, export(questionnaire, profile=LHC_FORMS), sample(questionnaire))
    assert differences(lhc_forms, trial) == [[]]


def test_it_agrees_on_questionnaires_that_nobody_wrote() -> None:
    trials = [_random_trial(Random(seed)) for seed in range(40)]
    assert differences(lhc_forms, *trials) == [[]] * len(trials)


def _random_trial(random: Random) -> Trial:
    questionnaire = random_questionnaire(random, random.randint(2, 7))
    return Trial(questionnaire, export(questionnaire, profile=LHC_FORMS), people(questionnaire, random, 5))


def _items(value: Any) -> list[Json]:
    """Return every object in some JSON."""
    if isinstance(value, list):
        return [found for each in value for found in _items(each)]
    return [value, *_items(list(value.values()))] if isinstance(value, dict) else []


def _one_point_more(exported: Json) -> None:
    points = next(each for each in _items(exported) if each.get("name") == "pClimbing")
    points["expression"] = points["expression"].replace(", 0, ", ", 1, ")


def _asked_of_all(exported: Json) -> None:
    del next(each for each in _items(exported) if each.get("linkId") == "brake_feel")["enableWhen"]


def _another_band(exported: Json) -> None:
    each = next(each for each in _items(exported) if each.get("linkId") == "band-comfort")["extension"][0]
    each["valueExpression"]["expression"] = each["valueExpression"]["expression"].replace(">= 6", ">= 7")


def _another_option(exported: Json) -> None:
    each = next(each for each in _items(exported) if each.get("linkId") == "brake_feel")
    each["enableWhen"][-1]["answerCoding"]["code"] = "loose_bars"


def _a_softer_tier(exported: Json) -> None:
    tier = next(each for each in _items(exported) if each.get("name") == "tier")
    tier["expression"] = tier["expression"].replace("'shop_today'", "'shop_soon'")


WRONG = [_one_point_more, _asked_of_all, _another_band, _another_option, _a_softer_tier]


def test_every_wrong_export_is_found(bicycle: Questionnaire) -> None:
    assert overlooked(lhc_forms, bicycle, LHC_FORMS, WRONG, people(bicycle, Random(1), 24)) == []


# What others wrote -----------------------------------------------------------------------------------------------

UNLIKE = {"points by another address", "no points in a plus"}
"""LHC-Forms 40.1.3 keeps all points at one address; where a total has no value any more, the former number stays."""


def test_it_finds_the_same_totals_in_what_comes_in_from_others() -> None:
    random, jobs, here = Random(3), [], []
    for name in sorted(COMES_IN.keys() - UNLIKE):
        resource, found = COMES_IN[name][0], brought_in(COMES_IN[name][0]).questionnaire
        sheets = []
        for _ in range(12):
            journey = walk(found, person(found, random))
            sheets.append({link: _reply(resource, link, answer) for link, answer in journey.answers.items()})
            here.append((name, journey.answers, journey.values.get("tot")))
        jobs.append({"questionnaire": resource, "sheets": sheets})
    seen = [found["calculated"]["tot"] for found in lhc_forms(jobs)]
    assert [(told, value) for told, value in zip(here, seen, strict=True) if told[2] != value] == []


def _reply(resource: Json, link: str, answer: Answer) -> list[Any]:
    if isinstance(answer, int):
        return [answer]
    item = next(item for item in _items(resource) if item.get("linkId") == link)
    codings = [option["valueCoding"] for option in item["answerOption"]]
    return [{"_type": "Coding", **coding} for coding in codings if coding["code"] == answer]
