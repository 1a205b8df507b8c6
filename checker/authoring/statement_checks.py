"""Has every statement what its place needs, and nothing that its place does not show?"""

from collections.abc import Iterator
from typing import get_args

from checker.authoring.draft import Draft, Finding
from checker.authoring.problems import listed
from checker.authoring.sound_parts import known
from checker.engine.questionnaire import CareGroup, Sign, Statement

_OWN = {"group": "care", "why": "care", "clinic": "who", "sign": "safety_net"}
"""The one place that shows what stands under a key."""
_NEEDED = {
    "care": ("a part of the care plan", "group", listed(get_args(CareGroup))),
    "safety_net": ("what needs help at once", "sign", listed(get_args(Sign))),
}
"""What a place needs: what stands there, its key, and what may be written under it."""


def statements(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of every statement."""
    return draft.judged(Statement, _whole, _placed)


def _whole(_: Draft, statement: Statement) -> Iterator[Finding]:
    if statement.place in _NEEDED:
        what, key, values = _NEEDED[statement.place]
        if getattr(statement, key) is None:
            yield ("place",), f"{what} needs its `{key}`. Write one of {values}"


def _placed(_: Draft, statement: Statement) -> Iterator[Finding]:
    for key in _OWN:
        yield from known(_misplaced, statement, key)


def _misplaced(statement: Statement, key: str) -> Iterator[Finding]:
    if getattr(statement, key) and statement.place != _OWN[key]:
        yield (key,), f"`{key}` belongs to place {_OWN[key]}. Delete it, or write place: {_OWN[key]}"
