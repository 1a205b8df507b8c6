"""The codes of others that the document names, and why, are those of the shipped questionnaire."""

import re
from pathlib import Path

from checker.authoring import load
from checker.engine.questionnaire import Option, Question, Score

ROW = re.compile(r"^\| `(\w+)` \| ([\w-]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def test_the_table_of_codes_is_that_of_the_file(shipped_file: Path) -> None:
    shipped = load(shipped_file)
    options = (option for question in shipped.questions for option in question.options)
    parts: list[Question | Score | Option] = [*shipped.questions, *shipped.scores, *options]
    coded = {(part.id, part.code.code) for part in parts if part.code}
    assert {part.code.system for part in parts if part.code} == {"http://loinc.org"}
    rows = ROW.findall(Path("docs/interoperability.md").read_text(encoding="utf-8"))
    assert {(name, code) for name, code, *_ in rows} == coded and len(rows) == len(coded)
