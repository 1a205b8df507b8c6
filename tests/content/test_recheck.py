"""The re-check as a document: proved, in the words of the first check, danger first, never softer for who is worse."""

import re
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given

from checker.authoring import load
from checker.authoring.recheck import drifts
from checker.cli import cli
from checker.engine.condition_parser import parse
from checker.engine.conditions import AllOf, Answer, AnyOf
from checker.engine.earlier import changes, earlier_answers
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Promise
from checker.engine.scoring import span
from checker.evidence.worked_cases import replay
from checker.proofs.prover import find_gaps, prove
from checker.resources import shipped
from tests.sheets import whole_sheets

FILE = shipped("questions.recheck.yaml")
FIRST, AGAIN = load(shipped("questions.yaml")), load(FILE)
URGENCY = FIRST.urgency
PROVED = prove(AGAIN)
LANGUAGES = ("en", "es")
DOCS = Path(__file__).parents[2] / "docs"


def test_every_claim_is_proved_and_nothing_goes_unheard() -> None:
    assert [verdict.id for verdict in PROVED.verdicts if not verdict.holds] == []
    assert len([verdict for verdict in PROVED.verdicts if verdict.kind == "promise"]) == len(AGAIN.promises) > 50
    assert find_gaps(AGAIN) == ((), ())


def test_every_worked_case_is_right_and_there_is_one_for_each_tier() -> None:
    assert [case.id for case in AGAIN.cases if case.labelled] == []
    assert replay(AGAIN).failed == ()
    assert len(AGAIN.cases) >= 25
    assert {case.right for case in AGAIN.cases} == set(AGAIN.tier)


def test_it_says_what_the_first_check_says() -> None:
    assert [str(problem) for problem in drifts(FILE, AGAIN)] == []
    for key in ("help", "emergency_signs", "wording"):
        assert getattr(AGAIN, key) == getattr(FIRST, key), key
    assert AGAIN.credits == FIRST.credits[:2]  # no question of sleep or tasks is asked again
    assert FIRST.tiers == AGAIN.tiers
    assert {tier.id: tier.recheck_days for tier in AGAIN.tiers if tier.recheck_days} == {
        "few_days": 3, "book_soon": 14, "out_of_scope": 14, "routine": 30, "self_care": 14,
    }  # fmt: skip


def test_its_words_are_as_plain_as_those_of_the_first_check() -> None:
    result = CliRunner().invoke(cli, ["check", "--style", str(FILE)])
    assert result.exit_code == 0, result.output


def test_everything_is_said_in_both_languages() -> None:
    assert [(path, text.root) for path, text in AGAIN.texts() if not set(LANGUAGES) <= text.root.keys()] == []


# What it knows from the first check ------------------------------------------------------------------------------


def test_every_earlier_value_has_its_option() -> None:
    for tier in FIRST.tier:
        assert earlier_answers(AGAIN, {"tier": tier})["last_tier"] != "not_sure"
    for pain in FIRST.question["pain_most"].numbers:
        assert earlier_answers(AGAIN, {"pain_most": pain})["last_pain"] == f"p{pain}"
        assert AGAIN.question["last_pain"].points(f"p{pain}") == 10 - pain
    for mood in span(FIRST.question, FIRST.score["phq8"]):
        known = earlier_answers(AGAIN, {"phq8": mood})
        assert (known["mood_known"], known["last_mood"]) == ("yes", mood)


LIGHT: dict[str, Answer] = {
    "right_now": frozenset({"none"}), "age": "age_18_49", "new_signs": frozenset({"none"}), "change": "better",
    "seen": "no", "pain_most": 3, "little_interest": "not_at_all", "feeling_down": "several_days",
    "dark_thoughts": frozenset({"none"}),
}  # fmt: skip


def test_with_a_file_eight_questions_are_left_and_danger_is_the_first() -> None:
    known = earlier_answers(AGAIN, {"tier": "self_care", "pain_most": 6, "age": "age_18_49"})
    journey = walk(AGAIN, known | LIGHT)
    assert journey.next is None
    assert [name for name in journey.asked if name not in known] == [name for name in LIGHT if name != "age"]
    assert journey.asked[0] == "right_now"
    assert [(change.then, change.now, change.is_real) for change in changes(journey)] == [(6, 3, True)]


