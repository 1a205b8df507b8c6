"""Which questions count, which is next, what stopped or interrupted it, how many more?"""

import pytest

from checker.engine.conditions import Answer
from checker.engine.journey import Journey, ahead, before, interruptions, walk
from checker.engine.questionnaire import Questionnaire
from tests.small import small, ticked, walked

THROAT = """
sections:
  - id: safety
    title: {en: Safety}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Any of these?}
        options:
          - {id: fever, text: {en: Fever}}
          - {id: drooling, text: {en: Drooling}}
          - {id: low, text: {en: Feeling low}}
          - {id: none, text: {en: None of these}, exclusive: true}
      - id: fever_days
        kind: scale
        label: {en: Days of fever}
        ask: {en: For how many days?}
        when: fever in signs
        min: 1
        max: 9
  - id: throat
    title: {en: Throat}
    questions:
      - id: swallow
        kind: one
        label: {en: Swallowing}
        ask: {en: Can you swallow?}
        options: &how_hard
          - {id: easily, text: {en: Easily}, points: 0}
          - {id: hardly, text: {en: Hardly}, points: 2}
      - {id: talk, kind: one, label: {en: Talking}, ask: {en: Can you talk?}, options: *how_hard}
      - id: pain
        kind: scale
        label: {en: Pain}
        ask: {en: How bad?}
        when: soreness >= 2 or fever_days >= 3
        min: 0
        max: 10
      - id: sleep
        kind: one
        label: {en: Sleep}
        ask: {en: Do you sleep?}
        when: pain >= 5
        options: *how_hard
scores:
  - id: soreness
    label: {en: Soreness}
    sum: [swallow, talk]
    bands: [{id: any, from: 0, text: {en: Sore}}]
guidance:
  - {id: drool, tier: now, when: drooling in signs, then: stop, because: {en: you drool}}
  - {id: worn, tier: now, when: fever_days >= 7 or soreness >= 4, then: stop, because: {en: you are worn out}}
  - id: mood
    tier: soon
    when: low in signs
    then: interrupt
    because: {en: you feel low}
    page: {title: {en: You are not alone}, text: [{en: Call someone.}]}
  - id: sleepless
    tier: soon
    when: sleep is hardly
    then: interrupt
    because: {en: you do not sleep}
    page: {title: {en: Rest}, text: [{en: Lie down.}]}
"""


@pytest.fixture(scope="module")
def throat() -> Questionnaire:
    """Return branches, a score, rules that stop and rules that interrupt."""
    return small(THROAT)


def test_the_first_question_is_asked_of_everybody(throat: Questionnaire) -> None:
    journey = walk(throat, {})
    assert journey.asked == ()
    assert journey.next is throat.question["signs"]


def test_a_branch_is_asked_only_when_its_condition_holds(throat: Questionnaire) -> None:
    def next_after(*signs: str) -> str | None:
        question = walked(throat, signs=ticked(*signs)).next
        return question.id if question else None

    assert next_after("fever") == "fever_days"
    assert next_after("none") == "swallow"


def test_a_question_may_wait_for_a_score(throat: Questionnaire) -> None:
    start: dict[str, Answer] = {"signs": ticked("none"), "swallow": "hardly"}
    after = walk(throat, start | {"talk": "easily"})
    assert after.values["soreness"] == 2
    assert after.next is throat.question["pain"]
    assert "soreness" not in walk(throat, start).values


def test_a_journey_without_anything_left_to_ask_has_no_next_question(throat: Questionnaire) -> None:
    journey = walked(throat, signs=ticked("none"), swallow="easily", talk="easily")
    assert journey.next is None
    assert journey.stopped_by is None
    assert journey.asked == ("signs", "swallow", "talk")


def test_the_answers_of_a_journey_are_those_that_count(throat: Questionnaire) -> None:
    journey = walked(throat, signs=ticked("none"), fever_days=3, swallow="easily", sleep="hardly")
    assert journey.answers == {"signs": ticked("none"), "swallow": "easily"}


def test_answers_beyond_an_unanswered_question_do_not_count_yet(throat: Questionnaire) -> None:
    journey = walked(throat, signs=ticked("none"), talk="hardly")
    assert journey.next is throat.question["swallow"]
    assert journey.values == {"signs": ticked("none")}


