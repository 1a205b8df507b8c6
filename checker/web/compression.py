"""How few bytes travel? Every text is sent as gzip to browsers that take it.

An attacker can learn nothing from the lengths (BREACH): to make a browser ask for a page of a journey one must know
its address, and who knows the address can read the page.
"""

import gzip
import re
from functools import lru_cache

from flask import Response, request

from checker.web.headers import KEPT
from checker.web.mounts import page_name

FOR_READERS = re.compile(rb"/\*.*?\*/\n?|^ +", re.DOTALL | re.MULTILINE)
"""Comments of a stylesheet, and indentation: what no browser needs."""
LEAST = 400
"""Bytes below which squeezing is not worth its while."""


def squeeze(response: Response) -> Response:
    """Send a text squeezed to a browser that takes it."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code in (206, 303, 304) or not kind.startswith(("text/", "image/svg")):
        return response
    kept = page_name() in KEPT
    if kept:
        response.vary.add("Accept-Encoding")
        response.direct_passthrough = False
    if _taken() and len(plain := response.get_data()) >= LEAST:
        lean = FOR_READERS.sub(b"", plain) if kind.startswith("text/css") else plain
        response.set_data(_squeezed_hard(lean) if kept else gzip.compress(plain, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        if kept:
            _weaken(response)
    return response


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
