"""How does a clinic put this on its own site? Snippets for this very deployment, with a preview."""

from typing import Any

from flask import Blueprint, url_for
from markupsafe import Markup

from checker.web.drawing import asset, draw
from checker.web.looks import look, worn
from checker.web.served import in_each_language, language, say, served

site = Blueprint("embed", __name__)

_FRAME = Markup(
    '<iframe src="{address}" title="{title}" loading="lazy" allow="clipboard-write" referrerpolicy="no-referrer"\n'
    '  style="width:100%;height:45rem;border:0"></iframe>\n{link}'
)
_ELEMENT = Markup(
    '<condition-checker src="{start}" {chosen}>\n  {link}\n</condition-checker>\n<script async src="{script}"></script>'
)
_LINK = Markup('<a href="{address}" target="_blank" rel="noopener">{title}</a>')
_SHORTCODE = Markup('[condition_checker url="{start}" {chosen} title="{title}"]')


@site.get("/embed")
def page() -> str:
    """Show the snippets, ready to be copied, and what they look like."""
    return draw(
        "embed.html",
        snippets=snippets(),
        script=asset("embed.js"),
        start=url_for("patient.start"),
        address=_address(),
        looks=[(known.name, url_for(".page", lang=language(), theme=known.name)) for known in served().looks],
        languages=in_each_language(".page", **({"theme": look().name} if worn() else {})),
    )


def snippets() -> dict[str, str]:
    """Return what to paste into a page, by the name of the way."""
    chosen = Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in _choices().items())
    parts = {
        "start": url_for("patient.start", theme=None, _external=True),
        "script": url_for("patient.static", filename="embed.js", _external=True),
        "address": _address(_external=True),
        "title": say(served().questionnaire.title),
        "chosen": chosen,
    }
    parts["link"] = _LINK.format(**parts)
    ways = {"element": _ELEMENT, "frame": _FRAME, "link": _LINK, "wordpress": _SHORTCODE}
    return {way: str(snippet.format(**parts)) for way, snippet in ways.items()}


def _choices() -> dict[str, str]:
    """Return the language and, unless it is the first, the theme that the snippets ask for."""
    return {"lang": language(), **({"theme": look().name} if worn() else {})}


def _address(**how: Any) -> str:
    return url_for("patient.start", **{**how, **_choices()})
