"""Contrast as WCAG defines it, and the nearest shade that words can be read in."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.clinic.colors import LEAST, contrast, ink_on, nearest, palette, readable

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59), ("#ff0000", "#ff0000", 1)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.01)


def _lightness(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[1]


@given(COLORS, COLORS)
def test_the_nearest_shade_can_be_read_and_no_nearer_one_can(color: str, ground: str) -> None:
    shade = nearest(color, [ground])
    assert shade and readable(shade, [ground])
    if shade != color:
        assert contrast(color, ground) < LEAST
        moved = abs(_lightness(shade) - _lightness(color))
        nearer = nearest(color, [ground, "#000000" if _lightness(shade) < _lightness(color) else "#ffffff"])
        assert nearer is None or abs(_lightness(nearer) - _lightness(color)) >= moved - 0.01


def test_no_shade_can_be_read_on_white_and_black_grey_at_once() -> None:
    assert nearest("#336699", ["#ffffff", "#000000", "#777777"]) is None


@given(COLORS)
def test_black_or_white_can_be_read_on_every_colour(color: str) -> None:
    assert readable(ink_on(color), [color])


GROUNDS = {
    "ink": ("paper", "card", "soon-soft", "urgent-soft", "violet-soft"),
    "quiet": ("paper", "card", "soon-soft", "urgent-soft", "violet-soft"),
    "accent": ("paper", "card"),
    "accent-ink": ("accent",),
    "soon": ("card", "soon-soft"),
    "urgent": ("paper", "card", "urgent-soft"),
    "red": ("paper", "card"),
    "violet": ("paper", "card", "violet-soft"),
    "violet-ink": ("violet",),
    "card": ("soon", "urgent"),
}
"""What the words of each colour stand on."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_the_stylesheet_itself_can_be_read(scheme: str) -> None:
    found = palette("dark" if scheme == "dark" else "light")
    for ink, grounds in GROUNDS.items():
        assert readable(found[ink], [found[ground] for ground in grounds]), ink
    assert readable("#ffffff", [found["alarm"]]), "an emergency"
    assert palette("dark")["ink"] != palette("light")["ink"]
