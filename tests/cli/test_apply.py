"""``checker apply``: says what comes of a proposal, then makes it, or says why not."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.authoring import load
from checker.cli import cli
from checker.review.proposals import ValueChange, keep, proposed
from tests import translated
from tests.proofs.test_reproof import BASE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "throat.yaml"
    path.write_text(BASE, encoding="utf-8")
    return path


def proposal(file: Path, now: str = "soon") -> Path:
    change = ValueChange(part="rule spit", field="tier", was="now", now=now)
    return keep(file.parent / "proposals", proposed(load(file), file, [change], "Ann Example", "Too loud"))


def apply(*args: object) -> Result:
    return CliRunner().invoke(cli, ["apply", *map(str, args)])


def test_it_says_the_danger_first_and_makes_the_change(file: Path) -> None:
    path = proposal(file)
    tried = apply(path, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert " -> " in tried.output.splitlines()[0]
    assert tried.output.splitlines()[4] == "! One promise breaks"
    assert "Nothing is written" in tried.output
    assert file.read_text() == BASE
    made = apply(path)
    assert (made.exit_code, file.read_text()) == (0, BASE.replace("spit, tier: now", "spit, tier: soon"))
    assert "made already" in apply(path).output


def test_what_no_longer_fits_or_has_a_mistake_is_not_made(file: Path) -> None:
    path, wrong = proposal(file), proposal(file, "nothing")
    refused = apply(wrong)
    assert refused.exit_code == 1
    assert "there is no tier 'nothing'" in refused.output
    file.write_text(changed := BASE.replace("spit, tier: now", "spit, tier: home"))
    refused = apply(path)
    assert refused.exit_code == 1
    assert "tier of rule spit is home now, where the proposal expects now" in refused.output
    assert file.read_text() == changed


def test_what_is_no_proposal_is_refused(file: Path) -> None:
    refused = apply(file)
    assert refused.exit_code == 1
    assert "this is no proposal" in refused.output
    assert apply(file.parent / "nothing.yaml").exit_code == 1


def test_words_of_a_translation_are_changed_in_their_own_file(tmp_path: Path) -> None:
    file = translated.written(tmp_path)
    change = ValueChange(part="question signs", field="ask.es", was="¿Cuáles de estas?", now="¿Cuál?")
    path = keep(tmp_path / "proposals", proposed(load(file), file, [change], "Ann Example", "Shorter"))
    made = apply(path)
    assert made.exit_code == 0, made.output
    assert "One thing changes in words" in made.output
    assert made.output.endswith(f"Made in {tmp_path / 'throat.es.po'}.\n")
    assert file.read_text(encoding="utf-8") == translated.YAML
    assert load(file).question["signs"].ask.root["es"] == "¿Cuál?"
    assert "made already" in apply(path).output
