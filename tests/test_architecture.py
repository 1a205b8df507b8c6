"""A module imports only what stands to its left in the floors of ``docs/design.md``."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import checker

PACKAGE = Path(checker.__file__).parent
DESIGN = Path(__file__).parent.parent / "docs" / "design.md"
UNNAMED = {"__init__", "__main__"}
"""What only starts the rest."""
PURE = {
    "ast", "collections", "dataclasses", "functools", "itertools", "operator", "re", "types", "typing",
    "pydantic", "pydantic_core", "checker",
}  # fmt: skip
"""All that the ground floor may read: nothing that opens a file, looks at a clock, throws dice or serves."""


def floors() -> list[list[str]]:
    """Return the modules of each floor, from left to right."""
    (line,) = re.findall(r"`(expressions · [^`]+)`", DESIGN.read_text(encoding="utf-8"))
    return [[name.strip() for name in floor.split("·")] for floor in line.split("‖")]


def imported(source: str) -> Iterator[str]:
    """Yield the dotted names of all modules that a source reads, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "write whole names: from checker.model import ..."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def unit(dotted: str) -> str | None:
    """Return the module of ours, or the package, that a dotted name lies in."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == "checker" and len(parts) > 1 else None


def climbs(source: str, own: str, order: list[str]) -> list[str]:
    """Return what a source of one module reads although it does not stand to its left."""
    read = {name for dotted in imported(source) if (name := unit(dotted)) and name != own}
    return sorted(read - set(order[: order.index(own)]))


def sources() -> dict[Path, str]:
    return {path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def owner(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def test_every_module_has_its_place_in_the_floors_and_no_other_has() -> None:
    order = [name for floor in floors() for name in floor]
    assert len(order) == len(set(order))
    assert {owner(path) for path in sources()} - UNNAMED == set(order), "mend the floors in docs/design.md"


@pytest.mark.parametrize("path", sources(), ids=str)
def test_a_module_imports_only_what_stands_to_its_left(path: Path) -> None:
    order = [*(name for floor in floors() for name in floor), *sorted(UNNAMED)]
    assert climbs(sources()[path], owner(path), order) == []


@pytest.mark.parametrize("name", floors()[0])
def test_the_ground_floor_is_pure(name: str) -> None:
    read = {dotted.partition(".")[0] for dotted in imported(sources()[Path(f"{name}.py")])}
    assert read <= PURE


def test_no_two_modules_read_each_other_even_within_a_package() -> None:
    names = {path.with_suffix("").as_posix().removesuffix("/__init__").replace("/", "."): path for path in sources()}
    graph = {
        name: {found for dotted in imported(sources()[path]) if (found := _nearest(dotted, names))}
        for name, path in names.items()
    }
    assert list(TopologicalSorter({name: read - {name} for name, read in graph.items()}).static_order())


def _nearest(dotted: str, names: dict[str, Path]) -> str | None:
    """Return the module that a dotted name is, or lies in."""
    inner = dotted.removeprefix("checker.") if dotted.startswith("checker.") else ""
    return inner if inner in names else next((name for name in [inner.rpartition(".")[0]] if name in names), None)


@pytest.mark.parametrize(
    "planted",
    [
        "from checker.web import create_app",
        "from checker import guidance",
        "import checker.loading.draft",
        "def later():\n    from checker.cli import cli",
    ],
)
def test_a_wrong_import_is_seen_wherever_it_is_planted(planted: str) -> None:
    order = [name for floor in floors() for name in floor]
    journey = sources()[Path("journey.py")]
    assert climbs(journey, "journey", order) == []
    assert climbs(f"{journey}\n{planted}\n", "journey", order) != []
