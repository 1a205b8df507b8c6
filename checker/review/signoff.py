"""Where are the signatures of a questionnaire kept, and the words that were signed?

Signatures stand in ``questions.signoff.yaml`` beside ``questions.yaml``. What was signed stands once for each content
in the folder ``questions.signed``, as plain data that any version of this program reads. Nothing here is trusted:
``standing`` says what a signature is worth, and kept words count only where their fingerprint is what was signed.
"""

import json
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checker.engine.questionnaire import Questionnaire
from checker.review.files import alone, replace
from checker.review.parts import Content, contents, mark, within
from checker.review.statement import Signature, Unkeyed

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of a file of signatures, or of signed words; those of the shipped questionnaire have 0.6 million."""
Kept: TypeAlias = Signature | Unkeyed


class SignoffError(Exception):
    """Signatures that cannot be read, written or counted; the message says where, what and how to mend it."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    signatures: list[Kept] = Field(max_length=1000)


_HEAD = """\
# Who signed this questionnaire, and exactly what they signed. Written by `checker sign`: nothing here can be changed by
# hand, for each signature is of every line that stands with it. Whole signatures may be taken out.
"""
_MEND = "Restore the file, or remove it and run `checker sign` again"


def signoff_file(questions: Path) -> Path:
    """Return where the signatures of a questionnaire's file are kept: questions.signoff.yaml beside questions.yaml."""
    return questions.with_suffix(".signoff.yaml")


def signed_file(questions: Path, everything: str) -> Path:
    """Return where the words of a content are kept that was signed, by the fingerprint of everything."""
    return questions.with_suffix(".signed") / f"{everything[:16]}.json"


def typed(file: Path) -> str:
    """Return a file as one types it on a command line, such as ``'my questions.yaml'``."""
    path = str(file).encode(errors="replace").decode()
    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def kept_signatures(questions: Path) -> tuple[Kept, ...]:
    """Return all that is kept beside a questionnaire's file, none if there is no such file; raise SignoffError."""
    path = signoff_file(questions)
    if not path.exists():
        return ()
    try:
        return tuple(_File.model_validate(yaml.load(_read(path).decode(), yaml.BaseLoader)).signatures)
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(str(step) for step in first["loc"][1:] if step not in ("Signature", "Unkeyed"))
        raise SignoffError(f"{path}: signature {place}: {first['msg']}. {_MEND}") from None
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        raise SignoffError(f"{path}: these signatures cannot be read. {_MEND}") from None


def words_signed(questions: Path, signature: Signature) -> Content | None:
    """Return what was signed, as it was; None where it is not kept, or is not what the signature is of."""
    try:
        found = within(signature.scope, json.loads(_read(signed_file(questions, signature.signed))))
        return found if mark(found) == signature.content else None
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, SignoffError):
        return None


def keep(questions: Path, questionnaire: Questionnaire, signature: Signature) -> Path:
    """Write a signature beside a questionnaire's file, and the words that it is of; return where the signature is.

    It takes the place of an older one that the same person gave in the same capacity for the same scope.
    """
    own = (signature.signer, signature.capacity, signature.scope)
    path, words = signoff_file(questions), signed_file(questions, signature.signed)
    lines = (
        f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}" for name, part in contents(questionnaire).items()
    )
    with alone(path):
        held = [*(each for each in kept_signatures(questions) if _own(each) != own), signature]
        plain = {"signatures": [each.model_dump(mode="json", exclude_defaults=True) for each in held]}
        try:
            words.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise _unwritable(words, error) from None
        _write(words, "{\n" + ",\n".join(lines) + "\n}\n")
        _write(path, _HEAD + yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))
        _drop_unused(words.parent, held)
    return path


def _drop_unused(folder: Path, held: Iterable[Kept]) -> None:
    """Remove the words that no signature is of any more."""
    used = {each.signed[:16] for each in held if isinstance(each, Signature)}
    for file in folder.glob(f"{'[0-9a-f]' * 16}.json"):
        if file.stem not in used:
            file.unlink()


def _own(kept: Kept) -> tuple[str, str, str] | None:
    return (kept.signer, kept.capacity, kept.scope) if isinstance(kept, Signature) else None


def _read(path: Path) -> bytes:
    if not path.is_file():  # a pipe would be waited for, and a device never ends
        raise SignoffError(f"{path}: this is no file. Name one, or remove it")
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise SignoffError(f"{path}: this file is larger than {MOST_BYTES} bytes. Remove old signatures")
    return raw


def _write(path: Path, text: str) -> None:
    """Put a file in the place of another at once; raise SignoffError for a link, which may lead anywhere."""
    if path.is_symlink():
        raise SignoffError(
            f"{path}: this is a link, and what is signed is written to no other place. Name the file itself"
        )
    try:
        replace(path, text)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> SignoffError:
    return SignoffError(f"{path}: cannot be written ({error.strerror}). Choose a folder that you may write")


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as a block, as OpenSSH does."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
