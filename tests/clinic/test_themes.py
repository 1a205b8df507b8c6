"""A theme becomes a stylesheet of custom properties, in which nothing about help or urgency can be set."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.clinic.colors import Scheme, contrast, palette, readable
from checker.clinic.models import Theme
from checker.clinic.themes import DARK, PLAIN, chosen, looks, schemes, sheet, unreadable
from checker.resources import shipped
from tests import clinics

RULE = re.compile(r":root \{ (--(accent|accent-ink|button|button-ink|paper|radius|font): [^;{}<>]+; ?)+\}")


def _theme(**parts: Any) -> Theme:
    return Theme.model_validate({"id": "theme", **parts})


@pytest.mark.parametrize("name", clinics.NAMES)
def test_a_theme_sets_looks_alone(name: str) -> None:
    for look in looks(clinics.clinic(name)):
        for line in look.sheet.splitlines():
            assert RULE.fullmatch(re.sub(r"^@media [\w :()-]+ \{ (.*) \}$", r"\1", line)), line


def test_the_shape_and_the_colours_of_a_theme_are_in_its_sheet() -> None:
    css = sheet(_theme(colors={"link": "#0a5a8a", "paper": "#f4f7fa"}, radius=0, font="serif"))
    for part in ("--accent: #0a5a8a;", "--accent-ink: #ffffff;", "--paper: #f4f7fa;"):
        assert part in css
    assert "--radius: 0rem;" in css and "Palatino" in css and "prefers" not in css


def test_a_dark_theme_is_not_printed_dark_and_an_auto_one_asks_the_device() -> None:
    dark = sheet(_theme(color_scheme="dark", dark_colors={"link": "#7fc4e8"}))
    assert "@media screen { :root { --accent: #7fc4e8;" in dark
    auto = sheet(_theme(color_scheme="auto", colors={"link": "#0a5a8a"}))
    assert "@media screen and (prefers-color-scheme: dark) { :root {" in auto


def test_a_link_without_a_colour_for_the_dark_gets_its_nearest_shade() -> None:
    theme = _theme(color_scheme="auto", colors={"link": "#0a2a4a"})
    shade = chosen(theme, "dark")["link"]
    assert shade != "#0a2a4a" and readable(shade, [palette("dark")["paper"], palette("dark")["card"]])


def test_an_orange_button_with_dark_words_is_accepted_and_links_get_a_shade_of_it_that_can_be_read() -> None:
    theme = _theme(colors={"button": "#ff8c00", "button_ink": "#2a1400"})
    assert _said(theme) == []
    assert "--button: #ff8c00; --button-ink: #2a1400;" in sheet(theme)
    assert readable(chosen(theme, "light")["link"], [palette("light")["paper"], palette("light")["card"]])


def test_a_font_of_its_own_stands_before_those_that_devices_have() -> None:
    css = sheet(_theme(font_file="city.woff2", font="serif"))
    assert css.startswith('@font-face { font-family: own; src: url("clinic/city.woff2?v=")') and "--font: own, " in css


def test_a_clinic_without_a_theme_gets_the_pages_own_look() -> None:
    (look,) = looks(clinics.clinic("plain"))
    assert (look, looks(None)) == (PLAIN, (PLAIN,))
    assert (PLAIN.sheet, PLAIN.dark) == ("", DARK["auto"])


def _said(theme: Theme) -> list[tuple[str, str]]:
    return [found for scheme in schemes(theme) for found in unreadable(theme, scheme)]


@pytest.mark.parametrize(
    ("colors", "wrong"),
    [
        ({"link": "#ffcc00"}, "link"),
        ({"button": "#1d5c63", "button_ink": "#888888"}, "button_ink"),
        ({"button": "#ff8c00", "button_ink": "#ffffff"}, "button_ink"),
        ({"button_ink": "#333333"}, "button_ink"),
        ({"paper": "#333333"}, "paper"),
        ({"paper": "#d0d8d0", "link": "#2a7aaa"}, "link"),
    ],
)
def test_a_colour_that_words_cannot_be_read_with_is_answered_with_the_nearest_that_can(
    colors: dict[str, str], wrong: str
) -> None:
    said = _said(_theme(colors=colors))
    assert [name for name, _ in said] == [wrong]
    mended = re.search(r"The nearest that passes is '(#[0-9a-f]{6})'", said[0][1])
    assert mended and _said(_theme(colors={**colors, wrong: mended[1]})) == []


def test_all_of_several_bad_colours_are_named_and_mending_all_is_enough() -> None:
    colors = {"link": "#ffcc00", "button_ink": "#ffffff", "paper": "#777777"}
    for _ in range(3):
        for name, why in _said(_theme(colors=colors)):
            colors[name] = why.rpartition("'#")[2].rstrip("'").join(["#", ""])
    assert _said(_theme(colors=colors)) == []


def test_a_paper_on_which_nothing_fixed_can_be_read_has_no_way_out_but_another_colour() -> None:
    (said,) = _said(_theme(color_scheme="dark", dark_colors={"paper": "#808080"}))
    assert said[0] == "paper" and "4.5" in said[1]


COLORS = st.builds("#{:06x}".format, st.integers(0, 0xFFFFFF)) | st.sampled_from(["#000000", "#ffffff"])
GIVEN = st.dictionaries(st.sampled_from(["button", "link", "button_ink", "paper"]), COLORS)


def _painted(theme: Theme, scheme: Scheme) -> dict[str, str]:
    """Return the colours that a browser would use, read from the stylesheets alone."""
    place = {"light": "screen", "dark": DARK[theme.color_scheme]}[scheme]
    rules = [line for line in sheet(theme).splitlines() if line.startswith(f"@media {place} {{")]
    return {**palette(scheme), **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", "".join(rules)))}


def _mixed(painted: dict[str, str]) -> str:
    """Return the soft shade of the accent: a share of it in the card's colour."""
    css = shipped("static/checker.css").read_text(encoding="utf-8")
    (share,) = re.findall(r"--accent-soft: color-mix\(in srgb, var\(--accent\) (\d+)%, var\(--card\)\);", css)
    parts = [[int(painted[name][at : at + 2], 16) for at in (1, 3, 5)] for name in ("accent", "card")]
    return "#" + "".join(f"{round(a + (b - a) * (1 - int(share) / 100)):02x}" for a, b in zip(*parts, strict=True))


