"""Can these two colours be told apart, and if not, which near one can?

Contrast as WCAG 2 defines it: from 1 (the same) to 21 (black on white).
"""

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal

from checker.resources import shipped

LEAST = 4.5
"""The contrast that words need."""
Scheme = Literal["light", "dark"]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as #1d5c63."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(color: str, against: Iterable[str]) -> bool:
    """Return whether words of this colour can be read on, or under, all of these."""
    return all(contrast(color, other) >= LEAST for other in against)


def nearest(color: str, against: Iterable[str]) -> str | None:
    """Return the colour itself or its nearest lighter or darker shade that is readable, if there is one."""
    others = tuple(against)
    return next((shade for shade in _shades(color) if readable(shade, others)), None)


def ink_on(color: str) -> str:
    """Return white or black, whichever is read better on a colour."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, color))


@lru_cache
def palette(scheme: Scheme) -> Mapping[str, str]:
    """Return the colours of the pages' own stylesheet, by the name of their custom property."""
    light = _declared("checker.css")
    return light if scheme == "light" else {**light, **_declared("dark.css")}


def _declared(name: str) -> dict[str, str]:
    tokens, _, _ = shipped(f"static/{name}").read_text(encoding="utf-8").partition("@layer base {")
    return {name: _full(value) for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", tokens)}


def _full(color: str) -> str:
    return color if len(color) == 7 else "#" + "".join(2 * digit for digit in color[1:])


def _shades(color: str) -> Iterator[str]:
    """Yield the colour and then shades of its hue, the least lighter or darker ones first."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(color))
    yield color
    for step in range(1, 256):
        for shade in (lightness - step / 255, lightness + step / 255):
            if 0 <= shade <= 1:
                yield _hex(colorsys.hls_to_rgb(hue, shade, saturation))


def _luminance(color: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
