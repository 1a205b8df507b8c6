"""What does this condition say?

A condition is one line that reads aloud, such as ``leg_pain is below_knee and pain >= 12``. It is parsed once by the
standard library's ``ast`` into one of the shapes of ``conditions``; the line itself is never run.
"""

import ast
import re
from collections.abc import Callable
from functools import partial
from itertools import accumulate

from checker.engine.conditions import AllOf, AnyOf, Compare, Expression, Has, Is, Leaf, Operator

LONGEST = 4000
"""Characters in a condition; a longer one is refused before it is parsed."""
DEEPEST = 50
"""Parentheses within each other in a condition."""


class ConditionError(ValueError):
    """A condition that cannot be read; ``at`` is the offset of the character to look at."""

    def __init__(self, message: str, at: int) -> None:
        """Say what is wrong and how to mend it, at one character of the text."""
        super().__init__(message)
        self.at = at


_NUMBER_OPS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_SHAPES = "Write `question is option`, `option in question`, `score >= 3`, joined by `and` and `or`"


_WORDS = "write the words `and` and `or`, not `&` or `|`"
_STRAY = {
    "#": "a `#` in here would hide the rest of the condition. Write the note on a line of its own, above",
    "\\": "a condition needs no `\\`. Let it go on in the next line without one",
    "&": _WORDS,
    "|": _WORDS,
}
_CAPITALS = re.compile(r"\b(?:AND|OR|NOT|IS|IN)\b")
_IS_IN = re.compile(r"\bis\s+(?:not\s+)?in\b")
_EITHER = "write `is` or `in`, not both: `days is few`, `days in (few, many)`, `fever in signs`"
_PLAIN_DIGITS = "write numbers in plain digits, with a space after them: `pain >= 3 and ...`"
_REFUSED = re.compile(r"[#\\&|]|(?<!\w)\d+[A-Za-z_]")  # what Python reads in its own way


def parse(text: str) -> Expression:
    """Return the tree of a condition; raise ConditionError at the first thing that does not belong."""
    if len(text) > LONGEST:
        raise ConditionError(f"this condition is longer than {LONGEST} characters. Split it into several rules", 0)
    if capitals := _CAPITALS.search(text):
        raise ConditionError(f"write `{capitals[0].lower()}` in small letters", capitals.start())
    if both := _IS_IN.search(text):
        raise ConditionError(_EITHER, both.start())
    if stray := _REFUSED.search(text):
        raise ConditionError(_STRAY.get(stray[0], _PLAIN_DIGITS), stray.start())
    if (deep := _too_deep(text)) is not None:
        message = (
            f"parentheses are nested deeper than {DEEPEST}. Take away those that change nothing, or split the rule"
        )
        raise ConditionError(message, deep)
    line = re.sub(r"\s", " ", text)
    margin = len(line) - len(line.lstrip())
    try:
        tree = ast.parse(line.strip(), mode="eval")
        return _read(tree.body, partial(_offset, line.strip(), margin))
    except SyntaxError as error:
        at = margin + max(0, (error.offset or 1) - 1)
        raise ConditionError(_syntax_mend(line, at), min(at, max(0, len(text) - 1))) from None
    except (ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, ConditionError):
            raise
        raise ConditionError("this condition is nested too deeply or holds a stray character", 0) from None


def _too_deep(text: str) -> int | None:
    """Return where the first parenthesis stands that is too deep within others; None where none is."""
    depths = accumulate({"(": 1, ")": -1}.get(letter, 0) for letter in text)
    return next((at for at, depth in enumerate(depths) if depth > DEEPEST), None)


def _offset(line: str, margin: int, node: ast.expr) -> int:
    """Return where a node starts, in characters (``ast`` counts UTF-8 bytes)."""
    return margin + len(line.encode()[: node.col_offset].decode(errors="ignore"))


def _syntax_mend(line: str, at: int) -> str:
    if not line.strip():
        return "this condition is empty. Leave the key out, or write a condition"
    before = line[: at + 1].replace("==", "").replace("!=", "").replace("<=", "").replace(">=", "")
    if "=" in before:
        return "a single `=` compares nothing. Write `is` for an option, `==` for a number"
    if line.count("(") > line.count(")"):
        return "a parenthesis is not closed. Within { } put the whole condition in quotes, since a comma ends it"
    return f"this condition cannot be read. {_SHAPES}"


def _read(node: ast.expr, offset: Callable[[ast.expr], int]) -> Expression:
    match node:
        case ast.BoolOp(op, values):
            parts = tuple(_read(value, offset) for value in values)
            return AllOf(parts) if isinstance(op, ast.And) else AnyOf(parts)
        case ast.Compare(left, [op], [right]):
            return _comparison(left, op, right, offset)
        case ast.Compare():
            raise ConditionError("compare two things at a time: `pain >= 3 and pain < 7`", offset(node))
        case ast.UnaryOp(op=ast.Not()):
            raise ConditionError("there is no `not`. Write the opposite: `is not`, `not in`, `<`", offset(node))
        case ast.Name(id=name):
            raise ConditionError(f"compare '{name}' with something: `{name} is ...`, `... in {name}`", offset(node))
    raise ConditionError(f"this does not belong in a condition. {_SHAPES}", offset(node))


def _comparison(left: ast.expr, op: ast.cmpop, right: ast.expr, offset: Callable[[ast.expr], int]) -> Leaf:
    if not isinstance(left, ast.Name):
        raise ConditionError("begin a comparison with a name: `pain >= 12`, not `12 <= pain`", offset(left))
    at, negated = (offset(left), offset(right)), isinstance(op, ast.IsNot | ast.NotIn)
    match op, right:
        case ast.Is() | ast.IsNot(), ast.Name(id=value):
            return Is(left.id, (value,), negated, at)
        case ast.In() | ast.NotIn(), ast.Name(id=name):
            return Has(name, left.id, negated, (offset(right), offset(left)))
        case ast.In() | ast.NotIn(), ast.Tuple(elts=values) if values:
            names = tuple(_option(value, offset) for value in values)
            return Is(left.id, names, negated, (offset(left), *map(offset, values)))
    if type(op) in _NUMBER_OPS and (number := _number(right)) is not None:
        return Compare(left.id, _NUMBER_OPS[type(op)], number, at)
    raise ConditionError(_value_mend(left.id, op, right), offset(right))


def _option(node: ast.expr, offset: Callable[[ast.expr], int]) -> str:
    if isinstance(node, ast.Name):
        return node.id
    raise ConditionError("write option ids between the parentheses, without quotes", offset(node))


def _number(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)) if not isinstance(number, bool):
            return -number
    return None


def _value_mend(name: str, op: ast.cmpop, right: ast.expr) -> str:
    match right:
        case ast.Constant(value=str() as text):
            return f"write the option id without quotes: {text}"
        case ast.Constant(value=float()):
            return "numbers in a condition are whole. A score counts whole points, whatever it shows"
        case ast.Name(id=value) if isinstance(op, ast.Eq | ast.NotEq):
            return f"write `{name} {'is' if isinstance(op, ast.Eq) else 'is not'} {value}`: `==` is for numbers"
        case ast.List() | ast.Set():
            return f"write the options in parentheses: `{name} in (first, second)`"
    if isinstance(op, ast.Is | ast.IsNot) and _number(right) is not None:
        return f"write `{name} {'==' if isinstance(op, ast.Is) else '!='} {_number(right)}`: `is` is for options"
    return f"this cannot be compared with '{name}'. {_SHAPES}"
