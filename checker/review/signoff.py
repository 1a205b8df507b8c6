"""Who vouches for exactly this content?

A signature holds the fingerprints of all parts (``parts``), so it says which of them changed since.
"""

import datetime
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from checker.engine.questionnaire import Questionnaire
from checker.review.obstacles import Failing
from checker.review.parts import fingerprint, fingerprints

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of a file of signatures; one signature of the shipped questionnaire takes about 15,000."""

Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f<>]*\S[^\x00-\x1f\x7f<>]*$")]


class SignoffError(Exception):
    """Signatures that cannot be read or written; the message says where, what and how to mend it."""


class Signature(BaseModel):
    """One person's word that they reviewed exactly this content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    role: Line
    date: datetime.date
    note: str = Field("", max_length=2000)
    questionnaire: Line
    version: Line
    content: str
    """The fingerprint of everything."""
    parts: dict[str, str]
    """The fingerprint of each part, by what it is: ``question age``, ``order of rules``."""


# Signatures ------------------------------------------------------------------------------------------------------


def sign(questionnaire: Questionnaire, name: str, role: str, date: datetime.date, note: str = "") -> Signature:
    """Return a signature for exactly this content; raise SignoffError where name, role or note cannot be used."""
    try:
        return Signature(
            name=name.strip(),
            role=role.strip(),
            date=date,
            note=note.strip(),
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            content=fingerprint(questionnaire),
            parts=fingerprints(questionnaire),
        )
    except ValidationError as error:
        where = sorted({str(problem["loc"][0]) for problem in error.errors()})
        raise SignoffError(f"{' and '.join(where)}: write one line of 1 to 200 characters, without < and >") from None


def exact(questionnaire: Questionnaire, signatures: Iterable[Signature]) -> Signature | None:
    """Return the latest signature that is for exactly this content, whether or not it stands."""
    mark = fingerprint(questionnaire)
    return latest(signature for signature in signatures if signature.content == mark)


def standing(questionnaire: Questionnaire, signatures: Iterable[Signature], failing: Failing) -> Signature | None:
    """Return the latest signature that is for exactly this content; none while anything in it fails."""
    return None if failing else exact(questionnaire, signatures)


def reused(questionnaire: Questionnaire, signatures: Iterable[Signature]) -> Signature | None:
    """Return the latest signature that is for other content of this questionnaire under the very same version."""
    name, mark = (questionnaire.id, questionnaire.version), fingerprint(questionnaire)
    return latest(each for each in signatures if (each.questionnaire, each.version) == name and each.content != mark)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """What a signature no longer covers, by what each part is."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything is no longer covered."""
        return bool(self.changed or self.added or self.removed)


def unsigned(questionnaire: Questionnaire, signature: Signature) -> Unsigned:
    """Return which parts changed since a signature, in the order of the questionnaire."""
    now, then = fingerprints(questionnaire), signature.parts
    return Unsigned(
        tuple(name for name in now if name in then and now[name] != then[name]),
        tuple(name for name in now if name not in then),
        tuple(name for name in then if name not in now),
    )


def latest(signatures: Iterable[Signature]) -> Signature | None:
    """Return the latest signature of all, of whatever content; of one day, the one written last."""
    return max(reversed(list(signatures)), key=lambda signature: signature.date, default=None)


MOST_NAMED = 12
"""Parts that a message names; `checker review` names all."""


def require(questionnaire: Questionnaire, questions: Path, failing: Failing) -> Signature:
    """Return the signature that stands for exactly this content; raise SignoffError if there is none."""
    kept = signatures(questions)
    if found := standing(questionnaire, kept, failing):
        return found
    raise SignoffError("\n".join(_missing(questionnaire, questions, kept, failing)))


def _missing(
    questionnaire: Questionnaire, questions: Path, kept: tuple[Signature, ...], failing: Failing
) -> Iterator[str]:
    """Yield why no signature stands, and what to do."""
    if exact(questionnaire, kept) is None:
        last = latest(kept)
        since = (
            f"Since {last.name} signed on {last.date} these differ: {differing(questionnaire, last)}. " if last else ""
        )
        yield (
            f"{questions}: nobody has signed exactly this content. {since}Have a clinician read what `checker review` "
            f"writes, and run `checker sign {typed(questions)} --name ... --role ...`"
        )
    if failing:
        yield f"{questions}: no signature stands while {failing}:"
        yield from (f"  {line}" for line in failing.lines)
        yield "`checker check`, `checker prove` and `checker cases` show more. Mend it, and have it signed"


def differing(questionnaire: Questionnaire, signature: Signature) -> str:
    """Return the parts that differ from what was signed, as many as one reads."""
    gone = unsigned(questionnaire, signature)
    parts = [*gone.changed, *gone.added, *gone.removed]
    more = f" and {len(parts) - MOST_NAMED} more" if parts[MOST_NAMED:] else ""
    return f"{', '.join(parts[:MOST_NAMED])}{more}"


# The file --------------------------------------------------------------------------------------------------------

_HEAD = """\
# Who reviewed this questionnaire, and exactly what they saw. Written by `checker sign`; do not edit by hand.
# A signature stands for as long as every fingerprint is the same. Comments and line breaks may change, content may not.
"""
_SIGNATURES = TypeAdapter(list[Signature])


def signoff_file(questions: Path) -> Path:
    """Return where the signatures of a questionnaire's file are kept: questions.signoff.yaml beside questions.yaml."""
    return questions.with_suffix(".signoff.yaml")


def typed(file: Path) -> str:
    """Return a file as one types it on a command line, such as ``'my questions.yaml'``."""
    path = str(file).encode(errors="replace").decode()
    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def signatures(questions: Path) -> tuple[Signature, ...]:
    """Return the signatures beside a questionnaire's file, none if there is no such file; raise SignoffError."""
    path = signoff_file(questions)
    if not path.exists():
        return ()
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise SignoffError(f"{path}: this file is larger than {MOST_BYTES} bytes. Remove old signatures")
        held = yaml.load(raw.decode(), yaml.BaseLoader)
        return tuple(_SIGNATURES.validate_python(held["signatures"]))
    except ValidationError as error:
        place = " ".join(map(str, error.errors()[0]["loc"]))
        raise SignoffError(f"{path}: signature {place}: {error.errors()[0]['msg']}. {_MEND}") from None
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, RecursionError):
        raise SignoffError(f"{path}: these signatures cannot be read. {_MEND}") from None


_MEND = "Restore the file, or remove it and run `checker sign` again"


def keep(questions: Path, signature: Signature) -> Path:
    """Write a signature beside a questionnaire's file, in place of an older one of the same person; return where."""
    others = [s for s in signatures(questions) if (s.name, s.role) != (signature.name, signature.role)]
    held = {"signatures": _SIGNATURES.dump_python([*others, signature], mode="json")}
    path = signoff_file(questions)
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(_HEAD + yaml.safe_dump(held, sort_keys=False, allow_unicode=True, width=110), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise SignoffError(
            f"{path}: cannot be written ({error.strerror}). Choose a folder that you may write"
        ) from None
    return path
