"""Where Back, an answer and a Change link lead, from every page a person can be on."""

from dataclasses import replace

import pytest

from checker.engine.conditions import Answer
from checker.web import flow
from checker.web.token import PageKind, State
from tests.small import small

THROAT = small("""
sections:
  - id: throat
    title: {en: Throat}
    questions:
      - id: signs
        kind: one
        label: {en: Signs}
        ask: {en: Is there any of these?}
        options:
          - {id: none, text: {en: None of these}}
          - {id: low, text: {en: Feeling low}}
          - {id: choking, text: {en: Choking}}
          - {id: both, text: {en: Both}}
      - {id: fever, kind: one, label: {en: Fever}, ask: {en: Any fever?}, options: &yes_or_no
          [{id: yes, text: {en: Yes}}, {id: no, text: {en: No}}]}
      - {id: days, kind: scale, label: {en: Days}, ask: {en: For how many days?}, when: fever is yes, min: 1, max: 9}
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 9}
      - {id: sleep, kind: one, label: {en: Sleep}, ask: {en: Do you sleep?}, options: *yes_or_no}
      - {id: talk, kind: one, label: {en: Talking}, ask: {en: Can you talk?}, when: pain >= 5, options: *yes_or_no}
guidance:
  - {id: choke, tier: now, when: signs is choking or signs is both, then: stop, because: {en: you choke}}
  - {id: long, tier: now, when: days >= 7, then: stop, because: {en: it has lasted}}
  - {id: mood, tier: soon, when: signs is low or signs is both, then: interrupt, because: {en: you feel low},
      page: {title: {en: You are not alone}, text: [{en: Call someone.}]}}
  - {id: tired, tier: soon, when: sleep is no, then: interrupt, because: {en: you do not sleep},
      page: {title: {en: Rest}, text: [{en: Lie down.}]}}
""")
WELL: dict[str, Answer] = {"signs": "none", "fever": "no", "pain": 2, "sleep": "yes"}
"""Whoever answers so is asked these four questions and no other."""
HOT: dict[str, Answer] = WELL | {"fever": "yes", "days": 2}


def at(question: str, answers: dict[str, Answer], page: PageKind = "question", changing: bool = False) -> State:
    """Return the state of a person who has come to a page, by way of a question, and has answered so."""
    return State(answers, THROAT.position[question], page, changing=changing)


def told(state: State | None) -> str:
    """Return a state in words, such as `fever`, `changing fever`, `interruption after signs`, `result` or `start`."""
    if state is None:
        return "start"
    name = THROAT.questions[state.place].id
    words = {"question": name, "interruption": f"interruption after {name}", "result": "result"}
    return f"{'changing ' if state.changing else ''}{words[state.page]}"


def only(*names: str, of: dict[str, Answer] = WELL) -> dict[str, Answer]:
    """Return the answers to these questions alone."""
    return {name: of[name] for name in names}


# Back ----------------------------------------------------------------------------------------------------------------

LOW, STOPPED, LASTED = WELL | {"signs": "low"}, WELL | {"signs": "choking"}, HOT | {"days": 8}
BACK = {
    "the first question": (at("signs", {}), "start"),
    "the first question, answered before": (at("signs", WELL), "start"),
    "the second question": (at("fever", only("signs")), "signs"),
    "a question in the middle": (at("pain", only("signs", "fever", "days", of=HOT)), "days"),
    "a question after one that was not asked": (at("pain", only("signs", "fever")), "fever"),
    "a question after one that is no longer asked": (at("pain", HOT | {"fever": "no"}), "fever"),
    "a question in the middle, answered before": (at("fever", WELL), "signs"),
    "the last question": (at("sleep", only("signs", "fever", "pain")), "pain"),
    "a question after an interruption": (at("fever", only("signs", of=LOW)), "signs"),
    "an interruption": (at("signs", only("signs", of=LOW), "interruption"), "signs"),
    "an interruption with later answers": (at("signs", LOW, "interruption"), "signs"),
    "an interruption while an answer is changed": (at("signs", LOW, "interruption", True), "changing signs"),
    "a question that is changed": (at("fever", WELL, changing=True), "result"),
    "the first question when it is changed": (at("signs", WELL, changing=True), "result"),
    "a question that a change opened": (at("days", HOT, changing=True), "result"),
    "a question that a change opened, not answered yet": (
        at("days", WELL | {"fever": "yes"}, changing=True),
        "changing fever",
    ),
    "a question whose change opened another": (at("fever", WELL | {"fever": "yes"}, changing=True), "changing signs"),
    "the result": (at("sleep", WELL, "result"), "sleep"),
    "the result after a change": (at("fever", WELL, "result"), "sleep"),
    "the result after an interruption": (at("sleep", LOW, "result"), "sleep"),
    "the result of the answers so far": (at("signs", only("signs", of=LOW), "result"), "interruption after signs"),
    "the result of a stop at once": (at("signs", only("signs", of=STOPPED), "result"), "signs"),
    "the result of a stop in the middle": (at("days", only("signs", "fever", "days", of=LASTED), "result"), "days"),
    "the result of a stop with later answers": (at("fever", LASTED, "result"), "days"),
}


