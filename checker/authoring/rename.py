"""What if things had other ids? The same questionnaire with ids renamed wherever they stand."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from checker.engine.conditions import AllOf, AnyOf, Compare, Expression, Has, Is
from checker.engine.questionnaire import CareGroup, Option, Part, Promise, Question, Questionnaire, Text

_T = TypeVar("_T", bound=Part)
_IDS = frozenset({
    "id", "tier", "source", "sum", "instead_of", "among", "monotone", "always", "never", "says", "never_says",
    "interrupts", "rules", "statements", "proofs",
})  # fmt: skip
"""Keys whose values are ids."""


def kinds(part: Part, question: str = "") -> dict[str, set[str]]:
    """Return what every id within a part names, such as a rule and a section; an option's is ``question.option``."""
    found: dict[str, set[str]] = {}
    name = getattr(part, "id", "")
    if name:
        found[f"{question}.{name}" if isinstance(part, Option) else name] = {type(part).__name__.lower()}
    for field in type(part).model_fields:
        value = getattr(part, field)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Part):
                for each, named in kinds(item, name if isinstance(part, Question) else "").items():
                    found.setdefault(each, set()).update(named)
    return found


def renamed(questionnaire: Questionnaire, names: Mapping[str, str]) -> Questionnaire:
    """Return a questionnaire with other ids; ``question.option`` stands for an option of one question."""
    return _renamed(questionnaire, names, "") if names else questionnaire


def _renamed(part: _T, names: Mapping[str, str], question: str) -> _T:
    within = part.id if isinstance(part, Question) else question
    if isinstance(part, Promise):
        names = {old: new for old, new in names.items() if old not in get_args(CareGroup)}
    fields: dict[str, Any] = {
        name: _renamed_value(getattr(part, name), names, within, name in _IDS, isinstance(part, Option))
        for name in type(part).model_fields
    }
    return type(part).model_construct(**fields)


def _renamed_value(value: object, names: Mapping[str, str], question: str, is_id: bool, of_option: bool) -> object:
    match value:
        case Text():
            return value
        case Part():
            return _renamed(value, names, question)
        case str() if is_id:
            return names.get(f"{question}.{value}" if of_option else value, value)
        case tuple():
            return tuple(_renamed_value(item, names, question, is_id, of_option) for item in value)
        case dict():
            return {names.get(key, key): _reply(names, key, item) for key, item in value.items()}
        case AllOf() | AnyOf() | Is() | Has() | Compare():
            return _condition(value, names)
    return value


def _reply(names: Mapping[str, str], question: str, answer: object) -> object:
    """Return an answer of a worked case."""
    if isinstance(answer, tuple):
        return tuple(_reply(names, question, each) for each in answer)
    return names.get(f"{question}.{answer}", answer)


def _condition(when: Expression, names: Mapping[str, str]) -> Expression:
    match when:
        case AllOf(parts):
            return AllOf(tuple(_condition(part, names) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_condition(part, names) for part in parts))
        case Is("tier", values, negated):
            return Is("tier", tuple(names.get(value, value) for value in values), negated)
        case Is(name, values, negated):
            return Is(names.get(name, name), tuple(names.get(f"{name}.{each}", each) for each in values), negated)
        case Has(name, option, negated):
            return Has(names.get(name, name), names.get(f"{name}.{option}", option), negated)
        case Compare(name, op, number):
            return Compare(names.get(name, name), op, number)
    return when