def _mended(theme: Theme) -> Theme:
    """Return a theme with every colour that is refused made what the message says, or left out."""
    colors: dict[Any, str] = dict(theme.colors)
    dark: dict[Any, str] = dict(theme.dark_colors)
    for scheme in schemes(theme):
        own = colors if scheme == "light" else dark
        for name, why in unreadable(theme, scheme):
            own.pop(name, None)
            if mend := re.search(r"passes is '(#[0-9a-f]{6})'", why):
                own[name] = mend[1]
    return theme.model_copy(update={"colors": colors, "dark_colors": dark})


@given(st.sampled_from(["light", "dark", "auto"]), GIVEN, GIVEN)
def test_all_that_is_let_through_can_be_read_wherever_it_is_seen(
    scheme: str, colors: dict[str, str], dark: dict[str, str]
) -> None:
    theme = _theme(color_scheme=scheme, colors=colors, dark_colors=dark)
    for _ in range(3):
        theme = _mended(theme)
    assert _said(theme) == []
    for seen in schemes(theme):
        painted = _painted(theme, seen)
        soft = _mixed(painted)
        pairs = [(painted[ink], painted["paper"]) for ink in ("ink", "quiet", "red", "violet", "urgent", "accent")]
        pairs += [(painted[ink], soft) for ink in ("ink", "quiet")]
        pairs += [(painted["accent"], painted["card"]), (painted["accent-ink"], painted["accent"])]
        pairs += [(painted["button-ink"], painted["button"])]
        assert min(contrast(*pair) for pair in pairs) >= 4.5, (seen, theme)


RULES = re.compile(r"([^{}]*) \{ ([^{}]*) \}")


def test_no_words_stand_in_the_accent_on_its_soft_shade() -> None:
    """What can be read on the page and on a card is not tried on the shade: a picture alone stands there."""
    css = "".join(shipped(f"static/{name}.css").read_text(encoding="utf-8") for name in ("checker", "result"))
    soft = [(which, what) for which, what in RULES.findall(css) if "background: var(--accent-soft)" in what]
    assert [which.strip() for which, what in soft if re.search(r"(?<!-)color: var\(--accent\)", what)] == [".disc"]
    assert len(soft) > 5
