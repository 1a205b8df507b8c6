"""How few bytes travel, and what does their number tell? Every text is sent as gzip to browsers that take it.

Who watches a connection sees how large each reply is. Pages of a journey come in few sizes: what is missing stands in
the extra field of gzip's own header, which browsers pass over. All results and files are of one size, and now and then
a question is as large as they are, so that no size says what kind of page it was.

An attacker can learn nothing from the lengths (BREACH): to make a browser ask for a page of a journey one must know
its address, and who knows the address can read the page.
"""

import gzip
import re
import secrets
import struct
from functools import lru_cache

from flask import Response, g, request

from checker.web.headers import KEPT
from checker.web.mounts import page_name

FOR_READERS = {
    "text/css": re.compile(rb"/\*.*?\*/\n?|^ +", re.DOTALL | re.MULTILINE),
    "text/javascript": re.compile(rb"^ *//.*\n|^ +", re.MULTILINE),
}
"""Comments and indentation: what no browser needs of a stylesheet or a script."""
STEP, LARGE_STEP = 2048, 20480
"""Bytes of which a page of a journey has a whole number, and those of which a result has."""
ONE_IN = 20
"""One question in so many is as large as a result: a journey has about as many, and one result."""
LEAST = 400
"""Bytes below which squeezing is not worth its while."""
_TEXTS = ("text/", "image/svg", "application/json", "application/fhir+json")
"""Kinds of what is sent squeezed."""


def squeeze(response: Response) -> Response:
    """Send a text squeezed to a browser that takes it."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code in (206, 303, 304) or not kind.startswith(_TEXTS):
        return response
    kept, step = page_name() in KEPT, _step(kind)
    if kept:
        response.vary.add("Accept-Encoding")
        response.direct_passthrough = False
    if _taken() and (len(plain := response.get_data()) >= LEAST or step > 1):
        unread = FOR_READERS.get(kind.partition(";")[0])
        lean = unread.sub(b"", plain) if unread else plain
        response.set_data(_squeezed_hard(lean) if kept else padded(gzip.compress(lean, 6, mtime=0), step))
        response.headers["Content-Encoding"] = "gzip"
        if kept:
            _weaken(response)
    return response


def padded(squeezed: bytes, step: int) -> bytes:
    """Return a gzip file with as many bytes more as make it a whole number of steps; it holds the same."""
    if step == 1:
        return squeezed
    missing = bytes(-(len(squeezed) + _FIELD.size) % step)
    field = _FIELD.pack(len(missing) + 4, b"CC", len(missing)) + missing
    return squeezed[:3] + bytes([squeezed[3] | _HAS_FIELD]) + squeezed[4:_HEADER] + field + squeezed[_HEADER:]


_HEADER, _HAS_FIELD, _FIELD = 10, 4, struct.Struct("<H2sH")
"""The bytes of gzip's header, the flag that a field follows, and how that begins (RFC 1952, 2.3.1)."""


def _step(kind: str) -> int:
    """Return of which step a reply is: 1 where it is of no journey."""
    if "token" not in (request.view_args or {}):
        return 1
    large = (
        g.get("checker_step") in ("result", "doctor")
        or not kind.startswith("text/html")
        or not secrets.randbelow(ONE_IN)
    )
    return LARGE_STEP if large else STEP


def _taken() -> bool:
    """Return whether the browser takes gzip; most name it without more ado, and some how much they like it."""
    sent = request.headers.get("Accept-Encoding", "")
    return request.accept_encodings["gzip"] > 0 if ";" in sent else "gzip" in sent


def _weaken(response: Response) -> None:
    """Say that a mark of the content stands for the squeezed bytes too, though they are others."""
    mark, weak = response.get_etag()
    if mark and not weak:
        response.set_etag(mark, weak=True)


@lru_cache(maxsize=64)
def _squeezed_hard(plain: bytes) -> bytes:
    """Return a file of ours, which is the same for everybody, as small as can be."""
    return gzip.compress(plain, 9, mtime=0)
