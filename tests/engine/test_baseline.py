"""The least worrying answer to each kind of question, and the end of a journey that goes on with such answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.baseline import completed, least_answer, least_option
from checker.engine.conditions import Answer
from checker.engine.journey import walk
from checker.engine.questionnaire import Question, Questionnaire
from tests.pages import SECOND, app_of, served_by
from tests.sheets import whole_sheets

SHIPPED = served_by(app_of()).questionnaire
BICYCLE = served_by(app_of(SECOND)).questionnaire


def question(kind: str, *options: dict[str, object], **more: object) -> Question:
    words = {"en": "Words"}
    offered = [{"id": f"o{place}", "text": words, **each} for place, each in enumerate(options)]
    return Question.model_validate(
        {"id": "asked", "kind": kind, "label": words, "ask": words, "options": offered, **more}
    )


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (question("scale", min=2, max=9), 2),
        (question("scale", min=-3, max=3), -3),
        (question("one", {}, {}), "o0"),
        (question("one", {"points": 2}, {"points": 0}, {"points": 1}), "o1"),
        (question("one", {"points": 1}, {"points": 0}), "o1"),
        (question("one", {"points": 1}, {"points": 1}), "o0"),
        (question("one", {"points": 0, "unsure": True}, {"points": 3}, {"points": 2}), "o2"),
        (question("one", {"points": 0, "aside": True}, {"points": 3}), "o1"),
        (question("one", {}, {"points": 3}, {"points": -1}), "o2"),
        (question("one", {"unsure": True}, {"aside": True}, {}), "o2"),
        (question("one", {"unsure": True}, {"aside": True}), "o1"),
        (question("one", {"unsure": True}), "o0"),
        (question("many", {}, {}, {"exclusive": True}), frozenset({"o2"})),
        (question("many", {}, {"exclusive": True, "unsure": True}), frozenset({"o0"})),
        (question("many", {"unsure": True}, {"aside": True}, {"points": 4}, {"points": 1}), frozenset({"o2"})),
        (question("many", {"unsure": True}, {"unsure": True}), frozenset({"o0"})),
    ],
)
def test_the_least_worrying_answer(asked: Question, answer: Answer) -> None:
    assert least_answer(asked) == answer
    assert asked.accepts(answer)
    option = least_option(asked)
    assert (option is None) == (asked.kind == "scale")
    assert option is None or asked.chosen(answer) == [option]


def begun(questionnaire: Questionnaire) -> st.SearchStrategy[tuple[Questionnaire, dict[str, Answer]]]:
    """Return answers to some of the questions, later ones among them that are not asked yet."""
    names = st.sets(st.sampled_from([asked.id for asked in questionnaire.questions]))
    return st.builds(
        lambda sheet, kept: (questionnaire, {name: answer for name, answer in sheet.items() if name in kept}),
        whole_sheets(questionnaire),
        names,
    )


@given(st.sampled_from([SHIPPED, BICYCLE]).flatmap(begun))
def test_a_journey_ends_as_though_each_next_question_got_its_least_worrying_answer(
    begun: tuple[Questionnaire, dict[str, Answer]],
) -> None:
    questionnaire, answers = begun
    one_by_one = dict(answers)
    while asked := walk(questionnaire, one_by_one).next:
        one_by_one[asked.id] = least_answer(asked)
    assert completed(questionnaire, answers) == one_by_one
