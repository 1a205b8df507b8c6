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


def missing_words(draft: Draft) -> list[Problem]:
    """Return a warning for every text without words in a later language, and one with their count for the language."""
    first, *others = draft.sound.languages or ("",)
    return [warning for place, language in enumerate(others, 1) for warning in _missing(draft, first, place, language)]


def _missing(draft: Draft, first: str, place: int, language: str) -> list[Problem]:
    paths = [path for path, text in draft.sound.texts() if language not in text.root]
    message = f"no {language} words here; people will read the {first} ones"
    gaps = list(dict.fromkeys(replace(draft.problem(path, message), warning=True) for path in paths))
    if not gaps:
        return []
    texts = "1 text has" if len(gaps) == 1 else f"{len(gaps)} texts have"
    count = f"{texts} no {language} words; people will read the {first} ones"
    return [*gaps, replace(draft.problem(("languages", place), count), warning=True)]
