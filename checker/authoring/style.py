"""Is the wording plain, fair, and never a diagnosis?

Every text that a patient can see is read, in every language: the questionnaire's and the pages' own. Published wording
is left alone: what a `verbatim` question asks and offers. How hard `credits` are to read is not judged either, since a
licence words them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from babel.messages.catalog import Message

from checker.authoring.loader import positions
from checker.authoring.page_coverage import catalogues, messages
from checker.authoring.problems import LineColumn, Problem, one_line
from checker.authoring.translations import PAGE, Translation, place_of, published
from checker.clinic.wording_limits import GUARDED
from checker.engine.questionnaire import KeyPath, Questionnaire, Wording
from checker.explain.readability import FEWEST_WORDS, LONGEST_SENTENCE, measure_of, sentences, words
from checker.explain.wording import DEADLINES, NEVER, UNSPACED, base, deadlines, of, uses, wording_mistakes

_positions = lru_cache(maxsize=4)(positions)
"""Where everything stands in a YAML text; read once for all checks."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that a patient can see, in one language, and where it stands."""

    file: str
    position: LineColumn
    source: str
    """The line of the file from the text's beginning on."""
    language: str
    text: str
    path: KeyPath = ()
    """The keys and places that lead to it in a questionnaire; none for the pages' own words."""

    @property
    def measured(self) -> bool:
        """Whether it is measured how hard it is to read: a licence words its credits."""
        return self.path[:1] != ("credits",)

    def problem(self, message: str, found: str = "") -> Problem:
        """Return a problem at the words found, or at the beginning of the text where they cannot be placed."""
        at = max(0, self.source.lower().find(found.lower()))
        return Problem(self.file, self.position.line, self.position.column + at, message)


def passages(
    questionnaire: Questionnaire, text: str, name: str, translations: Iterable[Translation] = ()
) -> Iterator[Passage]:
    """Yield every text of a questionnaire in every language, but for published wording; `text` is its YAML."""
    located, lines = _positions(text), text.removeprefix("\ufeff").splitlines()
    elsewhere = {each.language: each for each in translations}
    for path, said in questionnaire.texts():
        if not published(questionnaire, path):
            for language, spoken in said.root.items():
                if found := elsewhere.get(language):
                    entry = found.entry(place_of(questionnaire, path), said.root[questionnaire.languages[0]])
                    at = LineColumn((entry and entry.lineno) or 1, 1)
                    yield Passage(found.file, at, "", language, spoken, path)
                    continue
                position = located.get((*path, language)) or located.get(path) or LineColumn(1, 1)
                line = "".join(lines[position.line - 1 : position.line])[position.column - 1 :]
                yield Passage(name, position, line, language, spoken, path)


def own_page_words(
    questionnaire: Questionnaire, text: str, name: str, translations: Iterable[Translation] = ()
) -> Iterator[Passage]:
    """Yield what a questionnaire has pages say by themselves, beside what the program would."""
    located, elsewhere = _positions(text), {each.language: each for each in translations}
    for language, own in questionnaire.page_words.items():
        for source, forms in own.items():
            found = elsewhere.get(language)
            line = (entry.lineno if found and (entry := found.entry(PAGE, source)) else None) or 1
            at = LineColumn(line, 1) if found else located.get(("page_words", language, source)) or LineColumn(1, 1)
            yield Passage(found.file if found else name, at, "", language, _filled_in(forms))


def interface() -> Iterator[Passage]:
    """Yield what the pages say by themselves: the words of the templates and their translations."""
    for place, catalog in enumerate(catalogues()):
        language = catalog.parent.parent.name.replace("_", "-")
        for message in messages(catalog):
            if place == 0:
                yield _spoken(catalog, message, "en", message.id)
            yield _spoken(catalog, message, language, "" if message.fuzzy else message.string)


