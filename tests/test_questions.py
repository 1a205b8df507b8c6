"""The shipped questionnaire is the clinical reference, question by question, rule by rule and word by word."""

from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from checker.expressions import Answer
from checker.guidance import Guidance, advise
from checker.journey import Journey, walk
from checker.loading import inspect, inspect_text, load
from checker.model import Question
from checker.resources import shipped
from tests import reference

SHIPPED = load(shipped("questions.yaml"))
BY_REF = {question.ref or "": question for question in SHIPPED.questions}
RULES = {
    "EMERGENCY": ["EM1", "EM2", "EM3", "EM4", "EM5"],
    "URGENT_TODAY": ["CR1", "CR2", "UR1", "UR2", "UR3", "UR4", "UR5", "UR6", "UR7", "UR8", "UR9", "UR10"],
    "OUT_OF_SCOPE": ["OS1", "OS2", "OS3"],
    "BOOK_SOON": ["BK1", "BK2", "BK3", "BK4", "BK5", "BK6"],
    "ROUTINE": ["RT1", "RT2", "RT3", "RT4", "RT5", "RT6"],
}
OPTIONS = {
    "A1": "under_18 age_18_49 age_50_69 age_70_plus",
    "B1": "chest_pain tearing_pain belly_throb collapse stroke_signs self_harm none",
    "B2": "saddle_numb bladder bowel both_legs_weak sexual_change none",
    "B3": "leg_weak_one fever injury wound old_nerve none",
    "B3a": "high_force_7d high_force_4w minor",
    "B4": "cancer weight_loss night_pain needle_drugs weak_immune steroids thin_bones recent_procedure pregnant none",
    "C1": "low_back mid_back neck none",
    "C2": "lt_6w weeks_6_to_12 gt_12w",
    "C3": "none thigh below_knee_one both_legs",
    "D1": "never some_days most_days every_day",
    "D4": "never some most every_night",
    "E1": "days_0 days_1_to_2 days_3_to_5 days_6_to_7",
    "E2": "no_difficulty some_difficulty much_difficulty unable do_not_do",
    "F10": "not_difficult somewhat very extremely",
    "G1": "otc opioid nerve_pain muscle_relaxer steroid mood_type other none",
    "G2": "yes no not_sure",
    "G3": "none_yet seeing_doctor surgery_planned had_surgery",
}
OWN_RULES = {"NS1", "NS2"}
"""Rules of this project for the options that it added: 'I'm not sure about one of these'."""


def test_no_text_lacks_a_language_and_nothing_else_is_warned_of() -> None:
    """The count of gaps is zero: `checker check` would name each of them."""
    questionnaire, problems = inspect(shipped("questions.yaml"))
    assert questionnaire and questionnaire.languages == ("en", "es")
    assert [str(problem) for problem in problems] == []


def test_a_gap_is_named_where_it_is_and_counted() -> None:
    text = shipped("questions.yaml").read_text(encoding="utf-8")
    stay = 'es: "Si puede, quédese con alguien de confianza."'
    assert text.count(stay) == 1
    _, problems = inspect_text(text.replace(stay, ""), "questions.yaml")
    line = text[: text.index('If you can, stay with someone you trust."')].count("\n") + 1
    assert [f"1 text (line {line}) has no es words" in str(problem) for problem in problems] == [True]


# Structure -------------------------------------------------------------------------------------------------------


def test_the_bank_has_the_37_questions_of_the_reference_in_its_order() -> None:
    letters = {"A": 1, "B": 4, "C": 6, "D": 4, "E": 6, "F": 12, "G": 3}
    order = [f"{letter}{number}" for letter, count in letters.items() for number in range(1, count + 1)]
    order.insert(order.index("B4"), "B3a")
    assert list(BY_REF) == order
    assert len(order) == 37


@pytest.mark.parametrize("ref", OPTIONS)
def test_options_have_the_ids_of_the_reference(ref: str) -> None:
    """Only the safety questions add one: 'not sure'."""
    options = {option.id for option in BY_REF[ref].options}
    added = {"not_sure"} if ref.startswith("B") else set()
    assert options == set(OPTIONS[ref].split()) | added


