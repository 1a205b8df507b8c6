"""A room imports only rooms to its left in ``docs/design.md``; the engine is pure; no two modules import each other.

Every library that a module imports is declared, with a range.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path
from symtable import symtable

import pytest

import checker

PACKAGE = Path(checker.__file__).parent
DESIGN = Path(__file__).parent.parent / "docs" / "design.md"
PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
"""What everybody installs, and what each extra adds: an extra is for the module or the room of its name."""
ALSO = {"ended": ["limits"], "paper": ["print"], "xliff": ["translation"]}
"""Modules that use an extra of another name: the list of cleared journeys may be in the Redis in which limits count."""
STARTS = {"__init__", "__main__"}
"""What only starts the rest."""
PURE = {
    "ast", "collections", "dataclasses", "functools", "itertools", "operator", "re", "types", "typing",
    "pydantic", "pydantic_core", "checker",
}  # fmt: skip
"""All that the engine may read: nothing that opens a file, looks at a clock, throws dice or serves."""


def rooms() -> list[str]:
    """Return the rooms, from left to right."""
    (line,) = re.findall(r"`(resources · [^`]+)`", DESIGN.read_text(encoding="utf-8"))
    return [name.strip() for name in line.split("·")]


def imported(source: str) -> Iterator[str]:
    """Yield the dotted names of all modules that a source reads, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "write whole names: from checker.engine.questionnaire import ..."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def unit(dotted: str) -> str | None:
    """Return the module of ours, or the package, that a dotted name lies in."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == "checker" and len(parts) > 1 else None


def climbs(source: str, own: str, order: list[str]) -> list[str]:
    """Return the rooms that a source of one room reads although they do not stand to its left."""
    read = {name for dotted in imported(source) if (name := unit(dotted)) and name != own}
    return sorted(read - set(order[: order.index(own)]))


def sources() -> dict[Path, str]:
    return {path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def owner(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def test_every_room_has_its_place_in_the_order_and_no_other_has() -> None:
    assert len(rooms()) == len(set(rooms()))
    assert {owner(path) for path in sources()} - STARTS == set(rooms()), "mend the order in docs/design.md"


@pytest.mark.parametrize("path", sources(), ids=str)
def test_a_room_imports_only_what_stands_to_its_left(path: Path) -> None:
    assert climbs(sources()[path], owner(path), [*rooms(), *sorted(STARTS)]) == []


@pytest.mark.parametrize("path", [path for path in sources() if owner(path) == "engine"], ids=str)
def test_the_engine_is_pure(path: Path) -> None:
    assert {dotted.partition(".")[0] for dotted in imported(sources()[path])} <= PURE


def test_the_lab_is_read_by_its_commands_alone() -> None:
    readers = {owner(path) for path, source in sources().items() if "lab" in map(unit, imported(source))}
    assert readers - {"lab"} == {"cli"}


@pytest.mark.parametrize(
    "name",
    [name for name in rooms() if name not in ("resources", "memoisation", "languages", "phrases", "page_words", "cli")],
)
def test_a_room_says_what_each_of_its_modules_is_for(name: str) -> None:
    guide = ast.get_docstring(ast.parse(sources()[Path(name, "__init__.py")])) or ""
    modules = {path.stem for path in sources() if owner(path) == name} - STARTS
    assert {module for module in modules if f"``{module}``" not in guide} == set()


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


def bound(source: str) -> set[str]:
    """Return the names that a module binds: what it imports, defines and assigns."""
    return {each.get_name() for each in symtable(source, "", "exec").get_symbols() if each.is_local()}


@pytest.mark.parametrize("path", [path for path in sources() if path.name == "__init__.py"], ids=str)
def test_a_package_has_nothing_else_by_the_name_of_a_module_in_it(path: Path) -> None:
    within = {each.relative_to(path.parent).parts[0] for each in sources() if each.is_relative_to(path.parent)}
    assert bound(sources()[path]) & {name.removesuffix(".py") for name in within} == set()


def namesakes(source: str) -> set[str]:
    """Return what a source imports of modules of ours that have the very same name."""
    found = {dotted for dotted in imported(source) if dotted.startswith("checker.")}
    return {dotted for dotted in found if dotted.split(".")[-1] == dotted.split(".")[-2]}


@pytest.mark.parametrize("path", sources(), ids=str)
def test_what_a_room_reads_of_a_module_of_its_own_has_another_name_than_the_module(path: Path) -> None:
    assert {each for each in namesakes(sources()[path]) if unit(each) == owner(path)} == set()


def test_no_name_is_a_module_to_one_reader_and_something_in_it_to_another() -> None:
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py")]
    readers = [*sources().values(), *tests]
    modules = {dotted for source in readers for dotted in imported(source)}
    assert {each for source in readers for each in namesakes(source) if each.rpartition(".")[0] in modules} == set()


def test_a_namesake_of_a_module_is_seen_wherever_it_is_planted() -> None:
    assert bound("from a.flow import flow\nfrom b import c as d\ndef e(): x = 1\nf = e") == {"flow", "d", "e", "f"}
    assert namesakes("from checker.review.flow import flow, Flow") == {"checker.review.flow.flow"}
    assert namesakes("from checker.review import flow\nfrom re import re") == set()


@pytest.mark.parametrize(
    "planted",
    [
        "from checker.web import create_app",
        "from checker import proofs",
        "import checker.authoring.draft",
        "def later():\n    from checker.cli import cli",
    ],
)
def test_a_wrong_import_is_seen_wherever_it_is_planted(planted: str) -> None:
    journey = sources()[Path("engine/journey.py")]
    assert climbs(journey, "engine", rooms()) == []
    assert climbs(f"{journey}\n{planted}\n", "engine", rooms()) != []


@pytest.mark.parametrize("line", [line for extra, lines in DECLARED.items() if extra != "test" for line in lines])
def test_every_library_has_a_range_up_to_a_major_release(line: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+>=[\d.]+,<\d+(; .+)?", line)


@pytest.mark.parametrize("path", sources(), ids=str)
def test_every_library_that_a_module_imports_is_declared(path: Path) -> None:
    tops = {dotted.partition(".")[0] for dotted in imported(sources()[path])}
    declared = {
        _plain(line)
        for extra in ("", path.stem, *path.parts, *ALSO.get(path.stem, ()))
        for line in DECLARED.get(extra, ())
    }
    homes = {name: packages_distributions()[name] for name in tops - sys.stdlib_module_names - {"checker"}}
    assert [name for name, found in homes.items() if not declared & set(map(_plain, found))] == []


def _plain(requirement: str) -> str:
    """Return the name of a distribution as all spell it alike, without its range."""
    return re.split("[>;]", requirement)[0].lower().replace("_", "-")
