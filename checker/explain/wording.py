"""Which words never stand in a text that a patient sees?

A phrase is matched as whole words, in small or capital letters; a `*` stands for any letters, or none. Where a script
writes no spaces between words, it is found anywhere. What only one questionnaire must not say, or what another language
must not, stands in its own `wording:`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_ILLNESS = "It sounds like a diagnosis. Say what the answers show, or what to do next"
_CALMS = "It may calm someone who needs help. Say what to do, and when to come back"
_PROMISE = "It promises what nobody can. Say what often helps"
_TREATS = "It sounds like treatment. Say whom to talk with, and how soon"
_BLAMES = "It blames or labels people. Say 'thoughts of suicide', 'died by suicide' or 'low mood'"

NEVER: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        _ILLNESS: (
            "you have", "you've", "you may have", "you might have", "you could have", "you are depressed",
            "you're depressed", "you suffer from", "your condition is", "your illness is", "diagnos*",
            "symptoms of depression", "severe depression", "major depression", "clinical*", "disorder*", "abnormal*",
        ),
        _CALMS: (
            "safe to wait", "nothing serious", "you are fine", "you're fine", "normal", "no need to worry",
            "risk of suicide is low", "low risk of suicide",
        ),
        _PROMISE: ("cure", "cures", "cured", "eliminat*", "guarantee*"),
        _TREATS: ("you need surgery", "treatment plan*", "prescrib*"),
        _BLAMES: ("commit* suicide", "successful suicide", "failed attempt*", "mental illness*"),
    },
    "es": {
        _ILLNESS: (
            "usted tiene", "puede que tenga", "es posible que tenga", "podría tener", "tal vez tenga", "quizás tenga",
            "está deprimid*", "usted sufre", "sufre de", "padec*", "su enfermedad es", "su afección es",
            "su condición es", "diagnóstic*", "diagnostic*", "síntomas de depresión", "depresión grave",
            "depresión severa", "depresión mayor", "clínic*", "trastorno*", "anormal*",
        ),
        _CALMS: (
            "es seguro esperar", "puede esperar sin", "nada grave", "nada serio", "usted está bien", "normal",
            "no se preocupe", "no hay de qué preocuparse", "riesgo de suicidio es bajo", "bajo riesgo de suicidio",
        ),
        _PROMISE: ("cura", "curan", "curar*", "curad*", "elimin*", "garant*"),
        _TREATS: (
            "necesita cirugía", "necesita una cirugía", "necesita una operación", "necesita operarse",
            "plan* de tratamiento", "recetar*", "prescrib*",
        ),
        _BLAMES: ("cometer suicidio", "comet* suicidio", "suicidio exitoso", "intento fallido", "enfermedad* mental*"),
    },
}  # fmt: skip
"""What no questionnaire says, by language and by how to mend it."""

ALLOWED = {"en": ("not a diagnosis",), "es": ("no es un diagnóstico",)}
"""Where a word of the list may stand after all."""

_EN = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|(?:a )?few|a couple of|several)"
_SOME_EN = rf"{_EN}(?:(?: to | or |[-\u2013]){_EN})?"
_TIME_EN = "(?:hours?|days?|weeks?|months?)"
_ES = r"(?:\d+|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|un[oa]s(?: poc[oa]s)?|poc[oa]s)"
_SOME_ES = rf"{_ES}(?:(?: [aou] |[-\u2013]){_ES})?"
_TIME_ES = "(?:horas?|días?|semanas?|mes(?:es)?)"
DEADLINES: dict[str, tuple[str, ...]] = {
    "en": (
        "today", "tonight", "tomorrow", "(?:the )?same[ -]day", "right away", "straight away", "immediately",
        r"(?<!\ball )at once", "as soon as (?:you can|possible)", "this (?:morning|afternoon|evening)",
        "(?:this|next) (?:week|month)", rf"within (?:the )?(?:next )?(?:{_SOME_EN} )?{_TIME_EN}", rf"within {_EN}",
        rf"in the (?:next|coming) (?:{_SOME_EN} )?{_TIME_EN}",
        rf"(?<!once )(?<!twice )(?<!times )in {_SOME_EN} {_TIME_EN}",
    ),
    "es": (
        r"hoy(?: mismo)?(?! en d[ií]a)", r"(?<!\bla )(?<!\bcada )(?<!\besta )(?<!\buna )(?<!\bmedia )mañana",
        "el mismo día", "enseguida", "en seguida", "de inmediato", "inmediatamente", "ya mismo", "cuanto antes",
        "lo (?:antes|más pronto) posible", "esta (?:tarde|noche)", "(?:esta|la próxima) semana",
        "la semana (?:próxima|que viene)", "(?:este|el próximo) mes",
        rf"dentro de (?:l[oa]s )?(?:próxim[oa]s )?(?:{_SOME_ES} )?{_TIME_ES}", rf"dentro de {_ES}",
        rf"en l[oa]s próxim[oa]s (?:{_SOME_ES} )?{_TIME_ES}",
        rf"(?<!\bvez )(?<!\bveces )en (?:l[oa]s )?{_SOME_ES} {_TIME_ES}",
    ),
}  # fmt: skip
"""Patterns of phrases that say by when to act, by language. What is past, and how long a thing takes, is none."""

OWN = "This questionnaire's `wording` rules it out. Say it in other words"


@dataclass(frozen=True, slots=True)
class WordingMistake:
    """A phrase that a text should not use, as it stands there, and how to mend it."""

    found: str
    mend: str


def plain(text: str) -> str:
    """Return a text with one kind of space, apostrophe and accent, and without what a reader passes over.

    That is letters that cannot be seen, and marks that no letter has taken in, such as the short vowels of Arabic.
    """
    seen = (letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) not in _PASSED)
    return " ".join("".join(seen).replace("\u2019", "'").replace("\u0640", "").split())


_PASSED = ("Cf", "Mn")


def base(language: str) -> str:
    """Return a language without its region: what is said of ``pt`` is true of ``pt-BR`` too."""
    return language.partition("-")[0]


def of(phrases: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Return the phrases that a questionnaire lists for a language, whichever of its regions they are listed for."""
    return tuple(each for code, listed in phrases.items() if base(code) == base(language) for each in listed)


