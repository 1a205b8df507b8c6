"""A change that is tried says the same as the commands say of the changed file."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from checker.authoring.loader import inspect_text, load_text
from checker.authoring.manuscript import Manuscript
from checker.authoring.problems import SourceText
from checker.comparison import changes, difference
from checker.comparison import moved as in_words
from checker.evidence import tier_moves
from checker.evidence.worked_cases import replay
from checker.proofs.prover import find_gaps, prove
from checker.resources import shipped
from checker.review import consequences
from checker.review.trying import PEOPLE, Bench
from tests import translated as translation
from tests.proofs.test_reproof import BASE, CHANGES
from tests.throat import sore

CASES = """
cases:
  - {id: drools, story: They drool., answers: {signs: [drooling], days: many_days}, expect: {tier: now}}
  - {id: waits, story: They waited., answers: {signs: [none], days: many_days}, expect: {tier: soon}}
"""
TEXT = BASE + CASES
SHIPPED = shipped("questions.yaml").read_text(encoding="utf-8")
OF_SHIPPED = {
    "a tier": ("    ref: TD1\n    tier: urgent_today", "    ref: TD1\n    tier: few_days"),
    "a cut-off": ("phq2 >= 3", "phq2 >= 2"),
}


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(Manuscript(TEXT), "throat.yaml", sore())


@pytest.mark.parametrize("change", CHANGES)
def test_a_trial_says_what_the_commands_say(bench: Bench, change: str) -> None:
    before, after = CHANGES[change]
    text = TEXT.replace(before, after)
    checked = bench.checked(Manuscript(text))
    questionnaire, problems = inspect_text(text, "throat.yaml")
    assert checked.questionnaire is not None
    assert questionnaire is not None
    new, old = checked.questionnaire, bench.questionnaire
    assert {each for each in problems if not each.warning} == {each for each in checked.problems if not each.warning}
    assert checked.changes == tuple(changes(old, questionnaire))
    assert [each.id for each in bench.cases(new)] == [
        was.case.id
        for was, now in zip(replay(old).outcomes, replay(questionnaire).outcomes, strict=True)
        if (was.guidance.tier, was.mismatches) != (now.guidance.tier, now.mismatches)
        and (was.guidance.tier.id != now.guidance.tier.id or was.mismatches != now.mismatches)
    ]
    assert bench.findings(new).gaps == find_gaps(questionnaire)[0]
    found = difference(old, questionnaire)
    assert bench.whom(new).who == tuple(in_words(shift, old, questionnaire) for shift in found.versions.shifts)
    if {question: [*each.options] for question, each in new.question.items()} == {
        question: [*each.options] for question, each in old.question.items()
    }:
        assert bench.ordinary(new) == tier_moves.compare(old, questionnaire, sore(), number=PEOPLE)


def test_the_danger_is_said_in_plain_words(bench: Bench) -> None:
    text = TEXT.replace(*CHANGES["a softer tier"])
    new = load_text(text)
    proofs, cases = (
        list(consequences.of_the_proofs(bench.findings(new), new)),
        list(consequences.of_the_cases(bench.cases(new))),
    )
    assert proofs[0].sentence == "One promise breaks"
    assert proofs[0].bad
    assert "spit_now" in proofs[0].details[0]
    assert "gives soon" in proofs[0].details[0]
    assert cases[0].sentence == "One worked case comes out differently"
    moves = list(consequences.of_the_people(bench.ordinary(new), new))
    assert "ordinary people" in moves[0].sentence
    assert "go from now to soon" in moves[0].sentence
    assert any("from now to soon" in each.sentence for each in consequences.of_everybody(bench.whom(new), new))


def test_a_mistake_is_said_with_its_line_and_nothing_else_is(bench: Bench) -> None:
    checked = bench.checked(Manuscript(TEXT.replace("drooling in signs, because", "droling in signs, because")))
    assert checked.questionnaire is None
    (said,) = consequences.of_the_file(checked)
    assert said.bad
    assert "Did you mean 'drooling'?" in said.details[0]
    assert said.details[0].startswith("line ")


def of_shipped() -> Iterator[tuple[str, str]]:
    for name, (before, after) in OF_SHIPPED.items():
        assert before in SHIPPED, name
        yield name, SHIPPED.replace(before, after, 1)


@pytest.mark.thorough
def test_trials_of_the_shipped_file_say_what_its_proofs_say() -> None:
    bench = Bench(Manuscript(SHIPPED))
    for name, text in of_shipped():
        new = load_text(text)
        found, report = bench.findings(new), prove(new)
        broken = [(each.id, each.counterexamples) for each in report.failed if each.kind == "promise"]
        assert [(each.id, each.counterexamples) for each in found.broken] == broken, name
        gaps = [gap for each in report.verdicts if each.kind == "complete" for gap in each.gaps]
        assert [gap.message for gap in found.gaps] == gaps, name
        assert not found.undecided


@pytest.fixture(scope="module")
def shipped_bench() -> Bench:
    return Bench(Manuscript(SHIPPED))


@pytest.mark.parametrize(
    ("before", "after", "danger", "detail"),
    [
        ("your legs, bladder, bowels, or", "you have cauda equina syndrome, or", "new objection", "'cauda equina"),
        ("Little interest or pleasure in", "No joy in", "published instrument", "little_interest"),
        ('"Several days"}, points: 1', '"Several days"}, points: 2', "published instrument", "little_interest"),
    ],
)  # fmt: skip
def test_a_change_of_words_is_judged_as_words(
    shipped_bench: Bench, before: str, after: str, danger: str, detail: str
) -> None:
    assert before in SHIPPED
    found = list(consequences.of_the_file(shipped_bench.checked(Manuscript(SHIPPED.replace(before, after, 1)))))
    (said,) = (each for each in found if danger in each.sentence)
    assert said.bad
    assert any(detail in line for line in said.details)


def test_what_is_objected_to_already_is_nothing_new(shipped_bench: Bench) -> None:
    text = SHIPPED.replace("your legs, bladder, bowels, or", "you have cauda equina syndrome, or", 1)
    assert Bench(Manuscript(text)).checked(Manuscript(f"# a line more\n{text}")).style == ()


def test_answers_are_shown_as_people_read_them(bench: Bench) -> None:
    new = bench.checked(Manuscript(TEXT.replace("tier: now", "tier: soon", 1))).questionnaire
    assert new
    lines = [line for each in consequences.of_everybody(bench.whom(new), new) for line in each.details]
    assert any("Days: " in line for line in lines)
    assert not any("days:" in line for line in lines)


def _sentences(whole: Manuscript) -> dict[str, tuple[str, ...]]:
    found = consequences.of_the_file(Bench(translation.WHOLE, "throat.yaml").checked(whole))
    return {each.sentence: each.details for each in found}


def test_other_words_of_the_first_language_name_the_translations_that_no_longer_count() -> None:
    new = replace(translation.WHOLE, text=translation.YAML.replace("Which of these?", "Which?"))
    said = _sentences(new)
    (line,) = (each for each in said if "no longer count" in each)
    assert said[line] == ("ar, question signs: ask: “أيٌّ من هذه؟”", "es, question signs: ask: “¿Cuáles de estas?”")
    assert "Nothing that anybody reads or is told changes" not in said


def test_other_words_of_a_translation_are_judged_as_words() -> None:
    spanish = translation.SPANISH.replace("¿Cuáles de estas?", "¿Usted sufre?")
    new = replace(translation.WHOLE, translations=(SourceText(spanish, "throat.es.po"),))
    said = _sentences(new)
    assert not [each for each in said if "no longer count" in each]
    (line,) = (each for each in said if "objection" in each)
    assert said[line][0].startswith("throat.es.po, line 10: 'Usted sufre' has no place")
