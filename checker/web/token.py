"""How do answers travel sealed?

All answers are in one encrypted, expiring token in the address, and nowhere else. Its plain form has one fixed layout
per questionnaire, so every token of a questionnaire has the same length and tells nothing about the branch.
"""

import hashlib
import hmac
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire
from checker.ops.seeds import HOUR, KEPT, Keys

LIFE = 24 * HOUR
"""Seconds that a token lasts after it was sealed."""
SHARED_LIFE = 20 * 60
"""Seconds that it lasts on a device that others use too."""
APART = 5 * 60
"""Seconds by which the clocks of two instances may differ."""
OPENABLE = LIFE + (KEPT + 1) * HOUR + APART
"""Seconds after which no token opens, by no clock that was set back and put right: so long an end counts."""
ID = 12
"""Random bytes by which a journey is told from all others, so that it can be ended."""
TYPED = 12
"""Bytes kept of an answer that could not be taken, so that it can be shown again beside the error."""

PageKind = Literal["question", "interruption", "result"]
_PAGES: tuple[PageKind, ...] = ("question", "interruption", "result")
"""By their number in a token."""
_HEAD = struct.Struct(f">4s{ID}sHBBBBB{TYPED}s")


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
    """The place of the theme in the clinic's list."""
    for_other: bool = False
    """Somebody answers for the person whom the answers are about."""
    shared: bool = False
    """Others use this device too: the journey lasts for minutes, unless more time is asked for."""
    journey: bytes = bytes(ID)
    """Which journey this is: random, and the same on every page of it."""

    @property
    def life(self) -> int:
        """Seconds that a page of this journey lasts."""
        return SHARED_LIFE if self.shared else LIFE


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens the states of one questionnaire with the keys of each hour."""

    slots: Mapping[str, "_Slot"]
    layout: bytes
    size: int
    """How many bytes the plain form has."""
    keys: Keys
    purpose: str
    """What is sealed: what is sealed for one purpose opens for no other."""
    made: dict[int, tuple["_Key", ...]] = field(default_factory=dict)
    """What was made of the keys of an hour, newest first."""


@dataclass(frozen=True, slots=True)
class _Key:
    """What the key of an hour is used for."""

    fernet: Fernet
    forms: bytes
    """Makes the hidden fields of forms, and the links that change an answer."""
    links: AESSIV
    """Seals what a doctor's system asks with."""
    files: bytes
    """Makes the keys for which a doctor's system is answered."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where the answer to a question stands in the plain form, and as which number; zero is none."""

    start: int
    stop: int
    numbers: Mapping[str | int, int]
    """What stands for an option or a number; of a question of many, what each option adds to 1."""
    answers: Mapping[int, Answer] | None
    """The answer that each number stands for; None for a question of many."""

    @property
    def values(self) -> int:
        """How many numbers stand for something, that for no answer included."""
        return len(self.numbers) + 1 if self.answers else 2 << len(self.numbers)

    def number(self, answer: Answer | None) -> int:
        """Return what stands for an answer, or for none."""
        if isinstance(answer, frozenset):
            return 1 + sum(self.numbers[option] for option in answer)
        return 0 if answer is None else self.numbers[answer]

    def answer(self, number: int) -> Answer:
        """Return the answer that a number other than zero stands for."""
        if self.answers:
            return self.answers[number]
        return frozenset(str(option) for option, bit in self.numbers.items() if number & bit)


def sealer(questionnaire: Questionnaire, keys: Keys, purpose: str = "answers") -> Sealer:
    """Return a sealer of the answers to a questionnaire, with these keys."""
    slots = dict(_slots(questionnaire))
    size = max(slot.stop for slot in slots.values())
    return Sealer(slots, _layout(questionnaire), size, keys, purpose)


def made(sealer: Sealer, hour: int) -> tuple[_Key, ...]:
    """Return what was made of the keys of an hour; where it is the first time, leave those behind that are too old."""
    found = sealer.made.get(hour)
    if found is None:
        sealer.keys.move_on()
        for old in [each for each in list(sealer.made) if each < sealer.keys.moved]:  # other threads change it too
            sealer.made.pop(old, None)
        found = sealer.made[hour] = tuple(_key(key, sealer.purpose) for key in sealer.keys.at(hour))
    return found


def _key(key: bytes, purpose: str) -> _Key:
    uses = (HKDF(SHA256(), 32, None, f"checker {purpose} {use}".encode()).derive(key) for use in _USES)
    sealing, forms, links, files = uses
    return _Key(Fernet(urlsafe_b64encode(sealing)), forms, AESSIV(links), files)


_USES = ("seal", "form", "link", "file")


def _layout(questionnaire: Questionnaire) -> bytes:
    """Return four bytes that differ as soon as stored answers could be read as other ones.

    Drafts come and go without ending anybody's check: their places follow those of the languages.
    """
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


