"""How does a question look to this person?

All that is not a person's own is drawn once for each question and language; a person's page only fills the gaps.
"""

from collections.abc import Mapping

from flask import request
from markupsafe import Markup

from checker.engine.journey import Journey, at_most
from checker.engine.questionnaire import Question
from checker.memoisation import memoised
from checker.proofs.counting import questions_left
from checker.web import forms
from checker.web.links import address, ways
from checker.web.mounts import Served, language, reached, served
from checker.web.rendering import Pattern, draw, pattern, speak_our_words
from checker.web.theme_choice import look
from checker.web.token import State

Own = Mapping[str, object]
"""What is a person's own on the page of a question, by name."""
TICK = Markup(" checked")


def ask(token: str, state: State, journey: Journey, question: Question) -> str:
    """Return the page of a question, with the answer given before or with what to do about one not taken."""
    reached(question.id)
    if state.refused:
        speak_our_words()
        values = forms.retyped(question, state.typed)
        error = forms.refusal(forms.form_class(served().questionnaire, question.id, language()), values)
        return draw("question.html", error=error, **_parts(question, _own(token, state, journey, question, values)))
    values = forms.placed(question, state.answers.get(question.id))
    return _pattern(served(), question.id, _everybodys()).filled(_own(token, state, journey, question, values))


def _own(token: str, state: State, journey: Journey, question: Question, values: list[str]) -> Own:
    number = len(journey.asked) + 1
    left = (1, at_most(journey, state.answers)) if state.changing else questions_left(journey)
    return {
        "here": address(token),
        "csrf": forms.form_token(served().sealer, token),
        "number": number,
        "progress": _progress(served(), number, left, language()),
        "typed": "".join(values[:1]),
        **{f"tick_{place}": TICK if place in values else "" for place in _boxes(question)},
    }


def _parts(question: Question, own: Own) -> dict[str, object]:
    """Return all parts of the page, from those that are a person's own or from the gaps for them."""
    return {
        "question": question,
        "drawn": forms.drawn(question),
        "ticks": [own[f"tick_{place}"] for place in _boxes(question)],
        **ways(own["here"]),
        **{name: own[name] for name in ("here", "csrf", "number", "progress", "typed")},
    }


def _boxes(question: Question) -> list[str]:
    """Return the values of the radio buttons or checkboxes of a question; a typed number has none."""
    return [] if forms.drawn(question) == "number" else forms.places(question)


def _everybodys() -> tuple[object, ...]:
    """Return all that the page of a question depends on beside what is a person's own."""
    return language(), look(), request.root_path


@memoised
def _pattern(shown: Served, question: str, everybodys: tuple[object, ...]) -> Pattern:
    asked = shown.questionnaire.question[question]
    return pattern("question.html", lambda gaps: _parts(asked, gaps))


@memoised
def _progress(shown: Served, number: int, left: tuple[int, int], language: str) -> Markup:
    return Markup(draw("components/progress.html", number=number, left=left))
