"""What does a re-check know of the check before it, and what has changed since?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.engine.conditions import Answer
from checker.engine.journey import Journey
from checker.engine.questionnaire import Question, Questionnaire


def earlier_answers(questionnaire: Questionnaire, before: Mapping[str, str | int]) -> dict[str, Answer]:
    """Return the answers that an earlier check gives, by its tier, numbers and points, each under its name there.

    A question is missing where no option stands for what is known: it is to be asked.
    """
    asked = (question for question in questionnaire.questions if question.earlier)
    found = ((question, _earlier(question, before.get(question.earlier or ""))) for question in asked)
    return {question.id: answer for question, answer in found if answer is not None}


def _earlier(question: Question, value: str | int | None) -> Answer | None:
    if question.kind == "scale":
        return value if isinstance(value, int) and question.accepts(value) else None
    named = (option.id for option in question.options if value is not None and value in option.was)
    return next(named, None) or next((option.id for option in question.options if not option.was), None)


@dataclass(frozen=True, slots=True)
class Change:
    """A number then and now; a higher one is worse."""

    question: Question
    """What the earlier number answers."""
    then: int
    now: int

    @property
    def points(self) -> int:
        """How many points more it is now; below nothing, how many fewer."""
        return self.now - self.then

    @property
    def is_real(self) -> bool:
        """Whether it is more than such numbers move by themselves."""
        return self.question.real_change is not None and abs(self.points) >= self.question.real_change


def changes(journey: Journey) -> Iterator[Change]:
    """Yield, in the order of the questions, each earlier number of which the one now is known too."""
    for question in journey.questionnaire.questions:
        then = _number(question, journey.values.get(question.id))
        now = journey.values.get(question.now or "")
        if then is not None and isinstance(now, int):
            yield Change(question, then, now)


def _number(question: Question, answer: Answer | None) -> int | None:
    """Return the earlier number that an answer stands for."""
    if not isinstance(answer, str):
        return answer if isinstance(answer, int) else None
    was = question.option(answer).was
    return was[0] if len(was) == 1 and isinstance(was[0], int) else None
