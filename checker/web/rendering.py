"""How is a page drawn? By our own templates in an environment of their own, whatever app the pages stand in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.dates import format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from flask_babel import format_date, format_timedelta, gettext, ngettext
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from checker.engine.questionnaire import Question, Questionnaire, Score, Text
from checker.engine.scoring import shown, span
from checker.explain.then_and_now import change_words
from checker.languages import isolated, lang, semicolon, worded
from checker.resources import shipped
from checker.review.parts import fingerprint
from checker.web.language_choice import name_in, own_name
from checker.web.links import again_address, clinic_links, report_link, themed_address, way_out
from checker.web.mounts import (
    is_draft,
    is_kiosk,
    language,
    locale,
    marked,
    page_address,
    plain,
    reviewers,
    served,
    site,
    spoken,
    tongue_of,
)
from checker.web.our_words import fenced, fenced_of_many, marked_as_english, speak_our_words
from checker.web.score_bar import bar, filled
from checker.web.theme_choice import look, look_address
from checker.web.token import SHARED_LIFE

STATIC = Path(__file__).parent.parent / "static"
"""The styles, scripts and pictures."""


def environment(questionnaire: Questionnaire) -> Environment:
    """Return the templates with all that they may call."""
    made = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_callables(fenced, fenced_of_many, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        say=marked,
        plain=plain,
        tongue=tongue_of,
        language=language,
        lang=lang,
        isolated=lambda words: isolated(language(), words),
        served=served,
        asset=asset,
    )
    made.globals.update(named=named, least=least, most=most, figure=figure, day=day, bar=partial(bar, questionnaire))
    made.globals.update(filled=filled, change_words=lambda found: change_words(found, fenced, fenced_of_many))
    made.globals.update(stamp=stamp, moment=moment, in_days=in_days, help_is_long=help_is_long, parted=parted)
    made.globals.update(reviewers=reviewers, is_draft=is_draft, draft_words=draft_words, name_in=name_in)
    made.globals.update(percent=percent, in_another=in_another, semicolon=semicolon)
    made.globals.update(fingerprint=fingerprint(questionnaire)[:8])
    made.globals.update(
        life_words=life_words, lasting=format_timedelta, shared_life=SHARED_LIFE, warning=WARNING, is_kiosk=is_kiosk
    )
    made.globals.update(
        page_address=page_address, again_address=again_address, site=site, way_out=way_out, clinic_links=clinic_links
    )
    made.globals.update(report_link=report_link, look=look, look_address=look_address, themed_address=themed_address)
    return made


WARNING = 2 * 60
"""Seconds before a page on a shared device closes, at which it asks whether somebody is still there."""


def life_words(life: int) -> str:
    """Return how long a page can be opened, as all pages say it."""
    if life == SHARED_LIFE:
        return str(
            gettext(
                "Others use this device: without use, this page closes after %(minutes)s minutes. We ask you first.",
                minutes=life // 60,
            )
        )
    return str(gettext("You can come back to this page for %(hours)s hours.", hours=life // 3600))


def draw(template: str, **parts: object) -> str:
    """Return a page of these parts; its lines are not indented, since each byte travels."""
    speak_our_words()
    page = _INDENTED.sub("\n", served().templates.get_template(template).render(parts))
    return marked_as_english(page)


_INDENTED = re.compile(r"\n +(?=<)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A page drawn once for everybody, with gaps for all that is a person's own."""

    texts: tuple[str, ...]
    gaps: tuple[str, ...]
    """What follows each text but the last."""

    def filled(self, own: Mapping[str, object]) -> str:
        """Return the page of one person."""
        pieces = [""] * (2 * len(self.gaps) + 1)
        pieces[::2] = self.texts
        pieces[1::2] = [escape(own[gap]) for gap in self.gaps]
        return "".join(pieces)


class _Gaps(dict[str, Markup]):
    """Stands for whatever is a person's own."""

    def __missing__(self, name: str) -> Markup:
        return Markup(f"\0{name}\0")


