"""What a passkey signed elsewhere, for something else, or without seeing who used it, is refused."""

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checker.review.keys import KeyLineError, NotSignedError, key_of
from checker.review.passkeys import Assertion, challenge, check_passkey
from tests.signing import passkey_line, public

STATEMENT = b"I have read this.\n"
OWN = ec.generate_private_key(ec.SECP256R1())


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def line(key: Any = OWN) -> str:
    return passkey_line(b"id", key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def assertion(site: str = "localhost", flags: int = 5, key: Any = OWN, **said: Any) -> Assertion:
    """Return what a browser hands over for a statement, some of it other than it should be."""
    asked = {"type": "webauthn.get", "challenge": text(challenge(STATEMENT)), "origin": "http://localhost:8000", **said}
    client = json.dumps(asked).encode()
    held = hashlib.sha256(site.encode()).digest() + bytes([flags]) + b"\0\0\0\1"
    signed = held + hashlib.sha256(client).digest()
    made = key.sign(signed, ec.ECDSA(SHA256())) if isinstance(key, ec.EllipticCurvePrivateKey) else key.sign(signed)
    return Assertion(client_data=text(client), authenticator_data=text(held), signature=text(made))


def test_a_passkey_signs() -> None:
    check_passkey(assertion(), STATEMENT, [key_of(line())])
    other = ed25519.Ed25519PrivateKey.generate()
    check_passkey(assertion(key=other), STATEMENT, [key_of(line()), key_of(line(other))])


REFUSED = {
    "another statement": (assertion(challenge=text(challenge(b"other"))), "what stands here is not what was signed"),
    "the very text as a challenge": (assertion(challenge=text(STATEMENT)), "what stands here is not what was signed"),
    "a registration": (assertion(type="webauthn.create"), "it was not made for a sign-off"),
    "another origin": (assertion(origin="https://evil.example"), "it was not made for a sign-off"),
    "another site's frame": (assertion(crossOrigin=True), "it was not made for a sign-off"),
    "another site": (assertion(site="evil.example"), "it was made for another site"),
    "nobody touched it": (assertion(flags=4), "did not see who used it"),
    "nobody was recognised": (assertion(flags=1), "did not see who used it"),
    "another key": (assertion(key=ec.generate_private_key(ec.SECP256R1())), "a key that is not this person's"),
    "no JSON": (Assertion(client_data=text(b"{"), authenticator_data="", signature=""), "its signature is broken"),
    "too deep": (Assertion(client_data=text(b"[" * 2900), authenticator_data="", signature=""), "signature is broken"),
    "a list": (Assertion(client_data=text(b"[]"), authenticator_data="", signature=""), "its signature is broken"),
    "no base64": (Assertion(client_data="%", authenticator_data="", signature=""), "its signature is broken"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "why"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused(given: Assertion, why: str) -> None:
    with pytest.raises(NotSignedError, match=why):
        check_passkey(given, STATEMENT, [key_of(line())])


def test_an_ssh_key_in_the_list_is_no_passkey() -> None:
    with pytest.raises(NotSignedError):
        check_passkey(assertion(), STATEMENT, [key_of(public("ada"))])


@pytest.mark.parametrize("written", ["passkey", "passkey a", "passkey aWQ aWQ", "passkey aWQ %%", ""])
def test_a_line_that_is_no_passkey_is_refused(written: str) -> None:
    with pytest.raises(KeyLineError):
        key_of(written)
