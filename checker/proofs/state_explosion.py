"""Why is this too entangled to count? The conditions that keep most people apart at one place."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.phrases import later
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.encoding import Logic

MOST_NAMED = 3


class Pending(NamedTuple):
    """A condition that has read some answers at a place, and waits for others."""

    name: str
    ways: int
    """In how many ways it may go on from there: so many groups of people it keeps apart."""
    read: tuple[str, ...]
    """The questions that it has read so far."""


def knot(logic: Logic, question: str, *, tiers: bool = True) -> str:
    """Return which conditions keep most people apart once a question is answered, and how to mend that."""
    try:
        found = sorted(pending(logic, question, tiers=tiers), key=lambda each: -each.ways)
    except UndecidedError:  # there is no room left even for the conditions
        found = []
    if not found:
        return later("after question '%(question)s'", question=question)
    widest = tuple(
        later("%(part)s (%(ways)s groups, by %(read)s)", part=each.name, ways=each.ways, read=_few(each.read))
        for each in found[:MOST_NAMED]
    )
    return later(
        "after question '%(question)s', where %(count)s conditions have read some answers and wait for others. "
        "The widest: %(widest)s. Ask what each of them reads closer together",
        question=question,
        count=len(found),
        widest=widest,
    )


def pending(logic: Logic, question: str, *, tiers: bool = True) -> Iterator[Pending]:
    """Yield the conditions under way once a question is answered; without tiers, those that end the questions only."""
    level, children = logic.diagrams.level, logic.diagrams.children
    here = logic.space.blocks[question].levels[-1]
    owners, names = logic.space.owners, list(logic.space.blocks)
    for name, node in _conditions(logic, tiers=tiers):
        passed = [each for each in logic.diagrams.below(node) if level[each] <= here]
        ways = {child for each in passed for child in children[each] if level[child] > here}
        if ways - {0, 1}:
            read = dict.fromkeys(names[owners[at]] for at in sorted({level[each] for each in passed}))
            yield Pending(name, len(ways), tuple(read))


def _conditions(logic: Logic, *, tiers: bool) -> Iterator[tuple[str, int]]:
    for question in logic.questionnaire.questions:
        yield later("question '%(id)s'", id=question.id), logic.asked[question.id]
    for rule in logic.questionnaire.guidance:
        if tiers or rule.then == "stop":
            yield later("rule '%(id)s'", id=rule.id), logic.cut(rule.when)


def _few(names: Sequence[str]) -> str:
    first, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return later("%(names)s and %(count)s more", names=first, count=more) if more > 0 else first
