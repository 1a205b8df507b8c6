"""How do answers fit in a code that a camera reads?

The address in a SMART Health Link has 128 letters at most, and a page's token alone has more. So here all answers are
one number, in which each has as many places as it has values, sealed by AES-SIV: its 16 bytes are check and nonce in
one. What is sealed so opens for minutes, and opens no page.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from cryptography.exceptions import InvalidTag

from checker.engine.conditions import Answer
from checker.ops.seeds import HOUR
from checker.web.token import APART, ID, ExpiredError, Sealer, State, made

LIFE = 15 * 60
"""Seconds in which it opens."""
_STAMP, _CHECK = 4, 16
"""Bytes that say when it was sealed, and those by which AES-SIV tells that it is whole."""


@dataclass(frozen=True, slots=True)
class Short:
    """What is sealed in a few letters, and the key for which a file is encrypted that is asked for with it."""

    token: str
    key: bytes
    """32 bytes, which only the server can make of the token: it stands in the code beside it, and is never sent."""
    until: int
    """When it opens no more, in seconds since the epoch."""


def shortened(sealer: Sealer, state: State, now: int | None = None) -> Short:
    """Return a result's answers as a token that opens for a quarter of an hour, with the journey that can end it."""
    moment = sealer.keys.now() if now is None else now
    stamp, key = moment.to_bytes(_STAMP, "big"), made(sealer, moment // HOUR)[0]
    plain = state.journey + bytes([state.language << 1 | state.for_other]) + _packed(sealer, state)
    sealed = stamp + key.links.encrypt(plain, [sealer.layout, stamp])
    return Short(_letters(sealed), hmac.digest(key.files, sealed, "sha256"), moment + LIFE)


def lengthened(sealer: Sealer, token: str, now: int | None = None) -> tuple[State, bytes]:
    """Return the state in a token and the key of its file; raise ExpiredError unless it is whole, timely and ours."""
    sealed = _sealed(sealer, token)
    stamp, rest = sealed[:_STAMP], sealed[_STAMP:]
    moment = int.from_bytes(stamp, "big")
    age = (sealer.keys.now() if now is None else now) - moment
    if not -APART <= age < LIFE:
        raise ExpiredError
    for key in made(sealer, moment // HOUR):
        try:
            plain = key.links.decrypt(rest, [sealer.layout, stamp])
        except InvalidTag:
            continue
        return _read(sealer, plain), hmac.digest(key.files, sealed, "sha256")
    raise ExpiredError


def _sealed(sealer: Sealer, token: str) -> bytes:
    """Return the bytes of a token, if it is as long as all are and spelled as only one is."""
    size = _STAMP + _CHECK + ID + 1 + _size(sealer)
    if len(token) != -(-size * 4 // 3):
        raise ExpiredError
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        raise ExpiredError from None
    if len(sealed) != size or _letters(sealed) != token:
        raise ExpiredError
    return sealed


def _letters(sealed: bytes) -> str:
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def _size(sealer: Sealer) -> int:
    """Return how many bytes all answers take, whatever they are."""
    return ((prod(slot.values for slot in sealer.slots.values()) - 1).bit_length() + 7) // 8


def _packed(sealer: Sealer, state: State) -> bytes:
    whole = 0
    for question, slot in sealer.slots.items():
        whole = whole * slot.values + slot.number(state.answers.get(question))
    return whole.to_bytes(_size(sealer), "big")


def _read(sealer: Sealer, plain: bytes) -> State:
    journey, said, packed = plain[:ID], plain[ID], plain[ID + 1 :]
    answers = dict(_unpacked(sealer, int.from_bytes(packed, "big")))
    return State(answers, page="result", language=said >> 1, for_other=bool(said & 1), journey=journey)


def _unpacked(sealer: Sealer, whole: int) -> Iterator[tuple[str, Answer]]:
    for question, slot in reversed(list(sealer.slots.items())):
        whole, number = divmod(whole, slot.values)
        if number:
            yield question, slot.answer(number)
