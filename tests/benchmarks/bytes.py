"""How many bytes travel? Of the first page with all that it loads, and of whole journeys."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.benchmarks.measuring import Table
from tests.pages import app_of
from tests.people import COMPLEX, EMERGENCY, MILD
from tests.wire import travelled

PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "the first page with all that it loads": {},
    "a whole emergency, 1 question": EMERGENCY,
    "a typical journey, 17 questions": MILD,
    "a long journey, 32 questions": COMPLEX,
}


def tables() -> Iterator[Table]:
    """Yield the bytes of each journey."""
    wires = {name: travelled(app_of(), sheet) for name, sheet in PEOPLE.items()}
    yield Table(
        "Bytes that travel as gzip to a browser with an empty cache",
        ("what", "replies", "bodies", "with headers as HTTP/1.1 writes them"),
        tuple((name, f"{w.replies}", f"{w.bodies:,}", f"{w.bodies + w.headers:,}") for name, w in wires.items()),
        ("Aim: at most 14,000 for the first page, and 45,000 for a typical journey. HTTP/2 squeezes headers too.",),
    )
