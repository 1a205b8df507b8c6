"""Is a calculation of theirs the sum of some answers? Then it is a score of ours."""

import re
from collections.abc import Collection, Mapping

from checker.fhir.edition import CALCULATED, Json
from checker.fhir.naming import LONGEST_REF, code_of, id_for, words
from checker.fhir.reading import extension, string
from checker.fhir.understanding import Known, NotCarriedError

LONGEST = 20_000
_LANGUAGE = "text/fhirpath"
_ITEMS = r"(?:%resource|%questionnaireresponse)?\.?(?:item|repeat\(item\)|descendants\(\))"
_POINTS = r"\.answer\.value(?:\.(?:ordinal|weight)\(\))?"
_TOTAL = r"(?:\.sum\(\)|\.aggregate\(\$this\+\$total,0\))"
_EVERY = re.compile(rf"{_ITEMS}{_POINTS}{_TOTAL}")
_SOME = re.compile(rf"{_ITEMS}\.where\(linkIdin\((?P<links>'[^']*'(?:[|,]'[^']*')*)\)\){_POINTS}{_TOTAL}")
_ONE = rf"{_ITEMS}\.where\(linkId='[^']*'\){_POINTS}"
_PLUS = re.compile(rf"{_ONE}(?:\+{_ONE})+")


def summed(
    item: Json, known: Mapping[str, Known], points: Mapping[str, range], language: str, taken: Collection[str]
) -> tuple[Json, Known]:
    """Return a calculated item as a score, and as what conditions may name; raise NotCarriedError if it is no sum."""
    value = extension(item, CALCULATED)
    readable = isinstance(value, dict) and value.get("language", _LANGUAGE) == _LANGUAGE
    path = string(value, "expression")[:LONGEST] if readable else ""
    links = _links(path, [link for link, each in known.items() if each.kind == "one" and each.id in points])
    items = [known[link].id for link in links if link in known and known[link].id in points]
    if not items or len(items) != len(links):
        raise NotCarriedError("a calculation that is not the sum of earlier questions with points")
    link = string(item, "linkId")
    name = id_for(link or "score", "score", taken)
    lowest = sum(points[each].start for each in items)
    band = {"id": "any", "from": lowest, "text": {language: "No meaning was given to this number"}}
    said = words(item, "text", language, link or "Score")
    missing = {} if _PLUS.fullmatch(_without_spaces(path)) else {"not_asked": 0}  # sum() passes over what is missing
    score = {"id": name, "label": said, "area": said, "sum": items, **missing, "bands": [band]} | code_of(item)
    return score | ({"ref": link[:LONGEST_REF]} if link and link != name else {}), Known(name, "score")


def _links(path: str, scored: list[str]) -> list[str]:
    """Return the linkIds that a path adds up; none for a path that does anything else."""
    bare = _without_spaces(path)
    if _EVERY.fullmatch(bare):
        return scored
    if found := _SOME.fullmatch(bare):
        return list(dict.fromkeys(re.findall(r"'([^']*)'", found["links"])))
    if _PLUS.fullmatch(bare):
        return re.findall(r"linkId='([^']*)'", bare)
    return []


def _without_spaces(path: str) -> str:
    """Return a path without the spaces that stand outside of its quoted texts."""
    return "".join(part if part.startswith("'") else re.sub(r"\s+", "", part) for part in re.split(r"('[^']*')", path))
