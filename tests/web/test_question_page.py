"""A question is drawn once for everybody; what a person sees is the page as it would be drawn for them alone."""

import re
from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Questionnaire
from checker.ops.settings import settings
from checker.web import create_app, question_page
from checker.web.question_page import _parts, shares
from checker.web.rendering import draw
from checker.web.token import ID, State, form_code, seal
from tests.clinics import FOLDER
from tests.pages import SECOND, Visitor, app_of, served_by
from tests.people import COMPLEX, MILD, as_answers
from tests.sheets import whole_sheets

TOKEN = re.compile(r"/c/[\w-]+")


class Drawn:
    """In place of a pattern: draws the whole page for one person."""

    def __init__(self, app: Flask, question: str, shared: bool) -> None:
        self.shared = shared
        self.question = served_by(app).questionnaire.question[question]

    def filled(self, own: Mapping[str, object]) -> str:
        return draw("question.html", **_parts(self.question, State(shared=self.shared), own))


BICYCLE = {
    "faults": ["worn_brake"],
    "brake_feel": "firm",
    "fell": "no",
    "ache": 5,
    "reach": 4,
    **dict.fromkeys(("climbing", "carrying", "turning"), "too_hard"),
    "saddle": "tipped",
}
"""Is asked everything about the bicycle."""
APPS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "shipped": ({}, COMPLEX),
    "titles": ({"question_titles": True}, COMPLEX),
    "clinic": ({"clinic": FOLDER / "city.yaml"}, COMPLEX),
    "second": ({"questions": SECOND}, BICYCLE),
}


def shown(app: Flask, sheet: Mapping[str, Any], question: str, answered: int, **chosen: Any) -> str:
    """Return the page of a question, with so many answered from it on and all addresses of the journey alike."""
    served = served_by(app)
    position = served.questionnaire.position
    place = position[question]
    answers = {name: given for name, given in as_answers(sheet).items() if position[name] < place + answered}
    token = seal(served.sealer, State(answers, place, **chosen))
    page = app.test_client().get(f"/c/{token}/").text
    assert 'name="answer"' in page
    return TOKEN.sub("/c/token", page.replace(form_code(served.sealer, token), "own"))


