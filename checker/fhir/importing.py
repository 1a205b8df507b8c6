"""How does a public FHIR Questionnaire become a questionnaire of ours?

Every part is carried over, or it is listed with the reason why not. Nothing is dropped in silence.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.expressions import ALWAYS, Expression
from checker.fhir.edition import CALCULATED, HIDDEN, ITEM_CONTROL, MAXIMUM, MINIMUM, SLIDER_STEP, TRANSLATION, Json
from checker.fhir.naming import LONGEST_REF, LONGEST_WORDS, id_for, language_of, words
from checker.fhir.options import OPTION_EXTENSIONS, choice, code_of, named, scale, yes_or_no
from checker.fhir.reading import Finding, extension, extensions, misshapen, objects, strays, string
from checker.fhir.summing import summed
from checker.fhir.understanding import Known, NotCarriedError, both, condition
from checker.writing import written

_KEYS = {
    "linkId", "text", "_text", "type", "code", "enableWhen", "enableBehavior", "required", "repeats", "answerOption",
    "answerValueSet", "item", "extension", "id",
}  # fmt: skip
UNREAD = "unread"
"""The key under which a reader of another format says why it cannot read an item."""
_EXTENSIONS = {CALCULATED, HIDDEN, ITEM_CONTROL, MAXIMUM, MINIMUM, SLIDER_STEP}


@dataclass
class Draft:
    """What has been carried over so far, in the order of the file."""

    language: str
    contained: dict[str, Json]
    sections: list[Json] = field(default_factory=list)
    scores: list[Json] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    points: dict[str, range] = field(default_factory=dict)
    """The reach of the points of each question that has any, by its id."""
    findings: list[Finding] = field(default_factory=list)
    optional: int = 0
    ids: set[str] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)
    """The identities of the items of words that stand beside a question by now."""
    group: object = None
    """The group whose questions the last section holds."""

    def note(self, item: Json, what: str) -> None:
        """List something that is not carried over, or not as it was."""
        self.findings.append(Finding(string(item, "linkId") or string(item, "text") or "an item without linkId", what))


def carry(questionnaire: Json) -> Draft:
    """Return the questions and scores of a FHIR Questionnaire, with everything that was not carried over."""
    contained = {string(each, "id"): each for each in objects(questionnaire, "contained")}
    draft = Draft(language_of(questionnaire), contained)
    twice = Counter(string(item, "linkId") for item in _all(questionnaire))
    for link, times in twice.items():
        if times > 1 and link:
            draft.findings.append(Finding(link, f"this linkId is there {times} times; conditions mean the first"))
    draft.findings += (Finding("questionnaire", what) for what in strays(questionnaire, "item"))
    _carry(draft, questionnaire, ALWAYS, questionnaire, "title")
    return draft


def _all(parent: Json) -> Iterator[Json]:
    for item in objects(parent, "item"):
        yield item
        yield from _all(item)


def _carry(draft: Draft, parent: Json, within: Expression, group: Json, key: str) -> None:
    """Carry over the items of a parent, all of which are asked within a condition."""
    for item in objects(parent, "item"):
        if id(item) in draft.beside:
            continue
        try:
            _carry_one(draft, item, within, group, key)
        except NotCarriedError as reason:
            draft.note(item, f"left out: {reason}{_with_children(item)}")


def _with_children(item: Json) -> str:
    count = sum(string(child, "type") != "display" for child in _all(item))
    return f" ({count} items within it are left out too)" if count else ""


def _carry_one(draft: Draft, item: Json, within: Expression, group: Json, key: str) -> None:
    if reason := string(item, UNREAD):
        raise NotCarriedError(reason)
    if item.get("modifierExtension"):
        raise NotCarriedError("it has a modifierExtension, which may change its whole meaning")
    if extension(item, CALCULATED) is not None:
        _score(draft, item)
        return
    if extension(item, HIDDEN) is True:
        raise NotCarriedError("it is hidden")
    kind = string(item, "type")
    if kind == "display":
        raise NotCarriedError("words that stand alone have no place here")
    when = condition(item, draft.known, within)
    if kind == "group":
        _group(draft, item, when)
        return
    _question(draft, item, kind, when, group, key)


def _group(draft: Draft, item: Json, when: Expression) -> None:
    if item.get("repeats") is True:
        raise NotCarriedError("a group that repeats")
    _list_rest(draft, item)
    _carry(draft, item, when, item, "text")


def _question(draft: Draft, item: Json, kind: str, when: Expression, group: Json, key: str) -> None:
    link = string(item, "linkId")
    content, keys, notes = _content(draft, item, kind)
    said = words(item, "text", draft.language, link)
    if not said[draft.language]:
        raise NotCarriedError("it has neither a text nor a linkId")
    name = id_for(link or said[draft.language], "q", draft.ids)
    asked: Json = {"id": name, "kind": content["kind"], **named(said), **_beside(draft, item, content["kind"])}
    asked |= {"ref": link[:LONGEST_REF]} if link and link != name else {}
    asked |= {"when": written(when)} if when != ALWAYS else {}
    _place(draft, group, key).append(asked | code_of(item) | content)
    draft.ids.add(name)
    draft.known.setdefault(link, Known(name, content["kind"], keys, when))
    draft.points |= {name: reach} if (reach := _reach(content)) else {}
    draft.optional += item.get("required") is not True
    for note in notes:
        draft.note(item, note)
    if item.get("repeats") is True and content["kind"] != "many":
        draft.note(item, "that it may have several answers is left out: here it has one")
    _list_rest(draft, item)
    _list_unsure_unequal(draft, item)
    _carry(draft, item, both(when, _answered(draft.known.get(link))), group, key)


def _content(draft: Draft, item: Json, kind: str) -> tuple[Json, dict[str, str], list[str]]:
    """Return how an item is answered; raise NotCarriedError where ours cannot be answered so."""
    if kind == "boolean":
        return (*yes_or_no(draft.language), [])
    if kind == "integer" and not objects(item, "answerOption"):
        return scale(item), {}, []
    if kind in ("choice", "open-choice", "coding", "integer"):
        return choice(item, draft.contained, draft.language)
    raise NotCarriedError(f"its type is '{kind[:40]}'; questions here are answered by options or whole numbers")


def _answered(known: Known | None) -> Expression:
    """Return when there may be items within a question: whenever it is asked, since then it is answered."""
    return known.when if known else ALWAYS


def _reach(content: Json) -> range | None:
    """Return from which points to which an answer may give, or None where it gives none."""
    if content["kind"] == "scale":
        return range(content["min"], content["max"] + 1)
    points = [option["points"] for option in content["options"] if "points" in option]
    return range(min(points), max(points) + 1) if points else None


def _beside(draft: Draft, item: Json, kind: str) -> Json:
    """Return what stands beside a question: help, and what the ends of a scale mean."""
    found: Json = {}
    keys = {"help": "hint"} | ({"lower": "low", "upper": "high"} if kind == "scale" else {})
    for child in [child for child in objects(item, "item") if string(child, "type") == "display"]:
        key = keys.get(_control(child), "")
        if key and key not in found and string(child, "text"):
            found[key] = words(child, "text", draft.language)
            draft.beside.add(id(child))
    return found


def _control(item: Json) -> str:
    concept = extension(item, ITEM_CONTROL)
    return next((string(each, "code") for each in objects(concept, "coding")), "") if isinstance(concept, dict) else ""


def _place(draft: Draft, group: Json, key: str) -> list[Json]:
    """Return the questions of the section that a group becomes; of a new one where another group came between."""
    if draft.group is not group:
        draft.group = group
        taken = {section["id"] for section in draft.sections}
        said = words(group, key, draft.language, "Questions")
        name = id_for(string(group, "linkId") or "questions", "part", taken)
        draft.sections.append({"id": name, "title": said, "questions": []})
    questions: list[Json] = draft.sections[-1]["questions"]
    return questions


def _score(draft: Draft, item: Json) -> None:
    """Carry over a calculated item that is a sum; raise NotCarriedError for any other calculation."""
    score, known = summed(item, draft.known, draft.points, draft.language, draft.ids)
    draft.scores.append(score)
    draft.ids.add(score["id"])
    draft.known.setdefault(string(item, "linkId"), known)
    _list_rest(draft, item)
    if item.get("enableWhen"):
        draft.note(item, "the condition under which the score is shown is left out: scores stand on the result")


def _list_rest(draft: Draft, item: Json) -> None:
    """List the keys and extensions of an item that nothing here reads."""
    for what in misshapen(item):
        draft.note(item, what)
    for key in sorted(item.keys() - _KEYS):
        draft.note(item, f"its `{key[:40]}` is left out")
    for where, url in _unread(item):
        draft.note(item, f"its extension {url.rpartition('/')[2][:60] or 'without an address'} {where}is left out")
    if _control(item) not in ("", "slider", "help", "lower", "upper"):
        draft.note(item, f"that it looks like a {_control(item)[:40]} is left out")
    if len(objects(item, "code")) > 1 or (objects(item, "code") and string(item, "type") == "group"):
        draft.note(item, "only the first code of a question is kept, and none of a group")
    if len(string(item, "text")) > LONGEST_WORDS or len(string(item, "linkId")) > LONGEST_REF:
        draft.note(item, "its text or linkId is cut short")


def _unread(item: Json) -> Iterator[tuple[str, str]]:
    """Yield the extensions that nothing here reads, each once, with a word on where they stand."""
    beside = item.get("_text")
    options = objects(item, "answerOption")
    codings = [coding for option in options if isinstance(coding := option.get("valueCoding"), dict)]
    places = [("", [item], _EXTENSIONS), ("of an option ", [*options, *codings], OPTION_EXTENSIONS)]
    places.append(("of its text ", [beside] if isinstance(beside, dict) else [], {TRANSLATION}))
    found = ((where, url) for where, held, read in places for each in held for url, _ in extensions(each, read))
    yield from dict.fromkeys(found)


def _list_unsure_unequal(draft: Draft, item: Json) -> None:
    """List the comparisons by `!=` that hold there also of people who were never asked."""
    for when in objects(item, "enableWhen"):
        source = draft.known.get(string(when, "question"))
        if string(when, "operator") == "!=" and source and source.when != ALWAYS:
            draft.note(item, f"there also asked where '{source.id}' was not asked; here only where it was")
