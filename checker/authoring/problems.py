"""What is wrong, where, and how to mend it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import islice

MOST_PROBLEMS = 500
"""Problems that are said of one file; with more, the file is another kind of file."""
LONGEST_LINE = 1000
"""Characters of a line that are looked at for a mistake."""
MOST_GUESSES = 500
"""Known words among which a meant one is looked for, so that no file takes long to be refused."""


@dataclass(frozen=True, slots=True, order=True)
class LineColumn:
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
    """A text that is not what it should be, with everything that is wrong in it, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, and say them one on a line."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, in the order of the file."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column)))


@dataclass(frozen=True)
class SourceText:
    """The text of a file, whose characters have a line and a column."""

    text: str
    name: str
    refused: tuple[Problem, ...] = ()
    """Why the file could not be read, where it could not."""

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", self.text))]

    @cached_property
    def _last(self) -> int:
        return max(0, len(self.text.rstrip()) - 1)

    def position(self, at: int) -> LineColumn:
        """Return the line and column of a character; of the last one that is not space for any beyond it."""
        at = min(at, self._last)
        line = bisect_right(self._lines, at)
        return LineColumn(line, at - self._lines[line - 1] + 1)

    def line(self, at: int) -> str:
        """Return the whole line in which a character stands."""
        begin = self._lines[self.position(at).line - 1]
        return re.split(r"[\r\n]", self.text[begin : begin + LONGEST_LINE], maxsplit=1)[0]

    def problem(self, at: int, message: str) -> Problem:
        """Return a problem at a character of the text."""
        position = self.position(at)
        return Problem(self.name, position.line, position.column, message)

    def refusal(self, at: int, message: str) -> LoadError:
        """Return the error of a text that cannot be read any further."""
        return LoadError([self.problem(at, message)])


def near(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest, or None where none is near."""
    written, words = str(word)[:80], list(islice(known, MOST_GUESSES))
    return next(iter(get_close_matches(written, words, 1) or get_close_matches(written.lower(), words, 1)), None)


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return a guess to end a message with, or nothing where no known word is near."""
    guess = near(word, known)
    return f". Did you mean '{guess}'?" if guess else ""


def listed(words: Iterable[str]) -> str:
    """Return words in a row, and only the first dozen of many."""
    words = list(words)
    return ", ".join(words[:12]) + (", ..." if len(words) > 12 else "")


def one_line(text: str) -> str:
    """Return the beginning of what an author wrote, fit to stand in a message."""
    line = " ".join(text.split())
    return f"{line[:57]}..." if len(line) > 60 else line
