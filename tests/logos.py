"""Pictures as a clinic may have them, made here: one that is fine, and the parts of those that are not."""

import struct
import zlib

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" rx="8" fill="#0a5a8a"/>'
    '<text x="12" y="27" font-size="20" fill="#fff">City</text></svg>'
)


def png(width: int, height: int, *notes: bytes) -> bytes:
    """Return a white PNG of a size, with notes as a camera leaves them."""
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), *((b"tEXt", note) for note in notes)]
    chunks += [(b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
