"""What did the tests of this program say? Read from the report that they write (JUnit XML), by the tests' names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

Outcome = Literal["passed", "failed", "not_run"]


class ReportError(Exception):
    """A report of tests that cannot be read; the message says where and how to get one."""


@dataclass(frozen=True, slots=True)
class SuiteReport:
    """Which tests ran, and which of them failed; a test with several inputs counts as one."""

    passed: frozenset[str]
    failed: frozenset[str]
    skipped: frozenset[str]

    def of(self, names: Iterable[str]) -> Outcome:
        """Return what came of some tests together: one that did not run is no pass."""
        named = set(names)
        if named & self.failed:
            return "failed"
        return "passed" if named and named <= self.passed - self.skipped else "not_run"


def read(path: Path) -> SuiteReport:
    """Return what a report of pytest says (``--junitxml``); raise ReportError for what is none."""
    try:
        written = path.read_bytes()
        if re.search(rb"<!(DOCTYPE|ENTITY)", written, re.IGNORECASE):
            raise ReportError(f"{path}: a report of tests declares no entities. {_MEND}")
        cases = list(ElementTree.fromstring(written).iter("testcase"))
    except (OSError, ElementTree.ParseError) as why:
        raise ReportError(f"{path}: no report of tests can be read here ({why}). {_MEND}") from None
    if not cases:
        raise ReportError(f"{path}: this report names no test. {_MEND}")
    found: dict[Outcome, set[str]] = {"passed": set(), "failed": set(), "not_run": set()}
    for case in cases:
        found[_outcome(case)].add(case.get("name", "").partition("[")[0])
    return SuiteReport(*(frozenset(found[outcome]) for outcome in ("passed", "failed", "not_run")))


_MEND = "Write one: python -m pytest -m '' --junitxml=tests.xml"


def _outcome(case: ElementTree.Element) -> Outcome:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "not_run"
