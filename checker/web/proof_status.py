"""What is proved of what is served? Decided at the start, for the very content that is served."""

from checker.engine.questionnaire import Questionnaire
from checker.proofs.prover import prove
from checker.proofs.report import Report
from checker.review.parts import fingerprint

PROOF_SECONDS = 20
"""Seconds that a start may take to prove what is served; the shipped questionnaire takes about three."""


def proofs(questionnaire: Questionnaire) -> Report:
    """Return what can be proved about this content within the time that a start may take; it is decided only once."""
    content = fingerprint(questionnaire)
    if (found := _DECIDED.get(content)) is None:
        found = prove(questionnaire, timeout=PROOF_SECONDS)
        if not found.undecided:
            _DECIDED[content] = found
    return found


_DECIDED: dict[str, Report] = {}
"""What is proved of each content that this process has served, by its fingerprint."""
