"""How accessible are the patients' pages? For each criterion of WCAG 2.2 what the tests say, and nothing else.

A criterion is called supported only where tests that judge all of it ran and passed, none of them left out. What is
tested in part, what no test looks at and what nobody ran stays "not evaluated".
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from checker.dossier.facts import Dossier
from checker.dossier.suite_report import Outcome
from checker.dossier.wcag import CRITERIA, Criterion
from checker.phrases import phrase

Level = Literal["supports", "partially-supports", "not-applicable", "not-evaluated"]
"""The words of OpenACR for how far a criterion is met."""
_FILE = {"A": "success_criteria_level_a", "AA": "success_criteria_level_aa"}
AFTER = "To be filled in by whoever hands this report on"
"""What stands for an address of the author, which OpenACR asks for and no file of ours has."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one criterion."""

    criterion: Criterion
    outcome: Outcome
    level: Level
    notes: str


@dataclass(frozen=True, slots=True)
class Conformance:
    """What is known of all of them."""

    findings: tuple[Finding, ...]
    words: Mapping[Level, str]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many criteria have each level, in words."""
        found = Counter(finding.level for finding in self.findings)
        return tuple((said, found[level]) for level, said in self.words.items())


def gather(dossier: Dossier) -> Conformance:
    """Return what is known of each criterion."""
    return Conformance(tuple(_finding(dossier, criterion) for criterion in CRITERIA), _words())


def _words() -> Mapping[Level, str]:
    return {
        "supports": phrase("supported"),
        "partially-supports": phrase("partly supported"),
        "not-applicable": phrase("not applicable"),
        "not-evaluated": phrase("not evaluated"),
    }


def _finding(dossier: Dossier, criterion: Criterion) -> Finding:
    outcome = dossier.tests.of(criterion.tests) if dossier.tests else "not_run"
    level = _level(criterion, outcome)
    return Finding(criterion, outcome, level, _notes(criterion, outcome))


def _level(criterion: Criterion, outcome: Outcome) -> Level:
    if outcome == "failed":
        return "partially-supports"
    if outcome == "not_run" or criterion.judged == "part":
        return "not-evaluated"
    return "supports" if criterion.judged == "whole" else "not-applicable"


def _notes(criterion: Criterion, outcome: Outcome) -> str:
    if not criterion.tests:
        return phrase("No test of this program looks at it, and nobody has.")
    if outcome == "failed":
        return phrase("A test of it failed.")
    if outcome == "not_run":
        return phrase("There are tests of it, but not all of their results were given.")
    if criterion.judged == "part":
        return phrase("Tested in part: no fault was found. These tests do not judge all of it, and nobody else has.")
    if criterion.judged == "absent":
        return phrase("Tests show that there is nothing that it speaks of.")
    return phrase("Tests that judge it passed on every kind of page.")


def open_acr(dossier: Dossier) -> bytes:
    """Return the report in the format OpenACR of the US General Services Administration, version 0.1.0."""
    whole, found = dossier.material.questionnaire, gather(dossier).findings
    product = {
        "name": whole.title.said_in(whole.languages[0]),
        "version": f"{whole.version}, {dossier.material.mark}",
        "description": phrase("The pages of a questionnaire about health that patients answer in a browser."),
    }
    report = {
        "title": phrase("%(name)s accessibility conformance report", name=product["name"]),
        "product": product,
        "author": {"name": AFTER, "email": AFTER},
        "evaluation_methods_used": phrase("Automatic tests alone. No screen reader and no person with a disability."),
        "notes": phrase(
            "A criterion that is tested in part or not at all is called not evaluated, at levels A and AA too. So this "
            "is no report of full conformance."
        ),
        "license": "CC0-1.0",
        "catalog": "2.5-edition-wcag-2.2-en",
        "chapters": {name: {"criteria": _criteria(found, level)} for level, name in _FILE.items()},
    }
    return yaml.safe_dump(report, sort_keys=False, allow_unicode=True, width=110).encode()


def _criteria(found: tuple[Finding, ...], level: str) -> list[dict[str, Any]]:
    return [
        {
            "num": each.criterion.number,
            "components": [
                {
                    "name": "web",
                    "adherence": {"level": each.level, "notes": f"{each.notes} {_named(each.criterion)}".strip()},
                }
            ],
        }
        for each in found
        if each.criterion.level == level
    ]


def _named(criterion: Criterion) -> str:
    return f"({', '.join(criterion.tests)})" if criterion.tests else ""
