"""Which of three formats is it: PO, XLIFF or CSV?"""

from pathlib import Path

from babel.messages.catalog import Message

from checker.authoring import translation_file, translations
from checker.authoring.problems import LoadError, SourceText
from checker.authoring.translation_file import Format
from checker.translators import spreadsheet, xliff
from checker.translators.handout import COMMENT, Came, ForeignFileError, Handout, Unit

LARGEST = 8 * 1024 * 1024
"""Bytes that a translation may have which comes back."""


def written(handout: Handout, to: Format, first: str) -> bytes:
    """Return all that there is to translate in a format, with where each text stands."""
    match to:
        case "csv":
            return spreadsheet.written(handout)
        case "xliff":
            return xliff.written(handout, first)
    head = {**handout.head, **{name: words for name, words in handout.about().items() if name != COMMENT}}
    return translation_file.written(head, map(_told, handout.units), handout.comment).encode()


def _told(unit: Unit) -> Message:
    """Return an entry with what a translator is told of it."""
    message = unit.message
    return Message(
        message.id,
        message.string,
        flags=message.flags,
        auto_comments=unit.told(),
        user_comments=message.user_comments,
        previous_id=message.previous_id,
        context=message.context,
    )


def read(file: Path) -> Came:
    """Return what somebody translated, whatever its format and letters; raise ForeignFileError for another file."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        raise ForeignFileError(f"this file cannot be read: {error.strerror}") from None
    text = _text(raw)
    if text.lstrip().startswith("<"):
        return xliff.read(text)
    if any(line.startswith("msgid ") for line in text.splitlines()):
        try:
            found = translations.read(SourceText(text, f"{file.stem}.po"))
        except LoadError as error:
            raise ForeignFileError(str(error).partition(": ")[2]) from None
        return Came(dict(found.head), found.comment, [*found.messages(), *found.twice])
    return spreadsheet.read(text)


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise ForeignFileError(f"this file is larger than {LARGEST // 1024 // 1024} MiB, and no translation is")
    if raw.startswith(b"PK"):
        raise ForeignFileError("this is a zip, or a workbook. Take the file out of it, or save it as CSV in UTF-8")
    if not raw.strip():
        raise ForeignFileError("this file is empty")
    try:
        marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ForeignFileError(f"this is not text in UTF-8, from byte {error.start} on. Save it as UTF-8") from None
    if "\0" in text:
        raise ForeignFileError("this is not text in UTF-8. Save it as UTF-8")
    return text
