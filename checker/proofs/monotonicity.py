"""One answer in place of another, everything else the same: to a worse one, to an option, to one without points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from checker.engine.baseline import least_option
from checker.engine.questionnaire import Option, Question
from checker.proofs.encoding import Logic
from checker.proofs.variables import Block


@dataclass(frozen=True, slots=True)
class Swap:
    """One answer to a question in place of another, everything else the same."""

    question: str
    before: Mapping[int, int]
    after: Mapping[int, int]
    """The values of the question's levels that change."""
    where: int = 1
    """What its other levels must look like."""


def worse_swaps(logic: Logic, question: Question) -> Iterator[Swap]:
    """Yield the swaps to the next worse answer, which together reach every worse one.

    For kind one more points is worse, or a later option where none has points; for a scale a higher number; for many,
    one more tick. Options that are unsure or `aside` take no part.
    """
    block = logic.space.blocks[question.id]
    if question.kind == "many":
        for option in question.options:
            if not option.exclusive and not option.unsure and not option.aside:
                yield from _ticked_too(logic, question, block, option)
    else:
        for milder, worse in pairwise(_ranks(question, block)):
            yield from (Swap(question.id, {block.first: a}, {block.first: b}) for a in milder for b in worse)


def swaps(logic: Logic, question: Question, option: Option) -> Iterator[Swap]:
    """Yield the swaps to an option: from the least worrying one, and for many also from any ticks to these and it."""
    block, least = logic.space.blocks[question.id], least_option(question)
    if question.kind == "many":
        yield from _beside(logic, question, block, option)
    if least and least is not option:
        answers = (frozenset({least.id}), frozenset({option.id})) if question.kind == "many" else (least.id, option.id)
        yield _swapped(block, *answers)


def number_swaps(logic: Logic, question: Question) -> Iterator[Swap]:
    """Yield the swaps from the lowest number of a scale to every other one that a condition may tell from it."""
    block = logic.space.blocks[question.id]
    for value, answer in enumerate(block.answers):
        if value and question.accepts(answer):
            yield Swap(question.id, {block.first: 0}, {block.first: value})


def unscored_swaps(logic: Logic, question: Question) -> Iterator[Swap]:
    """Yield the swaps from the least worrying answer with points to every one without."""
    block = logic.space.blocks[question.id]
    pointed = [(option.points, place) for place, option in enumerate(question.options) if option.points is not None]
    least = question.options[min(pointed)[1]].id if pointed else ""
    yield from (_swapped(block, least, option.id) for option in question.options if pointed and option.points is None)


def _ranks(question: Question, block: Block) -> list[list[int]]:
    """Return the values of the one level from the mildest to the worst; equal ones stand together."""
    if question.kind == "scale":
        return [[value] for value, answer in enumerate(block.answers) if question.accepts(answer)]
    sure = [option for option in question.options if not option.unsure and not option.aside]
    scored = [option for option in sure if option.points is not None]
    if not scored:
        return [[block.answers.index(option.id)] for option in sure]
    points = sorted({option.points for option in scored if option.points is not None})
    return [[block.answers.index(option.id) for option in scored if option.points == each] for each in points]


def _ticked_too(logic: Logic, question: Question, block: Block, option: Option) -> Iterator[Swap]:
    """Yield the swaps that tick one more option: beside others, or instead of the exclusive ones."""
    yield from _beside(logic, question, block, option)
    for least in question.options:
        if least.exclusive and not least.unsure and least is not option:
            yield _swapped(block, frozenset({least.id}), frozenset({option.id}))


def _beside(logic: Logic, question: Question, block: Block, option: Option) -> Iterator[Swap]:
    """Yield the swap that ticks one more option beside others; none for an exclusive one."""
    diagrams = logic.diagrams
    if not option.exclusive:
        off = {tick: diagrams.one_of(block.level(tick), (0,)) for tick in block.ticks}
        exclusive = [node for tick, node in off.items() if tick in block.alone]
        others = [node for tick, node in off.items() if tick not in block.alone and tick != option.id]
        where = diagrams.all([*exclusive, diagrams.negation(diagrams.all(others))])
        level = block.level(option.id)
        yield Swap(question.id, {level: 0}, {level: 1}, where)


def _swapped(block: Block, before: str | frozenset[str], after: str | frozenset[str]) -> Swap:
    values = [dict(zip(block.levels, block.values(answer), strict=True)) for answer in (before, after)]
    return Swap(block.id, values[0], values[1])
