"""What are the parts of a questionnaire, and which content is exactly this one?

Fingerprints are of what people read and of what the rules mean, not of the file's bytes: comments, line breaks and
quotation marks may change, a word, a point, a rule or an order may not. A part is named by what it is: ``rule em_now``.

What one signs is a scope: ``rules`` (everything but words), a language (its words), ``all`` of these, or ``help``, the
ways to help on every page. A link elsewhere that is one of these counts by its id alone, so that another telephone
number of theirs changes nothing in the other scopes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Has, Is
from checker.engine.questionnaire import KeyPath, Link, Part, Questionnaire, Section, Text
from checker.memoisation import memoised
from checker.page_words import PageWords
from checker.phrases import later, phrase, said

Plain: TypeAlias = str | int | float | list["Plain"] | dict[str, "Plain"] | None
Content: TypeAlias = Mapping[str, Plain]
"""What parts say, as plain data, by what each part is."""
ALL, RULES, HELP = "all", "rules", "help"
"""What one may sign, besides a language."""
PAGE_WORDS = "page words"
"""The part of what pages say by themselves, where the questionnaire has words of its own for it."""
WORDS = "~"
"""The key, which no YAML has, under which words stand by their languages."""


@memoised
def contents(questionnaire: Questionnaire) -> Content:
    """Return everything that a questionnaire says and means."""
    return {name: _plain(part, questionnaire) for name, part in _parts(questionnaire)}


def fingerprint(questionnaire: Questionnaire) -> str:
    """Return the fingerprint of everything that a questionnaire says and means."""
    return mark(contents(questionnaire))


@memoised
def fingerprints(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the fingerprint of each part of a questionnaire, by what the part is."""
    return {name: mark[:16] for name, mark in marks(contents(questionnaire)).items()}


