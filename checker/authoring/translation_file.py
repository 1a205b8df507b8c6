"""How is a translation written down? The way back from what is said to a PO file, in the order of the questionnaire."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Literal, TypeAlias, get_args

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import escape, write_po

from checker.authoring.translations import PAGE, locale_of
from checker.engine.questionnaire import Questionnaire

Format: TypeAlias = Literal["po", "xliff", "csv"]
"""How translators are handed what there is to translate."""
FORMATS: tuple[Format, ...] = get_args(Format)


def head_of(questionnaire: Questionnaire, language: str, said: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what a translation says of itself: no day and no program, so that it is written the same each time."""
    own = {
        "Project-Id-Version": f"{questionnaire.id} {questionnaire.version}",
        "Language": language,
        "Plural-Forms": Catalog(locale=locale_of(language)).plural_forms,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return kept(own, said or {})


def kept(head: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return the head of a translation with what somebody who worked on it says of themselves."""
    own = {name: " ".join(words.split()) for name, words in said.items() if is_of_people(name)}
    return {**head, **{name: words for name, words in own.items() if words}}


def is_of_people(name: str) -> bool:
    """Return whether a line of a head is what people say of a translation, and not the programs that they use."""
    return bool(_OF_PEOPLE.fullmatch(name))


_OF_PEOPLE = re.compile(r"Last-Translator|X-(?!Generator|Poedit|Crowdin|Source-Language|Launchpad|Pootle)[\w-]+")
_WIDEST = 1_000_000
"""So wide is a line that holds any text or remark: with no width at all, Babel breaks remarks."""


def written(head: Mapping[str, str], messages: Iterable[Message], comment: str = "") -> str:
    """Return a PO file: the head, then the messages in their order, each on lines of its own, however long."""
    catalogue = Catalog()
    catalogue.mime_headers = [pair for pair in head.items() if pair[0] == "Plural-Forms"]
    for message in messages:
        message.flags &= {"fuzzy", "python-format"} if message.context == PAGE else {"fuzzy"}
        catalogue[message.id] = message
    body = BytesIO()
    write_po(body, catalogue, width=_WIDEST, omit_header=True, include_previous=True)
    lines = "".join(escape(f"{name}: {words}\n") + "\n" for name, words in head.items())
    said = "".join(f"# {line}\n" for line in comment.splitlines())
    return f'{said}msgid ""\nmsgstr ""\n{lines}\n{body.getvalue().decode()}'
