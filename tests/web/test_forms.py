"""What a form takes, what it says of what it does not take, and that it can be sent for its own page alone."""

import io
import json
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from checker.authoring.loader import load_text
from checker.engine.conditions import Answer
from checker.web.forms import answer_in, drawn, form_class, placed, refusal, retyped, typed
from checker.web.token import TYPED
from tests.pages import Visitor, app_of
from tests.sheets import answer_to
from tests.small import FRAME

KINDS = (
    FRAME
    + """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: one
        kind: one
        label: {en: One}
        ask: {en: Which one?}
        options: [{id: first, text: {en: First}}, {id: second, text: {en: Second}}, {id: third, text: {en: Third}}]
      - id: many
        kind: many
        label: {en: Many}
        ask: {en: Which of these?}
        options:
          - {id: this, text: {en: This}}
          - {id: that, text: {en: That}}
          - {id: none, text: {en: None}, exclusive: true}
      - id: scale
        kind: scale
        label: {en: Scale}
        ask: {en: How much?}
        min: -5
        max: 5
      - id: number
        kind: scale
        label: {en: Number}
        ask: {en: How many?}
        min: 40
        max: 240
      - id: own_words
        kind: one
        label: {en: Own words}
        ask: {en: How long?}
        missing: {en: Select how long it has lasted}
        options: [{id: short, text: {en: Short}}, {id: long, text: {en: Long}}]
      - id: spot
        kind: one
        picture: body
        label: {en: Spot}
        ask: {en: Where is it?}
        options: [{id: neck, text: {en: Neck}, region: neck}, {id: low, text: {en: Low}, region: low_back}]
"""
)
QUESTIONNAIRE = load_text(KINDS)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    path: Path = tmp_path_factory.mktemp("kinds") / "kinds.yaml"
    path.write_text(KINDS, encoding="utf-8")
    return app_of(path)


def taken(app: Flask, name: str, *values: str) -> Answer | str:
    """Return the answer that a form makes of these values, or why it takes none."""
    question = QUESTIONNAIRE.question[name]
    with app.test_request_context("/", method="POST", data=MultiDict([("answer", value) for value in values])):
        form = form_class(QUESTIONNAIRE, name, "en")()
        if form.validate():
            return answer_in(form, question)
        return "! " + refusal(type(form), retyped(question, typed(question)))


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *(("one", "buttons"), ("own_words", "buttons"), ("many", "checkboxes")),
        *(("scale", "scale"), ("number", "number"), ("spot", "picture")),
    ],
)
def test_a_kind_is_drawn_in_one_way(name: str, how: str) -> None:
    assert drawn(QUESTIONNAIRE.question[name]) == how


@pytest.mark.parametrize(
    ("name", "values", "answer"),
    [
        ("one", ["0"], "first"),
        ("one", ["2"], "third"),
        ("many", ["0", "1"], frozenset({"this", "that"})),
        ("many", ["2"], frozenset({"none"})),
        ("scale", ["0"], -5),
        ("scale", ["10"], 5),
        ("number", ["40"], 40),
        ("number", ["240"], 240),
        ("number", [" 41 "], 41),
    ],
)
def test_a_possible_answer_is_taken(app: Flask, name: str, values: list[str], answer: Answer) -> None:
    assert taken(app, name, *values) == answer


RANGE = "! Enter a whole number from 40 to 240"
REFUSED = [
    ("one", [], "! Select the answer that fits best"),
    ("one", [""], "! Select the answer that fits best"),
    ("one", ["3"], "! Select the answer that fits best"),
    ("one", ["-1"], "! Select the answer that fits best"),
    ("one", ["first"], "! Select the answer that fits best"),
    ("one", ["٣"], "! Select the answer that fits best"),
    ("own_words", [], "! Select how long it has lasted"),
    ("own_words", ["9"], "! Select how long it has lasted"),
    ("many", [], "! Select all that fit, or select the last answer if none does"),
    ("many", [""], "! Select all that fit, or select the last answer if none does"),
    ("many", ["7"], "! Select all that fit, or select the last answer if none does"),
    ("many", ["0", "7"], "! Select all that fit, or select the last answer if none does"),
    ("many", ["0", "2"], "! You marked some of these and pressed “None of these”. Clear them, or press Continue"),
    ("scale", [], "! Select the answer that fits best"),
    ("scale", ["11"], "! Select the answer that fits best"),
    ("scale", ["-1"], "! Select the answer that fits best"),
    ("one", ["0", "2"], "! Select the answer that fits best"),
    ("scale", ["4", "4"], "! Select the answer that fits best"),
    ("spot", [], "! Select the answer that fits best"),
    ("spot", ["2"], "! Select the answer that fits best"),
    ("number", [], "! Enter a whole number"),
    ("number", ["  "], RANGE),
    ("number", ["39"], RANGE),
    ("number", ["241"], RANGE),
    ("number", ["98.6"], RANGE),
    ("number", ["ninety"], RANGE),
    ("number", ["½"], RANGE),
    ("number", ["9" * 5000], RANGE),
    ("number", ["-" * 300], RANGE),
]


