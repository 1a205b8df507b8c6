"""What a person is asked, and what they are told: all that a safety audit reads. Pure: no file, no clock, no dice.

Read in this order: ``questionnaire`` (what an author writes), ``conditions`` (what ``when`` means) and
``condition_parser`` (how its line is read), ``scoring``, ``journey`` (which question is next), ``guidance`` (what to
do, how soon, why). Then what stands on these: ``privacy`` (what others may read), ``what_if`` (which single other
answer would be more urgent), ``baseline`` (the least worrying answers) and ``earlier`` (what a re-check knows of the
check before it).
"""

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.privacy import redact
from checker.engine.questionnaire import Questionnaire

__all__ = ["Answer", "Guidance", "Journey", "Questionnaire", "advise", "redact", "walk"]
