"""Which questions count, which is next, what stopped or interrupted it, how many more?

Nothing is remembered: every request, proof and test replays the answers from the first question with ``walk``.
"""

from collections.abc import Mapping
from typing import NamedTuple

from checker.engine.conditions import Answer, can_hold
from checker.engine.questionnaire import Question, Questionnaire, Rule
from checker.engine.scoring import total


class Journey(NamedTuple):
    """One person's way through a questionnaire, as far as their answers go."""

    questionnaire: Questionnaire
    values: Mapping[str, Answer]
    """What conditions read: the answers that count, and the points of every score that has a value by now."""
    next: Question | None
    """The question to ask now; None once nothing is left to ask."""
    stopped_by: Rule | None
    """The rule that ended the questions early."""
    interrupted_by: tuple[Rule, ...]
    """The rules whose page is shown at once, in the order of the file."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the questions that count and are answered, in order."""
        return tuple(name for name in self.values if name in self.questionnaire.question)

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers that count, in order."""
        return {question: self.values[question] for question in self.asked}


def walk(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Journey:
    """Replay the answers from the first question, dropping any that no longer count.

    An answer stands by the id of its question: an option's id, a frozenset of such ids, or a whole number. The order
    does not matter, and the id of no question is passed over. The answers themselves are trusted: ``read_answers``
    checks those from elsewhere, since an option that does not exist is heard by no rule, or raises KeyError in a score.

        walk(questionnaire, {"signs": frozenset({"fever"}), "pain": 3}).next  # the question to ask now, or None
    """
    values: dict[str, Answer] = {}
    for question, scores, stops in questionnaire.steps:
        known = len(values)
        if question.when.test(values):
            if question.id not in answers:
                return _journey(questionnaire, values, question, None)
            values[question.id] = answers[question.id]
        for score in scores:
            if (points := total(questionnaire, score, values)) is not None:
                values[score.id] = points
        if len(values) > known:
            for rule in stops:
                if rule.when.test(values):
                    return _journey(questionnaire, values, None, rule)
    return _journey(questionnaire, values, None, None)


def _journey(
    questionnaire: Questionnaire, values: Mapping[str, Answer], upcoming: Question | None, stopped_by: Rule | None
) -> Journey:
    interrupted_by = tuple(rule for rule in questionnaire.interrupts if rule.when.test(values))
    return Journey(questionnaire, values, upcoming, stopped_by, interrupted_by)


def before(questionnaire: Questionnaire, answers: Mapping[str, Answer], place: int) -> Journey:
    """Replay only the answers to the questions before a place."""
    return walk(questionnaire, {q.id: answers[q.id] for q in questionnaire.questions[:place] if q.id in answers})


def interruptions(questionnaire: Questionnaire, answers: Mapping[str, Answer], place: int) -> tuple[Rule, ...]:
    """Return the rules that the answer at a place makes interrupt."""
    earlier = before(questionnaire, answers, place).interrupted_by
    by_now = before(questionnaire, answers, place + 1).interrupted_by
    return tuple(rule for rule in by_now if rule not in earlier)


def ahead(journey: Journey) -> tuple[Question, ...]:
    """Return the questions that there can still be, the next one first; along a journey none is ever added."""
    if journey.next is None:
        return ()
    questionnaire, place = journey.questionnaire, journey.questionnaire.position[journey.next.id]
    settled = {name for name, position in questionnaire.position.items() if position < place}
    later = questionnaire.questions[place + 1 :]
    return (journey.next, *(question for question in later if can_hold(question.when, journey.values, settled)))
