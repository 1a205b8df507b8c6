"""Which single other answer would make the result more urgent? Compared with trying every one."""

from hypothesis import given
from hypothesis import strategies as st

from checker.authoring.loader import load_text
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question, Questionnaire
from checker.engine.what_if import Counterfactual, more_urgent
from tests.kinds import LATER
from tests.pages import SECOND, app_of, served_by
from tests.people import EMERGENCY, MILD, as_answers
from tests.sheets import whole_sheets
from tests.small import FRAME, small, ticked

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


# Small ones ----------------------------------------------------------------------------------------------------------

SMALL = """
sections:
  - id: all
    title: {en: All}
    questions:
      - id: ache
        kind: one
        label: {en: Ache}
        ask: {en: Does it ache?}
        options:
          - {id: never, text: {en: Never}, points: 0}
          - {id: often, text: {en: Often}, points: 2}
          - {id: not_sure, text: {en: Not sure}, unsure: true}
      - id: secret
        kind: many
        private: true
        label: {en: Secret}
        ask: {en: Any of these?}
        options: [{id: hush, text: {en: Hush}}, {id: none, text: {en: None}, exclusive: true}]
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Any of these?}
        options:
          - {id: fever, text: {en: Fever}}
          - {id: rash, text: {en: Rash}}
          - {id: not_sure, text: {en: Not sure}, unsure: true}
          - {id: none, text: {en: None of these}, exclusive: true}
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}
scores:
  - {id: sum, label: {en: Sum}, sum: [ache, pain], not_scored: no_score, bands: [{id: any, from: 0, text: {en: Any}}]}
guidance:
"""
PAGE = "then: interrupt, page: {title: {en: Help}, text: [{en: Call.}]}"


def rule(tier: str, when: str, more: str = "") -> str:
    """Return a rule as an author writes it."""
    name = "".join(letter if letter.isalnum() else "_" for letter in f"{tier} {when}")
    return f"  - {{id: {name}, tier: {tier}, when: '{when}', because: {{en: so}}, {more}}}\n"


def others(*rules: str, **answers: Answer) -> list[tuple[str, str, Answer]]:
    """Return each more urgent tier that one other answer leads to, where all else is as mild as can be."""
    mild: dict[str, Answer] = {"ache": "never", "secret": ticked("none"), "signs": ticked("none"), "pain": 5}
    found = more_urgent(walk(small(SMALL + "".join(rules)), {**mild, **answers}))
    return [(other.tier.id, other.question.id, other.answer) for other in found]


def test_the_smallest_step_to_a_tier_is_taken() -> None:
    either = rule("soon", "pain <= 2 or pain >= 9")
    assert others(either, pain=5) == [("soon", "pain", 2)]
    assert others(either, pain=6) == [("soon", "pain", 9)]


def test_each_more_urgent_tier_is_reached_by_an_answer_of_its_own() -> None:
    rules = rule("soon", "pain >= 7"), rule("now", "ache is often")
    assert others(*rules) == [("now", "ache", "often"), ("soon", "pain", 7)]
    assert others(*rules, pain=8) == [("now", "ache", "often")]


def test_an_earlier_question_is_named_where_no_later_one_leads_to_the_tier() -> None:
    rules = rule("now", "pain >= 6"), rule("soon", "fever in signs or pain >= 9")
    assert others(*rules) == [("now", "pain", 6), ("soon", "signs", "fever")]


def test_one_more_tick_is_one_other_answer_and_takes_the_place_of_none_of_these() -> None:
    assert others(rule("soon", "fever in signs and none not in signs")) == [("soon", "signs", "fever")]
    both = rule("soon", "fever in signs and rash in signs")
    assert others(both, signs=ticked("fever")) == [("soon", "signs", "rash")]
    assert others(both) == []


def test_what_is_ticked_already_is_no_other_answer() -> None:
    assert others(rule("soon", "rash in signs and pain >= 9"), signs=ticked("rash")) == [("soon", "pain", 9)]


def test_neither_doubt_nor_none_of_these_is_named_as_a_way() -> None:
    assert others(rule("soon", "not_sure in signs"), rule("now", "ache is not_sure")) == []
    assert others(rule("soon", "none in signs"), signs=ticked("fever")) == []


def test_who_is_not_sure_is_told_what_a_sure_answer_would_change() -> None:
    assert others(rule("soon", "ache is often"), ache="not_sure") == [("soon", "ache", "often")]


def test_an_item_of_a_score_is_a_way() -> None:
    assert others(rule("soon", "sum >= 7")) == [("soon", "pain", 7)]


def test_what_is_private_and_what_interrupts_is_not_named() -> None:
    assert others(rule("soon", "hush in secret"), rule("now", "pain >= 9", PAGE)) == []


def test_a_tier_for_whom_the_questionnaire_does_not_fit_is_no_step_up() -> None:
    elsewhere = FRAME.replace("card: soon}", "card: soon, aside: true}")
    questionnaire = load_text(elsewhere + SMALL + rule("soon", "pain >= 7") + rule("now", "pain >= 9"))
    mild = walk(questionnaire, {"ache": "never", "secret": ticked("none"), "signs": ticked("none"), "pain": 5})
    assert [(other.tier.id, other.answer) for other in more_urgent(mild)] == [("now", 9)]


def test_what_is_known_of_an_earlier_check_is_no_other_answer() -> None:
    again = served_by(app_of(), LATER).questionnaire
    earlier = {question.id for question in again.questions if question.earlier}
    people = [walk(again, case.sheet) for case in again.cases]
    found = [other for journey in people for other in more_urgent(journey)]
    assert found and not [other.question.id for other in found if other.question.id in earlier]
