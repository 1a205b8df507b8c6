"""Is every part of the right shape?

pydantic decides; its paths become lines and columns, and its messages become ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from checker.authoring.problems import Problem, SourceText, did_you_mean, listed, one_line
from checker.authoring.sound_parts import guesses, keys_of, within
from checker.authoring.yaml_mistakes import with_quotes
from checker.authoring.yaml_tree import YamlNode, offset_in
from checker.clinic.models import FILE_NAME, HOST, MAIL, ORIGIN
from checker.engine.questionnaire import LANGUAGE, LINE, KeyPath, Part, Questionnaire, Text

_ID = "an id is small letters, digits and _, and begins with a letter"
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": _ID,
    LANGUAGE: "a language is a code such as en, es or pt-BR",
    r"^(\d{4}-\d\d(-\d\d)?)?$": "write a year, a month and perhaps a day, such as 2026-11",
    r"^[0-9 ()+.-]{3,30}$": "a telephone number is digits, spaces and ( ) + . -",
    r"^https?://\S+$": "write the address of a terminology, such as http://loinc.org",
    r"^https://[^\s\"'<>]+$": "write an address that begins with https:// and has no spaces",
    MAIL: "write an address of mail alone, such as safety@city.example",
    r"^#[0-9a-fA-F]{6}$": "a colour is # and six of 0-9 and a-f, such as '#1d5c63'",
    FILE_NAME.format("woff2"): "name a file beside this one, such as city.woff2, without a folder",
    FILE_NAME.format("(svg|png)"): "name a picture beside this one, such as city.svg or city.png, without a folder",
    HOST: "a host is a name such as check.example-clinic.com, without https:// or a path",
    r"^[0-9a-f]{64}$": "a digest is 64 of 0-9 and a-f, as `checker keys counts` prints it",
    LINE: "write one line of 1 to 200 characters, without < and >",
    ORIGIN: "a site is https:// and its name, such as https://www.example-clinic.com, without a path or a space",
}
_COLORS = (("colors",), ("dark_colors",))
_CHANCES = ("chances", "rows", "steps")
_LINK = "a link is tel: or sms: with a number, or https://..., without spaces"
_NOT_SCORED = "write no_score, or {prorate: 1} to bear one answer without points"
_WAS = "write the earlier values, such as [self_care] or [0, 1]"
_ANSWER = "an answer is an option id, a list of option ids such as [fever, chills], or a whole number"


@dataclass(frozen=True, slots=True)
class _SchemaMistake:
    """One of pydantic's complaints, with the deepest node on the way to it."""

    kind: str
    loc: tuple[int | str, ...]
    context: dict[str, Any]
    path: KeyPath
    node: YamlNode
    raw: str
    whole: type[Part]
    """What the whole file is to be."""

    @property
    def label(self) -> str:
        """The nearest keys that an author wrote around it, such as ``text.en``."""
        steps = takewhile(lambda step: isinstance(step, str), dropwhile(_is_place, reversed(self.path)))
        return ".".join(map(str, reversed(list(steps))))

    @property
    def part(self) -> type[BaseModel]:
        """What stands there, or what it stands in."""
        return part_at(self.whole, self.path)

    @property
    def on_key(self) -> bool:
        """Whether the key itself is wrong, not its value."""
        return self.kind == "extra_forbidden" or self.loc[-1] == "[key]"


def _is_place(step: int | str) -> bool:
    return isinstance(step, int)


def structural(
    source: SourceText, root: YamlNode, error: ValidationError, whole: type[Part] = Questionnaire
) -> Iterator[Problem]:
    """Yield every problem of shape of what is to be a ``whole``."""
    said = set()
    details = error.errors(include_url=False, include_input=False)
    for mistake in (_schema_mistake(source, root, detail, whole) for detail in details):
        at = _at(source, root, mistake)
        written = source.line(at) if mistake.on_key or mistake.kind == "condition" else mistake.raw
        problem = source.problem(at, with_quotes(_message(mistake), written))
        if not _is_shadow(mistake) and problem not in said:
            said.add(problem)
            yield problem


