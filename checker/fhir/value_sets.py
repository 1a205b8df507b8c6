"""Which options has a choice? Its own, or those of the value set within the resource that it names."""

from collections.abc import Iterator, Mapping

from checker.fhir.canonical import TRANSLATION, Json
from checker.fhir.enable_when_import import NotCarriedError
from checker.fhir.resource import GraveLoss, objects, shortened, strays, string

_READ = {"resourceType", "id", "compose", "expansion"}
_PART = {"id", "system", "concept"}


def named_set(item: Json) -> str:
    """Return the id of the value set within the resource that gives an item its options; nothing where none does."""
    address = string(item, "answerValueSet")
    return address[1:] if address.startswith("#") and not objects(item, "answerOption") else ""


def offered(item: Json, contained: Mapping[str, Json]) -> tuple[list[tuple[int, Json]], list[str]]:
    """Return the options of an item with their places, and what of its value set is left out."""
    address = string(item, "answerValueSet")
    if objects(item, "answerOption"):
        notes = ["its `answerValueSet` is left out: it has options of its own"] if address else []
        return _placed(item, "answerOption"), notes
    if not address:
        return [], []
    held = contained.get(named_set(item))
    if held is None:
        raise NotCarriedError(f"its options stand elsewhere, in {shortened(address)}. Put them into the file")
    concepts = list(_expanded(held) or _composed(held))
    notes = [f"the `{key[:40]}` of its value set is left out" for key in sorted(held.keys() - _READ)]
    codings = [(place, {"valueCoding": _with_translations(each)}) for place, each in concepts]
    return codings, [*notes, *_unread(held)]


def _placed(held: Json, key: str) -> list[tuple[int, Json]]:
    """Return the objects of a list, each with its place, those that are no objects counted too."""
    found = held.get(key)
    return [(n, each) for n, each in enumerate(found, 1) if isinstance(each, dict)] if isinstance(found, list) else []


def _expanded(held: Json) -> list[tuple[int, Json]]:
    """Return what an expansion lists, what stands within something else too; what is abstract cannot be chosen."""
    expansion = held.get("expansion")
    found: list[Json] = []
    waiting = objects(expansion, "contains")[::-1] if isinstance(expansion, dict) else []
    while waiting:
        each = waiting.pop()
        waiting += objects(each, "contains")[::-1]
        if each.get("abstract") is not True:
            found.append({key: value for key, value in each.items() if key not in ("contains", "abstract")})
    return list(enumerate(found, 1))


def _composed(held: Json) -> Iterator[tuple[int, Json]]:
    """Yield the concepts that a value set lists; raise NotCarriedError where it takes more than these or fewer."""
    compose = held.get("compose")
    if not isinstance(compose, dict):
        return
    if compose.get("exclude"):
        raise NotCarriedError("its value set excludes some options. List there only those that it has")
    for part in objects(compose, "include"):
        if not isinstance(part.get("concept"), list):
            raise NotCarriedError("its value set takes options from elsewhere. List them in it")
        for place, concept in _placed(part, "concept"):
            yield place, {"system": string(part, "system"), **concept}


def _with_translations(coding: Json) -> Json:
    """Return a code with its plain designations as translations of its words."""
    plain = [each for each in objects(coding, "designation") if each.keys() <= {"language", "value", "id"}]
    others = [each for each in coding.get("designation", []) if each not in plain] if plain else None
    parts = [
        {"url": TRANSLATION, "extension": [
            {"url": "lang", "valueCode": each.get("language")}, {"url": "content", "valueString": each.get("value")}]}
        for each in plain
    ]  # fmt: skip
    if others is None:
        return coding
    beside = coding.get("_display")
    parts += objects(beside, "extension") if isinstance(beside, dict) else []
    rest = {key: value for key, value in coding.items() if key != "designation"}
    return rest | {"_display": {"extension": parts}} | ({"designation": others} if others else {})


def _unread(held: Json) -> Iterator[str]:
    """Yield what is not read within a value set, and what stands there in the place of objects."""
    expansion, compose = held.get("expansion"), held.get("compose")
    if isinstance(expansion, dict) and objects(expansion, "contains"):
        yield from (_option_lost(what) for what in _nested(expansion))
        yield from _beyond(expansion, {"contains", "id"}, "expansion")
        if compose is not None:
            yield "the `compose` of its value set is left out: it is expanded there"
        return
    if expansion is not None:
        yield "the `expansion` of its value set is left out: it lists nothing"
    if isinstance(compose, dict):
        yield from _beyond(compose, {"include", "id", "exclude"}, "compose")
        yield from (_option_lost(what) for what in strays(compose, "include"))
        for part in objects(compose, "include"):
            yield from (_option_lost(what) for what in strays(part, "concept"))
            yield from _beyond(part, _PART, "include")


def _option_lost(what: str) -> GraveLoss:
    return GraveLoss(f"in its value set, {what}", "option")


def _nested(listed: Json) -> Iterator[str]:
    waiting = [listed]
    while waiting:
        each = waiting.pop()
        yield from strays(each, "contains")
        waiting += objects(each, "contains")
        if each is not listed and each.get("abstract") is True:
            yield f"'{shortened(string(each, 'display') or string(each, 'code'))}' is abstract, so no option"


def _beyond(held: Json, read: set[str], where: str) -> Iterator[str]:
    yield from (f"the `{key[:40]}` of the `{where}` of its value set is left out" for key in sorted(held.keys() - read))
