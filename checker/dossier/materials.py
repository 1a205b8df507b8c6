"""What is installed beside this program? A bill of materials in the format CycloneDX 1.6, with no date in it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

LONGEST = 80
"""Letters of what is still a licence's name; longer ones are its text."""


@dataclass(frozen=True, slots=True, order=True)
class Component:
    """One package that is installed."""

    name: str
    version: str
    licence: str = ""
    """What the package says of itself; empty where it says nothing."""
    is_expression: bool = False
    """Whether that is an expression of SPDX."""


def installed() -> tuple[Component, ...]:
    """Return every package that is installed, by name, each once."""
    found = {_plain(each.name): each for each in reversed(list(distributions()))}  # the first one found is imported
    return tuple(_component(name, found[name]) for name in sorted(found))


def _plain(name: str) -> str:
    """Return the name of a package as all spell it alike."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _component(name: str, found: Distribution) -> Component:
    if expression := _said(found, "License-Expression"):
        return Component(name, found.version, expression[0], is_expression=True)
    named = [words for words in _said(found, "License") if len(words) <= LONGEST and "\n" not in words]
    classified = [line.rpartition(" :: ")[2] for line in _said(found, "Classifier") if line.startswith("License ::")]
    return Component(name, found.version, ", ".join(named or classified))


def _said(found: Distribution, key: str) -> list[str]:
    return list(filter(None, found.metadata.get_all(key) or ()))


def bill(components: Iterable[Component]) -> bytes:
    """Return the bill of some packages as CycloneDX: the same bytes for the same packages."""
    listed = [_listed(component) for component in components]
    whole = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": listed,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _listed(component: Component) -> dict[str, object]:
    address = f"pkg:pypi/{component.name}@{component.version}"
    kept: dict[str, object] = {
        "type": "library",
        "bom-ref": address,
        "name": component.name,
        "version": component.version,
        "purl": address,
    }
    if not component.licence:
        return kept
    said = {"expression": component.licence} if component.is_expression else {"license": {"name": component.licence}}
    return {**kept, "licenses": [said]}
