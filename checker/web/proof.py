"""Is what is served proved? Decided at the start, for the very content that is served."""

from dataclasses import dataclass, field
from functools import lru_cache

from checker.model import Questionnaire
from checker.signoff import fingerprint
from checker.verification import prove

PROOF_SECONDS = 20
"""Seconds that a start may take to prove what is served; the shipped questionnaire takes a quarter of one."""


def proved(questionnaire: Questionnaire) -> bool:
    """Return whether every claim about this content can be proved within the time that a start may take."""
    return _proved(_Content(fingerprint(questionnaire), questionnaire))


@dataclass(frozen=True, slots=True)
class _Content:
    """What a questionnaire says: two with the same fingerprint are the same."""

    fingerprint: str
    questionnaire: Questionnaire = field(compare=False)


@lru_cache(maxsize=16)
def _proved(content: _Content) -> bool:
    return prove(content.questionnaire, timeout=PROOF_SECONDS).holds
