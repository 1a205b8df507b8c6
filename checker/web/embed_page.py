"""How does a clinic put this on its own site? What to paste, how it looks there, and what stands in the way."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from checker.clinic.host_page import judge
from checker.engine.questionnaire import Link, Text
from checker.languages import direction, lang, ordered_plainly
from checker.web.links import in_each_language, themed_address
from checker.web.mounts import language, page_address, served, site, speak, vouched
from checker.web.our_words import speak_our_words, unmarked
from checker.web.rendering import draw
from checker.web.rendering import named as language_name
from checker.web.theme_choice import look, named, wear, worn
from checker.web.wordpress_plugin import plugin

pages = Blueprint("embed", __name__)

_FRAME = Markup(
    '<iframe src="{address}" title="{title}" loading="lazy" allow="clipboard-write" referrerpolicy="no-referrer"\n'
    '  style="width:100%;height:{height};border:0"></iframe>\n{link}'
)
_ELEMENT = Markup(
    '<condition-checker src="{start}" {chosen}{dir} {more}>\n  {link}\n  {help}\n'
    '</condition-checker>\n<script async src="{script}"></script>'
)
_ROOM = Markup('style="display:block;min-height:{0}px"')
_OTHER_ROOM = Markup('start-height="{0}" style="display:block;min-height:{0}px"')
_SHORTCODE_ROOM = Markup(' start_height="{}"')
_BUTTON = Markup('mode="{}" label="{}" close="{}"')
_LINK = Markup('<a href="{address}"{marks} target="_blank" rel="noopener">{title}</a>')
_HELP = Markup('<a href="{}"{}>{}</a>')
_SHORTCODE = Markup('[condition_checker url="{start}" {chosen}{more} title="{title}"]')

WAYS = ("inline", "popup", "button", "frame", "link", "wordpress")
"""The ways to show the check on a page; the first is what a clinic is offered."""
ROOM = 1024
"""Pixels that embed.js keeps free until the frame has spoken."""
MOST_HIGH = 720
"""The height of a frame that cannot follow its page, in pixels, unless a site wants another one."""
LONGEST = {"address": 300, "headers": 1500}
"""Letters that are read of what is typed."""
HEIGHTS = (320, 4000)
"""Pixels between which a height may be chosen."""


@pages.get("/embed")
def page() -> str:
    """Show what to paste for the way that was chosen, what it looks like, and what stands in its way."""
    clinic = served().clinic
    listed = clinic.frame_origins if clinic else ()
    typed = {name: request.args.get(name, "")[:most] for name, most in LONGEST.items()}
    return draw(
        "embed.html",
        ways=WAYS,
        way=_way(),
        height=_height(),
        heights=HEIGHTS,
        snippet=snippet(_way(), site(), _height()),
        preview=themed_address("embed.preview", way=_way(), lang=language(), height=_height() or None),
        typed=typed,
        longest=LONGEST,
        findings=judge(**typed, listed=(*listed, site()), checker=_start()),
        listed=listed,
        unset=not served().settings.site,
        looks=[known.name for known in served().looks],
        languages=in_each_language("embed.page"),
    )


@pages.get("/embed/preview")
def preview() -> str:
    """Show a page with what was chosen on it, as a clinic's own would be."""
    shown = snippet("inline" if _way() == "wordpress" else _way(), "", _height())
    size = f' width="100%" height="{_height() or MOST_HIGH}"' if _way() == "frame" else ""
    plain = re.sub(r'\s+style="[^"]*"', size, shown)  # a policy of ours allows none
    return draw("embed_preview.html", snippet=Markup(plain))


def _way() -> str:
    asked = request.args.get("way", "")
    return asked if asked in WAYS else WAYS[0]


def _height() -> int:
    """Return the height that was asked for, or 0."""
    asked = request.args.get("height", 0, int)
    return asked if HEIGHTS[0] <= asked <= HEIGHTS[1] else 0


