"""Do a clinic's own words leave help at once alone? They stand on the page of the result, beside its advice.

What speaks of a line that the questionnaire's own ``help`` names is refused. Other words that could keep somebody from
help draw a warning, which a clinician can accept by name: a practice may have Urgent Care in its own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checker.clinic.models import Clinic
from checker.engine.questionnaire import KeyPath, Link, Questionnaire, Text
from checker.explain.wording import plain, wording_mistakes

SHORT = 4
"""Digits that a number may have which people know by heart, such as 112."""
_SPOKEN = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    "es": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"],
}
GUARDED = frozenset(_SPOKEN)
"""The languages whose words are judged here; of all others, only whether they name a line for help in digits."""
_GAP = r"\W+"
_LOOSE = r"\W{0,3}"
_URGENT = r"\b(?:emergenc(?:y|ies|ias?)|urgent\w*|urgenc\w*|crisis|suicid\w*|ambulanc\w*)\b"
_AGAINST = (
    r"\b(?:instead|rather than|ignore|disregard|skip|do not|don'?t|need not|no need|never (?:call|go|dial)|us first"
    r"|en vez de|en lugar de|ignor[ea]\w*|no llam\w*|no vaya|no necesita\w*|no hace falta"
    r"|nunca (?:llam|vaya)\w*|ll[aá]m\w* primero)\b"
)
_DOUBTS = (
    (_URGENT, "it speaks of emergencies, and help at once stands on every page by itself"),
    (_AGAINST, "it could be read as advice against help"),
)
_ACCEPT = "Say it otherwise, or have a clinician accept these words by name, under `accepted`"
_NUMBER = r"\d(?:\W{0,3}\d){6}"
_LIMIT = r"\b(?:not for (?:emergencies|urgent care)|no (?:es )?para (?:emergencias|urgencias))\b"
"""What a note on a telephone line may say of emergencies, and nothing else."""
_PRACTICE = r"\b(?:cl[ií]nic\w*|diagn[oó]s\w*|disorders?|trastornos?)\b"
"""Words with which a practice may be named, and which no other text for patients uses."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that could keep somebody from help."""

    path: KeyPath
    words: str
    """The whole text in which they stand."""
    why: str


def numbers(help_: Iterable[Link]) -> tuple[str, ...]:
    """Return the digits of every line that a questionnaire names for help at once."""
    lines = (link.href.partition(":") for link in help_)
    found = (re.sub(r"\D", "", rest.partition("?")[0]) for kind, _, rest in lines if kind in ("tel", "sms"))
    return tuple(sorted({digits for digits in found if digits}))


def is_help(digits: str, lines: Iterable[str]) -> bool:
    """Return whether a telephone number is a line for help, begins as a short one does, or is made of such."""
    short = "|".join(line for line in lines if len(line) <= SHORT)
    alike = short and re.match(rf"1?(?:{short})|\d{{0,3}}(?:{short})+$", digits)
    return bool(alike) or _without_prefix(digits) in set(map(_without_prefix, lines))


def _without_prefix(digits: str) -> str:
    """Return a number without the digit that is dialled first within a country: 1 in North America, 0 elsewhere."""
    return digits[1:] if digits[:1] == "0" or (digits[:1] == "1" and len(digits) == 11) else digits


def forbidden(clinic: Clinic, lines: Iterable[str]) -> Iterator[tuple[KeyPath, str]]:
    """Yield every word of the clinic's that speaks of a line for help, and every text that says nothing."""
    spoken = _spoken_of(lines)
    for path, words in texts(clinic):
        if not _read(words).strip():
            yield path, "these words are empty. Write them, or delete the key"
        if (path == ("name",) or path[-1] not in _PLACES) and (found := spoken(words)):
            yield path, f"'{found}': it speaks of a line for help, which stands on every page by itself. Delete it"
    if ":" in clinic.name:
        yield ("name",), "a name has no colon. Write the name alone"


