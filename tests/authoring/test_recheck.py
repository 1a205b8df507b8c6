"""A re-check stands beside its first check, and the two say the same of what both have."""

from pathlib import Path

import pytest

from checker.authoring.loader import load
from checker.authoring.recheck import drifts, first_of, recheck_of
from checker.authoring.translations import beside
from tests.small import FRAME

PAIN = "      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}\n"
FIRST = f"""\
{FRAME}sections:
  - id: all
    title: {{en: All}}
    questions:
{PAIN}guidance:
  - {{id: bad, tier: soon, when: pain >= 9, because: {{en: it hurts a lot}}}}
"""
LAST = """\
      - id: last
        kind: one
        earlier: tier
        label: {en: Sheet}
        ask: {en: What did it say?}
        options: [{id: home, was: [home], text: {en: Home}}, {id: soon, was: [soon], text: {en: A nurse}}]
"""
AGAIN = FIRST.replace("pain >= 9", "pain >= 4 and last is soon").replace(PAIN, LAST + PAIN)


@pytest.fixture
def knee(tmp_path: Path) -> Path:
    """Return a questionnaire's file with its re-check beside it."""
    (tmp_path / "knee.yaml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "knee.recheck.yaml").write_text(AGAIN, encoding="utf-8")
    return tmp_path / "knee.yaml"


def said_of(again: Path) -> list[str]:
    return [str(problem).removeprefix(f"{again}:") for problem in drifts(again, load(again))]


def test_each_finds_the_other(knee: Path) -> None:
    again = knee.with_name("knee.recheck.yaml")
    assert (recheck_of(knee), first_of(again)) == (again, knee)
    assert (recheck_of(again), first_of(knee)) == (None, None)


def test_a_translation_belongs_to_one_of_them(knee: Path) -> None:
    files = {name: knee.with_name(name) for name in ("knee.es.po", "knee.recheck.es.po")}
    for file in files.values():
        file.write_text('msgid ""\nmsgstr "Language: es\\n"\n', encoding="utf-8")
    assert [source.name for source in beside(knee)] == [str(files["knee.es.po"])]
    assert [source.name for source in beside(knee.with_name("knee.recheck.yaml"))] == [str(files["knee.recheck.es.po"])]


def test_conditions_may_differ_and_words_may_not(knee: Path) -> None:
    again = knee.with_name("knee.recheck.yaml")
    assert said_of(again) == []
    again.write_text(AGAIN.replace("How bad?", "How strong?").replace("it hurts a lot", "it hurts"), encoding="utf-8")
    assert said_of(again) == [
        "22:9: warning: the question 'pain' differs from that of knee.yaml: `ask`. Say the same, or take another id",
        "24:5: warning: the rule 'bad' differs from that of knee.yaml: `because`. Say the same, or take another id",
    ]


def test_what_a_question_knows_of_the_first_check_may_differ(knee: Path) -> None:
    options = "[{id: calm, text: {en: Calm}}, {id: bad, text: {en: Bad}}]"
    question = f"      - {{id: pain, kind: one, label: {{en: Pain}}, ask: {{en: How bad?}}, options: {options}}}\n"
    asked = question.replace("{id: calm,", "{id: calm, was: [calm],").replace(
        "{id: bad,", "{id: bad, was: [bad], for_record: true,"
    )
    known = asked.replace("kind: one,", "kind: one, earlier: pain,")
    knee.write_text(FIRST.replace(PAIN, question).replace("pain >= 9", "pain is bad"), encoding="utf-8")
    again = knee.with_name("knee.recheck.yaml")
    written = AGAIN.replace(PAIN, known).replace("pain >= 4", "pain is calm")
    again.write_text(written, encoding="utf-8")
    assert said_of(again) == []  # nor whether a rule hears an option
    again.write_text(written.replace("en: Calm", "en: Quiet"), encoding="utf-8")
    assert ["`options`" in said for said in said_of(again)] == [True]


def test_an_earlier_value_that_there_never_is_is_named(knee: Path) -> None:
    again = knee.with_name("knee.recheck.yaml")
    again.write_text(AGAIN.replace("was: [soon]", "was: [son]"), encoding="utf-8")
    assert said_of(again) == ["21:79: warning: tier is never son in knee.yaml. Did you mean 'soon'?"]
    again.write_text(AGAIN.replace("earlier: tier", "earlier: pian"), encoding="utf-8")
    assert said_of(again) == ["18:18: warning: knee.yaml has no number, option or tier 'pian'. Did you mean 'pain'?"]


def test_a_first_check_that_is_not_sound_is_said(knee: Path) -> None:
    again = knee.with_name("knee.recheck.yaml")
    knee.write_text("id: knee\n", encoding="utf-8")
    assert "knee.yaml is not sound" in said_of(again)[0]