@pytest.mark.parametrize(("state", "expected"), BACK.values(), ids=BACK)
def test_back_leads_to_the_page_before(state: State, expected: str) -> None:
    assert told(flow.back(THROAT, state)) == expected


# An answer -----------------------------------------------------------------------------------------------------------

ANSWERED = {
    "the first question": (at("signs", {}), "none", "fever"),
    "that opens the next question": (at("fever", only("signs")), "yes", "days"),
    "that skips the next question": (at("fever", only("signs")), "no", "pain"),
    "to a question that is then asked": (at("days", only("signs", "fever", of=HOT)), 2, "pain"),
    "to the last question": (at("sleep", only("signs", "fever", "pain")), "yes", "result"),
    "to the last question of a branch": (at("talk", WELL | {"pain": 8}), "yes", "result"),
    "that interrupts": (at("signs", {}), "low", "interruption after signs"),
    "that interrupts once more": (at("signs", LOW), "low", "interruption after signs"),
    "after an interruption": (at("fever", only("signs", of=LOW)), "no", "pain"),
    "that interrupts after another interruption": (
        at("sleep", only("signs", "fever", "pain", of=LOW)), "no", "interruption after sleep",
    ),
    "that stops": (at("signs", {}), "choking", "result"),
    "that stops in the middle": (at("days", only("signs", "fever", of=HOT)), 8, "result"),
    "that stops and interrupts": (at("signs", {}), "both", "result"),
    "that stops with later answers": (at("signs", WELL), "choking", "result"),
    "with later answers": (at("signs", WELL), "none", "fever"),
    "with later answers, in the middle": (at("fever", WELL), "no", "pain"),
    "that lets a later answer stop": (at("fever", WELL | {"days": 8}), "yes", "result"),
    "before an answer that interrupts later": (at("signs", WELL | {"sleep": "no"}), "none", "fever"),
    "with all later answers but one": (at("pain", only("signs", "fever", "sleep")), 8, "sleep"),
}  # fmt: skip
CHANGED = {
    "": (at("pain", WELL, changing=True), 3, "result"),
    "that opens the next question": (at("fever", WELL, changing=True), "yes", "changing days"),
    "that opens a later question": (at("pain", WELL, changing=True), 8, "changing talk"),
    "that opens a question answered before": (at("fever", WELL | {"days": 2}, changing=True), "yes", "result"),
    "that closes a question": (at("fever", HOT, changing=True), "no", "result"),
    "to a question that a change opened": (at("days", HOT, changing=True), 3, "result"),
    "that interrupts": (at("signs", WELL, changing=True), "low", "changing interruption after signs"),
    "after an interruption": (at("pain", LOW, changing=True), 3, "result"),
    "before an answer that interrupts later": (at("pain", WELL | {"sleep": "no"}, changing=True), 3, "result"),
    "that stops": (at("signs", WELL, changing=True), "choking", "result"),
    "that stops and interrupts": (at("signs", WELL, changing=True), "both", "result"),
    "that lets a later answer stop": (at("fever", WELL | {"days": 8}, changing=True), "yes", "result"),
    "that stops no longer": (at("signs", STOPPED, changing=True), "none", "result"),
    "that stops no longer, with a question open": (
        at("signs", only("signs", "fever", of=STOPPED), changing=True), "none", "changing pain",
    ),
}  # fmt: skip