def scopes(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return what one may sign of a questionnaire."""
    return (ALL, *pieces(questionnaire), HELP)


def pieces(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return what all is made of: the rules, and each language."""
    return (RULES, *questionnaire.languages)


def within(scope: str, content: Content) -> Content:
    """Return what of this belongs to a scope."""
    match scope:
        case "help":
            return {name: plain for name, plain in content.items() if _helps(name)}
        case "all":
            return {name: plain for name, plain in content.items() if not _helps(name)}
        case "rules":
            rules = (name for name in content if not _helps(name) and name != PAGE_WORDS)
            return {name: _wordless(content[name]) for name in rules}
    said = {name: dict(_said(plain, scope)) for name, plain in content.items() if not _helps(name)}
    return {name: dict(words) for name, words in said.items() if words}


def mark(content: Content) -> str:
    """Return the fingerprint of contents."""
    return _digest(dict(marks(content)))


def marks(content: Content) -> dict[str, str]:
    """Return the fingerprint of each part, whole."""
    return {name: _digest(plain) for name, plain in content.items()}


def _helps(name: str) -> bool:
    return name.startswith(f"{_SINGULAR[HELP]} ") or name == f"order of {_SINGULAR[HELP]}s"


def _wordless(plain: Plain) -> Plain:
    match plain:
        case {"~": _}:
            return WORDS
        case dict():
            return {key: _wordless(item) for key, item in plain.items()}
        case list():
            return [_wordless(item) for item in plain]
    return plain


def _said(plain: Plain, language: str, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield all words in a language, each with where it stands: by the ids around it, so that an order is no word."""
    match plain:
        case {"~": dict(words)}:
            if language in words:
                yield where, str(words[language])
        case dict():
            for key, item in plain.items():
                yield from _said(item, language, f"{where}.{key}".lstrip("."))
        case list():
            for place, item in enumerate(plain):
                named = item.get("id", place) if isinstance(item, dict) else place
                yield from _said(item, language, f"{where}.{named}".lstrip("."))


@memoised
def named_parts(questionnaire: Questionnaire) -> Mapping[str, object]:
    """Return every part, by what it is."""
    return {name: _bare(part) for name, part in _parts(questionnaire)}


def _bare(part: object) -> object:
    match part:
        case _Whole(link):
            return link
        case dict():  # what pages say by themselves
            return {source: Text.model_construct(said[WORDS]) for source, said in part.items()}
    return part


KINDS = (
    "rule", "question", "tier", "statement", "score", "help link", "hazard", "promise", "case", "section", "order of",
)  # fmt: skip
"""What there are many parts of that are read alike."""
OTHER = "words"
"""The kind of all other parts."""


def kind_of(part: str) -> str:
    """Return which kind of part a name is of, one of ``KINDS``, or ``OTHER``."""
    return next((kind for kind in KINDS if part.startswith(f"{kind} ")), OTHER)


def _digest(plain: Plain) -> str:
    text = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


_SINGULAR = {"guidance": "rule", "help": "help link"}


def _parts(questionnaire: Questionnaire) -> Iterator[tuple[str, object]]:
    """Yield every part, with nothing left out: what has an id by its id, and the order of such parts as a part."""
    for field in (name for name in type(questionnaire).model_fields if name != "drafts"):  # nobody signs a draft
        value = getattr(questionnaire, field)
        if field == "page_words":
            if said := _page_words(questionnaire):
                yield PAGE_WORDS, said
            continue
        if not isinstance(value, tuple) or not all(isinstance(part, Part) for part in value):
            yield field.replace("_", " "), value
            continue
        one = _SINGULAR.get(field, field.removesuffix("s"))
        yield from ((f"{one} {_id(part)}", _Whole(part) if field == HELP else part) for part in value)
        yield f"order of {one}s", [_id(part) for part in value]
    yield from ((f"question {q.id}", q) for section in questionnaire.sections for q in section.questions)
    yield "order of questions", [[section.id, *(q.id for q in section.questions)] for section in questionnaire.sections]


def _page_words(questionnaire: Questionnaire) -> dict[str, dict[str, dict[str, str]]]:
    """Return what the questionnaire has pages say in the languages that it offers, by the English words."""
    own, found = PageWords(questionnaire.page_words, questionnaire.drafts), dict[str, dict[str, dict[str, str]]]()
    for language in questionnaire.languages:
        for source, forms in own.own_in(language).items():
            found.setdefault(source, {WORDS: {}})[WORDS][language] = " / ".join(forms)
    return found


@dataclass(frozen=True, slots=True)
class _Whole:
    """A way to help where it is listed: there all of it counts."""

    link: Part


def part_at(questionnaire: Questionnaire, path: KeyPath) -> str:
    """Return the part in which something stands that keys and places lead to."""
    match path:
        case ("sections", int(section), "questions", int(place), *_):
            return f"question {questionnaire.sections[section].questions[place].id}"
        case (str(field), int(place), *_) if isinstance(part := getattr(questionnaire, field)[place], Part):
            return f"{_SINGULAR.get(field, field.removesuffix('s'))} {_id(part)}"
    return str(path[0]).replace("_", " ")


def _id(part: Part) -> str:
    return str(getattr(part, "id", "")) or _digest(_plain(part, None))[:8]


_NAMED: Mapping[str, str] = {
    "benchmark": later("benchmark %(id)s"), "case": later("case %(id)s"), "hazard": later("hazard %(id)s"),
    "help link": later("help link %(id)s"), "promise": later("promise %(id)s"), "question": later("question %(id)s"),
    "rule": later("rule %(id)s"), "score": later("score %(id)s"), "section": later("section %(id)s"),
    "source": later("source %(id)s"), "statement": later("statement %(id)s"), "tier": later("tier %(id)s"),
}  # fmt: skip
"""How a part is called that has an id, by its kind."""
_ALONE: Mapping[str, str] = {str(name): name for name in (
    later("id"), later("version"), later("date"), later("languages"), later("title"), later("start"),
    later("emergency signs"), later("clinic"), later("credits"), later("wording"), later("order of help links"),
    later("order of sources"),
    later("order of tiers"), later("order of sections"), later("order of scores"), later("order of rules"),
    later("order of statements"), later("order of promises"), later("order of cases"), later("order of benchmarks"),
    later("order of questions"), later("order of hazards"), later("page words"),
)}  # fmt: skip
"""The other parts, which there is one of."""


def part_words(part: str) -> str:
    """Return what a part is called in the language spoken, such as ``regla em_now``; in English, as it is named."""
    kind, _, name = part.rpartition(" ")
    return phrase(_NAMED[kind], id=name) if kind in _NAMED else said(_ALONE.get(part, part))


def _plain(value: object, questionnaire: Questionnaire | None) -> Plain:
    """Return what a value says as plain data; what was not written and what says nothing else are the same."""
    match value:
        case Text() if questionnaire:
            return {WORDS: {language: _line(value.said_in(language)) for language in questionnaire.languages}}
        case _Whole(part):
            return _fields(part, questionnaire)
        case Link() if questionnaire and value in questionnaire.help:
            return {HELP: value.id}
        case Text():
            return _plain(value.root, None)
        case Section():
            return _fields(value, questionnaire, leaving_out="questions")
        case Part():
            return _fields(value, questionnaire)
        case Mapping():
            return {str(key): _plain(item, questionnaire) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item, questionnaire) for item in value]
        case str():
            return _line(value)
    return value if value is None or isinstance(value, int | float) else _condition(value)


def _line(words: str) -> str:
    return " ".join(words.split())


def _fields(part: Part, questionnaire: Questionnaire | None, leaving_out: str = "") -> dict[str, Plain]:
    fields = type(part).model_fields
    return {
        name: _plain(value, questionnaire)
        for name, field in fields.items()
        if (value := getattr(part, name)) != field.default and name != leaving_out
    }


def _condition(value: object) -> Plain:
    match value:
        case Always():
            return ["always"]
        case AllOf(parts):
            return ["and", *_flat("and", map(_condition, parts))]
        case AnyOf(parts):
            return ["or", *_flat("or", map(_condition, parts))]
        case Is(name, values, negated):
            return ["is", name, list(values), int(negated)]
        case Has(name, option, negated):
            return ["has", name, option, int(negated)]
        case Compare(name, op, number):
            return [op, name, number]
    raise TypeError(f"{type(value).__name__} has no fingerprint")


def _flat(joint: str, parts: Iterable[Plain]) -> Iterator[Plain]:
    """Yield the parts; brackets that change nothing are formatting."""
    for part in parts:
        yield from part[1:] if isinstance(part, list) and part[0] == joint else [part]
