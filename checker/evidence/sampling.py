"""Who comes? People drawn by the chances of a population.

The same seed gives the same people on every version of Python. A person answers every question, asked or not, so that
two questionnaires can be compared on the very same people; and each question has dice of its own, so that other chances
for one question leave all other answers as they were.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from random import Random
from typing import TypeAlias

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire
from checker.evidence.population import SEED, Chances, Population, RandomVariable, Table

Person: TypeAlias = Mapping[str, Answer]
"""The answers to all questions, and traits as if they were answers."""
_Dice: TypeAlias = Callable[[], float]


def people(
    questionnaire: Questionnaire, population: Population, seed: int = SEED, signs: float = 1.0
) -> Iterator[Person]:
    """Yield people without end; ``signs`` makes every warning sign so many times as likely, a doubt not."""
    drawn = [
        (name, _way(part, questionnaire.question.get(name), signs if name in population.signs else 1.0), part.by)
        for name, part in population.drawn
    ]
    ways = [(name, way, by, questionnaire.question.get(by or ""), Random(f"{seed} {name}")) for name, way, by in drawn]
    while True:
        person: dict[str, Answer] = {}
        for name, way, by, asked, dice in ways:
            person[name] = way(_before(person[by], asked) if by else "", dice.random)
        yield person


def _before(answer: Answer, asked: Question | None) -> str:
    """Return what chooses a row: an answer, or the first of several in the order in which they are offered."""
    return asked.chosen(answer)[0].id if asked and isinstance(answer, frozenset) else str(answer)


_Way: TypeAlias = Callable[[str, _Dice], Answer]
"""How something is drawn, given what chooses the row."""


def _way(part: RandomVariable, question: Question | None, factor: float) -> _Way:
    if isinstance(part, Table) and part.steps and question:
        return _stepping(part.steps, question)
    make = _ticking(question, factor) if question and question.kind == "many" else _choosing(question)
    rows = {name: make(row) for name, row in part.rows.items()}
    others = make(part.chances) if part.chances else None

    def draw(before: str, dice: _Dice) -> Answer:
        row = rows.get(before, others)
        assert row, f"no row for {before}: a population is read with a questionnaire that it fits"
        return row(dice)

    return draw


_Row: TypeAlias = Callable[[_Dice], Answer]


def _choosing(question: Question | None) -> Callable[[Chances], _Row]:
    is_scale = question is not None and question.kind == "scale"

    def make(chances: Chances) -> _Row:
        pick = _picking(chances)
        return (lambda dice: int(pick(dice))) if is_scale else pick

    return make


def _picking(chances: Chances) -> Callable[[_Dice], str]:
    """Return how one name is drawn by its weight."""
    names = [name for name, chance in chances.items() if chance > 0]
    bounds = list(accumulate(chances[name] for name in names))

    def pick(dice: _Dice) -> str:
        return names[min(bisect_right(bounds, dice() * bounds[-1]), len(names) - 1)]

    return pick


def _stepping(steps: Chances, question: Question) -> _Way:
    pick, numbers = _picking(steps), question.numbers

    def draw(before: str, dice: _Dice) -> Answer:
        return max(numbers[0], min(numbers[-1], int(before) + int(pick(dice))))

    return draw


def _ticking(question: Question, factor: float) -> Callable[[Chances], _Row]:
    """Return how options are ticked, each by its own chance: a doubt only where there is no other tick."""
    unsure = frozenset(option.id for option in question.options if option.unsure)
    none = frozenset(option.id for option in question.options if option.exclusive)

    def make(chances: Chances) -> _Row:
        ticks = [(name, chance / 100 * (1.0 if name in unsure else factor)) for name, chance in chances.items()]

        def draw(dice: _Dice) -> Answer:
            ticked = frozenset([name for name, chance in ticks if dice() < chance])
            return ticked - unsure or ticked or none

        return draw

    return make
