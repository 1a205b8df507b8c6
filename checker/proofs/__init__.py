"""Is it safe? Proved for every possible answer sheet, or a counterexample that the engine replays.

Each condition becomes a small decision diagram over all answers, in question order: ``decision_diagrams`` (the data
structure), ``variables`` (one per question), ``score_diagrams``, ``encoding`` (conditions and walk as diagrams),
``satisfiability`` (can this happen?). On these stand the claims: ``reachability``, ``promises``, ``monotonicity``,
``influence``, ``completeness``, ``unasked_reads``, all decided by ``prover`` and told by ``report``. ``counting`` and
``rule_counts`` count answer sheets, ``answer_outcomes`` says what comes of each answer; ``equivalence``, with
``shared_variables``, ``divergence`` (for whom they may differ at all) and ``regions``, compares two versions, and
``reproof`` proves a changed one within a moment. ``state_explosion`` says why something is too entangled.

A proof is about the file and its promises, never about medicine.
"""

from checker.proofs.prover import prove
from checker.proofs.report import Report

__all__ = ["Report", "prove"]
