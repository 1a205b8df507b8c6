"""Signatures of every kind of SSH key are checked without OpenSSH, those of security keys too."""

import base64
import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checker.review.keys import NAMESPACE, NotSignedError, check_ssh, key_of

MESSAGE = b"I have read this.\n"


def string(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + raw


def armoured(held: bytes, signature: bytes, hashed: bytes = b"sha512", reserved: bytes = b"") -> str:
    raw = b"SSHSIG\0\0\0\1" + b"".join(map(string, (held, NAMESPACE.encode(), reserved, hashed, signature)))
    return f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(raw).decode()}\n-----END SSH SIGNATURE-----\n"


def to_sign(hashed: bytes = b"sha512", reserved: bytes = b"") -> bytes:
    digest = hashlib.new(hashed.decode(), MESSAGE).digest()
    return b"SSHSIG" + b"".join(map(string, (NAMESPACE.encode(), reserved, hashed, digest)))


def ecdsa(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    numbers = decode_dss_signature(key.sign(data, ec.ECDSA(SHA256())))
    return b"".join(string(number.to_bytes(33, "big")) for number in numbers)


def security_key(kind: str, flags: int = 1) -> tuple[str, str]:
    """Return the line of a security key, and what it makes of the message."""
    application, counter = b"ssh:", bytes([flags]) + b"\0\0\0\7"
    data = hashlib.sha256(application).digest() + counter + hashlib.sha256(to_sign()).digest()
    key: Any
    if "ed25519" in kind:
        key = ed25519.Ed25519PrivateKey.generate()
        raw = key.sign(data)
        parts = [kind.encode(), key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)]
    else:
        key = ec.generate_private_key(ec.SECP256R1())
        raw = ecdsa(key, data)
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        parts = [kind.encode(), b"nistp256", point]
    held = b"".join(map(string, [*parts, application]))
    return f"{kind} {base64.b64encode(held).decode()}", armoured(held, string(kind.encode()) + string(raw) + counter)


SECURITY_KEYS = ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"]


@pytest.mark.parametrize("kind", SECURITY_KEYS)
def test_a_security_key_that_was_touched_signs(kind: str) -> None:
    line, made = security_key(kind)
    check_ssh(made, MESSAGE, [key_of(line)])
    with pytest.raises(NotSignedError, match="not what was signed"):
        check_ssh(made, b"other", [key_of(line)])


@pytest.mark.parametrize("kind", SECURITY_KEYS)
def test_a_security_key_that_nobody_touched_is_refused(kind: str) -> None:
    line, made = security_key(kind, flags=0)
    with pytest.raises(NotSignedError, match="not what was signed"):
        check_ssh(made, MESSAGE, [key_of(line)])


KEY = rsa.generate_private_key(65537, 2048)
LINE = KEY.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
HELD = base64.b64decode(LINE.split()[1])


def by_rsa(kind: bytes = b"rsa-sha2-512", **more: bytes) -> str:
    raw = KEY.sign(to_sign(**more), padding.PKCS1v15(), SHA512() if kind.endswith(b"512") else SHA256())
    return armoured(HELD, string(kind) + string(raw), **more)


def test_rsa_signs_by_sha_2_alone() -> None:
    check_ssh(by_rsa(), MESSAGE, [key_of(LINE)])
    check_ssh(by_rsa(b"rsa-sha2-256", hashed=b"sha256"), MESSAGE, [key_of(LINE)])
    with pytest.raises(NotSignedError):
        check_ssh(by_rsa(b"ssh-rsa"), MESSAGE, [key_of(LINE)])


@pytest.mark.parametrize("more", [{"hashed": b"sha1"}, {"hashed": b"md5"}, {"reserved": b"x"}], ids=str)
def test_another_digest_and_anything_reserved_is_refused(more: dict[str, bytes]) -> None:
    with pytest.raises(NotSignedError, match="its signature is broken"):
        check_ssh(by_rsa(**more), MESSAGE, [key_of(LINE)])


BROKEN = {
    "empty": "",
    "no armour": "yes",
    "words around it": f"x\n{by_rsa()}",
    "no base64": by_rsa().replace("U1NI", "%%%%"),
    "cut off": by_rsa()[:200],
    "huge": "-----BEGIN SSH SIGNATURE-----\n" + "A" * 100_000 + "\n-----END SSH SIGNATURE-----\n",
    "another magic": armoured(HELD, b"").replace("U1NIU0lH", "U1NIU0lI"),
    "lengths that lie": armoured(HELD, b"\xff\xff\xff\xff"),
}


@pytest.mark.parametrize("written", BROKEN.values(), ids=BROKEN)
def test_what_is_no_signature_is_refused(written: str) -> None:
    with pytest.raises(NotSignedError):
        check_ssh(written, MESSAGE, [key_of(LINE)])
