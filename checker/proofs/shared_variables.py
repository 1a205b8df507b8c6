"""One space of answers for two versions of a questionnaire, and which of its answers both offer."""

from collections.abc import Sequence

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire
from checker.proofs.decision_diagrams import Diagrams
from checker.proofs.variables import Space, cuts, space_of


def common_space(old: Questionnaire, new: Questionnaire) -> Space:
    """Return the space of both versions, in the order of the new one, each removed question after its forerunner."""
    order = [question.id for question in new.questions]
    for place, question in enumerate(old.questions):
        if question.id not in new.question:
            before = old.questions[place - 1].id if place else None
            order.insert(order.index(before) + 1 if before else 0, question.id)
    numbers: dict[str, set[int]] = {}
    for name, found in [*cuts(old).items(), *cuts(new).items()]:
        numbers.setdefault(name, set()).update(found)
    for name in order:
        numbers.setdefault(name, set()).update(_ends(_versions(old, new, name)))
    scored = {item for version in (old, new) for score in version.scores for item in score.sum}
    return space_of([_versions(old, new, name) for name in order], numbers, scored)


def _ends(versions: Sequence[Question]) -> set[int]:
    """Return where a scale is cut so that all numbers of a stretch are offered by the same versions.

    The first one that all offer stands alone: it is the one answer that stands for a question that was not asked.
    """
    ranges = [question.numbers for question in versions if question.numbers]
    if not ranges:
        return set()
    first = max(numbers[0] for numbers in ranges)
    return {first, first + 1, *(numbers[0] for numbers in ranges), *(numbers[-1] + 1 for numbers in ranges)}


def _versions(old: Questionnaire, new: Questionnaire, name: str) -> tuple[Question, ...]:
    return tuple(version.question[name] for version in (new, old) if name in version.question)


def offered(old: Questionnaire, new: Questionnaire, space: Space, diagrams: Diagrams, name: str) -> int:
    """Return: the answer to a question is one that every version which has the question offers."""
    versions, block = _versions(old, new, name), space.blocks[name]
    if not block.many:
        values = [value for value, answer in enumerate(block.answers) if all(q.accepts(answer) for q in versions)]
        return diagrams.one_of(block.first, values)
    ids: list[set[str]] = [{option.id for option in question.options} for question in versions]
    foreign = sorted(set[str]().union(*ids) - ids[0].intersection(*ids))
    return diagrams.all([diagrams.negation(block.ticked(diagrams, option)) for option in foreign])


def plainest(old: Questionnaire, new: Questionnaire, name: str) -> Answer:
    """Return the first answer that every version which has the question offers, an exclusive option before others."""
    first, *others = _versions(old, new, name)
    answers: list[Answer] = list(first.numbers)
    if first.kind != "scale":
        options = sorted(first.options, key=lambda option: not option.exclusive)
        answers = [frozenset({option.id}) if first.kind == "many" else option.id for option in options]
    return next((each for each in answers if all(version.accepts(each) for version in others)), answers[0])
