"""What does a questionnaire of ours need that others do not have? An honest minimum, in neutral words, and said so."""

from checker.fhir.canonical import Json
from checker.fhir.foreign_questionnaire import PartialImport
from checker.fhir.identifiers import id_for, words
from checker.fhir.resource import OURS, GraveLoss, Loss, string
from checker.fhir.unread_elements import unread

_START = "This questionnaire was imported. No clinician has checked it here yet. It is not a diagnosis."
_TIER = "Show your answers to a health professional"
_ACTION = "This questionnaire gives no advice of its own. Show your answers to a doctor, a nurse or a pharmacist."
_HELP = "Emergency: 112"
_SIGNS = "Call the emergency number of your country"
_SIGN = "You think that this could be an emergency"
_WRITTEN = (
    ("tiers", "it has no tiers: one neutral tier was written. Write how soon to seek help, most urgent first"),
    ("guidance", "it has no rules of what to do: there are none. Write them before you serve this to anybody"),
    ("help", "one link, 112, was written, which many countries do not have. Put in the emergency number of yours"),
    ("emergency_signs", "one neutral sign was written. Write the signs that matter here"),
)
_KEPT = {
    "resourceType", "id", "version", "name", "title", "_title", "language", "item", "contained", "extension",
    "description", "_description", "copyright", "_copyright",
}  # fmt: skip


def framed(draft: PartialImport, questionnaire: Json) -> Json:
    """Return the plain data of a questionnaire of ours around what was carried over."""
    language = draft.language
    name = string(questionnaire, "name") or string(questionnaire, "id") or string(questionnaire, "title")
    title = words(questionnaire, "title", language, name or "Questionnaire")
    said = words(questionnaire, "description", language)
    credit = words(questionnaire, "copyright", language)
    data = {
        "id": id_for(name or "questionnaire", "q", ()),
        "version": string(questionnaire, "version")[:40] or "1",
        "languages": [],
        "title": title,
        "start": [*([said] if said[language] else []), {language: _START}],
        "help": [{"id": "emergency", "text": {language: _HELP}, "href": "tel:112"}],
        "emergency_signs": {"title": {language: _SIGNS}, "items": [{language: _SIGN}]},
        **({"credits": [credit]} if credit[language] else {}),
        "tiers": [_tier(language)],
        "sections": draft.sections,
        **({"scores": draft.scores} if draft.scores else {}),
    }
    return data | {"languages": list(dict.fromkeys([language, *sorted(_spoken(data))]))}


def _tier(language: str) -> Json:
    said = {"title": _TIER, "within": "Not stated"}
    return {
        "id": "not_stated",
        **{key: {language: one} for key, one in said.items()},
        "action": [{language: _ACTION}],
        "card": "soon",
    }


def _spoken(value: object) -> set[str]:
    """Return the languages of all texts in some plain data: their keys stand where ours never do."""
    if isinstance(value, list):
        return set().union(*map(_spoken, value))
    if not isinstance(value, dict):
        return set()
    found = set().union(*(_spoken(held) for held in value.values()))
    for key in ("title", "text", "label", "ask", "hint", "low", "high"):
        if isinstance(said := value.get(key), dict):
            found |= set(said)
    return found


def frame_findings(draft: PartialImport, questionnaire: Json) -> list[Loss]:
    """Return what was written by us, and what stands at the head of the file and was left out."""
    found = [Loss(where, GraveLoss(what, OURS)) for where, what in _WRITTEN]
    if draft.optional:
        found.append(Loss("required", f"{draft.optional} questions may be passed over there; here each is answered"))
    if not draft.language.startswith("en"):
        found.append(Loss("language", f"the words that were written here are English. Say them in '{draft.language}'"))
    if draft.scores:
        what = "it has no bands: one band that means nothing was written for each score"
        found.append(Loss("scores", GraveLoss(what, OURS)))
    kept = _KEPT - {"id"} if string(questionnaire, "name") else _KEPT
    left = [f"its `{key[:40]}` is left out" for key in sorted(questionnaire.keys() - kept)]
    left += unread(questionnaire, ())
    return found + [Loss("questionnaire", each) for each in left]
