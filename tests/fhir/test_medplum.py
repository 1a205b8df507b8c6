"""The form of Medplum asks the same people the same questions, and says the same tier and bands; so does its page."""

import json
from random import Random

import pytest

from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import CALCULATED, ENABLE_WHEN, ITEM_CONTROL, Json
from checker.fhir.profiles import MEDPLUM, PLAIN, Profile
from checker.fhir.questionnaire_export import export
from checker.fhir.response import questionnaire_response
from tests.fhir_validity import items_of
from tests.renderers import Trial, differences, medplum, medplum_drawn, overlooked, replies, sample
from tests.sheets import people
from tests.strategies import random_questionnaire

pytestmark = pytest.mark.thorough


def test_it_agrees_on_the_cover_on_worked_cases_and_on_random_people(questionnaire: Questionnaire) -> None:
    trial = Trial(questionnaire, _exported(questionnaire), sample(questionnaire))
    assert differences(medplum, trial) == [[]]


def test_it_agrees_on_questionnaires_that_nobody_wrote() -> None:
    trials = [_random_trial(Random(seed), MEDPLUM) for seed in range(25)]
    assert differences(medplum, *trials) == [[]] * len(trials)


def test_for_any_renderer_it_asks_the_same_and_tells_no_tier() -> None:
    trials = [_random_trial(Random(seed), PLAIN) for seed in range(25)]
    assert differences(medplum, *trials) == [[]] * len(trials)


def test_what_a_person_sees_and_clicks_is_the_same(questionnaire: Questionnaire) -> None:
    sheets = [case.sheet for case in questionnaire.cases][1:30:28]
    trials = [Trial(questionnaire, _exported(questionnaire, profile), sheets) for profile in (MEDPLUM, PLAIN)]
    assert differences(medplum_drawn, *trials) == [[], []]


def _random_trial(random: Random, profile: Profile) -> Trial:
    questionnaire = random_questionnaire(random, random.randint(2, 7))
    return Trial(questionnaire, _exported(questionnaire, profile), people(questionnaire, random, 5))


def _exported(questionnaire: Questionnaire, profile: Profile = MEDPLUM) -> Json:
    exported: Json = json.loads(json.dumps(export(questionnaire, profile=profile)))
    return exported


def test_a_saved_record_opens_with_the_same_answers_questions_and_tier(questionnaire: Questionnaire) -> None:
    """The points and words within an answer have to be those of its option, or no box would be marked."""
    journeys = [walk(questionnaire, sheet) for sheet in people(questionnaire, Random(5), 4)]
    records = [questionnaire_response(journey, advise(questionnaire, journey)) for journey in journeys]
    public = [{name for name in each.asked if not questionnaire.question[name].private} for each in journeys]
    seen = medplum_drawn([{"questionnaire": _exported(questionnaire), "responses": records}])
    for journey, names, found in zip(journeys, public, seen, strict=True):
        codes = {name: [v["code"] if isinstance(v, dict) else v for v in values]
                 for name, values in replies(questionnaire, journey.answers).items() if name in names}  # fmt: skip
        assert {name: found["given"][name] for name in names} == codes


# Wrong exports -----------------------------------------------------------------------------------------------------


def _of(exported: Json, link: str) -> Json:
    return next(item for item in items_of(exported) if item["linkId"] == link)


def _without(exported: Json, link: str, url: str) -> None:
    item = _of(exported, link)
    kept = [each for each in item["extension"] if each["url"] != url]
    assert kept != item["extension"]
    item["extension"] = kept


def _says(exported: Json, link: str, url: str, here: str, instead: str) -> None:
    held = next(each for each in _of(exported, link)["extension"] if each["url"] == url)["valueExpression"]
    assert here in held["expression"]
    held["expression"] = held["expression"].replace(here, instead)


def _one_point_more(exported: Json) -> None:
    _says(exported, "what-is-known", CALCULATED, ", 0, ", ", 1, ")


def _asked_of_all(exported: Json) -> None:
    _without(exported, "brake_feel", ENABLE_WHEN)


def _another_option(exported: Json) -> None:
    _says(exported, "brake_feel", ENABLE_WHEN, "worn_brake", "loose_bars")


def _another_band(exported: Json) -> None:
    _says(exported, "band-comfort-good", ENABLE_WHEN, "= '", "!= '")


def _a_softer_tier(exported: Json) -> None:
    _says(exported, "what-is-known", CALCULATED, "'shop_today'", "'shop_soon'")


def _a_tier_for_all(exported: Json) -> None:
    _without(exported, "tier-shop_today", ENABLE_WHEN)


def _a_score_that_stays(exported: Json) -> None:
    _without(exported, "score-comfort", ENABLE_WHEN)


WRONG = [
    _one_point_more, _asked_of_all, _another_option, _another_band, _a_softer_tier, _a_tier_for_all,
    _a_score_that_stays,
]  # fmt: skip


def test_every_wrong_export_is_found(bicycle: Questionnaire) -> None:
    assert overlooked(medplum, bicycle, MEDPLUM, WRONG, people(bicycle, Random(1), 12)) == []


def _one_button_for_several(exported: Json) -> None:
    for item in items_of(exported):
        if item.get("repeats"):
            _without(exported, item["linkId"], ITEM_CONTROL)


def _a_variable(exported: Json) -> None:
    _says(exported, "what-is-known", CALCULATED, "$this.matches", "%sPhq2.matches")


def test_a_page_on_which_something_cannot_be_answered_or_fails_is_found(bicycle: Questionnaire) -> None:
    wrong = [_exported(bicycle) for _ in range(2)]
    _one_button_for_several(wrong[0])
    _a_variable(wrong[1])
    sheets = [{"faults": frozenset({"worn_brake", "cracked_frame"})}]
    found = differences(medplum_drawn, *(Trial(bicycle, exported, sheets) for exported in wrong))
    assert [any("what went wrong" in each for each in differing) for differing in found] == [True, True]
