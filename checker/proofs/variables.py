"""Every answer anybody could give, asked or not, as one value per level.

A question of kind one is a level with a value per option; a scale has a value per stretch of numbers that no condition
can tell apart; a question of kind many has a level per option, set up so that every assignment is a possible answer.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.engine.conditions import Answer, Compare, Expression, leaves
from checker.engine.questionnaire import Question, Questionnaire
from checker.proofs.decision_diagrams import Assignment, Diagrams


@dataclass(frozen=True, slots=True)
class Block:
    """The levels of one question, and what their values mean."""

    id: str
    first: int
    """The first of its levels."""
    sizes: tuple[int, ...]
    answers: tuple[Answer, ...] = ()
    """What each value of the one level stands for (one, scale): a scale's number is the lowest of its stretch."""
    weights: tuple[int, ...] = ()
    """How many answers each value stands for."""
    alone: tuple[str, ...] = ()
    """The exclusive options (many): the first is what no tick at all means, each other one has a level."""
    ticks: tuple[str, ...] = ()
    """The options with a level of their own (many), the exclusive ones first."""

    @property
    def levels(self) -> range:
        """The levels of this question."""
        return range(self.first, self.first + len(self.sizes))

    @property
    def many(self) -> bool:
        """Whether any number of options may be ticked."""
        return not self.answers

    def level(self, option: str) -> int:
        """Return the level that ticks this option."""
        return self.first + self.ticks.index(option)

    def values(self, answer: Answer) -> tuple[int, ...]:
        """Return the values that stand for an answer."""
        if isinstance(answer, frozenset):
            return tuple(int(option in answer) for option in self.ticks)
        if isinstance(answer, int):
            return (
                max(0, bisect_right([int(number) for number in self.answers if isinstance(number, int)], answer) - 1),
            )
        return (self.answers.index(answer),)

    def answer(self, values: Sequence[int]) -> Answer:
        """Return the answer that the values of these levels stand for: each tuple of values has one."""
        if not self.many:
            return self.answers[values[0]]
        ticked = [option for option, value in zip(self.ticks, values, strict=True) if value]
        exclusive = [option for option in ticked if option in self.alone]
        return frozenset(exclusive[:1] or ticked or self.alone[:1] or self.ticks[-1:])

    def gives(self, diagrams: Diagrams, option: str) -> int:
        """Return: the answer is this option, or has it among its ticks."""
        return self.ticked(diagrams, option) if self.many else diagrams.one_of(self.first, self.values(option))

    def ticked(self, diagrams: Diagrams, option: str) -> int:
        """Return: this option is ticked."""
        off = {tick: diagrams.one_of(self.level(tick), (0,)) for tick in self.ticks}
        exclusive = [off[tick] for tick in self.alone[1:]]
        if option in self.alone:
            place = self.alone.index(option)
            others = exclusive[: place - 1] if place else off.values()
            return diagrams.both(diagrams.all(others), diagrams.one_of(self.level(option), (1,)) if place else 1)
        on = diagrams.one_of(self.level(option), (1,))
        if not self.alone and option == self.ticks[-1]:
            on = diagrams.either(on, diagrams.all(off.values()))
        return diagrams.all([*exclusive, on])

    def plain(self, diagrams: Diagrams) -> int:
        """Return: these values are the ones that ``values`` gives, so that each answer is counted once."""
        if not self.many:
            return 1
        off = {tick: diagrams.one_of(self.level(tick), (0,)) for tick in self.ticks}
        if not self.alone:
            return diagrams.negation(diagrams.all(off.values()))
        singles = [
            diagrams.all([diagrams.negation(off[tick]), *(node for other, node in off.items() if other != tick)])
            for tick in self.alone[1:]
        ]
        return diagrams.any([*singles, diagrams.all([off[tick] for tick in self.alone[1:]])])


@dataclass(frozen=True, slots=True)
class Space:
    """The blocks of every question, in one order of levels."""

    blocks: Mapping[str, Block]

    @property
    def sizes(self) -> list[int]:
        """The number of values of each level."""
        return [size for block in self.blocks.values() for size in block.sizes]

    @property
    def owners(self) -> list[int]:
        """The place of the question that each level belongs to."""
        return [place for place, block in enumerate(self.blocks.values()) for _ in block.sizes]

    def sheet(self, values: Assignment) -> dict[str, Answer]:
        """Return the answers, asked or not, that the values of all levels stand for."""
        return {
            block.id: block.answer(values[block.first : block.first + len(block.sizes)])
            for block in self.blocks.values()
        }

    def values(self, answers: Mapping[str, Answer]) -> list[int]:
        """Return the values that stand for these answers, with 0 where there is none."""
        found = [0] * sum(len(block.sizes) for block in self.blocks.values())
        for name, answer in answers.items():
            block = self.blocks[name]
            found[block.first : block.first + len(block.sizes)] = block.values(answer)
        return found


def space_of(questions: Iterable[Sequence[Question]], cuts: Mapping[str, set[int]], scored: set[str]) -> Space:
    """Return the space of these questions, each given in all its versions: their options and numbers are united."""
    blocks: dict[str, Block] = {}
    first = 0
    for versions in questions:
        block = _block(versions, first, cuts.get(versions[0].id, set()), versions[0].id in scored)
        blocks[block.id] = block
        first += len(block.sizes)
    return Space(blocks)


def _block(versions: Sequence[Question], first: int, cuts: set[int], scored: bool) -> Block:
    question = versions[0]
    options: dict[str, bool] = {}
    for option in (option for version in versions for option in version.options):
        options[option.id] = option.exclusive or options.get(option.id, False)
    match question.kind:
        case "one":
            return Block(question.id, first, (len(options),), tuple(options), (1,) * len(options))
        case "scale":
            return _stretches(question.id, first, sorted({n for each in versions for n in each.numbers}), cuts, scored)
    alone = tuple(option for option, exclusive in options.items() if exclusive)
    free = [option for option, exclusive in options.items() if not exclusive]
    ticks = (*alone[1:], *(free if alone else [*free[1:], *free[:1]]))
    return Block(question.id, first, (2,) * len(ticks), alone=alone, ticks=ticks)


def _stretches(name: str, first: int, numbers: list[int], cuts: set[int], scored: bool) -> Block:
    """Return the block of a scale, cut wherever a condition may tell two neighbouring numbers apart."""
    starts = [n for before, n in zip([None, *numbers], numbers, strict=False) if scored or n in cuts or before != n - 1]
    ends = [*starts[1:], None]
    weights = [sum(1 for n in numbers if n >= a and (b is None or n < b)) for a, b in zip(starts, ends, strict=True)]
    return Block(name, first, (len(starts),), tuple(starts), tuple(weights))


def cuts(questionnaire: Questionnaire) -> dict[str, set[int]]:
    """Return the numbers at which conditions, and their mutants, may change their mind, by name."""
    found: dict[str, set[int]] = {}
    for leaf in (leaf for when in conditions(questionnaire) for leaf in leaves(when) if isinstance(leaf, Compare)):
        found.setdefault(leaf.name, set()).update(range(leaf.number - 1, leaf.number + 3))
    return found


def conditions(questionnaire: Questionnaire) -> list[Expression]:
    """Return every condition of a questionnaire."""
    parts = (questionnaire.questions, questionnaire.guidance, questionnaire.statements, questionnaire.promises)
    return [part.when for group in parts for part in group]


def whole(questionnaire: Questionnaire) -> Space:
    """Return the space of one questionnaire."""
    scored = {item for score in questionnaire.scores for item in score.sum}
    return space_of([(question,) for question in questionnaire.questions], cuts(questionnaire), scored)
