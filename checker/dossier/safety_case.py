"""Is it safe enough, and what shows that? In the shape of DCB0129 and ISO 14971, for a safety officer to judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from checker.dossier.facts import Dossier
from checker.engine.questionnaire import Likelihood, Severity
from checker.evidence.worked_cases import CAVEAT, Figures
from checker.proofs.report import PROOF_LIMIT, Report
from checker.review import cases, hazards, people
from checker.review.cases import Cases
from checker.review.hazards import TracedHazard
from checker.review.people import Ordinary

GRAVEST_FIRST: tuple[str, ...] = get_args(Severity)
LIKELIEST_FIRST: tuple[str, ...] = get_args(Likelihood)


@dataclass(frozen=True, slots=True)
class SafetyCase:
    """What speaks for it, and what is left."""

    hazards: tuple[TracedHazard, ...]
    words: Mapping[str, str]
    summary: tuple[tuple[str, tuple[int, ...]], ...]
    """For each severity, how many hazards are how likely with their controls."""
    report: Report
    cases: Cases
    published: Figures
    """The figures of cases that follow something published."""
    ordinary: Ordinary | None
    proof_limit: str = PROOF_LIMIT
    case_limit: str = " ".join(CAVEAT.split())

    @property
    def likelihoods(self) -> tuple[str, ...]:
        """The columns of the summary."""
        return tuple(self.words[each] for each in LIKELIEST_FIRST)

    @property
    def deployed(self) -> tuple[TracedHazard, ...]:
        """The hazards of which whoever runs it has to take care too."""
        return tuple(each for each in self.hazards if each.hazard.clinic)


def gather(dossier: Dossier) -> SafetyCase:
    """Return the safety case."""
    material, words = dossier.material, hazards.words()
    traced = hazards.gather(material)
    pairs: list[tuple[str, str]] = [(each.hazard.severity, each.hazard.residual) for each in traced]
    rows = (
        (words[grave], tuple(pairs.count((grave, likely)) for likely in LIKELIEST_FIRST)) for grave in GRAVEST_FIRST
    )
    return SafetyCase(
        traced,
        words,
        tuple(rows),
        material.proved,
        cases.gather(material),
        material.worked.published,
        people.gather(material),
    )
