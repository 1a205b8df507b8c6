"""How does a clinic put this on its own site? Snippets for this very deployment, with a preview."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from checker.web.links import in_each_language, themed_address
from checker.web.mounts import language, page_address, say, served, site, speak
from checker.web.rendering import asset, draw
from checker.web.rendering import named as language_name
from checker.web.theme_choice import look, named, wear, worn
from checker.web.wordpress_plugin import plugin

pages = Blueprint("embed", __name__)

_FRAME = Markup(
    '<iframe src="{address}" title="{title}" loading="lazy" allow="clipboard-write" referrerpolicy="no-referrer"\n'
    '  style="width:100%;height:{height};border:0"></iframe>\n{link}'
)
_ELEMENT = Markup(
    '<condition-checker src="{start}" {chosen} style="display:block;min-height:1024px">\n  {link}\n  {help}\n'
    '</condition-checker>\n<script async src="{script}"></script>'
)
_LINK = Markup('<a href="{address}" target="_blank" rel="noopener">{title}</a>')
_HELP = Markup('<a href="{}">{}</a>')
_SHORTCODE = Markup('[condition_checker url="{start}" {chosen} title="{title}"]')


MOST_HIGH = 720
"""The height of a frame that cannot follow its page, in pixels, unless a site wants a lower one."""


@pages.get("/embed")
def page() -> str:
    """Show the snippets, ready to be copied, and what they look like."""
    return draw(
        "embed.html",
        snippets=snippets(),
        script=asset("embed.js"),
        start=themed_address("patient.start"),
        address=_address(),
        unset=not served().settings.site,
        looks=[(known.name, page_address("embed.page", lang=language(), theme=known.name)) for known in served().looks],
        languages=in_each_language("embed.page"),
    )


@pages.get("/oembed")
def oembed() -> ResponseReturnValue:
    """Answer a site that trusts us as a provider, as WordPress does with our plugin."""
    asked = request.args.get("url", "")
    start = site() + page_address("patient.start")
    if asked.partition("?")[0].rstrip("/") != start.rstrip("/"):
        abort(404)
    if request.args.get("format", "json") != "json":
        abort(501)
    chosen = parse_qs(urlsplit(asked).query)
    if (code := chosen.get("lang", [""])[0]) in served().questionnaire.languages:
        speak(code)
    wear(named(chosen.get("theme", [""])[0]))
    most = request.args.get("maxheight", MOST_HIGH, int)
    height = most if 0 < most < MOST_HIGH else MOST_HIGH
    return jsonify(
        version="1.0",
        type="rich",
        title=say(served().questionnaire.title),
        html=snippets(f"{height}px")["frame"],
        width=request.args.get("maxwidth", MOST_HIGH, int),
        height=height,
        languages={code: _spoken(code) for code in served().questionnaire.languages},
        themes=[known.name for known in served().looks],
    )


def _spoken(code: str) -> dict[str, Any]:
    """Return what the plugin needs to offer a language, and to show ways to help before the frame is there."""
    questionnaire = served().questionnaire
    return {
        "name": language_name(code),
        "title": questionnaire.title.said_in(code),
        "help": [{"href": link.href, "words": link.text.said_in(code)} for link in questionnaire.help],
    }


@pages.get("/wordpress/condition-checker.zip")
def wordpress() -> Response:
    """Give the WordPress plugin away."""
    return Response(plugin(), mimetype="application/zip")


def snippets(height: str = "45rem") -> dict[str, str]:
    """Return what to paste into a page, by the name of the way; the height is that of a plain frame."""
    chosen = Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in _choices().items())
    parts = {
        "start": site() + page_address("patient.start"),
        "script": site() + page_address("patient.static", filename="embed.js"),
        "address": site() + _address(),
        "title": say(served().questionnaire.title),
        "chosen": chosen,
        "height": height,
    }
    parts["link"] = _LINK.format(**parts)
    parts["help"] = Markup(" ").join(_HELP.format(way.href, say(way.text)) for way in served().questionnaire.help)
    ways = {"element": _ELEMENT, "frame": _FRAME, "link": _LINK, "wordpress": _SHORTCODE}
    return {way: str(snippet.format(**parts)) for way, snippet in ways.items()}


def _choices() -> dict[str, Any]:
    """Return the language and, unless it is the first, the theme that the snippets ask for."""
    return {"lang": language(), **({"theme": look().name} if worn() else {})}


def _address() -> str:
    return themed_address("patient.start", lang=language())
