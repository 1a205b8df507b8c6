"""Nothing that a person can answer goes unheard, and what nobody wrote is named with its line and its mend."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.authoring.loader import inspect_text, load_text
from checker.cli import cli
from checker.proofs.answer_outcomes import outcomes
from checker.proofs.completeness import Gap
from checker.proofs.prover import find_gaps
from tests.planted import ORPHAN, TEXT, speakers, with_orphan, without_points, without_rule
from tests.small import FRAME

SHIPPED = load_text(TEXT)
MANY = [question.id for question in SHIPPED.questions if question.kind == "many"]
COUGH = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Signs?}
        options:
          - {id: blood, text: {en: Coughing blood}}
          - {id: fever, text: {en: Fever}}
          - {id: not_sure, text: {en: Not sure}, unsure: true}
          - {id: none, text: {en: None}, exclusive: true}
      - id: cough
        kind: one
        label: {en: Cough}
        ask: {en: Cough?}
        options: [{id: no, text: {en: "No"}, points: 0}, {id: bad, text: {en: Bad}, points: 3}, {id: skip, text: {en: Skip}, aside: true}]
      - {id: days, kind: scale, label: {en: Days}, ask: {en: Days?}, min: 0, max: 9}
scores:
  - {id: strain, label: {en: Strain}, sum: [cough, days], not_scored: {prorate: 1}, bands: [{id: all, from: 0, text: {en: All}}]}
guidance:
  - {id: bleeding, tier: now, when: blood in signs, because: {en: x}}
  - {id: hot, tier: soon, when: fever in signs or not_sure in signs, because: {en: x}}
  - {id: strained, tier: soon, when: strain >= 3, because: {en: x}}
"""  # noqa: E501
CALL = 'card: emergency, links: [{id: call, text: {en: Call}, href: "tel:911"}]}'
WHOLE = FRAME.replace("card: emergency}", CALL) + COUGH


def check(tmp_path: Path, text: str, *flags: str) -> Result:
    file = tmp_path / "q.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(cli, ["check", str(file), *flags])


def gaps_of(text: str) -> dict[str, Gap]:
    found, undecided = find_gaps(load_text(text))
    assert not undecided
    return {gap.name: gap for gap in found}


def test_a_whole_questionnaire_has_no_gap(tmp_path: Path) -> None:
    assert not gaps_of(WHOLE)
    assert check(tmp_path, WHOLE).exit_code == 0


@pytest.mark.parametrize(
    ("was", "now", "gap", "said"),
    [
        ("blood in signs", "fever in signs and days > 3", "blood of signs", "nothing hears 'blood' of 'signs'"),
        ("fever in signs or not_sure in signs", "not_sure in signs", "fever of signs", "nothing hears 'fever'"),
        ("fever in signs or not_sure in signs", "fever in signs", "not_sure of signs", "may be told 'home'"),
        ("fever in signs or not_sure in signs", "fever in signs or none in signs", "not_sure of signs", "told 'home'"),
        ("{id: fever, text", "{id: fever, for_record: true, text", "fever of signs", "Delete `for_record`"),
        ("sum: [cough, days], not_scored: {prorate: 1}", "sum: [cough], not_scored: no_score", "days", "hears 'days'"),
        ("{id: days, kind", "{id: days, for_record: true, kind", "days", "'days' is not for the record alone"),
        ("when: strain >= 3", "when: days > 3", "strain", "nothing reads the score 'strain'"),
        ("not_scored: {prorate: 1}", "not_scored: no_score", "strain", "'skip' of 'cough' has no points, and"),
        ("tier: now, when: blood in signs", "tier: soon, when: blood in signs", "now", "nobody's result is ever 'now'"),
        ("when: strain >= 3", "when: fever in signs and strain >= 3", "strained", "so does hot. Delete it, or"),
        ("{id: hot, ", "{id: hot, also: true, ", "hot", "decides alone for somebody, although it says `also: true`"),
        (CALL, "card: emergency}", "now", "'now' is an emergency without a way to call"),
        (CALL, "card: calm}", "soon", "'soon' looks more urgent (card: soon) than 'now' above it (card: calm)"),
    ],
)  # fmt: skip
def test_every_gap_is_named_with_its_mend(was: str, now: str, gap: str, said: str) -> None:
    assert was in WHOLE
    found = gaps_of(WHOLE.replace(was, now))
    assert said in found[gap].message


def test_a_file_without_rules_is_refused(tmp_path: Path) -> None:
    result = check(tmp_path, WHOLE[: WHOLE.index("guidance:")])
    assert result.exit_code == 1
    assert "there is no rule: whatever is answered, the result is the last tier" in result.output


def test_a_gap_is_said_at_its_line_and_column(tmp_path: Path) -> None:
    text = WHOLE.replace("blood in signs", "fever in signs and days > 3")
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "id: blood" in each)
    assert f"q.yaml:{line}:13: nothing hears 'blood'" in check(tmp_path, text).output


