"""What is left of a text whose shape is not sound? Its sound values, each where it stands.

A check that reads another value is stopped by UnknownError, so that no mistake makes a sound value look wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Annotated, Any, Never, ParamSpec, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from checker.authoring.problems import MOST_PROBLEMS, near
from checker.authoring.yaml_tree import Data, YamlNode
from checker.engine.questionnaire import Language, Part, Text

_PartOf = TypeVar("_PartOf", bound=Part)
_Found = TypeVar("_Found")
_About = ParamSpec("_About")


class UnknownError(Exception):
    """What is read is broken, missing, or perhaps under a misspelt key."""


class _Left(BaseModel):
    def __getattr__(self, name: str) -> Never:
        raise UnknownError(name) if name in type(self).model_fields else AttributeError(name)


def known(check: Callable[_About, Iterable[_Found]], *about: _About.args, **more: _About.kwargs) -> Iterator[_Found]:
    """Yield what a check finds, up to the first value that it would need and nobody knows."""
    try:
        yield from check(*about, **more)
    except UnknownError:
        return


def remains(part: type[_PartOf], node: YamlNode) -> _PartOf:
    """Return a part whose sound values alone can be read."""
    left = _left_of(part).model_construct()
    vars(left).clear()
    misspelt = _misspelt(part, node)
    for name, field in part.model_fields.items():
        key = field.alias or name
        if child := node.children.get(key):
            vars(left).update((name, value) for value in known(_kept_value, part, name, child))
        elif not field.is_required() and key not in misspelt:
            vars(left)[name] = field.get_default(call_default_factory=True)
    return cast(_PartOf, left)


@cache
def _left_of(part: type[Part]) -> type[Part]:
    return cast(type[Part], create_model(part.__name__, __base__=(_Left, part)))


@cache
def _reader(part: type[Part], name: str) -> TypeAdapter[Any]:
    """Return what reads one field of a part, with all of its limits."""
    field = part.model_fields[name]
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
    return TypeAdapter(kind) if is_model else TypeAdapter(kind, config=ConfigDict(arbitrary_types_allowed=True))


@cache
def _whole(part: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(part)


def _misspelt(part: type[Part], node: YamlNode) -> set[str]:
    """Return the keys that may be meant with those that this part does not have: all, where none is near."""
    meant = guesses(part, node)
    is_all_near = isinstance(node.data, dict) and all(meant)
    return set(filter(None, meant)) if is_all_near else set(keys_of(part))


def keys_of(part: type[BaseModel]) -> list[str]:
    """Return the keys that a part can have."""
    return [field.alias or name for name, field in part.model_fields.items()]


def guesses(part: type[BaseModel], node: YamlNode) -> list[str | None]:
    """Return, for each key that a part does not have, the one that may be meant."""
    keys = keys_of(part)
    unknown = islice((key for key in node.keys if key not in keys), MOST_PROBLEMS)
    return [near(key, keys) for key in unknown]


def _kept_value(part: type[Part], name: str, node: YamlNode) -> Iterator[Any]:
    """Yield the value of a field, or what is left of it."""
    try:
        yield _reader(part, name).validate_python(node.data, strict=True)
    except ValidationError as error:
        if not any(
            mistake["type"] == "too_long" and not mistake["loc"] for mistake in error.errors(include_input=False)
        ):
            yield _pieces(part, name, node)


def _pieces(part: type[Part], name: str, node: YamlNode) -> Any:
    """Return a broken value without its broken pieces; raise UnknownError where it is not made of pieces."""
    annotation = part.model_fields[name].annotation
    kind = within(annotation)
    match node.data:
        case tuple() if node.data and _is_list(annotation):
            return tuple(_entry(kind, _reader(part, name), child) for child in node.children.values())
        case dict() if kind and not _is_list(annotation):
            return next(_mapping(kind, node))
        case dict() if name in _PIECEMEAL:
            reader = _reader(part, name)
            return {key: given for key, given in node.data.items() if _is_sound(reader, {key: given})}
        case dict() if name in ("chances", "steps"):
            return _chances(node.data)
        case dict() if name == "rows" and all(isinstance(row, dict) for row in node.data.values()):
            return {key: _chances(row) for key, row in node.data.items() if isinstance(row, dict)}
    raise UnknownError(name)


def _chances(row: Mapping[str, Data]) -> dict[str, float]:
    """Return chances with 1 in place of each that is no number, so that the names beside them can be looked at."""
    return {name: cast(float, chance) if _is_sound(_CHANCE, chance) else 1.0 for name, chance in row.items()}


def _is_list(annotation: Any) -> bool:
    origin = get_origin(annotation)
    return origin is tuple or (origin is not dict and any(map(_is_list, get_args(annotation))))


def within(annotation: object) -> type[BaseModel] | None:
    """Return the class of the model that a field holds, by itself or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for inner in get_args(annotation) if (part := within(inner))), None)


def _is_sound(reader: TypeAdapter[Any], data: Data) -> bool:
    try:
        reader.validate_python(data, strict=True)
    except ValidationError:
        return False
    return True


def _entry(kind: type[BaseModel] | None, reader: TypeAdapter[Any], node: YamlNode) -> Any:
    """Return what is left of an entry of a list, or nothing, so that the others keep their places."""
    if kind is None:
        return node.data if _is_sound(reader, (node.data,)) else ""
    return next(known(_mapping, kind, node), None)


def _mapping(kind: type[BaseModel], node: YamlNode) -> Iterator[Any]:
    try:
        yield _whole(kind).validate_python(node.data, strict=True)
    except ValidationError:
        yield _words(node) if kind is Text else remains(cast(type[Part], kind), node)


def _words(node: YamlNode) -> Text:
    """Return a text whose broken words are not known; raise UnknownError where its languages are not either."""
    if not isinstance(node.data, dict) or not node.data or not all(map(_is_language, node.data)):
        raise UnknownError
    return Text.model_construct({name: words if isinstance(words, str) else "?" for name, words in node.data.items()})


def _is_language(word: str) -> bool:
    return _is_sound(_LANGUAGE, word)


_PIECEMEAL = ("answers", "colors", "dark_colors")
"""Fields whose values stand each for itself, whatever is wrong with others."""
_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)
_CHANCE: TypeAdapter[float] = TypeAdapter(Annotated[float, Field(allow_inf_nan=False)])
