"""How is a translation written down? The way back from what is said to a PO file, in the order of the questionnaire."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

from checker.engine.questionnaire import Questionnaire


def head_of(questionnaire: Questionnaire, language: str, said: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what a translation says of itself: no day and no program, so that it is written the same each time."""
    own = {
        "Project-Id-Version": f"{questionnaire.id} {questionnaire.version}",
        "Language": language,
        "Plural-Forms": get_plural(language.replace("-", "_")).plural_forms,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    kept = {name: words for name, words in (said or {}).items() if name == "Last-Translator" or name.startswith("X-")}
    return own | kept


def written(head: Mapping[str, str], messages: Iterable[Message], comment: str = "") -> str:
    """Return a PO file: the head, then the messages in their order, each on lines of its own, however long."""
    catalogue = Catalog()
    for message in messages:
        catalogue[message.id] = message
    body = BytesIO()
    write_po(body, catalogue, width=100_000, omit_header=True)
    lines = "".join(f'"{name}: {words}\\n"\n' for name, words in head.items())
    said = "".join(f"# {line}\n" for line in comment.splitlines())
    return f'{said}msgid ""\nmsgstr ""\n{lines}\n{body.getvalue().decode()}'
