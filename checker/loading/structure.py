"""Is every part of the right shape?

pydantic decides; its places become lines and columns, and its messages become ours.
"""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from checker.loading.problems import Problem, Source, did_you_mean, listed
from checker.loading.reading import Node
from checker.model import KeyPath, Part, Questionnaire

_UNIONS = {
    "not_scored": "`not_scored` is the word no_score, or {prorate: 1} for at most one answer without points",
    "answers": "an answer is an option id, a list of option ids such as [fever], or a whole number",
}
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "an id is small letters, digits and _, and begins with a letter",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "a language is a code such as en, es or pt-BR",
    r"^(\d{4}-\d\d(-\d\d)?)?$": "write the month or the day in quotes, such as '2026-11'",
    r"^[0-9 ()+.-]{3,30}$": "a telephone number is digits, spaces and ( ) + . -",
    r"^https?://\S+$": "write a whole address that begins with http:// or https://",
    r"^https://[^\s\"'<>]+$": "write a whole address that begins with https://",
}
_HREF = "write a link as tel:911, sms:988 or https://..., without spaces"


def structural(source: Source, root: Node, error: ValidationError) -> Iterator[tuple[KeyPath, Problem]]:
    """Yield every problem of shape, with the path of the value or key that has it."""
    said = set()
    for detail in error.errors(include_url=False):
        path, node = _reached(root, detail["loc"])
        for at, message in _said(path, node, detail):
            if (at, message) not in said:
                said.add((at, message))
                yield path, source.problem(at, message)


def _reached(root: Node, loc: tuple[int | str, ...]) -> tuple[KeyPath, Node]:
    """Return the deepest node on the way; steps that stand in no YAML are pydantic's names of a union's branches."""
    path: KeyPath = ()
    node = root
    for step in loc:
        if child := node.children.get(step):
            path, node = (*path, step), child
    return path, node


def _said(path: KeyPath, node: Node, detail: ErrorDetails) -> Iterator[tuple[int, str]]:
    """Yield where and what is wrong, and how to mend it."""
    kind, context, last = detail["type"], detail.get("ctx", {}), detail["loc"][-1]
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if union := next((name for name in _UNIONS if name in path), None):
        if not (union == "not_scored" and isinstance(node.data, dict)):
            yield node.start, _UNIONS[union]
            return
        if "Prorate" not in detail["loc"]:
            return
    if kind == "missing":
        yield node.start, f"the key `{last}` is missing. {_an(_part(path)).capitalize()} needs it"
    elif kind == "extra_forbidden":
        known = _keys(_part(path[:-1]))
        guess = did_you_mean(str(last), known) or f" Known here: {listed(known)}."
        yield node.start, f"{_an(_part(path[:-1]))} has no key `{last}`.{guess}"
    else:
        yield node.start, f"{key}: {detail['msg']}"


def _an(part: type[BaseModel]) -> str:
    name = part.__name__.lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _keys(part: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in part.model_fields.items()]


def _part(path: KeyPath) -> type[BaseModel]:
    """Return the model class that a mapping at this path is to be."""
    part: type[BaseModel] = Questionnaire
    for step in path:
        fields = {field.alias or name: field for name, field in part.model_fields.items()}
        if isinstance(step, str) and step in fields:
            part = _within(fields[step].annotation) or part
    return part


def _within(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for inner in get_args(annotation) if (part := _within(inner))), None)
