"""One part of a questionnaire alone, with all that its page says of it; one that stands on no page, with its words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from checker.engine.questionnaire import Part, Section, Text
from checker.explain.plain_english import describe
from checker.review.material import Material, Said
from checker.review.parts import kind_of, named_parts
from checker.review.reading import PAGES


@dataclass(frozen=True, slots=True)
class Article:
    """One part."""

    part: str
    page: str
    """The page on which it stands; empty where it stands on none."""
    found: object
    """What the page draws, and no more of it than this part."""
    words: tuple[tuple[str, tuple[Said, ...]], ...]
    """Its words in every language, each with what it is."""
    facts: tuple[tuple[str, str], ...]
    """All else that it says, each with what it is."""
    languages: tuple[str, ...]
    """Those in which its words stand here."""


def article(material: Material, part: str, found: Callable[[str], Any], language: str = "") -> Article:
    """Return a part alone, in the first language; ``found`` gives what a page draws.

    In another language, return its words alone, beside those of the first. Of a part that there is no more, nothing.
    """
    questionnaire = material.questionnaire
    page = "" if language else PAGES.get(kind_of(part), "")
    leaves = [] if page else list(_leaves(named_parts(questionnaire).get(part), ()))
    languages = tuple(filter(None, (questionnaire.languages[0], language)))
    words = [(_named(path), material.said(leaf)) for path, leaf in leaves if isinstance(leaf, Text)]
    others = [(_named(path), leaf) for path, leaf in leaves if not isinstance(leaf, Text) and not language]
    facts = [
        (what, str(leaf) if isinstance(leaf, str | int | float) else describe(questionnaire, leaf))
        for what, leaf in others
    ]
    drawn = _alone(part, found(page)) if page else None
    return Article(part, page, _within(drawn, languages), _within(tuple(words), languages), tuple(facts), languages)


def _within(value: Any, languages: tuple[str, ...]) -> Any:
    """Return the same with its texts in these languages alone."""
    match value:
        case tuple() | list():
            return type(value)(_within(each, languages) for each in value if _is_in(each, languages))
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{each.name: _within(getattr(value, each.name), languages) for each in fields(value)}
            )
    return value


def _is_in(each: object, languages: tuple[str, ...]) -> bool:
    return not isinstance(each, Said) or each.language in languages


def _alone(part: str, found: Any) -> object:
    """Return what a page draws, with this part and no other."""
    match kind_of(part):
        case "rule":
            return [replace(group, rules=one) for group in found if (one := _only(part, group.rules))]
        case "question":
            return [replace(group, asked=one) for group in found if (one := _only(part, group.asked))]
        case "score" | "hazard":
            return _only(part, found)
        case "case":
            return replace(found, worked=_only(part, found.worked))
        case "promise":
            return replace(found, claims=_only(part, found.claims))
    return replace(found, tiers=_only(part, found.tiers), statements=_only(part, found.statements), others=())


def _only(part: str, some: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(each for each in some if each.part == part)


_KEYS = tuple[str | int, ...]


def _leaves(value: Any, path: _KEYS) -> Iterator[tuple[_KEYS, Any]]:
    """Yield all that a part says, with the keys that lead to it."""
    match value:
        case None | False | "" | () | []:
            return
        case Text() | str() | int() | float():
            yield path, value
        case Part():
            for name, field in type(value).model_fields.items():
                if getattr(value, name) != field.default and not (isinstance(value, Section) and name == "questions"):
                    yield from _leaves(getattr(value, name), (*path, name))
        case Mapping():
            for name, item in value.items():
                yield from _leaves(item, (*path, name))
        case tuple() | list():
            for place, item in enumerate(value, 1):
                yield from _leaves(item, (*path, getattr(item, "id", "") or place))
        case _:
            yield path, value


def _named(path: _KEYS) -> str:
    """Return the keys that lead to a text, in words."""
    return ", ".join(str(key).replace("_", " ") for key in path)