@pages.get("/oembed")
def oembed() -> ResponseReturnValue:
    """Answer a site that trusts us as a provider, as WordPress does with our plugin."""
    asked = request.args.get("url", "")
    start = _start()
    if asked.partition("?")[0].rstrip("/") != start.rstrip("/"):
        abort(404)
    if request.args.get("format", "json") != "json":
        abort(501)
    chosen = parse_qs(urlsplit(asked).query)
    if (code := chosen.get("lang", [""])[0]) in served().languages:
        speak(code)
    wear(named(chosen.get("theme", [""])[0]))
    speak_our_words()
    most = request.args.get("maxheight", MOST_HIGH, int)
    height = most if 0 < most < MOST_HIGH else MOST_HIGH
    return jsonify(
        version="1.0",
        type="rich",
        title=_here(served().questionnaire.title)[0],
        html=snippet("frame", site(), height),
        width=request.args.get("maxwidth", MOST_HIGH, int),
        height=height,
        languages={code: _spoken(code) for code in served().languages},
        themes=[known.name for known in served().looks],
    )


def _spoken(code: str) -> dict[str, Any]:
    """Return what the plugin needs to offer a language, and to show ways to help before the frame is there."""
    questionnaire = served().questionnaire
    title, spoken = _vouched(questionnaire.title, code)
    return {
        "name": f"{language_name(code)} ({unmarked(gettext('draft'))})"
        if code in questionnaire.drafts
        else language_name(code),
        "dir": direction(code),
        "title": title,
        "lang": spoken,
        "help": [
            {"href": link.href, "words": words, "lang": said}
            for link in questionnaire.help
            for words, said in [_vouched(link.text, code)]
        ],
    }


def _vouched(text: Text, code: str) -> tuple[str, str]:
    """Return a text for a clinic's own page, which marks no draft, and its language: the first in place of one."""
    spoken = vouched(code) if vouched(code) in text.root else served().questionnaire.languages[0]
    return ordered_plainly(spoken, text.said_in(spoken)), spoken


def _here(text: Text) -> tuple[str, Markup]:
    """Return such a text in the language of this page, and what a link says of it where it is in another one."""
    words, spoken = _vouched(text, language())
    return words, Markup() if spoken == language() else Markup(" ") + lang(spoken)


@pages.get("/wordpress/condition-checker.zip")
def wordpress() -> Response:
    """Give the WordPress plugin away."""
    return Response(plugin(), mimetype="application/zip")


def snippet(way: str, where: str, height: int = 0) -> str:
    """Return what to paste into a page for a way: with the checker at this site, and a height unless the usual one."""
    title, marks = _here(served().questionnaire.title)
    parts = {
        "start": where + page_address("patient.start"),
        "script": where + page_address("patient.static", filename="embed.js"),
        "address": where + themed_address("patient.start", lang=language()),
        "title": title,
        "marks": marks,
        "chosen": Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in _choices().items()),
        "dir": Markup(' dir="rtl"') if _is_from_right() else "",
        "height": f"{height}px" if height else "45rem",
        "help": Markup(" ").join(
            _HELP.format(each.href, *reversed(_here(each.text))) for each in served().questionnaire.help
        ),
        "more": _more(way, height),
    }
    parts["link"] = _LINK.format(**parts)
    shape = {"frame": _FRAME, "link": _LINK, "wordpress": _SHORTCODE}.get(way, _ELEMENT)
    return str(shape.format(**parts))


def _help(link: Link) -> Markup:
    words, marks = _here(link.text)
    return _HELP.format(link.href, marks, words)


def _more(way: str, height: int) -> Markup:
    """Return what an element or a shortcode has beside its address: words of its button, or the room that it needs."""
    if way in ("popup", "button"):
        close = served().words.said_in(vouched(language())).gettext("Close")
        return _BUTTON.format(way, button_words(), close)
    if way == "wordpress":
        return _SHORTCODE_ROOM.format(height) if height else Markup()
    return (_OTHER_ROOM if height and height != ROOM else _ROOM).format(height or ROOM)


def button_words() -> str:
    """Return the words of the button that opens the check: the clinic's own, or the title."""
    clinic, arrow = served().clinic, "\u2190" if _is_from_right() else "\u2192"
    return _here(clinic.button)[0] if clinic and clinic.button else f"{_here(served().questionnaire.title)[0]} {arrow}"


def _is_from_right() -> bool:
    return direction(language()) == "rtl"


def _start() -> str:
    return site() + page_address("patient.start")


def _choices() -> dict[str, Any]:
    """Return the language and, unless it is the first, the theme that the snippets ask for."""
    return {"lang": language(), **({"theme": look().name} if worn() else {})}
