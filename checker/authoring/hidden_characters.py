"""Does a text hold characters that nobody sees, or that turn the order in which it is read?

What an author sees is then not what a patient reads, or a rule for words does not find what people read.
"""

import re
import unicodedata
from itertools import islice

from checker.authoring.problems import MOST_PROBLEMS, Problem, SourceText

_HIDDEN = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f"
    "\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffd\\U000e0000-\\U000e007f"
)
_WRITTEN = re.compile(f"[{_HIDDEN}]")
_MEANT = re.compile(f"[\r{_HIDDEN}]")
_JOINERS = "\u200c\u200d"
_MARKS = "\u061c\u200e\u200f"
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts whose letters are never joined."""


def hidden(source: SourceText) -> list[Problem]:
    """Return a problem for every hidden character of a text, in comments too."""
    text = source.text
    found = (found.start() for found in _WRITTEN.finditer(text))
    places = (at for at in found if not _is_needed(text, at))
    return [source.problem(at, _message(text[at])) for at in islice(places, MOST_PROBLEMS)]


def escaped(words: str) -> tuple[int, str] | None:
    """Return where the words of a value hold the first hidden character, and what to do; None where they hold none."""
    found = (found.start() for found in _MEANT.finditer(words))
    return next(((at, _message(words[at])) for at in found if not _is_needed(words, at)), None)


def _is_needed(text: str, at: int) -> bool:
    """Return whether a joiner follows a letter that is joined, or a mark of direction stands at the edge of a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in _JOINERS and before:
        joined = unicodedata.category(before)[0] in "LMS" and ord(before) > 127
        return joined and not unicodedata.name(before, "").startswith(_ALPHABETS)
    return text[at] in _MARKS and not (before.isalpha() and after.isalpha())


def _message(character: str) -> str:
    name = unicodedata.name(character, "a control character")
    shown = f"{name} (U+{ord(character):04X})"
    if character == "\ufffd":
        return f"{shown}: a letter was lost when this was saved. Write it again, and save the file as UTF-8"
    if character in _TURNING:
        return f"{shown} cannot be seen and turns the order of the letters. Delete it"
    if character == "\xad":
        return f"{shown} hides in a word. Delete it: pages break long words by themselves"
    return f"{shown} cannot be seen. Delete it"