def test_nothing_else_was_added_to_a_question() -> None:
    unsure = {question.ref for question in SHIPPED.questions if any(option.unsure for option in question.options)}
    assert unsure == {"B1", "B2", "B3", "B3a", "B4", "G2"}


def test_none_is_exclusive_wherever_many_can_be_ticked() -> None:
    many = [question for question in SHIPPED.questions if question.kind == "many"]
    assert {question.ref for question in many} == {"B1", "B2", "B3", "B4", "G1"}
    assert all([option.id for option in question.options if option.exclusive] == ["none"] for question in many)


def test_every_rule_of_the_reference_stands_once_and_in_its_tier() -> None:
    refs = {tier.id: tier.ref for tier in SHIPPED.tiers}
    held = [(refs[rule.tier], rule.ref) for rule in SHIPPED.guidance if rule.ref not in OWN_RULES]
    assert sorted(held) == sorted((tier, rule) for tier, rules in RULES.items() for rule in rules)


def test_tiers_stand_in_the_order_that_lets_out_of_scope_yield_to_today() -> None:
    assert tuple(tier.ref for tier in SHIPPED.tiers) == reference.TIERS


def test_emergencies_and_what_is_out_of_scope_stop_and_a_crisis_interrupts() -> None:
    effects = {rule.ref: rule.then for rule in SHIPPED.guidance if rule.then}
    stops = dict.fromkeys(("EM1", "EM2", "EM3", "EM4", "EM5", "OS1", "OS2", "OS3"), "stop")
    assert effects == {**stops, "CR1": "interrupt", "CR2": "interrupt"}


def test_the_gate_to_the_full_mood_set_is_one_number_in_the_file() -> None:
    text = shipped("questions.yaml").read_text(encoding="utf-8")
    assert text.count("when: &full_mood phq2 >= 3") == 1
    assert text.count("when: *full_mood") == 7
    gated = [BY_REF[f"F{number}"].when for number in range(3, 11)]
    assert all(when == gated[0] for when in gated)


def test_four_scores_stand_side_by_side_with_the_bands_of_the_reference() -> None:
    bands = {score.ref: [band.start for band in score.bands] for score in SHIPPED.scores}
    assert bands == {
        "PAIN": [0, 12, 21],
        "SLEEP": [0, 3, 6],
        "ACTIVITY": [0, 4, 9],
        "PHQ2": [0, 3],
        "MOOD": [0, 5, 10, 15, 20],
        "GAD2": [0, 3],
    }
    assert {score.ref for score in SHIPPED.scores if score.area} == {"PAIN", "SLEEP", "ACTIVITY", "PHQ2", "MOOD"}
    assert SHIPPED.score["phq9"].instead_of == "phq2"


# Rules, against a second writing of the reference ----------------------------------------------------------------


def answer(question: Question, calm: float, random: Random) -> Answer:
    """Return a random answer of the reference's own; the calmest one as often as told."""
    own = [option.id for option in question.options if not option.unsure or question.ref == "G2"]
    match question.kind:
        case "scale":
            return random.choice(question.numbers)
        case "one":
            return random.choice(own) if random.random() > calm or question.points(own[0]) is not None else _calm(own)
        case "many":
            ticks = [option for option in own if option != "none" and random.random() > max(calm, 0.6)]
            return frozenset(ticks or ["none"])


def _calm(options: list[str]) -> str:
    ends = {"under_18": "age_18_49", "high_force_7d": "minor"}
    if "none" in options and "low_back" in options:
        return "low_back"
    return ends.get(options[0], options[0])


