"""A decision table says what its rules mean: its rows do, and so does a reader who knows its words alone."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from checker.authoring import load
from checker.engine.condition_parser import parse
from checker.engine.conditions import ALWAYS, AllOf, AnyOf, Compare, Expression, Has, Is, Operator, reads
from checker.engine.questionnaire import Questionnaire
from checker.explain.decision_tables import (
    MOST_INPUTS,
    MOST_ROWS,
    Cells,
    Input,
    TooManyRowsError,
    cell,
    decision_tables,
    heading,
    rows,
    ways,
)
from checker.explain.plain_english import Outline, names
from checker.proofs.encoding import Logic
from tests.explain.test_plain_english import BODY, conditions, same

NAME = re.compile(r"“[^”]*”(?: \[[a-z0-9_]+\])?")
COMPARISON = re.compile(r"(==|!=|<=|>=|<|>) (-?\d+)")


def test_the_rows_of_every_rule_are_together_its_condition_and_so_are_their_words(questionnaire: Questionnaire) -> None:
    logic = Logic(questionnaire)
    for rule in questionnaire.guidance:
        found = [way.cells for way in ways(questionnaire, rule)]
        assert found, f"{rule.id} has too many rows"
        assert logic.cut(either(found)) == logic.cut(rule.when), rule.id
        assert logic.cut(either([as_read(questionnaire, row) for row in found])) == logic.cut(rule.when), rule.id


def test_a_row_or_a_word_left_out_would_be_seen(questionnaire: Questionnaire) -> None:
    logic = Logic(questionnaire)
    rule = next(rule for rule in questionnaire.guidance if len(ways(questionnaire, rule)) > 1)
    assert logic.cut(either([way.cells for way in ways(questionnaire, rule)][1:])) != logic.cut(rule.when)


@given(conditions.filter(lambda condition: "tier" not in reads(condition)))
@settings(max_examples=200, deadline=None)
def test_any_condition_is_its_rows_and_their_words(condition: Expression) -> None:
    found = rows(BODY, condition)
    assert same(either(found), condition)
    assert same(either([as_read(BODY, row) for row in found]), condition), found


def test_every_way_of_every_rule_stands_in_one_table_of_few_columns(questionnaire: Questionnaire) -> None:
    tables = decision_tables(questionnaire, questionnaire.guidance)
    listed = [(way.rule.id, way.number) for table in tables for way in table.ways]
    every = [(rule.id, way.number) for rule in questionnaire.guidance for way in ways(questionnaire, rule)]
    assert sorted(listed) == sorted(every)
    for table in tables:
        assert len(table.inputs) <= max(MOST_INPUTS, *(len(way.cells) for way in table.ways))
        assert {each for way in table.ways for each in way.cells} == set(table.inputs)


def test_options_of_one_input_stand_in_one_cell_and_what_does_not_matter_is_left_out() -> None:
    (row,) = rows(BODY, parse("(weak in signs or numb in signs) and place is neck"))
    assert said(row) == {"Signs": ("or", "“A leg is getting weaker”", "“Numb”"), "Place": "“Neck”"}
    one, two = rows(BODY, parse("weak in signs or (numb in signs and hurt >= 2)"))
    assert (said(one), said(two)) == ({"Signs": "“A leg is getting weaker”"}, {"Signs": "“Numb”", "Hurt": ">= 2"})


def test_words_of_a_cell() -> None:
    assert said(rows(BODY, parse("place is not back"))[0]) == {"Place": "other than “Back”"}
    assert said(rows(BODY, parse("weak not in signs"))[0]) == {"Signs": "without “A leg is getting weaker”"}
    assert said(rows(BODY, parse("total >= 2"))[0]) == {"Total": ">= 2 (“Much”)"}
    assert said(rows(BODY, parse("hurt > 0 and hurt < 3"))[0]) == {"Hurt": "> 0 and < 3"}
    assert said(rows(BODY, parse("place in (back, leg)"))[0]) == {"Place": "“Back” or “Leg”"}
    assert rows(BODY, ALWAYS) == [{}]


def test_questions_of_one_label_share_a_column_and_say_which_of_them(shipped_file: Path) -> None:
    spine = load(shipped_file)
    rule = next(rule for rule in spine.guidance if rule.id == "fd_band")
    (way,) = ways(spine, rule)
    ((column, expression),) = way.cells.items()
    assert heading(spine, column) == "Signs with this pain"
    assert str(plain(cell(spine, expression))).endswith(" [mid_signs]")


def test_a_condition_with_too_many_ways_has_none() -> None:
    pairs = ("weak in signs", "place is neck", "hurt >= 1", "total >= 1", "walk is p1", "sit is p1", "lift is p1")
    tangle = AllOf(tuple(AnyOf((parse(one), parse(two))) for one in pairs for two in pairs if one < two))
    with pytest.raises(TooManyRowsError):
        rows(BODY.model_copy(), AllOf((tangle, *(AnyOf((parse(each), tangle)) for each in pairs))))
    assert MOST_ROWS < 100


def said(row: Cells) -> dict[str, object]:
    """Return the words of a row."""
    return {heading(BODY, column): plain(cell(BODY, expression)) for column, expression in row.items()}


def plain(outline: Outline) -> object:
    return (outline.joint, *map(plain, outline.parts)) if outline.parts else outline.line


def either(found: list[Cells]) -> Expression:
    """Return: one of these rows holds."""
    return AnyOf(tuple(AllOf(tuple(row.values())) for row in found))


# The reader: from the words of a cell back to a condition ----------------------------------------------------------


def as_read(questionnaire: Questionnaire, row: Cells) -> Cells:
    """Return what the words of a row's cells mean."""
    return {column: read(questionnaire, column, cell(questionnaire, each)) for column, each in row.items()}


def read(questionnaire: Questionnaire, column: Input, outline: Outline) -> Expression:
    if outline.parts:
        parts = tuple(read(questionnaire, column, part) for part in outline.parts)
        return AllOf(parts) if outline.joint == "and" else AnyOf(parts)
    line, about = outline.line, list(column)
    joint = "or"
    if len(column) > 1:
        line, _, inner = line.rpartition(" [")
        about, joint = (
            [name for name in column if name in re.findall(r"\w+", inner)],
            "and" if " and " in inner else "or",
        )
    parts = tuple(one(questionnaire, name, line) for name in about)
    return AllOf(parts) if joint == "and" else AnyOf(parts)


def one(questionnaire: Questionnaire, name: str, line: str) -> Expression:
    """Return what a line means of one question or score."""
    if line.startswith(("=", "!", "<", ">")):
        bare = line.partition(" (")[0]
        found = tuple(Compare(name, operator(op), int(number)) for op, number in COMPARISON.findall(bare))
        return AnyOf(found) if " or " in bare else AllOf(found)
    options = {words: key[2] for key, words in names(questionnaire).items() if key[:2] == ("option", name)}
    chosen = [options[words] for words in NAME.findall(line)]
    if questionnaire.question[name].kind == "one":
        return Is(name, tuple(chosen), negated=line.startswith("other than "))
    (option,) = chosen
    return Has(name, option, negated=line.startswith("without "))


def operator(op: str) -> Operator:
    found: dict[str, Operator] = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
    return found[op]
