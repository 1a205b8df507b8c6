"""Do a clinic's own words leave help at once alone? They stand on the page of the result, beside its advice."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from checker.engine.questionnaire import Clinic, KeyPath, Text
from checker.explain.wording import plain, wording_mistakes

_LINES = (
    r"(?<!\d)(?:\+1)?(?:911|988|9\W{1,3}1\W{1,3}1|9\W{1,3}8\W{1,3}8)(?!\d)"
    r"|\b(?:nine|nueve)\W+(?:one|uno|eight|ocho|eleven|once)\b"
)
_URGENT = r"\b(?:emergenc(?:y|ies|ias?)|urgent\w*|urgenc\w*|crisis|suicid\w*|ambulanc\w*)\b"
_AGAINST = (
    r"\b(?:instead|rather than|ignore|disregard|do not|don'?t|need not|no need|never (?:call|go|dial)|us first"
    r"|en vez de|en lugar de|ignor[ea]\w*|no llam\w*|no vaya|no necesita\w*|no hace falta"
    r"|nunca (?:llam|vaya)\w*|ll[aá]m\w* primero)\b"
)
_ELSEWHERE = "Help at once stands on every page by itself. Delete it"
_RULES = (
    (_LINES, f"it speaks of a line for help at once. {_ELSEWHERE}"),
    (_URGENT, f"it speaks of emergencies. {_ELSEWHERE}"),
    (_AGAINST, "it could be read as advice against help. Say it without these words"),
)
_LIMIT = r"\b(?:not for (?:emergencies|urgent care)|no (?:es )?para (?:emergencias|urgencias))\b"
"""What a `phone_note` may say of emergencies, and nothing else."""
_PRACTICE = r"\b(?:cl[ií]nic\w*|diagn[oó]s\w*|disorders?|trastornos?)\b"
"""Words with which a practice may be named, and which no other text for patients uses."""


def of_name(clinic: Clinic, languages: Iterable[str]) -> Iterator[tuple[KeyPath, str]]:
    """Yield every word of its name that contradicts help at once, or that no text for patients uses."""
    name = _read(clinic.name)
    yield from (
        (("name",), why)
        for why in (*_against_help(name), *_unfair(re.sub(_PRACTICE, "", name, flags=re.IGNORECASE), languages))
    )
    if not name.strip():
        yield ("name",), "the name is empty. Write who runs the check"
    if ":" in name:
        yield ("name",), "a name has no colon. Write the name alone"


def of_text(clinic: Clinic, key: Literal["phone_note", "hours"]) -> Iterator[tuple[KeyPath, str]]:
    """Yield every word of a text of its own that does."""
    text: Text | None = getattr(clinic, key)
    for language, words in text.root.items() if text else ():
        read = _read(words)
        if not read.strip():
            yield (key, language), "these words are empty. Write them, or delete the key"
        told = re.sub(_LIMIT, "", read, flags=re.IGNORECASE) if key == "phone_note" else read
        yield from (((key, language), why) for why in (*_against_help(told), *_unfair(read, (language,))))


def _read(text: str) -> str:
    """Return a text as people read it, whichever kind of digits and letters it is written with."""
    return plain(unicodedata.normalize("NFKC", text))


def _against_help(text: str) -> Iterator[str]:
    for pattern, why in _RULES:
        if found := re.search(pattern, text, re.IGNORECASE):
            yield f"'{found[0]}': {why}"


def _unfair(text: str, languages: Iterable[str]) -> Iterator[str]:
    found = {mistake.found: mistake.mend for language in languages for mistake in wording_mistakes(text, language)}
    yield from (f"'{words}' has no place in a text for patients. {mend}" for words, mend in found.items())
