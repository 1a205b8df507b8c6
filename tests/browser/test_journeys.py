"""Whole journeys in a real browser, with and without JavaScript."""

from tests.browser.person import Person
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD


def test_a_mild_case_ends_with_the_mildest_advice(person: Person) -> None:
    person.begin().answer(**MILD)
    assert person.tier == person.questionnaire.tiers[-1].id
    labels = [person.questionnaire.question[name].label.said_in("en") for name in MILD]
    assert person.page.locator(".answers dt").all_text_contents() == labels


def test_an_emergency_ends_the_questions_after_the_first(person: Person) -> None:
    person.begin().answer(**EMERGENCY)
    assert person.tier == "emergency"


def test_a_crisis_is_answered_at_once_and_the_person_can_go_on(person: Person) -> None:
    sheet = list(CRISIS.items())
    person.begin().answer(**dict(sheet[:1]))
    assert person.interrupted
    person.go_on()
    person.answer(**dict(sheet[1:]))
    assert person.tier == "crisis_now"
    assert person.page.locator("main a").first.get_attribute("href") == "tel:988"


def test_a_complex_journey_is_asked_everything_and_ends_with_a_result(person: Person) -> None:
    person.begin().answer(**COMPLEX)
    assert person.tier == "urgent_today"
