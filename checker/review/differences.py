"""What was signed beside what is there now, in words: made from the words that were kept, without the old program."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from checker.review.parts import WORDS, Content, Plain

Run = tuple[str, bool]
"""Some words, and whether they stand on one side alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a part says: where in it, and its words before and now."""

    where: str
    before: tuple[Run, ...]
    now: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that differs."""

    part: str
    kind: str
    """changed, new or gone."""
    lines: tuple[Line, ...]
    """All that it says otherwise."""


def compared(then: Content, now: Content) -> Iterator[Difference]:
    """Yield every part that differs: those that changed, then new ones, then those that are gone."""
    for name in (name for name in now if name in then and now[name] != then[name]):
        yield Difference(name, "changed", tuple(_lines(then[name], now[name])))
    for name in (name for name in now if name not in then):
        yield Difference(name, "new", tuple(_lines(None, now[name])))
    for name in (name for name in then if name not in now):
        yield Difference(name, "gone", tuple(_lines(then[name], None)))


def said_by(plain: Plain) -> dict[str, str]:
    """Return all that a part says, by where in it."""
    return dict(_said(plain))


def _lines(then: Plain, now: Plain) -> Iterator[Line]:
    return beside(said_by(then), said_by(now))


def beside(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Line]:
    """Yield what a part says otherwise than before, by where in it."""
    for where in dict.fromkeys((*before, *after)):
        if before.get(where) != after.get(where):
            yield Line(where, *_beside(before.get(where, ""), after.get(where, "")))


def _said(plain: Plain, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield all that plain data says, with where: conditions as they are written, lists of words in a row."""
    match plain:
        case None:
            return
        case dict():
            for key, item in plain.items():
                yield from _said(item, where if key == WORDS else f"{where} {key}".strip())
        case [str(), *_] if condition := _condition(plain):
            yield where, condition
        case list() if all(not isinstance(item, dict | list) for item in plain):
            yield where, ", ".join(map(str, plain))
        case list():
            for place, item in enumerate(plain):
                named = item.get("id", place + 1) if isinstance(item, dict) else place + 1
                yield from _said(item, f"{where} {named}".strip())
        case _:
            yield where, str(plain)


def _condition(plain: Plain) -> str:
    """Return a condition as authors write it; nothing for what is none."""
    match plain:
        case ["always"]:
            return "always"
        case ["and" | "or" as joint, *parts]:
            said = [(_condition(part), isinstance(part, list) and part[:1] in (["and"], ["or"])) for part in parts]
            return f" {joint} ".join(f"({words})" if nested else words for words, nested in said)
        case ["is", str(name), list(values), int(negated)]:
            listed = str(values[0]) if len(values) == 1 else f"({', '.join(map(str, values))})"
            word = ("is", "in")[len(values) > 1] if not negated else ("is not", "not in")[len(values) > 1]
            return f"{name} {word} {listed}"
        case ["has", str(name), option, int(negated)]:
            return f"{option} {'not in' if negated else 'in'} {name}"
        case ["<" | "<=" | ">" | ">=" | "==" | "!=" as op, str(name), int() | float() as number]:
            return f"{name} {op} {number}"
    return ""


def _beside(before: str, now: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return two texts in runs of words, each with whether it stands there alone."""
    old, new = before.split(), now.split()
    left: list[Run] = []
    right: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [(" ".join(old[a:b]), kind != "equal")] if a < b else []
        right += [(" ".join(new[c:d]), kind != "equal")] if c < d else []
    return tuple(left), tuple(right)
