"""What the page for a doctor says of what was told, and of what was asked and denied."""

from typing import Any

import pytest

from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.explain.clinical_summary import not_found, summarize
from tests.pages import Page, Visitor, app_of, served_by
from tests.people import COMPLEX, CRISIS, MILD, as_answers

SHIPPED = served_by(app_of()).questionnaire
SELF_HARM = SHIPPED.question["right_now"].option("self_harm")
TOLD = {statement.id: statement.text.said_in("en") for statement in SHIPPED.statements}


def denied(people: dict[str, Any]) -> bool:
    journey = walk(SHIPPED, as_answers(people))
    return SELF_HARM in summarize(journey, advise(SHIPPED, journey), "en").not_found


def result_of(case: str, language: str) -> Page:
    answers = next(each.answers for each in SHIPPED.cases if each.id == case)
    given = {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in answers.items()}
    visitor = Visitor(app_of(), language)
    visitor.open(f"/?lang={language}")
    visitor.begin().answer(**given)
    return visitor.page if visitor.tier else visitor.go_on()


def sheet_of(page: Page) -> str:
    (sheet,) = page.all("div", **{"class": "doctor__sheet"})
    return sheet.text


def test_thoughts_of_suicide_asked_of_and_denied_are_told_to_a_doctor() -> None:
    assert denied(MILD)


@pytest.mark.parametrize(
    "people",
    [CRISIS, COMPLEX, {**MILD, "right_now": ["not_sure"]}],
    ids=["thoughts now", "thoughts lately", "not sure"],
)
def test_they_are_not_told_as_denied_where_any_answer_says_otherwise(people: dict[str, Any]) -> None:
    assert not denied(people)


def test_the_persons_own_list_does_not_name_them() -> None:
    assert SELF_HARM not in not_found(walk(SHIPPED, as_answers(MILD)))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("case", "told"), [("spinal_injury_pounding_head", "pounding_first"), ("not_wake_up_lately", "crisis_first")]
)
def test_a_doctor_reads_what_the_person_was_told_first(case: str, told: str, language: str) -> None:
    """And nothing of what else may be said first."""
    sheet = sheet_of(result_of(case, language))
    firsts = [each.id for each in SHIPPED.statements if each.place == "first"]
    assert [name for name in firsts if TOLD[name] in sheet] == [told]
