"""How do the pages look for this clinic? A stylesheet of custom properties, made from its theme and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from checker.clinic.colors import LEAST, Scheme, contrast, ink_on, nearest, palette, readable
from checker.clinic.models import Clinic, ColorName, Colors, Theme

FONTS = {
    "system": 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", sans-serif',
    "geometric": 'Avenir, Montserrat, Corbel, "URW Gothic", sans-serif',
    "rounded": 'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, "Arial Rounded MT", Calibri, sans-serif',
    "serif": '"Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, serif',
}
"""Fonts that devices have."""
DARK = {"light": "", "dark": "screen", "auto": "screen and (prefers-color-scheme: dark)"}
"""Where the dark colours hold, by colour scheme, as CSS says it. What is printed is ink on white."""


@dataclass(frozen=True, slots=True)
class Look:
    """A theme, ready to be sent."""

    name: str
    sheet: str
    """Its stylesheet; empty for a clinic without a theme."""
    dark: str = ""
    """Where the stylesheet of dark colours holds, too."""

    @property
    def mark(self) -> str:
        """Characters that change with the stylesheet."""
        return sha256(self.sheet.encode()).hexdigest()[:12]


PLAIN = Look("plain", "", DARK["auto"])
"""The pages' own looks, light or dark as the person's device is."""
FRAMED = Look("plain", "")
"""The same within a clinic's page, which is light itself unless the clinic says otherwise."""


def looks(clinic: Clinic | None, marks: Mapping[str, str] = MappingProxyType({})) -> tuple[Look, ...]:
    """Return what an address may choose from; the first is what it gets otherwise.

    The marks of the clinic's fonts, by their names, change with their content.
    """
    themes = clinic.themes if clinic else ()
    return tuple(
        Look(theme.id, sheet(theme, marks.get(theme.font_file or "", "")), DARK[theme.color_scheme]) for theme in themes
    ) or (PLAIN,)


def schemes(theme: Theme) -> tuple[Scheme, ...]:
    """Return the colour schemes that a theme may be seen in."""
    return ("light", "dark") if theme.color_scheme == "auto" else (theme.color_scheme,)


def sheet(theme: Theme, mark: str = "") -> str:
    """Return the stylesheet of a theme and the mark of its font; nothing where the pages' own looks are not changed."""
    fonts = [
        *(["own"] if theme.font_file else []),
        *([FONTS[theme.font or "system"]] if theme.font_file or theme.font else []),
    ]
    shape = {
        **({"--radius": f"{theme.radius / 16:g}rem"} if theme.radius is not None else {}),
        **({"--font": ", ".join(fonts)} if fonts else {}),
    }
    source = f'url("clinic/{theme.font_file}?v={mark}") format("woff2")'
    face = f"@font-face {{ font-family: own; src: {source}; font-display: swap; }}"
    colors = [(_at(theme, scheme), _rule(_properties(theme, scheme))) for scheme in schemes(theme)]
    rules = [
        face if theme.font_file else "",
        _rule(shape),
        *(f"@media {at} {{ {rule} }}" for at, rule in colors if rule),
    ]
    return "".join(f"{rule}\n" for rule in rules if rule)


def _at(theme: Theme, scheme: Scheme) -> str:
    return DARK[theme.color_scheme] if scheme == "dark" else "screen"


def _rule(properties: Mapping[str, str]) -> str:
    declared = " ".join(f"{name}: {value};" for name, value in properties.items())
    return f":root {{ {declared} }}" if declared else ""


def _properties(theme: Theme, scheme: Scheme) -> dict[str, str]:
    """Return the custom properties of a theme's colours in one scheme."""
    own = chosen(theme, scheme)
    found: dict[str, str] = {}
    if paper := own.get("paper"):
        found["--paper"] = paper
    if link := own.get("link"):
        found |= {"--accent": link, "--accent-ink": ink_on(link)}
    if button := own.get("button"):
        found["--button"] = button
    if button or "button_ink" in own:
        found["--button-ink"] = own.get("button_ink") or ink_on(button or palette(scheme)["button"])
    return found


def chosen(theme: Theme, scheme: Scheme) -> Colors:
    """Return the colours of a theme in one scheme.

    By night the buttons are those of the day, where none are set, and so are the links in their nearest shade that can
    be read. Where one of links and buttons has a colour, the other has it too, or the nearest shade.
    """
    own = dict(theme.colors if scheme == "light" else theme.dark_colors)
    if scheme == "dark" and not own.keys() & {"button", "button_ink"}:
        own |= {name: color for name, color in theme.colors.items() if name in ("button", "button_ink")}
    likely = own.get("button") if scheme == "light" else theme.colors.get("link", own.get("button"))
    if "link" not in own and likely and (shade := nearest(likely, _grounds(own, scheme))):
        own["link"] = shade
    if "link" in own and "button" not in own:
        own["button"] = own["link"]
    return own


def _grounds(own: Colors, scheme: Scheme) -> tuple[str, ...]:
    """Return what links stand on."""
    shipped = palette(scheme)
    return own.get("paper", shipped["paper"]), shipped["card"]


INKS = ("ink", "quiet", "red", "violet", "urgent")
"""Words in fixed colours that stand on the paper: a clinic cannot choose them, and so cannot hide them."""


def unreadable(theme: Theme, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield each chosen colour that words cannot be read with, and what to do."""
    own, shipped = chosen(theme, scheme), palette(scheme)
    inks = [shipped[name] for name in INKS]
    checks: tuple[tuple[ColorName, Callable[[], Sequence[str]], str], ...] = (
        ("paper", lambda: inks, "the words of the pages"),
        ("link", lambda: _grounds(own, scheme), "the pages"),
        ("paper", lambda: [own.get("link", shipped["accent"]), *inks], "the links"),
        ("button_ink", lambda: [own.get("button", shipped["button"])], "the buttons"),
    )
    for name, others, what in checks:
        if name in own and not readable(own[name], against := others()):
            yield name, _mend(own[name], against, what)
            own = {**own, name: nearest(own[name], against) or own[name]}  # so that the next check is of a mended one


def _mend(color: str, against: Sequence[str], what: str) -> str:
    worst = min(against, key=lambda other: contrast(color, other))
    shade = nearest(color, against)
    mend = f"The nearest that passes is '{shade}'" if shade else "No shade of it passes: choose another colour"
    value = int(contrast(color, worst) * 100) / 100
    return f"{color} has a contrast of {value} with {what} ({worst}), and words need {LEAST}. {mend}"
