"""Can every theme of a clinic be read wherever it is seen, and is all of it seen somewhere?"""

from collections.abc import Iterator

from checker.loading.draft import Draft, Finding, entries, id_of, repeated, valid
from checker.loading.faulty import sound_keys
from checker.loading.reading import Node
from checker.model import Colors, Theme
from checker.themes import schemes, unreadable

MOST_THEMES = 32


def themes(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of the themes in a text, also of the sound keys of a faulty one."""
    clinic = draft.root.at(("clinic",))
    written = list(entries(clinic, "themes")) if clinic else []
    path = ("clinic", "themes")
    if len(written) > MOST_THEMES:
        yield path, f"a clinic has at most {MOST_THEMES} themes"
    for place, id_ in repeated(tuple(map(id_of, written))):
        if id_:
            yield (*path, place, "id"), f"'{id_}' is used twice. Rename one"
    for place, entry in enumerate(written):
        if _scheme_is_sound(entry):
            theme = _read(entry)
            yield from (((*path, place, *at), why) for at, why in (*_unseen(theme), *_unreadable(theme)))


def _scheme_is_sound(entry: Node) -> bool:
    """Return whether it is known where a theme is seen; without that nothing can be said of its colours."""
    given = entry.children.get("color_scheme")
    return isinstance(entry.data, dict) and (given is None or given.data in ("light", "dark", "auto"))


def _read(entry: Node) -> Theme:
    """Return a theme with what is sound of it, colour by colour."""
    colors = {key: _colors(entry.children.get(key)) for key in ("colors", "dark_colors")}
    return sound_keys(Theme, entry).model_copy(update=colors)


def _colors(node: Node | None) -> Colors:
    given = node.data if node and isinstance(node.data, dict) else {}
    return {name: color for key, value in given.items() for name, color in (valid(Colors, {key: value}) or {}).items()}


def _unseen(theme: Theme) -> Iterator[Finding]:
    """Yield what a theme sets for a scheme in which it is never seen."""
    if theme.color_scheme == "light" and theme.dark_colors:
        yield ("dark_colors",), "they are never seen. Write color_scheme: auto, or delete them"
    if theme.color_scheme == "dark":
        for name in theme.colors:
            if name in theme.dark_colors:
                yield ("colors", name), f"{name}: it is never seen, since dark_colors has its own. Delete it"
            elif name != "brand":
                yield ("colors", name), f"{name}: it is never seen. Write it under dark_colors, or color_scheme: auto"


def _unreadable(theme: Theme) -> Iterator[Finding]:
    """Yield each colour that words cannot be read with in a scheme in which the theme is seen."""
    for scheme in schemes(theme):
        key = "colors" if scheme == "light" else "dark_colors"
        yield from (((key, name), f"{name}: {why}") for name, why in unreadable(theme, scheme))