HEAVY: dict[str, Answer] = LIGHT | {
    "new_signs": frozenset({"fever"}), "risk": frozenset({"none"}), "feeling_down": "nearly_every_day",
    "last_tier": "home", "last_pain": "p3", "last_mood": 4,
    **dict.fromkeys((q.id for q in AGAIN.questions if "phq_" in q.id), "not_at_all"),
}  # fmt: skip


FILE_OF_AN_ADULT: dict[str, str | int] = {"tier": "self_care", "pain_most": 3, "phq8": 4, "age": "age_50_64"}


@pytest.mark.parametrize(
    ("person", "known", "sheet"),
    [
        ("with a saved file", earlier_answers(AGAIN, FILE_OF_AN_ADULT), {}),
        ("with the sheet in hand, no mood number on it", {}, {"mood_known": "no"}),
        ("with the sheet in hand and a mood number", {}, {"mood_known": "yes"}),
    ],
)
def test_the_document_says_how_long_it_is(person: str, known: dict[str, Answer], sheet: dict[str, Answer]) -> None:
    light, heavy = (len({*walk(AGAIN, HEAVY | least | sheet | known).asked} - known.keys()) for least in (LIGHT, {}))
    assert f"| {person} | {light} | {heavy} |" in (DOCS / "content.md").read_text(encoding="utf-8")


def test_the_documents_say_how_much_of_it_is_translated() -> None:
    said = {}
    for language in ("es", "pt", "ar"):
        report = CliRunner().invoke(cli, ["check", "--language", language, str(FILE)]).output
        (count,) = re.findall(rf"^{language}: (\d+) of (\d+) texts", report, re.MULTILINE)
        said[language] = count
    (whole, all_of_them), draft, other = said.values()
    assert whole == all_of_them
    assert draft == other
    line = f"The re-check has {whole} texts of its own: all of them in Spanish, {draft[0]} in Portuguese and in Arabic."
    assert line in (DOCS / "words.md").read_text(encoding="utf-8")


def test_the_whole_mood_is_asked_again_where_it_was_low_or_is() -> None:
    six = {question.id for question in AGAIN.questions if question.id.startswith("phq_")}
    low: dict[str, Answer] = LIGHT | {"feeling_down": "nearly_every_day"}
    for before, sheet, is_asked in [(9, LIGHT, False), (10, LIGHT, True), (9, low, True), (10, low, True)]:
        known = earlier_answers(AGAIN, {"tier": "routine", "pain_most": 4, "phq8": before})
        rest: dict[str, Answer] = dict.fromkeys(six, "several_days")
        assert (six <= {*walk(AGAIN, known | sheet | rest).asked}) is is_asked, (before, sheet)


# Worse, better, not seen -----------------------------------------------------------------------------------------

TOLD = {
    "home": "self_care", "month": "routine", "right_person": "out_of_scope", "weeks": "book_soon", "days": "few_days",
    "today": "urgent_today",
}  # fmt: skip


def result(**answers: Answer) -> str:
    sheet = {"last_pain": "not_sure", "mood_known": "no", **LIGHT, **answers}
    return advise(AGAIN, walk(AGAIN, sheet)).tier.id


@pytest.mark.parametrize("last", TOLD)
def test_who_is_worse_is_told_at_least_one_step_more(last: str) -> None:
    for change, seen, pain in product(("worse", "much_worse"), ("yes", "booked", "no"), range(11)):
        tier = result(last_tier=last, change=change, seen=seen, pain_most=pain)
        assert URGENCY[tier] < URGENCY[TOLD[last]] or tier == TOLD[last] == "urgent_today"


@pytest.mark.parametrize("last", TOLD)
def test_pain_that_rose_by_two_is_worse_whatever_else_is_said(last: str) -> None:
    for then, change in product(range(9), ("much_better", "better", "same", "not_sure")):
        tier = result(last_tier=last, last_pain=f"p{then}", change=change, seen="yes", pain_most=then + 2)
        assert URGENCY[tier] < URGENCY[TOLD[last]] or tier == TOLD[last] == "urgent_today"
    assert result(last_tier="home", last_pain="p2", pain_most=3) == "self_care"


