"""`checker prove` decides every claim, and what it finds is what `checker try` finds."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checker.authoring.loader import load, load_text
from checker.cli import cli
from checker.engine.questionnaire import Questionnaire
from checker.proofs import counting, prover, state_explosion
from checker.proofs.encoding import Logic
from checker.proofs.prover import prove
from tests import strategies
from tests.small import FRAME

FEVER = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: fever, kind: one, label: {en: Fever}, ask: {en: Fever?}, options: [{id: no, text: {en: "No"}}, {id: yes, text: {en: "Yes"}}, {id: not_sure, unsure: true, text: {en: Not sure}}]}
      - {id: days, kind: scale, label: {en: Days}, ask: {en: How long?}, min: 0, max: 30, when: fever is yes}
      - {id: signs, kind: many, label: {en: Signs}, ask: {en: Signs?}, options: [{id: none, exclusive: true, text: {en: None}}, {id: rash, text: {en: Rash}}, {id: neck, text: {en: Stiff neck}}]}
guidance:
  - {id: long_fever, tier: soon, when: days >= 4, because: {en: it lasts}}
  - {id: bad_signs, tier: now, when: fever is yes and neck in signs, because: {en: of the signs}}
"""  # noqa: E501


RECORDED = FEVER.replace("{id: rash, ", "{id: rash, for_record: true, ")
HEARD = RECORDED + "  - {id: unsure, tier: soon, when: fever is not_sure, because: {en: of a doubt}}\n"
"""The same with nothing unheard."""
DOUBT = RECORDED.replace("when: days >= 4", "when: fever is no or days >= 4")
"""The same with nothing unheard, but that to be unsure reassures."""
CALL = 'card: emergency, links: [{id: call, text: {en: Call 911}, href: "tel:911"}]}'


def written(folder: Path, promises: str, rest: str = HEARD) -> Path:
    """Return a file with these promises."""
    file = folder / "fever.yaml"
    file.write_text(FRAME.replace("card: emergency}", CALL) + rest + f"promises:\n  - {promises}\n")
    return file


