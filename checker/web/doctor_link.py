"""How does a person show a result to a doctor? By a code, which the doctor's own system scans: a SMART Health Link.

In it are an address that holds the answers, sealed for minutes, and a key. Whoever asks the address gets what that key
opens. Nothing of it is kept, and nobody sends the key: the server makes it once more of what is sealed.
"""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import segno
from flask import Blueprint, Response, abort
from joserfc import jwe
from joserfc.jwk import OctKey
from markupsafe import Markup

from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.privacy import redact
from checker.explain.then_and_now import compared
from checker.fhir.handover import handover
from checker.fhir.response import text
from checker.web.journeys import is_ended, resume
from checker.web.language_choice import name_in
from checker.web.links import ways
from checker.web.mounts import language, page_address, reached, served, site
from checker.web.record_views import FORMS, even, whole_result, words_in
from checker.web.rendering import draw
from checker.web.result_page import compose
from checker.web.short_token import LIFE, Short, lengthened, shortened
from checker.web.token import ExpiredError, State

pages = Blueprint("doctor", __name__)


@pages.get("/c/<token>/doctor")
def show(token: str) -> str:
    """Show the code of a whole result, with who can read it and until when."""
    state = resume(token)
    journey, guidance = whole_result(state)
    reached("doctor")
    short = shortened(served().sealer, state)
    return draw(
        "doctor.html",
        code=Markup(picture(link(short))),
        page=compose(journey, guidance, language(), lambda _: ""),
        compared=compared(redact(journey, guidance)[0]),
        until=datetime.fromtimestamp(short.until, UTC),
        left=timedelta(seconds=LIFE),
        **_beside(state),
    )


@pages.get("/c/<token>/over")
def over(token: str) -> str:
    """Say that the code is over, and how to have a new one."""
    state = resume(token)
    whole_result(state)  # else nothing was ever shown
    return draw("doctor.html", **_beside(state))


def _beside(state: State) -> dict[str, object]:
    return {**ways(state), "back": "./#q", "languages": [(code, f"in/{code}/doctor") for code in served().languages]}


def link(short: Short) -> str:
    """Return the SMART Health Link whose address answers with one encrypted file, until it is over."""
    payload = {
        "url": f"{site()}{page_address('doctor.answer', sealed=short.token)}",
        "key": _letters(short.key),
        "exp": short.until,
        "flag": "U",
    }
    return f"shlink:/{_letters(json.dumps(payload, separators=(',', ':')).encode())}"


def _letters(plain: bytes) -> str:
    return urlsafe_b64encode(plain).decode().rstrip("=")


def picture(words: str) -> str:
    """Return words as a QR code of error level M, dark on light in every theme, with the margin that readers need."""
    code = segno.make_qr(words, error="m", boost_error=False)
    return str(code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None))


@pages.get("/s/<sealed>")
def answer(sealed: str) -> Response:
    """Send what a code leads to, encrypted for the key in it; 404 once it is over or its journey has ended."""
    try:
        state, key = lengthened(served().sealer, sealed)
    except ExpiredError:
        abort(404)
    if is_ended(state):
        abort(404)
    return Response(encrypted(_written(state), key), content_type="application/jose")


def _written(state: State) -> bytes:
    """Return what a doctor's system reads, in the first language of the questionnaire: doctors read that one."""
    journey, guidance = whole_result(state)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    words = _text(state, journey, guidance, moment)
    bundle = handover(journey, guidance, words, moment, served().settings.fhir_base)
    return even(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")))


def _text(state: State, journey: Journey, guidance: Guidance, moment: str) -> str:
    first, read_in = served().languages[0], served().language(state.language)
    words = words_in(first)
    said = [words.gettext("Patient-reported, not verified."), words.gettext("This is not a diagnosis.")]
    if state.for_other:
        said.append(words.gettext("Answered by someone else for the patient."))
    if read_in in served().questionnaire.drafts:
        name = name_in(read_in, first)
        said.append(words.gettext("The patient read a draft translation: %(language)s.") % {"language": name})
    return "\n".join([*said, "", text(journey, guidance, first, moment, words, words)])


def encrypted(plain: bytes, key: bytes) -> str:
    """Return a FHIR resource as a compact JWE for a key of 32 bytes."""
    header = {"alg": "dir", "enc": "A256GCM", "cty": FORMS["fhir"].type}
    return jwe.encrypt_compact(header, plain, OctKey.import_key(key))
