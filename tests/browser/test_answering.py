"""One page after another: where the focus goes, what an error says, what Change and the language switch keep."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.person import Person
from tests.people import MILD
from tests.running import Running, running
from tests.web.test_forms import KINDS, QUESTIONNAIRE

START = dict(list(MILD.items())[:3])
ACTIVITIES = ["walking", "lifting", "sitting"]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A questionnaire with one question of each kind, one of them typed."""
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    with running(folder, "--questions", str(folder / "kinds.yaml")) as found:
        yield found


def test_the_focus_is_on_the_main_part_after_every_step(person: Person) -> None:
    person.begin()
    person.is_at("q")
    for name, value in START.items():
        person.answer(**{name: value})
        person.is_at("q")
    person.follow("a.back")
    person.is_at("q")
    person.press("Español")
    person.is_at("q")


SAID = {"en": ("Your answer", "Your answer before: 3"), "es": ("Su respuesta", "Su respuesta de antes: 3")}


@pytest.mark.parametrize("language", SAID)
def test_one_tap_answers_and_goes_on_and_back_says_what_was_answered(person: Person, language: str) -> None:
    person.language = language
    person.begin().answer(**{**START, "nerve_signs": ["none"], "low_signs": ["none"]})
    of_a_button, of_a_number = SAID[language]
    for name, value in {"age": "age_18_49", "health": ["none"], "pain_most": 3}.items():
        before, turns = person.page.url, person.turns
        assert person.chosen == []
        person.answer(**{name: value})
        assert person.turns == turns + 1 and person.page.url != before
    assert person.asked == "pain_usual"
    person.follow("a.back")
    assert person.chosen == ["3"]
    assert person.page.get_by_text(of_a_number, exact=True).is_visible()
    assert person.page.get_by_role("button", name=of_a_button).count() == 1
    person.follow("a.back")
    assert person.asked == "health" and len(person.chosen) == 1
    person.follow("a.back")
    words = person.questionnaire.question["age"].option("age_18_49").text.said_in(language)
    assert person.page.get_by_role("button", name=of_a_button).all_inner_texts() == [f"{words}\n{of_a_button}"]


def test_an_empty_answer_is_answered_with_what_to_do_and_back_still_works(person: Person) -> None:
    person.begin().answer(**START)
    question = person.page.url
    person.send()
    person.is_at("errors")
    assert person.page.url.endswith("#errors") and person.page.title().startswith("Error:")
    person.page.click("#errors a")
    person.is_at("a-0")
    person.page.go_back()
    person.page.go_back()
    assert person.page.url == question
    assert person.asked == "nerve_signs"
    person.page.go_forward()
    expect(person.page.locator("#errors")).to_be_visible()
    person.answer(nerve_signs=["none"])
    assert person.asked == "low_signs"


def test_what_was_typed_is_kept_beside_the_error(context: BrowserContext, kinds: Running) -> None:
    person = Person(context.new_page(), kinds.address, QUESTIONNAIRE).begin()
    person.answer(one="first", many=["none"], scale=0)
    person.page.fill("#a-0", "ninety")
    person.send()
    person.is_at("errors")
    assert person.chosen == ["ninety"]
    assert "from 40 to 240" in (person.page.locator("#errors").text_content() or "")
    person.answer(number=90)
    assert person.asked == "own_words"
    person.follow("a.back")
    assert person.chosen == ["90"]


def test_a_changed_answer_asks_what_is_new_and_drops_what_is_no_longer_reached(person: Person) -> None:
    person.begin().answer(**MILD)
    before = person.listed
    person.change("age")
    person.follow("a.back")
    assert person.listed == before, "Back changes nothing"
    person.change("pain_usual")
    assert person.asked == "pain_usual" and person.chosen == ["2"]
    person.answer(pain_usual=6, **dict.fromkeys(ACTIVITIES, "some_difficulty"))
    assert person.tier
    assert [name for name in person.listed if name not in before] == ACTIVITIES
    person.change("pain_usual")
    person.answer(pain_usual=2)
    assert person.listed == before, "answers on a branch no longer reached do not count"
    person.change("pain_usual")
    person.answer(pain_usual=6)
    assert person.tier, "they come back with the branch"
    assert set(ACTIVITIES) < set(person.listed)


def test_the_back_link_of_the_page_keeps_all_answers_and_leads_through_them_again(person: Person) -> None:
    person.begin().answer(**START)
    person.follow("a.back")
    person.follow("a.back")
    assert person.asked == "place" and person.chosen
    person.send()
    assert person.asked == "onset" and person.chosen
    person.answer(onset=START["onset"])
    assert person.asked == "nerve_signs" and not person.chosen


def test_another_language_keeps_the_page_and_the_answers(person: Person) -> None:
    person.begin().answer(**START)
    person.follow("a.back")
    assert person.asked == "onset"
    chosen = person.chosen
    person.press("Español")
    person.language = "es"
    assert person.page.locator("html").get_attribute("lang") == "es"
    assert (person.asked, person.chosen) == ("onset", chosen)
    person.answer(onset="slow")
    assert person.asked == "nerve_signs"
    person.press("English")
    person.language = "en"
    assert person.asked == "nerve_signs"