def proved(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Return how `checker prove --json` ended, and what it printed."""
    result = CliRunner().invoke(cli, ["prove", "--json", *arguments])
    data = json.loads(result.output)
    assert isinstance(data, dict)
    return result.exit_code, data


def tried(file: Path, sheet: str) -> dict[str, Any]:
    """Return what `checker try` says of answers as `checker prove` prints them."""
    result = CliRunner().invoke(cli, ["try", "--questions", str(file)], input=sheet)
    assert result.exit_code == 0, result.output
    data = json.loads(result.output)
    assert isinstance(data, dict)
    assert data["next"] is None
    return data


def printed_sheets(file: Path) -> list[str]:
    """Return the answers that `checker prove` prints below a claim that fails."""
    result = CliRunner().invoke(cli, ["prove", str(file)])
    assert result.exit_code == 1
    after = result.output.split("FAILS: ")[1].splitlines()
    return [line.removeprefix("    answers: ") for line in after if line.startswith("    answers: ")]


def test_every_claim_of_both_questionnaires_is_proved(file: Path) -> None:
    report = prove(load(file))
    assert report.holds
    assert not report.left_out
    kinds = Counter(verdict.kind for verdict in report.verdicts)
    unscored = sum(score.not_scored is not None for score in load(file).scores)
    assert kinds == {"ends": 1, "reached": 5, "complete": 9 + unscored, "promise": len(load(file).promises)}


def test_a_proof_names_the_rules_that_it_needed(shipped_file: Path) -> None:
    report = prove(load(shipped_file))
    because = {verdict.id: verdict.because for verdict in report.verdicts}
    assert because["p_unsure_now"] == ("td_unsure",)
    assert because["p_unsure_after"] == ("td_surgery", "td_pregnancy")


def test_a_broken_promise_shows_the_smallest_sheet_which_try_replays(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: neck, always: now, when: neck in signs}")
    (sheet,) = printed_sheets(file)
    assert sheet == "{fever: no, signs: [neck]}"
    assert tried(file, sheet)["tier"] == "home"


def test_a_tier_that_should_not_be_is_shown_and_replayed(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: short, never: soon, when: fever is yes}")
    (sheet,) = printed_sheets(file)
    assert sheet == "{fever: yes, days: 4, signs: [none]}"
    assert tried(file, sheet)["guidance"] == ["long_fever"]


def test_an_order_that_breaks_shows_two_sheets_of_which_the_worse_gets_the_softer_tier(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: home, always: home}", DOUBT)
    milder, worse = printed_sheets(file)
    assert [tried(file, sheet)["tier"] for sheet in (milder, worse)] == ["soon", "home"]
    assert (milder, worse) == ("{fever: no, signs: [none]}", "{fever: not_sure, signs: [none]}")


def test_a_statement_left_unsaid_is_shown_and_replayed(tmp_path: Path) -> None:
    says = "statements:\n  - {id: rest, place: care, group: ease, text: {en: Rest.}, when: days > 1}\n"
    file = written(tmp_path, "{id: always_rest, says: rest, when: fever is yes}", HEARD + says)
    (sheet,) = printed_sheets(file)
    assert tried(file, sheet)["statements"] == []


QUIET = "statements:\n  - {id: rest, place: care, group: ease, text: {en: Rest.}, when: days <= 3}\n"
QUIET += "  - {id: run, place: care, group: ease, text: {en: Run.}, when: tier is not now and days >= 2}\n"


@pytest.mark.parametrize(("days", "said"), [(1, "rest"), (4, "run")])
def test_a_statement_that_should_not_be_said_is_shown_and_replayed(tmp_path: Path, days: int, said: str) -> None:
    """The smallest sheet that has either of two, of which one reads the tier."""
    file = written(tmp_path, f"{{id: quiet, never_says: [rest, run], when: days == {days}}}", HEARD + QUIET)
    sheet, *_ = printed_sheets(file)
    assert sheet == f"{{fever: yes, days: {days}, signs: [none]}}"
    assert tried(file, sheet)["statements"] == [said]


def test_that_statements_are_never_said_is_proved(tmp_path: Path) -> None:
    claims = "{id: quiet, never_says: [rest, run], when: days >= 4 and neck in signs}"
    claims += "\n  - {id: no_haste, never_says: [rest], when: fever is no}"
    _, report = proved(str(written(tmp_path, claims, HEARD + QUIET)))
    held = {each["claim"] for each in report["verdicts"] if each["kind"] == "promise" and each["holds"]}
    assert held == {
        "quiet: never_says rest, run when days >= 4 and neck in signs", "no_haste: never_says rest when fever is no",
    }  # fmt: skip


def test_a_group_of_the_care_plan_stands_for_all_in_it(tmp_path: Path) -> None:
    claims = "{id: quiet, never_says: [ease], when: days == 4}\n  - {id: still, never_says: [move], when: days == 4}"
    _, report = proved(str(written(tmp_path, claims, HEARD + QUIET)))
    assert {each["id"]: each["holds"] for each in report["verdicts"] if each["kind"] == "promise"} == {
        "quiet": False, "still": True,
    }  # fmt: skip


def test_what_one_promise_says_another_cannot_forbid(tmp_path: Path) -> None:
    claims = "{id: told, says: rest, when: days == 3}\n  - {id: untold, never_says: [rest], when: days == 3}"
    _, report = proved(str(written(tmp_path, claims, HEARD + QUIET)))
    assert {each["id"]: each["holds"] for each in report["verdicts"] if each["kind"] == "promise"} == {
        "told": True, "untold": False,
    }  # fmt: skip


SAYS = "statements:\n  - {id: rest, place: care, group: ease, text: {en: Rest.}, when: tier is home}\n"
PAUSE = FEVER.replace("when: days >= 4", "then: interrupt, page: {title: {en: Oh}, text: [{en: Oh}]}, when: days >= 4")


@pytest.mark.parametrize(
    ("promise", "rest", "responsible"),
    [
        ("{id: x, always: now, when: neck in signs}", FEVER, [("home", [], [])]),
        ("{id: x, never: soon, when: days >= 9}", FEVER, [("soon", ["long_fever"], [])]),
        ("{id: x, says: rest, when: days >= 1}", FEVER + SAYS, [("soon", ["long_fever"], [])]),
        ("{id: x, never_says: [rest], when: fever is no}", FEVER + SAYS, [("home", [], [])]),
        ("{id: x, interrupts: long_fever, when: neck in signs and fever is yes}", PAUSE, [("now", ["bad_signs"], [])]),
        (
            "{id: x, monotone: [days]}",
            FEVER.replace("days >= 4", "days <= 4"),
            [("soon", ["long_fever"], []), ("home", [], ["long_fever"])],
        ),
    ],
)
def test_a_promise_that_fails_names_the_rules_responsible(
    tmp_path: Path, promise: str, rest: str, responsible: list[tuple[str, list[str], list[str]]]
) -> None:
    assert shown_of(written(tmp_path, promise, rest), "x") == responsible


def shown_of(file: Path, claim: str) -> list[tuple[str, list[str], list[str]]]:
    """Return the tier and the rules of each sheet that shows a claim false, and which rules are gone; try agrees."""
    _, report = proved(str(file))
    shown = next(each for each in report["verdicts"] if each["id"] == claim)["counterexample"]
    for each in shown:
        found = tried(file, json.dumps(each["answers"]))
        assert (found["tier"], found["guidance"]) == (each["tier"], each["rules"])
    return [(each["tier"], each["rules"], each["no_longer"]) for each in shown]


def test_a_doubt_that_reassures_names_the_rules_responsible(tmp_path: Path) -> None:
    softer = FEVER.replace("days >= 4", "fever is not_sure").replace("fever is yes and neck", "fever is no and neck")
    file = written(tmp_path, "{id: home, always: home}", softer)
    assert shown_of(file, "least") == [("now", ["bad_signs"], []), ("soon", ["long_fever"], ["bad_signs"])]
    calm = written(tmp_path, "{id: home, always: home}", FEVER)
    assert shown_of(calm, "unsure") == [("home", [], [])]


def test_below_each_sheet_stands_what_it_gives_and_by_which_rules(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: home, always: home}", DOUBT)
    after = CliRunner().invoke(cli, ["prove", str(file)]).output.split("FAILS: ")[1].splitlines()
    assert after[3] == "      gives soon; rules that hold: long_fever"
    assert after[5] == "      gives home; rules that hold: none; no longer: long_fever"


@pytest.mark.parametrize(
    ("change", "dead"),
    [
        (("when: fever is yes}", "when: fever is yes and fever is no}"), "days"),
        (("when: days >= 4", "when: days >= 4 and fever is no"), "long_fever"),
    ],
)
def test_what_can_never_happen_is_named(tmp_path: Path, change: tuple[str, str], dead: str) -> None:
    code, report = proved(str(written(tmp_path, "{id: home, always: home}", FEVER.replace(*change))))
    assert code == 1
    assert dead in [each for verdict in report["verdicts"] for each in verdict["never"]]


def test_what_is_read_without_being_asked_is_listed_for_a_clinician(tmp_path: Path) -> None:
    code, report = proved(str(written(tmp_path, "{id: long, always: soon, when: days >= 4}")))
    assert code == 0
    assert report["to_confirm"][0]["names"] == ["days"]
    assert report["to_confirm"][0]["places"] == ["rule long_fever", "promise long"]


def test_a_rule_that_never_decides_is_a_fault_unless_it_says_so(tmp_path: Path) -> None:
    twice = HEARD + "  - {id: longer_fever, tier: soon, when: days >= 9, because: {en: it lasts}}\n"
    code, report = proved(str(written(tmp_path, "{id: home, always: home}", twice)))
    assert code == 1
    (gap,) = next(each for each in report["verdicts"] if each["id"] == "decides")["gaps"]
    assert gap.startswith("rule 'longer_fever' never decides alone: wherever it holds, so does long_fever. ")
    said = twice.replace("tier: soon, when: days >= 9", "tier: soon, also: true, when: days >= 9")
    assert proved(str(written(tmp_path, "{id: home, always: home}", said)))[0] == 0


def test_a_question_that_nobody_skips_is_a_note_and_no_fault(tmp_path: Path) -> None:
    asked = HEARD.replace(
        "min: 0, max: 30, when: fever is yes}", 'min: 0, max: 30, when: "fever in (no, yes, not_sure)"}'
    )
    code, report = proved(str(written(tmp_path, "{id: home, always: home}", asked)))
    assert code == 0
    assert report["notes"] == ["question 'days' is asked of everybody who gets there, although it has a condition"]


def test_answer_sheets_are_counted_exactly_per_tier(tmp_path: Path) -> None:
    _, report = proved(str(written(tmp_path, "{id: home, always: home}")))
    assert report["all"] == {"sheets": 4 * (31 + 2), "shortest": 2, "longest": 3}
    assert {tier: count["sheets"] for tier, count in report["counts"].items()} == {"now": 62, "soon": 58, "home": 12}


def test_without_time_nothing_is_called_proved(shipped_file: Path) -> None:
    result = CliRunner().invoke(cli, ["prove", str(shipped_file), "--timeout", "0"])
    assert result.exit_code == 1
    assert "proved:" not in result.output
    assert "undecided: p_stone: always emergency when waves in side_signs." in result.output
    assert "the time ran out" in result.output


@pytest.mark.parametrize("seconds", ["nan", "-1", "soon"])
def test_a_time_that_is_none_is_refused(seconds: str) -> None:
    result = CliRunner().invoke(cli, ["prove", "--timeout", seconds])
    assert result.exit_code == 2
    assert "--timeout" in result.output


def test_what_is_too_entangled_to_count_is_said_and_the_claims_are_proved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prover, "count", partial(counting.count, most_states=1))
    code, report = proved(str(written(tmp_path, "{id: home, always: home}")))
    assert code == 0
    assert report["counts"] == {}
    why = "too entangled to count exactly: more than 1 states at once after question 'fever'"
    assert report["left_out"][0].startswith(f"how many answer sheets each tier has: {why}")


def interleaved(order: Sequence[str]) -> Questionnaire:
    """Return a questionnaire of two sums of ten answers each, in an order, and of others that read few."""
    options = [strategies.option(f"o{points}", points=points) for points in range(4)]
    items = [strategies.question(name, options=options) for name in order]
    pair = [strategies.question("first", "scale", min=0, max=3), strategies.question("second", "scale", min=0, max=3)]
    return strategies.questionnaire(
        [*items, *pair, strategies.question("more", "scale", min=0, max=3, when="first >= 2 and second >= 2")],
        scores=[
            strategies.score(name, [each for each in order if each.startswith(name)], {"low": 0}) for name in ("a", "b")
        ],
        guidance=[
            strategies.rule("both", "soon", "first >= 1 and second >= 1"),
            strategies.rule("high_a", "now", "a >= 15"),
            strategies.rule("high_b", "soon", "b >= 15"),
        ],
    )


def test_where_counting_is_given_up_it_says_which_rules_to_untangle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prover, "count", partial(counting.count, most_states=60))
    mixed = [f"{name}{place}" for place in range(10) for name in ("a", "b")]
    (why, *_) = prove(interleaved(mixed)).left_out
    assert "more than 60 states at once after question 'a2', where 2 conditions have read some answers" in why
    assert "rule 'high_a' (10 groups, by a0, a1, a2); rule 'high_b' (7 groups, by b0, b1)" in why
    assert why.endswith("Ask what each of them reads closer together")
    assert not prove(interleaved(sorted(mixed))).left_out


def test_what_keeps_most_people_apart_is_named_first_and_what_is_settled_not_at_all() -> None:
    mixed = Logic(interleaved([f"{name}{place}" for place in range(10) for name in ("a", "b")]))
    assert list(state_explosion.pending(mixed, "first")) == [
        state_explosion.Pending("question 'more'", 2, ("first",)),
        state_explosion.Pending("rule 'both'", 2, ("first",)),
    ]
    assert [each.name for each in state_explosion.pending(mixed, "first", tiers=False)] == ["question 'more'"]
    assert "The widest: rule 'high_a' (14 groups, by a0, a1, a2 and 3 more); rule 'high_b'" in state_explosion.knot(
        mixed, "b5"
    )


def test_a_malformed_promise_is_answered_with_its_place_and_mend(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: neck, always: nowhere, when: neck in signs}")
    result = CliRunner().invoke(cli, ["prove", str(file)])
    assert result.exit_code == 1
    assert f"{file}:24:24: there is no tier 'nowhere'. Did you mean 'now'?" in result.output


def test_a_report_says_what_a_proof_is_not(tmp_path: Path) -> None:
    file = written(tmp_path, "{id: home, always: home}")
    assert "never about medicine" in CliRunner().invoke(cli, ["prove", str(file)]).output
    assert load_text(file.read_text()).promises[0].always == "home"
