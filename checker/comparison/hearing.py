"""What does a new answer lead to, given alone beside the least worrying answers?"""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.expressions import Answer
from checker.guidance import advise
from checker.journey import walk
from checker.model import Question, Questionnaire
from checker.verification.diagrams import Diagrams, Distance
from checker.verification.logic import Logic
from checker.verification.report import Sheet
from checker.verification.solving import cheapest


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that the old version does not offer, and what the new one makes of it."""

    question: str
    option: str
    sheet: Sheet
    """The answer beside the least worrying ones, and the fewest others that it takes to be asked; empty for nobody."""
    tier: str = ""
    rules: tuple[str, ...] = ()
    """The rules that hold."""


def new_answers(old: Questionnaire, new: Questionnaire) -> tuple[Heard, ...]:
    """Return every option of a question that the old version does not offer, in the order of the file."""
    fresh = [
        (question, option.id)
        for question in new.questions
        for option in question.options
        if not (was := old.question.get(question.id)) or option.id not in {each.id for each in was.options}
    ]
    if not fresh:
        return ()
    logic = Logic(new)
    return tuple(_heard_of(logic, question, option) for question, option in fresh)


def _heard_of(logic: Logic, question: Question, option: str) -> Heard:
    """Return what follows from one option where all else is as little worrying as can be."""
    new, space, diagrams = logic.questionnaire, logic.space, logic.diagrams
    block = space.blocks[question.id]
    answer: Answer = frozenset({option}) if question.kind == "many" else option
    given = _exactly(diagrams, list(zip(block.levels, block.values(answer), strict=True)))
    home = space.values({each.id: least(each) for each in new.questions})
    distance = Distance(home, space.owners, [1] * len(space.blocks))
    way = diagrams.both(logic.asked[question.id], given), logic.alive(new.position[question.id])
    found = cheapest(diagrams, [way], distance)
    if found.values is None:
        return Heard(question.id, option, {})
    journey = walk(new, space.sheet(found.values))
    told = advise(new, journey)
    return Heard(question.id, option, journey.answers, told.tier.id, tuple(rule.id for rule in told.rules))


def _exactly(diagrams: Diagrams, values: list[tuple[int, int]]) -> int:
    return diagrams.all([diagrams.one_of(level, (value,)) for level, value in values])


def least(question: Question) -> Answer:
    """Return the least worrying answer: nothing of many, the fewest points of one, the lowest number of a scale."""
    if question.kind == "scale":
        return question.numbers[0]
    sure = [option for option in question.options if not option.unsure and not option.aside] or [*question.options]
    if question.kind == "many":
        return frozenset({next(_alone(question), sure[0].id)})
    return min(sure, key=lambda option: option.points if option.points is not None else 0).id


def _alone(question: Question) -> Iterator[str]:
    return (option.id for option in question.options if option.exclusive and not option.unsure)
