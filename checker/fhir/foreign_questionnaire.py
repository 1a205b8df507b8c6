"""How does a public FHIR Questionnaire become a questionnaire of ours?

Every part is carried over, or it is listed with the reason why not. Nothing is dropped in silence.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.authoring.writer import written
from checker.engine.conditions import ALWAYS, Expression
from checker.fhir.answer_options import choice, named, scale, yes_or_no
from checker.fhir.canonical import CALCULATED, HIDDEN, Json
from checker.fhir.enable_when_import import EnableWhenError, Known, NotCarriedError, both, condition
from checker.fhir.form import ItemTree
from checker.fhir.identifiers import LONGEST_REF, code_of, id_for, language_of, words
from checker.fhir.resource import GraveLoss, Loss, extension, objects, strays, string
from checker.fhir.score_import import summed
from checker.fhir.unread_elements import control, of_item, of_words
from checker.fhir.value_sets import named_set

UNREAD = "unread"
"""The key under which a reader of another format says why it cannot read an item."""


@dataclass
class PartialImport:
    """What has been carried over so far, in the order of the file."""

    language: str
    form: ItemTree
    sections: list[Json] = field(default_factory=list)
    scores: list[Json] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    placed: dict[int, Known] = field(default_factory=dict)
    """The questions that were carried over, by their place in the file."""
    losses: list[Loss] = field(default_factory=list)
    optional: int = 0
    ids: set[str] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)
    """The identities of the items of words that stand beside a question by now."""
    sets: set[str] = field(default_factory=set)
    """The ids of the value sets that gave a question its options."""
    headed: set[int] = field(default_factory=set)
    """The identities of the groups that became a section."""
    group: object = None
    """The group whose questions the last section holds."""

    def note(self, item: Json, what: str) -> None:
        """List something that is not carried over, or not as it was."""
        self.losses.append(Loss(string(item, "linkId") or string(item, "text") or "an item without linkId", what))


def carry(questionnaire: Json) -> PartialImport:
    """Return the questions and scores of a FHIR Questionnaire, with everything that was not carried over."""
    contained = {string(each, "id"): each for each in objects(questionnaire, "contained")}
    draft = PartialImport(language_of(questionnaire), ItemTree(questionnaire, contained))
    twice = Counter(string(item, "linkId") for item in _all(questionnaire))
    for link, times in twice.items():
        if times > 1 and link:
            what = f"this linkId is there {times} times; conditions mean the first"
            draft.losses.append(Loss(link, GraveLoss(what, "condition")))
    draft.losses += (
        Loss("questionnaire", GraveLoss(what, "question") if key == "item" else what)
        for key in ("item", "contained")
        for what in strays(questionnaire, key)
    )
    _carry(draft, questionnaire, ALWAYS, questionnaire, "title")
    _set_aside(draft)
    draft.losses += _unused(draft, objects(questionnaire, "contained"))
    return draft


def _unused(draft: PartialImport, contained: list[Json]) -> Iterator[Loss]:
    """Yield the resources within the file that gave no question its options."""
    for each in contained:
        name = string(each, "id")
        if name not in draft.sets or draft.form.contained[name] is not each:
            kind = string(each, "resourceType")[:40] or "resource"
            yield Loss(
                "questionnaire",
                f"its contained {kind} '{name[:60]}' is left out: no question that was carried over reads it",
            )


def is_calculated(item: Json) -> bool:
    """Return whether an item holds what follows from the answers."""
    return extension(item, CALCULATED) is not None or string(item, "type") == "calculate"


def _all(parent: Json) -> Iterator[Json]:
    for item in objects(parent, "item"):
        yield item
        yield from _all(item)


def _carry(draft: PartialImport, parent: Json, within: Expression, group: Json, key: str) -> None:
    """Carry over the items of a parent, all of which are asked within a condition."""
    for item in objects(parent, "item"):
        if id(item) in draft.beside:
            continue
        try:
            _carry_one(draft, item, within, group, key)
        except NotCarriedError as reason:
            draft.note(item, GraveLoss(f"left out: {reason}{_with_children(item)}", _kind_of_loss(item, reason)))


def _kind_of_loss(item: Json, reason: NotCarriedError) -> str:
    """Return what is lost with an item: words that stand under a condition are advice."""
    if is_calculated(item):
        return "score"
    if string(item, "type") == "display":
        return "advice" if item.get("enableWhen") else ""
    return "condition" if isinstance(reason, EnableWhenError) else "question"


def _with_children(item: Json) -> str:
    count = sum(string(child, "type") != "display" for child in _all(item))
    return f" ({count} items within it are left out too)" if count else ""


def _carry_one(draft: PartialImport, item: Json, within: Expression, group: Json, key: str) -> None:
    if reason := string(item, UNREAD):
        raise NotCarriedError(reason)
    if item.get("modifierExtension"):
        raise NotCarriedError("it has a modifierExtension, which may change its whole meaning")
    if extension(item, CALCULATED) is not None:
        _score(draft, item, within)
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


def _group(draft: PartialImport, item: Json, when: Expression) -> None:
    if item.get("repeats") is True:
        raise NotCarriedError("a group that repeats")
    _list_rest(draft, item, "group")
    _list_unsure(draft, item)
    _carry(draft, item, when, item, "text")
    if id(item) not in draft.headed and string(item, "text"):
        draft.note(item, "its text is left out: no question stands directly within it")


def _question(draft: PartialImport, item: Json, kind: str, when: Expression, group: Json, key: str) -> None:
    link = string(item, "linkId")
    content, keys, notes = _content(draft, item, kind)
    said = words(item, "text", draft.language, link)
    if not said[draft.language]:
        raise NotCarriedError("it has neither a text nor a linkId")
    name = id_for(link or said[draft.language], "q", draft.ids)
    asked: Json = {"id": name, "kind": content["kind"], **named(said), **_beside(draft, item, content["kind"])}
    asked |= {"ref": link[:LONGEST_REF]} if link and link != name else {}
    asked |= {"when": written(when)} if when != ALWAYS else {}
    _siblings(draft, group, key).append(asked | code_of(item) | content)
    draft.ids.add(name)
    known = Known(name, content["kind"], keys, when, lowest=_lowest(content))
    draft.placed[draft.form.places[id(item)]] = known
    draft.known.setdefault(link, known)
    draft.optional += item.get("required") is not True
    for note in notes:
        draft.note(item, note)
    if item.get("repeats") is True and content["kind"] != "many":
        draft.note(item, GraveLoss("that it may have several answers is left out: here it has one", "question"))
    _list_rest(draft, item, "boolean" if kind == "boolean" else content["kind"])
    draft.sets |= {named_set(item)}
    _list_unsure(draft, item)
    _carry(draft, item, both(when, _answered(draft.known.get(link))), group, key)


def _content(draft: PartialImport, item: Json, kind: str) -> tuple[Json, dict[str, str], list[str]]:
    """Return how an item is answered; raise NotCarriedError where ours cannot be answered so."""
    if kind == "boolean":
        return (*yes_or_no(draft.language), [])
    if kind == "integer" and not objects(item, "answerOption"):
        return scale(item), {}, []
    if kind in ("choice", "open-choice", "coding", "integer"):
        return choice(item, draft.form.contained, draft.language)
    raise NotCarriedError(f"its type is '{kind[:40]}'; questions here are answered by options or whole numbers")


def _answered(known: Known | None) -> Expression:
    """Return when there may be items within a question: whenever it is asked, since then it is answered."""
    return known.when if known else ALWAYS


def _lowest(content: Json) -> int:
    """Return the fewest points that an answer gives."""
    if content["kind"] == "scale":
        return int(content["min"])
    return min((option["points"] for option in content["options"] if "points" in option), default=0)


def _beside(draft: PartialImport, item: Json, kind: str) -> Json:
    """Return what stands beside a question: help, and what the ends of a scale mean."""
    found: Json = {}
    keys = {"help": "hint"} | ({"lower": "low", "upper": "high"} if kind == "scale" else {})
    for child in [child for child in objects(item, "item") if string(child, "type") == "display"]:
        key = keys.get(control(child), "")
        if key and key not in found and string(child, "text"):
            found[key] = words(child, "text", draft.language)
            draft.beside.add(id(child))
            for what in of_words(child):
                draft.note(child, what)
    return found


def _siblings(draft: PartialImport, group: Json, key: str) -> list[Json]:
    """Return the questions of the section that a group becomes; of a new one where another group came between."""
    if draft.group is not group:
        draft.group = group
        taken = {section["id"] for section in draft.sections}
        said = words(group, key, draft.language, "Questions")
        name = id_for(string(group, "linkId") or "questions", "part", taken)
        draft.sections.append({"id": name, "title": said, "questions": []})
    draft.headed.add(id(group))
    questions: list[Json] = draft.sections[-1]["questions"]
    return questions


def _score(draft: PartialImport, item: Json, within: Expression) -> None:
    """Carry over a calculated item that is a sum; raise NotCarriedError for any other calculation."""
    shown = condition(item, draft.known, within)
    score, known, notes = summed(
        draft.form, draft.form.places[id(item)], draft.placed, shown, draft.language, draft.ids
    )
    draft.scores.append(score)
    draft.ids.add(score["id"])
    draft.known.setdefault(string(item, "linkId"), known)
    for note in notes:
        draft.note(item, note)
    _list_rest(draft, item, "score")
    _list_unsure(draft, item)


def _set_aside(draft: PartialImport) -> None:
    """Say of every option without points beside others that it is neither better nor worse: no form says otherwise."""
    for options in (each.get("options", ()) for section in draft.sections for each in section["questions"]):
        if any("points" in option for option in options):
            for option in (option for option in options if "points" not in option):
                option["aside"] = True


def _list_rest(draft: PartialImport, item: Json, kind: str) -> None:
    """List what nothing here reads of an item."""
    for what in of_item(item, kind):
        draft.note(item, what)


def _list_unsure(draft: PartialImport, item: Json) -> None:
    """List where the conditions of an item that was carried over hold for others there, or may do so."""
    conditions = objects(item, "enableWhen")
    if len(conditions) > 1 and "enableBehavior" not in item:
        what = "it does not say whether any or all of its conditions must hold; here any does, as in LHC-Forms"
        draft.note(item, GraveLoss(what, "condition"))
    for when in conditions:
        source = draft.known.get(string(when, "question"))
        if string(when, "operator") == "!=" and source and source.when != ALWAYS:
            what = f"there also asked where '{source.id}' was not asked; here only where it was"
            draft.note(item, GraveLoss(what, "condition"))
