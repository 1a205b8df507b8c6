"""Is this condition true of these answers?"""

import ast
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.condition_parser import parse
from checker.engine.conditions import ALWAYS, Always, Answer, Compare, Has, Is, can_hold, evidence, holds, reads

FEVER = frozenset({"fever"})


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a is x", {"a": "x"}, True),
        ("a is x", {"a": "y"}, False),
        ("a is not x", {"a": "y"}, True),
        ("a is not x", {"a": "x"}, False),
        ("a in (x, y)", {"a": "y"}, True),
        ("a in (x, y)", {"a": "z"}, False),
        ("a not in (x, y)", {"a": "z"}, True),
        ("a not in (x, y)", {"a": "y"}, False),
        ("fever in m", {"m": FEVER}, True),
        ("cough in m", {"m": FEVER}, False),
        ("cough not in m", {"m": FEVER}, True),
        ("fever not in m", {"m": FEVER}, False),
        ("n == 3", {"n": 3}, True),
        ("n == 3", {"n": 4}, False),
        ("n != 3", {"n": 4}, True),
        ("n != 3", {"n": 3}, False),
        ("n < 3", {"n": 2}, True),
        ("n < 3", {"n": 3}, False),
        ("n <= 3", {"n": 3}, True),
        ("n <= 3", {"n": 4}, False),
        ("n > 3", {"n": 4}, True),
        ("n > 3", {"n": 3}, False),
        ("n >= 3", {"n": 3}, True),
        ("n >= 3", {"n": 2}, False),
        ("n >= 0", {"n": 0}, True),
        ("a is x and n < 3", {"a": "x", "n": 3}, False),
        ("a is x or n < 3", {"a": "x", "n": 3}, True),
        ("a is x and n < 3 and n > 0", {"a": "x", "n": 1}, True),
        ("a is x or n < 3 or n > 8", {"a": "y", "n": 9}, True),
        ("a is x or n < 3 or n > 8", {"a": "y", "n": 5}, False),
    ],
)
def test_a_comparison_means_what_it_says(text: str, values: Mapping[str, Answer], expected: bool) -> None:
    assert holds(parse(text), values) is expected


LEAVES = [
    "a is x", "a is not x", "a in (x, y)", "a not in (x, y)", "x in a", "x not in a",
    "a == 0", "a != 0", "a < 9", "a <= 9", "a > -9", "a >= -9",
]  # fmt: skip


@pytest.mark.parametrize("text", LEAVES)
def test_what_has_no_value_satisfies_no_comparison(text: str) -> None:
    assert not holds(parse(text), {})
    assert not holds(parse(text), {"b": "x"})


@pytest.mark.parametrize("text", LEAVES)
def test_a_condition_can_hold_until_its_name_is_settled(text: str) -> None:
    assert can_hold(parse(text), {}, settled=())
    assert not can_hold(parse(text), {}, settled={"a"})


def test_a_condition_can_hold_while_some_way_is_open() -> None:
    condition = parse("a is x and b is y or c >= 3")
    assert can_hold(condition, {"a": "x"}, settled={"a", "c"})
    assert can_hold(condition, {"a": "z"}, settled={"a", "b"})
    assert not can_hold(condition, {"a": "z"}, settled={"a", "c"})
    assert not can_hold(condition, {"a": "x", "b": "z"}, settled={"a", "b", "c"})


def test_a_condition_that_was_not_written_holds_for_everybody() -> None:
    assert holds(Always(), {}) is True
    assert can_hold(ALWAYS, {}, settled={"a"})
    assert reads(ALWAYS) == frozenset()
    assert list(evidence(ALWAYS, {})) == []


def test_a_condition_reads_each_name_it_compares() -> None:
    assert reads(parse("a is x and (y in b or score >= 3) and a is not z")) == {"a", "b", "score"}


def test_the_evidence_leaves_out_what_does_not_hold() -> None:
    condition = parse("a is x and (b is y or c >= 3 or x in m)")
    values: dict[str, Answer] = {"a": "x", "b": "z", "c": 5, "m": frozenset({"x"})}
    assert list(evidence(condition, values)) == [Is("a", ("x",)), Compare("c", ">=", 3), Has("m", "x")]


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> str:
    """Draw a condition as an author writes it."""
    if depth and draw(st.booleans()):
        word = draw(st.sampled_from([" and ", " or "]))
        parts = draw(st.lists(conditions(depth - 1), min_size=2, max_size=3))
        return word.join(f"({part})" for part in parts)
    kind = draw(st.sampled_from(sorted(NAMES)))
    leaf = draw(st.sampled_from([leaf for leaf in LEAVES if _kind(leaf) == kind]))
    return leaf.replace("a", draw(st.sampled_from(NAMES[kind])), 1)


NAMES = {"one": "abc", "many": "lm", "number": "no"}
"""Names by the kind of their values: a condition is only ever asked of those, which loading sees to."""
VALUES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NAMES["one"], st.sampled_from("xyz")),
        **dict.fromkeys(NAMES["many"], st.frozensets(st.sampled_from("xyz"))),
        **dict.fromkeys(NAMES["number"], st.integers(-10, 10)),
    },
)


def _kind(leaf: str) -> str:
    return "one" if isinstance(parse(leaf), Is) else "many" if isinstance(parse(leaf), Has) else "number"


@given(conditions(), VALUES)
def test_the_evidence_alone_makes_a_condition_hold(text: str, values: dict[str, Answer]) -> None:
    condition = parse(text)
    if holds(condition, values):
        found = list(evidence(condition, values))
        assert all(holds(leaf, values) for leaf in found)
        assert holds(condition, {leaf.name: values[leaf.name] for leaf in found})


@given(conditions(), VALUES, st.sets(st.sampled_from("abclmno")))
def test_what_holds_later_could_hold_before(text: str, values: dict[str, Answer], settled: set[str]) -> None:
    condition = parse(text)
    early = {name: value for name, value in values.items() if name in settled}
    assert can_hold(condition, early, settled) or not holds(condition, values)


@given(conditions(), VALUES)
def test_a_condition_is_read_as_python_reads_it(text: str, values: dict[str, Answer]) -> None:
    assert holds(parse(text), values) == _second_opinion(ast.parse(text, mode="eval").body, values)


def _second_opinion(node: ast.expr, values: Mapping[str, Answer]) -> bool:
    """Return the truth of a condition, found without any code of ours."""
    match node:
        case ast.BoolOp(op, parts):
            judged = [_second_opinion(part, values) for part in parts]
            return all(judged) if isinstance(op, ast.And) else any(judged)
        case ast.Compare(ast.Name(id=option), [ast.In() | ast.NotIn() as op], [ast.Name(id=name)]):
            given = values.get(name)
            return isinstance(given, frozenset) and (option in given) == isinstance(op, ast.In)
        case ast.Compare(ast.Name(id=name), [op], [ast.Name() | ast.Tuple() as right]):
            options = {part.id for part in ast.walk(right) if isinstance(part, ast.Name)}
            return name in values and (values[name] in options) == isinstance(op, ast.Is | ast.In)
        case ast.Compare(ast.Name(id=name), [op], [number]):
            number_of, given = ast.literal_eval(number), values.get(name)
            sign = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}[type(op)]
            return isinstance(given, int) and bool(eval(f"{given} {sign} {number_of}"))
    raise AssertionError(ast.dump(node))
