"""What do pages say by themselves, in the language of this page? And how is English marked that stands in its place?

Nobody knows yet whether words will stand where a mark may. So signs that no text has stand around them until the page
is drawn, whether a template says them or Python.
"""

import re

from flask_babel import Domain, refresh

from checker.languages import lang
from checker.page_words import Untranslated
from checker.web.mounts import language, served


class _Words(Domain):  # type: ignore[misc]  # Flask-Babel says no types
    """Our words, as the mount and the language of this page have them."""

    def gettext(self, string: str, **variables: object) -> str:
        said = fenced(string)
        return said % variables if variables else said

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        return fenced_of_many(singular, plural, num) % {"num": num, **variables}


WORDS = _Words()


def speak_our_words() -> None:
    """Let Flask-Babel say our own words in the language of this page, whatever the app around the pages says."""
    refresh()
    WORDS.as_default()


_ENGLISH, _BACK, _END = "\ue000", "\ue001", "\ue002"
_SIGNS = re.compile(f"[{_ENGLISH}{_BACK}{_END}]")
_PLACES = re.compile(rf"<(title|textarea|option)\b.*?</\1>|<[^>]*>|{_SIGNS.pattern}", re.DOTALL)
_TAKEN_IN = re.compile(r"%\(\w+\)[sd]")


def fenced(message: str) -> str:
    """Return our words, with signs around them where they are English in place of the page's."""
    return _fenced(served().words.said_in(language()).gettext(message))


def fenced_of_many(one: str, many: str, number: int) -> str:
    """Return our words that count something, with such signs."""
    return _fenced(served().words.said_in(language()).ngettext(one, many, number))


def _fenced(said: str) -> str:
    """Return words with signs around what is English in place of the page's, and what it takes in of the page's."""
    if not isinstance(said, Untranslated):
        return said
    return f"{_ENGLISH}{_TAKEN_IN.sub(lambda found: f'{_BACK}{found[0]}{_END}', said)}{_END}"


def unmarked(words: str) -> str:
    """Return our words for a place that is on no page, without signs."""
    return _SIGNS.sub("", words)


def marked_as_english(page: str) -> str:
    """Return a page on which a mark takes the place of each such sign, but where only plain words may stand."""
    if _ENGLISH not in page:
        return page
    marks = {_ENGLISH: f"<span {lang('en')}>", _BACK: f"<span {lang(language())}>", _END: "</span>"}
    return _PLACES.sub(lambda found: marks.get(found[0]) or unmarked(found[0]), page)