def test_the_reason_is_the_number_where_only_the_number_is_worse() -> None:
    for last, change in product(TOLD, ("much_better", "worse")):
        sheet = LIGHT | {"last_tier": last, "last_pain": "p3", "mood_known": "no", "pain_most": 5, "change": change}
        told = advise(AGAIN, walk(AGAIN, sheet | {"seen": "yes"}))
        reasons = {rule.because.said_in("en") for rule in told.deciding}
        assert any("your pain number rose by 2 or more" in reason for reason in reasons), last
        assert any(reason.startswith("you are worse") for reason in reasons) is (change == "worse"), last


@pytest.mark.parametrize(
    ("last", "seen", "better", "same"),
    [
        ("home", "no", "self_care", "book_soon"),
        ("home", "yes", "self_care", "routine"),
        ("month", "no", "routine", "book_soon"),
        ("month", "yes", "self_care", "routine"),
        ("weeks", "no", "routine", "book_soon"),
        ("weeks", "booked", "self_care", "book_soon"),
        ("weeks", "yes", "self_care", "routine"),
        ("right_person", "yes", "routine", "routine"),
        ("days", "no", "few_days", "few_days"),
        ("days", "booked", "book_soon", "few_days"),
        ("days", "yes", "self_care", "book_soon"),
        ("today", "no", "urgent_today", "urgent_today"),
        ("today", "booked", "urgent_today", "urgent_today"),
        ("today", "yes", "self_care", "book_soon"),
        ("not_sure", "no", "routine", "book_soon"),
    ],
)
def test_better_lowers_no_visit_that_was_urgent_and_has_not_been(last: str, seen: str, better: str, same: str) -> None:
    assert result(last_tier=last, seen=seen, change="better") == better
    assert (
        result(last_tier=last, seen=seen, change="same") == result(last_tier=last, seen=seen, change="not_sure") == same
    )


def test_the_file_of_a_child_never_leads_to_advice_for_adults() -> None:
    for tier, change, seen in product(FIRST.tier, CHANGES, ("yes", "booked", "no")):
        known = earlier_answers(AGAIN, {"tier": tier, "age": "under_18"})
        journey = walk(AGAIN, LIGHT | known | {"change": change, "seen": seen})
        told = advise(AGAIN, journey)
        said = {each.id for each in told.statements}
        assert not {"pain_most", "little_interest", "last_pain"} & {*journey.asked}
        assert URGENCY[told.tier.id] <= URGENCY["out_of_scope"], (tier, change, seen)
        assert {"who_child", "who_child_doctor"} <= said
        assert not said & {"who_back", "who_self", "who_regular", "who_body_today", "last_steps", "care_label"}


CHANGES = ("much_better", "better", "same", "worse", "much_worse", "not_sure")


@pytest.mark.parametrize(
    ("age", "changed", "tier"),
    [
        ("age_50_64", {"pain_most": 8, "change": "worse"}, "book_soon"),
        ("age_65_plus", {"pain_most": 8, "change": "worse"}, "few_days"),
        ("age_65_plus", {"pain_most": 8, "change": "better", "last_pain": "p6"}, "few_days"),
        ("age_65_plus", {"pain_most": 8}, "book_soon"),
        ("age_50_64", {"pain_most": 7, "new_signs": frozenset({"no_ease"})}, "few_days"),
        ("age_65_plus", {"pain_most": 7, "new_signs": frozenset({"no_ease"})}, "urgent_today"),
    ],
)
def test_from_65_strong_pain_is_as_urgent_as_the_first_time(age: str, changed: dict[str, Answer], tier: str) -> None:
    assert result(age=age, last_tier="home", risk=frozenset({"none"}), **changed) == tier


def test_who_was_well_and_is_as_well_is_not_sent_to_a_doctor() -> None:
    well: dict[str, Answer] = {"last_pain": "p0", "pain_most": 0, "change": "same"}
    assert result(last_tier="home", **well) == "self_care"
    assert result(last_tier="month", **well) == result(last_tier="home", **well | {"change": "not_sure"}) == "routine"
    assert result(last_tier="home", **well | {"pain_most": 1}) == "book_soon"


