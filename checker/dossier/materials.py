"""What is installed: a bill of materials in the format CycloneDX, made by the tool of that name."""

import json
import subprocess
import sys
from dataclasses import dataclass


class MaterialsError(Exception):
    """A bill of materials that cannot be made here; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Component:
    """One package that is installed."""

    name: str
    version: str
    licence: str
    """What the package says of itself; empty where it says nothing."""


def bill() -> bytes:
    """Return the bill of what is installed beside this program, checked against the schema of CycloneDX.

    It is the same each time, with no date in it; raise MaterialsError where the tool is missing.
    """
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", sys.prefix]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise MaterialsError(
            f"what is installed cannot be listed ({'; '.join(why)}). Install what lists it: "
            "pip install 'condition-checker[dossier]'"
        )
    return done.stdout


def components(made: bytes) -> tuple[Component, ...]:
    """Return what a bill lists, by name."""
    listed = json.loads(made).get("components", ())
    return tuple(sorted(map(_component, listed), key=lambda component: component.name.lower()))


def _component(listed: dict[str, object]) -> Component:
    licences = listed.get("licenses")
    said = [_licence(each) for each in licences] if isinstance(licences, list) else []
    return Component(str(listed["name"]), str(listed.get("version", "")), ", ".join(dict.fromkeys(filter(None, said))))


def _licence(entry: dict[str, object]) -> str:
    within = entry.get("license")
    if isinstance(within, dict):
        return str(within.get("id") or within.get("name") or "")
    return str(entry.get("expression") or "")
