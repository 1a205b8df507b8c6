"""What of an item, an option or a value set is read by nothing here? Each such thing as a few words."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from checker.fhir.canonical import (
    CALCULATED,
    EXCLUSIVE,
    HIDDEN,
    ITEM_CONTROL,
    MAXIMUM,
    MINIMUM,
    ORDINAL,
    SLIDER_STEP,
    TRANSLATION,
    Json,
)
from checker.fhir.identifiers import LONGEST_REF, LONGEST_WORDS, code_of, translated
from checker.fhir.resource import GraveLoss, extension, extensions, misshapen, objects, string

_CORE = "http://hl7.org/fhir/StructureDefinition"
POINTS = (
    ORDINAL, f"{_CORE}/itemWeight", f"{_CORE}/questionnaire-ordinalValue", f"{_CORE}/valueset-ordinalValue",
    f"{_CORE}/codesystem-ordinalValue",
)  # fmt: skip
"""Where the points of an option may stand: as R4 names it, as R5 does, and as STU3 did."""
_KEYS = {
    "linkId",
    "text",
    "_text",
    "type",
    "code",
    "enableWhen",
    "enableBehavior",
    "required",
    "item",
    "extension",
    "id",
}
_KEYS_OF: dict[str, set[str]] = {
    "one": {"answerOption", "answerValueSet", "repeats"},
    "many": {"answerOption", "answerValueSet", "repeats"},
    "boolean": {"repeats"},
    "scale": {"repeats"},
    "group": {"repeats"},
}
"""What else is read of each kind of item."""
_EXTENSIONS_OF: dict[str, set[str]] = {
    "score": {CALCULATED},
    "scale": {MINIMUM, MAXIMUM, SLIDER_STEP},
}
_MEANT = {
    "sdc-questionnaire-enableWhenExpression": "condition",
    "questionnaire-constraint": "question",
    "questionnaire-maxOccurs": "question",
    "questionnaire-minOccurs": "question",
    "sdc-questionnaire-answerExpression": "option",
    "sdc-questionnaire-answerOptionsToggleExpression": "option",
    "sdc-questionnaire-candidateExpression": "option",
}
"""Extensions that change what is asked of whom, and what may be replied."""
_BESIDE = {"linkId", "text", "_text", "type", "extension", "id"}
_OPTION = {"id", "extension"}
_CODING = {"id", "system", "code", "display", "_display", "extension"}


def of_item(item: Json, kind: str) -> Iterator[str]:
    """Yield what is not read of an item that becomes a question of this kind, a score or a group."""
    yield from (GraveLoss(what, "question") for what in misshapen(item))
    yield from _keys(item, _KEYS | _KEYS_OF.get(kind, set()))
    yield from unread(item, {HIDDEN, ITEM_CONTROL} | _EXTENSIONS_OF.get(kind, set()))
    yield from _words(item, "text")
    if control(item) not in (("", "slider") if kind == "scale" else ("",)):
        yield f"that it looks like a {control(item)[:40]} is left out"
    if kind == "scale" and extension(item, SLIDER_STEP) not in (None, 1):
        yield GraveLoss("the steps of its slider are left out: here every whole number may be chosen", "option")
    yield from _codes(item, kind)
    for place, when in enumerate(objects(item, "enableWhen"), 1):
        answers = [key for key in when if key.startswith("answer")]
        odd = _keys(when, {"id", "question", "operator", *answers[:1]}, f"of condition {place} ")
        yield from (GraveLoss(what, "condition") for what in odd)
    if kind == "score":
        yield from _keys(item, item.keys() - {"item"})
        yield from _keys(extension(item, CALCULATED), {"id", "language", "expression"}, "of its calculation ")
    if len(string(item, "linkId")) > LONGEST_REF:
        yield "its linkId is cut short"


def of_words(item: Json) -> Iterator[str]:
    """Yield what is not read of an item of words that stands beside a question."""
    yield from misshapen(item)
    yield from _keys(item, _BESIDE)
    yield from unread(item, {ITEM_CONTROL})
    yield from _words(item, "text")


def of_option(option: Json, value: Any, place: int) -> Iterator[str]:
    """Yield what is not read of an option."""
    where = f"of option {place} "
    values = [key for key in option if key.startswith("value")]
    yield from _keys(option, {*_OPTION, *values[:1]}, where)
    yield from unread(option, {EXCLUSIVE, *POINTS}, where)
    if isinstance(value, dict):
        yield from _keys(value, _CODING, where)
        yield from unread(value, {EXCLUSIVE, *POINTS}, where)
        yield from _words(value, "display", where)


def control(item: Json) -> str:
    """Return the code of how an item is to look, if it has one."""
    concept = extension(item, ITEM_CONTROL)
    return next((string(each, "code") for each in objects(concept, "coding")), "") if isinstance(concept, dict) else ""


def _keys(held: Json, read: Collection[str], where: str = "") -> Iterator[str]:
    yield from (f"its `{key[:40]}` {where}is left out" for key in sorted(held.keys() - set(read)))


def unread(held: Json, read: Collection[str], where: str = "") -> Iterator[str]:
    """Yield the extensions that are not read, and those that are there more often than they are read."""
    for url, times in Counter(url for url, _ in extensions(held)).items():
        name = url.rpartition("/")[2][:60] or "without an address"
        if url not in read:
            what = f"its extension {name} {where}is left out" + (f" ({times} times)" if times > 1 else "")
            what += ", so that it is asked whatever that says" if _MEANT.get(name) == "condition" else ""
            yield GraveLoss(what, _MEANT[name]) if name in _MEANT else what
        elif times > 1 and url != TRANSLATION:
            yield f"its extension {name} {where}is there {times} times: only the first is read"


def _words(held: Json, key: str, where: str = "") -> Iterator[str]:
    """Yield what is not read beside a text: extensions and translations; and that it is cut short."""
    beside = held.get(f"_{key}")
    if isinstance(beside, dict):
        yield from _keys(beside, {"id", "extension"}, f"of its {key} {where}")
        yield from unread(beside, {TRANSLATION}, f"of its {key} {where}")
        lost = sum(url == TRANSLATION for url, _ in extensions(beside)) - len(dict(translated(beside)))
        if lost:
            yield f"{lost} of the translations of its {key} {where}are left out: no other language, or no words"
    if len(string(held, key)) > LONGEST_WORDS:
        yield f"its {key} {where}is cut short"


def _codes(item: Json, kind: str) -> Iterator[str]:
    codes = objects(item, "code")
    if len(codes) > 1 or (codes and kind == "group"):
        yield "only the first code of a question is kept, and none of a group"
    elif codes and not code_of(item):
        yield "its `code` is left out: it has no web address of a system, or is longer than 60 characters"
    elif codes:
        yield from _keys(codes[0], {"id", "system", "code"}, "of its code ")
