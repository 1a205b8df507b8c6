"""Who vouches for exactly this content?

A signature holds fingerprints of what people read and of what the rules mean, not of the file's bytes: comments, line
breaks and quotation marks may change, a word, a point, a rule or an order may not.
"""

import datetime
import hashlib
import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Has, Is
from checker.engine.questionnaire import Part, Questionnaire, Section, Text
from checker.review.obstacles import Failing

Plain: TypeAlias = str | int | float | list["Plain"] | dict[str, "Plain"] | None
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


# Fingerprints ----------------------------------------------------------------------------------------------------


def fingerprint(questionnaire: Questionnaire) -> str:
    """Return the fingerprint of everything that a questionnaire says and means."""
    return _digest({name: _digest(_plain(part, questionnaire)) for name, part in _parts(questionnaire)})


def fingerprints(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the fingerprint of each part of a questionnaire, by what the part is."""
    return {name: _digest(_plain(part, questionnaire))[:16] for name, part in _parts(questionnaire)}


def _digest(plain: Plain) -> str:
    text = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


_SINGULAR = {"guidance": "rule", "help": "help link"}


def _parts(questionnaire: Questionnaire) -> Iterator[tuple[str, object]]:
    """Yield every part, with nothing left out: what has an id by its id, and the order of such parts as a part."""
    for field in type(questionnaire).model_fields:
        value = getattr(questionnaire, field)
        if not isinstance(value, tuple) or not all(isinstance(part, Part) for part in value):
            yield field.replace("_", " "), value
            continue
        one = _SINGULAR.get(field, field.removesuffix("s"))
        yield from ((f"{one} {_id(part)}", part) for part in value)
        yield f"order of {one}s", [_id(part) for part in value]
    yield from ((f"question {q.id}", q) for section in questionnaire.sections for q in section.questions)
    yield "order of questions", [[section.id, *(q.id for q in section.questions)] for section in questionnaire.sections]


def _id(part: Part) -> str:
    return str(getattr(part, "id", "")) or _digest(_plain(part, None))[:8]


def _plain(value: object, questionnaire: Questionnaire | None) -> Plain:
    """Return what a value says as plain data; what was not written and what says nothing else are the same."""
    match value:
        case Text() if questionnaire:
            return [_line(value.said_in(language)) for language in questionnaire.languages]
        case Text():
            return _plain(value.root, None)
        case Section():
            return _fields(value, questionnaire, leaving_out="questions")
        case Part():
            return _fields(value, questionnaire)
        case Mapping():
            return {str(key): _plain(item, questionnaire) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item, questionnaire) for item in value]
        case str():
            return _line(value)
        case None | int() | float():
            return value
    return _condition(value)


def _line(words: str) -> str:
    return " ".join(words.split())


def _fields(part: Part, questionnaire: Questionnaire | None, leaving_out: str = "") -> dict[str, Plain]:
    fields = type(part).model_fields
    return {
        name: _plain(value, questionnaire)
        for name, field in fields.items()
        if (value := getattr(part, name)) != field.default and name != leaving_out
    }


def _condition(value: object) -> Plain:
    match value:
        case Always():
            return ["always"]
        case AllOf(parts):
            return ["and", *_flat("and", map(_condition, parts))]
        case AnyOf(parts):
            return ["or", *_flat("or", map(_condition, parts))]
        case Is(name, values, negated):
            return ["is", name, list(values), int(negated)]
        case Has(name, option, negated):
            return ["has", name, option, int(negated)]
        case Compare(name, op, number):
            return [op, name, number]
    raise TypeError(f"{type(value).__name__} has no fingerprint")


def _flat(joint: str, parts: Iterable[Plain]) -> Iterator[Plain]:
    """Yield the parts; brackets that change nothing are formatting."""
    for part in parts:
        yield from part[1:] if isinstance(part, list) and part[0] == joint else [part]


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
