"""What is proved of what is served? Decided at the start, for the very content that is served."""

from dataclasses import dataclass, field
from functools import lru_cache

from checker.engine.questionnaire import Questionnaire
from checker.proofs.prover import prove
from checker.proofs.report import Report
from checker.review.signoff import fingerprint

PROOF_SECONDS = 20
"""Seconds that a start may take to prove what is served; the shipped questionnaire takes a quarter of one."""


def proofs(questionnaire: Questionnaire) -> Report:
    """Return what can be proved about this content within the time that a start may take."""
    return _proofs(_Content(fingerprint(questionnaire), questionnaire))


@dataclass(frozen=True, slots=True)
class _Content:
    """What a questionnaire says: two with the same fingerprint are the same."""

    fingerprint: str
    questionnaire: Questionnaire = field(compare=False)


@lru_cache(maxsize=16)
def _proofs(content: _Content) -> Report:
    return prove(content.questionnaire, timeout=PROOF_SECONDS)
