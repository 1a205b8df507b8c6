"""The rules as decision tables: per tier, a row for each way in which a rule holds."""

from dataclasses import dataclass

from checker.engine.questionnaire import Rule, Tier
from checker.explain.decision_tables import DecisionTable, Way, cell, decision_tables, heading, ways
from checker.explain.plain_english import Outline
from checker.review.material import Material


@dataclass(frozen=True, slots=True)
class Row:
    """One way in which a rule holds."""

    way: Way
    cells: tuple[tuple[str, Outline | None], ...]
    """What each input must be, by its heading; None where it does not matter."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rules of one tier that read few inputs between them."""

    number: int
    inputs: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TierOfTables:
    """The tables of one tier."""

    tier: Tier
    tables: tuple[Table, ...]
    beyond: tuple[Rule, ...]
    """Rules that hold in too many ways for a table."""


def gather(material: Material) -> tuple[TierOfTables, ...]:
    """Return the decision tables of every tier, the most urgent one first."""
    questionnaire = material.questionnaire
    found = []
    for tier in questionnaire.tiers:
        rules = [rule for rule in questionnaire.guidance if rule.tier == tier.id]
        tables = enumerate(decision_tables(questionnaire, rules), 1)
        beyond = tuple(rule for rule in rules if not ways(questionnaire, rule))
        found.append(TierOfTables(tier, tuple(_table(material, number, table) for number, table in tables), beyond))
    return tuple(found)


def _table(material: Material, number: int, table: DecisionTable) -> Table:
    questionnaire = material.questionnaire
    headings = tuple(heading(questionnaire, column) for column in table.inputs)
    rows = []
    for way in table.ways:
        cells = [cell(questionnaire, way.cells[each]) if each in way.cells else None for each in table.inputs]
        rows.append(Row(way, tuple(zip(headings, cells, strict=True))))
    return Table(number, headings, tuple(rows))
