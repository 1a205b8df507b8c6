"""People who sign in tests: with keys of their own, in a list beside the questionnaire, as OpenSSH would."""

import base64
import datetime
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checker.authoring import load
from checker.review.keys import NAMESPACE, PASSKEY
from checker.review.signers import Signer, load_signers, signers_file
from checker.review.signing import prepare
from checker.review.signoff import keep
from checker.review.statement import Signature

DAY = datetime.date.today()
PEOPLE = {
    "ada": ("Ada Test", "physical therapist", "clinician"),
    "bea": ("Bea Test", "mechanic", "author"),
    "hal": ("Hal Test", "nurse", "help"),
    "cy": ("Cy Test", "tester", "author, clinician"),
}
KEYS = {name: Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()) for name in PEOPLE}
"""Keys of nobody, the same in every run."""


def public(name: str) -> str:
    return KEYS[name].public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def passkey_line(credential: bytes, public: bytes) -> str:
    """Return the line of a passkey, of its id and its public key as browsers give it (SubjectPublicKeyInfo)."""
    return " ".join((PASSKEY, *(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (credential, public))))


def entry(who: str, /, **other: str) -> str:
    """Return what the list says of somebody."""
    called, role, may = PEOPLE[who]
    said = {"id": who, "name": called, "role": role, "may": f"[{may}]", "keys": f"[{public(who)}]", **other}
    return "\n".join(f"  {'-' if key == 'id' else ' '} {key}: {value}" for key, value in said.items())


def list_signers(questions: Path, *entries: str) -> Path:
    """Write a list, of everybody unless others are given."""
    file = signers_file(questions)
    file.write_text("signers:\n" + "\n".join(entries or map(entry, PEOPLE)) + "\n", encoding="utf-8")
    return file


def made(message: str, key: Ed25519PrivateKey, namespace: str = NAMESPACE) -> str:
    """Return a signature as ``ssh-keygen -Y sign`` makes it."""
    wire = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[1]
    head = [namespace.encode(), b"", b"sha512"]
    signed = key.sign(b"SSHSIG" + _strings([*head, hashlib.sha512(message.encode()).digest()]))
    raw = b"SSHSIG\0\0\0\1" + _strings([base64.b64decode(wire), *head, _strings([b"ssh-ed25519", signed])])
    text = base64.b64encode(raw).decode()
    lines = (text[at : at + 70] for at in range(0, len(text), 70))
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def _strings(parts: Iterable[bytes]) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def signature(questions: Path, name: str, scope: str = "all", capacity: str = "", **more: Any) -> Signature:
    """Return somebody's signature of a file, by the list beside it."""
    given = {"date": DAY, **more}
    unsigned = prepare(load(questions), _listed(questions, name), scope, capacity or PEOPLE[name][2], **given)  # type: ignore[arg-type]
    return unsigned.model_copy(update={"ssh": made(unsigned.statement, KEYS[name])})


def _listed(questions: Path, name: str) -> Signer:
    return load_signers(questions).by_id[name]


def signed(questions: Path, *names: str, **more: Any) -> Path:
    """Sign a file: as an author, a clinician and for its help, unless others are named."""
    if not signers_file(questions).exists():
        list_signers(questions)
    for name in names or ("bea", "ada", "hal"):
        keep(questions, load(questions), signature(questions, name, "help" if name == "hal" else "all", **more))
    return questions
