"""Is this condition true of these answers?

A condition such as ``leg_pain is below_knee and pain >= 12`` is one of the six shapes below, for every reader of it.
"""

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias, assert_never, cast

Answer: TypeAlias = str | int | frozenset[str]
"""What was replied: an option id (one), a set of option ids (many) or a whole number (scale)."""
Values: TypeAlias = Mapping[str, Answer]
"""What a condition may read: answers by question id, whole-number points by score id, and the ``tier``."""
Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Test: TypeAlias = Callable[[Values], bool]


class _Shape:
    """What every shape keeps: the condition as a function of the values, made once."""

    @cached_property
    def test(self) -> Test:
        return _closure(cast("Expression", self))

    @cached_property
    def key(self) -> int:
        """The hash of what has parts."""
        return hash((type(self), cast("AllOf | AnyOf", self).parts))


@dataclass(frozen=True)
class Always(_Shape):
    """True of everybody: what a condition that was not written means."""


@dataclass(frozen=True)
class Is(_Shape):
    """The answer to ``name`` is one of ``values`` (or, when ``negated``, is given and is none of them)."""

    name: str
    values: tuple[str, ...]
    negated: bool = False
    at: tuple[int, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Has(_Shape):
    """The option was ticked in ``name`` (or, when ``negated``, ``name`` was answered without it)."""

    name: str
    option: str
    negated: bool = False
    at: tuple[int, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Compare(_Shape):
    """The number in ``name``, a scale's answer or a score's points, compares so with ``number``."""

    name: str
    op: Operator
    number: int
    at: tuple[int, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class AllOf(_Shape):
    """Every part holds."""

    parts: tuple["Expression", ...]

    def __hash__(self) -> int:
        """Return the hash, which is worked out once however deep the parts are."""
        return self.key


@dataclass(frozen=True)
class AnyOf(_Shape):
    """At least one part holds."""

    parts: tuple["Expression", ...]

    def __hash__(self) -> int:
        """Return the hash, which is worked out once however deep the parts are."""
        return self.key


Leaf: TypeAlias = Is | Has | Compare
Expression: TypeAlias = Always | Leaf | AllOf | AnyOf
ALWAYS = Always()


# Holding ---------------------------------------------------------------------------------------------------------

COMPARES: dict[Operator, Callable[[int, int], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def holds(expression: "Expression", values: Values) -> bool:
    """Return whether the condition is true of these values; what has no value satisfies no comparison."""
    return expression.test(values)


def _closure(expression: "Expression") -> Test:
    match expression:
        case Always():
            return lambda values: True
        case AllOf(parts):
            return _every([part.test for part in parts])
        case AnyOf(parts):
            return _some([part.test for part in parts])
        case Is(name, options, negated=False):
            return lambda values: values.get(name) in options
        case Is(name, options):
            return lambda values: isinstance(given := values.get(name), str) and given not in options
        case Has(name, option, negated=False):
            return lambda values: isinstance(given := values.get(name), frozenset) and option in given
        case Has(name, option):
            return lambda values: isinstance(given := values.get(name), frozenset) and option not in given
        case Compare(name, op, number):
            compares = COMPARES[op]
            return lambda values: isinstance(given := values.get(name), int) and compares(given, number)
        case _:
            assert_never(expression)


def _every(tests: Sequence[Test]) -> Test:
    def every(values: Values) -> bool:
        for test in tests:  # noqa: SIM110 -- a third faster than all(), and half of what a page works out
            if not test(values):
                return False
        return True

    return every


def _some(tests: Sequence[Test]) -> Test:
    def some(values: Values) -> bool:
        for test in tests:  # noqa: SIM110
            if test(values):
                return True
        return False

    return some


def can_hold(expression: Expression, values: Values, settled: Collection[str]) -> bool:
    """Return whether the condition may still come true, when only names outside ``settled`` can yet get a value."""
    match expression:
        case Always():
            return True
        case AllOf(parts):
            return all(can_hold(part, values, settled) for part in parts)
        case AnyOf(parts):
            return any(can_hold(part, values, settled) for part in parts)
        case Is(name) | Has(name) | Compare(name):
            return name not in settled or holds(expression, values)


# Looking in ------------------------------------------------------------------------------------------------------


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Yield every comparison of a condition, from left to right."""
    match expression:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Is() | Has() | Compare():
            yield expression


def reads(expression: Expression) -> frozenset[str]:
    """Return the names of the questions and scores that a condition reads."""
    return frozenset(leaf.name for leaf in leaves(expression))


def evidence(expression: Expression, values: Values) -> Iterator[Leaf]:
    """Yield the comparisons that make a condition hold, leaving out the branches of an ``or`` that do not."""
    for part in expression.parts if isinstance(expression, (AllOf, AnyOf)) else (expression,):
        if holds(part, values):
            if isinstance(part, (AllOf, AnyOf)):
                yield from evidence(part, values)
            elif not isinstance(part, Always):
                yield part
