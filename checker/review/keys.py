"""Whose key is this, and did it make this signature?

A key is one line of text: what stands in an OpenSSH file that ends in ``.pub``, or a passkey as the review shows it.
A signature is what ``ssh-keygen -Y sign`` writes (SSHSIG, PROTOCOL.sshsig of OpenSSH); it is checked here without it.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_ssh_public_key,
)

from checker.phrases import later

NAMESPACE = "condition-checker-signoff"
"""What a signature says that it is for: one of a commit or of a file is none of a sign-off."""
PASSKEY = "passkey"
"""How the line of a passkey begins."""
FEWEST_BITS = 2048
"""Bits of an RSA key."""
_CURVES: dict[str, tuple[type[ec.EllipticCurve], HashAlgorithm]] = {
    "ecdsa-sha2-nistp256": (ec.SECP256R1, SHA256()),
    "sk-ecdsa-sha2-nistp256@openssh.com": (ec.SECP256R1, SHA256()),
    "ecdsa-sha2-nistp384": (ec.SECP384R1, SHA384()),
    "ecdsa-sha2-nistp521": (ec.SECP521R1, SHA512()),
}
_RSA: dict[bytes, HashAlgorithm] = {b"rsa-sha2-256": SHA256(), b"rsa-sha2-512": SHA512()}
KINDS = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com", *_CURVES, "ssh-rsa", PASSKEY)
"""Which keys may sign."""
Public: TypeAlias = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class KeyLineError(ValueError):
    """A line that is no key that may sign; the message says why and what to write."""


class NotSignedError(Exception):
    """A signature that is none of this; the message says why."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key of somebody who may sign."""

    kind: str
    public: Public
    held: bytes
    """An SSH key as signatures name it; the id of a passkey."""

    @property
    def same(self) -> bytes:
        """What two lines of one key have in common, whatever else they say."""
        return self.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def key_of(line: str) -> Key:
    """Return the key of a line; raise KeyLineError where it is none that may sign."""
    kind, *rest = line.split(maxsplit=2)[:2] or [""]
    if "PRIVATE KEY" in line:
        raise KeyLineError("this is a private key, which nobody else may have. Make a new one, and write its .pub file")
    if kind not in KINDS:
        raise KeyLineError(f"'{kind[:40]}' is no kind of key that may sign. Write the line of a .pub file: {_EXAMPLE}")
    try:
        return _passkey(line) if kind == PASSKEY else _ssh(kind, rest[0])
    except (ValueError, IndexError, UnsupportedAlgorithm) as error:
        if isinstance(error, KeyLineError):
            raise
        raise KeyLineError(f"this {kind} key is broken. Copy the whole line of the .pub file: {_EXAMPLE}") from None


_EXAMPLE = "ssh-ed25519 AAAAC3... (`ssh-keygen -t ed25519` makes one)"


def _ssh(kind: str, written: str) -> Key:
    public = load_ssh_public_key(f"{kind} {written}".encode())
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < FEWEST_BITS:
        raise KeyLineError(
            f"an RSA key of {public.key_size} bits is too weak. Use one of {FEWEST_BITS} or more, or {_EXAMPLE}"
        )
    if not isinstance(public, Public):
        raise ValueError
    return Key(kind, public, base64.b64decode(written, validate=True))


def _passkey(line: str) -> Key:
    _, credential, written, *_comment = line.split(maxsplit=3)
    public = load_der_public_key(base64url(written))
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < FEWEST_BITS:
        raise KeyLineError(f"an RSA key of {public.key_size} bits is too weak. Make another passkey")
    if not isinstance(public, Public):
        raise ValueError
    return Key(PASSKEY, public, base64url(credential))


def base64url(text: str) -> bytes:
    """Return the bytes of a text as browsers write it; raise ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


# SSHSIG ----------------------------------------------------------------------------------------------------------

_ARMOUR = re.compile(r"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]{1,8000})\n-----END SSH SIGNATURE-----\n?")
_BEGIN = b"SSHSIG\0\0\0\1"
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}


def check_ssh(written: str, message: bytes, keys: Iterable[Key]) -> None:
    """Raise NotSignedError unless one of these keys signed this message as a sign-off."""
    public, namespace, reserved, hashed, signature = _opened(written)
    if namespace != NAMESPACE.encode():
        purpose = namespace[:40].decode(errors="replace")
        raise NotSignedError(later("it was made for '%(purpose)s', not for a sign-off", purpose=purpose))
    if (key := next((key for key in keys if key.held == public), None)) is None:
        raise NotSignedError(later("it was made with a key that is not this person's in the list of signers"))
    if reserved or hashed not in _HASHES:
        raise NotSignedError(_BROKEN)
    digest = _HASHES[hashed](message).digest()
    signed = b"SSHSIG" + b"".join(map(_string, (namespace, reserved, hashed, digest)))
    try:
        _verify(key, signature, signed)
    except (InvalidSignature, ValueError):
        raise NotSignedError(later("what stands here is not what was signed, or the signature was changed")) from None


_BROKEN = later("its signature is broken")


def _opened(written: str) -> list[bytes]:
    """Return what a signature holds: public key, namespace, nothing, kind of digest, signature."""
    try:
        raw = base64.b64decode((_ARMOUR.fullmatch(written) or [""] * 2)[1].replace("\n", ""), validate=True)
        held = _strings(raw.removeprefix(_BEGIN), 5)
    except (ValueError, binascii.Error):
        raise NotSignedError(_BROKEN) from None
    if not raw.startswith(_BEGIN) or held[5]:
        raise NotSignedError(_BROKEN)
    return held[:5]


def _verify(key: Key, signature: bytes, signed: bytes) -> None:
    """Raise InvalidSignature or ValueError unless this is a signature by a key."""
    kind, raw, rest = _strings(signature, 2)
    if key.kind.startswith("sk-"):  # a security key signs more, and says whether somebody touched it
        if len(rest) != 5 or not rest[0] & 1:
            raise ValueError
        application = _strings(key.held, 4 if "ecdsa" in key.kind else 3)[-2]
        signed, rest = hashlib.sha256(application).digest() + rest + hashlib.sha256(signed).digest(), b""
    if rest or (kind not in _RSA if key.kind == "ssh-rsa" else kind != key.kind.encode()):
        raise ValueError
    match key.public:
        case ed25519.Ed25519PublicKey():
            key.public.verify(raw, signed)
        case ec.EllipticCurvePublicKey():
            r, s, _ = _strings(raw, 2)
            dss = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
            key.public.verify(dss, signed, ec.ECDSA(_CURVES[key.kind][1]))
        case rsa.RSAPublicKey():
            key.public.verify(raw, signed, padding.PKCS1v15(), _RSA[kind])


def _strings(data: bytes, count: int) -> list[bytes]:
    """Return so many strings as SSH writes them, and what comes after; raise ValueError where there are not so many."""
    found: list[bytes] = []
    for _ in range(count):
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < end:
            raise ValueError
        found, data = [*found, data[4:end]], data[end:]
    return [*found, data]


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
