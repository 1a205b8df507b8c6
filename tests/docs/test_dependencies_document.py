"""Every library has a range that ends and a line with its licence, and for servers one version with its hashes."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
WRITTEN = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: Mapping[str, list[str]] = WRITTEN["project"]["optional-dependencies"]
SERVED: Mapping[str, list[str]] = {
    "": WRITTEN["project"]["dependencies"],
    **{extra: EXTRAS[extra] for extra in ("fhir", "limits", "metrics")},
}
"""What is installed where patients are served: for everybody, and for each extra."""
BUILD: list[str] = WRITTEN["build-system"]["requires"]
LOCKS = {"requirements.lock": [*chain(*SERVED.values())], "requirements-build.lock": BUILD}
"""The locks, and what each is to hold at least."""


class Pin(NamedTuple):
    """A library in a lock."""

    requirement: Requirement
    hashes: list[str]
    needed_by: list[str]

    @property
    def name(self) -> str:
        return self.requirement.name

    @property
    def version(self) -> str:
        return str(self.requirement.specifier).removeprefix("==")

    @property
    def here(self) -> bool:
        """Whether it is installed on a machine like this one."""
        return not self.requirement.marker or self.requirement.marker.evaluate()


def locked(name: str) -> dict[str, Pin]:
    """Return what a lock holds, by name."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.findall(r"^(\w.*)\n((?:    .*\n)*)", text.replace(" \\\n", "\n"), re.MULTILINE)
    return {pin.name: pin for pin in (_pin(line, below) for line, below in entries)}


def _pin(line: str, below: str) -> Pin:
    users = re.findall(r"^ +#(?: via)? +([a-z][\w.-]*)", below.replace("# via\n", ""), re.MULTILINE)
    hashes = re.findall(r"^ +--hash=sha256:([0-9a-f]{64})$", below, re.MULTILINE)
    return Pin(Requirement(line), hashes, [user for user in users if user != "condition-checker"])


def rows(head: str) -> Iterator[list[str]]:
    """Yield the cells of the table that has this as its head."""
    table = DOCUMENT.partition(f"\n| {head} |\n")[2].partition("\n\n")[0]
    for line in table.splitlines()[1:]:
        yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def direct() -> Iterator[list[str]]:
    return rows("library | range | extra | for | licence")


def brought_along() -> Iterator[list[str]]:
    return rows("library | needed by | licence")


def shell(title: str) -> list[str]:
    """Return the commands of a section."""
    section = DOCUMENT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return section.partition("```sh\n")[2].partition("```")[0].splitlines()


def without_range(requirements: Iterable[str]) -> list[str]:
    """Return the requirements that a release of next year could meet unseen, whatever it is."""
    return [line for line in requirements if not _ends(Requirement(line))]


def _ends(requirement: Requirement) -> bool:
    ours = requirement.name == WRITTEN["project"]["name"]
    return ours or any(each.operator in ("<", "==") for each in requirement.specifier)


def test_every_library_of_every_extra_and_of_the_build_has_a_range_that_ends() -> None:
    everything = [*WRITTEN["project"]["dependencies"], *chain(*EXTRAS.values()), *BUILD]
    assert len(everything) > 30
    assert without_range(everything) == []
    assert without_range(["flask>=3", "click", "babel>=2,<3"]) == ["flask>=3", "click"]


def test_the_build_is_locked_as_it_is_required() -> None:
    assert WRITTEN["dependency-groups"]["build"] == BUILD


def test_every_library_has_its_line_with_its_range_and_a_licence() -> None:
    told = {(name, span, extra) for name, span, extra, _, _ in direct()}
    wanted = {(each.name, _span(line), extra) for extra, lines in SERVED.items() for line, each in _parsed(lines)}
    assert told == wanted
    assert all(reason and licence for *_, reason, licence in direct())


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, Requirement]]:
    return ((line, Requirement(line)) for line in lines)


def _span(line: str) -> str:
    return re.sub(r"^[\w.-]+|;.*", "", line).strip()


