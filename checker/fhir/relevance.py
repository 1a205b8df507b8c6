"""What does a ``relevant`` or a ``constraint`` of an XLSForm say, in the words of FHIR?"""

import re
from typing import Any

from checker.fhir.edition import MAXIMUM, MINIMUM, Json

_NAME = r"\$\{\s*(?P<name>[^}\s]{1,200})\s*\}"
_TEXT = r"(?P<quote>['\"])(?P<value>[^'\"]*)(?P=quote)"
_SELECTED = re.compile(rf"(?P<not>not\s*\(\s*)?selected\s*\(\s*{_NAME}\s*,\s*{_TEXT}\s*\)(?(not)\s*\))")
_COMPARED = re.compile(rf"{_NAME}\s*(?P<sign>!=|>=|<=|=|>|<)\s*(?:{_TEXT}|(?P<number>-?\d{{1,9}}))")
_JOINTS = re.compile(r"\s+(and|or)\s+", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_TERM = re.compile(
    rf"(?P<missing>coalesce\s*\(\s*)?(?P<number>number\s*\(\s*)?{_NAME}(?(number)\s*\))(?(missing)\s*,\s*0\s*\))"
)
_BOUND = re.compile(r"\.\s*(?P<sign>>=|<=|>|<)\s*(?P<number>-?\d{1,6})")


def enable_when(relevant: str) -> Json | None:
    """Return a condition as the keys of an item; None where one row of comparisons does not say it."""
    parts = _JOINTS.split(relevant.strip())
    joints = {joint.lower() for joint in parts[1::2]}
    comparisons = [_comparison(part.strip()) for part in parts[::2]]
    if len(joints) > 1 or None in comparisons:
        return None
    return {"enableWhen": comparisons, "enableBehavior": "any" if joints == {"or"} else "all"}


def _comparison(part: str) -> Json | None:
    if found := _SELECTED.fullmatch(part):
        return _coded(found["name"], "!=" if found["not"] else "=", found["value"])
    if not (found := _COMPARED.fullmatch(part)):
        return None
    if found["number"] is not None:
        return {"question": found["name"], "operator": found["sign"], "answerInteger": int(found["number"])}
    if not found["value"]:
        return {"question": found["name"], "operator": "exists", "answerBoolean": found["sign"] == "!="}
    return _coded(found["name"], found["sign"], found["value"])


def _coded(name: str, sign: str, value: str) -> Json:
    return {"question": name, "operator": sign, "answerCoding": {"code": value}}


def bounds(constraint: str, parameters: str) -> list[Json]:
    """Return the lowest and the highest number of a constraint, or of the parameters of a range."""
    found: dict[str, int] = {}
    for bound in _BOUND.finditer("" if _OR.search(constraint) else constraint):
        strict = {">": 1, "<": -1}.get(bound["sign"], 0)
        found[MINIMUM if bound["sign"].startswith(">") else MAXIMUM] = int(bound["number"]) + strict
    for key, url in (("start", MINIMUM), ("end", MAXIMUM)):
        if given := re.search(rf"\b{key}\s*=\s*(-?\d{{1,6}})\b", parameters):
            found[url] = int(given[1])
    return [_whole(url, number) for url, number in found.items()]


def unread(constraint: str, parameters: str) -> list[str]:
    """Return which of the two hold more than the lowest and the highest number."""
    within = constraint.strip().removeprefix("(").removesuffix(")")
    parts = [part.strip() for part in re.split(r"\s+and\s+", within, flags=re.IGNORECASE)]
    found = [] if not constraint or all(map(_BOUND.fullmatch, parts)) else ["constraint"]
    given = re.sub(r"\b(start|end)\s*=\s*-?\d{1,6}\b|\bstep\s*=\s*1\b", "", parameters)
    return [*found, *(["parameters"] if given.strip(" ;,") else [])]


def added(calculation: str) -> tuple[list[str], bool] | None:
    """Return which answers a calculation adds up, and whether a missing one counts as 0; None for any other one."""
    terms = [_TERM.fullmatch(part.strip()) for part in calculation.split("+")]
    names = [term["name"] for term in terms if term]
    lenient = {bool(term["missing"]) for term in terms if term}
    return (names, lenient.pop()) if len(names) == len(terms) > 1 and len(lenient) == 1 else None


def total(names: list[str], *, lenient: bool) -> str:
    """Return the FHIRPath of a sum of answers."""
    if lenient:
        links = " | ".join(f"'{name}'" for name in names)
        return f"%resource.repeat(item).where(linkId in ({links})).answer.value.ordinal().aggregate($this + $total, 0)"
    return " + ".join(f"%resource.repeat(item).where(linkId='{name}').answer.value.ordinal()" for name in names)


def _whole(url: str, number: int) -> dict[str, Any]:
    return {"url": url, "valueInteger": number}
