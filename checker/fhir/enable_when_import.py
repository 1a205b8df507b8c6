"""What does an ``enableWhen`` of theirs say, as a condition of ours?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.authoring.writer import written
from checker.engine.conditions import ALWAYS, AllOf, AnyOf, Compare, Expression, Has, Is, Operator
from checker.fhir.canonical import Json
from checker.fhir.resource import objects, shortened, string, whole

LONGEST = 3500
"""Characters of a condition; the loader takes 4000."""
LARGEST = 1_000_000
_OPERATORS: dict[str, Operator] = {"=": "==", "!=": "!=", ">": ">", "<": "<", ">=": ">=", "<=": "<="}


class NotCarriedError(Exception):
    """Something of theirs that ours cannot say, and why."""


class EnableWhenError(NotCarriedError):
    """A condition of theirs that ours cannot say, and why."""


@dataclass(frozen=True)
class Known:
    """A question or a score of ours that a later item of theirs may name."""

    id: str
    kind: str
    """one, many, scale or score."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The ids of the options by the codes or values that they have there."""
    when: Expression = ALWAYS
    """When there is an answer, or a score has a value."""
    shown: Expression = ALWAYS
    """When a score is there, where it has a value here in other cases, too."""
    lowest: int = 0
    """The fewest points that an answer gives."""


def condition(item: Json, known: Mapping[str, Known], within: Expression) -> Expression:
    """Return when an item is asked, within its group's own condition; raise ConditionError if that cannot be said."""
    comparisons, behavior = item.get("enableWhen", []), item.get("enableBehavior", "any")
    if not isinstance(comparisons, list) or len(objects(item, "enableWhen")) != len(comparisons):
        raise EnableWhenError("its `enableWhen` is no list of objects, so when to ask it is not known. Mend it there")
    if behavior not in ("any", "all"):
        raise EnableWhenError("its `enableBehavior` is neither `any` nor `all`. Mend it there")
    parts = [_comparison(each, known) for each in comparisons]
    every = behavior == "all"
    found = both(*parts) if every else either(*parts) if parts else ALWAYS
    whole = both(within, found)
    if len(written(whole)) > LONGEST:
        raise EnableWhenError("its condition is too long once those of its groups are put to it")
    return whole


def both(*parts: Expression) -> Expression:
    """Return the condition that all parts hold."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, AllOf) else (part,)) if one != ALWAYS]
    flat = list(dict.fromkeys(flat))
    return AllOf(tuple(flat)) if len(flat) > 1 else flat[0] if flat else ALWAYS


def either(*parts: Expression) -> Expression:
    """Return the condition that at least one part holds."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, AnyOf) else (part,))]
    flat = list(dict.fromkeys(flat))
    if not flat or ALWAYS in flat:
        return ALWAYS
    return AnyOf(tuple(flat)) if len(flat) > 1 else flat[0]


def _comparison(when: Json, known: Mapping[str, Known]) -> Expression:
    link, operator = string(when, "question"), string(when, "operator")
    source = known.get(link)
    if source is None:
        raise EnableWhenError(f"it waits for '{shortened(link)}', no earlier question that was carried over")
    value = next((held for key, held in when.items() if key.startswith("answer")), None)
    if operator == "exists":
        return _given(source, value)
    if operator not in _OPERATORS:
        raise EnableWhenError(f"it compares by '{shortened(operator)}'")
    if source.kind in ("scale", "score"):
        return both(source.shown, Compare(source.id, _OPERATORS[operator], _number(value)))
    return _chosen(source, operator, value)


def _given(source: Known, value: Any) -> Expression:
    """Return whether there is an answer. Whoever is asked answers here, so that is whether it is asked."""
    if value is not True:
        raise EnableWhenError(f"it is asked where '{source.id}' has no answer; a missing answer says nothing here")
    if source.kind == "score":
        raise EnableWhenError(f"it waits for any value of '{source.id}'")
    return source.when


def _number(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise EnableWhenError("it compares a number with something else than a small whole number")
    return value


def _chosen(source: Known, operator: str, value: Any) -> Expression:
    """Return whether an option is chosen."""
    if operator not in ("=", "!="):
        raise EnableWhenError(f"it puts the options of '{source.id}' into an order")
    option = source.options.get(keys_of(value)[-1])
    if option is None:
        raise EnableWhenError(f"it names an option that '{source.id}' does not have")
    negated = operator == "!="
    return Has(source.id, option, negated) if source.kind == "many" else Is(source.id, (option,), negated)


def keys_of(value: Any) -> list[str]:
    """Return the keys under which the option of a coded or plain value is known: its code, and that in its system."""
    if isinstance(value, dict):
        code, system = string(value, "code") or string(value, "display"), string(value, "system")
        return [code, f"{system}|{code}"] if system else [code]
    return [str(value).lower() if isinstance(value, bool) else whole(str(value)[:200])]
