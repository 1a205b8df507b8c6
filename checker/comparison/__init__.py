"""What does a change do, to whom?

First what changed in words, conditions, scores and order (``content_changes``) and which answers are new
(``new_answers``); then, for all answer sheets, whom the two versions treat differently, or a proof that there is
nobody: ``comparison``, with those people in words (``affected_people``) and the worked cases among them
(``case_changes``). ``report`` puts it in text and data.
"""

from checker.comparison.affected_people import moved
from checker.comparison.comparison import Comparison, clash, difference
from checker.comparison.content_changes import TOPICS, Change, changes
from checker.comparison.report import (
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
