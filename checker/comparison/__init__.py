"""What does this change do, to whom?

First what changed in words, conditions, scores and order; then, for all answer sheets, whom the two versions treat
differently, or a proof that there is nobody.
"""

from checker.comparison.changing import TOPICS, Change, changes
from checker.comparison.comparing import Comparison, clash, difference
from checker.comparison.people import moved
from checker.comparison.telling import (
    as_data,
    case_words,
    counted,
    differences,
    direction,
    everybody,
    in_words,
    leads_to,
    lines,
    reach,
    sameness,
    unheard,
    unmoved,
    who,
)

__all__ = [
    "TOPICS",
    "Change",
    "Comparison",
    "as_data",
    "case_words",
    "changes",
    "clash",
    "counted",
    "difference",
    "differences",
    "direction",
    "everybody",
    "in_words",
    "leads_to",
    "lines",
    "moved",
    "reach",
    "sameness",
    "unheard",
    "unmoved",
    "who",
]
