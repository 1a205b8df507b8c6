"""Is this file of a clinic's fit to be sent to everybody? A logo that draws and does nothing else, or a font."""

import re
import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

MOST_BYTES = {"svg": 64 * 1024, "png": 128 * 1024, "woff2": 256 * 1024}
"""Bytes that a file may have: people load it on a telephone."""
MOST_PIXELS = 2000
"""Pixels that a side of a picture may have."""
IHDR = 13
"""Bytes in which a PNG says its size and kind."""
TYPES = {"svg": "image/svg+xml", "png": "image/png", "woff2": "font/woff2"}
_SVG = "http://www.w3.org/2000/svg"
_DRAWS = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "use",
    "linearGradient", "radialGradient", "stop", "clipPath", "mask", "symbol", "title", "desc", "style", "filter",
    "feGaussianBlur", "feOffset", "feMerge", "feMergeNode", "feBlend", "feFlood", "feComposite", "pattern",
    "feColorMatrix",
})  # fmt: skip
"""Elements that only draw."""
_NOTES = frozenset({"metadata", "namedview"})


class FileError(ValueError):
    """A file that is not sent to anybody; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ClinicFile:
    """A file of a clinic's, ready to be sent."""

    content: bytes
    type: str
    width: int = 0
    """Pixels of a picture; 0 of a font."""
    height: int = 0

    @property
    def mark(self) -> str:
        """Characters that change with the content."""
        return sha256(self.content).hexdigest()[:12]


def read(path: Path) -> ClinicFile:
    """Return a logo or a font; raise FileError for what is missing, too large, broken, or does more than draw."""
    kind = path.suffix[1:]
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES[kind] + 1)
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {(error.strerror or 'no such file').lower()}") from None
    if len(content) > MOST_BYTES[kind]:
        raise FileError(
            f"{path.name} has more than {MOST_BYTES[kind] // 1024} KB. Make it smaller: people load it on a phone"
        )
    return {"svg": _svg, "png": _png, "woff2": _woff2}[kind](path.name, content)


def _woff2(name: str, content: bytes) -> ClinicFile:
    if not content.startswith(b"wOF2"):
        raise FileError(f"{name} is no WOFF2 font. Convert it, or use one of the fonts under `font`")
    return ClinicFile(content, TYPES["woff2"])


def _png(name: str, content: bytes) -> ClinicFile:
    """Return a PNG without its notes: when and where it was made is nobody's business."""
    kept, at, size, kinds = content[:8], 8, (0, 0), list[bytes]()
    if kept != b"\x89PNG\r\n\x1a\n":
        raise FileError(f"{name} is no PNG. Save the logo as PNG or SVG")
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        chunk = content[at : at + length + 12]
        kind = chunk[4:8]
        if len(chunk) < length + 12 or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise FileError(f"{name} is damaged. Save it anew")
        if kind == b"IHDR" and length == IHDR:
            size = struct.unpack(">II", chunk[8:16])
        if kind[:1].isupper() or kind == b"tRNS":
            kept += chunk
        kinds.append(kind)
        at += len(chunk)
    if kinds[:1] != [b"IHDR"] or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise FileError(f"{name} is damaged. Save it anew")
    return ClinicFile(kept, TYPES["png"], *_sized(name, *size))


def _svg(name: str, content: bytes) -> ClinicFile:
    """Return an SVG of nothing but what draws, written anew."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise FileError(f"{name} is not UTF-8. Save it as plain SVG") from None
    if re.search("<!ENTITY", text, re.IGNORECASE):
        raise FileError(f"{name} defines entities. Save it as plain SVG")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise FileError(f"{name} is no SVG: {error}. Save it anew as plain SVG") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise FileError(f"{name} is no SVG: it begins with <{_local(root.tag)}>. Save the logo as SVG or PNG")
    ElementTree.register_namespace("", _SVG)
    try:
        _strip(name, root)
        drawn = ElementTree.tostring(root, encoding="utf-8")
    except RecursionError:
        raise FileError(f"{name} is nested too deeply. Save it anew as plain SVG") from None
    return ClinicFile(drawn, TYPES["svg"], *_sized(name, *_measures(root)))


def _drop(element: ElementTree.Element, child: ElementTree.Element) -> None:
    """Take a child out, and leave the words that follow it."""
    place = list(element).index(child)
    if place:
        element[place - 1].tail = (element[place - 1].tail or "") + (child.tail or "")
    else:
        element.text = (element.text or "") + (child.tail or "")
    element.remove(child)


def _strip(name: str, element: ElementTree.Element) -> None:
    """Take the notes of drawing programs out; raise FileError for what does more than draw."""
    for child in list(element):
        if not isinstance(child.tag, str) or not child.tag.startswith(f"{{{_SVG}}}") or _local(child.tag) in _NOTES:
            _drop(element, child)
        elif _local(child.tag) not in _DRAWS:
            what = f"a <{_local(child.tag)}>, which does more than draw"
            raise FileError(f"{name} has {what}. Save the logo without it, or as PNG")
        else:
            _strip(name, child)
    _refuse_acting(name, element)
    for key in [key for key in element.attrib if key.startswith("{") and _local(key) != "href"]:
        del element.attrib[key]


def _refuse_acting(name: str, element: ElementTree.Element) -> None:
    """Raise FileError for an element whose attributes or style act, or load something else."""
    for key, value in element.attrib.items():
        if _local(key).lower().startswith("on"):
            raise FileError(f"{name} has the script `{_local(key)}`. Save the logo without scripts, or as PNG")
        if _local(key) == "href" and not value.startswith("#"):
            raise FileError(f"{name} loads something else by `href`. Save the logo in one file, or as PNG")
    styles = "\n".join([*element.attrib.values(), element.text or "" if _local(element.tag) == "style" else ""])
    if _LOADS.search(styles) or (_local(element.tag) == "style" and len(element)):
        raise FileError(f"{name} loads something else in its style. Save the logo in one file, or as PNG")


_LOADS = re.compile(r"@import|\\|url\((?!\s*['\"]?#)|image-set|image\(|src\(", re.IGNORECASE)
"""How a style loads something else, or hides what it does."""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _measures(root: ElementTree.Element) -> tuple[int, int]:
    """Return how wide and high an SVG is, by its own word or by its view box."""
    box = re.findall(r"[\d.]+", root.get("viewBox", ""))
    sides = [re.fullmatch(r"([\d.]+)(px)?", root.get(side, "")) for side in ("width", "height")]
    found = [side[1] for side in sides if side]
    width, height = found if len(found) == 2 else box[2:] if len(box) == 4 else ("0", "0")
    try:
        return _pixels(width), _pixels(height)
    except (ValueError, OverflowError):
        return 0, 0


def _pixels(side: str) -> int:
    return max(1, round(float(side))) if float(side) else 0


def _sized(name: str, width: int, height: int) -> tuple[int, int]:
    if not width or not height:
        raise FileError(f"{name} says no width and height. Save it with a size")
    if max(width, height) > MOST_PIXELS:
        raise FileError(f"{name} is {width} by {height} pixels. Make it at most {MOST_PIXELS} wide and high")
    return width, height