def people(count: int) -> list[dict[str, Any]]:
    """Return random answer sheets by ref: careless ones, and calm ones whose journeys are long."""
    random = Random(20)
    return [
        {ref: answer(question, calm, random) for ref, question in BY_REF.items()}
        for calm in (0.3, 0.85, 0.95, 1)
        for _ in range(count // 4)
    ]


@dataclass(frozen=True)
class Person:
    """What the reference asks of somebody, and what the shipped file makes of all their answers."""

    given: dict[str, Any]
    journey: Journey
    guidance: Guidance


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    """Random people who answered everything, also what nobody asked them."""
    return [person(sheet) for sheet in people(2400)]


def person(sheet: dict[str, Any]) -> Person:
    journey = walk(SHIPPED, {BY_REF[ref].id: given for ref, given in sheet.items()})
    return Person(reference.asked(sheet), journey, advise(SHIPPED, journey))


def test_the_crowd_meets_every_question_and_every_rule(crowd: list[Person]) -> None:
    assert {ref for one in crowd for ref in one.given} == set(BY_REF)
    assert {rule for one in crowd for rule in reference.rules(one.given)} == {
        r for group in RULES.values() for r in group
    }
    assert {reference.tier(one.given) for one in crowd} == set(reference.TIERS)


def test_everybody_is_asked_what_the_reference_asks(crowd: list[Person]) -> None:
    for one in crowd:
        assert [SHIPPED.question[name].ref for name in one.journey.asked] == list(one.given)
        assert one.journey.next is None


def test_everybody_gets_the_rules_and_the_tier_of_the_reference(crowd: list[Person]) -> None:
    for one in crowd:
        assert {rule.ref for rule in one.guidance.rules} == reference.rules(one.given)
        assert one.guidance.tier.ref == reference.tier(one.given)


def test_everybody_is_told_what_the_reference_says(crowd: list[Person]) -> None:
    all_said = {ref for one in crowd for ref in reference.says(one.given)}
    assert {"LINK", "BOTH", "DAILY", "MOVE", "MEDS", "MEDS, G2", "SURG", "WAIT", "BOOK", "F10", "GAD2"} <= all_said
    for one in crowd:
        assert {statement.ref for statement in one.guidance.statements} & all_said == reference.says(one.given)


def test_everybody_has_the_scores_of_the_reference(crowd: list[Person]) -> None:
    theirs = {
        "pain": reference.pain,
        "sleep": reference.sleep,
        "activity": reference.activity,
        "phq2": reference.phq2,
        "phq9": reference.phq9,
    }
    for one in (one for one in crowd if "F2" in one.given):
        points = {name: measured and measured.points for name, measured in one.guidance.scores.items()}
        assert {name: points[name] for name in theirs} == {name: score(one.given) for name, score in theirs.items()}


def test_rules_of_our_own_need_an_option_of_our_own(crowd: list[Person]) -> None:
    assert {rule.ref for rule in SHIPPED.guidance if rule.ref in OWN_RULES} == OWN_RULES
    assert not any(rule.ref in OWN_RULES for one in crowd for rule in one.guidance.rules)


# Timing of a mood visit ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "statement", "when"),
    [
        ([2, 2, 2, 2, 1, 1, 0, 0], "mood_visit", ("in the next week or two", "en una o dos semanas")),
        ([2, 2, 2, 2, 2, 2, 2, 1], "mood_visit_week", ("this week", "esta semana")),
        ([3, 3, 3, 3, 2, 2, 2, 2], "mood_visit_days", ("in the next day or two", "en uno o dos días")),
    ],
)
def test_the_more_mood_symptoms_the_sooner_the_visit(points: list[int], statement: str, when: tuple[str, str]) -> None:
    guidance = low(points, "not_at_all")
    (said,) = [each for each in guidance.statements if each.id.startswith("mood_visit")]
    assert said.id == statement
    assert when[0] in said.text.root["en"] and when[1] in said.text.root["es"]
    assert "your regular doctor or a mental health professional" in said.text.root["en"]
    assert guidance.tier.ref == "BOOK_SOON"


def test_with_thoughts_of_death_no_later_day_than_today_is_named() -> None:
    guidance = low([3, 3, 3, 3, 3, 3, 3, 3], "several_days")
    assert guidance.tier.ref == "URGENT_TODAY"
    assert not any(each.id.startswith("mood_visit") or each.id == "book_visit" for each in guidance.statements)


def low(points: list[int], item_9: str) -> Guidance:
    """Return the guidance of somebody with these mood points and little else."""
    often = dict(zip((f"F{number}" for number in range(1, 9)), (list(reference.OFTEN)[p] for p in points), strict=True))
    calm = {ref: answer(question, 1, Random(1)) for ref, question in BY_REF.items()}
    mild = {"C4": 1, "C5": 1, "C6": 1, "D1": "never", "D2": "never", "D3": "every_day", "E1": "days_0"}
    return person({**calm, **mild, **often, "F9": item_9}).guidance
