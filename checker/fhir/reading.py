"""How does FHIRPath read a value that was declared before?

As a variable, ``%qPainMost``, where a renderer has these. Elsewhere from one text of all that is known so far, such as
``|q season winter|q hours 7|s comfort 3|finished|``, which is ``$this`` there (``known_text``).
"""

import re
from collections.abc import Iterable

_SPECIAL, _ESCAPED = re.compile(r"([.^$*+?()\[\]{}|\\/])"), r"\\\1"


def quoted(text: str) -> str:
    """Return a text as FHIRPath writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def variable(kind: str, name: str = "") -> str:
    """Return a variable, such as ``qPainMost``: FHIR wants no underscore. An `X` is one with no letter to raise."""
    whole = f"{kind}_{name}" if name else kind
    return re.sub("_([a-wyz])", lambda found: found[1].upper(), whole).replace("_", "X")


def fact(kind: str, name: str = "") -> str:
    """Return how a declaration is called in the text of what is known."""
    return f"{kind} {name}".strip()


def in_text(fact: str) -> str:
    """Return whether a fact is known."""
    return f"$this.contains({quoted(f'|{fact}|')})"


def any_in_text(values: Iterable[tuple[str, str]]) -> str:
    """Return whether any of some facts has one of some values."""
    found: dict[str, list[str]] = {}
    for known, value in values:
        found.setdefault(known, []).append(_SPECIAL.sub(_ESCAPED, value))
    pattern = "|".join(f"{known} ({'|'.join(those)})" for known, those in found.items())
    return f"$this.matches({quoted(f'[|]({pattern})[|]')})" if found else "false"


def with_value(fact: str) -> str:
    """Return whether a fact has any value."""
    return f"$this.contains({quoted(f'|{fact} ')})"


def from_text(fact: str, *, number: bool) -> str:
    """Return the value of a fact, or the last of its values; nothing where it has none."""
    value = f"$this.replaceMatches('.*[|]{fact} ([^|]*)[|].*', '$1')"
    return f"iif({with_value(fact)}, {value}{'.toInteger()' if number else ''}, {{}})"