def wording_mistakes(text: str, language: str, own: Iterable[str] = ()) -> Iterator[WordingMistake]:
    """Yield every phrase of a text that no questionnaire uses, or that this one does not."""
    read = plain(text)
    for phrase in ALLOWED.get(base(language), ()):
        read = _pattern((phrase,)).sub("...", read)
    for mend, phrases in (*NEVER.get(base(language), {}).items(), (OWN, tuple(own))):
        yield from (WordingMistake(found, mend) for found in uses(read, phrases))


def uses(text: str, phrases: Iterable[str]) -> list[str]:
    """Return the phrases that a text uses, as they stand there."""
    phrases = tuple(phrases)
    return _pattern(phrases).findall(plain(text)) if phrases else []


def deadlines(text: str, language: str, own: Iterable[str] = ()) -> list[str]:
    """Return the phrases of a text that say by when to act, as they stand there: listed here, or by one's own file."""
    phrases = DEADLINES.get(base(language), ())
    found = re.findall(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", plain(text), re.IGNORECASE) if phrases else []
    return [*found, *uses(text, own)]


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of any of the phrases, the longest first, as whole words."""
    longest = sorted(filter(None, map(plain, phrases)), key=len, reverse=True)
    return re.compile("|".join(map(_whole, longest)) or r"(?!)", re.IGNORECASE)


def _whole(phrase: str) -> str:
    before, after = ("" if UNSPACED.match(end) else r"\w" for end in (phrase[:1], phrase[-1:]))
    words = re.escape(phrase).replace(r"\*", r"\w*")
    return f"{f'(?<!{before})' if before else ''}{words}{f'(?!{after})' if after else ''}"


UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""A letter of a script without spaces between words: of Thai, Lao, Tibetan, Burmese, Khmer, Chinese or Japanese."""
