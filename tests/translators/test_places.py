"""A translator who never sees the YAML is told where each text is seen, how long it may be, and what is not theirs."""

import re
from collections import Counter
from functools import cache

import pytest

from checker.authoring.loader import load
from checker.authoring.translations import forms_of, key_of, numbers_of, places
from checker.engine.questionnaire import KeyPath, Questionnaire
from checker.resources import shipped
from checker.translators.handout import asked
from checker.translators.page_places import seen_on
from checker.translators.places import grave, locked, most, seen
from tests.conftest import SECOND
from tests.translators.translated import QUESTIONNAIRE, entry, handed


@cache
def back() -> Questionnaire:
    return load(shipped("questions.yaml"))


def at(questionnaire: Questionnaire, place: str) -> KeyPath:
    """Return the first path of a text, by where it stands."""
    return next(path for found, path, _ in places(questionnaire) if found == place)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("title", "The name of the check, at the top of every page"),
        ("start", "The start page: what one gets"),
        ("link emergency: text", "Help at once, on every page: a way to help"),
        ("emergency_signs.items", "The list of emergency signs: a sign"),
        ("tier now: within", "The result 'Go now': how soon"),
        ("section all: title", "The name of the part with questions 1 to 2"),
        ("question low: ask", "Question 2, 'Feeling down': the question itself"),
        ("question low: options.never.text", "Question 2, 'Feeling down': an answer"),
    ],
)
def test_it_is_said_in_words_where_a_text_is_seen(place: str, says: str) -> None:
    assert seen(QUESTIONNAIRE, at(QUESTIONNAIRE, place)) == says


@pytest.mark.parametrize("file", [shipped("questions.yaml"), SECOND], ids=["backs", "bicycles"])
def test_every_text_has_a_place_in_words_without_an_id(file: object) -> None:
    questionnaire = back() if file != SECOND else load(SECOND)
    said = [seen(questionnaire, path) for _, path, _ in places(questionnaire)]
    assert all(re.match("[A-Z]", each) and "_" not in each for each in said)
    assert len(set(said)) > len(questionnaire.questions) * 3


def test_the_shipped_translations_fit_where_they_stand() -> None:
    first, long = back().languages[0], list[str]()
    for place, path, text in places(back()):
        room = most(path, text.root[first])
        long += [f"{place} {language}" for language, words in text.root.items() if len(words) > room]
    assert long == []


def test_a_button_has_less_room_than_a_sentence() -> None:
    assert most(("help", 0, "button"), "Call 911 now and wait for them") == 32
    assert most(("help", 0, "button"), "911") == 32
    assert most(("tiers", 0, "action", 0), "Call 911 now and wait for them") == 130


def test_published_wording_is_locked_with_where_it_is_from_and_nothing_else_is() -> None:
    found = {place: locked(QUESTIONNAIRE, path) for place, path, _ in places(QUESTIONNAIRE)}
    assert {place: why for place, why in found.items() if why} == {
        "question low: ask": "PHQ-9",
        "question low: options.never.text": "PHQ-9",
        "question low: options.often.text": "PHQ-9",
    }


def test_what_people_must_be_able_to_read_follows_from_what_it_is() -> None:
    counts = Counter((path[0], grave(back(), path)) for _, path, _ in places(back()))
    for whole in ("help", "emergency_signs", "tiers"):
        assert counts[whole, False] == 0
    for none in ("title", "start", "credits", "scores", "benchmarks"):
        assert counts[none, True] == 0
    said = {each.id: grave(back(), ("statements", place, "text")) for place, each in enumerate(back().statements)}
    assert said["crisis_first"] and said["who_pregnancy_now"] and said["who_poison"]
    assert not said["care_keep_moving"] and not said["who_body_today"]
    rules = {each.id: grave(back(), ("guidance", place, "because")) for place, each in enumerate(back().guidance)}
    assert rules["em_now"] and rules["cr_lately"]
    assert {each.tier for each in back().guidance if not rules[each.id]}.isdisjoint({"emergency", "crisis_now"})


def test_a_translator_is_told_what_stays_as_it_is_and_what_is_not_theirs() -> None:
    told = {unit.message.id: unit.remarks() for unit in handed().units}
    assert told["Call 911"] == ["Stays as it is: 911."]
    assert told["Ill, <b>very</b> ill"] == ["Stays as it is: <b>, </b>."]
    (why,) = told["Not at all"]
    assert "Published wording (PHQ-9)" in why and "'Source: ...'" in why
    assert told["Are you well?"] == []


def test_each_of_the_pages_own_words_has_a_page() -> None:
    assert {key_of(each)[1] for each in asked()} <= seen_on().keys()
    assert not any("some page" in place for place in seen_on().values())
    assert seen_on()["Start again"] != seen_on()["What to copy"]


@pytest.mark.parametrize(
    ("language", "forms"),
    [("ja", 1), ("de", 2), ("pt", 3), ("ru", 3), ("ar", 6), ("zh-Hant", 1), ("pt-BR", 3), ("qq", 2)],
)
def test_each_plural_form_of_a_language_is_said_by_its_numbers(language: str, forms: int) -> None:
    assert len(numbers_of(language)) == forms and all(numbers_of(language))


def test_words_that_count_are_handed_out_with_a_place_for_each_form() -> None:
    counting = [unit for unit in handed().units if len(forms_of(unit.message.id)) > 1]
    assert counting and all(len(unit.forms) == len(forms_of(unit.message.string)) == 3 for unit in counting)
    assert "Its forms are for these numbers: 0, 1; 1000000; 2, 3, 4, 5 and so on." in counting[0].remarks()


def test_the_programs_draft_of_the_pages_goes_out_as_a_guess_and_is_kept_once_confirmed() -> None:
    def page_entries(*entries: str) -> dict[str, bool]:
        kept = handed(*entries).messages()
        return {str(each.id): each.fuzzy for each in kept if each.context == "page"}

    (start,) = (
        unit.message for unit in handed().units if unit.message.context == "page" and unit.message.id == "Start"
    )
    assert (start.string, start.fuzzy) == ("Começar", True)
    assert page_entries() == {}
    assert page_entries(entry("page", "Start", "Começar")) == {"Start": False}
