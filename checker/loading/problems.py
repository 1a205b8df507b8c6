"""What is wrong, where, and how to mend it."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; lines and columns count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake of an author, with its place and how to mend it."""

    file: str
    line: int
    column: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        """Return the problem as editors and terminals can jump to it."""
        return f"{self.file}:{self.line}:{self.column}: {'warning: ' if self.warning else ''}{self.message}"


class LoadError(Exception):
    """A text that is not a questionnaire, with everything that is wrong in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order of the file."""
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Source:
    """The text of a file, by whose characters places are named."""

    text: str
    name: str

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(at + 1 for at, character in enumerate(self.text) if character == "\n")]

    @cached_property
    def _end(self) -> int:
        return max(0, len(self.text.rstrip()) - 1)

    def position(self, at: int) -> Position:
        """Return the line and column of a character; beyond the last word, of the last word's end."""
        at = max(0, min(at, self._end))
        line = bisect_right(self._lines, at)
        return Position(line, at - self._lines[line - 1] + 1)

    def problem(self, at: int, message: str, *, warning: bool = False) -> Problem:
        """Return a problem at a character of the text."""
        position = self.position(at)
        return Problem(self.name, position.line, position.column, message, warning)

    def refused(self, at: int, message: str) -> LoadError:
        """Return the error of a text that cannot be read any further."""
        return LoadError([self.problem(at, message)])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a guess as the end of a message, or nothing where no known word is near."""
    near = get_close_matches(word[:80], list(known), 1)
    return f" Did you mean '{near[0]}'?" if near else ""


def listed(words: Iterable[object]) -> str:
    """Return words in a row, and only the first dozen of many."""
    words = [str(word) for word in words]
    return ", ".join(words[:12]) + (", ..." if len(words) > 12 else "")
