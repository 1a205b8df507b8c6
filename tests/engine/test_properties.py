"""What holds for every answer sheet: of the shipped questionnaire, of the second one, and of random ones."""

import itertools
from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.engine.conditions import Answer, holds
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import ahead, interruptions, walk
from checker.engine.questionnaire import Question, Questionnaire, Rule
from checker.engine.scoring import total
from tests.sheets import answer_to, partial_sheets, whole_sheets
from tests.strategies import small_questionnaires


def drawn_sheet(data: st.DataObject, questionnaire: Questionnaire) -> dict[str, Answer]:
    """Draw answers to all or to some of the questions."""
    return data.draw(whole_sheets(questionnaire) | partial_sheets(questionnaire), label="answers")


def told(questionnaire: Questionnaire, answers: dict[str, Answer]) -> Guidance:
    """Return the guidance for these answers."""
    return advise(questionnaire, walk(questionnaire, answers))


def by_definition(
    questionnaire: Questionnaire, answers: Mapping[str, Answer]
) -> tuple[dict[str, Answer], Question | None, Rule | None]:
    """Return the values, the next question and what stopped, found question by question with nothing planned."""
    values: dict[str, Answer] = {}
    for place, question in enumerate(questionnaire.questions):
        if holds(question.when, values):
            if question.id not in answers:
                return values, question, None
            values[question.id] = answers[question.id]
        for score in questionnaire.scores:
            points = total(questionnaire, score, values) if questionnaire.position[score.id] == place else None
            values |= {} if points is None else {score.id: points}
        for rule in questionnaire.guidance:
            if rule.then == "stop" and holds(rule.when, values):
                return values, None, rule
    return values, None, None


@settings(max_examples=200)
@given(st.data())
def test_a_walk_by_steps_is_the_walk_of_the_definition(questionnaire: Questionnaire, data: st.DataObject) -> None:
    questionnaire = data.draw(st.just(questionnaire) | small_questionnaires(6), label="questionnaire")
    answers = drawn_sheet(data, questionnaire)
    journey = walk(questionnaire, answers)
    assert (dict(journey.values), journey.next, journey.stopped_by) == by_definition(questionnaire, answers)


@given(st.data())
def test_replaying_what_was_kept_gives_the_same_journey(questionnaire: Questionnaire, data: st.DataObject) -> None:
    journey = walk(questionnaire, drawn_sheet(data, questionnaire))
    again = walk(questionnaire, journey.answers)
    assert again == journey
    assert advise(questionnaire, again) == advise(questionnaire, journey)


