"""The shipped questionnaire is what its prose says, question by question, option by option and rule by rule."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from checker.authoring.loader import inspect, inspect_text, load
from checker.authoring.problems import SourceText
from checker.engine.condition_parser import parse
from checker.engine.conditions import Answer, reads
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question, Rule, Text
from checker.resources import shipped
from tests import reference
from tests.people import MILD, as_answers

SHIPPED = load(shipped("questions.yaml"))
ORDER = (
    "right_now place onset injury nerve_signs nerve_time low_signs side_signs mid_signs neck_signs other_signs age "
    "health surgery_signs device_signs pregnancy pregnancy_signs pain_most pain_usual walking lifting sitting "
    "little_interest feeling_down phq_sleep well_rested phq_tired phq_appetite phq_failure phq_concentrating "
    "phq_slow_or_restless gad_nervous gad_worry dark_thoughts life_now medicines medicine_signs"
)
OPTIONS = {
    "right_now": "self_harm sudden_worst bleed stroke_signs collapse overdose chest_pain",
    "place": "low_back mid_back neck leg_one arm_one side leg_both arm_both mood_only elsewhere",
    "onset": "strain slow long_checked weeks_6_to_12 long blow",
    "injury": "checked small worse hard_before hard very_hard",
    "nerve_signs": "leak_cough sex_change one_numb one_weak cord both_weak bowel bladder saddle",
    "nerve_time": "known older slow fresh",
    "low_signs": "stiff sport night no_ease blocked pee rash cannot_walk leg_swollen fever cold_limb waves workout "
    "belly",
    "side_signs": "night no_ease breath pee_blood pee_burn rash cannot_walk vomit fever waves yellow workout belly",
    "mid_signs": "stiff night no_ease band breath pee rash cannot_walk leg_swollen fever effort workout belly",
    "neck_signs": "stiff night no_ease cannot_turn cannot_walk jaw_scalp rash artery head_stiff fever cold_limb "
    "workout effort brain",
    "other_signs": "no_ease rash joint jaw_scalp hit breath cannot_walk leg_swollen fever cold_limb effort testicle "
    "head_stiff workout belly",
    "age": "under_18 age_18_49 age_50_64 age_65_plus",
    "health": "surgery_other all_over blood_thinner low_defense weak_bones germs weight_loss recent_procedure "
    "device cancer pregnant",
    "surgery_signs": "head_up worse_new wound",
    "device_signs": "site pump pounding",
    "pregnancy": "no partner birth_12m birth_6w pregnant maybe",
    "pregnancy_signs": "burn baby_thoughts head_sight belly_bad tight moves_less bleed_fluid",
    "dark_thoughts": "tried_before wish_dead better_off kill_self tried_lately now may_act",
    "life_now": "veteran fear drink high voices controlled shakes voice_harm",
    "medicines": "otc natural nerve_relax steroid mood_type other calming opioid not_mine otc_bit otc_more",
    "medicine_signs": "side_effect wants_off with_alcohol stopped_mood mood_worse strong_more stopped reaction yellow",
}
"""What can be ticked of every question without points, but doubts and 'none', from the least to the most worrying."""
SCALES = {
    **dict.fromkeys(reference.TASKS, reference.TASK),
    **dict.fromkeys(("little_interest", "feeling_down", "phq_sleep", *reference.MOOD_LEFT), reference.OFTEN),
    **dict.fromkeys(("gad_nervous", "gad_worry"), reference.OFTEN),
    "well_rested": reference.RESTED,
}
DOUBTED = {
    "right_now", "onset", "injury", "nerve_signs", "nerve_time", *reference.LISTS, "health", "surgery_signs",
    "device_signs", "pregnancy_signs", "dark_thoughts", "life_now", "medicines", "medicine_signs",
}  # fmt: skip
"""The questions to which one can say 'not sure'."""
TICKED = {question.id for question in SHIPPED.questions if question.kind == "many"}


def test_no_text_lacks_a_language_that_is_offered_and_nothing_else_is_warned_of() -> None:
    """The count of gaps is zero: `checker check` would say it of each language that is offered."""
    questionnaire, problems = inspect(shipped("questions.yaml"))
    assert questionnaire and questionnaire.languages == ("en", "es")
    assert [str(problem) for problem in problems] == []


def test_a_draft_lacks_only_what_others_have_worded() -> None:
    """An instrument, a licence and the titles of studies: no translation of ours may stand for them."""
    unsaid = [path for path, text in SHIPPED.texts() for language in SHIPPED.drafts if language not in text.root]
    questions = [SHIPPED.sections[path[1]].questions[path[3]] for path in unsaid if path[0] == "sections"]  # type: ignore[index]
    assert questions and all(question.verbatim for question in questions)
    assert {path[0] for path in unsaid} == {"sections", "benchmarks", "credits"}


def test_a_gap_is_counted_and_named_by_the_file_it_is_in() -> None:
    file = shipped("questions.yaml")
    spanish = SourceText(shipped("questions.es.po").read_text(encoding="utf-8"), "questions.es.po")
    gap = 'msgstr "Chequeo de dolor de espalda y estado de ánimo"'
    assert spanish.text.count(gap) == 1
    cut = SourceText(spanish.text.replace(gap, 'msgstr ""'), spanish.name)
    _, problems = inspect_text(file.read_text(encoding="utf-8"), "questions.yaml", [cut])
    assert ["of 968 texts: 1 untranslated" in str(problem) for problem in problems] == [True]


# Structure -------------------------------------------------------------------------------------------------------


def test_the_questions_stand_in_the_order_of_the_prose() -> None:
    assert " ".join(question.id for question in SHIPPED.questions) == ORDER
    assert len(SHIPPED.questions) == 37


def test_every_option_stands_in_the_order_of_the_prose() -> None:
    told = {
        question.id: [option.id for option in question.options if not option.unsure and option.id != "none"]
        for question in SHIPPED.questions
        if question.id in OPTIONS
    }
    assert told == {question: options.split() for question, options in OPTIONS.items()}


def test_every_other_question_is_a_scale_of_numbers_or_of_points() -> None:
    scored = {
        question.id: {option.id: option.points for option in question.options}
        for question in SHIPPED.questions
        if question.kind == "one" and question.id not in OPTIONS
    }
    assert scored == SCALES
    numbers = {question.id: list(question.numbers) for question in SHIPPED.questions if question.kind == "scale"}
    assert numbers == {"pain_most": [*range(11)], "pain_usual": [*range(11)]}
    assert {*OPTIONS, *scored, *numbers} == {*ORDER.split()}


def test_a_doubt_can_be_told_of_every_sign_and_never_stands_first() -> None:
    unsure = {q.id: [option.id for option in q.options if option.unsure] for q in SHIPPED.questions}
    assert {question: ids for question, ids in unsure.items() if ids} == {each: ["not_sure"] for each in DOUBTED}
    assert not any(question.options[0].unsure for question in SHIPPED.questions if question.options)


SPAN = {
    "en": re.compile(r"\b(?:last|past) (\d+ (?:days|weeks|months))"),
    "es": re.compile(r"últim[oa]s (\d+ (?:días|semanas|meses))"),
}
WHEN_IT_BEGAN = {"nerve_time", "pregnancy"}
"""Questions whose answer is a day: they name a time, but do not ask how it was."""


def spans(texts: Iterable[Text | None], language: str) -> set[str]:
    return {found for text in texts if text for found in SPAN[language].findall(text.said_in(language))}


@pytest.mark.parametrize("language", SPAN)
def test_every_question_on_a_time_says_that_time_alone(language: str) -> None:
    named = {each.id: spans((each.stem, each.ask, each.hint), language) for each in SHIPPED.questions}
    said = {each.id: spans((each.period,), language) for each in SHIPPED.questions if each.period}
    assert said == {name: found for name, found in named.items() if found and name not in WHEN_IT_BEGAN}
    assert len(said) == 15 and {len(found) for found in said.values()} == {1}


@pytest.mark.parametrize("language", SPAN)
def test_the_same_time_is_said_in_the_same_words(language: str) -> None:
    """So that a page can tell where another time begins."""
    said = [each.period.said_in(language) for each in SHIPPED.questions if each.period]
    assert len(set(said)) == len({found for words in said for found in SPAN[language].findall(words)}) == 3


def test_life_now_alone_is_private() -> None:
    assert [question.id for question in SHIPPED.questions if question.private] == ["life_now"]


def test_none_is_exclusive_wherever_many_can_be_ticked() -> None:
    many = [question for question in SHIPPED.questions if question.kind == "many"]
    assert {question.id for question in many} == DOUBTED - {"onset", "injury", "nerve_time"}
    assert all([option.id for option in question.options if option.exclusive] == ["none"] for question in many)
    assert all([option.id for option in question.options][-2:] == ["not_sure", "none"] for question in many)


def test_every_rule_of_the_prose_stands_once_and_in_its_tier() -> None:
    for rule in SHIPPED.guidance:
        assert reference.TIERS.index(rule.tier) == reference.urgency(rule.id), rule.id
    refs = [rule.ref for rule in SHIPPED.guidance]
    assert len({*refs}) == len(refs)
    assert {rule.id for rule in SHIPPED.guidance} == reference.RULES


def test_tiers_stand_in_the_order_that_lets_out_of_scope_yield_to_what_is_sooner() -> None:
    assert tuple(tier.id for tier in SHIPPED.tiers) == reference.TIERS


def test_emergencies_and_a_child_at_the_end_stop_and_a_crisis_interrupts() -> None:
    effects = {rule.id: rule.then for rule in SHIPPED.guidance if rule.then}
    stops = {rule for rule in reference.RULES if rule.startswith("em_")} | {"os_child"}
    crises = {rule for rule in reference.RULES if rule.startswith("cr_")}
    assert effects == {**dict.fromkeys(stops, "stop"), **dict.fromkeys(crises, "interrupt")}


def test_the_gate_to_the_full_mood_set_is_one_condition() -> None:
    gated = [question.id for question in SHIPPED.questions if question.when == parse("phq2 >= 3")]
    assert tuple(gated) == reference.MOOD_LEFT


def test_four_scores_stand_side_by_side_with_the_bands_of_the_prose() -> None:
    bands = {score.id: [band.start for band in score.bands] for score in SHIPPED.scores}
    assert bands == {
        "pain": [0, 8, 14],
        "activity": [0, 3, 6],
        "sleep": [0, 2, 4],
        "phq2": [0, 3],
        "phq8": [0, 5, 10, 15, 20],
        "gad2": [0, 3],
    }
    assert {score.id for score in SHIPPED.scores if score.area} == {*bands} - {"gad2"}
    assert SHIPPED.score["phq8"].instead_of == "phq2"


# Rules, against a second writing of the prose --------------------------------------------------------------------


def answer(question: Question, calm: float, random: Random) -> Answer:
    """Return a random answer: nothing of a list as often as told, else one to three things; few are children."""
    ids = [option.id for option in question.options]
    match question.kind:
        case "scale":
            return random.choice(question.numbers)
        case "one":
            return random.choice(ids[1:] if question.id == "age" and random.random() < 0.9 else ids)
        case "many" if random.random() < (max(calm, 0.9) if question.id == "right_now" else calm):
            return frozenset(["none"])
        case "many":
            return frozenset(random.sample(ids[:-1], min(random.randint(1, 3), len(ids) - 1)))


def people(count: int) -> list[dict[str, Answer]]:
    """Return random answer sheets: careless ones, calm ones whose journeys are long, and some of few troubles."""
    random = Random(20)
    drawn = [
        {question.id: answer(question, calm, random) for question in SHIPPED.questions}
        for calm in (0.5, 0.7, 0.8, 0.9)
        for _ in range(count // 4)
    ]
    troubles = [SHIPPED.question[name] for name in ("health", *reference.LISTS)]
    few = {question.id: frozenset(["none"]) for question in SHIPPED.questions if question.kind == "many"}
    return [*drawn, *({**sheet, **few, **{each.id: answer(each, 0, random) for each in troubles}} for sheet in drawn)]


@dataclass(frozen=True)
class Person:
    """What the prose asks of somebody, and what the shipped file makes of all their answers."""

    given: dict[str, Any]
    journey: Journey
    guidance: Guidance


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    """Random people who answered everything, also what nobody asked them, and those who differ in what a rule reads."""
    drawn = people(3000)
    found = [person(sheet) for sheet in drawn]
    return [*found, *(person(sheet) for sheet in close_to_rules(drawn, found))]


def person(sheet: dict[str, Answer]) -> Person:
    journey = walk(SHIPPED, sheet)
    return Person(reference.asked(sheet), journey, advise(SHIPPED, journey))


def close_to_rules(drawn: list[dict[str, Answer]], found: list[Person]) -> Iterator[dict[str, Answer]]:
    """Yield all who differ in one thing that a rule reads from somebody of whom it holds, for each of its reasons."""
    for rule in SHIPPED.guidance:
        by_reason = {
            reasons(one, rule): sheet for sheet, one in zip(drawn, found, strict=True) if rule in one.guidance.rules
        }
        read = [question for question in SHIPPED.questions if question.id in reads(rule.when)]
        yield from (
            {**sheet, question.id: other}
            for because, sheet in by_reason.items()
            if not any(less < because for less in by_reason)
            for question in read
            for other in others(question, sheet[question.id])
        )


def reasons(one: Person, rule: Rule) -> frozenset[tuple[str, Answer]]:
    """Return which ticks and which other questions made a rule hold."""
    because = one.guidance.because(rule)
    return frozenset((each.name, each.answer if each.name in TICKED else "") for each in because)


def others(question: Question, given: Answer) -> Iterator[Answer]:
    """Yield every other answer, and of a list those with one tick more or less."""
    if isinstance(given, frozenset):
        yield from ((given ^ {option.id}) - {"none"} or frozenset(["none"]) for option in question.options)
    else:
        yield from question.numbers if question.kind == "scale" else [option.id for option in question.options]


def test_the_crowd_meets_every_question_and_every_rule(crowd: list[Person]) -> None:
    assert {question for one in crowd for question in one.given} == {*ORDER.split()}
    assert {rule for one in crowd for rule in reference.rules(one.given)} == reference.RULES
    assert {reference.tier(one.given) for one in crowd} == {*reference.TIERS}


def test_everybody_is_asked_what_the_prose_asks(crowd: list[Person]) -> None:
    for one in crowd:
        assert list(one.journey.asked) == list(one.given)
        assert one.journey.next is None


def test_everybody_gets_the_rules_and_the_tier_of_the_prose(crowd: list[Person]) -> None:
    for one in crowd:
        assert {rule.id for rule in one.guidance.rules} == reference.rules(one.given), one.given
        assert one.guidance.tier.id == reference.tier(one.given)


def test_everybody_is_told_what_the_prose_says(crowd: list[Person]) -> None:
    told = {statement for one in crowd for statement in reference.says(one.given)}
    assert len(told) == 22
    for one in crowd:
        assert {statement.id for statement in one.guidance.statements} & told == reference.says(one.given), one.given


def test_everybody_has_the_scores_of_the_prose(crowd: list[Person]) -> None:
    sums = {
        "pain": reference.pain,
        "activity": reference.activity,
        "sleep": reference.sleep,
        "phq2": reference.phq2,
        "phq8": reference.phq8,
        "gad2": reference.gad2,
    }
    whole = [one for one in crowd if one.journey.stopped_by is None]
    assert len(whole) > 1000
    for one in whole:
        assert {name: one.guidance.values.get(name) for name in sums} == {
            n: total(one.given) for n, total in sums.items()
        }


# Timing of a mood visit ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "rule", "tier"),
    [
        ([2, 2, 2, 2, 1, 0, 0, 0], "rt_mood", "routine"),
        ([2, 2, 2, 2, 1, 1, 0, 0], "bk_mood", "book_soon"),
        ([2, 2, 2, 2, 2, 2, 1, 1], "bk_mood", "book_soon"),
        ([2, 2, 2, 2, 2, 2, 2, 1], "fd_mood", "few_days"),
        ([3, 3, 3, 3, 3, 2, 1, 1], "fd_mood", "few_days"),
        ([3, 3, 3, 3, 2, 2, 2, 2], "td_mood", "urgent_today"),
    ],
)
def test_the_more_mood_symptoms_the_sooner_the_visit(points: list[int], rule: str, tier: str) -> None:
    guidance = low(points)
    assert guidance.tier.id == tier
    assert [each.id for each in guidance.deciding if each.id.endswith("mood")] == [rule]


def test_with_thoughts_of_death_no_later_day_than_today_is_named() -> None:
    assert low([0] * 8, dark_thoughts=["wish_dead"]).tier.id == "urgent_today"
    guidance = low([3, 3, 2, 2, 1, 1, 0, 0], dark_thoughts=["wish_dead"])
    assert guidance.tier.id == "urgent_today"
    assert not {"who_back", "who_regular", "who_self"} & {statement.id for statement in guidance.statements}


def low(points: list[int], **more: Any) -> Guidance:
    """Return the guidance of somebody with these mood points and little else."""
    items = ("little_interest", "feeling_down", "phq_sleep", *reference.MOOD_LEFT)
    often = {item: list(reference.OFTEN)[point] for item, point in zip(items, points, strict=True)}
    return advise(SHIPPED, walk(SHIPPED, as_answers({**MILD, **often, "well_rested": "every_day", **more})))
