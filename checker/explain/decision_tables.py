"""When does a rule hold? As decision tables: an input a column, a way to fire a row.

A condition is brought to rows, of which one must hold, and a row to cells, all of which must. An input is a score, or
all questions of one label, such as those that ask for the same signs at different places of the body.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Expression, Has, Is, Leaf
from checker.engine.questionnaire import Questionnaire, Rule
from checker.explain.plain_english import Outline, listed, meaning, names
from checker.memoisation import memoised
from checker.phrases import phrase, spoken

MOST_ROWS = 64
"""Rows of a condition; one that needs more is easier read as it is written."""
MOST_INPUTS = 4
"""Columns of a table that paper holds; a single row may need more."""
Input: TypeAlias = tuple[str, ...]
"""The ids of the questions of one label, or of a score."""
Cells: TypeAlias = Mapping[Input, Expression]
"""What must hold of each input that matters."""


class TooManyRowsError(Exception):
    """A condition that no table says more plainly than its own words."""


def rows(questionnaire: Questionnaire, condition: Expression) -> list[Cells]:
    """Return the ways in which a condition holds; raise TooManyRowsError where there are too many to read."""
    match condition:
        case Always():
            return [{}]
        case AnyOf(parts):
            return _merged([row for part in parts for row in rows(questionnaire, part)])
        case AllOf(parts):
            found: list[Cells] = [{}]
            for part in parts:
                found = _merged([_joined(row, more) for row in found for more in rows(questionnaire, part)])
            return found
        case _:
            return [{_inputs(questionnaire)[condition.name]: condition}]


@memoised
def _inputs(questionnaire: Questionnaire) -> Mapping[str, Input]:
    """Return the input of each question, as they are asked, and of each score."""
    language = questionnaire.languages[0]
    alike: dict[str, list[str]] = {}
    for question in questionnaire.questions:
        alike.setdefault(question.label.said_in(language), []).append(question.id)
    found = {name: tuple(ids) for ids in alike.values() for name in ids}
    return {**found, **{score.id: (score.id,) for score in questionnaire.scores}}


def _joined(one: Cells, two: Cells) -> Cells:
    return {**one, **two, **{each: AllOf((one[each], two[each])) for each in one.keys() & two.keys()}}


def _merged(found: list[Cells]) -> list[Cells]:
    """Return rows of which no two differ in one cell alone: that cell then says either."""
    if len(found) > MOST_ROWS**2:
        raise TooManyRowsError
    merged: list[Cells] = []
    for row in found:
        while match := next((both for other in merged if (both := _either(other, row))), None):
            other, row = match
            merged.remove(other)
        merged.append(row)
    if len(merged) > MOST_ROWS:
        raise TooManyRowsError
    return merged


def _either(one: Cells, two: Cells) -> tuple[Cells, Cells] | None:
    """Return the first row, and one that holds wherever either does; None where that takes two."""
    if one.keys() != two.keys():
        return None
    apart = [each for each in one if one[each] != two[each]]
    return None if len(apart) > 1 else (one, {**one, **{each: AnyOf((one[each], two[each])) for each in apart}})


# Tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """One row: a way in which a rule holds."""

    rule: Rule
    number: int
    """Which way of its rule it is, from 1."""
    of: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Some rules of one tier: whoever fits a row gets at least that tier."""

    inputs: tuple[Input, ...]
    """The columns, as they are asked."""
    ways: tuple[Way, ...]


def ways(questionnaire: Questionnaire, rule: Rule) -> tuple[Way, ...]:
    """Return the ways in which a rule holds; none where there are too many for a table."""
    try:
        found = rows(questionnaire, rule.when)
    except TooManyRowsError:
        return ()
    return tuple(Way(rule, number, len(found), cells) for number, cells in enumerate(found, 1))