def answered(state: State, answer: Answer) -> State:
    """Return where an answer to the question on the page leads."""
    journey = flow.here(THROAT, state)
    assert journey.next is THROAT.questions[state.place]
    return flow.onward(journey, state, journey.next, answer)


@pytest.mark.parametrize(
    ("state", "answer", "expected"), [*ANSWERED.values(), *CHANGED.values()], ids=[*ANSWERED, *CHANGED]
)
def test_an_answer_leads_to_the_page_after_and_a_changed_one_back_to_the_result(
    state: State, answer: Answer, expected: str
) -> None:
    found = answered(state, answer)
    assert told(found) == expected
    assert found.answers == {**state.answers, THROAT.questions[state.place].id: answer}


PAST = {
    "an interruption": (at("signs", only("signs", of=LOW), "interruption"), "fever"),
    "an interruption with later answers": (at("signs", LOW, "interruption"), "fever"),
    "an interruption after the last question": (at("sleep", WELL | {"sleep": "no"}, "interruption"), "result"),
    "an interruption while an answer is changed": (at("signs", LOW, "interruption", True), "result"),
    "an interruption while a changed answer opened a question": (
        at("signs", only("signs", "fever", of=LOW), "interruption", True), "changing pain",
    ),
    "an interruption of which another answer has made a stop": (at("signs", LASTED, "interruption"), "result"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "expected"), PAST.values(), ids=PAST)
def test_an_interruption_lets_the_person_go_on(state: State, expected: str) -> None:
    assert told(flow.past(THROAT, state)) == expected


# A Change link -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["question", "result"])
@pytest.mark.parametrize("answers", [WELL, LOW, STOPPED])
@pytest.mark.parametrize("name", ["signs", "fever", "sleep"])
def test_a_change_link_leads_to_its_question_and_back_from_there_to_the_result(
    page: PageKind, answers: dict[str, Answer], name: str
) -> None:
    state = flow.change(THROAT, at("sleep", answers, page), name)
    assert told(state) == f"changing {name}"
    assert told(flow.back(THROAT, state)) == "result"


# What all have in common ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "_"), BACK.values(), ids=BACK)
def test_what_is_not_of_the_way_stays_and_what_could_not_be_taken_goes(state: State, _: str) -> None:
    slip = replace(state, language=1, theme=2, journey=b"three", refused=True, typed=b"x")
    found = [flow.back(THROAT, slip), flow.change(THROAT, slip, "fever")]
    if state.page == "question":
        found.append(answered(replace(slip, answers={}, place=0), "none"))
        found.append(answered(replace(slip, answers={}, place=0), "low"))
    for each in found:
        if each:
            assert (each.language, each.theme, each.journey, each.refused, each.typed) == (1, 2, b"three", False, b"")


@pytest.mark.parametrize(("state", "_"), BACK.values(), ids=BACK)
def test_back_and_a_change_link_keep_every_answer(state: State, _: str) -> None:
    earlier = flow.back(THROAT, state)
    assert earlier is None or earlier.answers == state.answers
    assert flow.change(THROAT, state, "fever").answers == state.answers


@pytest.mark.parametrize("name", ["signs", "fever", "pain", "sleep"])
def test_whoever_is_at_a_question_sees_it_whatever_is_answered(name: str) -> None:
    for answers in (WELL, {**WELL, "talk": "yes"}, WELL | {"signs": "low"}):
        journey = flow.here(THROAT, at(name, answers))
        assert journey.next is THROAT.question[name]
        assert list(journey.asked) == [each for each in WELL if THROAT.position[each] < THROAT.position[name]]


def test_whoever_is_at_a_question_that_is_not_asked_sees_the_next_and_goes_on_from_there() -> None:
    state = at("days", WELL)
    journey = flow.here(THROAT, state)
    assert journey.next is THROAT.question["pain"]
    assert told(flow.onward(journey, state, journey.next, 3)) == "sleep"


def test_back_undoes_every_answer_of_a_whole_journey() -> None:
    state = State()
    for name in (*HOT, "talk"):
        before = state
        state = answered(state, {**HOT, "pain": 8, "talk": "yes"}[THROAT.questions[state.place].id])
        assert told(flow.back(THROAT, state)) == told(before), name
    assert told(state) == "result"
