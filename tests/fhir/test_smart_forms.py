"""Smart Forms, as it draws itself, asks the same questions of the same people, and shows the same scores and tier."""

import json
from pathlib import Path
from random import Random

import pytest

from checker.authoring import load
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import ENABLE_WHEN, Json
from checker.fhir.profiles import SMART_FORMS
from checker.fhir.questionnaire_export import export
from checker.fhir.response import questionnaire_response
from tests.fhir_validity import items_of
from tests.renderers import Trial, answers_of, differences, overlooked, sample, smart_forms
from tests.sheets import people
from tests.strategies import random_questionnaire

pytestmark = pytest.mark.thorough


def test_it_agrees_on_the_cover_on_worked_cases_and_on_random_people(questionnaire: Questionnaire) -> None:
    trial = Trial(questionnaire, _exported(questionnaire), sample(questionnaire))
    assert differences(smart_forms, trial) == [[]]


def test_it_opens_a_saved_record_with_the_same_answers_scores_and_tier(shipped_file: Path) -> None:
    """It works the tier out anew, and no record has the private answers."""
    questionnaire = load(shipped_file)
    journeys = [walk(questionnaire, case.sheet) for case in questionnaire.cases[::24]]
    journeys.append(walk(questionnaire, {"right_now": frozenset({"chest_pain"})}))
    records = [questionnaire_response(journey, advise(questionnaire, journey)) for journey in journeys]
    shown = smart_forms([{"questionnaire": _exported(questionnaire), "responses": records}])
    for journey, record, seen in zip(journeys, records, shown, strict=True):
        tier = advise(questionnaire, journey).tier.id
        assert [link for link in seen["enabled"] if link.startswith("tier-")] == [f"tier-{tier}"]
        assert set(journey.asked) <= set(seen["enabled"])
        hints = [hint.said_in("en") for name in journey.asked if (hint := questionnaire.question[name].hint)]
        assert [hint for hint in hints if hint not in seen["text"]] == []
        there = answers_of(seen["response"])
        assert {link: found for link, found in answers_of(record).items() if link in there} == there
        assert answers_of(record).keys() & {*journey.asked, *seen["calculated"]} == there.keys()


def test_it_agrees_on_questionnaires_that_nobody_wrote() -> None:
    trials = [_random_trial(Random(seed)) for seed in range(8)]
    assert differences(smart_forms, *trials) == [[]] * len(trials)


def _random_trial(random: Random) -> Trial:
    questionnaire = random_questionnaire(random, random.randint(2, 7))
    return Trial(questionnaire, _exported(questionnaire), people(questionnaire, random, 5))


def _exported(questionnaire: Questionnaire) -> Json:
    exported: Json = json.loads(json.dumps(export(questionnaire, profile=SMART_FORMS)))
    return exported


def _expression(exported: Json, name: str) -> Json:
    """Return a variable, or the first expression of an item."""
    holders = [each for each in exported["extension"] if each.get("valueExpression", {}).get("name") == name]
    holders += [each for item in items_of(exported) if item["linkId"] == name for each in item["extension"]]
    found: Json = next(each["valueExpression"] for each in holders if "valueExpression" in each)
    return found


def _says(exported: Json, name: str, here: str, instead: str) -> None:
    expression = _expression(exported, name)
    assert here in expression["expression"]
    expression["expression"] = expression["expression"].replace(here, instead)


def _always_shown(exported: Json, link: str) -> None:
    item = next(item for item in items_of(exported) if item["linkId"] == link)
    kept = [each for each in item["extension"] if each["url"] != ENABLE_WHEN]
    assert kept != item.pop("extension")
    item["extension"] = kept


def _one_point_more(exported: Json) -> None:
    _says(exported, "pClimbing", ", 0, ", ", 1, ")


def _asked_of_all(exported: Json) -> None:
    _always_shown(exported, "brake_feel")


def _another_band(exported: Json) -> None:
    _says(exported, "band-comfort", ">= 6", ">= 7")


def _another_option(exported: Json) -> None:
    _says(exported, "brake_feel", "worn_brake", "loose_bars")


def _a_softer_tier(exported: Json) -> None:
    _says(exported, "tier", "'shop_today'", "'shop_soon'")


def _a_tier_for_all(exported: Json) -> None:
    _always_shown(exported, "tier-shop_today")


def _a_score_that_stays(exported: Json) -> None:
    _always_shown(exported, "shown-comfort")


WRONG = [
    _one_point_more, _asked_of_all, _another_band, _another_option, _a_softer_tier, _a_tier_for_all,
    _a_score_that_stays,
]  # fmt: skip


def test_every_wrong_export_is_found(bicycle: Questionnaire) -> None:
    assert overlooked(smart_forms, bicycle, SMART_FORMS, WRONG, people(bicycle, Random(1), 12)) == []
