"""What may be replied to a question of theirs, as options or a scale of ours?"""

from typing import Any

from checker.fhir.edition import EXCLUSIVE, MAXIMUM, MINIMUM, ORDINAL, Json
from checker.fhir.naming import id_for, label, words
from checker.fhir.reading import extension, objects, shortened, string
from checker.fhir.understanding import NotCarriedError, key_of

ITEM_WEIGHT = ("http://hl7.org/fhir/StructureDefinition/itemWeight",)
OPTION_EXTENSIONS = {EXCLUSIVE, ORDINAL, *ITEM_WEIGHT}
"""What is read of an option and of its code."""
MOST_POINTS = 1000
MOST_NUMBERS = 10_000
_YES_NO = {"en": ("No", "Yes"), "es": ("No", "Sí"), "fr": ("Non", "Oui"), "de": ("Nein", "Ja")}
_OTHER = {"en": "Other", "es": "Otro", "fr": "Autre", "de": "Anderes"}


def scale(item: Json) -> Json:
    """Return the numbers of an integer item and what its ends mean; raise NotCarriedError where it has no ends."""
    lowest, highest = extension(item, MINIMUM), extension(item, MAXIMUM)
    if not _is_whole(lowest) or not _is_whole(highest):
        raise NotCarriedError("a number without a lowest and a highest value. Give it minValue and maxValue")
    if not 0 < highest - lowest < MOST_NUMBERS or max(abs(lowest), abs(highest)) >= MOST_NUMBERS:
        raise NotCarriedError(f"a number from {lowest} to {highest}; a scale has from 2 to {MOST_NUMBERS:,} numbers")
    return {"kind": "scale", "min": lowest, "max": highest}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9


def yes_or_no(language: str) -> tuple[Json, dict[str, str]]:
    """Return a boolean as two options, and their ids by the values that it has there."""
    no, yes = _YES_NO.get(language.partition("-")[0], _YES_NO["en"])
    found = [{"id": "no", "text": {language: no}}, {"id": "yes", "text": {language: yes}}]
    return {"kind": "one", "options": found}, {"false": "no", "true": "yes"}


def choice(item: Json, contained: dict[str, Json], language: str) -> tuple[Json, dict[str, str], list[str]]:
    """Return the options of a choice, their ids by the codes that they have there, and what is not as it was."""
    many = item.get("repeats") is True
    found: list[Json] = []
    keys: dict[str, str] = {}
    notes: list[str] = []
    for offered in _offered(item, contained):
        option, more = _option(offered, {each["id"] for each in found}, language, many)
        keys.setdefault(key_of(_value(offered)), option["id"])
        found.append(option)
        notes += more
    if string(item, "type") == "open-choice":
        other = _OTHER.get(language.partition("-")[0], _OTHER["en"])
        found.append({"id": id_for("other", "o", {each["id"] for each in found}), "text": {language: other}})
        notes.append("an answer in own words becomes the option 'other', without the words")
    if len(found) < 2:
        raise NotCarriedError("a choice of fewer than two options that stand in the file")
    return {"kind": "many" if many else "one", "options": found}, keys, notes


def _offered(item: Json, contained: dict[str, Json]) -> list[Json]:
    """Return the options of an item, or those of the value set that it names within the resource."""
    if offered := objects(item, "answerOption"):
        return offered
    address = string(item, "answerValueSet")
    if not address:
        return []
    if (held := contained.get(address.removeprefix("#"))) is None or not address.startswith("#"):
        raise NotCarriedError(f"its options stand elsewhere, in {shortened(address)}. Put them into the file")
    expansion, compose = held.get("expansion"), held.get("compose")
    listed = objects(expansion, "contains") if isinstance(expansion, dict) else []
    if not listed and isinstance(compose, dict):
        listed = [
            {"system": string(part, "system"), **concept}
            for part in objects(compose, "include")
            for concept in objects(part, "concept")
        ]
    return [{"valueCoding": coding} for coding in listed]


def _value(offered: Json) -> Any:
    return next((held for key, held in offered.items() if key.startswith("value")), None)


def _option(offered: Json, taken: set[str], language: str, many: bool) -> tuple[Json, list[str]]:
    """Return an option, and what is not as it was."""
    value = _value(offered)
    name = key_of(value) if isinstance(value, dict | str | int | float) else ""
    said = words(value, "display", language, name) if isinstance(value, dict) else {language: name}
    if not said[language].strip():
        raise NotCarriedError(f"its option number {len(taken) + 1} has neither words nor a code. Give it a value")
    option: Json = {"id": id_for(name, "o", taken), "text": said}
    points = _points(offered, value)
    notes = [] if points is None else _scored(option, points, many)
    if extension(offered, EXCLUSIVE) is True and many:
        option["exclusive"] = True
    if isinstance(value, dict) and (code := _code(value)):
        option["code"] = code
    return option, notes


def _points(offered: Json, value: Any) -> Any:
    places = [offered, value] if isinstance(value, dict) else [offered]
    found = (extension(place, url) for place in places for url in (ORDINAL, *ITEM_WEIGHT))
    return next((points for points in found if points is not None), None)


def _scored(option: Json, points: Any, many: bool) -> list[str]:
    """Give an option its points where ours can have them; return what is not as it was."""
    if many:
        return [f"the points of '{option['id']}' are left out: options of which one may tick several have none"]
    whole = int(points) if isinstance(points, float) and points.is_integer() else points
    if not _is_whole(whole) or abs(whole) > MOST_POINTS:
        return [f"the points of '{option['id']}' are left out: they are no whole number up to {MOST_POINTS}"]
    option["points"] = whole
    return []


def _code(coding: Json) -> Json | None:
    """Return a code of a terminology as ours has it."""
    system, code = string(coding, "system"), string(coding, "code")
    fits = system.startswith(("http://", "https://")) and " " not in system and 0 < len(code) <= 60
    return {"system": system, "code": code} if fits else None


def code_of(item: Json) -> Json:
    """Return the code of a question, as a key of ours."""
    found = next((code for each in objects(item, "code") if (code := _code(each))), None)
    return {"code": found} if found else {}


def named(said: dict[str, str]) -> Json:
    """Return how a question is called and asked."""
    return {"label": label(said), "ask": said}
