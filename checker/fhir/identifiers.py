"""The ids and the words that something of theirs gets in our YAML."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from keyword import iskeyword

from checker.fhir.canonical import TRANSLATION, Json
from checker.fhir.resource import objects, string

LONGEST_ID = 56
"""Characters of an id before a number may be put to it."""
LONGEST_WORDS = 2000
LONGEST_LABEL = 60
LONGEST_REF = 40
_OURS = ("tier", "true", "false", "null")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def id_for(name: str, prefix: str, taken: Collection[str]) -> str:
    """Return an id that is as near to a name of theirs as ours may be, and not taken."""
    plain = unicodedata.normalize("NFKD", name[:200].lower()).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].rstrip("_")
    if not word or not word[0].isalpha() or iskeyword(word) or word in _OURS:
        word = f"{prefix}_{word}".rstrip("_")
    number, found = 2, word
    while found in taken:
        number, found = number + 1, f"{word[:LONGEST_ID]}_{number}"
    return found


def words(value: Json, key: str, language: str, otherwise: str = "") -> dict[str, str]:
    """Return a text of an object in its own language and in those of its translations."""
    beside = value.get(f"_{key}")
    said = {language: (string(value, key) or otherwise)[:LONGEST_WORDS]}
    for code, content in translated(beside) if isinstance(beside, dict) else ():
        said.setdefault(code, content)
    return said


def translated(beside: Json) -> Iterator[tuple[str, str]]:
    """Yield the translations that stand beside a text: the code of a language, and the words."""
    for each in objects(beside, "extension"):
        parts = {string(part, "url"): part for part in objects(each, "extension")}
        code = string(parts.get("lang", {}), "valueCode")
        content = string(parts.get("content", {}), "valueString")[:LONGEST_WORDS]
        if string(each, "url") == TRANSLATION and _LANGUAGE.fullmatch(code) and content:
            yield code, content


def code_in(coding: Json) -> Json | None:
    """Return a code of a terminology as ours has it; None where it has no address of a system."""
    system, code = string(coding, "system"), string(coding, "code")
    fits = system.startswith(("http://", "https://")) and " " not in system and 0 < len(code) <= 60
    return {"system": system, "code": code} if fits else None


def code_of(item: Json) -> Json:
    """Return the code of a question, as a key of ours."""
    found = next((code for each in objects(item, "code") if (code := code_in(each))), None)
    return {"code": found} if found else {}


def label(said: dict[str, str]) -> dict[str, str]:
    """Return a text short enough to stand in a table."""
    return {code: one if len(one) <= LONGEST_LABEL else f"{one[: LONGEST_LABEL - 3]}..." for code, one in said.items()}


def language_of(value: Json) -> str:
    """Return the language of a resource; English where it does not say."""
    code = string(value, "language")
    return code if _LANGUAGE.fullmatch(code) else "en"
