"""How does a person come back? By the file that they saved, which is read for this request only, or by their paper.

Nothing of a file is kept but the answers that the re-check knows from it: sealed, in the address of the first question.
"""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from checker.engine.earlier import earlier_answers
from checker.fhir.saved_file import OtherVersionError, UnreadableError, before
from checker.web.headers import see
from checker.web.links import link, themed_address
from checker.web.mounts import language, served
from checker.web.patient_views import begun

pages = Blueprint("again", __name__)

OPEN = "again.open"
"""The page to which a saved file is sent."""
MOST_BYTES = 256 * 1024
"""Bytes that such a file may have with its form: less than what a server would keep on a disk while it reads."""


@pages.post("/open")
def open() -> ResponseReturnValue:
    """Begin with what a saved file answers; say so where it cannot be read, whatever was sent."""
    here = served()
    try:
        if not (file := request.files.get("file")):
            return _sorry("no_file")
        known = before(file.read(), *filter(None, (here.earlier, here.questionnaire)))
    except OtherVersionError:
        return _sorry("other_version")
    except (UnreadableError, RequestEntityTooLarge):
        return _sorry("not_opened")
    return see(link(begun(earlier_answers(here.questionnaire, known))))


def _sorry(kind: str) -> ResponseReturnValue:
    return see(themed_address("patient.sorry", kind=kind, lang=language()))
