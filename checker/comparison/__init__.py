"""What does this change do, to whom?

First what changed in words, conditions, scores and order; then, for all answer sheets, whom the two versions treat
differently, or a proof that there is nobody.
"""

from checker.comparison.changing import TOPICS, Change, changes
from checker.comparison.comparing import Comparison, difference
from checker.comparison.telling import (
    as_data,
    counted,
    differences,
    direction,
    everybody,
    in_words,
    lines,
    sameness,
    unmoved,
)

__all__ = [
    "TOPICS",
    "Change",
    "Comparison",
    "as_data",
    "changes",
    "counted",
    "difference",
    "differences",
    "direction",
    "everybody",
    "in_words",
    "lines",
    "sameness",
    "unmoved",
]
