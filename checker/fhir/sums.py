"""What does a calculation of theirs add up? Its FHIRPath is followed over the items, whatever the answers will be.

Nothing is guessed from how an expression looks: each step yields the very items, answers and points that it reaches
from where it stands, and a step that is not known here ends in a refusal by name.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from checker.fhir.abstract_values import (
    AbstractValue,
    AbstractValues,
    AnswerCount,
    Presence,
    Total,
    compared,
    either,
    exists,
    joined,
    negated,
    number,
    plus,
    summed_up,
)
from checker.fhir.canonical import CALCULATED, VARIABLE
from checker.fhir.enable_when_import import NotCarriedError
from checker.fhir.fhirpath_parser import Path, parsed
from checker.fhir.form import FormNode, ItemTree, Nodes, member, needed, points, start
from checker.fhir.resource import extension, extensions, shortened, string

MOST_STEPS = 1_000_000
"""Steps that the expressions of one form may take together."""
_LANGUAGE = "text/fhirpath"
_KINDS = {"Coding": "", "integer": "number"}
_ITEM = Path("MemberInvocation", "item", (), "item")


def total_of(form: ItemTree, place: int) -> Total:
    """Return what the calculated item at a place adds up; raise NotCarriedError where it does anything else."""
    reading = _Reading(form)
    try:
        total = number(form, reading.read(extension(form.items[place], CALCULATED), place)) or Total()
    except RecursionError:
        raise NotCarriedError("a calculation that is nested too deeply") from None
    reached = {form.link(above) for part in total.parts for above in form.above(part)}
    for item in form.items:
        if (link := string(item, "linkId")) in reading.named - reached:
            raise NotCarriedError(f"it names '{shortened(link)}', of which it counts no points from where it looks")
    if not total.parts:
        raise NotCarriedError(
            "a calculation that is not a sum of points: from where it looks, it reaches none. Begin it with `%resource`"
        )
    return total


class _Reading:
    """One calculation on its way through a form."""

    def __init__(self, form: ItemTree) -> None:
        self.form = form
        self.named: set[str] = set()
        """The texts that stand in the expressions: linkIds among them."""
        self._stands: list[int] = []
        """The places in which the expressions stand that are being read, the innermost last."""
        self._variables: list[tuple[int, str]] = []
        """The variables that are being read."""

    def read(self, value: Any, place: int) -> AbstractValues:
        """Return what the expression of an extension reaches that stands in the item at a place."""
        if not isinstance(value, dict) or value.get("language", _LANGUAGE) != _LANGUAGE:
            raise NotCarriedError("a calculation that is not in FHIRPath")
        self._stands.append(place)
        found = self._read(parsed(string(value, "expression")), (start(place),))
        self._stands.pop()
        return found

    def _read(self, path: Path, focus: AbstractValues) -> AbstractValues:
        """Return what a part of an expression reaches from what was reached before."""
        self.form.steps += 1 + len(focus)
        if self.form.steps > MOST_STEPS:
            raise NotCarriedError("the calculations of this form take too many steps together")
        if path.kind == "InvocationExpression":
            return self._read(path.parts[1], self._read(path.parts[0], focus))
        if path.kind in _SIDES and len(path.parts) == 2:
            left, right = (self._read(part, focus) for part in path.parts)
            found = _SIDES[path.kind](self.form, path.word, left, right)
            if path.kind == "AdditiveExpression" and not (left and right):
                never = path.parts[1 if left else 0].text
                raise NotCarriedError(f"a calculation that is not a sum of points: `{shortened(never)}` is never there")
        else:
            found = _PARTS[path.kind](self, path, focus) if path.kind in _PARTS else None
        if found is None:
            raise NotCarriedError(f"a calculation that is not a sum of points: `{shortened(path.text)}`")
        return found

    # What an expression is made of

    def _this(self, _: Path, focus: AbstractValues) -> AbstractValues:
        return focus

    def _member(self, path: Path, focus: AbstractValues) -> AbstractValues:
        if path.word == "linkId":
            return tuple(
                self.form.link(each.place) for each in focus if isinstance(each, FormNode) and each.shape != "rest"
            )
        return _flat(self._step(each, path.word) for each in focus)

    def _step(self, each: AbstractValue, name: str) -> Nodes:
        if not isinstance(each, FormNode):
            raise NotCarriedError(f"it reads `{shortened(name)}` of a number")
        return member(self.form, each, name)

    def _literal(self, path: Path, _: AbstractValues) -> AbstractValues:
        if path.kind == "StringLiteral":
            self.named.add(path.word)
            return (path.word,)
        if path.kind == "BooleanLiteral":
            return (path.word == "true",)
        return () if path.kind == "NullLiteral" else (float(path.word) if "." in path.word else int(path.word),)

    def _typed(self, path: Path, focus: AbstractValues) -> AbstractValues | None:
        return _of_type(self._read(path.parts[0], focus), path.word.removeprefix("as "))

    def _constant(self, path: Path, _: AbstractValues) -> AbstractValues:
        name, known = path.word, {"resource": FormNode("response"), "questionnaire": FormNode("questionnaire")}
        known["context"] = start(self._stands[-1])
        if name in known:
            return (known[name],)
        for place in self.form.above(self._stands[-1]):
            held = [value for url, value in extensions(self.form.item(place)) if url == VARIABLE]
            named = [value for value in held if isinstance(value, dict) and string(value, "name") == name]
            if len(named) > 1 or (named and (place, name) in self._variables):
                raise NotCarriedError(f"it reads `%{shortened(name)}`, which is defined twice or by itself")
            if named:
                self._variables.append((place, name))
                found = self.read(named[0], place)
                self._variables.pop()
                return found
        raise NotCarriedError(f"it reads `%{shortened(name)}`, which is not known where it stands")

    def _function(self, path: Path, focus: AbstractValues) -> AbstractValues | None:
        known = _FUNCTIONS.get((path.word, len(path.parts)))
        return known(self, focus, *path.parts) if known else None

    # Its functions

    def _where(self, focus: AbstractValues, criterion: Path) -> AbstractValues:
        return tuple(kept for each in focus for kept in self._kept(each, criterion))

    def _kept(self, each: AbstractValue, criterion: Path) -> Iterator[AbstractValue]:
        """Yield something that was reached, if it fits a criterion whatever the answers are."""
        match self._read(criterion, (each,)), each:
            case ((() | (False,)), _):
                return
            case (True,), _:
                yield each
            case (FormNode("match", place, ""),), FormNode("options", other) if place == other:
                yield FormNode("chosen", place)
            case (FormNode("match", place, url),), FormNode(shape) if url and shape.endswith(" extensions"):
                yield FormNode(shape[:-1], place, url)
            case (Presence(clauses, False),), FormNode(_, place) if clauses == {frozenset({(place, "answer")})}:
                yield each
            case _:
                raise NotCarriedError(f"it counts by a condition that is not known here: `{shortened(criterion.text)}`")

    def _select(self, focus: AbstractValues, projection: Path) -> AbstractValues:
        return tuple(one for each in focus for one in self._read(projection, (each,)))

    def _repeat(self, focus: AbstractValues, step: Path) -> AbstractValues | None:
        return _within(self.form, focus) if step == _ITEM else None

    def _descendants(self, focus: AbstractValues) -> AbstractValues | None:
        return (
            (*_within(self.form, focus, answers=True), FormNode("rest")) if focus == (FormNode("response"),) else None
        )

    def _extension(self, focus: AbstractValues, url: Path) -> AbstractValues | None:
        found = _flat(self._step(each, "extension") for each in focus)
        address = url.word if url.kind == "StringLiteral" else None
        return tuple(FormNode(each.shape[:-1], each.place, address) for each in found) if address else None

    def _points(self, focus: AbstractValues) -> AbstractValues | None:
        nodes = [each for each in focus if isinstance(each, FormNode)]
        return _flat(points(self.form, each) for each in nodes) if len(nodes) == len(focus) else None

    def _aggregate(self, focus: AbstractValues, step: Path, first: Path) -> AbstractValues | None:
        adds = {part.kind for part in step.parts} == {"ThisInvocation", "TotalInvocation"} and step.word == "+"
        if not adds or first.word != "0" or not all(isinstance(each, FormNode) for each in focus):
            return None
        return (Total(summed_up(self.form, focus).parts) if focus else Total(),)

    def _sum(self, focus: AbstractValues) -> AbstractValues:
        return (summed_up(self.form, focus),) if focus else ()

    def _exists(self, focus: AbstractValues, *criterion: Path) -> AbstractValues:
        return (exists(self.form, self._where(focus, *criterion) if criterion else focus),)

    def _empty(self, focus: AbstractValues) -> AbstractValues | None:
        return negated(exists(self.form, focus))

    def _not(self, focus: AbstractValues) -> AbstractValues | None:
        return negated(focus[0]) if len(focus) == 1 else None

    def _count(self, focus: AbstractValues) -> AbstractValues | None:
        nodes = [each for each in focus if isinstance(each, FormNode)]
        return (AnswerCount(tuple(needed(self.form, each) for each in nodes)),) if len(nodes) == len(focus) else None

    def _combine(self, focus: AbstractValues, other: Path) -> AbstractValues:
        return (*focus, *self._read(other, (start(self._stands[-1]),)))

    def _iif(self, focus: AbstractValues, criterion: Path, *cases: Path) -> AbstractValues:
        then, otherwise = (self._read(cases[0], focus), self._read(cases[1], focus) if cases[1:] else ())
        return either(self.form, self._read(criterion, focus), then, otherwise)

    def _only(self, focus: AbstractValues) -> AbstractValues | None:
        return focus if len(focus) <= 1 else None

    def _of_type(self, focus: AbstractValues, kind: Path) -> AbstractValues | None:
        return _of_type(focus, kind.word)

    def _rounded(self, focus: AbstractValues, *_: Path) -> AbstractValues:
        found = number(self.form, focus)  # of points, which are whole
        return (found,) if found else ()


def _flat(nodes: Iterable[Nodes]) -> Nodes:
    return tuple(one for each in nodes for one in each)


def _of_type(focus: AbstractValues, kind: str) -> AbstractValues | None:
    """Return what was reached where all of it is of a kind; None where that is not known."""
    fits = all(isinstance(each, FormNode) and each.shape == "value" and each.word == _KINDS.get(kind) for each in focus)
    return focus if fits else None


def _within(form: ItemTree, focus: AbstractValues, *, answers: bool = False) -> Nodes:
    """Return all items within what was reached; those that stand within answers only where these are followed too."""
    found: dict[FormNode, None] = {}
    waiting = [each for each in focus if isinstance(each, FormNode)]
    while waiting:
        each = waiting.pop(0)
        below = member(form, each, "item")
        if answers and each.shape == "item":
            below += _flat(member(form, answer, "item") for answer in member(form, each, "answer"))
        form.steps += 1 + len(below)
        found |= dict.fromkeys(below)
        waiting += below
    return tuple(found)


_PARTS: dict[str, Callable[[_Reading, Path, AbstractValues], AbstractValues | None]] = {
    "MemberInvocation": _Reading._member,
    "FunctionInvocation": _Reading._function,
    "ThisInvocation": _Reading._this,
    "ExternalConstant": _Reading._constant,
    "TypeExpression": _Reading._typed,
    **dict.fromkeys(("NullLiteral", "StringLiteral", "BooleanLiteral", "NumberLiteral"), _Reading._literal),
}
_FUNCTIONS: dict[tuple[str, int], Callable[..., AbstractValues | None]] = {
    ("where", 1): _Reading._where,
    ("select", 1): _Reading._select,
    ("repeat", 1): _Reading._repeat,
    ("descendants", 0): _Reading._descendants,
    ("extension", 1): _Reading._extension,
    ("weight", 0): _Reading._points,
    ("ordinal", 0): _Reading._points,
    ("aggregate", 2): _Reading._aggregate,
    ("sum", 0): _Reading._sum,
    ("exists", 0): _Reading._exists,
    ("exists", 1): _Reading._exists,
    ("hasValue", 0): _Reading._exists,
    ("empty", 0): _Reading._empty,
    ("not", 0): _Reading._not,
    ("count", 0): _Reading._count,
    ("combine", 1): _Reading._combine,
    ("iif", 2): _Reading._iif,
    ("iif", 3): _Reading._iif,
    **{(name, 0): _Reading._only for name in ("first", "last", "single")},
    ("ofType", 1): _Reading._of_type,
    **{(name, 0): _Reading._rounded for name in ("toInteger", "toDecimal", "round")},
    ("round", 1): _Reading._rounded,
}
"""The functions that are followed, with the number of their parameters."""


# Signs between two sides -----------------------------------------------------------------------------------------


def _added(form: ItemTree, sign: str, left: AbstractValues, right: AbstractValues) -> AbstractValues | None:
    return plus(form, left, right) if sign == "+" else None


def _united(_: ItemTree, __: str, left: AbstractValues, right: AbstractValues) -> AbstractValues | None:
    """Return a union of what is distinct: it drops all but one of equal answers and points."""
    both = (*left, *right)
    distinct = all(isinstance(each, str) or (isinstance(each, FormNode) and each.shape in _DISTINCT) for each in both)
    return tuple(dict.fromkeys(both)) if distinct else None


_DISTINCT = ("item", "definition")


def _among(_: ItemTree, sign: str, left: AbstractValues, right: AbstractValues) -> AbstractValues | None:
    one, among = (left, right) if sign == "in" else (right, left)
    if len(one) > 1 or not all(isinstance(each, str) for each in (*one, *among)):
        return None
    return (one[0] in among,) if one else ()


def _indexed(_: ItemTree, __: str, left: AbstractValues, right: AbstractValues) -> AbstractValues | None:
    return left if right == (0,) and len(left) <= 1 else None


def _compared(form: ItemTree, sign: str, left: AbstractValues, right: AbstractValues) -> AbstractValues | None:
    if not left or not right:
        return ()
    return compared(form, sign, left[0], right[0]) if len(left) == len(right) == 1 else None


def _both_or_one(_: ItemTree, sign: str, left: AbstractValues, right: AbstractValues) -> AbstractValues | None:
    return joined(sign, left[0], right[0]) if len(left) == len(right) == 1 else None


_SIDES: dict[str, Callable[[ItemTree, str, AbstractValues, AbstractValues], AbstractValues | None]] = {
    "AdditiveExpression": _added,
    "UnionExpression": _united,
    "MembershipExpression": _among,
    "IndexerExpression": _indexed,
    "EqualityExpression": _compared,
    "InequalityExpression": _compared,
    "AndExpression": _both_or_one,
    "OrExpression": _both_or_one,
}
