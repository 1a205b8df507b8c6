"""Has every statement what its place needs, and nothing that its place does not show?"""

from collections.abc import Iterator
from typing import get_args

from checker.authoring.draft import Draft, Finding
from checker.authoring.problems import listed
from checker.authoring.sound_parts import known
from checker.engine.questionnaire import CareGroup, Statement

_OWN = {"group": "care", "why": "care", "clinic": "who"}
"""The one place that shows what stands under a key."""


def statements(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of every statement."""
    return draft.judged(Statement, _grouped, _placed)


def _grouped(_: Draft, statement: Statement) -> Iterator[Finding]:
    if statement.place == "care" and statement.group is None:
        yield ("place",), f"a part of the care plan needs its `group`. Write one of {listed(get_args(CareGroup))}"


def _placed(_: Draft, statement: Statement) -> Iterator[Finding]:
    for key in _OWN:
        yield from known(_misplaced, statement, key)


def _misplaced(statement: Statement, key: str) -> Iterator[Finding]:
    if getattr(statement, key) and statement.place != _OWN[key]:
        yield (key,), f"`{key}` belongs to place {_OWN[key]}. Delete it, or write place: {_OWN[key]}"
