"""Where does this person go next?

Pure functions from one sealed state to the next: what a Back link, an answer or a Change link leads to.
"""

from dataclasses import replace

from checker.expressions import Answer
from checker.journey import Journey, before, interruptions, walk
from checker.model import Question, Questionnaire
from checker.token import State


def here(questionnaire: Questionnaire, state: State) -> Journey:
    """Return the journey up to where the person is; its ``next`` is the question they see."""
    return before(questionnaire, state.answers, state.place)


def onward(questionnaire: Questionnaire, state: State, question: Question, answer: Answer) -> State:
    """Return where an answer leads: to an interruption it makes due, or on."""
    place = questionnaire.position[question.id]
    answered = replace(
        state, answers={**state.answers, question.id: answer}, place=place, page="question", refused=False, typed=b""
    )
    if interruptions(questionnaire, answered.answers, place) and not walk(questionnaire, answered.answers).stopped_by:
        return replace(answered, page="interruption")
    return past(questionnaire, answered)


def past(questionnaire: Questionnaire, state: State) -> State:
    """Return where an answered question leads: the next one, the check page, or the result of an early stop."""
    journey = walk(questionnaire, state.answers)
    if journey.stopped_by:
        return replace(state, page="result", changing=False)
    places = [questionnaire.position[question] for question in journey.asked]
    open_places = [questionnaire.position[journey.next.id]] if journey.next else []
    ahead = open_places if state.changing else [place for place in places + open_places if place > state.place]
    if ahead:
        return replace(state, page="question", place=ahead[0])
    return replace(state, page="check", changing=False)


def back(questionnaire: Questionnaire, state: State) -> State | None:
    """Return where Back leads, or None for the start page."""
    plain = replace(state, page="question", refused=False, typed=b"")
    journey = walk(questionnaire, state.answers)
    if state.page == "interruption":
        return plain
    if state.page == "result" and not journey.stopped_by:
        return replace(plain, page="check")
    if state.page == "question" and state.changing:
        return replace(plain, page="check", changing=False)
    places = [questionnaire.position[question] for question in journey.asked]
    earlier = [place for place in places if state.page in ("check", "result") or place < state.place]
    return replace(plain, place=earlier[-1]) if earlier else None


def change(questionnaire: Questionnaire, state: State, question: str) -> State:
    """Return where a Change link leads: the question, with the way back to the check page."""
    return replace(
        state, page="question", place=questionnaire.position[question], changing=True, refused=False, typed=b""
    )
