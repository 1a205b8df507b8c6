"""Texts travel as gzip to browsers that take it; a first visit fits in one round trip, a whole journey in 51 KB."""

import gzip

import pytest
from werkzeug.test import TestResponse

from checker.web.compression import FOR_READERS
from tests.pages import app_of
from tests.people import MILD
from tests.wire import TAKES, travelled

FIRST, WHOLE = 14_000, 51_000
"""Bytes that may travel for the first page with everything it loads, and for a whole journey."""


def plain(reply: TestResponse) -> bytes:
    """Return what a browser makes of a reply."""
    return gzip.decompress(reply.data) if reply.headers.get("Content-Encoding") == "gzip" else reply.data


@pytest.mark.parametrize("address", ["/", "/about", "/c/old", "/nothing", "/static/checker.css", "/static/checker.js"])
def test_a_text_is_the_same_squeezed_or_not(address: str) -> None:
    client = app_of().test_client()
    squeezed, whole = (client.get(address, headers=headers, buffered=True) for headers in (TAKES, {}))
    assert squeezed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in whole.headers
    assert plain(squeezed) == (FOR_READERS.sub(b"", whole.data) if address.endswith(".css") else whole.data)
    assert len(squeezed.data) == squeezed.content_length < len(whole.data) == whole.content_length
    assert squeezed.status_code == whole.status_code


@pytest.mark.parametrize(
    ("sent", "squeezed"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("*;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("br, zstd", False),
        ("identity", False),
        ("", False),
    ],
)
def test_a_browser_is_sent_what_it_takes(sent: str, squeezed: bool) -> None:
    reply = app_of().test_client().get("/", headers={"Accept-Encoding": sent})
    assert (reply.headers.get("Content-Encoding") == "gzip") == squeezed


def test_what_is_kept_says_that_it_comes_in_two_ways() -> None:
    client = app_of().test_client()
    assert client.get("/static/checker.css", buffered=True).headers["Vary"] == "Accept-Encoding"
    first = client.get("/static/checker.css", headers=TAKES, buffered=True)
    again = client.get("/static/checker.css", headers={**TAKES, "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_a_part_of_a_file_is_a_part_of_the_plain_one() -> None:
    headers = {**TAKES, "Range": "bytes=0-9"}
    reply = app_of().test_client().get("/static/checker.css", headers=headers, buffered=True)
    assert "Content-Encoding" not in reply.headers and len(reply.data) == 10


# How much travels ----------------------------------------------------------------------------------------------------


def test_a_first_visit_fits_in_one_round_trip() -> None:
    wire = travelled(app_of(), {})
    assert len(wire.kept) >= 3
    assert 0 < wire.bodies + wire.headers <= FIRST


def test_a_whole_journey_of_a_typical_person_is_light() -> None:
    assert 0 < travelled(app_of(), MILD).bodies <= WHOLE
