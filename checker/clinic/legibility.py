"""Can a theme of a clinic be read wherever it is seen, and is all of it seen somewhere?"""

from collections.abc import Iterator

from checker.clinic.models import Theme
from checker.clinic.themes import schemes, unreadable
from checker.engine.questionnaire import KeyPath


def unseen(theme: Theme) -> Iterator[tuple[KeyPath, str]]:
    """Yield what a theme sets for a scheme in which it is never seen."""
    if theme.color_scheme == "light" and theme.dark_colors:
        yield ("dark_colors",), "they are never seen. Write color_scheme: auto, or delete them"
    if theme.color_scheme == "dark":
        for name in theme.colors:
            if name in theme.dark_colors:
                yield ("colors", name), f"{name}: it is never seen, since dark_colors has its own. Delete it"
            elif name not in ("button", "button_ink", "link"):
                yield ("colors", name), f"{name}: it is never seen. Write it under dark_colors, or color_scheme: auto"


def illegible(theme: Theme) -> Iterator[tuple[KeyPath, str]]:
    """Yield each colour that words cannot be read with in a scheme in which the theme is seen."""
    for scheme in schemes(theme):
        key = "colors" if scheme == "light" else "dark_colors"
        yield from (((key, name), f"{name}: {why}") for name, why in unreadable(theme, scheme))
