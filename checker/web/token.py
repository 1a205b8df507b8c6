"""How do answers travel sealed?

All answers are in one encrypted, expiring token in the address, and nowhere else. Its plain form has one fixed layout
per questionnaire, so every token of a questionnaire has the same length and tells nothing about the branch.
"""

import hashlib
import secrets
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire

IDLE = 30 * 60
"""Seconds that a token lasts after it was sealed."""
CEILING = 4 * 3600
"""Seconds that a journey lasts from its start, however busy."""
TYPED = 12
"""Bytes kept of an answer that could not be taken, so that it can be shown again beside the error."""

PageKind = Literal["question", "interruption", "result"]
_PAGES: tuple[PageKind, ...] = ("question", "interruption", "result", "result")
"""By their number in a token. Until version 0.2.0 a page to check all answers was sealed as 2, and the result as 3."""
_HEAD = struct.Struct(">4sIHBBBB12s")


class ExpiredError(Exception):
    """The token is too old, of another questionnaire, damaged or forged: all one to the person, who starts again."""

    def __init__(self, language: int | None = None) -> None:
        """Keep the language of a token that is ours, so that the person is still spoken to in it."""
        super().__init__()
        self.language = language


@dataclass(frozen=True, slots=True)
class State:
    """One person's answers so far and where they are."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Answers by question id, those on branches no longer reached included."""
    place: int = 0
    """The question they are at, as its place in the questionnaire."""
    page: PageKind = "question"
    language: int = 0
    """The place of the language in the questionnaire's list."""
    changing: bool = False
    """They came from the result to change one answer, and go back there."""
    refused: bool = False
    """What they sent could not be taken; ``typed`` is what it was."""
    typed: bytes = b""
    theme: int = 0
    """The place of the theme in the clinic's list; a clinic's list is at most 32 long."""
    for_other: bool = False
    """Somebody answers for the person whom the answers are about."""
    started: int = 0
    """Seconds since the epoch when the journey began; 0 is now."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens the states of one questionnaire under one set of keys."""

    slots: Mapping[str, "_Slot"]
    layout: bytes
    size: int
    """How many bytes the plain form has."""
    fernet: MultiFernet
    form_keys: tuple[bytes, ...]
    """Keys for the forms' own tokens, newest first."""
    idle: int = IDLE
    ceiling: int = CEILING


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where the answer to a question stands in the plain form, and as which number; zero is none."""

    start: int
    stop: int
    numbers: Mapping[str | int, int]
    """What stands for an option or a number; of a question of many, what each option adds to 1."""
    answers: Mapping[int, Answer] | None
    """The answer that each number stands for; None for a question of many."""


def sealer(questionnaire: Questionnaire, keys: Sequence[str] = ()) -> Sealer:
    """Return a sealer for these keys, newest first; with none, one random key that dies with the process."""
    secret = [key.encode() for key in keys] or [secrets.token_bytes(32)]
    fernets = [Fernet(urlsafe_b64encode(_derived(key, b"state"))) for key in secret]
    form_keys = tuple(_derived(key, b"csrf") for key in secret)
    slots = dict(_slots(questionnaire))
    size = max(slot.stop for slot in slots.values())
    return Sealer(slots, _layout(questionnaire), size, MultiFernet(fernets), form_keys)


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"checker " + purpose).derive(key)


def _layout(questionnaire: Questionnaire) -> bytes:
    """Return four bytes that differ as soon as stored answers could be read as other ones."""
    parts = [questionnaire.id, questionnaire.version, *questionnaire.languages]
    for question in questionnaire.questions:
        parts += [question.id, question.kind, str(question.min), str(question.max)]
        parts += [option.id for option in question.options]
    return hashlib.sha256("\n".join(parts).encode()).digest()[:4]


def _slots(questionnaire: Questionnaire) -> Iterator[tuple[str, _Slot]]:
    start = _HEAD.size
    for question in questionnaire.questions:
        stop = start + _width(question)
        yield question.id, _slot(question, start, stop)
        start = stop


def _width(question: Question) -> int:
    """Return how many bytes an answer to the question takes."""
    return {"one": len(question.options) // 256 + 1, "scale": 2, "many": len(question.options) // 8 + 1}[question.kind]


def _slot(question: Question, start: int, stop: int) -> _Slot:
    if question.kind == "many":
        return _Slot(start, stop, {option.id: 2 << place for place, option in enumerate(question.options)}, None)
    offered: Iterable[str | int] = question.numbers or [option.id for option in question.options]
    numbers = {answer: number for number, answer in enumerate(offered, 1)}
    return _Slot(start, stop, numbers, {number: answer for answer, number in numbers.items()})


def seal(sealer: Sealer, state: State, now: float | None = None) -> str:
    """Return the state as a token for an address."""
    moment = int(time.time() if now is None else now)
    flags = state.changing | state.refused << 1 | state.theme << 2 | state.for_other << 7
    typed = state.typed[:TYPED]
    plain = bytearray(_padded(sealer.size))
    _HEAD.pack_into(
        plain,
        0,
        sealer.layout,
        state.started or moment,
        state.place,
        _PAGES.index(state.page),
        state.language,
        flags,
        len(typed),
        typed,
    )
    for question, answer in state.answers.items():
        slot = sealer.slots[question]
        plain[slot.start : slot.stop] = _number(slot, answer).to_bytes(slot.stop - slot.start, "big")
    return sealer.fernet.encrypt_at_time(bytes(plain), moment).decode().rstrip("=")


def _padded(size: int) -> int:
    """Return a size that fills the cipher's blocks but for the byte that it adds itself."""
    return size + -(size + 1) % 16


