"""Is this text a FHIR Questionnaire? Read it in bounded time and memory, and trust nothing in it."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from checker.fhir.canonical import Json

MOST_CHARACTERS = 10_000_000
MOST_ITEMS = 5_000
DEEPEST = 40
"""Items within items that are followed."""
MOST_PLACES = 5
"""Places in a list that are named in one line."""
_SHAPES = {"linkId": str, "text": str, "_text": dict, "answerValueSet": str, "required": bool, "repeats": bool}
_NAMES = {str: "text", dict: "object", bool: "`true` or `false`"}


MEANING = ("advice", "condition", "score", "question", "option")
"""What bears meaning in a questionnaire, from the gravest loss to the lightest."""
OURS = "ours"
"""What was written here because the file had none."""


class GraveLoss(str):
    """What became of something that bears meaning, in words that know of what: one of ``MEANING``."""

    kind: str

    def __new__(cls, what: str, kind: str) -> Self:
        """Put the kind to the words."""
        made = super().__new__(cls, what)
        made.kind = kind
        return made


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was not carried over, or not as it was: where it stands, and what became of it."""

    where: str
    what: str

    @property
    def kind(self) -> str:
        """What of meaning was lost or changed, or nothing for looks."""
        return self.what.kind if isinstance(self.what, GraveLoss) else ""

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{shortened(self.where)}: {self.what}"


class RefusalError(Exception):
    """A text that cannot be imported at all, with what to do about it."""


def unopened(error: OSError) -> str:
    """Return why a file cannot be opened, in words."""
    missing = isinstance(error, FileNotFoundError)
    return "there is no such file" if missing else f"it cannot be read: {(error.strerror or 'an error').lower()}"


def by_gravity(findings: Iterable[Loss]) -> tuple[Loss, ...]:
    """Return findings in the order of what they cost: meaning first, what was written here next, looks last."""
    order = (*MEANING, OURS, "")
    return tuple(sorted(findings, key=lambda finding: order.index(finding.kind)))


def shortened(words: str) -> str:
    """Return words of somebody else's as the beginning of one line."""
    line = " ".join(words[:300].split())
    return f"{line[:77]}..." if len(line) > 80 else line


def questionnaire_in(text: str) -> Json:
    """Return the FHIR Questionnaire of a text, in a Bundle too; raise RefusalError for anything else."""
    found = resource_in(text)
    if found.get("resourceType") == "Bundle":
        found = _unbundled(found)
    _refuse_another(found, "Questionnaire")
    _bounded(found)
    return found


def response_in(text: str) -> Json:
    """Return the FHIR QuestionnaireResponse of a text; raise RefusalError for anything else."""
    found = resource_in(text)
    _refuse_another(found, "QuestionnaireResponse")
    _bounded(found)
    return found


def resource_in(text: str) -> Json:
    """Return the object of JSON that a text is; raise RefusalError for anything else."""
    if len(text) > MOST_CHARACTERS:
        raise RefusalError(f"this is longer than {MOST_CHARACTERS:,} characters. Leave out what is attached")
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise RefusalError(f"line {error.lineno}, column {error.colno}: this is not JSON: {error.msg}") from None
    except (RecursionError, ValueError):
        raise RefusalError("this is nested too deeply, or holds a number that is too long") from None
    return found if isinstance(found, dict) else {}


def _unbundled(bundle: Json) -> Json:
    """Return the one Questionnaire of a Bundle."""
    inside = [entry["resource"] for entry in objects(bundle, "entry") if isinstance(entry.get("resource"), dict)]
    found: list[Json] = [each for each in inside if each.get("resourceType") == "Questionnaire"]
    if len(found) != 1:
        raise RefusalError(f"this Bundle has {len(found)} Questionnaires. Give one that has just one")
    return found[0]


def _refuse_another(found: Json, wanted: str) -> None:
    kind = found.get("resourceType")
    if kind != wanted:
        told = f"this is a {shortened(kind)}" if isinstance(kind, str) else "this has no resourceType"
        raise RefusalError(f"{told}. Give a FHIR R4 resource with `resourceType: {wanted}`")


def _bounded(resource: Json) -> None:
    """Raise RefusalError where items are too many or too deep."""
    count, level = 0, objects(resource, "item")
    for _ in range(DEEPEST):
        count += len(level)
        if count > MOST_ITEMS:
            raise RefusalError(f"this has more than {MOST_ITEMS:,} items. Split it")
        level = [child for item in level for child in objects(item, "item")]
    if level:
        raise RefusalError(f"its items are nested more than {DEEPEST} deep. Flatten the groups")


def objects(value: Json, key: str) -> list[Json]:
    """Return the objects in a list of an object; nothing where there are none."""
    found = value.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def strays(value: Json, key: str) -> Iterator[str]:
    """Yield what ``objects`` passes over, in one line at most: what stands in the place of objects."""
    found = value.get(key, [])
    if not isinstance(found, list):
        yield f"its `{key}` is left out: it is no list of objects"
    elif places := [str(place) for place, each in enumerate(found, 1) if not isinstance(each, dict)]:
        told = ", ".join(places[:MOST_PLACES]) + (", ..." if len(places) > MOST_PLACES else "")
        yield f"{len(places)} of the {len(found)} entries of its `{key}` are left out: no objects (number {told})"


def misshapen(item: Json) -> Iterator[str]:
    """Yield what has another shape than FHIR gives it, of the keys of an item that are read."""
    for key in ("item", "answerOption", "code", "extension"):
        yield from strays(item, key)
    for key, kind in _SHAPES.items():
        if key in item and not isinstance(item[key], kind):
            yield f"its `{key}` is left out: it is no {_NAMES[kind]}"


def string(value: Json, key: str) -> str:
    """Return a text of an object, with its space trimmed; nothing where there is none."""
    found = value.get(key)
    return whole(found).strip() if isinstance(found, str) else ""


def whole(text: str) -> str:
    """Return a text without the halves of characters that JSON can hold and no file can."""
    return text.encode("utf-8", "replace").decode()


def extensions(value: Json, beyond: Collection[str] = ()) -> Iterator[tuple[str, Any]]:
    """Yield the extensions of an object, but for some addresses: the address of each, and its value."""
    for each in objects(value, "extension"):
        if (url := string(each, "url")) not in beyond:
            yield url, next((held for key, held in each.items() if key.startswith("value")), None)


def extension(value: Json, url: str) -> Any:
    """Return the value of an extension of an object, or None."""
    return next((held for address, held in extensions(value) if address == url), None)
