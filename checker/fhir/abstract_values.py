"""What may an expression of FHIRPath come to, whatever the answers will be? A total, a fact, a number of answers."""

from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from checker.fhir.enable_when_import import NotCarriedError, keys_of
from checker.fhir.form import FormNode, ItemTree, needed

MOST_CLAUSES = 1_000
Clause: TypeAlias = frozenset[tuple[int, str]]
"""Answers, or their points, at least one of which has to be there."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether answers are there: at least one of each clause; negated, whether that is not so."""

    clauses: frozenset[Clause]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many of some answers are there."""

    answers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The points of some items, added up; it has a value once something of each clause is there."""

    parts: tuple[int, ...] = ()
    """The places of the items, those that count twice there twice."""
    clauses: frozenset[Clause] = frozenset()


AbstractValue: TypeAlias = FormNode | Presence | AnswerCount | Total | str | int | float | bool
AbstractValues: TypeAlias = tuple[AbstractValue, ...]

# Numbers ---------------------------------------------------------------------------------------------------------


def number(form: ItemTree, values: AbstractValues) -> Total | None:
    """Return a single number as a total; None for none."""
    if len(values) > 1:
        raise NotCarriedError("it adds several answers to one another without a sum")
    return _one(form, values[0]) if values else None


def _one(form: ItemTree, value: AbstractValue) -> Total:
    """Return something that was reached as a number."""
    match value:
        case Total():
            return value
        case FormNode("points") | FormNode("value", _, "number"):
            return Total((value.place,), frozenset({frozenset({needed(form, value)})}))
        case FormNode("value", place):
            raise NotCarriedError(f"it adds the answer to '{form.called(place)}' itself, not its points")
        case int() | float() if not isinstance(value, bool):
            if value == 0:
                return Total()
            raise NotCarriedError(f"it adds {value}, which nobody answered")
    raise NotCarriedError("it gives something that is no sum of points")


def summed_up(form: ItemTree, values: AbstractValues) -> Total:
    """Return the sum of all that was reached: it has a value once anything is there."""
    if len(values) == 1:
        return _one(form, values[0])
    if not all(isinstance(each, FormNode) for each in values):
        raise NotCarriedError("it adds up sums")
    found = [_one(form, each) for each in values]
    anything = frozenset(atom for each in found for clause in each.clauses for atom in clause)
    return Total(tuple(part for each in found for part in each.parts), frozenset({anything}))


def plus(form: ItemTree, left: AbstractValues, right: AbstractValues) -> AbstractValues:
    """Return one number and another together; nothing where one of them is missing."""
    one, other = number(form, left), number(form, right)
    if one is None or other is None:
        return ()
    return (Total(one.parts + other.parts, one.clauses | other.clauses),)


def either(
    form: ItemTree, criterion: AbstractValues, then: AbstractValues, otherwise: AbstractValues
) -> AbstractValues:
    """Return which of two cases holds, where that is one total with or without a value."""
    if criterion in ((), (False,), (True,)):
        return then if criterion == (True,) else otherwise
    fact = criterion[0]
    if len(criterion) > 1 or not isinstance(fact, Presence):
        raise NotCarriedError("what it adds up depends on a condition that is not known here")
    chosen, other = (number(form, each) for each in ((otherwise, then) if fact.negated else (then, otherwise)))
    if chosen and other is None:
        return (Total(chosen.parts, chosen.clauses | fact.clauses),)
    if chosen and other == Total() and _only_without(fact, chosen):
        return (Total(chosen.parts),)
    raise NotCarriedError("what it adds up depends on which answers are there")


def _only_without(fact: Presence, total: Total) -> bool:
    """Return whether nothing of a total is there where a fact does not hold, and its value is where it does."""
    if len(fact.clauses) != 1:
        return False
    (known,) = fact.clauses
    return {place for place, _ in known} >= set(total.parts) and all(clause >= known for clause in total.clauses)


# Facts -----------------------------------------------------------------------------------------------------------


def exists(form: ItemTree, values: AbstractValues) -> Presence | bool:
    """Return whether anything was reached."""
    if len(values) == 1 and isinstance(values[0], Total):
        return Presence(values[0].clauses) if values[0].clauses else True
    nodes = [each for each in values if isinstance(each, FormNode)]
    if len(nodes) < len(values):
        raise NotCarriedError("it asks whether something is there that is no answer")
    return Presence(frozenset({frozenset(needed(form, each) for each in nodes)})) if nodes else False


def negated(fact: AbstractValue) -> AbstractValues | None:
    """Return whether a fact does not hold; None for anything else."""
    if isinstance(fact, bool):
        return (not fact,)
    return (Presence(fact.clauses, not fact.negated),) if isinstance(fact, Presence) else None


def joined(sign: str, left: AbstractValue, right: AbstractValue) -> AbstractValues | None:
    """Return two facts as one; None where that cannot be said."""
    if isinstance(left, bool) or isinstance(right, bool):
        known, other = (left, right) if isinstance(left, bool) else (right, left)
        return (other if known is (sign == "and") else bool(known),) if isinstance(other, Presence | bool) else None
    if not isinstance(left, Presence) or not isinstance(right, Presence) or left.negated != right.negated:
        return None
    if (sign == "and") != left.negated:
        return (Presence(left.clauses | right.clauses, left.negated),)
    if len(left.clauses) * len(right.clauses) > MOST_CLAUSES:
        return None
    return (Presence(frozenset(one | other for one, other in product(left.clauses, right.clauses)), left.negated),)


# Comparisons -----------------------------------------------------------------------------------------------------


def compared(form: ItemTree, sign: str, left: AbstractValue, right: AbstractValue) -> AbstractValues | None:
    """Return a comparison: of words, of a number of answers, of an option with the answer; None for any other."""
    match left, right:
        case AnswerCount(), int():
            return _counted(left, sign, right)
        case (str(), str()) if sign in ("=", "!="):
            return ((left == right) is (sign == "="),)
        case (FormNode("url", place), str(url)) | (str(url), FormNode("url", place)) if sign == "=":
            return (FormNode("match", place, url),)
        case (FormNode("option code", place), FormNode("code", other)) | (
            FormNode("code", other),
            FormNode("option code", place),
        ):
            codes = [keys_of(option.get("valueCoding"))[0] for option in form.options(place)]
            return (
                (FormNode("match", place),)
                if sign == "=" and place == other and len(set(codes)) == len(codes)
                else None
            )
    return None


def _counted(count: AnswerCount, sign: str, number: int) -> AbstractValues | None:
    """Return a comparison of how many answers there are, where it asks for any or for all of them."""
    every, most = frozenset(frozenset({each}) for each in count.answers), len(count.answers)
    if most and (sign, number) in ((">", 0), (">=", 1), ("!=", 0), ("=", 0), ("<", 1), ("<=", 0)):
        return (Presence(frozenset({frozenset(count.answers)}), sign in ("=", "<", "<=")),)
    if most and (sign, number) in (("=", most), (">=", most), (">", most - 1), ("<", most), ("!=", most)):
        return (Presence(every, sign in ("<", "!=")),)
    return None