def _number(slot: _Slot, answer: Answer) -> int:
    if isinstance(answer, frozenset):
        return 1 + sum(slot.numbers[option] for option in answer)
    return slot.numbers[answer]


def opened(sealer: Sealer, token: str, now: float | None = None) -> State:
    """Return the state in a token; raise ExpiredError for whatever is not whole, timely and ours."""
    moment = int(time.time() if now is None else now)
    try:
        sealed = token + "=" * (-len(token) % 4)
        if urlsafe_b64encode(urlsafe_b64decode(sealed)).rstrip(b"=") != token.encode():
            raise ExpiredError  # the last character has spare bits: only the canonical spelling counts
        plain = sealer.fernet.decrypt_at_time(sealed.encode(), sealer.idle, moment)
    except (InvalidToken, ValueError):
        raise ExpiredError(_language(sealer, token)) from None
    return _read(sealer, plain, moment)


def _language(sealer: Sealer, token: str) -> int | None:
    """Return the language of a token that is too old, and nothing else of it; None where it is not ours."""
    try:
        layout, *_, language, _, _, _ = _HEAD.unpack_from(sealer.fernet.decrypt(token + "=" * (-len(token) % 4)))
    except (InvalidToken, ValueError, struct.error):
        return None
    return int(language) if layout == sealer.layout else None


def _read(sealer: Sealer, plain: bytes, moment: int) -> State:
    if len(plain) != _padded(sealer.size):
        raise ExpiredError
    layout, started, place, page, language, flags, length, typed = _HEAD.unpack_from(plain)
    if layout != sealer.layout or moment - started > sealer.ceiling:
        raise ExpiredError(language if layout == sealer.layout else None)
    answers = dict(_answers(sealer, plain))
    changing, refused, theme, for_other = bool(flags & 1), bool(flags & 2), flags >> 2 & 31, bool(flags >> 7)
    return State(answers, place, _PAGES[page], language, changing, refused, typed[:length], theme, for_other, started)


def _answers(sealer: Sealer, plain: bytes) -> Iterator[tuple[str, Answer]]:
    for question, slot in sealer.slots.items():
        if number := int.from_bytes(plain[slot.start : slot.stop], "big"):
            yield question, slot.answers[number] if slot.answers else _ticked(slot, number)


def _ticked(slot: _Slot, number: int) -> frozenset[str]:
    return frozenset(str(option) for option, bit in slot.numbers.items() if number & bit)
