"""What is worked out of a thing once, kept in that very thing, and gone with it."""

from collections.abc import Callable, Hashable
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
