"""How does a question look to this person?

All that is not a person's own is drawn once for each question and language; a person's page only fills the gaps.
"""

from collections.abc import Mapping

from flask import request
from flask_babel import gettext
from markupsafe import Markup

from checker.engine.journey import Journey, ahead, walk
from checker.engine.questionnaire import Question
from checker.memoisation import memoised
from checker.web import forms
from checker.web.links import ways
from checker.web.mounts import Served, language, marked, reached, served
from checker.web.our_words import marked_as_english, speak_our_words
from checker.web.rendering import Pattern, draw, pattern
from checker.web.theme_choice import look
from checker.web.token import State, form_code, handle

Own = Mapping[str, object]
"""What is a person's own on the page of a question, by name."""


def ask(token: str, state: State, journey: Journey, question: Question) -> str:
    """Return the page of a question, with the answer given before or with what to do about one not taken."""
    reached(question.id)
    speak_our_words()
    if state.refused:
        values = forms.retyped(question, state.typed)
        error = forms.refusal(forms.form_class(served().questionnaire, question.id, language()), values)
        ticked = [value for value in values if question.kind != "many" or not question.options[int(value)].exclusive]
        return draw(
            "question.html", error=error, **_parts(question, state, _own(token, state, journey, question, ticked))
        )
    values = forms.placed(question, state.answers.get(question.id))
    everybodys = _pattern(served(), question.id, state.shared, _everybodys())
    return marked_as_english(everybodys.filled(_own(token, state, journey, question, values)))


def _own(token: str, state: State, journey: Journey, question: Question, values: list[str]) -> Own:
    return {
        "csrf": form_code(served().sealer, token),
        "number": len(journey.asked) + 1,
        "journey": handle(state) if state.shared else "",
        "where": _here(state, journey),
        "for_other": _line("where", gettext("Answer for the person whom you help.")) if state.for_other else "",
        "period": _period(journey, question),
        "yours": _yours(question, values),
        "typed": "".join(values[:1]),
        **{f"given_{place}": _given(question, place) if place in values else "" for place in _places(question)},
    }


def _here(state: State, journey: Journey) -> Markup:
    """Return where one is; while an answer is changed and all others are there, that the result follows."""
    if state.changing and walk(journey.questionnaire, state.answers).next is None:
        return _line("where", gettext("You change one answer. Then you see the result again."))
    return _where(served(), shares(journey), language())


def _line(kind: str, words: str) -> Markup:
    return Markup('<p class="{}">{}</p>').format(kind, words)


def _given(question: Question, place: str) -> Markup:
    """Return what shows that an answer is the one given before: a tick, or words in its button."""
    alone = question.kind == "many" and question.options[int(place)].exclusive
    if not alone and forms.drawn(question) not in forms.ONE_TAP:
        return Markup(" checked")
    return Markup(' <em class="yours">{}</em>').format(gettext("Your answer"))


def _yours(question: Question, values: list[str]) -> Markup | str:
    """Return the answer given before in words, where a small button has no room for them."""
    if forms.drawn(question) != "scale" or not values:
        return ""
    return _line("hint before", gettext("Your answer before: %(number)s", number=question.numbers[int(values[0])]))


def _period(journey: Journey, question: Question) -> Markup | str:
    """Return a line about the time meant, where it is another than in the question before."""
    earlier = journey.questionnaire.question[journey.asked[-1]].period if journey.asked else None
    if question.period is None or question.period == earlier:
        return ""
    words = Markup.escape(gettext("Now think of %(period)s")) % {"period": marked(question.period)}
    return _line("shift", words)


def shares(journey: Journey) -> tuple[tuple[int, int], ...]:
    """Return the steps done in each section, and how many it has at most: the share that is done never shrinks."""
    coming = {question.id for question in ahead(journey)}
    asked = set(journey.asked)
    parts = [{question.id for question in section.questions} for section in journey.questionnaire.sections]
    return tuple((len(part & asked), len(part & (asked | coming))) for part in parts)


@memoised
def _where(shown: Served, steps: tuple[tuple[int, int], ...], language: str) -> Markup:
    """Return the bar with a part for each section that has steps, and where in it the person is."""
    here = next(place for place, (done, most) in enumerate(steps) if done < most)
    done, most = steps[here]
    return Markup(
        draw(
            "components/where.html",
            section=shown.questionnaire.sections[here],
            step=done + 1,
            most=most,
            shares=[100 * done // (most or 1) if place >= here else 100 for place, (done, most) in enumerate(steps)],
        )
    )


def _parts(question: Question, state: State, own: Own) -> dict[str, object]:
    """Return all parts of the page, from those that are a person's own or from the gaps for them."""
    kind = forms.drawn(question)
    return {
        "question": question,
        "drawn": kind,
        "one_tap": kind in forms.ONE_TAP,
        "given": [own[f"given_{place}"] for place in _places(question)],
        **ways(state),
        **{name: own[name] for name in ("csrf", "journey", "number", "where", "for_other", "period", "yours", "typed")},
    }


def _places(question: Question) -> list[str]:
    """Return the values of the answers that a question offers; a typed number has none."""
    return [] if forms.drawn(question) == "number" else forms.places(question)


def _everybodys() -> tuple[object, ...]:
    """Return all that the page of a question depends on beside what is a person's own."""
    return language(), look(), request.root_path


@memoised
def _pattern(shown: Served, question: str, shared: bool, everybodys: tuple[object, ...]) -> Pattern:
    asked = shown.questionnaire.question[question]
    return pattern("question.html", lambda gaps: _parts(asked, State(shared=shared), gaps))