def _spoken(catalog: Path, message: Message, language: str, said: str | Iterable[str] | None) -> Passage:
    """Return a message as a passage; a number stands for whatever is put in."""
    text = _filled_in([said] if isinstance(said, str) else said or [])
    return Passage(str(catalog), LineColumn(message.lineno or 1, 1), "", language, text)


def _filled_in(forms: Iterable[str]) -> str:
    return re.sub(r"%\(\w+\)\w|%%", "3", " ".join(forms)).strip()


def lint(
    questionnaire: Questionnaire, text: str, name: str, translations: Collection[Translation] = ()
) -> tuple[Problem, ...]:
    """Return what is not plain or not fair in a questionnaire and in the pages' own words, by file and line."""
    return _judged(questionnaire, text, name, translations, interface())


def lint_own(
    questionnaire: Questionnaire, text: str, name: str, translations: Collection[Translation] = ()
) -> tuple[Problem, ...]:
    """Return what is not plain or not fair in a questionnaire alone, by line."""
    return _judged(questionnaire, text, name, translations, ())


def _judged(
    questionnaire: Questionnaire,
    text: str,
    name: str,
    translations: Collection[Translation],
    others: Iterable[Passage],
) -> tuple[Problem, ...]:
    own = list(passages(questionnaire, text, name, translations))
    spoken = own_page_words(questionnaire, text, name, translations)
    found = [
        *_problems([*own, *spoken, *others], questionnaire.wording or Wording.model_validate({})),
        *_second_deadlines(questionnaire, own),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: (problem.file, problem.line, problem.column)))


def _problems(said: list[Passage], wording: Wording) -> Iterator[Problem]:
    checks: list[Callable[[Passage], Iterator[Problem]]] = [
        partial(_ruled_out, wording),
        partial(_alone, wording),
        _long_sentences,
        _hard,
    ]
    for passage in said:
        if not passage.text:
            yield passage.problem(f"no {passage.language} words here; people will read the English ones")
        else:
            yield from (problem for check in checks for problem in check(passage))
    yield from _hard_together(said)


def _ruled_out(wording: Wording, passage: Passage) -> Iterator[Problem]:
    for mistake in wording_mistakes(passage.text, passage.language, of(wording.never, passage.language)):
        yield passage.problem(f"'{mistake.found}' has no place in a text for patients. {mistake.mend}", mistake.found)


def _alone(wording: Wording, passage: Passage) -> Iterator[Problem]:
    """Yield words that stand without the words that must go with them."""
    for rule in wording.together:
        also = of(rule.also, passage.language)
        if (found := uses(passage.text, of(rule.says, passage.language))) and not uses(passage.text, also):
            others = " or ".join(f"'{phrase}'" for phrase in also)
            yield passage.problem(f"'{found[0]}' stands alone. Name {others} in the same text ({rule.id})", found[0])


def _long_sentences(passage: Passage) -> Iterator[Problem]:
    for sentence in sentences(passage.text) if passage.measured else ():
        if (count := len(words(sentence))) > LONGEST_SENTENCE:
            message = f"a sentence of {count} words: '{one_line(sentence)}'. Split it; {LONGEST_SENTENCE} are the most"
            yield passage.problem(message, sentence)


def _hard(passage: Passage) -> Iterator[Problem]:
    measure = measure_of(passage.language)
    if measure and (value := reading(passage)) is not None and measure.hardness(value) > measure.hardness(measure.each):
        limit = f"at {'most' if measure.higher_is_harder else 'least'} {measure.each}"
        mend = "Use shorter words and sentences"
        yield passage.problem(f"hard to read: {measure.name} {value}, and it should be {limit}. {mend}")


def reading(passage: Passage) -> float | None:
    """Return how hard a text is to read; None for one that is too short, or that a licence words."""
    measure = measure_of(passage.language)
    long_enough = len(words(passage.text)) >= FEWEST_WORDS
    return measure.of(passage.text) if measure and passage.measured and long_enough else None


