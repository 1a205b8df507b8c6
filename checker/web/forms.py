"""Question to WTForms field.

WTForms validates what was posted; a template draws the field. Values are the places of the options, so that nothing
readable is kept in a browser's memory of forms.
"""

import hmac
from typing import Any, Literal

from flask import abort, request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, IntegerField, RadioField, SelectMultipleField
from wtforms.i18n import DummyTranslations
from wtforms.validators import InputRequired, NumberRange, ValidationError

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire
from checker.languages import worded
from checker.memoisation import memoised
from checker.web.token import TYPED, Sealer, form_codes

Widget = Literal["buttons", "scale", "picture", "checkboxes", "number"]
ONE_TAP = frozenset({"buttons", "scale"})
"""Each answer is a button that sends it."""
BUTTONS = 21
"""A scale with at most so many numbers is a button for each; a longer one is a typed number."""


def refuse_forged(sealer: Sealer, token: str) -> None:
    """Refuse a form that was not made for its page: a second lock, since no cookie can be abused."""
    sent = request.form.get("csrf_token", "").encode()  # bytes: compare_digest raises on a non-ASCII str
    if not any(hmac.compare_digest(code.encode(), sent) for code in form_codes(sealer, token)):
        abort(403)


class CheckerForm(FlaskForm):
    """A form whose page has no session: what binds it to its page is ``refuse_forged``."""

    answer: Field
    missing: str
    """What to do, said when no answer was given."""

    class Meta(FlaskForm.Meta):
        """What is not needed here of all that a form can do."""

        csrf = False

        def get_translations(self, form: Any) -> DummyTranslations:
            """Return nothing to translate WTForms' own words by: what people read is ours."""
            return DummyTranslations()

        def wrap_formdata(self, form: Any, formdata: Any) -> MultiDict[str, str]:
            """Return the fields that were sent: neither a file nor JSON can be an answer."""
            return formdata if isinstance(formdata, MultiDict) else request.form


def drawn(question: Question) -> Widget:
    """Return how a question is drawn."""
    if question.kind == "scale":
        return "scale" if len(question.numbers) <= BUTTONS else "number"
    if question.kind == "one":
        return "picture" if question.picture else "buttons"
    return "checkboxes"


@memoised
def form_class(questionnaire: Questionnaire, question_id: str, language: str) -> type[CheckerForm]:
    """Return the form of a question."""
    question = questionnaire.question[question_id]
    missing = worded(question.missing.root, language) if question.missing else _MISSING[drawn(question)]
    required = (InputRequired(missing), _Offered(question, missing))
    return type("QuestionForm", (CheckerForm,), {"answer": _field(question, required), "missing": missing})


_MISSING = {
    **dict.fromkeys(("buttons", "scale", "picture"), lazy_gettext("Select the answer that fits best")),
    "number": lazy_gettext("Enter a whole number"),
    "checkboxes": lazy_gettext("Select all that fit, or select the last answer if none does"),
}


def _field(question: Question, required: tuple[InputRequired, "_Offered"]) -> Field:
    match drawn(question):
        case "number":
            numbers = question.numbers
            between = lazy_gettext("Enter a whole number from %(low)s to %(high)s", low=numbers[0], high=numbers[-1])
            return IntegerField(validators=[required[0], NumberRange(numbers[0], numbers[-1], between)])
        case "checkboxes":
            return SelectMultipleField(validate_choice=False, validators=[*required, _Alone(question)])
        case _:
            return RadioField(validate_choice=False, validators=required)


def places(question: Question) -> list[str]:
    """Return the values that a form may send."""
    return [str(place) for place in range(len(question.options or question.numbers))]


class _Offered:
    """Refuses what was not offered, and several answers where one is asked for: WTForms would take the first."""

    def __init__(self, question: Question, message: str) -> None:
        self.places, self.message = frozenset(places(question)), message
        self.most = len(question.options) if question.kind == "many" else 1

    def __call__(self, form: CheckerForm, field: Field) -> None:
        if len(field.raw_data) > self.most or not self.places.issuperset(field.raw_data):
            raise ValidationError(self.message)


class _Alone:
    """Refuses an exclusive option beside others."""

    def __init__(self, question: Question) -> None:
        self.exclusive = {str(place) for place, option in enumerate(question.options) if option.exclusive}

    def __call__(self, form: CheckerForm, field: Field) -> None:
        if len(field.data) > 1 and self.exclusive & set(field.data):
            raise ValidationError(
                lazy_gettext("You marked some of these and pressed “None of these”. Clear them, or press Continue")
            )


def answer_in(form: CheckerForm, question: Question) -> Answer:
    """Return the answer in a form that was validated."""
    data = form.answer.data
    match drawn(question):
        case "number":
            return int(data)
        case "scale":
            return question.numbers[int(data)]
        case "buttons" | "picture":
            return question.options[int(data)].id
        case "checkboxes":
            return frozenset(question.options[int(place)].id for place in data)


def placed(question: Question, answer: Answer | None) -> list[str]:
    """Return an answer as the values that a form would post."""
    match answer:
        case None:
            return []
        case int():
            return [str(answer if drawn(question) == "number" else question.numbers.index(answer))]
        case _:
            chosen = {answer} if isinstance(answer, str) else answer
            return [str(place) for place, option in enumerate(question.options) if option.id in chosen]


def typed(question: Question) -> bytes:
    """Return what was posted, shortened so that it fits the token."""
    values = request.form.getlist("answer")
    if drawn(question) != "checkboxes":
        return "".join(values[:1]).encode()[:TYPED]
    ticked = {int(value) for value in values if value in places(question)}
    return sum(1 << place for place in ticked).to_bytes(TYPED, "big")


def retyped(question: Question, typed: bytes) -> list[str]:
    """Return what was posted, from the bytes that ``typed`` made of it."""
    if drawn(question) != "checkboxes":
        return [typed.decode(errors="ignore")] if typed else []
    bits = int.from_bytes(typed, "big")
    return [str(place) for place in range(len(question.options)) if bits >> place & 1]


def refusal(form: type[CheckerForm], values: list[str]) -> str:
    """Return why values were not taken, as what to do."""
    again = form(MultiDict([("answer", value) for value in values]))
    again.validate()
    why = [form.missing, *again.answer.errors][-1]  # the last: WTForms' own words come first
    return why if isinstance(why, Markup) else str(why)