def test_what_an_option_without_points_softens_is_shown_by_two_sheets(tmp_path: Path) -> None:
    output = check(tmp_path, WHOLE.replace("not_scored: {prorate: 1}", "not_scored: no_score")).output
    assert "    answers: {signs: [none], cough: no, days: 3}\n      gives soon\n" in output
    assert "    answers: {signs: [none], cough: skip, days: 3}\n      gives home\n" in output


def test_what_is_for_the_record_needs_no_rule() -> None:
    text = WHOLE.replace("fever in signs or not_sure in signs", "not_sure in signs")
    assert not gaps_of(text.replace("{id: fever, text", "{id: fever, for_record: true, text"))


def test_what_is_said_to_whoever_lacks_the_none_hears_no_option() -> None:
    said = "statements:\n  - {id: some, place: notice, when: none not in signs, text: {en: You marked something.}}\n"
    unnamed = WHOLE.replace("tier: now, when: blood in signs", "tier: now, when: fever in signs and days > 3")
    assert "blood of signs" in gaps_of(unnamed + said)
    assert not gaps_of(WHOLE + said)


def test_a_rule_that_is_there_also_needs_another_that_decides() -> None:
    twice = WHOLE + "  - {id: hot_too, tier: soon, when: fever in signs, also: true, because: {en: x}}\n"
    assert not gaps_of(twice)
    assert {*gaps_of(twice.replace(", also: true", ""))} == {"hot_too"}
    assert {*gaps_of(twice.replace("{id: hot, ", "{id: hot, also: true, "))} == {"hot", "hot_too"}


def test_an_answer_that_no_rule_names_is_softer_than_the_least_worrying_one() -> None:
    """A fall from a roof beside a hit that a doctor has checked: the roof would be sent home."""
    roof = '          - {id: roof, text: {en: "A fall from a roof, today", es: "Una caída de un techo, hoy"}}\n'
    at = TEXT.index("          - {id: very_hard,")
    found = gaps_of(TEXT[:at] + roof + TEXT[at:])
    assert {*found} == {"roof of injury"}
    assert "is named by no rule, and softer than the least worrying answer" in found["roof of injury"].message
    pointed = inspect_text(TEXT[:at] + roof.replace("roof,", "roof, points: 5,") + TEXT[at:])
    assert pointed[0] is None
    assert {"has no points, as others here have" in each.message for each in pointed[1] if not each.warning} == {True}


def test_a_rule_that_holds_for_nobody_is_not_made_good_by_also() -> None:
    never = "  - {id: never, tier: soon, when: days > 3 and days < 2, also: true, because: {en: x}}\n"
    assert "holds for nobody. Mend its condition" in gaps_of(WHOLE + never)["never"].message


def test_of_rules_that_hide_each_other_one_has_to_stay() -> None:
    twins = "".join(f"  - {{id: hot_{n}, tier: now, when: fever in signs, because: {{en: x}}}}\n" for n in (1, 2))
    found = gaps_of(WHOLE + twins)
    assert {name for name, gap in found.items() if "Keep one of these, and write" in gap.message} == {"hot_1", "hot_2"}
    kept = WHOLE + twins.replace("{id: hot_2,", "{id: hot_2, also: true,")
    assert not {"hot_1", "hot_2"} & gaps_of(kept).keys()


def test_where_tiers_are_upside_down_or_there_is_no_rule_nothing_else_is_said() -> None:
    loud, calm = (line for line in WHOLE.splitlines(keepends=True) if "{id: now," in line or "{id: soon," in line)
    assert {*gaps_of(WHOLE.replace(loud + calm, calm + loud))} == {"now"}
    assert {*gaps_of(WHOLE[: WHOLE.index("guidance:")])} == {"guidance"}


def test_preferring_not_to_say_what_is_for_the_record_alone_is_no_gap() -> None:
    sex = "      - {id: sex, kind: one, for_record: true, label: {en: Sex}, ask: {en: Sex?}, options: [{id: f, text: {en: F}}, {id: m, text: {en: M}}, {id: no_say, unsure: true, text: {en: No}}]}\n"  # noqa: E501
    assert not gaps_of(WHOLE.replace("scores:\n", f"{sex}scores:\n"))


def test_an_unheard_doubt_is_not_told_to_be_for_the_record() -> None:
    text = WHOLE.replace("fever in signs or not_sure in signs", "fever in signs")
    messages = [gap.message for gap in find_gaps(load_text(text))[0] if gap.name == "not_sure of signs"]
    assert len(messages) == 2
    assert not any("for_record" in message for message in messages)


def test_a_list_needs_a_way_to_say_that_there_is_nothing() -> None:
    found = gaps_of(WHOLE.replace("{id: none, text: {en: None}, exclusive: true}", "{id: none, text: {en: None}}"))
    assert "cannot answer: an empty page is an error" in found["signs"].message


def test_what_worries_least_is_not_for_the_record_where_other_answers_are_heard() -> None:
    assert {*gaps_of(WHOLE.replace("{id: none, text", "{id: none, for_record: true, text"))} == {"none of signs"}