def test_what_a_mood_number_means_is_said_only_beside_one_of_today() -> None:
    for mood, is_said in [(9, False), (10, True)]:
        known = earlier_answers(AGAIN, {"tier": "self_care", "pain_most": 3, "phq8": mood})
        journey = walk(AGAIN, HEAVY | LIGHT | known)
        said = {each.id for each in advise(AGAIN, journey).statements}
        assert ("mood_change" in said) is is_said is any(each.question.id == "last_mood" for each in changes(journey))


@given(whole_sheets(AGAIN))
def test_nobody_who_is_worse_is_left_to_care_at_home(sheet: dict[str, Answer]) -> None:
    for change in ("worse", "much_worse"):
        assert advise(AGAIN, walk(AGAIN, {**sheet, "change": change})).tier.id != "self_care"


# Whom to call, and no plan beside danger -------------------------------------------------------------------------

BESIDES = {"who_none", "who_booked", "risk_unsure"}
"""What is named besides, or names nobody."""


def says(condition: Promise, when: AllOf | AnyOf) -> bool:
    """Return whether a claim holds of a statement that is said when a condition holds, and of nothing else."""
    said = AGAIN.statements[0].model_copy(update={"id": "it", "place": "who", "when": when})
    alone = AGAIN.model_copy(update={"promises": (condition,), "statements": (said,), "cases": (), "hazards": ()})
    return all(verdict.holds for verdict in prove(alone).verdicts if verdict.kind == "promise")


def is_everybody_named(*left_out: str) -> bool:
    who = [each.when for each in AGAIN.statements if each.place == "who" and each.id not in {*BESIDES, *left_out}]
    somebody = AnyOf((*who, parse("tier in (emergency, crisis_now)")))
    return says(Promise.model_validate({"id": "named", "says": "it"}), somebody)


def test_every_result_names_whom_to_call_or_see() -> None:
    assert is_everybody_named()
    for left_out in ("who_self", "who_regular", "who_back", "who_body_today"):
        assert not is_everybody_named(left_out), left_out


def test_no_care_plan_stands_beside_emergency_or_crisis_help() -> None:
    care = AnyOf(tuple(each.when for each in AGAIN.statements if each.place == "care"))
    beside = AllOf((care, parse("tier in (emergency, crisis_now)")))
    assert says(Promise.model_validate({"id": "no_plan", "never_says": ["it"]}), beside)


def test_every_answer_to_what_is_new_is_as_urgent_as_the_first_time() -> None:
    def told(sign: str) -> str:
        return advise(AGAIN, walk(AGAIN, LIGHT | {"new_signs": frozenset({sign})})).tier.id

    urgent = {option.id: told(option.id) for option in AGAIN.question["new_signs"].options if not option.exclusive}
    assert urgent == {
        **dict.fromkeys(("saddle", "bladder", "bowel", "both_weak"), "emergency"),
        **dict.fromkeys(("pregnancy_sign", "danger", "hard_hit"), "emergency"),
        **dict.fromkeys(("weak", "fever", "hit", "both_sides", "sex_change", "not_sure"), "urgent_today"),
        **dict.fromkeys(("no_ease", "weight_loss"), "few_days"),
        **dict.fromkeys(("leg_pain", "numb"), "book_soon"),
    }


@pytest.mark.parametrize(
    ("sign", "health", "tier"),
    [
        ("no_ease", "cancer", "urgent_today"),
        ("weight_loss", "cancer", "urgent_today"),
        ("numb", "cancer", "urgent_today"),
        ("leg_pain", "cancer", "few_days"),
        ("no_ease", "low_defense", "urgent_today"),
        ("no_ease", "recent_procedure", "urgent_today"),
        ("weight_loss", "germs", "urgent_today"),
        ("no_ease", "blood_thinner", "few_days"),
        ("weight_loss", "pregnant", "few_days"),
        ("numb", "not_sure", "book_soon"),
    ],
)
def test_what_makes_a_new_sign_graver_is_asked_and_heard(sign: str, health: str, tier: str) -> None:
    new = LIGHT | {"new_signs": frozenset({sign}), "last_tier": "home", "last_pain": "p5", "mood_known": "no"}
    assert walk(AGAIN, new).next == AGAIN.question["risk"]
    assert advise(AGAIN, walk(AGAIN, new | {"risk": frozenset({health})})).tier.id == tier
