"""Which answers are new, and which no longer change anything?"""

from collections.abc import Iterator
from time import monotonic

from checker.engine.questionnaire import Questionnaire
from checker.proofs.answer_outcomes import AnswerOutcome, heard, outcomes


def added(old: Questionnaire, new: Questionnaire, timeout: float) -> tuple[AnswerOutcome, ...]:
    """Return what comes of every answer that the old version does not offer, in the order of the file."""
    before = set(_offered(old))
    fresh = [each for each in _offered(new) if each not in before]
    return tuple(outcomes(new, timeout, fresh)) if fresh else ()


def now_unheard(old: Questionnaire, new: Questionnaire, until: float) -> tuple[tuple[str, str], ...]:
    """Return the questions and options that changed something for somebody before, and change nothing now.

    It is undecided once the monotonic clock says ``until``.
    """
    silent = [each for each, is_so in heard(new, until - monotonic()).items() if not is_so]
    before = heard(old, until - monotonic(), {question for question, _ in silent}) if silent else {}
    return tuple(each for each in silent if before.get(each))


def _offered(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield every question and option; an empty one for a scale."""
    for question in questionnaire.questions:
        yield from ((question.id, option.id) for option in question.options)
        if question.kind == "scale":
            yield question.id, ""
