"""How hard is this text to read?

English by the Flesch-Kincaid grade, Spanish by the INFLESZ scale of the Flesch-Szigriszt formula. The syllables are
counted by rules of our own: a word list would be larger than the rest of this program. How well they agree with a
word list, and why these two measures, is in ``docs/words.md``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

FEWEST_WORDS = 6
"""A shorter text is not measured alone: a single long word would decide."""
LONGEST_SENTENCE = 20
"""Words in a sentence, in any language."""

_ENDING = re.compile(r"(?<=\w)\(\w{1,2}\)")
_WORD = re.compile(r"\w+(?:['-]\w+)*")
_SENTENCE = re.compile(r"(?<=[.!?\u061f\u06d4\u0964])[\"”)]*\s+|(?<=[\u3002\uff01\uff1f])[”\u300d\u300f\uff09]*\s*")


def words(text: str) -> list[str]:
    """Return the words of a text; an ending such as the (a) of cansado(a) is not read as a word.

    Marks that stand at a letter, such as the short vowels of Arabic, part no word. Where a script writes no spaces
    between words, nobody can count them.
    """
    plain = text if text.isascii() else "".join(each for each in text if category(each)[0] != "M")
    return _WORD.findall(_ENDING.sub("", plain.replace("\u2019", "'")))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; what ends without a full stop is one too."""
    return [sentence for sentence in _SENTENCE.split(text.strip()) if words(sentence)]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of reading made for one language."""

    name: str
    syllables: Callable[[str], int]
    per_syllable: float
    """Points that a text gains by one more syllable in every word."""
    per_word: float
    """Points that a text gains by one more word in every sentence."""
    base: float
    each: float
    """The hardest that one text may be."""
    overall: float
    """The hardest that all texts together may be."""
    higher_is_harder: bool

    def of(self, text: str) -> float:
        """Return the measure of a text that has at least one word, to one decimal."""
        found = words(text)
        syllables = sum(map(self.syllables, found)) / len(found)
        value = self.base + self.per_syllable * syllables + self.per_word * len(found) / len(sentences(text))
        return round(value, 1)

    def hardness(self, value: float) -> float:
        """Return a value such that the harder of two texts has the higher one."""
        return value if self.higher_is_harder else -value


_ENGLISH = {
    "anyone": 3, "area": 3, "being": 2, "business": 2, "colleagues": 2, "diabetes": 4, "doing": 2, "every": 2,
    "everybody": 4, "everyday": 3, "everyone": 3, "everything": 3, "everywhere": 3, "going": 2, "hiv": 3, "hour": 2,
    "hours": 2, "idea": 3, "people": 2, "quiet": 2, "real": 1, "really": 2, "safety": 2, "science": 2, "seeing": 2,
    "someone": 2, "somewhat": 2, "suicide": 3, "surgeon": 2, "surgeons": 2, "tingling": 3, "tired": 2,
}  # fmt: skip
_MUTE = re.compile(
    r"(?<=[^aeiouy])e(?=(?:body|ful|less|ly|ment|ness|one|side|thing|times?|ways?|where|work)s?$)"  # use-ful
    r"|(?<=[^aeiouy])(?<![^aeiouylr]l)e$"  # take, but not ta-ble
    r"|(?<=[^aeiouydt])(?<![^aeiouylr]l)e(?=d$)"  # helped, but not need-ed
    r"|(?<=[^aeioucgsxyz])(?<![^aeiouylr]l)(?<![cs]h)e(?=s$)|(?<=ach)e(?=s$)"  # takes, but not wish-es
)
_APART = re.compile(
    r"(?<![cgstx])i(?=[aou])|(?<![bfl])i(?=et)|i(?=er$)|(?<=[eouy])(?=ing)"  # pe-ri-od, di-et, ea-si-er, go-ing
    r"|(?<![gq])u(?=a|ou|ity|el|en|et|ids?$)|eo(?![pu])|rea(?=ct|l)"  # u-su-al, flu-id, vi-de-o, re-act
    r"|sm$|[ds]n't$"  # spas-m, did-n't
)


@lru_cache(maxsize=8192)
def english_syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    word = word.lower()
    if word in _ENGLISH:
        return _ENGLISH[word]
    spoken = re.findall(r"[aeiouy]+", _MUTE.sub("", word))
    return max(1, len(spoken) + len(_APART.findall(word)))


_SILENT_U = re.compile(r"(?<=[gq])u(?=[eiéí])")
_GLIDE = re.compile(r"(?=[iuü][aeouáéóúü]|[aeiouüáéóí][iuü]|uí)")


@lru_cache(maxsize=8192)
def spanish_syllables(word: str) -> int:
    """Return how many syllables a Spanish word has: its vowels, two in a glide counting as one."""
    word = re.sub(r"y\b", "i", _SILENT_U.sub("", word.lower()))
    return max(1, len(re.findall(r"[aeiouáéíóúü]", word)) - len(_GLIDE.findall(word)))


MEASURES = {
    "en": Measure(
        "Flesch-Kincaid grade", english_syllables, 11.8, 0.39, -15.59, each=6, overall=6, higher_is_harder=True
    ),
    "es": Measure("INFLESZ", spanish_syllables, -62.3, -1, 206.835, each=55, overall=65, higher_is_harder=False),
}
"""By language; a language that is not here is not measured."""


def measure_of(language: str) -> Measure | None:
    """Return the measure for a language or its dialect, or None where there is none."""
    return MEASURES.get(language.split("-")[0])
