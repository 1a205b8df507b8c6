"""What does a language lack, on which line, and which of it must people be able to read?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from babel.messages.catalog import Message

from checker.authoring.loader import positions
from checker.authoring.page_coverage import coverage
from checker.authoring.problems import LineColumn, Problem, one_line
from checker.authoring.translations import (
    PAGE,
    Comparison,
    Finding,
    Key,
    State,
    Translation,
    compare,
    doubt,
    key_of,
    page_refusal,
    places,
)
from checker.authoring.yaml_tree import text_of
from checker.engine.questionnaire import KeyPath, Questionnaire
from checker.translators.places import grave

_UNREAD: tuple[State, ...] = ("missing", "untranslated", "changed", "refused")
"""States in which people read a text in the first language."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a language lacks."""

    problems: tuple[Problem, ...]
    """Everything that is to be done, as warnings; what people must be able to read as mistakes."""
    summary: str


def gaps(questionnaire: Questionnaire, path: Path, language: str, translation: Translation | None) -> Gaps:
    """Return what a language lacks, whose words stand in a file of their own or in that of the questionnaire."""
    paths = dict[Key, list[KeyPath]]()
    for place, at, text in places(questionnaire):
        paths.setdefault((place, text.root[questionnaire.languages[0]]), []).append(at)
    compared = compare(questionnaire, translation) if translation else _in_place(questionnaire, language)
    must = {key for key, each in paths.items() if any(grave(questionnaire, at) for at in each)}
    located = positions(text_of(path))
    problems, missed = list[Problem](), 0
    for found in compared.findings:
        key = found.place, found.source
        is_grave = key in must and found.state in _UNREAD
        missed += is_grave
        problems.append(replace(_problem(found, path, paths.get(key, []), located, translation), warning=not is_grave))
    for key, words in compared.words.items():
        if why := doubt(key[1], words):
            entry = translation.entry(*key) if translation else None
            problems.append(_at(entry, f"{key[0]}: '{one_line(words)}': {why}", path, paths[key], located, translation))
    problems += _of_pages(translation) if translation else ()
    return Gaps(tuple(problems), _summary(questionnaire, compared, language, missed))


def _in_place(questionnaire: Questionnaire, language: str) -> Comparison:
    """Return what of the words in the questionnaire's own file counts, and what is missing there."""
    first, words, findings = questionnaire.languages[0], dict[Key, str](), list[Finding]()
    for place, _, text in places(questionnaire):
        if language in text.root:
            words[place, text.root[first]] = text.root[language]
        else:
            findings.append(Finding("missing", place, text.root[first]))
    return Comparison(words, tuple(dict.fromkeys(findings)), len(words) + len(set(findings)))


def _problem(
    found: Finding,
    path: Path,
    paths: list[KeyPath],
    located: Mapping[KeyPath, LineColumn],
    translation: Translation | None,
) -> Problem:
    """Return a finding at its entry, or at the words in the first language where it has none."""
    mend = str(found) if translation else f"{found.place}: there are no such words in this language"
    return _at(found.entry, mend, path, paths, located, translation)


def _at(
    entry: Message | None,
    said: str,
    path: Path,
    paths: list[KeyPath],
    located: Mapping[KeyPath, LineColumn],
    translation: Translation | None,
) -> Problem:
    if entry and translation:
        return translation.problem(entry, said)
    at = next((located[each] for each in paths if each in located), LineColumn(1, 1))
    return Problem(str(path), at.line, at.column, said, warning=True)


def _of_pages(translation: Translation) -> Iterator[Problem]:
    """Yield a warning for each of the pages' own words that the file has, and that pages cannot say."""
    for message in translation.messages():
        if message.context == PAGE and (why := page_refusal(message, translation.catalogue)):
            yield translation.problem(message, f"{PAGE}: {key_of(message)[1]!r}: {why}")


def _summary(questionnaire: Questionnaire, compared: Comparison, language: str, missed: int) -> str:
    counts = {state: len(compared.of(state)) for state in dict.fromkeys(each.state for each in compared.findings)}
    listed = "".join(f", {count} {state}" for state, count in counts.items())
    spoken = coverage(language, questionnaire.page_words, questionnaire.drafts)
    return (
        f"{language}: {len(compared.words)} of {compared.texts} texts{listed}. Of what people must be able to read, "
        f"{missed} are in the first language. {spoken.all - spoken.lacking} of {spoken.all} words of the pages."
    )
