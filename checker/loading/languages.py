"""Is everything said in every language?"""

from collections.abc import Iterator
from dataclasses import replace

from checker.loading.draft import Draft, Finding, repeated
from checker.loading.problems import Problem, did_you_mean, listed


def languages(draft: Draft) -> Iterator[Finding]:
    """Yield every text without the first language, or in a language that the file does not have."""
    known = draft.sound.languages
    yield from ((("languages", place), f"'{id_}' is listed twice. Keep one") for place, id_ in repeated(known))
    for path, text in draft.sound.texts() if known else ():
        if known[0] not in text.root:
            yield path, f"there are no {known[0]} words here, to which other languages fall back. Write {known[0]}: ..."
        for language in text.root:
            if language not in known:
                guess = did_you_mean(language, known) or f": {listed(known)}. Add it there, or delete these words"
                yield (*path, language), f"'{language}' is not among the `languages` of the questionnaire{guess}"


def missing_words(draft: Draft) -> Iterator[Problem]:
    """Yield a warning for every later language in which some texts have no words, with their count and lines."""
    first, *others = draft.sound.languages or ("",)
    for place, language in enumerate(others, 1):
        gaps = {draft.problem(path, "") for path, text in draft.sound.texts() if language not in text.root}
        if gaps:
            message = f"{_counted(gaps)} no {language} words; people will read the {first} ones"
            yield replace(draft.problem(("languages", place), message), warning=True)


def untranslated(draft: Draft, key: str) -> Iterator[Problem]:
    """Yield a warning for every text under a key that lacks words in a later language."""
    first, *others = draft.sound.languages or ("",)
    for path, text in draft.sound.texts():
        for language in others if path[0] == key else ():
            if language not in text.root:
                message = f"no {language} words here; people will read the {first} ones. Write {language}: ..."
                yield replace(draft.problem(path, message), warning=True)


def _counted(gaps: set[Problem]) -> str:
    """Return how many texts there are, and on which lines."""
    lines = sorted({gap.line for gap in gaps})
    where = f"line{'s' if len(lines) > 1 else ''} {listed(map(str, lines))}"
    return f"{len(gaps)} texts ({where}) have" if len(gaps) > 1 else f"1 text ({where}) has"
