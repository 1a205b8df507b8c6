"""How many people came, began and ended, by day? A clinic learns how much it is used, and nothing of anybody.

Each count of a day begins at noise in place of zero, so that the true one stands nowhere. The noise is that of the
two-sided geometric mechanism (Ghosh, Roughgarden, Sundararajan 2009), the whole-number form of Laplace noise, with an
epsilon of 1 for somebody who comes, begins and ends once in a day: whether a certain person was there changes what the
clinic sees by no more than chance often does. No tier is counted.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import exp, log
from secrets import SystemRandom
from typing import Literal, NamedTuple, get_args

from checker.ops.ended import Numbers

What = Literal["visits", "starts", "ends"]
WHAT: tuple[What, ...] = get_args(What)
EPSILON = 1.0
"""How much all counts of a day together may tell of one person who is in each once."""
RATIO = exp(-EPSILON / len(WHAT))
"""How much less likely noise is that is further from zero by one."""
DAYS = 28
"""Days that can be seen: those that are over."""
_KEPT = (DAYS + 2) * 24 * 60 * 60
"""Seconds that a count is kept."""
_FOR_GOOD = 100 * 366 * 24 * 60 * 60


class Day(NamedTuple):
    """What a clinic sees of a day, noise included."""

    day: date
    visits: int
    starts: int
    ends: int


def count(numbers: Numbers, clinic: str, what: What) -> None:
    """Count one more for today; raise ListError where that cannot be kept."""
    numbers.number(f"{clinic}:since", _today().toordinal(), _FOR_GOOD)
    numbers.add_one(_name(clinic, _today(), what), noise(), _KEPT)


def days(numbers: Numbers, clinic: str) -> Iterator[Day]:
    """Yield the days that are over, the newest first, down to the first on which this clinic counted or looked.

    A day on which nobody came has its noise as well.
    """
    since = numbers.number(f"{clinic}:since", _today().toordinal(), _FOR_GOOD)
    for back in range(1, min(DAYS, _today().toordinal() - since) + 1):
        day = _today() - timedelta(days=back)
        found = (numbers.number(_name(clinic, day, what), noise(), _KEPT) for what in WHAT)
        yield Day(day, *(max(0, number) for number in found))


def noise() -> int:
    """Return a whole number, the less likely the further it is from zero: within 9 of it in 95 of 100 cases."""
    return _geometric() - _geometric()


def within(share: float) -> int:
    """Return how far from zero noise is at most, in this share of cases."""
    return next(most for most in range(100) if 2 * RATIO ** (most + 1) / (1 + RATIO) <= 1 - share)


def _geometric() -> int:
    return int(log(1 - SystemRandom().random()) / log(RATIO))


def _name(clinic: str, day: date, what: What) -> str:
    return f"{clinic}:{day}:{what}"


def _today() -> date:
    return datetime.now(UTC).date()