def test_what_comes_along_has_its_line_with_what_needs_it_and_a_licence() -> None:
    ours = {name for name, *_ in direct()}
    told = {name: needed_by for name, needed_by, _ in brought_along()}
    assert told == {
        name: ", ".join(pin.needed_by) for name, pin in locked("requirements.lock").items() if name not in ours
    }
    assert all(licence for *_, licence in brought_along())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_one_version_of_each_library_within_its_range_with_its_hashes(name: str) -> None:
    pins = locked(name)
    for line in LOCKS[name]:
        wanted = Requirement(line)
        pin = pins[wanted.name]
        assert wanted.specifier.contains(pin.version), f"make {name} anew: {line}"
        assert str(pin.requirement.marker) == str(wanted.marker), f"make {name} anew: {line} is on other machines"
    for pin in pins.values():
        assert re.fullmatch(r"==[\w.]+", str(pin.requirement.specifier)) and pin.hashes, f"{name}: {pin.requirement}"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place_to_download_from(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"://|\bwww\.|-index|--find-links|\.whl|\.tar|@ |/", text.partition("\n")[2]) == []


def test_the_locks_were_made_by_the_commands_of_the_page() -> None:
    made_by = [(ROOT / name).read_text(encoding="utf-8").splitlines()[1].strip("# ") for name in LOCKS]
    assert made_by == [command.replace(" --upgrade", "") for command in shell("Make the locks anew")]


Bill: TypeAlias = Mapping[str, tuple[str, list[str]]]
"""What is installed: version and stated licences, by the name of the library."""


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Bill:
    """Install what the lock holds in an empty environment, and list it, by the commands of the page.

    pip refuses whatever lacks its hash, and whatever comes along without being locked.
    """
    place = tmp_path_factory.mktemp("supply")
    production = _environment(place / "production", "--require-hashes", "-r", str(ROOT / "requirements.lock"))
    _run([str(production), "-m", "pip", "check"])
    (tool,) = (line for line in EXTRAS["supply"] if line.startswith("cyclonedx-bom"))
    tools = _environment(place / "tools", tool).parent
    return _bill_of_materials(tools, production, place / "checker.cdx.json")


@pytest.mark.thorough
def test_the_bill_of_materials_names_every_library_of_the_lock_with_its_version(bill: Bill) -> None:
    pins = [pin for pin in locked("requirements.lock").values() if pin.here]
    assert len(pins) > 30
    assert {pin.name: pin.version for pin in pins} == {pin.name: bill[pin.name][0] for pin in pins if pin.name in bill}


@pytest.mark.thorough
def test_the_licences_of_the_page_are_those_that_the_libraries_state(bill: Bill) -> None:
    told = {row[0]: row[-1] for row in [*direct(), *brought_along()] if row[0] in bill}
    assert [name for name in told if not bill[name][1]] == ["antlr4-python3-runtime", "fhirpathpy"], "say so there"
    for name, licence in told.items():
        for stated in bill[name][1]:
            assert FAMILIES.get(stated, stated) in licence, f"{name} is under {stated} by its own account"


FAMILIES = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-",
    "License :: OSI Approved :: Zope Public License": "ZPL-",
}
"""What older packages call a licence."""


def _bill_of_materials(programs: Path, production: Path, out: Path) -> Bill:
    """Return what the command of the page writes; it checks itself that this keeps to the schema of CycloneDX."""
    (command,) = shell("A bill of materials")
    places = {"build/checker.cdx.json": str(out), "/opt/checker/bin/python": str(production)}
    program, *options = [places.get(word, word) for word in command.split()]
    _run([str(programs / program), *options])
    made = json.loads(out.read_text(encoding="utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    return {canonicalize_name(each["name"]): (each["version"], list(_stated(each))) for each in made["components"]}


def _stated(component: Mapping[str, Any]) -> Iterator[str]:
    """Yield the licences that a package names, without the words of any."""
    for each in component.get("licenses", []):
        said = str(each.get("expression") or each["license"].get("id") or each["license"]["name"])
        if not said.startswith("declared license"):
            yield said


def _environment(place: Path, *what: str) -> Path:
    """Return the Python of a new environment with this in it, and nothing else."""
    _run([sys.executable, "-m", "venv", str(place)])
    python = place / "bin" / "python"
    _run([str(python), "-m", "pip", "install", "--quiet", *what])
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300)
    assert not done.returncode, done.stderr
