"""Is everything said in every language?"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from babel.messages.catalog import Catalog, Message

from checker.authoring.draft import Draft, Finding, repeated
from checker.authoring.problems import Problem, did_you_mean, listed
from checker.authoring.sound_parts import known
from checker.authoring.translations import page_refusal
from checker.engine.questionnaire import Text
from checker.languages import is_known
from checker.page_words import OwnWords


def languages(draft: Draft) -> Iterator[Finding]:
    """Yield every text without the first language, or in a language that the file does not have."""
    spoken = list(known(offered, draft))
    listing = [*spoken, *known(drafts, draft)] if spoken else []
    at = [("languages", place) for place in range(len(spoken))] + [("drafts", place) for place in range(len(listing))]
    for place, id_ in repeated(listing):
        yield at[place], f"'{id_}' is listed twice. Keep one"
    for place, id_ in enumerate(listing):
        if id_ and not is_known(id_):
            yield (
                at[place],
                f"CLDR knows no language '{id_}', so nobody could say how it writes days. Write its code",
            )
    for path, text in draft.sound.texts() if all(listing) else ():
        yield from (((*path, *at), message) for at, message in _spoken(text, listing))


def offered(draft: Draft) -> tuple[str, ...]:
    """Return the languages that are offered."""
    return draft.sound.languages


def drafts(draft: Draft) -> tuple[str, ...]:
    """Return the languages whose words no native speaker has read."""
    return draft.sound.drafts


def _spoken(text: Text, listing: list[str]) -> Iterator[Finding]:
    """Yield what is wrong with the languages of a text; nothing where the file lists none."""
    if listing and listing[0] not in text.root:
        yield (), f"there are no {listing[0]} words here, to which other languages fall back. Write {listing[0]}: ..."
    for language in text.root if listing else ():
        if language not in listing:
            guess = did_you_mean(language, listing) or f": {listed(listing)}. Add it there, or delete these words"
            yield (language,), f"'{language}' is not among the `languages` of the questionnaire{guess}"


def page_words(draft: Draft) -> Iterator[Finding]:
    """Yield the pages' own words that they cannot say, or that are of a language that the file does not have."""
    listing = [*known(offered, draft), *known(drafts, draft)]
    for language, words in dict(known(_page_words, draft)).items():
        if listing and language not in listing:
            yield ("page_words", language), f"'{language}' is not among the `languages` or `drafts`. Add it there"
        elif is_known(language):
            for source, forms in words.items():
                if why := _unsayable(language, source, forms):
                    yield ("page_words", language, source), f"pages cannot say this: {why}"


def _unsayable(language: str, source: str, forms: tuple[str, ...]) -> str:
    sources = source if len(forms) == 1 else (source, source)
    return page_refusal(Message(sources, forms), Catalog(language.replace("-", "_")))


def _page_words(draft: Draft) -> Iterable[tuple[str, OwnWords]]:
    return draft.sound.page_words.items()


def in_both(draft: Draft, elsewhere: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for every language whose words stand here, and in a file of their own too.

    Words of the first language stand here anyway; a file of it has the pages' own words alone.
    """
    for language in {*elsewhere} - {*[*known(offered, draft)][:1]}:
        both = (path for path, text in known(draft.sound.texts) if language in text.root)
        for path in islice(both, 1):
            mend = f"Keep one: delete the {language} words here, or that file"
            yield draft.problem((*path, language), f"there is a file of {language} words beside this one. {mend}")


def missing_words(draft: Draft, elsewhere: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for every later language in which some texts have no words, with their count and lines.

    Languages whose words stand elsewhere are not meant.
    """
    first, *others = [*known(offered, draft)] or [""]
    for place, language in enumerate(others, 1):
        if language in elsewhere:
            continue
        gaps = {draft.problem(path, "") for path, text in draft.sound.texts() if language and language not in text.root}
        if gaps:
            message = f"{_counted(gaps)} no {language} words; people will read the {first} ones"
            yield replace(draft.problem(("languages", place), message), warning=True)


def untranslated(draft: Draft, key: str) -> Iterator[Problem]:
    """Yield a warning for every text under a key that lacks words in a later language."""
    first, *others = [*known(offered, draft)] or [""]
    for path, text in draft.sound.texts():
        for language in filter(None, others if path[0] == key else ()):
            if language not in text.root:
                message = f"no {language} words here; people will read the {first} ones. Write {language}: ..."
                yield replace(draft.problem(path, message), warning=True)


def _counted(gaps: set[Problem]) -> str:
    """Return how many texts there are, and on which lines."""
    lines = sorted({gap.line for gap in gaps})
    where = f"line{'s' if len(lines) > 1 else ''} {listed(map(str, lines))}"
    return f"{len(gaps)} texts ({where}) have" if len(gaps) > 1 else f"1 text ({where}) has"
