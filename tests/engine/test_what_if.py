"""Which single other answer would make the result more urgent? Compared with trying every one."""

from hypothesis import given
from hypothesis import strategies as st

from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question, Questionnaire
from checker.engine.what_if import Counterfactual, more_urgent
from tests.pages import SECOND, app_of, served_by
from tests.people import EMERGENCY, MILD, as_answers
from tests.sheets import whole_sheets

SHIPPED = served_by(app_of()).questionnaire
BICYCLE = served_by(app_of(SECOND)).questionnaire


def journeys(questionnaire: Questionnaire) -> st.SearchStrategy[Journey]:
    return whole_sheets(questionnaire).map(lambda sheet: walk(questionnaire, sheet))


ANY = st.sampled_from([SHIPPED, BICYCLE]).flatmap(journeys)


def tier_after(journey: Journey, question: str, answer: Answer) -> str:
    questionnaire = journey.questionnaire
    return advise(questionnaire, walk(questionnaire, {**journey.answers, question: answer})).tier.id


def single_changes(question: Question, given_: Answer) -> list[Answer]:
    """Return every other answer; of many options, one more."""
    if isinstance(given_, frozenset):
        kept = {name for name in given_ if not question.option(name).exclusive}
        return [frozenset({*kept, option.id}) for option in question.options if not option.exclusive]
    return [*(option.id for option in question.options), *question.numbers]


@given(ANY)
def test_what_is_shown_is_true_and_more_urgent(journey: Journey) -> None:
    questionnaire = journey.questionnaire
    own = questionnaire.urgency[advise(questionnaire, journey).tier.id]
    for other in more_urgent(journey):
        whole = whole_answer(other, journey.answers[other.question.id])
        after = walk(questionnaire, {**journey.answers, other.question.id: whole})
        assert advise(questionnaire, after).tier is other.tier
        assert questionnaire.urgency[other.tier.id] < own
        assert not other.tier.aside and not other.question.private
        assert not after.interrupted_by


def whole_answer(other: Counterfactual, before: Answer) -> Answer:
    """Return the answer as it would be sent: one option more where many may be ticked."""
    if not isinstance(before, frozenset):
        return other.answer
    kept = {name for name in before if not other.question.option(name).exclusive}
    return frozenset({*kept, str(other.answer)})


@given(ANY)
def test_a_tier_that_is_not_shown_is_not_one_answer_away(journey: Journey) -> None:
    """Not sure is left out, and so are what interrupts and private answers."""
    questionnaire = journey.questionnaire
    shown = {other.tier.id for other in more_urgent(journey)}
    own = advise(questionnaire, journey).tier
    above = {tier.id for tier in questionnaire.tiers[: questionnaire.urgency[own.id]] if not tier.aside}
    for question in (questionnaire.question[name] for name in journey.asked):
        name = question.id
        for answer in single_changes(question, journey.answers[name]):
            unsure = any(option.unsure and option.id in str(answer) for option in question.options)
            after = walk(questionnaire, {**journey.answers, name: answer})
            if not (unsure or question.private) and not after.interrupted_by:
                assert tier_after(journey, name, answer) not in above - shown


def test_the_latest_question_that_will_do_is_taken() -> None:
    journey = walk(SHIPPED, as_answers(MILD))
    found = [(other.tier.id, other.question.id, other.answer) for other in more_urgent(journey)]
    assert found[:2] == [("emergency", "low_signs", "cold_limb"), ("urgent_today", "medicines", "otc_more")]


def test_nothing_is_more_urgent_than_the_most_urgent() -> None:
    journey = walk(SHIPPED, as_answers(EMERGENCY))
    assert more_urgent(journey) == ()
