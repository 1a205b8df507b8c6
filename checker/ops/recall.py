"""Is the questionnaire out of service? A mark on the list that all instances share says so, and each looks itself.

Where the list cannot be asked, what a process knew last goes on; one that never could ask shows help alone. So no
failure takes a recall back. Nor does a list that was lost: who still knows of a recall marks it again.
"""

import logging
import os
import time
from collections.abc import Mapping
from threading import Lock

from checker.ops.ended import ListError, Store

AGE = 10.0
"""Seconds after which a process looks again."""
ALL = "*"
"""The name of the mark for every questionnaire that shares a list; others are named by their ids."""
UNKNOWN = "the list that says whether it is cannot be asked"
log = logging.getLogger("checker")


class Recall:
    """Whether a questionnaire is out of service, as far as this process knows."""

    def __init__(self, store: Store, questionnaire: str, always: bool = False, earlier: str = ALL) -> None:
        """Know nothing yet; ``always`` is the word of the setting, and ``earlier`` is what a re-check follows.

        A re-check builds on that one, so it is out of service with it.
        """
        self._store, self._names, self._always = store, (ALL, questionnaire, earlier), always
        self._lock, self._process, self._looked, self._told = Lock(), 0, 0.0, ""
        self._known: Mapping[str, str] | None = None

    def why(self) -> str:
        """Return since when and why it is out of service; nothing where it is in service. Any thread may ask."""
        if self._always:
            return "CHECKER_RECALLED is set"
        with self._lock:
            if self._process != os.getpid():  # a process that was begun later does not know what this one has learnt
                self._process, self._known, self._looked = os.getpid(), None, -AGE
            if time.monotonic() >= self._looked + AGE:
                self._look()
            return self._words()

    def _look(self) -> None:
        known = self._known or {}
        try:
            found = self._store.marks()
            for name in (name for name, words in known.items() if words and name not in found):
                self._store.mark(name, known[name])  # the list was lost
            self._known = {**known, **found}
        except ListError:
            pass  # said in the log already
        self._looked = time.monotonic()
        if (why := self._words()) != self._told:
            log.warning("%s: %s", self._names[1], f"RECALLED: {why}" if why else "in service again")
            self._told = why

    def _words(self) -> str:
        if self._known is None:
            return UNKNOWN
        return next((words for name in self._names if (words := self._known.get(name))), "")
