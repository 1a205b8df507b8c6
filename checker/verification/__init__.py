"""Is it safe? Proved for every possible answer sheet, or a counterexample that the engine replays.

Each condition becomes its own small decision diagram over all answers, in question order. A proof is about the file and
its promises, never about medicine.
"""

from checker.verification.closest import Change, Closest, closest, closest_per_tier
from checker.verification.completeness import Gap
from checker.verification.covering import Cover, cover, cover_data, uncaught, untaken
from checker.verification.diagrams import UndecidedError
from checker.verification.outcomes import Outcome, outcomes
from checker.verification.proving import find_gaps, prove
from checker.verification.report import PROOF_LIMIT, Counterexample, Report, Unasked, Verdict, as_data, as_yaml, lines
from checker.verification.sweep import Count, questions_left

__all__ = [
    "PROOF_LIMIT",
    "Change",
    "Closest",
    "Count",
    "Counterexample",
    "Cover",
    "Gap",
    "Outcome",
    "Report",
    "Unasked",
    "UndecidedError",
    "Verdict",
    "as_data",
    "as_yaml",
    "closest",
    "closest_per_tier",
    "cover",
    "cover_data",
    "find_gaps",
    "lines",
    "outcomes",
    "prove",
    "questions_left",
    "uncaught",
    "untaken",
]
