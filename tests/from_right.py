"""The shipped questionnaire as it is read from right to left: in the Arabic that is shipped, or in a made-up one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from threading import Thread
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from babel.support import NullTranslations
from flask_babel import get_locale
from werkzeug.serving import WSGIRequestHandler, make_server

from checker.authoring import load
from checker.authoring.translations import file_of, places
from checker.resources import shipped
from checker.web.rendering import WORDS

_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهفغحيزكلمنوبقرستعوخطيظ")


def made_up(words: str) -> str:
    """Return words as long in letters that run from right to left; what is put in stays, and so do numbers and tags."""
    parts = re.split(r"(%\(\w+\)s|<[^>]*>|\{\w*\})", words)
    return "".join(part if place % 2 else part.lower().translate(_LETTERS) for place, part in enumerate(parts))


class MadeUp(NullTranslations):
    """The words of the pages, made up."""

    def gettext(self, message: str) -> str:
        """Return a message, made up."""
        return made_up(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return a message for a number, made up."""
        return made_up(msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext


def file(folder: Path) -> Path:
    """Return the shipped questionnaire, copied to a folder, with all of its words in Arabic, however they came."""
    source, copy = shipped("questions.yaml"), folder / "questions.yaml"
    text = source.read_text(encoding="utf-8")
    if "ar" not in (questionnaire := load(source)).drafts:
        text = re.sub(r"^languages: .*$", r"\g<0>\ndrafts: [ar]", text, count=1, flags=re.MULTILINE)
    copy.write_text(text, encoding="utf-8")
    copyfile(file_of(source, "es"), file_of(copy, "es"))
    catalogue = Catalog("ar")
    for place, _, words in places(questionnaire):
        first = words.root[questionnaire.languages[0]]
        catalogue.add(first, words.root.get("ar") or made_up(first), context=place)
    with file_of(copy, "ar").open("wb") as out:
        write_po(out, catalogue, width=0)
    return copy


def speak_made_up_words(patch: pytest.MonkeyPatch) -> None:
    """Let the pages say their own words in Arabic, made up where there are none."""
    if shipped("translations").joinpath("ar").exists():
        return
    known, own = WORDS.get_translations, MadeUp()
    patch.setattr(WORDS, "get_translations", lambda: own if str(get_locale()) == "ar" else known())


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an app for a while; its address is told."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
