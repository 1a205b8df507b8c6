"""Where does this person go next?

Pure functions from one sealed state to the next: what a Back link, an answer or a Change link leads to.
"""

from dataclasses import replace

from checker.engine.conditions import Answer
from checker.engine.journey import Journey, before, walk
from checker.engine.questionnaire import Question, Questionnaire
from checker.web.token import State


def here(questionnaire: Questionnaire, state: State) -> Journey:
    """Return the journey up to where the person is; its ``next`` is the question they see."""
    return before(questionnaire, state.answers, state.place)


def onward(journey: Journey, state: State, question: Question, answer: Answer) -> State:
    """Return where an answer leads, given the journey up to its question: to an interruption it makes due, or on."""
    questionnaire = journey.questionnaire
    place = questionnaire.position[question.id]
    answers = {**state.answers, question.id: answer}
    answered = replace(state, answers=answers, place=place, refused=False, typed=b"")
    whole = walk(questionnaire, answers)
    if whole.interrupted_by and not whole.stopped_by:
        by_now = before(questionnaire, answers, place + 1).interrupted_by
        if any(rule not in journey.interrupted_by for rule in by_now):
            return replace(answered, page="interruption")
    return _after(whole, answered)


def past(questionnaire: Questionnaire, state: State) -> State:
    """Return where an answered question leads: the next one, or the result."""
    return _after(walk(questionnaire, state.answers), state)


def _after(journey: Journey, state: State) -> State:
    """Return what comes after an answer: what an earlier check told is not asked again on the way."""
    if journey.stopped_by:
        return replace(state, page="result", changing=False)
    questionnaire = journey.questionnaire
    position = questionnaire.position
    upcoming = [position[journey.next.id]] if journey.next else []
    asked = [] if state.changing else [name for name in journey.asked if not questionnaire.question[name].earlier]
    later = (place for name in asked if (place := position[name]) > state.place)
    for place in (*later, *upcoming):
        return replace(state, page="question", place=place)
    return replace(state, page="result", changing=False)


def result_so_far(state: State) -> State:
    """Return where help that was offered at once leads besides on: to what the answers so far ask for."""
    return replace(state, page="result", changing=False)


def back(questionnaire: Questionnaire, state: State) -> State | None:
    """Return where Back leads, or None for the start page.

    From an answer that is changed it leads to the result again, where no question is open; from the result of answers
    that are not complete to the help that offered it.
    """
    plain = replace(state, page="question", refused=False, typed=b"")
    journey = walk(questionnaire, state.answers)
    if state.page == "interruption":
        return plain
    if state.page == "result" and journey.next:
        return replace(plain, page="interruption")
    if state.changing and not journey.next:
        return replace(plain, page="result", changing=False)
    places = [questionnaire.position[question] for question in journey.asked]
    earlier = [place for place in places if state.page == "result" or place < state.place]
    return replace(plain, place=earlier[-1]) if earlier else None


def change(questionnaire: Questionnaire, state: State, question: str) -> State:
    """Return where a Change link leads: the question, with the way back to the result."""
    return replace(
        state, page="question", place=questionnaire.position[question], changing=True, refused=False, typed=b""
    )