def seal(sealer: Sealer, state: State, now: int | None = None) -> str:
    """Return the state as a token for an address."""
    moment = sealer.keys.now() if now is None else now
    flags = state.changing | state.refused << 1 | state.for_other << 2 | state.shared << 3
    typed = state.typed[:TYPED]
    plain = bytearray(_padded(sealer.size))
    _HEAD.pack_into(
        plain,
        0,
        sealer.layout,
        state.journey,
        state.place,
        _PAGES.index(state.page),
        state.language,
        flags,
        state.theme,
        len(typed),
        typed,
    )
    for question, answer in state.answers.items():
        slot = sealer.slots[question]
        plain[slot.start : slot.stop] = slot.number(answer).to_bytes(slot.stop - slot.start, "big")
    return made(sealer, moment // HOUR)[0].fernet.encrypt_at_time(bytes(plain), moment).decode().rstrip("=")


def _padded(size: int) -> int:
    """Return a size that fills the cipher's blocks but for the byte that it adds itself."""
    return size + -(size + 1) % 16


def opened(sealer: Sealer, token: str, now: int | None = None) -> State:
    """Return the state in a token; raise ExpiredError for whatever is not whole, timely and ours.

    A token from the future is one of an instance whose clock is ahead, or from before this one's was set back: nobody
    else can seal one, so it opens as long as its key is known.
    """
    age = _age(sealer, token, now)
    if not -(KEPT + 1) * HOUR <= age <= LIFE + HOUR:  # no key is made for what none can open
        raise ExpiredError
    for key in made(sealer, _stamp(token) // HOUR):
        try:
            plain = key.fernet.decrypt(token + "=" * (-len(token) % 4))
        except InvalidToken:
            continue
        return _read(sealer, plain, age)
    raise ExpiredError


def is_worn(sealer: Sealer, token: str, life: int) -> bool:
    """Return whether so much of a token's life is over that a page should be shown at a new one."""
    return _age(sealer, token) > life // 20


def _age(sealer: Sealer, token: str, now: int | None = None) -> int:
    return (sealer.keys.now() if now is None else now) - _stamp(token)


def _stamp(token: str) -> int:
    """Return when a token says that it was sealed, in seconds since the epoch; that is true if its key opens it."""
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        raise ExpiredError from None
    if len(sealed) < _STAMPED or urlsafe_b64encode(sealed).rstrip(b"=") != token.encode():
        raise ExpiredError  # the last character has spare bits: only the canonical spelling counts
    return int.from_bytes(sealed[1:_STAMPED], "big")


_STAMPED = 9
"""Where the moment ends in a sealed token: after one byte for the version, and eight."""


def is_of_the_future(sealer: Sealer, token: str) -> bool:
    """Return whether a token was sealed later than clocks that are set right can be apart."""
    return _stamp(token) - time.time() > APART


def form_code(sealer: Sealer, token: str, subject: str = "") -> str:
    """Return 24 characters that nobody else can make for a token: they bind a form, or a link, to its page."""
    return form_codes(sealer, token, subject)[0]


def form_codes(sealer: Sealer, token: str, subject: str = "") -> tuple[str, ...]:
    """Return what may stand for a token: one for each seed, since the page may be from before seeds were turned."""
    keys = (key.forms for key in made(sealer, _stamp(token) // HOUR))
    codes = (hmac.digest(key, f"{token} {subject}".encode(), "sha256")[:18] for key in keys)
    return tuple(urlsafe_b64encode(code).decode() for code in codes)


HANDLE = r"[0-9a-f]{32}"
"""What a handle looks like."""


def handle(state: State) -> str:
    """Return by what a journey is ended: a digest that leads back to nothing, made with the journey's own random id."""
    return hmac.digest(state.journey, b"checker ended", "sha256")[:16].hex()


def _read(sealer: Sealer, plain: bytes, age: int) -> State:
    if len(plain) != _padded(sealer.size):
        raise ExpiredError
    layout, journey, place, page, language, flags, theme, length, typed = _HEAD.unpack_from(plain)
    if layout != sealer.layout:
        raise ExpiredError
    changing, refused, for_other, shared = (bool(flags >> bit & 1) for bit in range(4))
    answers = dict(_answers(sealer, plain))
    kind = _PAGES[page]
    state = State(answers, place, kind, language, changing, refused, typed[:length], theme, for_other, shared, journey)
    if age > state.life + APART:
        raise ExpiredError(language)
    return state


def _answers(sealer: Sealer, plain: bytes) -> Iterator[tuple[str, Answer]]:
    for question, slot in sealer.slots.items():
        if number := int.from_bytes(plain[slot.start : slot.stop], "big"):
            yield question, slot.answer(number)