@given(st.data())
def test_answers_to_questions_not_asked_never_change_anything(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers = drawn_sheet(data, questionnaire)
    journey = walk(questionnaire, answers)
    others = data.draw(whole_sheets(questionnaire), label="others")
    kept = {name: journey.answers[name] for name in journey.asked}
    upcoming = {journey.next.id} if journey.next else set()
    stray = {name: answer for name, answer in others.items() if name not in kept.keys() | upcoming}
    assert walk(questionnaire, stray | kept) == journey


@given(st.data())
def test_answering_one_question_at_a_time_is_the_same_journey(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers = data.draw(whole_sheets(questionnaire))
    given_so_far: dict[str, Answer] = {}
    while (upcoming := walk(questionnaire, given_so_far).next) is not None:
        given_so_far[upcoming.id] = answers[upcoming.id]
    assert tuple(given_so_far) == walk(questionnaire, answers).asked
    assert walk(questionnaire, given_so_far) == walk(questionnaire, answers)


@given(st.data())
def test_every_journey_ends_in_one_tier_with_reasons_for_it(questionnaire: Questionnaire, data: st.DataObject) -> None:
    journey = walk(questionnaire, data.draw(whole_sheets(questionnaire)))
    guidance = advise(questionnaire, journey)
    assert journey.next is None
    assert guidance.tier in questionnaire.tiers
    assert bool(guidance.reasons) == bool(guidance.deciding)
    assert all(journey.values[reason.name] is not None for reason in guidance.reasons)


@given(st.data())
def test_what_stops_a_journey_holds_at_its_end_and_not_before(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    journey = walk(questionnaire, data.draw(whole_sheets(questionnaire)))
    stops = [rule for rule in advise(questionnaire, journey).rules if rule.then == "stop"]
    assert (journey.stopped_by in stops) if stops else journey.stopped_by is None
    earlier = dict(list(journey.answers.items())[:-1])
    assert walk(questionnaire, earlier).stopped_by is None


@given(st.data())
def test_every_interruption_is_shown_at_exactly_one_answer(questionnaire: Questionnaire, data: st.DataObject) -> None:
    journey = walk(questionnaire, data.draw(whole_sheets(questionnaire)))
    due = [
        rule.id
        for place in range(len(questionnaire.questions))
        for rule in interruptions(questionnaire, journey.answers, place)
    ]
    assert sorted(due) == sorted(rule.id for rule in journey.interrupted_by)


def unsure_answers(question: Question, answer: Answer) -> list[Answer]:
    """Return what an unsure person may have said in place of a reassuring answer, or beside a worrying one."""
    unsure = [option.id for option in question.options if option.unsure]
    if isinstance(answer, frozenset):
        exclusive = {option.id for option in question.options if option.exclusive}
        return [(answer - exclusive) | {option} for option in unsure]
    return [*unsure] if answer == next(option.id for option in question.options if not option.unsure) else []


def doubtful(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions that somebody may be unsure of."""
    return [question for question in questionnaire.questions if any(option.unsure for option in question.options)]


@given(st.data())
def test_not_sure_in_place_of_no_on_a_warning_sign_never_lowers_the_tier(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers = data.draw(whole_sheets(questionnaire))
    sign = data.draw(st.sampled_from(doubtful(questionnaire)), label="sign")
    least = [option.id for option in sign.options if option.exclusive] or [sign.options[0].id]
    calm = data.draw(st.just(answers[sign.id]) | st.sampled_from([_as_answer(sign, option) for option in least]))
    before = told(questionnaire, answers | {sign.id: calm}).tier.id
    for unsure in unsure_answers(sign, calm):
        journey = walk(questionnaire, answers | {sign.id: unsure})
        after = advise(questionnaire, journey).tier.id
        assert questionnaire.urgency[after] <= questionnaire.urgency[before]
        assert sign.id not in journey.answers or after != questionnaire.tiers[-1].id


def _as_answer(question: Question, option: str) -> Answer:
    return frozenset({option}) if question.kind == "many" else option


def test_both_questionnaires_have_warning_signs_to_be_unsure_of(questionnaire: Questionnaire) -> None:
    assert {"one", "many"} <= {sign.kind for sign in doubtful(questionnaire)}


@given(st.data())
def test_all_that_is_asked_was_ahead_and_nothing_is_ever_added(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers = data.draw(whole_sheets(questionnaire))
    whole = walk(questionnaire, answers)
    found = [
        [question.id for question in ahead(walk(questionnaire, {name: answers[name] for name in whole.asked[:place]}))]
        for place in range(len(whole.asked) + 1)
    ]
    assert all({*later} < {*earlier} for earlier, later in itertools.pairwise(found))
    assert [coming[0] for coming in found[:-1]] == [*whole.asked]
    assert {*whole.asked} <= {*found[0]} and found[-1] == []


@given(st.data())
def test_a_changed_answer_changes_nothing_before_it(questionnaire: Questionnaire, data: st.DataObject) -> None:
    answers = data.draw(whole_sheets(questionnaire))
    asked = walk(questionnaire, answers).asked
    place = data.draw(st.integers(0, len(asked) - 1), label="place")
    other = data.draw(answer_to(questionnaire.question[asked[place]]), label="other")
    assert walk(questionnaire, answers | {asked[place]: other}).asked[: place + 1] == asked[: place + 1]


@settings(max_examples=30)
@given(st.data())
def test_going_back_to_a_branch_finds_its_answers_again(questionnaire: Questionnaire, data: st.DataObject) -> None:
    answers = data.draw(whole_sheets(questionnaire))
    name = data.draw(st.sampled_from(walk(questionnaire, answers).asked), label="changed")
    other = data.draw(answer_to(questionnaire.question[name]), label="other")
    assume(other != answers[name])
    there = answers | {name: other}
    assert walk(questionnaire, there | {name: answers[name]}) == walk(questionnaire, answers)


def test_drawn_sheets_reach_deep_into_a_questionnaire(questionnaire: Questionnaire) -> None:
    reached: set[str] = set()

    @settings(max_examples=20)
    @given(whole_sheets(questionnaire))
    def walked(sheet: dict[str, Answer]) -> None:
        reached.update(walk(questionnaire, sheet).asked)

    walked()
    assert len(reached) >= len(questionnaire.questions) / 5