@pytest.mark.parametrize(("chosen", "sheet"), APPS.values(), ids=APPS.keys())
def test_a_filled_page_is_the_page_as_it_would_be_drawn(
    chosen: dict[str, Any], sheet: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(**chosen)
    everybody: list[tuple[str, int, dict[str, Any]]] = [
        (question, answered, {"language": language, "theme": theme})
        for question in sheet
        for language in range(len(served_by(app).questionnaire.languages))
        for theme in range(len(served_by(app).looks))
        for answered in (False, True)
    ]
    everybody += [(question, 1, {"for_other": True}) for question in sheet]
    everybody += [(question, 99, {"changing": True}) for question in sheet]
    everybody += [(question, 1, {"shared": True, "journey": token_bytes(ID)}) for question in sheet]
    filled = [shown(app, sheet, question, answered, **choice) for question, answered, choice in everybody]
    monkeypatch.setattr(question_page, "_pattern", lambda _, question, shared, ___: Drawn(app, question, shared))
    drawn = [shown(app, sheet, question, answered, **choice) for question, answered, choice in everybody]
    assert filled == drawn
    assert len(set(filled)) == len(everybody), "no two of them are alike"


def test_nobody_gets_the_page_of_another() -> None:
    mine = shown(app_of(), COMPLEX, "age", True)
    other = shown(app_of(), COMPLEX, "age", False)
    assert "Your answer" in mine and "Your answer" not in other
    assert "\0" not in mine + other
    assert mine == shown(app_of(), COMPLEX, "age", True)


@pytest.mark.parametrize("root", ["", "/clinic", "", "/other"])
def test_the_addresses_of_a_page_begin_where_the_app_stands(root: str) -> None:
    client, environ = app_of().test_client(), {"SCRIPT_NAME": root}
    address = client.post("/", environ_overrides=environ).location
    page = client.get(address.partition("#")[0].removeprefix(root), environ_overrides=environ).text
    addresses = re.findall('(?:href|src|action)="(/[^"]*)', page)
    assert len(addresses) == 5, "those of the journey are relative"
    assert {each.removeprefix(root)[:2] for each in addresses} == {"/", "/s"}
    assert all(each.startswith(f"{root}/") for each in addresses)


@pytest.mark.parametrize("first", ["iframe", "document"])
def test_whether_a_page_is_framed_is_seen_anew_by_each_visitor(first: str) -> None:
    client = create_app(settings({})).test_client()
    address = client.post("/").location.partition("#")[0]
    for kind in (first, "document", "iframe"):
        page = client.get(address, headers={"Sec-Fetch-Dest": kind}).text
        assert ("dark.css" in page) is (kind == "document")


# One tap ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["onset", "age", "pain_most", "little_interest"])
def test_a_question_with_one_answer_is_a_list_of_buttons_and_nothing_else_to_press(name: str) -> None:
    visitor = at(name)
    question = visitor.questionnaire.question[name]
    (form,) = visitor.page.all("form")
    buttons = visitor.page.all("button")
    assert [(b.attributes["name"], b.attributes["value"]) for b in buttons] == [
        ("answer", str(place)) for place in range(len(question.options or question.numbers))
    ]
    assert "type" not in buttons[0].attributes and "Continue" not in form.text
    visitor.send({"answer": "0"})
    assert visitor.asked is not question


@pytest.mark.parametrize("name", ["right_now", "place"])
def test_what_is_ticked_or_shown_on_a_picture_is_sent_with_one_button(name: str) -> None:
    page = at(name).page
    assert [b.text for b in page.all("button") if "name" not in b.attributes and "hidden" not in b.attributes] == [
        "Continue"
    ]


@pytest.mark.parametrize(("language", "yours", "before"), [("en", "Your answer", "Your answer before: 3")])
def test_back_leads_to_the_question_with_the_earlier_answer_said_in_words(
    language: str, yours: str, before: str
) -> None:
    visitor = at("health", language)
    visitor.press("Back")
    (button,) = (b for b in visitor.page.all("button", name="answer") if b.text.endswith(yours))
    assert visitor.page.chosen == [button.attributes["value"]] == ["1"]
    visitor = at("pain_usual", language)
    visitor.press("Back")
    assert before in visitor.page.text and visitor.page.chosen == ["3"]


def at(name: str, language: str = "en") -> Visitor:
    """Return somebody with a light new pain at a question."""
    visitor = Visitor(app_of(), language).begin()
    return visitor.answer(**{each: MILD[each] for each in list(MILD)[: list(MILD).index(name)]})


# Where am I? -----------------------------------------------------------------------------------------------------

SHIPPED = served_by(app_of()).questionnaire
BICYCLES = served_by(app_of(SECOND)).questionnaire


def along(questionnaire: Questionnaire, sheet: Mapping[str, Any]) -> list[Journey]:
    """Return a journey as it is at each of its questions."""
    journeys = [walk(questionnaire, {})]
    while (asked := journeys[-1].next) is not None:
        journeys.append(walk(questionnaire, {**journeys[-1].answers, asked.id: sheet[asked.id]}))
    return journeys[:-1]


@pytest.mark.parametrize("questionnaire", [SHIPPED, BICYCLES], ids=["shipped", "second"])
@given(data=st.data())
def test_where_one_is_never_goes_back_along_any_journey(questionnaire: Questionnaire, data: st.DataObject) -> None:
    told = [shares(journey) for journey in along(questionnaire, data.draw(whole_sheets(questionnaire)))]
    heres = [next(place for place, (done, most) in enumerate(steps) if done < most) for steps in told]
    assert heres == sorted(heres)
    for place in range(len(questionnaire.sections)):
        done, most = zip(*(steps[place] for steps in told), strict=True)
        assert list(done) == sorted(done)
        assert list(most) == sorted(most, reverse=True)
        assert all(some <= all_ for some, all_ in zip(done, most, strict=True))
    for steps, here in zip(told, heres, strict=True):
        assert all(done == most for done, most in steps[:here])
        assert all(done == 0 for done, _ in steps[here + 1 :])


def bars(visitor: Visitor) -> list[int]:
    """Return how much of each section the bar shows as done."""
    drawn = visitor.page.all("div", **{"class": "steps"})
    rects = re.findall(r'<rect width="(\d+)%" height="6"', visitor.page.html)
    assert len(drawn) == 1
    return [int(each) for each in rects]


def test_the_step_is_said_in_words_and_the_bar_beside_it_never_shrinks() -> None:
    visitor = Visitor(app_of()).begin()
    shown_before = [0] * len(SHIPPED.sections)
    for name in COMPLEX:
        if visitor.interrupted:
            visitor.go_on()
        question = SHIPPED.question[name]
        (section,) = (each for each in SHIPPED.sections if question in each.questions)
        asked = [
            each for each in list(COMPLEX)[: list(COMPLEX).index(name)] if each in {q.id for q in section.questions}
        ]
        (where,) = visitor.page.all("p", **{"class": "where"})
        begins = f"{section.title.said_in('en')}: step {len(asked) + 1} of "
        assert where.text.startswith(begins)
        assert int(where.text.removeprefix(begins)) > len(asked)
        widths = bars(visitor)
        assert all(now >= then for now, then in zip(widths, shown_before, strict=True)), name
        shown_before = widths
        visitor.answer(**{name: COMPLEX[name]})
    assert visitor.tier


def test_whoever_changes_an_answer_is_told_so_in_place_of_the_step() -> None:
    visitor = Visitor(app_of()).begin().answer(**MILD)
    visitor.press("Change Age")
    (where,) = visitor.page.all("p", **{"class": "where"})
    assert where.text == "You change one answer. Then you see the result again."
    assert not visitor.page.all("div", **{"class": "steps"})


def test_nobody_is_told_that_the_result_follows_while_questions_are_left() -> None:
    visitor = Visitor(app_of()).begin().answer(right_now=["self_harm"])
    visitor.press("See what to do now")
    (change,) = {each.attributes["href"] for each in visitor.page.all("a", **{"class": "change"})}
    visitor.open(change)
    (where,) = visitor.page.all("p", **{"class": "where"})
    assert ": step 1 of " in where.text


def test_the_time_meant_is_said_where_it_changes_and_nowhere_else() -> None:
    visitor = Visitor(app_of()).begin()
    before = None
    said: dict[str, str] = {}
    for name in COMPLEX:
        if visitor.interrupted:
            visitor.go_on()
        period = SHIPPED.question[name].period
        lines = [each.text for each in visitor.page.all("p", **{"class": "shift"})]
        due = period is not None and period != before
        assert lines == ([f"Now think of {period.said_in('en')}"] if due and period else []), name
        said |= dict.fromkeys([name] * len(lines), "".join(lines))
        before = period
        visitor.answer(**{name: COMPLEX[name]})
    assert set(said.values()) >= {"Now think of the last 7 days", "Now think of the last 2 weeks"}
    assert "feeling_down" not in said and "little_interest" in said


# For someone else --------------------------------------------------------------------------------------------------

HELPED = "Answer for the person whom you help."


def test_who_answers_for_someone_else_is_reminded_above_every_question_and_a_doctor_is_told() -> None:
    visitor = Visitor(app_of())
    visitor.send({"who": "other"})
    for name in MILD:
        assert HELPED in visitor.page.text, name
        visitor.answer(**{name: MILD[name]})
    assert visitor.tier and "Answered for somebody else." in visitor.page.text
    (sheet,) = visitor.page.all("div", **{"class": "doctor__sheet"})
    assert "Answered by someone else for the patient." in sheet.text
    visitor.press("Change Age")
    assert HELPED in visitor.page.text
    visitor.press("Español")
    assert HELPED not in visitor.page.text and "la persona a quien" in visitor.page.text
    visitor.press("Atrás")
    assert "Answered by someone else for the patient." in visitor.page.text


def test_that_is_said_of_nobody_else() -> None:
    visitor = Visitor(app_of()).begin()
    for name in MILD:
        assert HELPED not in visitor.page.text, name
        visitor.answer(**{name: MILD[name]})
    assert "else" not in visitor.page.all("div", **{"class": "doctor__sheet"})[0].text
    assert "Answered for somebody else." not in visitor.page.text


def test_that_stays_on_the_way_through_help_at_once() -> None:
    visitor = Visitor(app_of())
    visitor.send({"who": "other"})
    visitor.answer(right_now=["self_harm"])
    visitor.press("See what to do now")
    assert "Answered for somebody else." in visitor.page.text
    visitor.press("Go on with the questions")
    assert HELPED in visitor.page.text


@pytest.mark.parametrize("who", ["", "me", "OTHER", "1", "other other"])
def test_only_one_word_says_that(who: str) -> None:
    visitor = Visitor(app_of())
    visitor.send({"who": who})
    assert HELPED not in visitor.page.text
