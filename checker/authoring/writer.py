"""How is a questionnaire written down? The way back from the model to the YAML of an author."""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from checker.engine.conditions import AllOf, Always, Answer, AnyOf, Compare, Expression, Has, Is
from checker.engine.questionnaire import Part, Questionnaire, Text


def written(expression: Expression) -> str:
    """Return a condition as the line that an author writes; parsing it gives the same condition."""
    match expression:
        case Always():
            return ""
        case Is(name, (value,), negated):
            return f"{name} is {'not ' if negated else ''}{value}"
        case Is(name, values, negated):
            return f"{name} {'not in' if negated else 'in'} ({', '.join(values)})"
        case Has(name, option, negated):
            return f"{option} {'not in' if negated else 'in'} {name}"
        case Compare(name, op, number):
            return f"{name} {op} {number}"
        case AllOf(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(f"({written(part)})" if isinstance(part, AnyOf) else written(part) for part in parts)


def _bracketed(part: Expression) -> str:
    return f"({written(part)})" if isinstance(part, AllOf | AnyOf) else written(part)


def plain_answer(answer: Answer) -> list[str] | str | int:
    """Return an answer as data that JSON and YAML can hold, which ``read_answers`` reads back."""
    return sorted(answer) if isinstance(answer, frozenset) else answer


def plain(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return everything that an author wrote, as plain data in the order of the keys."""
    return _part(questionnaire)


def _part(part: Part) -> dict[str, Any]:
    """Return the keys of a part, leaving out those that say only what is understood without them."""
    values = ((field, name, getattr(part, name)) for name, field in type(part).model_fields.items())
    return {field.alias or name: _value(value) for field, name, value in values if value != field.default}


def _value(value: object) -> Any:
    match value:
        case Text():
            return dict(value.root)
        case Part():
            return _part(value)
        case tuple():
            return [_value(item) for item in value]
        case Mapping():
            return {key: _value(item) for key, item in value.items()}
        case Is() | Has() | Compare() | AllOf() | AnyOf():
            return written(value)
    return value


_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast, where libyaml is there


class _Dumper(_DUMPER):  # type: ignore[misc]
    """Writes short mappings of words on one line, and never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        """Return that every value is written out where it stands."""
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        """Return a mapping on one line where it holds nothing but words and such mappings."""
        node: yaml.MappingNode = super().represent_mapping(tag, mapping, flow_style or _is_short(mapping))
        return node


def _is_short(mapping: Mapping[str, Any]) -> bool:
    return _width(mapping) < 110


def _width(value: object) -> int:
    """Return about how many characters a value takes on one line."""
    match value:
        case Mapping():
            return 2 + sum(len(str(key)) + 4 + _width(item) for key, item in value.items())
        case list():
            return 2 + sum(2 + _width(item) for item in value)
    return len(str(value))


def as_yaml(data: Mapping[str, Any]) -> str:
    """Return plain data as the YAML of an author."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


_PLAIN_WORD = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)\Z)[a-z_][a-z0-9_]*", re.IGNORECASE)
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def in_flow(value: object) -> str:
    """Return a value as YAML on one line: ids as they are, all other words in quotes."""
    match value:
        case Mapping():
            return f"{{{', '.join(f'{in_flow(key)}: {in_flow(item)}' for key, item in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(in_flow, value))}]"
        case str() if _PLAIN_WORD.fullmatch(value):
            return value
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


_FORMULA = re.compile(r"[\s']*[=+\-@]")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unharmed(cell: str) -> str:
    """Return what ``harmless`` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