def test_somebody_can_be_called_from_every_page() -> None:
    call, page = 'text: {en: Call 911}, href: "tel:911"', 'text: {en: Help}, href: "https://x.org/"'
    assert {*gaps_of(WHOLE.replace(call, page))} == {"help"}


def test_the_table_comes_whole_and_the_gaps_beside_it(tmp_path: Path) -> None:
    result = check(tmp_path, WHOLE.replace("fever in signs or not_sure in signs", "not_sure in signs"), "--csv")
    assert result.exit_code == 1
    assert "nothing hears 'fever' of 'signs'" in result.stderr
    rows = {row["answer"]: row for row in csv.DictReader(StringIO(result.stdout))}
    assert (rows["fever"]["heard"], rows["blood"]["heard"]) == ("no", "yes")


# Too entangled ---------------------------------------------------------------------------------------------------


def test_what_is_too_entangled_to_decide_says_at_which_question_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.proofs.decision_diagrams.Diagrams.__init__.__defaults__", (float("inf"), 2_000))
    questions = "".join(
        f"      - {{id: q{n}, kind: scale, label: {{en: q}}, ask: {{en: q?}}, min: 0, max: 9}}\n" for n in range(14)
    )
    thirds = [", ".join(f"q{n}" for n in range(14) if n % 3 != part) for part in range(3)]
    scores = "".join(
        f"  - {{id: s{n}, label: {{en: s}}, sum: [{third}], bands: [{{id: all, from: 0, text: {{en: x}}}}]}}\n"
        for n, third in enumerate(thirds)
    )
    rule = "guidance:\n  - {id: r, tier: now, when: s0 >= 40 and s1 < 40 or s2 > 50 and s0 < 20, because: {en: x}}\n"
    frame = "sections:\n  - id: all\n    title: {en: All}\n    questions:\n"
    result = check(tmp_path, f"{FRAME.replace('card: emergency}', CALL)}{frame}{questions}scores:\n{scores}{rule}")
    assert result.exit_code == 1
    assert "undecided: every answer makes a difference" in result.output
    assert "at question 'q" in result.output
    assert "can be served" not in result.output


# The shipped questionnaire ---------------------------------------------------------------------------------------


def test_the_shipped_questionnaire_has_no_gap() -> None:
    assert find_gaps(SHIPPED) == ((), ())


@pytest.mark.parametrize("question", MANY)
def test_an_option_that_no_rule_hears_is_named_in_any_list(tmp_path: Path, question: str) -> None:
    text = with_orphan(TEXT, question)
    line = text.count("\n", 0, text.index(ORPHAN)) + 1
    result = check(tmp_path, text)
    assert result.exit_code == 1
    assert f"q.yaml:{line}:13: nothing hears 'orphan' of '{question}'" in result.output


@pytest.mark.parametrize(("line", "text"), list(without_points(TEXT)))
def test_points_that_are_gone_are_missed_on_their_line(line: int, text: str) -> None:
    questionnaire, problems = inspect_text(text)
    assert questionnaire is None
    assert [problem.line for problem in problems if "has no points" in problem.message] == [line]


@pytest.mark.parametrize("rule", ["td_unsure", "fd_unsure", "bk_health", "rt_private"])
def test_a_doubt_that_no_rule_hears_reassures_though_no_promise_says_so(rule: str) -> None:
    fewer = without_rule(SHIPPED, rule).model_copy(update={"promises": ()})
    doubts = [option.id for question in SHIPPED.questions for option in question.options if option.unsure]
    named = [gap.name for gap in find_gaps(fewer)[0]]
    assert named
    assert all(name.split()[0] in doubts for name in named)


@pytest.mark.parametrize("rule", [rule.id for rule in SHIPPED.guidance])
def test_something_speaks_for_every_rule(rule: str) -> None:
    spoken = any(found for _, found in speakers(SHIPPED, without_rule(SHIPPED, rule)))
    assert spoken


# What each answer leads to ---------------------------------------------------------------------------------------


def test_what_each_answer_leads_to_stands_in_a_table() -> None:
    result = CliRunner().invoke(cli, ["check", "--csv"])
    rows = {(row["question"], row["answer"]): row for row in csv.DictReader(StringIO(result.output))}
    answers = sum(max(1, len(question.options)) for question in SHIPPED.questions)
    assert len(rows) == len(list(outcomes(SHIPPED))) == answers
    fever = rows["low_signs", "fever"]
    assert (fever["alone"], fever["by rules"], fever["at most"]) == ("urgent_today", "td_fever", "emergency")
    hit = rows["injury", "very_hard"]
    assert (hit["alone"], hit["beside"]) == ("emergency", "{onset: blow}")
    assert rows["medicines", "otc"]["for the record"] == "yes"
    assert rows["pain_most", "10"]["at most"] == "urgent_today"


def test_what_each_answer_leads_to_is_printed_too() -> None:
    output = CliRunner().invoke(cli, ["check", "--options"]).output
    assert "low_signs.fever: alone gives urgent_today by td_fever; at most emergency\n" in output
    assert "medicines.otc: alone gives self_care; decides no tier, changes nothing (for the record)\n" in output
    assert " can be served: " in output
