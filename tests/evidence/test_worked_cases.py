"""Worked cases are walked like people, and counted beside two tools that anybody could build in a minute."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring import load
from checker.cli import cli
from checker.evidence.worked_cases import CAVEAT, CaseOutcome, CaseReport, Share, as_data, as_text, middle_tier, replay
from checker.explain.readability import MEASURES
from checker.resources import shipped
from tests.small import FRAME, small

QUESTIONS = """\
sections:
  - id: throat
    title: {en: Throat}
    questions:
      - id: breath
        kind: one
        label: {en: Breath}
        ask: {en: Is it hard to breathe?}
        options: [{id: no, text: {en: "No"}}, {id: yes, text: {en: "Yes"}}]
      - id: days
        kind: scale
        label: {en: Days}
        ask: {en: How many days?}
        min: 0
        max: 30
guidance:
  - {id: air, tier: now, when: breath is yes, because: {en: breathing is hard}, then: stop}
  - {id: long, tier: soon, when: days >= 7, because: {en: it has lasted a week}}
statements:
  - {id: rest, place: care, group: ease, when: tier is home, text: {en: Rest.}}
cases:
"""
AIR = "  - {id: air, story: I gasp., answers: {breath: yes}, expect: {tier: now, rules: [air]}}\n"
LONG = "  - {id: long, story: Two weeks., answers: {breath: no, days: 14}, expect: {tier: soon, rules: [long]}}\n"
MILD = "  - {id: mild, story: A day., answers: {breath: no, days: 1}, expect: {tier: home, rules: [], says: [rest]}}\n"


def replayed(*cases: str) -> CaseReport:
    return replay(small(QUESTIONS + "".join(cases)))


def mismatches(case: str) -> tuple[str, ...]:
    return replayed(case).outcomes[0].mismatches


def test_cases_that_come_out_as_expected_have_no_mismatches() -> None:
    assert replayed(AIR, LONG, MILD).failed == ()


def test_another_tier_is_a_mismatch() -> None:
    assert mismatches(LONG.replace("days: 14", "days: 2").replace(", rules: [long]", "")) == (
        "expected soon, got home",
    )


def test_a_rule_too_many_or_too_few_is_a_mismatch() -> None:
    assert mismatches(LONG.replace("rules: [long]", "rules: []")) == ("expected the rules none, got long",)
    assert mismatches(LONG.replace("rules: [long]", "rules: [air, long]")) == (
        "expected the rules air, long, got long",
    )


def test_a_case_without_rules_expects_none_in_particular() -> None:
    assert mismatches(LONG.replace(", rules: [long]", "")) == ()


def test_a_statement_that_is_not_said_is_a_mismatch() -> None:
    assert mismatches(LONG.replace("rules: [long]", "says: [rest]")) == ("does not say rest",)


def test_answers_that_end_too_early_are_a_slip() -> None:
    assert mismatches(MILD.replace(", days: 1", "")) == ("its answers end before 'days' is answered",)


def test_figures_tell_right_from_safe_from_too_urgent() -> None:
    too_calm = AIR.replace("breath: yes", "breath: no, days: 14").replace(", rules: [air]", "")
    too_urgent = MILD.replace("days: 1", "days: 9").replace(", rules: [], says: [rest]", "")
    overall = replayed(too_calm, LONG, too_urgent).questionnaire.overall
    assert (overall.right, overall.safe, overall.too_urgent) == (Share(1, 3), Share(2, 3), Share(1, 3))


def test_figures_stand_per_expected_tier_and_only_where_there_are_cases() -> None:
    tiers = replayed(AIR, MILD).questionnaire.tiers
    assert [figures.tier.id for figures in tiers if figures.tier] == ["now", "home"]


def test_the_dumb_tools_are_measured_on_the_same_cases() -> None:
    report = replayed(AIR, LONG, MILD)
    assert report.always_tier.id == "soon"
    assert (report.always.overall.right, report.always.overall.safe) == (Share(1, 3), Share(2, 3))
    assert (report.any_rule.overall.right, report.any_rule.overall.too_urgent) == (Share(2, 3), Share(1, 3))


def test_always_see_a_doctor_is_the_middle_tier_of_the_shipped_file() -> None:
    assert middle_tier(load(shipped("questions.yaml"))).id == "book_soon"


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(10, 10, 72.2, 100), (0, 10, 0, 27.8), (8, 10, 49.0, 94.3), (50, 100, 40.4, 59.6), (1, 2, 9.5, 90.5)],
)
def test_intervals_are_those_of_wilson(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval == pytest.approx((low, high), abs=0.06)


def test_nothing_measured_may_be_anything() -> None:
    assert Share(0, 0).interval == (0, 100)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    share = Share(*counts)
    low, high = share.interval
    assert 0 <= low <= share.percent <= high <= 100
    assert high - low < 100


def test_a_questionnaire_without_cases_says_so() -> None:
    assert "No worked cases" in as_text(replay(small(QUESTIONS.removesuffix("cases:\n"))))


def test_every_failed_case_is_listed_with_what_was_expected() -> None:
    broken = LONG.replace("rules: [long]", "rules: []")
    text = as_text(replayed(AIR, broken))
    assert "long: expected the rules none, got long" in text
    assert text.endswith(f"1 of 2 cases are as expected.\n{CAVEAT}")


def test_the_data_hold_the_same_figures() -> None:
    data = json.loads(json.dumps(as_data(replayed(AIR, LONG, MILD))))
    assert data["questionnaire"]["tiers"]["now"]["right"] == {
        "hits": 1,
        "of": 1,
        "percent": 100.0,
        "interval": [20.7, 100.0],
    }


def test_the_command_ends_with_1_when_a_case_fails(tmp_path: Path) -> None:
    file = tmp_path / "throat.yaml"
    file.write_text(FRAME + QUESTIONS + LONG.replace("rules: [long]", "rules: []"))
    assert CliRunner().invoke(cli, ["cases", str(file)]).exit_code == 1
    file.write_text(FRAME + QUESTIONS + LONG)
    result = CliRunner().invoke(cli, ["cases", "--json", str(file)])
    assert (result.exit_code, json.loads(result.output)["failed"]) == (0, [])


def test_the_shipped_questionnaire_meets_its_bars() -> None:
    """Own stories all right; of all, by the tier fixed: safe 97%, right 90%, care at home 60%; published right 80%."""
    report = replay(load(shipped("questions.yaml")))
    last, overall = report.questionnaire.tiers[-1], report.questionnaire.overall
    assert report.failed == ()
    assert [outcome.case.id for outcome in report.outcomes if not outcome.case.after and outcome.case.labelled] == []
    assert overall.safe.percent >= 97
    assert report.published.safe.percent >= 97
    assert last.right.percent >= 60
    assert overall.right.percent >= 90
    assert report.published.right.percent >= 80


def test_only_these_shipped_cases_come_out_calmer_than_was_fixed_for_them() -> None:
    """Each is a choice that a clinician is asked to confirm; an emergency among them above all."""
    questionnaire = load(shipped("questions.yaml"))
    calmer = {
        outcome.case.id: (outcome.case.right, outcome.guidance.tier.id)
        for outcome in replay(questionnaire).outcomes
        if questionnaire.urgency[outcome.case.right] < questionnaire.urgency[outcome.guidance.tier.id]
    }
    assert calmer == {
        "psoas_abscess_crohns_cannot_straighten": ("emergency", "urgent_today"),
        "three_weeks_mild_not_gone": ("routine", "self_care"),
    }


def test_every_shipped_case_that_follows_something_published_says_what_it_was() -> None:
    cases = load(shipped("questions.yaml")).cases
    published = [case for case in cases if case.after]
    form = re.compile(r"(case report|guideline page|vignette set): \S.+?( \(https?://\S+\))?")
    assert len(published) >= 100
    assert [case.after for case in published if not form.fullmatch(case.after or "")] == []
    assert [case.id for case in cases if case.labelled and (not case.after or case.labelled == case.expect.tier)] == []


def test_the_shipped_cases_are_many_and_spread() -> None:
    cases = load(shipped("questions.yaml")).cases
    expected = [case.expect.tier for case in cases]
    assert len(cases) >= 80
    assert set(expected) == {tier.id for tier in load(shipped("questions.yaml")).tiers}
    assert expected.count("emergency") >= 15
    assert expected.count("self_care") >= 15


def test_many_shipped_cases_are_a_crisis_or_stand_at_the_edge_of_a_band() -> None:
    outcomes = replay(load(shipped("questions.yaml"))).outcomes
    assert sum("crisis_first" in {each.id for each in outcome.guidance.statements} for outcome in outcomes) >= 8
    assert sum(outcome.case.expect.tier == "crisis_now" for outcome in outcomes) >= 6
    assert sum(on_an_edge(outcome) for outcome in outcomes) >= 15


def on_an_edge(outcome: CaseOutcome) -> bool:
    """Return whether one point more or less on some score would be another band."""
    measured = [each for each in outcome.guidance.scores.values() if each]
    return any(each.points in (band.start - 1, band.start) for each in measured for band in each.score.bands[1:])


def test_every_rule_of_the_shipped_file_is_met_by_a_case_that_expects_it() -> None:
    questionnaire = load(shipped("questions.yaml"))
    met = {rule for case in questionnaire.cases for rule in case.expect.rules or ()}
    assert [rule.id for rule in questionnaire.guidance if rule.id not in met] == []


def test_every_shipped_case_is_told_in_lay_words_and_says_which_rules_it_expects() -> None:
    """Those that follow something published keep the words in which they were written, without sight of the rules."""
    words = MEASURES["en"]
    for case in load(shipped("questions.yaml")).cases:
        assert case.after or (case.story.startswith("I ") and words.of(case.story) <= words.each), case.story
        assert not re.search(r"PHQ|GAD|score|tier|rule", case.story), case.story
        assert case.expect.rules is not None, case.id


def test_ages_in_the_stories_are_the_ages_that_are_answered() -> None:
    spans = {"under_18": (0, 17), "age_18_49": (18, 49), "age_50_64": (50, 64), "age_65_plus": (65, 120)}
    asked = [case for case in load(shipped("questions.yaml")).cases if "age" in case.answers]
    assert len(asked) >= 100
    for case in asked:
        (low, high), told = spans[str(case.answers["age"])], re.search(r"\b(\d\d)\b", case.story)
        assert told and low <= int(told[1]) <= high, case.story


def test_the_shipped_cases_beat_both_dumb_tools() -> None:
    report = replay(load(shipped("questions.yaml")))
    assert report.questionnaire.overall.right.hits > report.always.overall.right.hits
    assert report.questionnaire.overall.right.hits > report.any_rule.overall.right.hits


# Cases that follow something published ---------------------------------------------------------------------------


def test_figures_count_by_the_tier_that_was_fixed_for_a_case_not_by_the_one_that_stands() -> None:
    labelled = MILD.replace("id: mild", "id: calmer, after: a page of advice, labelled: soon")
    report = replayed(MILD, labelled)
    assert report.failed == ()
    assert (report.questionnaire.overall.right.hits, report.questionnaire.overall.right.of) == (1, 2)
    assert (report.published.right.hits, report.published.right.of, report.published.safe.hits) == (0, 1, 0)
    assert "After something published:" in as_text(report)
    assert "After something published:" not in as_text(replayed(MILD))
