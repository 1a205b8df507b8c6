"""Words that run from right to left, made up, and an app that is served for a while."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from babel.support import NullTranslations
from werkzeug.serving import WSGIRequestHandler, make_server

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