def pattern(template: str, parts: Callable[[Mapping[str, Any]], Mapping[str, object]]) -> Pattern:
    """Return the pattern of a page; ``parts`` gives all of its parts from those that are a person's own."""
    pieces = draw(template, **parts(_Gaps())).split("\0")
    return Pattern(tuple(pieces[::2]), tuple(pieces[1::2]))


_MARKS = {file.name: sha256(file.read_bytes()).hexdigest()[:12] for file in STATIC.iterdir()}


def asset(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    return page_address("patient.static", filename=name, v=_MARKS[name])


def named(code: str) -> str:
    """Return a language's own name, such as Español."""
    return own_name(code, served().languages)


def draft_words() -> tuple[tuple[str, str], ...]:
    """Return what a page says of a draft translation: in its own language and, where that differs, in the first one.

    Each stands with its language.
    """
    words = [(language(), _draft_words())]
    if language() != (first := served().languages[0]):
        with spoken(first):
            words.append((first, _draft_words()))
    return tuple(words)


def _draft_words() -> str:
    return str(gettext("This is a draft translation. No native speaker has read it."))


def in_another(question: Question) -> str:
    """Return in which language a question is asked if not in that of this page, as this page calls it; else nothing."""
    answers = (option.text for option in question.options)
    asked = (question.stem, question.ask, *answers, question.low, question.middle, question.high)
    lacks = any(text and language() not in text.root for text in asked)
    return name_in(served().languages[0], language()) if lacks else ""


def least(score: Score) -> str:
    """Return the lowest number that people can see of a score."""
    return figure(shown(score, span(served().questionnaire.question, score)[0]))


def most(score: Score) -> str:
    """Return the highest number that people can see of a score."""
    return figure(shown(score, span(served().questionnaire.question, score)[-1]))


def figure(number: float) -> str:
    """Return a number as people of this page's language write it, in digits as those of telephones: 10, not 10.0."""
    return str(format_decimal(number, locale=locale()))


def percent(share: float) -> str:
    """Return a share of a hundred as people of this page's language write it."""
    return str(format_percent(Decimal(str(share)) / 100, locale=locale(), decimal_quantization=False))


def day(when: date) -> str:
    """Return a day as people of this page's language write it."""
    return str(format_date(when, "long"))


LINE_OF_HELP = 40
"""Letters of all ways to help that fit in a line on a phone of the usual width."""


def help_is_long() -> bool:
    """Return whether the line of help needs its short words on a phone of the usual width, too."""
    return len("".join(plain(link.text) for link in served().questionnaire.help)) > LINE_OF_HELP


_FIRST = re.compile(r"(.+?[.?!؟]”?)\s+(.+)", re.DOTALL)


def parted(text: Text) -> tuple[str, str]:
    """Return the first sentence of a text in the language of this page, and the rest, which may be read on a tap."""
    if not (found := _FIRST.fullmatch(text.said_in(language()))):
        return marked(text), ""
    return worded(text.root, language(), found[1]), worded(text.root, language(), found[2])


def stamp(moment: datetime) -> str:
    """Return a moment in words that are true wherever they are read: with the hour, in UTC."""
    clock = f"{format_time(moment, 'HH:mm', locale=locale())} UTC"
    return str(get_datetime_format("medium", locale=locale())).replace("'", "").format(clock, day(moment.date()))


def moment(when: datetime) -> Markup:
    """Return a moment that the script of the page turns into the day by the person's own clock."""
    return _time(when, "{}", stamp(when))


def in_days(when: datetime, days: int) -> Markup:
    """Return a coming day: so many days from now, which is true by any clock, and by the person's own with a script."""
    return _time(when, gettext("on %(day)s", day="{}"), ngettext("in %(num)s day", "in %(num)s days", days))


def _time(when: datetime, words: str, otherwise: str) -> Markup:
    return Markup('<time datetime="{}" data-day="{}">{}</time>').format(f"{when:%Y-%m-%dT%H:%MZ}", words, otherwise)
