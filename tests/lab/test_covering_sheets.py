"""A few answer sheets take everything, and kill every mutant of one token in a condition that matters to anybody."""

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings

from checker.authoring import load
from checker.cli import cli
from checker.engine.conditions import Answer, Expression
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.lab.covering_sheets import cover, survivors, untaken
from checker.lab.mutants import Mutant, mutants_of
from tests import brute_force
from tests.people import as_answer
from tests.proofs.test_prover import FEVER
from tests.sheets import random_sheet
from tests.small import FRAME, small
from tests.strategies import small_questionnaires

Sheet = dict[str, Answer]
KEPT = Path(__file__).parents[1] / "data" / "cover.yaml"
REFRESH = "look at what changed, then write the sheets anew: checker cover --mutants > tests/data/cover.yaml"


@pytest.fixture(scope="module")
def shipped_questionnaire(shipped_file: Path) -> Questionnaire:
    return load(shipped_file)


@pytest.fixture(scope="module")
def kept() -> list[dict[str, Any]]:
    found = yaml.load(KEPT.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(found, list)
    return found


def answers_of(questionnaire: Questionnaire, sheet: dict[str, Any]) -> Sheet:
    """Return the answers of a kept sheet; a scale's are numbers."""
    scales = {question.id for question in questionnaire.questions if question.kind == "scale"}
    return {name: int(given) if name in scales else as_answer(given) for name, given in sheet["answers"].items()}


def test_the_kept_sheets_give_what_they_gave(shipped_questionnaire: Questionnaire, kept: list[dict[str, Any]]) -> None:
    for sheet in kept:
        answers = answers_of(shipped_questionnaire, sheet)
        found = outcome(shipped_questionnaire, answers)
        assert (list(found["asked"]), found["next"]) == (list(answers), None), REFRESH
        assert {key: found[key] for key in ("tier", "rules", "says")} == sheet["expect"], REFRESH


def test_the_kept_sheets_take_everything(shipped_questionnaire: Questionnaire, kept: list[dict[str, Any]]) -> None:
    assert untaken(shipped_questionnaire, [answers_of(shipped_questionnaire, sheet) for sheet in kept]) == (), REFRESH


@pytest.mark.thorough
def test_the_kept_sheets_kill_every_mutant(shipped_questionnaire: Questionnaire, kept: list[dict[str, Any]]) -> None:
    assert survivors(shipped_questionnaire, [answers_of(shipped_questionnaire, sheet) for sheet in kept]) == (), REFRESH


def outcome(questionnaire: Questionnaire, sheet: Sheet) -> dict[str, Any]:
    """Return all that a person is asked and told."""
    journey = walk(questionnaire, sheet)
    told = advise(questionnaire, journey)
    return {
        "asked": journey.asked,
        "next": journey.next and journey.next.id,
        "tier": told.tier.id,
        "rules": [rule.id for rule in told.rules],
        "says": [statement.id for statement in told.statements],
    }


def mutated(questionnaire: Questionnaire, mutant: Mutant) -> Questionnaire:
    """Return a questionnaire with a mutant in it."""

    def changed(parts: Iterable[Any], kind: str) -> tuple[Any, ...]:
        return tuple(
            part.model_copy(update={"when": mutant.written}) if (kind, part.id) == (mutant.kind, mutant.id) else part
            for part in parts
        )

    fields = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    fields["guidance"] = changed(questionnaire.guidance, "rule")
    fields["statements"] = changed(questionnaire.statements, "statement")
    fields["sections"] = tuple(
        section.model_copy(update={"questions": changed(section.questions, "question")})
        for section in questionnaire.sections
    )
    return Questionnaire.model_construct(**fields)


def differ(one: Questionnaire, two: Questionnaire, sheets: Iterable[Sheet]) -> bool:
    return any(outcome(one, sheet) != outcome(two, sheet) for sheet in sheets)


@pytest.mark.thorough
def test_the_engine_itself_gives_something_else_on_some_kept_sheet_with_each_mutant_of_a_sample(
    shipped_questionnaire: Questionnaire, kept: list[dict[str, Any]]
) -> None:
    sheets = [answers_of(shipped_questionnaire, sheet) for sheet in kept]
    equivalent = {identity(mutant) for mutant in cover(shipped_questionnaire, mutants=True).equivalent}
    others = [random_sheet(Random(seed), shipped_questionnaire) for seed in range(40)]
    before = [outcome(shipped_questionnaire, sheet) for sheet in sheets]
    for mutant in list(mutants_of(shipped_questionnaire))[::23]:
        changed = mutated(shipped_questionnaire, mutant)
        if identity(mutant) in equivalent:
            assert not differ(shipped_questionnaire, changed, sheets + others)
        else:
            assert any(outcome(changed, sheet) != told for sheet, told in zip(sheets, before, strict=True)), mutant


def identity(mutant: Mutant) -> tuple[str, str, Expression]:
    return mutant.kind, mutant.id, mutant.written


@settings(max_examples=20)
@given(small_questionnaires(3))
def test_every_mutant_of_a_small_questionnaire_is_killed_or_changes_no_sheet_of_all(
    questionnaire: Questionnaire,
) -> None:
    found = cover(questionnaire, mutants=True)
    equivalent = {identity(mutant) for mutant in found.equivalent}
    sheets = [trace.journey.answers for trace in found.traces]
    every = list(mutants_of(questionnaire))
    assert found.killed + len(found.equivalent) == len(every)
    for mutant in every:
        changed = mutated(questionnaire, mutant)
        if identity(mutant) in equivalent:
            assert not differ(questionnaire, changed, brute_force.people(questionnaire))
        else:
            assert differ(questionnaire, changed, sheets)


@settings(max_examples=60)
@given(small_questionnaires())
def test_what_can_happen_in_a_small_questionnaire_happens_on_some_sheet(questionnaire: Questionnaire) -> None:
    traces = cover(questionnaire).traces
    taken = brute_force.happening_on(questionnaire, [(trace.journey, trace.guidance) for trace in traces])
    assert taken == brute_force.happening(questionnaire)


UNREAD = """
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}
      - {id: days, kind: scale, label: {en: Days}, ask: {en: For how long?}, min: 0, max: 9, when: pain >= 8}
"""


def test_a_scale_that_no_condition_reads_is_asked_on_some_sheet() -> None:
    assert {trace.journey.asked for trace in cover(small(UNREAD)).traces} == {("pain",), ("pain", "days")}


def test_both_sides_of_the_edge_of_every_band_are_taken(
    shipped_questionnaire: Questionnaire, kept: list[dict[str, Any]]
) -> None:
    ends = [walk(shipped_questionnaire, answers_of(shipped_questionnaire, sheet)) for sheet in kept]
    for score in shipped_questionnaire.scores:
        points = {end.values.get(score.id) for end in ends}
        assert {start for band in score.bands[1:] for start in (band.start - 1, band.start)} <= points


def test_the_command_writes_sheets_that_load_and_are_few(tmp_path: Path) -> None:
    file = tmp_path / "fever.yaml"
    file.write_text(FRAME + FEVER)
    result = CliRunner().invoke(cli, ["cover", str(file), "--mutants"])
    assert result.exit_code == 0, result.output
    sheets = yaml.load(result.output, yaml.BaseLoader)
    assert 3 <= len(sheets) <= 12
    assert sheets[0]["expect"].keys() == {"tier", "rules", "says"}
    assert json.loads(CliRunner().invoke(cli, ["cover", str(file), "--mutants", "--json"]).output) == [
        {**sheet, "answers": {name: as_number(answer) for name, answer in sheet["answers"].items()}} for sheet in sheets
    ]


def as_number(answer: str | list[str]) -> str | int | list[str]:
    return int(answer) if isinstance(answer, str) and answer.isdigit() else answer