def decision_tables(questionnaire: Questionnaire, rules: Iterable[Rule]) -> tuple[DecisionTable, ...]:
    """Return the ways of rules as tables of few columns: what stands in one reads the same inputs, or some of them."""
    tables: list[list[Way]] = []
    for rule in rules:
        found = list(ways(questionnaire, rule))
        for some in [found] if len(_read(found)) <= MOST_INPUTS else [[way] for way in found]:
            if home := next((table for table in tables if _belong(_read(table), _read(some))), None):
                home += some
            else:
                tables.append(some)
    order = list(dict.fromkeys(_inputs(questionnaire).values()))
    return tuple(DecisionTable(tuple(sorted(_read(some), key=order.index)), tuple(some)) for some in tables if some)


def _read(some: Iterable[Way]) -> set[Input]:
    return {each for way in some for each in way.cells}


def _belong(table: set[Input], some: set[Input]) -> bool:
    """Return whether rows make no table wider or emptier than it has to be."""
    return table <= some or some <= table


# Words -----------------------------------------------------------------------------------------------------------


def cell(questionnaire: Questionnaire, expression: Expression) -> Outline:
    """Return what a cell says: one line, or lines of which all must hold, or at least one."""
    if not isinstance(expression, (AllOf, AnyOf)):
        return Outline("-" if isinstance(expression, Always) else _line(questionnaire, "or", [expression]))
    joint: Literal["and", "or"] = "and" if isinstance(expression, AllOf) else "or"
    alike: dict[object, list[Leaf]] = {}
    parts: list[Outline] = []
    for part in dict.fromkeys(_flat(expression)):
        if isinstance(part, (AllOf, AnyOf, Always)):
            parts.append(cell(questionnaire, part))
        else:
            alike.setdefault(_said_alike(questionnaire, part), []).append(part)
    every = (*(Outline(_line(questionnaire, joint, some)) for some in alike.values()), *parts)
    return every[0] if len(every) == 1 else Outline("", joint, every)


def _flat(expression: AllOf | AnyOf) -> Iterator[Expression]:
    """Yield the parts: those of a nested part of the same kind, and each option of a choice, in its place."""
    for part in expression.parts:
        match part:
            case AllOf() | AnyOf() if type(part) is type(expression):
                yield from _flat(part)
            case Is(name, values, negated=False) if isinstance(expression, AnyOf):
                yield from (Is(name, (value,)) for value in values)
            case _:
                yield part


def _said_alike(questionnaire: Questionnaire, leaf: Leaf) -> object:
    """Return what leaves have in common that stand in one line: the words, of whichever question of the input."""
    return leaf.name if isinstance(leaf, Compare) else _words(questionnaire, leaf)


def _line(questionnaire: Questionnaire, joint: Literal["and", "or"], some: Sequence[Leaf]) -> str:
    """Return leaves that are said alike as one line, with the questions that it is about where there are several."""
    line = listed(list(dict.fromkeys(_words(questionnaire, leaf) for leaf in some)), joint)
    comparisons = [leaf for leaf in some if isinstance(leaf, Compare)]
    name = some[0].name
    if comparisons and name in questionnaire.score:
        numbers = [leaf.number for leaf in comparisons]
        aside = meaning(questionnaire, questionnaire.score[name], numbers, comparisons)
        return f"{line} ({aside})" if aside and (joint == "and" or len(some) == 1) else line
    several = len(_inputs(questionnaire)[name]) > 1
    return f"{line} [{listed(list(dict.fromkeys(leaf.name for leaf in some)), joint)}]" if several else line


def _words(questionnaire: Questionnaire, leaf: Leaf) -> str:
    called = names(questionnaire)
    match leaf:
        case Compare(_, op, number):
            return f"{op} {number}"
        case Is(name, values, negated):
            options = listed([called["option", name, value] for value in values], "or")
            return phrase("other than %(options)s", options=options) if negated else options
        case Has(name, option, negated):
            ticked = called["option", name, option]
            return phrase("without %(option)s", option=ticked) if negated else ticked


def heading(questionnaire: Questionnaire, column: Input) -> str:
    """Return the heading of an input's column: its label, in the language spoken."""
    name = column[0]
    thing = questionnaire.question.get(name) or questionnaire.score[name]
    return thing.label.said_in(spoken())
