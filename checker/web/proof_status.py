"""What is proved of what is served? Decided at the start, for the very content that is served."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from weakref import ref

from checker.engine.questionnaire import Questionnaire
from checker.proofs.prover import prove
from checker.proofs.report import Report
from checker.review.signoff import fingerprint

PROOF_SECONDS = 20
"""Seconds that a start may take to prove what is served; the shipped questionnaire takes about three."""


def proofs(questionnaire: Questionnaire) -> Report:
    """Return what can be proved about this content within the time that a start may take."""
    return _proofs(_Content(fingerprint(questionnaire), ref(questionnaire)))


@dataclass(frozen=True, slots=True)
class _Content:
    """What a questionnaire says: two with the same fingerprint are the same. It does not keep one alive."""

    fingerprint: str
    questionnaire: Callable[[], Questionnaire | None] = field(compare=False)


@lru_cache(maxsize=16)
def _proofs(content: _Content) -> Report:
    questionnaire = content.questionnaire()
    assert questionnaire, "whoever asks holds it"
    return prove(questionnaire, timeout=PROOF_SECONDS)
