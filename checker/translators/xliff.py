"""A translation as XLIFF 1.2, the format that every program for translators opens.

Version 1.2 and not 2.1: programs read it more widely, and it has places of its own for words that are to be looked at
again, for what they were made from, and for how long they may be. Only who exports or imports it needs the library.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Message

from checker.authoring.problems import one_line
from checker.authoring.translations import BACK, forms_of
from checker.translators.handout import COMMENT, Came, ForeignFileError, Handout, Unit

if TYPE_CHECKING:
    from translate.storage.xliff import Xliff1File, Xliff1Unit

_EMPTY = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="{name}" source-language="{first}" target-language="{language}" datatype="plaintext">'
    "<header/><body/></file></xliff>"
)
_ABOUT, _REMARK, _BACK, _BEFORE = "developer", "translator", "back-translation", "before"
_UNSURE = ("needs-", "new")
"""How the states of words begin that do not count yet."""


def written(handout: Handout, first: str) -> bytes:
    """Return the XLIFF, from the first language of the questionnaire."""
    from lxml.etree import cleanup_namespaces
    from translate.storage.xliff import Xliff1File

    blank = _EMPTY.format(name=f"questions.{handout.language}.po", first=first, language=handout.language)
    store = Xliff1File.parsestring(blank.encode())
    header = next(store.document.getroot().iter(store.namespaced("header")))
    for name, words in handout.about().items():
        note = header.makeelement(store.namespaced("note"), {"from": name})
        note.text = words
        header.append(note)
    for number, unit in enumerate(handout.units, 1):
        for form in range(len(forms_of(unit.message.string))):
            _add(store, unit, number, form)
    cleanup_namespaces(store.document)
    whole: bytes = bytes(store)
    return whole


def _add(store: "Xliff1File[Any]", unit: Unit, number: int, form: int) -> None:
    """Add a text, or one plural form of it."""
    message, sources = unit.message, forms_of(unit.message.id)
    counts, words = len(sources) > 1, forms_of(unit.message.string)[form]
    added: Xliff1Unit = store.UnitClass(sources[min(form, len(sources) - 1)])
    store.addunit(added)
    added.xmlelement.set("id", f"{number}[{form}]" if counts else str(number))
    added.xmlelement.set("resname", message.context or "")
    added.xmlelement.set("maxwidth", str(unit.most))
    added.xmlelement.set("size-unit", "char")
    if words:
        added.settarget(words)
        target = next(added.xmlelement.iterchildren(added.namespaced("target")))
        target.set("state", "needs-review-translation" if message.fuzzy else "translated")
        added.xmlelement.attrib.pop("approved", None)
    if form == 0:
        remarks = [each for each in message.user_comments if not each.startswith(BACK)]
        back = (each.removeprefix(BACK) for each in message.user_comments if each.startswith(BACK))
        notes = [*((each, _REMARK) for each in remarks), *((each, _BACK) for each in back)]
    else:
        notes = []
    for text, origin in (("\n".join(unit.told()), _ABOUT), *notes):
        added.addnote(text, origin)
    if words and message.previous_id:
        added.addalttrans(words, _BEFORE, sourcetxt=str(message.previous_id[0]))


def read(text: str) -> Came:
    """Return what stands in an XLIFF 1.2; raise ForeignFileError for another file, or one that could do harm."""
    from lxml.etree import LxmlError
    from translate.storage.xliff import Xliff1File

    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise ForeignFileError("this XML declares entities, which no XLIFF needs. Export it once more")
    try:
        store = Xliff1File.parsestring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode())
        root = store.document.getroot()
        target = next(root.iter(store.namespaced("file"))).get("target-language")
    except (LxmlError, ValueError, AssertionError, StopIteration, KeyError) as error:
        why = one_line(str(error)) or "it has no file in it"
        raise ForeignFileError(
            f"this is no whole XLIFF 1.2: {why}. Export it once more, or save it as XLIFF 1.2"
        ) from None
    header = next(root.iter(store.namespaced("header")), None)
    notes = header.iterchildren(store.namespaced("note")) if header is not None else ()
    told = {note.get("from", ""): "".join(note.itertext()) for note in notes}
    if target:
        told["Language"] = target
    return Came(told, told.pop(COMMENT, ""), list(_messages(root.iter(store.namespaced("trans-unit")))))


def _messages(elements: Iterable[Any]) -> Iterator[Message]:
    """Yield an entry for each text; plural forms have one number, and stand one after the other."""
    texts = dict[str, list[Any]]()
    for place, element in enumerate(elements):
        number, bracket, _ = (element.get("id") or f"#{place}").partition("[")
        texts.setdefault(number if bracket else f"{number}/{place}", []).append(element)
    for key, elements_of in texts.items():
        first, counts = elements_of[0], "/" not in key
        words = tuple(_words(each, "target") for each in elements_of)
        source = _words(first, "source")
        state = next((each.get("state", "") for each in _children(first, "target")), "")
        before = [_words(each, "source") for each in _children(first, "alt-trans") if each.get("origin") == _BEFORE]
        remarks = [_text(each) for each in _children(first, "note") if each.get("from") == _REMARK]
        back = [BACK + _text(each) for each in _children(first, "note") if each.get("from") == _BACK]
        yield Message(
            (source, _words(elements_of[-1], "source")) if counts else source,
            words if counts else words[0],
            context=first.get("resname", ""),
            flags=["fuzzy"] if state.startswith(_UNSURE) and any(map(str.strip, words)) else [],
            user_comments=[*remarks, *back],
            previous_id=before[:1],
        )


def _children(element: Any, name: str) -> Iterator[Any]:
    """Yield the children of a name, whichever version of the format they are of."""
    yield from element.iterchildren(f"{{*}}{name}")


def _words(element: Any, name: str) -> str:
    return next(map(_text, _children(element, name)), "")


def _text(element: Any) -> str:
    return "".join(element.itertext())
