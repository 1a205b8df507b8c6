"""How many questions there are: exact for all answer sheets, and the bar on the page never goes backwards."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings

from checker.authoring import load
from checker.engine.conditions import Answer
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.ops.settings import settings as app_settings
from checker.proofs.counting import count, together
from checker.proofs.encoding import Logic
from checker.web import create_app
from checker.web.question_page import shares
from tests import brute_force
from tests.pages import Visitor
from tests.people import COMPLEX, as_answers
from tests.proofs.test_prover import written
from tests.strategies import small_questionnaires


@settings(max_examples=150)
@given(small_questionnaires())
def test_both_numbers_are_those_of_some_answers_and_of_none_there_are_more(questionnaire: Questionnaire) -> None:
    lengths = [len(end.asked) for end, _ in brute_force.endings(questionnaire)]
    for tiers in (True, False):
        total = together(count(Logic.timed(questionnaire, 60), tiers=tiers).values())
        assert total and (total.shortest, total.longest) == (min(lengths), max(lengths))


def drawn(questionnaire: Questionnaire, answers: dict[str, Answer]) -> list[list[float]]:
    """Return the share of each section that the bar shows as done, for every question of a journey."""
    asked = walk(questionnaire, answers).asked
    sheets = [{name: answers[name] for name in asked[:place]} for place in range(len(asked) + 1)]
    steps = [shares(walk(questionnaire, sheet)) for sheet in sheets]
    return [[done / most if most else 0.0 for done, most in each] for each in steps]


def in_two_sections(questionnaire: Questionnaire) -> Questionnaire:
    """Return the same questions, in two sections where there are enough."""
    (section,), half = questionnaire.sections, len(questionnaire.questions) // 2
    parts = [questionnaire.questions[:half], questionnaire.questions[half:]]
    sections = tuple(section.model_copy(update={"questions": part}) for part in parts if part)
    return questionnaire.model_copy(update={"sections": sections})


@settings(max_examples=100)
@given(small_questionnaires().map(in_two_sections))
def test_the_bar_never_goes_backwards(questionnaire: Questionnaire) -> None:
    for end, _ in brute_force.endings(questionnaire):
        shown = drawn(questionnaire, dict(end.answers))
        for earlier, later in pairwise(shown):
            assert all(before <= after for before, after in zip(earlier, later, strict=True))
        assert all(share in (0, 1) for share in shown[-1])


def test_the_bar_moves_with_every_answer_of_a_whole_journey(shipped_file: Path) -> None:
    questionnaire = load(shipped_file)
    shown = drawn(questionnaire, dict(walk(questionnaire, as_answers(COMPLEX)).answers))
    assert shown[0] == [0, 0, 0, 0]
    assert shown[-1] == [1, 1, 1, 1]
    assert all(sum(earlier) < sum(later) for earlier, later in pairwise(shown))


def test_the_words_about_a_proof_stand_only_where_everything_is_proved(tmp_path: Path) -> None:
    def about(promise: str) -> str:
        file = written(tmp_path, promise)
        return Visitor(create_app(app_settings({}, questions=file))).open("/about").text

    assert "We proved the promise" in about("{id: neck, always: home, when: neck in signs}")
    assert "proved" not in about("{id: neck, always: now, when: neck in signs}")