def _schema_mistake(source: SourceText, root: YamlNode, detail: ErrorDetails, whole: type[Part]) -> _SchemaMistake:
    path: KeyPath = ()
    node = root
    for step in detail["loc"]:
        if child := node.children.get(step):
            path, node = (*path, step), child
    if _in_answers(path):
        path = path[:4]
    raw = one_line(source.text[node.start : node.end])
    return _SchemaMistake(
        detail["type"], detail["loc"], {"says": detail["msg"]} | detail.get("ctx", {}), path, node, raw, whole
    )


def _in_answers(path: KeyPath) -> bool:
    return len(path) > 3 and path[0] == "cases" and path[2] == "answers"


def _is_shadow(mistake: _SchemaMistake) -> bool:
    """Return whether another problem causes this one: a misspelt key, bad entries of a list, a union's other branch."""
    if mistake.kind == "missing":
        return mistake.loc[-1] in guesses(mistake.part, mistake.node)
    if mistake.kind == "too_short":
        return bool(mistake.node.data)
    if mistake.path[-1:] == ("<<",) and not mistake.on_key:
        return True
    if mistake.part is Text and mistake.node.data is None and not mistake.on_key:
        return not re.fullmatch(LANGUAGE, str(mistake.path[-1]))
    if mistake.path[-1:] == ("not_scored",):
        return isinstance(mistake.node.data, dict) != ("Prorate" in mistake.loc)
    return False


def _at(source: SourceText, root: YamlNode, mistake: _SchemaMistake) -> int:
    """Return the place of the key that is wrong, of a condition's word that is, or of the value."""
    if mistake.kind == "condition":
        return offset_in(source, mistake.node, mistake.context["at"])
    parent = root.at(mistake.path[:-1])
    return parent.keys[str(mistake.path[-1])] if mistake.on_key and parent else mistake.node.start


def _message(mistake: _SchemaMistake) -> str:
    """Return what is wrong and how to mend it."""
    if mistake.on_key and mistake.path[-1:] == ("<<",):
        return "`<<` takes over no keys here. Write them out, or give one whole value a name (&name, then *name)"
    match mistake.kind:
        case "missing":
            return f"the key `{mistake.loc[-1]}` is missing. {_an(mistake.part).capitalize()} needs it"
        case "extra_forbidden":
            return _unknown_key(mistake)
        case "promise":
            return str(mistake.context["says"])
    return f"{mistake.label}: {_mend(mistake)}"


def _mend(mistake: _SchemaMistake) -> str:
    if mistake.node.data is None and mistake.path[-2:-1] in _COLORS:
        return "to YAML, # begins a note. Put the colour in quotes, such as '#1d5c63'"
    if mistake.node.data is None and mistake.part is Text and mistake.path[-1:] != (mistake.loc[-1],):
        return _unspaced(mistake)
    if mistake.node.data is None:
        return "this key has no value. Write one, or delete the key"
    if _in_answers(mistake.path) and not mistake.on_key:
        return _ANSWER
    if "was" in mistake.path[-2:]:
        return _WAS
    if mistake.path[-1:] == ("not_scored",) and not isinstance(mistake.node.data, dict):
        return _NOT_SCORED
    return _shape(mistake) or _limit(mistake) or str(mistake.context["says"])


def _unspaced(mistake: _SchemaMistake) -> str:
    """Return the mend of words that are taken for the code of a language."""
    language, colon, words = str(mistake.path[-1]).partition(":")
    if colon:
        return f"put a space after the colon, such as {{{language}: {one_line(words)}}}"
    return "a comma ends words. If these belong to those before it, put all of them in quotes"


def _shape(mistake: _SchemaMistake) -> str:
    """Return the mend of a value of the wrong kind."""
    one_word = not isinstance(mistake.node.data, dict | tuple)
    match mistake.kind:
        case "string_type" if mistake.label.endswith("id"):
            return f"{_ID}. Choose another word than {mistake.raw}" if one_word else _ID
        case "string_type":
            return (
                f"put the words in quotes: '{mistake.raw}'" if one_word else "write words here, not a list or a mapping"
            )
        case "int_type" | "int_from_float":
            return f"write a whole number in digits alone, such as 10{f', not {mistake.raw}' if one_word else ''}"
        case "float_type" | "finite_number":
            return f"write a number, such as 2.5{f', not {mistake.raw}' if one_word else ''}"
        case "bool_type":
            return "write true or false"
        case "tuple_type":
            return f"write a list, such as [{mistake.raw}]" if one_word else "write a list, each entry after a `- `"
        case "dict_type":
            return f"write {_entries(mistake, one_word)}"
        case "model_type":
            part = mistake.part
            return f"write {_an(part)} as keys and values, with the keys {listed(keys_of(part))}"
    return ""


