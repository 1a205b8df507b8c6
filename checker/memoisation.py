"""What is worked out of a thing once, kept in that very thing, and gone with it."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

Thing = TypeVar("Thing")
Rest = TypeVarTuple("Rest")
Result = TypeVar("Result")


def memoised(work: Callable[[Thing, *Rest], Result]) -> Callable[[Thing, *Rest], Result]:
    """Let a pure function keep each of its results in its first argument, a frozen thing such as a questionnaire.

    A table beside the function, such as ``lru_cache``, would keep alive what nobody serves any more. The other
    arguments have to be hashable.
    """

    @wraps(work)
    def remembered(thing: Thing, *rest: *Rest) -> Result:
        kept: dict[Hashable, Any] = vars(thing).setdefault("_memo", {})
        key = (work, rest)
        if key not in kept:
            kept[key] = work(thing, *rest)
        result: Result = kept[key]
        return result

    return remembered


def memoised_by_day(work: Callable[[Thing, date, *Rest], Result]) -> Callable[[Thing, date, *Rest], Result]:
    """Do the same for what is another on another day: only the result of the day last asked for is kept."""

    @wraps(work)
    def remembered(thing: Thing, day: date, *rest: *Rest) -> Result:
        kept: dict[Hashable, tuple[date, Result]] = vars(thing).setdefault("_memo_by_day", {})
        found = kept.get((work, rest))
        if found is None or found[0] != day:
            found = kept[work, rest] = day, work(thing, day, *rest)
        return found[1]

    return remembered
