"""What may be replied to a question of theirs, as options or a scale of ours?"""

from typing import Any

from checker.fhir.canonical import EXCLUSIVE, MAXIMUM, MINIMUM, Json
from checker.fhir.enable_when_import import NotCarriedError, keys_of
from checker.fhir.identifiers import code_in, id_for, label, words
from checker.fhir.resource import GraveLoss, extension, string
from checker.fhir.unread_elements import POINTS, of_option
from checker.fhir.value_sets import offered

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
    listed, notes = offered(item, contained)
    for place, each in listed:
        value = _option_value(each)
        option, more = _option(each, value, place, {one["id"] for one in found}, language, many)
        for key in keys_of(value):
            keys.setdefault(key, option["id"])
        found.append(option)
        notes += [*more, *of_option(each, value, place)]
    if string(item, "type") == "open-choice":
        other = _OTHER.get(language.partition("-")[0], _OTHER["en"])
        found.append({"id": id_for("other", "o", {each["id"] for each in found}), "text": {language: other}})
        notes.append(GraveLoss("an answer in own words becomes the option 'other', without the words", "option"))
    if len(found) < 2:
        raise NotCarriedError("a choice of fewer than two options that stand in the file")
    return {"kind": "many" if many else "one", "options": found}, keys, notes


def _option_value(option: Json) -> Any:
    return next((held for key, held in option.items() if key.startswith("value")), None)


def _option(
    offered: Json, value: Any, place: int, taken: set[str], language: str, many: bool
) -> tuple[Json, list[str]]:
    """Return an option, and what is not as it was."""
    name = keys_of(value)[0] if isinstance(value, dict | str | int | float) else ""
    said = words(value, "display", language, name) if isinstance(value, dict) else {language: name}
    if not said[language].strip():
        raise NotCarriedError(f"its option number {place} has neither words nor a code. Give it a value")
    option: Json = {"id": id_for(name, "o", taken), "text": said}
    points = points_of(offered)
    notes = [] if points is None else _scored(option, points, many)
    if extension(offered, EXCLUSIVE) is True and many:
        option["exclusive"] = True
    if isinstance(value, dict) and (code := code_in(value)):
        option["code"] = code
    return option, notes


def points_of(option: Json) -> Any:
    """Return the points of an option of theirs, whatever they are, beside it or in its code; None for none."""
    value = _option_value(option)
    places = [option, value] if isinstance(value, dict) else [option]
    found = (extension(place, url) for place in places for url in POINTS)
    return next((points for points in found if points is not None), None)


def _scored(option: Json, points: Any, many: bool) -> list[str]:
    """Give an option its points where ours can have them; return what is not as it was."""
    if many:
        told = f"the points of '{option['id']}' are left out: options of which one may tick several have none"
        return [GraveLoss(told, "score")]
    whole = whole_points(points)
    if whole is None:
        told = f"the points of '{option['id']}' are left out: they are no whole number up to {MOST_POINTS}"
        return [GraveLoss(told, "score")]
    option["points"] = whole
    return []


def whole_points(points: Any) -> int | None:
    """Return points as the whole number that they are; None for others, and for those that ours cannot have."""
    whole = int(points) if isinstance(points, float) and points.is_integer() else points
    return int(whole) if _is_whole(whole) and abs(whole) <= MOST_POINTS else None


def named(said: dict[str, str]) -> Json:
    """Return how a question is called and asked."""
    return {"label": label(said), "ask": said}
