"""Is a calculation of theirs the sum of the points of earlier answers, whoever answers? Then it is a score of ours."""

from collections.abc import Collection, Mapping
from typing import Any

from checker.engine.conditions import ALWAYS, Expression
from checker.fhir.abstract_values import Total
from checker.fhir.answer_options import points_of, whole_points
from checker.fhir.canonical import Json
from checker.fhir.enable_when_import import Known, NotCarriedError, both
from checker.fhir.form import ItemTree
from checker.fhir.identifiers import LONGEST_REF, code_of, id_for, words
from checker.fhir.resource import GraveLoss, string
from checker.fhir.sums import total_of


def summed(
    form: ItemTree, place: int, known: Mapping[int, Known], shown: Expression, language: str, taken: Collection[str]
) -> tuple[Json, Known, list[str]]:
    """Return a calculated item as a score, as what conditions may name, and what is not as it was.

    Raise NotCarriedError if it is no sum. ``known`` are the questions that were carried over, by their place;
    ``shown`` is when the item is there.
    """
    item, total = form.items[place], total_of(form, place)
    for part in sorted({each for clause in total.clauses for each, _ in clause} | set(total.parts)):
        _within_reach(form, part, place, known)
    twice = next((part for part in total.parts if total.parts.count(part) > 1), None)
    if twice is not None:
        raise NotCarriedError(f"it counts '{form.called(twice)}' twice; here a question counts once in a score")
    items = [known[part] for part in sorted(total.parts)]
    missing = _not_asked(total, known)
    whens = [each.when for each in items] if missing == "no_score" else []
    link = string(item, "linkId")
    name = id_for(link or "score", "score", taken)
    said = words(item, "text", language, link or "Score")
    lowest = sum(each.lowest for each in items)
    score = {
        "id": name,
        "label": said,
        "area": said,
        "sum": [each.id for each in items],
        **({"not_asked": 0} if missing == 0 else {}),
        **({"not_scored": "no_score"} if any(_unscored(form, part) for part in total.parts) else {}),
        "bands": [{"id": "any", "from": lowest, "text": {language: "No meaning was given to this number"}}],
        **code_of(item),
        **({"ref": link[:LONGEST_REF]} if link and link != name else {}),
    }
    implied = both(shown, *whens) == both(*whens)
    unshown = "the condition under which the score is shown is left out: scores stand on the result"
    notes = [] if implied else [GraveLoss(unshown, "condition")]
    notes += [
        GraveLoss(
            f"an answer to '{form.called(part)}' without points counts 0 there; here there is no score then", "score"
        )
        for part in total.parts
        if _unscored(form, part) and frozenset({(part, "points")}) not in total.clauses
    ]
    also = [unshown] if implied and item.get("enableWhen") else []
    return score, Known(name, "score", when=both(shown, *whens), shown=ALWAYS if implied else shown), [*notes, *also]


def _within_reach(form: ItemTree, part: int, place: int, known: Mapping[int, Known]) -> None:
    """Raise NotCarriedError for an item that a score here cannot count."""
    item, called = form.items[part], form.called(part)
    if part >= place:
        raise NotCarriedError(f"it counts '{called}', which stands after it; here a score counts what was asked before")
    if part not in known:
        raise NotCarriedError(f"it counts '{called}', which was not carried over as a question")
    if item.get("repeats") is True:
        raise NotCarriedError(
            f"it counts '{called}', of which several options may be ticked; here these have no points"
        )
    for option in form.options(part):
        if (points := points_of(option)) is not None and whole_points(points) is None:
            raise NotCarriedError(f"it counts '{called}', which has points that are not whole: {_briefly(points)}")


def _briefly(points: Any) -> str:
    return str(points)[:20]


def _unscored(form: ItemTree, part: int) -> bool:
    return any(points_of(option) is None for option in form.options(part))


def _not_asked(total: Total, known: Mapping[int, Known]) -> object:
    """Return what an item that was not asked does here, so that there is a value exactly where there is one there."""
    whens = {part: known[part].when for clause in total.clauses for part, _ in clause}
    needed = {frozenset(whens[part] for part, _ in clause) for clause in total.clauses}
    needed = {each for each in needed if ALWAYS not in each}
    if not needed:
        return 0 if any(known[part].when != ALWAYS for part in total.parts) or not total.clauses else "no_score"
    if needed == {frozenset({known[part].when}) for part in total.parts if known[part].when != ALWAYS}:
        return "no_score"
    raise NotCarriedError("it has no value where some of its questions are not asked, which no score here can say")
