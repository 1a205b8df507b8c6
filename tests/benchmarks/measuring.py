"""What all benchmarks share: CPU time as medians of interleaved samples, and tables as text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time

ROUNDS = 9
"""Samples of each function; their median is what counts."""
SAMPLE = 0.1
"""CPU seconds that one sample takes, about."""


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured, for people to read."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def microseconds(*functions: Callable[[], object]) -> list[float]:
    """Return the CPU microseconds of one call of each function: medians of samples taken in turn."""
    calls = [_calls(function) for function in functions]
    samples: list[list[float]] = [[] for _ in functions]
    for _ in range(ROUNDS):
        for place, function in enumerate(functions):
            samples[place].append(_sample(function, calls[place]) * 1e6)
    return [median(taken) for taken in samples]


def _calls(function: Callable[[], object]) -> int:
    """Return how many calls fill a sample."""
    calls = 1
    while (each := _sample(function, calls)) * calls < SAMPLE / 10:
        calls *= 4
    return max(1, round(SAMPLE / each))


def _sample(function: Callable[[], object], calls: int) -> float:
    """Return the CPU seconds of one call, over so many of them."""
    begin = process_time()
    for _ in range(calls):
        function()
    return (process_time() - begin) / calls


def as_text(table: Table) -> str:
    """Return a table as Markdown, which terminals show well too."""
    lines = [table.head, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.head))]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    drawn = [_line(line, widths) for line in lines]
    return "\n".join([f"\n{table.title}\n", drawn[0], rule, *drawn[1:], *(f"\n{note}" for note in table.notes)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a row: words to the left, numbers to the right."""
    padded = [
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"