def test_a_stop_ends_the_questions_the_moment_its_rule_holds(throat: Questionnaire) -> None:
    journey = walked(throat, signs=ticked("drooling", "fever"), fever_days=1, swallow="hardly")
    assert journey.asked == ("signs",)
    assert journey.next is None
    assert journey.stopped_by
    assert journey.stopped_by.id == "drool"


def test_either_side_of_an_or_stops_at_its_own_moment(throat: Questionnaire) -> None:
    fever = walked(throat, signs=ticked("fever"), fever_days=7, swallow="easily", talk="easily")
    assert fever.asked == ("signs", "fever_days")
    sore = walked(throat, signs=ticked("none"), swallow="hardly", talk="hardly", pain=3)
    assert sore.asked == ("signs", "swallow", "talk")
    assert fever.stopped_by is sore.stopped_by is throat.guidance[1]


def test_a_rule_that_stops_may_need_answers_from_several_questions() -> None:
    both = small(THROAT.replace("fever_days >= 7 or soreness >= 4", "swallow is hardly and fever in signs"))
    assert walked(both, signs=ticked("fever"), fever_days=1, swallow="hardly", talk="easily").asked[-1] == "swallow"
    assert walked(both, signs=ticked("none"), swallow="hardly", talk="easily").stopped_by is None


def test_the_first_of_two_stops_is_named(throat: Questionnaire) -> None:
    same = small(THROAT.replace("fever_days >= 7 or soreness >= 4", "drooling in signs"))
    assert walked(same, signs=ticked("drooling")).stopped_by is same.guidance[0]


def test_an_interruption_does_not_end_the_questions(throat: Questionnaire) -> None:
    journey = walked(throat, signs=ticked("low"))
    assert [rule.id for rule in journey.interrupted_by] == ["mood"]
    assert journey.next is throat.question["swallow"]


FULL: dict[str, Answer] = {
    "signs": ticked("low"), "swallow": "hardly", "talk": "easily", "pain": 8, "sleep": "hardly",
}  # fmt: skip


def test_interruptions_are_listed_in_the_order_of_the_file(throat: Questionnaire) -> None:
    assert [rule.id for rule in walk(throat, FULL).interrupted_by] == ["mood", "sleepless"]


def test_each_interruption_is_due_at_the_answer_that_made_it(throat: Questionnaire) -> None:
    due = [[rule.id for rule in interruptions(throat, FULL, place)] for place in range(len(throat.questions))]
    assert due == [["mood"], [], [], [], [], ["sleepless"]]


def test_a_journey_can_be_replayed_up_to_a_place(throat: Questionnaire) -> None:
    assert before(throat, FULL, 0).asked == ()
    assert before(throat, FULL, 4).asked == ("signs", "swallow", "talk")
    assert before(throat, FULL, 4).next is throat.question["pain"]


def coming(journey: Journey) -> list[str]:
    """Return the ids of the questions that there can still be."""
    return [question.id for question in ahead(journey)]


def test_what_can_still_be_asked_is_ahead_the_next_question_first(throat: Questionnaire) -> None:
    assert coming(walk(throat, {})) == ["signs", "fever_days", "swallow", "talk", "pain", "sleep"]
    fever = ["fever_days", "swallow", "talk", "pain", "sleep"]
    assert coming(walked(throat, signs=ticked("fever"))) == fever
    assert coming(walked(throat, signs=ticked("none"))) == fever[1:]
    assert coming(walked(throat, signs=ticked("none"), swallow="hardly")) == fever[2:]
    assert coming(walked(throat, signs=ticked("none"), swallow="easily", talk="hardly")) == fever[3:]


def test_nothing_is_ahead_of_whom_nothing_is_asked_any_more(throat: Questionnaire) -> None:
    assert coming(walked(throat, signs=ticked("none"), swallow="easily", talk="easily")) == []
    assert coming(walked(throat, signs=ticked("drooling"))) == []


def test_a_question_that_an_answer_ruled_out_is_not_ahead(throat: Questionnaire) -> None:
    mild = walked(throat, signs=ticked("fever"), fever_days=3, swallow="easily", talk="easily", pain=4)
    assert mild.next is None and coming(mild) == []
    assert coming(walked(throat, signs=ticked("fever"), fever_days=3, swallow="easily", talk="easily", pain=5)) == [
        "sleep"
    ]
    assert coming(before(throat, FULL, 4)) == ["pain", "sleep"]
