"""Why is this text not YAML, and which mistake of the pen was it likely to be?"""

import re
from typing import NamedTuple

import yaml

from checker.authoring.problems import SourceText, one_line

_MENDS = {
    "tab character": "YAML is indented with spaces. Replace the tab by spaces",
    "mapping values are not allowed": "Put words that hold `: ` in quotes, or mend the indentation",
    "could not find expected ':'": "A key is followed by `: `. Look at the quotes and the indentation here and below",
    "did not find expected key": "Look at the indentation, and put words that hold quotes or `: ` in quotes",
    "expected <block end>": "Look at the indentation, and put words that hold quotes or `: ` in quotes",
    "expected '-' indicator": "Begin what belongs together in one column, and close no bracket that is not open",
    "unexpected end of stream": "A quote or a bracket that is opened must be closed",
    "expected ',' or": "Put a comma between the parts, close every bracket, and put words that hold brackets in quotes",
    "alphabetic or numeric character": "Put words that begin with * or & in quotes",
    "expected node content": "Write a value here, and put one that begins with # in quotes",
    "cannot start any token": "Put words that begin with this character in quotes",
    "unknown escape character": "In double quotes a backslash is special. Write the words in single quotes",
    "hexdecimal number": "In double quotes a backslash is special. Write the words in single quotes",
}
_LINES = {
    r"\s*-[^\s-]": "Put a space after the `-`",
    r"\s*[\u2013\u2014\u2022\xb7*]\s": "An entry of a list begins with a plain `- `",
    r"[ -]*\w+:[^ \r\n]": "Put a plain space after the colon",
    r"[ -]*\w+\s*\uff1a": "A key is followed by a plain `: `",
}
_CURLY = re.compile(r"(?:^|[:,\[{(]|- |\bis|\bin)\s*[\u2018\u201c\u201d\u201e]")
_NO_BREAK = re.compile(r"^ *\xa0", re.MULTILINE)


class Quoted(NamedTuple):
    """Where words in quotes begin and end."""

    start: int
    end: int


def syntax(source: SourceText, error: yaml.MarkedYAMLError, last: Quoted | None) -> tuple[int, str]:
    """Return where and why a text is not YAML, with the mend of the commonest mistakes."""
    why = str(error.problem or error.context or "it cannot be read")
    at = _offset(source, error, why)
    if source.text[at : at + 1] == "\t":
        why = "found a tab character"
    elif last and (mistake := _of_quotes(source, at, last)):
        return mistake
    if spaces := _NO_BREAK.search(source.text, 0, at):
        return spaces.end() - 1, "this line begins with no-break spaces. YAML is indented with plain ones"
    line = source.line(at)
    mends = [mend for sign, mend in _LINES.items() if re.match(sign, line)]
    if "expected ',' or" in why and re.search(r"\s#", line):
        mends.append("To YAML, # begins a note. Put words that hold one in quotes, and close brackets before a note")
    mends += [mend for sign, mend in _MENDS.items() if sign in why]
    mend = f". {mends[0]}" if mends else ""
    return at, with_quotes(f"this is not YAML: {one_line(why)}{mend}", line)


def _offset(source: SourceText, error: yaml.MarkedYAMLError, why: str) -> int:
    """Return where the mistake is: where a key, a quote or a bracket begins that has no end on its line."""
    problem, context = error.problem_mark or error.context_mark, error.context_mark
    if problem is None or context is None:
        return problem.index if problem else 0
    begun = "end of stream" in why or "could not find expected ':'" in why
    return (
        context.index if begun or ("expected ',' or" in why and _is_outside(source, problem.index)) else problem.index
    )


def _is_outside(source: SourceText, at: int) -> bool:
    """Return whether something else begins here, on a line of its own, than an entry of the list or mapping above."""
    before = source.line(at)[: source.position(at).column - 1]
    return not before.strip() and source.text[at : at + 1] not in ("{", "[", "'", '"')


def _of_quotes(source: SourceText, at: int, last: Quoted) -> tuple[int, str] | None:
    """Return that a quote ends too late, on a line below, or too early, within the words."""
    begin, end = source.position(last.start).line, source.position(last.end).line
    if begin < end == source.position(at).line:
        return last.start, f"the quote that opens here ends on line {end}. Close it where the words end"
    if at == last.end and source.text[at : at + 1] not in "\r\n,:}]":
        mend = "Write two of them, '', for an apostrophe, or double quotes around the words"
        return at, f"the words go on after the quote that ends here. {mend}"
    return None


def with_quotes(message: str, written: str) -> str:
    """Return a message with a note on curly quotes, where something is written with some in the place of quotes."""
    note = f"{'' if message.endswith('?') else '.'} Curly quotes quote nothing: write straight ones"
    return message + note if _CURLY.search(written) else message
