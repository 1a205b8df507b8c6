"""Texts travel as gzip to browsers that take it; a first visit fits in one round trip, a whole journey in 73 KB."""

import gzip
from collections import Counter
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from checker.web.compression import FOR_READERS, LARGE_STEP, STEP, padded
from tests.kinds import address
from tests.pages import app_of
from tests.people import MILD
from tests.seeds import SEED
from tests.wire import TAKES, travelled

FIRST, WHOLE = 14_000, 73_000
"""Bytes that may travel for the first page with everything it loads, and for a whole journey."""


def plain(reply: TestResponse) -> bytes:
    """Return what a browser makes of a reply."""
    return gzip.decompress(reply.data) if reply.headers.get("Content-Encoding") == "gzip" else reply.data


@pytest.mark.parametrize("address", ["/", "/about", "/c/old", "/nothing", "/static/checker.css", "/static/checker.js"])
def test_a_text_is_the_same_squeezed_or_not(address: str) -> None:
    client = app_of().test_client()
    squeezed, whole = (client.get(address, headers=headers, buffered=True) for headers in (TAKES, {}))
    assert squeezed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in whole.headers
    unread = FOR_READERS.get(whole.mimetype or "")
    assert plain(squeezed) == (unread.sub(b"", whole.data) if unread else whole.data)
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


def test_a_whole_journey_of_a_typical_person_is_light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.web.compression.secrets.randbelow", lambda _: 1)  # no question as large as a result
    assert 0 < travelled(app_of(), MILD).bodies <= WHOLE


# What sizes tell ------------------------------------------------------------------------------------------------------

KINDS_OF_RESULT = ["mild", "soon", "complex", "emergency", "crisis", "both", "not for them"]


def fetched(kind: str, language: str = "en") -> TestResponse:
    client = app_of(keys=(SEED,)).test_client()
    path = address(kind, language).partition("#")[0]
    return client.get(path, headers={**TAKES, "Sec-Fetch-Site": "same-origin"})


@pytest.mark.parametrize("language", ["en", "es"])
def test_all_results_are_of_one_size(language: str) -> None:
    assert {len(fetched(kind, language).data) for kind in KINDS_OF_RESULT} == {LARGE_STEP}


@pytest.mark.parametrize("form", ["text", "json", "fhir", "reminder"])
def test_all_files_of_a_journey_are_of_one_size(form: str) -> None:
    client = app_of(keys=(SEED,)).test_client()
    for kind in ("mild", "soon"):
        path = f"{address(kind, 'en').partition('#')[0]}{form}"
        reply = client.get(path, headers={**TAKES, "Sec-Fetch-Site": "same-origin"}, buffered=True)
        assert (reply.status_code, len(reply.data)) == (200, LARGE_STEP), path


def test_the_pages_on_the_way_come_in_few_sizes_and_now_and_then_in_that_of_a_result() -> None:
    kinds = ["buttons", "checkboxes", "scale", "place", "dark thoughts", "private", "interruption"]
    sizes = Counter(len(fetched(kind).data) for kind in kinds * 60)
    assert sizes.keys() <= {STEP, 2 * STEP, LARGE_STEP}
    assert 5 <= sizes[LARGE_STEP] <= 50, "about one in twenty of 420"


@given(plain=st.binary(max_size=5000), step=st.sampled_from([1, 2048, 16384]))
def test_what_was_padded_holds_the_same(plain: bytes, step: int) -> None:
    squeezed = padded(gzip.compress(plain, 6, mtime=0), step)
    assert len(squeezed) % step == 0 and gzip.decompress(squeezed) == plain
    with gzip.GzipFile(fileobj=BytesIO(squeezed)) as file:
        assert file.read() == plain
