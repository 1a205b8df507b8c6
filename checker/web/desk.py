"""What does a reviewer work on, on a machine of their own? A file, its notes, and who is reading.

The pages here write files of whoever runs them, so they answer nobody else: neither a site under a name of its own that
leads to this machine, nor a form that another site sent.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import NamedTuple, cast

from flask import Flask, abort, current_app, request, url_for

from checker.authoring import load
from checker.authoring.problems import SourceText
from checker.authoring.translations import beside
from checker.engine.questionnaire import Questionnaire
from checker.evidence.population import Population
from checker.ops import seeds
from checker.ops.seeds import Keys
from checker.review.material import Material
from checker.review.notes import read_notes
from checker.review.obstacles import Failing
from checker.review.pages import work_on
from checker.review.reading import Work
from checker.review.signers import signers_file
from checker.review.signoff import signoff_file
from checker.review.standing import read_signoffs
from checker.web.review_pages import Reviewed
from checker.web.token import sealer


class _Held(NamedTuple):
    """What the files hold that pages are made from."""

    source: bytes
    translations: tuple[SourceText, ...]
    signatures: tuple[bytes, ...]
    """Signatures, and who may sign."""


@dataclass(slots=True, eq=False)
class Desk:
    """What is worked on."""

    file: Path
    """The questionnaire, read again as soon as it differs."""
    notes_file: Path
    reviewer: str = ""
    """Who works here; empty until it is known."""
    older: Questionnaire | None = None
    population: Population | None = None
    signers: Path | None = None
    """The list of who may sign, where it does not stand beside the file."""
    keys: Keys = field(default_factory=lambda: seeds.keys(()))
    _found: tuple[_Held, Reviewed] | None = None
    _alone: Lock = field(default_factory=Lock)

    def reviewed(self) -> Reviewed:
        """Return what the file says by now, worked out anew only where it differs; raise LoadError for mistakes.

        Raise SignoffError for signatures that cannot be read, and OSError for a file that cannot be read.
        """
        with self._alone:
            kept = (signoff_file(self.file), signers_file(self.file, self.signers))
            held = _Held(
                self.file.read_bytes(),
                tuple(beside(self.file)),
                tuple(file.read_bytes() if file.is_file() else b"" for file in kept),
            )
            if self._found is None or self._found[0] != held:
                self._found = (held, self._read(held))
            return self._found[1]

    def _read(self, held: _Held) -> Reviewed:
        if self._found and self._found[0][:2] == held[:2]:  # another signature changes nothing of what is proved
            before = self._found[1]
            kept = read_signoffs(before.material.questionnaire, self.file, Failing(), self.signers)
            return replace(before, material=replace(before.material, signoffs=kept, proof=before.material.proved))
        questionnaire = load(self.file)
        kept = read_signoffs(questionnaire, self.file, Failing(), self.signers)
        material = Material(
            questionnaire,
            kept,
            self.older,
            held.source,
            self.file,
            population=self.population,
            translations=held.translations,
        )
        return Reviewed(material, sealer(questionnaire, self.keys, "review"), asset, self.work)

    def work(self, material: Material) -> Work:
        """Return how far whoever reads is: under the name that the page was shown to, or else whoever works here."""
        work = work_on(material, read_notes(self.notes_file, material.questionnaire))
        only = work.reviewers if len(work.reviewers) == 1 else ("",)
        return replace(work, reviewer=one_name(request.values.get("reader", "")) or self.reviewer or only[0])


def one_name(said: str) -> str:
    """Return a name as it is kept."""
    return " ".join(said.split())[:200]


def install(app: Flask, desk: Desk) -> None:
    """Let the pages of an app work on this."""
    app.extensions["checker_desk"] = desk


def this_desk() -> Desk:
    """Return what is worked on in the app of this request."""
    return cast(Desk, current_app.extensions["checker_desk"])


def asset(name: str) -> str:
    """Return the address of a static file."""
    return url_for("static", filename=name)


_HOST = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]{1,5})?")


def refuse_strangers() -> None:
    """Refuse whoever asks for another host than this machine, and a form that no page of this very app sent."""
    if not _HOST.fullmatch(request.host):
        abort(403)
    if request.method in ("GET", "HEAD"):
        return
    said = request.headers.get("Sec-Fetch-Site")
    ours = said == "same-origin" if said else request.headers.get("Origin") == f"http://{request.host}"
    if not ours:
        abort(403)
