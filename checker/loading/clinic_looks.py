"""Can every theme of a clinic be read wherever it is seen, and is all of it seen somewhere?"""

from collections.abc import Iterator

from checker.loading.draft import Draft, Finding, repeated
from checker.model import Clinic, Theme
from checker.themes import schemes, unreadable

MOST_THEMES = 32


def themes(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of the themes."""
    yield from draft.judged(Clinic, _listed)
    yield from draft.judged(Theme, _unseen, _unreadable)


def _listed(_: Draft, clinic: Clinic) -> Iterator[Finding]:
    ids = [str(vars(theme).get("id", "")) for theme in clinic.themes]
    yield from ((("themes", place, "id"), f"'{id_}' is used twice. Rename one") for place, id_ in repeated(ids))
    if len(ids) > MOST_THEMES:
        yield ("themes",), f"a clinic has at most {MOST_THEMES} themes"


def _unseen(_: Draft, theme: Theme) -> Iterator[Finding]:
    """Yield what a theme sets for a scheme in which it is never seen."""
    if theme.color_scheme == "light" and theme.dark_colors:
        yield ("dark_colors",), "they are never seen. Write color_scheme: auto, or delete them"
    if theme.color_scheme == "dark":
        for name in theme.colors:
            if name in theme.dark_colors:
                yield ("colors", name), f"{name}: it is never seen, since dark_colors has its own. Delete it"
            elif name != "brand":
                yield ("colors", name), f"{name}: it is never seen. Write it under dark_colors, or color_scheme: auto"


def _unreadable(_: Draft, theme: Theme) -> Iterator[Finding]:
    """Yield each colour that words cannot be read with in a scheme in which the theme is seen."""
    for scheme in schemes(theme):
        key = "colors" if scheme == "light" else "dark_colors"
        yield from (((key, name), f"{name}: {why}") for name, why in unreadable(theme, scheme))
