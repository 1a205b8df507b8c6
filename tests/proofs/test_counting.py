"""How many questions are left: exact for the answers so far, and said on every page of a question."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from checker.authoring import load
from checker.engine.journey import at_most, before, walk
from checker.engine.questionnaire import Questionnaire
from checker.ops.settings import settings as app_settings
from checker.proofs import counting
from checker.proofs.counting import questions_left
from checker.web import create_app
from tests import brute_force
from tests.pages import Visitor
from tests.people import COMPLEX, as_answers
from tests.proofs.test_prover import written
from tests.strategies import small_questionnaires


@settings(max_examples=150)
@given(small_questionnaires())
def test_both_numbers_are_those_of_some_further_answers(questionnaire: Questionnaire) -> None:
    for journey in brute_force.prefixes(questionnaire):
        ends = brute_force.prefixes(questionnaire, journey.answers)
        left = [len(end.asked) - len(journey.asked) for end in ends if end.next is None]
        assert questions_left(journey) == (min(left), max(left))


def test_where_it_is_too_hard_to_look_ahead_the_bounds_are_true(
    bicycle: Questionnaire, monkeypatch: pytest.MonkeyPatch, second_file: Path
) -> None:
    exact = questions_left(walk(bicycle, {}))
    monkeypatch.setattr(counting, "MOST_STATES_AHEAD", 3)
    journey = walk(load(second_file), {})
    assert questions_left(journey) == (1, at_most(journey))
    assert exact[0] >= 1
    assert exact[1] <= at_most(journey)


def said(visitor: Visitor) -> str:
    """Return how many questions a page says are left."""
    progress = visitor.page.text.partition("Question ")[2]
    return progress.partition(". ")[2].partition(". More")[0]


def test_a_page_says_between_which_numbers(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: home, always: home}")
    visitor = Visitor(create_app(app_settings({}, questions=file))).begin()
    assert said(visitor) == "Between 2 and 3 questions are left, counting this one"
    assert said(visitor.answer(fever="yes")) == "2 questions are left, counting this one"
    assert said(visitor.answer(days=3)) == "This is the last one"


def test_a_page_says_it_in_spanish(shipped_file: Path) -> None:
    visitor = Visitor(create_app(app_settings({}, questions=shipped_file)), "es")
    assert "Quedan entre 1 y 33 preguntas, contando esta." in visitor.begin().page.text


def changing(visitor: Visitor, label: str) -> Visitor:
    """Follow the Change link of a question on the check page."""
    change = next(link for link in visitor.page.all("a") if link.text == f"Change {label}")
    visitor.open(change.attributes["href"])
    return visitor


def test_who_changes_an_answer_is_told_how_many_follow_beside_the_answers_that_are_kept(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: home, always: home}")
    visitor = Visitor(create_app(app_settings({}, questions=file))).begin()
    visitor.answer(fever="no", signs=["none"])
    assert said(changing(visitor, "Fever")) == "Between 1 and 2 questions are left, counting this one"
    assert said(visitor.answer(fever="yes")) == "This is the last one"
    visitor.answer(days=3)
    assert said(changing(visitor, "Fever")) == "This is the last one"


def asked_anew(questionnaire: Questionnaire, sheet: brute_force.Sheet) -> int:
    """Return how many questions are asked at most of whom has answered these already."""
    asked = walk(questionnaire, sheet).next
    if asked is None:
        return 0
    further = ({**sheet, asked.id: answer} for answer in brute_force.possible_answers(asked))
    return 1 + max(asked_anew(questionnaire, each) for each in further)


@settings(max_examples=100)
@given(small_questionnaires(most=4))
def test_no_changed_answer_leads_to_more_questions_than_are_said(questionnaire: Questionnaire) -> None:
    for end, _ in brute_force.endings(questionnaire):
        for name in end.asked:
            question, place = questionnaire.question[name], questionnaire.position[name]
            changed = ({**end.answers, name: answer} for answer in brute_force.possible_answers(question))
            most = 1 + max(asked_anew(questionnaire, each) for each in changed)
            assert most <= at_most(before(questionnaire, end.answers, place), end.answers)


def test_the_words_about_a_proof_stand_only_where_everything_is_proved(tmp_path: Path) -> None:
    def about(promise: str) -> str:
        file = written(tmp_path, promise)
        return Visitor(create_app(app_settings({}, questions=file))).open("/about").text

    assert "We proved the promise" in about("{id: neck, always: home, when: neck in signs}")
    assert "proved" not in about("{id: neck, always: now, when: neck in signs}")


def test_the_most_never_grows_along_a_whole_journey(shipped_file: Path) -> None:
    questionnaire = load(shipped_file)
    answers = walk(questionnaire, as_answers(COMPLEX)).answers
    prefixes = [dict(list(answers.items())[:place]) for place in range(len(answers) + 1)]
    left = [questions_left(walk(questionnaire, prefix)) for prefix in prefixes]
    assert left[0] == (1, 33)
    assert left[-1] == (0, 0)
    assert all(later[1] < earlier[1] for earlier, later in pairwise(left))
