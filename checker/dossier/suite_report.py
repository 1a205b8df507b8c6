"""What did the tests of this program say? Read from the report that they write (JUnit XML), by the tests' names.

A report says of which program and which content it is (``subject``), how many tests were chosen and how many were not.
One of anything else is refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal, get_args
from xml.etree import ElementTree

from checker.engine.questionnaire import Questionnaire
from checker.review.parts import fingerprint

Outcome = Literal["passed", "failed", "not_run"]


class ReportError(Exception):
    """A report of tests that cannot be read; the message says where and how to get one."""


@dataclass(frozen=True, slots=True)
class SuiteReport:
    """Which tests ran, and which of them failed; a test with several inputs counts as one."""

    passed: frozenset[str]
    failed: frozenset[str]
    skipped: frozenset[str]
    left_out: int = 0
    """How many tests, or inputs of tests, were deselected or never reached."""

    def of(self, names: Iterable[str]) -> Outcome:
        """Return what came of some tests together: none is a pass where some did not run."""
        named = set(names)
        if named & self.failed:
            return "failed"
        whole = named and not self.left_out and named <= self.passed - self.skipped
        return "passed" if whole else "not_run"


def subject(questionnaire: Questionnaire) -> dict[str, str]:
    """Return what a report says it is of, as the properties of its suite."""
    return {
        "program": version("condition-checker"),
        "questionnaire": f"{questionnaire.id} {questionnaire.version}",
        "fingerprint": fingerprint(questionnaire),
    }


def read(path: Path, of: Mapping[str, str]) -> SuiteReport:
    """Return what a report of pytest (``--junitxml``) says of a subject; raise ReportError for any other."""
    try:
        written = path.read_bytes()
        if re.search(rb"<!(DOCTYPE|ENTITY)", written, re.IGNORECASE):
            raise ReportError(f"{path}: a report of tests declares no entities. {_MEND}")
        root = ElementTree.fromstring(written)
    except (OSError, ElementTree.ParseError) as why:
        raise ReportError(f"{path}: no report of tests can be read here ({why}). {_MEND}") from None
    cases = list(root.iter("testcase"))
    if not cases:
        raise ReportError(f"{path}: this report names no test. {_MEND}")
    properties = {each.get("name", ""): each.get("value", "") for each in root.iter("property")}
    for name, value in of.items():
        if properties.get(name) != value:
            said = properties.get(name, "something that it does not say")
            raise ReportError(f"{path}: this report is of another {name}: of {said}, and not of {value}. {_MEND}")
    found: dict[Outcome, set[str]] = {outcome: set() for outcome in _OUTCOMES}
    for case in cases:
        found[_outcome(case)].add(case.get("name", "").partition("[")[0])
    reached = len({(case.get("classname"), case.get("name")) for case in cases})
    left_out = _number(properties, "deselected") + max(0, _number(properties, "selected") - reached)
    passed, failed, skipped = (frozenset(found[outcome]) for outcome in _OUTCOMES)
    return SuiteReport(passed, failed, skipped, left_out)


_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_MEND = "Write one: python -m pytest -m '' --junitxml=tests.xml"


def _number(properties: Mapping[str, str], name: str) -> int:
    """Return how many a report says; 1 where it does not say it in digits, so that nothing is taken for all."""
    said = properties.get(name, "")
    return int(said) if said.isdecimal() else 1


def _outcome(case: ElementTree.Element) -> Outcome:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "not_run"
