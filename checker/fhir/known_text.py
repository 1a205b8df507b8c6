"""How is all that is known put into one text, for renderers without variables?

FHIRPath hands a text on as ``$this``: ``'|'.select($this & ...).select($this & ...)`` adds one declaration after the
other, each worked out of the text so far. Medplum works it out once, in an item that it does not draw; any renderer can
work it out in place.
"""

import re

from checker.fhir.canonical import Publication
from checker.fhir.reading import fact, quoted
from checker.fhir.variables import Declaration, declarations, item_path
from checker.memoisation import memoised

KNOWN = "what-is-known"
"""The linkId of the item with the text."""
_FACT = re.compile(r"[|(\]](\w+ \w+|finished|tier)[ |]")
"""How a path names a fact of the text (``reading``)."""


def as_one_text(published: Publication, *paths: str) -> str:
    """Return the text as FHIRPath; only what some paths over it need, if there are any."""
    needed = set(_FACT.findall(" ".join(paths)))
    kept = []
    for each in reversed(_declared(published)):
        if not paths or fact(each.kind, each.name) in needed:
            kept.append(_added(each))
            needed.update(_FACT.findall(each.path))
    return "'|'" + "".join(reversed(kept))


def over(published: Publication, path: str) -> str:
    """Return a path over what is declared, as it can stand anywhere in the questionnaire."""
    if published.profile.has_variables:
        return path
    if published.profile.values == "in place":
        return f"{as_one_text(published, path)}.select({path})"
    first = item_path(published.questionnaire, published.questionnaire.questions[0])
    return f"{first}.item.where(linkId = {quoted(KNOWN)}).answer.value.select({path})"


@memoised
def _declared(published: Publication) -> tuple[Declaration, ...]:
    return tuple(declarations(published))


def _added(each: Declaration) -> str:
    """Return the step that adds a declaration to the text: nothing where it has no value or is false."""
    name = fact(each.kind, each.name)
    if each.type == "boolean":
        return f".select($this & iif({each.path}, {quoted(f'{name}|')}, ''))"
    return f".select($this & ({each.path}).select({quoted(f'{name} ')} & $this.toString() & '|').join(''))"
