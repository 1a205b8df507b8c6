"""Is this condition true of these answers?

A condition such as ``leg_pain is below_knee and pain >= 12`` is one of the six shapes below, for every reader of it.
"""

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeGuard

Answer: TypeAlias = str | int | frozenset[str]
"""What was replied: an option id (one), a set of option ids (many) or a whole number (scale)."""
Values: TypeAlias = Mapping[str, Answer]
"""What a condition may read: answers by question id, whole-number points by score id, and the ``tier``."""
Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Test: TypeAlias = Callable[[Values], bool]


class _Shape:
    """What every shape keeps: the condition as a function, made once."""

    @cached_property
    def _test(self) -> Test:
        return _made(self)


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


@dataclass(frozen=True)
class AnyOf(_Shape):
    """At least one part holds."""

    parts: tuple["Expression", ...]


Leaf: TypeAlias = Is | Has | Compare
Expression: TypeAlias = Always | Leaf | AllOf | AnyOf
ALWAYS = Always()


# Holding ---------------------------------------------------------------------------------------------------------

SIGNS: dict[Operator, ast.cmpop] = {
    "==": ast.Eq(), "!=": ast.NotEq(), "<": ast.Lt(), "<=": ast.LtE(), ">": ast.Gt(), ">=": ast.GtE(),
}  # fmt: skip
"""Each operator as Python's grammar has it."""
_IN: dict[bool, ast.cmpop] = {False: ast.In(), True: ast.NotIn()}


def compiled(expression: _Shape) -> Test:
    """Return the condition as a function of the values; what has no value satisfies no comparison."""
    return expression._test


def holds(expression: Expression, values: Values) -> bool:
    """Return whether the condition is true of these values."""
    return expression._test(values)


def _made(expression: _Shape) -> Test:
    """Return the condition as one function, since a function for each of its parts costs a call for each.

    It is written from the shapes alone: ids are constants in it, and the text of the file is never run.
    """
    arguments = ast.arguments([], [ast.arg("values")], None, [], [], None, [])
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, _written(expression))))
    test: Test = eval(compile(tree, "<condition>", "eval"), {})
    return test


def _written(expression: _Shape) -> ast.expr:
    match expression:
        case AllOf(parts):
            return _joined(ast.And(), [_written(part) for part in parts])
        case AnyOf(parts):
            others = (_written(part) for part in parts if not _looked_for(part))
            return _joined(ast.Or(), [*_any_ticked(parts), *others])
        case Is(name, (only,), False):
            return ast.Compare(_value(name, None), [ast.Eq()], [_constant(only)])
        case Is(name, options, negated):
            return ast.Compare(_value(name, options[0] if negated else None), [_IN[negated]], [_constant(options)])
        case Has(name, option, negated):
            return ast.Compare(_constant(option), [_IN[negated]], [_value(name, (option,) if negated else ())])
        case Compare(name, op, number):
            return ast.Compare(_value(name, _failing(op, number)), [SIGNS[op]], [_constant(number)])
    return _constant(True)


def _joined(op: ast.boolop, parts: list[ast.expr]) -> ast.expr:
    if len(parts) > 1:
        return ast.BoolOp(op, parts)
    return parts[0] if parts else _constant(isinstance(op, ast.And))


def _any_ticked(parts: tuple[Expression, ...]) -> Iterator[ast.expr]:
    """Yield one test alone for all the options that an ``or`` looks for in one question."""
    looked_for: dict[str, set[str]] = {}
    for part in filter(_looked_for, parts):
        looked_for.setdefault(part.name, set()).add(part.option)
    for name, options in looked_for.items():
        disjoint = ast.Attribute(_constant(frozenset(options)), "isdisjoint", ast.Load())
        yield ast.UnaryOp(ast.Not(), ast.Call(disjoint, [_value(name, ())], []))


def _looked_for(part: Expression) -> TypeGuard[Has]:
    return isinstance(part, Has) and not part.negated


def _constant(value: Any) -> ast.expr:
    return ast.Constant(value)


def _value(name: str, missing: object) -> ast.expr:
    """Return ``values.get(name, missing)``: what has no value reads as what fails the comparison."""
    reading = ast.Attribute(ast.Name("values", ast.Load()), "get", ast.Load())
    return ast.Call(reading, [_constant(name), _constant(missing)], [])


def _failing(op: Operator, number: int) -> int | None:
    """Return what does not compare so with a number."""
    return {"==": None, "!=": number, "<": number, "<=": number + 1, ">": number, ">=": number - 1}[op]


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
        if part._test(values):
            if isinstance(part, (AllOf, AnyOf)):
                yield from evidence(part, values)
            elif not isinstance(part, Always):
                yield part