def together(said: Iterable[Passage], language: str) -> float | None:
    """Return how hard all sentences of a language are to read together; None where there are none."""
    measure = measure_of(language)
    texts = dict.fromkeys(p.text.rstrip(".") for p in said if p.language == language and reading(p) is not None)
    return measure.of(". ".join(texts)) if measure and texts else None


def _hard_together(said: list[Passage]) -> Iterator[Problem]:
    for language in dict.fromkeys(passage.language for passage in said):
        measure, value = measure_of(language), together(said, language)
        if measure and value is not None and measure.hardness(value) > measure.hardness(measure.overall):
            first = next(passage for passage in said if passage.language == language)
            message = f"all {language} texts together are hard to read: {measure.name} {value}, not {measure.overall}"
            yield Problem(first.file, 1, 1, message)


def hardest(said: Iterable[Passage], language: str, count: int = 10) -> list[tuple[float, Passage]]:
    """Return the texts of a language that are hardest to read, the hardest first, each once."""
    measure = measure_of(language)
    if measure is None:
        return []
    first = {passage.text: passage for passage in reversed(list(said)) if passage.language == language}
    found = [(value, passage) for passage in first.values() if (value := reading(passage)) is not None]
    return sorted(found, key=lambda pair: -measure.hardness(pair[0]))[:count]


def summary(said: Iterable[Passage], language: str) -> str:
    """Return how hard a language is to read, and its ten hardest texts, for a terminal; nothing without a measure."""
    said = list(said)
    measure, value = measure_of(language), together(said, language)
    if measure is None or value is None:
        return f"{language}: no text is long enough to be measured." if measure else ""
    bound = "most" if measure.higher_is_harder else "least"
    head = f"{language}: {measure.name} {value} all together (at {bound} {measure.overall}). The ten hardest:"
    lines = [f"{value:6}  {p.file}:{p.position.line}: {one_line(p.text)}" for value, p in hardest(said, language)]
    return "\n".join([head, *lines])


def unjudged(questionnaire: Questionnaire, said: Iterable[Passage], language: str) -> str:
    """Return what nothing here can tell of the words of a language, for a terminal; nothing where all is judged."""
    wording = questionnaire.wording or Wording.model_validate({})
    listed = "" if of(wording.never, language) else "; `wording: never:` lists none of its own"
    open_ = {
        "how hard they are to read": measure_of(language) is None,
        "how long a sentence is": any(UNSPACED.search(each.text) for each in said if each.language == language),
        f"whether they sound like a diagnosis or a promise, calm, blame or label{listed}": base(language) not in NEVER,
        "whether they say by when to act; `wording: deadlines:` lists none of its own": base(language) not in DEADLINES
        and not of(wording.deadlines, language),
        "whether a clinic's own words keep anybody from help": base(language) not in GUARDED,
    }
    if not any(open_.values()):
        return ""
    lines = [
        f"{language}: nothing here can tell of these words:",
        *(f"  - {what}" for what, is_so in open_.items() if is_so),
    ]
    return "\n".join([*lines, "  Have somebody read them who grew up with the language."])


def _second_deadlines(questionnaire: Questionnaire, said: Iterable[Passage]) -> Iterator[Problem]:
    """Yield what names a time to act beside the tier, whose words alone say how soon: a result has one deadline."""
    mend = "A result has one deadline, its tier's. Say what to do, and leave when to the tier"
    for passage in said:
        if not _may_say_when(questionnaire, passage.path):
            own = of(questionnaire.wording.deadlines, passage.language) if questionnaire.wording else ()
            for found in dict.fromkeys(deadlines(passage.text, passage.language, own)):
                yield passage.problem(f"'{found}' says by when to act. {mend}", found)


def _may_say_when(questionnaire: Questionnaire, path: KeyPath) -> bool:
    """Return whether a text may say by when to act: all but reasons and pages short of emergency, and statements."""
    match path:
        case ("guidance", int(rule), *_):
            return questionnaire.tier[questionnaire.guidance[rule].tier].helps_now
        case ("statements", int(statement), *_):
            return questionnaire.statements[statement].place == "safety_net"
    return True