def doubtful(clinic: Clinic, questionnaire: Questionnaire) -> Iterator[Doubt]:
    """Yield every text of the clinic's that could keep somebody from help, and that no clinician has accepted."""
    accepted = {each.words for each in clinic.accepted}
    spoken = _spoken_of(numbers(questionnaire.help))
    for path, words in texts(clinic):
        if words not in accepted:
            yield from (
                Doubt(path, words, f"{why}. {_ACCEPT}") for why in _doubts(path, words, questionnaire.languages)
            )
            if path != ("name",) and path[-1] in _PLACES and (found := spoken(words)):
                yield Doubt(path, words, f"'{found}': it could be a line for help. {_ACCEPT}")


_PLACES = ("name", "address")
"""Keys of a location: a house may have the number of a line for help, and a clinic's own name never does."""


def _spoken_of(lines: Iterable[str]) -> Callable[[str], str]:
    """Return what finds words that speak of any of these lines."""
    pattern = re.compile("|".join(_said(line) for line in lines) or r"(?!)", re.IGNORECASE)
    return lambda words: found[0] if (found := pattern.search(_read(words))) else ""


def texts(clinic: Clinic) -> Iterator[tuple[KeyPath, str]]:
    """Yield all words of the clinic's that stand on pages."""
    yield ("name",), clinic.name
    for key, text in (("phone_note", clinic.phone_note), ("hours", clinic.hours), ("button", clinic.button)):
        yield from _each((key,), text)
    for place, location in enumerate(clinic.locations):
        yield ("locations", place, "name"), location.name
        if location.address:
            yield ("locations", place, "address"), location.address
        yield from _each(("locations", place, "hours"), location.hours)


def _each(path: KeyPath, text: Text | None) -> Iterator[tuple[KeyPath, str]]:
    yield from (((*path, language), words) for language, words in (text.root if text else {}).items())


def _doubts(path: KeyPath, words: str, languages: Iterable[str]) -> Iterator[str]:
    read = _read(words)
    told = re.sub(_LIMIT, "", read, flags=re.IGNORECASE) if path[0] == "phone_note" else read
    for pattern, why in _DOUBTS:
        if found := re.search(pattern, told, re.IGNORECASE):
            yield f"'{found[0]}': {why}"
    if path[-1] in _PLACES and re.search(_NUMBER, read):
        yield "it holds a telephone number, which would stand above help. Write it under `phone`"
    named = path[-1] == "name"  # a name is read in every language
    said = re.sub(_PRACTICE, "", read, flags=re.IGNORECASE) if named else read
    spoken = languages if named or path[-1] == "address" else (str(path[-1]),)
    found_in = {mistake.found: mistake.mend for language in spoken for mistake in wording_mistakes(said, language)}
    yield from (f"'{found}' has no place in a text for patients. {mend}" for found, mend in found_in.items())


def _said(line: str) -> str:
    """Return a pattern of a line for help, in digits or spelled out, whatever stands between them."""
    if len(line) <= SHORT:  # together, or all of it as far apart: opening hours are neither
        same = f"(?P=gap{line})".join(line[1:])
        written = rf"(?:{line}|{line[0]}(?P<gap{line}>\W{{1,3}}){same})"
    else:
        whole = _without_prefix(line)
        written = ("[01]?" + _LOOSE if len(whole) > 8 else "") + _LOOSE.join(whole)
    digits = rf"(?<!\d)(?:\+\d{{1,3}}\W?)?{written}(?!\d)"
    return "|".join([digits, *(_spelled(line, words) for words in _SPOKEN.values() if len(line) <= SHORT)])


def _spelled(line: str, words: list[str]) -> str:
    """Return a pattern of a short number as it is spoken: digit by digit, nine eleven, or triple nine."""
    ways = [[words[int(digit)] for digit in line]]
    if len(line) == 3 and len(set(line)) == 1:
        ways.append(["triple", words[int(line[0])]])
    if int(line[-2:]) < len(words):
        ways.append([*(words[int(digit)] for digit in line[:-2]), words[int(line[-2:])]])
    return "|".join(rf"\b(?:{_GAP.join(way)})\b" for way in ways)


def _read(text: str) -> str:
    """Return a text as people read it, whichever kind of digits and letters it is written with."""
    return plain(unicodedata.normalize("NFKC", text))