@pytest.mark.parametrize(("name", "values", "why"), REFUSED)
def test_what_cannot_be_an_answer_is_refused_with_what_to_do(
    app: Flask, name: str, values: list[str], why: str
) -> None:
    assert taken(app, name, *values) == why


@given(st.data())
def test_whatever_is_sent_is_an_answer_that_the_question_accepts_or_a_reason(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(QUESTIONNAIRE.questions))
    values = data.draw(st.lists(st.one_of(st.text(max_size=20), st.integers(-300, 300).map(str)), max_size=5))
    found = taken(app_of(), question.id, *values)
    assert question.accepts(found) or (isinstance(found, str) and found.startswith("! ") and len(found) > 4)


@given(st.data())
def test_a_form_filled_in_by_us_sends_back_the_same_answer(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(QUESTIONNAIRE.questions))
    answer = data.draw(answer_to(question))
    assert taken(app_of(), question.id, *placed(question, answer)) == answer


@given(st.text(max_size=40))
def test_what_was_typed_is_kept_as_far_as_the_token_has_room(words: str) -> None:
    question = QUESTIONNAIRE.question["number"]
    with app_of().test_request_context("/", method="POST", data={"answer": words}):
        kept = typed(question)
        assert len(kept) <= TYPED
        shown = retyped(question, kept)
    assert words.encode("utf-8", "replace").startswith("".join(shown).encode())
    assert "".join(shown) == words or len(words.encode("utf-8", "replace")) > TYPED


def test_ticks_are_kept_when_they_cannot_stand_together() -> None:
    question = QUESTIONNAIRE.question["many"]
    with app_of().test_request_context("/", method="POST", data={"answer": ["0", "2"]}):
        assert retyped(question, typed(question)) == ["0", "2"]


# The form's own token ------------------------------------------------------------------------------------------------


def at_the_first_question() -> tuple[Visitor, str, str]:
    """Return a person at the first question, with the address of its form and the form's token."""
    visitor = Visitor(app_of()).begin()
    (hidden,) = visitor.page.all("input", type="hidden")
    return visitor, visitor.page.path, hidden.attributes["value"]


def test_a_form_goes_through_with_its_own_token() -> None:
    visitor, action, token = at_the_first_question()
    assert visitor.client.post(action, data={"answer": "1", "csrf_token": token}).status_code == 303


@pytest.mark.parametrize("token", [None, "", "wrong", "ñ", "😀" * 20, "A" * 24, "\x00"])
def test_a_form_without_its_own_token_is_refused(token: str | None) -> None:
    visitor, action, _ = at_the_first_question()
    fields = {"answer": "1"} | ({} if token is None else {"csrf_token": token})
    assert visitor.client.post(action, data=fields).status_code == 403


def test_the_token_of_another_page_is_refused() -> None:
    visitor, action, _ = at_the_first_question()
    _, _, foreign = at_the_first_question()
    assert visitor.client.post(action, data={"answer": "1", "csrf_token": foreign}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_that_a_browser_says_another_site_sent_is_refused(site: str) -> None:
    visitor, action, token = at_the_first_question()
    fields = {"answer": "1", "csrf_token": token}
    reply = visitor.client.post(action, data=fields, headers={"Sec-Fetch-Site": site})
    assert reply.status_code == 403
    assert 'target="_blank"' in reply.text, "a way to a window of its own"


def test_a_form_of_ours_passes_although_its_origin_is_hidden() -> None:
    visitor, action, token = at_the_first_question()
    fields = {"answer": "1", "csrf_token": token}
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert visitor.client.post(action, data=fields, headers=headers).status_code == 303


def test_a_file_is_no_answer() -> None:
    visitor, action, token = at_the_first_question()
    reply = visitor.client.post(action, data={"answer": (io.BytesIO(b"1"), "a.txt"), "csrf_token": token})
    assert visitor.open(reply.location).announced


def test_a_file_is_no_form_token() -> None:
    visitor, action, token = at_the_first_question()
    fields = {"answer": "1", "csrf_token": (io.BytesIO(token.encode()), "a.txt")}
    assert visitor.client.post(action, data=fields).status_code == 403


@pytest.mark.parametrize("sent", ["5", "[1, 2]", '"text"', "{", '{"csrf_token": 5}', '{"answer": {"a": []}}', "null"])
def test_json_is_no_form(sent: str) -> None:
    visitor, action, _ = at_the_first_question()
    reply = visitor.client.post(action, data=sent, content_type="application/json")
    assert reply.status_code == 403


def test_json_with_a_right_form_token_is_no_form_either() -> None:
    visitor, action, token = at_the_first_question()
    sent = json.dumps({"answer": "1", "csrf_token": token})
    assert visitor.client.post(action, data=sent, content_type="application/json").status_code == 403


def test_forms_are_made_once_for_each_question_and_language() -> None:
    assert form_class(QUESTIONNAIRE, "one", "en") is form_class(QUESTIONNAIRE, "one", "en")
