"""The copy in which mutants are planted, and what it means."""

import ast
from pathlib import Path

import pytest

from tests.mutants import MUTATED, ROOT, undecorated

SQUARE = """
from functools import cache

class Square:
    def __init__(self, side):
        self.side = side

    @property
    def area(self):
        return power(self.side)

@cache
def power(side):
    return side ** 2
"""


def test_a_function_that_is_decorated_afterwards_means_the_same() -> None:
    known: dict[str, object] = {}
    exec(undecorated(SQUARE) + "area = Square(3).area\nmisses = power.cache_info().misses", known)
    assert (known["area"], known["misses"]) == (9, 1)


@pytest.mark.parametrize("module", MUTATED, ids=lambda module: module.name)
def test_no_function_is_passed_over_for_its_decorator(module: Path) -> None:
    functions = ast.walk(ast.parse(undecorated((ROOT / module).read_text(encoding="utf-8"))))
    assert not [node.name for node in functions if isinstance(node, ast.FunctionDef) and node.decorator_list]
