"""Did a passkey sign this? It signs in a browser, at ``http://localhost``, and nowhere else.

What a browser hands over is checked as WebAuthn, section 7.2, says: what for, of which text, at which site, by somebody
who was there, and showed that it is theirs. It needs no library but ``cryptography``: browsers give the public key as
they register it (``getPublicKey``), so nothing here reads CBOR.
"""

import hashlib
import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from pydantic import BaseModel, ConfigDict, Field

from checker.phrases import later
from checker.review.keys import NAMESPACE, PASSKEY, Key, NotSignedError, base64url

SITE = "localhost"
"""Where passkeys of a sign-off belong: the reviewer's own machine."""
_PRESENT_AND_VERIFIED = 0b101


class Assertion(BaseModel):
    """What a passkey answers to a challenge, each part as browsers write bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client_data: str = Field(max_length=4000)
    authenticator_data: str = Field(max_length=4000)
    signature: str = Field(max_length=4000)


def challenge(message: bytes) -> bytes:
    """Return what a passkey is asked to sign for a statement."""
    return hashlib.sha256(NAMESPACE.encode() + b"\0" + message).digest()


def check_passkey(given: Assertion, message: bytes, keys: Iterable[Key]) -> None:
    """Raise NotSignedError unless one of these passkeys signed this message as a sign-off."""
    try:
        said, held = base64url(given.client_data), base64url(given.authenticator_data)
        signature = base64url(given.signature)
        asked = json.loads(said)
        answered = base64url(asked["challenge"])
        host = urlsplit(asked["origin"]).hostname
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotSignedError(later("its signature is broken")) from None
    if answered != challenge(message):
        raise NotSignedError(later("what stands here is not what was signed"))
    if asked.get("type") != "webauthn.get" or asked.get("crossOrigin") or host != SITE:
        raise NotSignedError(later("it was not made for a sign-off in the review"))
    if held[:32] != hashlib.sha256(SITE.encode()).digest() or len(held) < 37:
        raise NotSignedError(later("it was made for another site"))
    if held[32] & _PRESENT_AND_VERIFIED != _PRESENT_AND_VERIFIED:
        raise NotSignedError(later("the passkey did not see who used it (a fingerprint, a face or a PIN)"))
    signed = held + hashlib.sha256(said).digest()
    if not any(_made(key, signature, signed) for key in keys if key.kind == PASSKEY):
        raise NotSignedError(
            later("it was made with a key that is not this person's in the list of signers, or was changed")
        )


def _made(key: Key, signature: bytes, signed: bytes) -> bool:
    try:
        match key.public:
            case ed25519.Ed25519PublicKey():
                key.public.verify(signature, signed)
            case ec.EllipticCurvePublicKey():
                key.public.verify(signature, signed, ec.ECDSA(SHA256()))
            case rsa.RSAPublicKey():
                key.public.verify(signature, signed, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
