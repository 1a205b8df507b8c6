"""Signing with a passkey, in the browser of whoever reviews. Registering one here only shows its line for the list.

A passkey belongs to a site, and this one is ``localhost``. Nothing is remembered between the two steps: what is signed
is made anew from what was chosen, and has to be what the passkey signed.
"""

import base64
import datetime
from dataclasses import dataclass, replace
from typing import cast, get_args

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from checker.phrases import phrase
from checker.review import signing
from checker.review.keys import PASSKEY
from checker.review.obstacles import Failing
from checker.review.pages import sheet
from checker.review.parts import HELP, scopes
from checker.review.passkeys import SITE, Assertion, challenge
from checker.review.signers import Signer, load_signers
from checker.review.signoff import SignoffError, keep
from checker.review.standing import judge, today
from checker.review.statement import Capacity, Signature
from checker.web.desk import asset, this_desk
from checker.web.headers import see
from checker.web.review_pages import at, this_review

pages = Blueprint("passkey", __name__)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a passkey is asked to sign."""

    statement: str
    challenge: str
    passkeys: str
    """The ids of the passkeys of whoever signs."""


@pages.get("/passkey")
def choose() -> ResponseReturnValue:
    """Show how to make a passkey, and what can be signed with one."""
    if request.host.partition(":")[0] != SITE:
        return see(request.url.replace(request.host.partition(":")[0], SITE, 1))
    return _page()


@pages.post("/passkey")
def offer() -> ResponseReturnValue:
    """Show what is to be signed, whole."""
    try:
        signer, unsigned = _unsigned()
    except SignoffError as error:
        return _page(problem=str(error)), 422
    ids = [_text(key.held) for key in signer.held if key.kind == PASSKEY]
    asked = challenge(unsigned.statement.encode())
    return _page(offered=Offered(unsigned.statement, _text(asked), " ".join(ids)))


@pages.post("/passkey/signed")
def signed() -> ResponseReturnValue:
    """Keep a signature, once it is found to be of exactly this."""
    desk, questionnaire = this_desk(), this_review().material.questionnaire
    try:
        _, unsigned = _unsigned()
        given = {name: request.form.get(name, "") for name in Assertion.model_fields}
        whole = unsigned.model_copy(update={"passkey": Assertion.model_validate(given)})
        listed = load_signers(desk.file, desk.signers)
        if why := judge(questionnaire, desk.file, [whole], listed, Failing()).judged[0].forged:
            raise SignoffError(phrase("This was not signed: %(why)s.", why=why))
        keep(desk.file, questionnaire, whole)
    except SignoffError as error:
        return _page(problem=str(error)), 422
    except ValidationError:
        return _page(problem=phrase("The browser sent no signature. Try again.")), 422
    return see(at("review.part", name="signoff"))


def _unsigned() -> tuple[Signer, Signature]:
    """Return who signs, and what; raise SignoffError where they cannot."""
    desk, material, form = this_desk(), this_review().material, request.form
    signer = load_signers(desk.file, desk.signers).by_id.get(form.get("signer", ""))
    if signer is None:
        raise SignoffError(phrase("Choose who signs, of those whom the list of signers has."))
    scope, written = form.get("scope", ""), form.get("capacity", "")
    chosen = cast(Capacity, written) if written in get_args(Capacity) else None
    capacity = signing.capacity_of(signer, scope, chosen)
    found = replace(material.signoffs, failing=material.failing if scope != HELP else Failing())
    if refused := list(signing.refusals(material.questionnaire, desk.file, found, scope)):
        raise SignoffError("\n".join(refused))
    last = _day(form.get("review_by", ""))
    return signer, signing.prepare(material.questionnaire, signer, scope, capacity, today(), last, form.get("note", ""))


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise SignoffError(phrase("Write a day, such as 2027-06-30.")) from None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _page(offered: Offered | None = None, problem: str = "") -> str:
    desk, material = this_desk(), this_review().material
    listed = load_signers(desk.file, desk.signers).signers
    return sheet(
        "review/passkey.html",
        material=material,
        questionnaire=material.questionnaire,
        signers=[each for each in listed if any(key.kind == PASSKEY for key in each.held)],
        scopes=scopes(material.questionnaire),
        chosen=request.form,
        last=today() + signing.YEAR,
        offered=offered,
        problem=problem,
        back=at("review.part", name="signoff"),
        offer=at("passkey.offer"),
        signed=at("passkey.signed"),
        asset=asset,
    )
