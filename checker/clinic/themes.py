"""How do the pages look for this clinic? A stylesheet of custom properties, made from its theme and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from checker.clinic.colors import LEAST, Scheme, contrast, ink_on, nearest, palette, readable
from checker.engine.questionnaire import Clinic, ColorName, Colors, Theme

RADII = {"none": "0", "small": "0.25rem", "medium": "0.65rem", "large": "1.25rem"}
FONTS = {
    "system": 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", sans-serif',
    "geometric": 'Avenir, Montserrat, Corbel, "URW Gothic", sans-serif',
    "rounded": 'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, "Arial Rounded MT", Calibri, sans-serif',
    "serif": '"Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, serif',
}
"""Fonts that devices have; none is ever fetched."""
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


def looks(clinic: Clinic | None) -> tuple[Look, ...]:
    """Return what an address may choose from; the first is what it gets otherwise."""
    themes = clinic.themes if clinic else ()
    return tuple(Look(theme.id, sheet(theme), DARK[theme.color_scheme]) for theme in themes) or (PLAIN,)


def schemes(theme: Theme) -> tuple[Scheme, ...]:
    """Return the colour schemes that a theme may be seen in."""
    return ("light", "dark") if theme.color_scheme == "auto" else (theme.color_scheme,)


def sheet(theme: Theme) -> str:
    """Return the stylesheet of a theme; nothing where the pages' own looks are not changed."""
    shape = {
        **({"--radius": RADII[theme.radius]} if theme.radius else {}),
        **({"--font": FONTS[theme.font]} if theme.font else {}),
    }
    colors = [(_at(theme, scheme), _rule(_properties(theme, scheme))) for scheme in schemes(theme)]
    rules = [_rule(shape), *(f"@media {at} {{ {rule} }}" for at, rule in colors if rule)]
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
    if brand := own.get("brand"):
        found["--accent"] = brand
    if brand or "brand_ink" in own:
        found["--accent-ink"] = own.get("brand_ink") or ink_on(brand or palette(scheme)["accent"])
    return found


def chosen(theme: Theme, scheme: Scheme) -> Colors:
    """Return the colours of a theme in one scheme; a brand without a colour for the dark gets its nearest shade."""
    if scheme == "light":
        return theme.colors
    own, brand = theme.dark_colors, theme.colors.get("brand")
    shade = nearest(brand, _grounds(own, scheme)) if brand and "brand" not in own else None
    return {**own, "brand": shade} if shade else own


def _grounds(own: Colors, scheme: Scheme) -> tuple[str, ...]:
    """Return what words in the brand's colour stand on."""
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
        ("brand", lambda: _grounds(own, scheme), "the pages"),
        ("paper", lambda: [own.get("brand", shipped["accent"]), *inks], "the links"),
        ("brand_ink", lambda: [own.get("brand", shipped["accent"])], "the buttons"),
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
