"""Every part says what it rests on; the documents that show it are current."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.authoring import load
from checker.cli import cli
from checker.explain.bibliography import as_markdown, parts
from checker.explain.wording import wording_mistakes
from checker.resources import shipped
from tests.small import small

DOCS = Path(__file__).parents[2] / "docs"
SHIPPED = load(shipped("questions.yaml"))
VERDICTS = "S S S S P P S S P X P X/P X S X P P S P S/P S S P S P P F S F X F F F F F"
"""The clinical reference's verdict on each claim of the seed, by number."""
SOURCED = """
sources:
  - {id: form, title: A form | a copy, licence: free, status: checked, checked: "2026-11"}
  - {id: known, title: Known, status: recalled}
sections:
  - id: all
    title: {en: All}
    questions:
      - id: sore
        ref: A1
        kind: one
        label: {en: Sore}
        ask: {en: Is it sore?}
        source: [form, known]
        options: [{id: no, text: {en: "No"}}, {id: yes, text: {en: "Yes"}}]
guidance:
  - {id: rest, tier: home, when: sore is yes, because: {en: it is sore}}
"""


def test_a_part_stands_with_its_sources_licences_and_dates() -> None:
    table = as_markdown(small(SOURCED))
    row = r"| `sore` (A1) | A form \| a copy<br>Known | free<br>- | 2026-11<br>recalled, not read again |"
    assert row in table
    assert "| `rest` | none | - | - |" in table
    assert r"| form | A form \| a copy | 1 |" in table


def test_the_document_is_what_the_command_prints() -> None:
    """If this fails: `checker sources > docs/sources.md`."""
    printed = CliRunner().invoke(cli, ["sources"])
    assert printed.exit_code == 0
    assert (DOCS / "sources.md").read_text(encoding="utf-8") == printed.output


def test_any_questionnaire_can_be_asked_for_its_sources(second_file: Path) -> None:
    printed = CliRunner().invoke(cli, ["sources", str(second_file)])
    assert printed.exit_code == 0
    assert printed.output.startswith("# Sources of Bicycle check\n")


@pytest.mark.parametrize("kind", parts(SHIPPED))
def test_every_part_of_the_shipped_file_has_a_source(kind: str) -> None:
    assert [part.id for part in parts(SHIPPED)[kind] if not part.source] == []


def test_every_source_is_used_and_says_what_it_allows_and_when_it_was_read() -> None:
    used = {source for found in parts(SHIPPED).values() for part in found for source in part.source}
    assert [source.id for source in SHIPPED.sources if source.id not in used] == []
    assert [source.id for source in SHIPPED.sources if not source.licence] == []
    assert [source.id for source in SHIPPED.sources if (source.status == "checked") != bool(source.checked)] == []


# The seed --------------------------------------------------------------------------------------------------------


def claims() -> list[tuple[str, ...]]:
    """Return number, claim, verdict, where carried and why, of each row."""
    text = (DOCS / "seed.md").read_text(encoding="utf-8")
    return [
        tuple(cell.strip() for cell in row.split("|")) for row in re.findall(r"^\| (\d+ \|.*) \|$", text, re.MULTILINE)
    ]


def test_all_claims_of_the_seed_stand_with_the_reference_s_verdict() -> None:
    assert [number for number, *_ in claims()] == [str(number) for number in range(1, 36)]
    assert " ".join(verdict for _, _, verdict, *_ in claims()) == VERDICTS
    assert all(why for *_, why in claims())


def test_a_claim_is_carried_in_statements_that_exist_and_rest_on_the_seed_or_better() -> None:
    statements = {statement.id: statement for statement in SHIPPED.statements}
    named = {name for *_, carried, _ in claims() for name in re.findall(r"`(\w+)`", carried)}
    assert named - set(statements) == {"nerve_signs", "nerve_time", "clinic"}
    assert [name for name in named & set(statements) if not statements[name].source] == []


def test_every_statement_that_rests_on_the_seed_is_in_the_table() -> None:
    named = {name for *_, carried, _ in claims() for name in re.findall(r"`(\w+)`", carried)}
    seeded = {statement.id for statement in SHIPPED.statements if "seed" in statement.source}
    assert seeded - named == {"ask_both"}  # a question for the doctor: it claims nothing


@pytest.mark.parametrize(
    "words",
    ["cytokine", "serotonin", "endorphin", "discs", "inflammation", "mental illness", "personality traits", "eliminate",
     "everything possible", "board-certified", "855.586.2615"],
)  # fmt: skip
def test_what_is_not_supported_is_ruled_out_and_nowhere_said(words: str) -> None:
    assert SHIPPED.wording and list(wording_mistakes(words, "en", SHIPPED.wording.never["en"]))
    said = [text.root["en"].lower() for _, text in SHIPPED.texts()]
    assert [text for text in said if words in text] == []