def _entries(mistake: _SchemaMistake, one_word: bool) -> str:
    """Return what stands in a mapping, with an example."""
    if mistake.label == "answers":
        return "question ids with their answers, such as {pain: 3}"
    if mistake.path[-1:] in _COLORS:
        return "what each colour is for, such as {link: '#1d5c63'}"
    if not {*mistake.path}.isdisjoint(_CHANCES):
        return "each answer with its chance, such as {yes: 10, no: 90}"
    return f"the words of each language, such as {{en: {mistake.raw if one_word else '...'}}}"


def _limit(mistake: _SchemaMistake) -> str:
    """Return the mend of a value that is not among the allowed ones."""
    context = mistake.context
    match mistake.kind:
        case "literal_error":
            expected = context["expected"].replace("'", "")
            written = one_line(str(mistake.path[-1])) if mistake.on_key else mistake.raw
            return f"write {expected}, not {written}{did_you_mean(written, re.split(', | or ', expected))}"
        case "string_pattern_mismatch":
            return f"{_PATTERNS.get(context['pattern'], _LINK)}{_word(mistake)}"
        case "string_too_short":
            return "these words are empty. Write them, or delete the key"
        case "string_too_long":
            return f"this is longer than {context['max_length']} characters. Shorten it"
        case "too_long":
            return f"there are {context['actual_length']} entries here, and at most {context['max_length']} can be"
        case "too_short":
            return "this is empty. Write at least one entry"
        case "greater_than_equal":
            return f"write a number that is at least {context['ge']}, not {mistake.raw}"
        case "less_than_equal":
            return f"write a number that is at most {context['le']}, not {mistake.raw}"
    return ""


def _word(mistake: _SchemaMistake) -> str:
    """Return the id or the site that an author may have meant."""
    written = str(mistake.path[-1] if mistake.on_key else mistake.node.data)
    if mistake.context["pattern"] == ORIGIN:
        site = f"https://{re.sub('^[a-z]*:?//', '', written[:300].strip().lower()).partition('/')[0]}"
        return f". Did you mean '{site}'?" if re.match(ORIGIN, site) else ""
    word = re.sub(r"[^a-z0-9]+", "_", written[:60].lower()).strip("_0123456789")
    return f". Did you mean '{word}'?" if word and mistake.context["pattern"] == r"^[a-z][a-z0-9_]*$" else ""


_CLINIC = (
    "a clinic has a file of its own. Move what is below `clinic:` into one, begin it at the left, and name that file: "
    "checker serve --clinic FILE"
)


def _unknown_key(mistake: _SchemaMistake) -> str:
    if mistake.path == ("clinic",) and mistake.whole is Questionnaire:
        return _CLINIC
    part = part_at(mistake.whole, mistake.path[:-1])
    known = keys_of(part)
    key = one_line(str(mistake.path[-1]))
    return f"{_an(part)} has no key `{key}`{did_you_mean(key, known) or f'. Its keys are {listed(known)}'}"


_NAMES = {"Signs": "a list of signs", "Prorate": "a bearing of answers without points"}


def _an(part: type[BaseModel]) -> str:
    name = part.__name__.lower()
    return _NAMES.get(part.__name__, f"{'an' if name[0] in 'aeiou' else 'a'} {name}")


def part_at(whole: type[BaseModel], path: KeyPath) -> type[BaseModel]:
    """Return the class of the model that a mapping at this path of a whole is to be."""
    part = whole
    for step in path:
        field = next((field for name, field in part.model_fields.items() if step in (name, field.alias)), None)
        part = within(field.annotation) or part if field else part
    return part
