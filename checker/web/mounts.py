"""What is served to this request, and in which language?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, current_app, g, request, url_for
from jinja2 import Environment

from checker.clinic.files import ClinicFile
from checker.clinic.models import Clinic
from checker.clinic.themes import Look
from checker.engine.questionnaire import Questionnaire, Text
from checker.languages import ordered_plainly, worded
from checker.ops.ended import Store
from checker.ops.recall import Recall
from checker.ops.settings import Settings
from checker.page_words import PageWords
from checker.review.standing import Signoffs
from checker.review.statement import Signature
from checker.web.language_choice import preferred
from checker.web.token import Sealer


@dataclass(frozen=True, eq=False)
class Served:
    """All that the pages of one questionnaire need, wherever they are mounted."""

    name: str
    """What they are mounted as."""
    questionnaire: Questionnaire
    clinic: Clinic | None
    """Who runs it; None where nobody is named yet."""
    sealer: Sealer
    ended: Store
    recall: Recall
    """Whether it is out of service."""
    settings: Settings
    headers: Mapping[str, str]
    """What every reply says, but for a file that browsers keep."""
    templates: Environment
    words: PageWords
    """What pages say by themselves."""
    looks: tuple[Look, ...]
    """What an address may choose from; the first is what it gets otherwise."""
    signoffs: Signoffs
    """What is signed, and what it is worth: read once at the start; who is named is reckoned for each day."""
    proved: bool = False
    """Whether every claim about exactly this content was proved, at the start."""
    earlier: Questionnaire | None = None
    """Of a re-check, the questionnaire that it follows."""
    place: str = ""
    """Of many clinics, the first part of its addresses."""
    files: Mapping[str, ClinicFile] = field(default_factory=dict)
    """The clinic's logo and fonts, by their names."""
    clinics: Mapping[str, "Served"] = field(default_factory=dict)
    """What is served for each of many clinics, by its place; then this itself is no clinic's."""

    @property
    def languages(self) -> tuple[str, ...]:
        """What people may choose from: drafts only where the settings say so."""
        whole = self.questionnaire
        return (*whole.languages, *whole.drafts) if self.settings.drafts else whole.languages

    def language(self, place: int) -> str:
        """Return the language that a sealed address names by its place; the first one if it is offered no longer."""
        return self.languages[place if place < len(self.languages) else 0]


def mounted(app: Flask) -> dict[str, Served]:
    """Return what an app serves, by what it is mounted as."""
    return cast(dict[str, Served], app.extensions.setdefault("checker", {}))


def page_name() -> str:
    """Return which page this request is for, such as ``patient.start``, whatever the mount is called."""
    return (request.endpoint or "").partition(".")[2]


def page_address(page: str, **values: Any) -> str:
    """Return the address of a page of this mount, such as ``patient.start``."""
    return url_for(f"{served().name}.{page}", **values)


def served() -> Served:
    """Return what is served to this request: by the mount that its page is in, or the first where there is no page.

    Of many clinics it is the one that is asked for.
    """
    found = mounted(current_app)
    here = found[next((name for name in request.blueprints if name in found), next(iter(found)))]
    return here.clinics.get(request.environ.get(PLACE, ""), here)


AGAIN = "-again"
"""How the name ends by which the re-check of a mount is mounted."""


def recheck() -> Served | None:
    """Return where one checks again after this: the re-check of this mount, or itself; None where there is none."""
    here = served()
    later = here if here.earlier else mounted(current_app).get(f"{here.name}{AGAIN}")
    return later if later and later.earlier else None


BY_HOST = "checker.by_host"
"""Under which name a request says that its host alone chose the clinic."""
PLACE = "checker.clinic"
"""Under which name a request says which of many clinics it is for."""


def site() -> str:
    """Return the site that people reach this at; unless one is set, whoever asks says so, and may say another one.

    For a clinic that is asked for by a host of its own, it is the first of its hosts.
    """
    here = served()
    if (known := here.settings.site) and here.clinic and request.environ.get(BY_HOST):
        return f"{known.partition('://')[0]}://{here.clinic.hosts[0]}"
    return known or f"{request.scheme}://{request.host}"


def is_kiosk() -> bool:
    """Return whether the clinic says that all pages are on a device that people share."""
    clinic = served().clinic
    return clinic is not None and clinic.kiosk


def language() -> str:
    """Return the language of this page: the journey's, else what the address, the clinic or the browser wants."""
    if (chosen := g.get("checker_language")) is None:
        g.checker_language = chosen = _asked_for(served())
    return str(chosen)


def _asked_for(here: Served) -> str:
    offered, asked = here.languages, request.args.get("lang", "")
    if asked in offered:
        return asked
    if here.clinic and here.clinic.language:
        return here.clinic.language
    return preferred(request.headers.get("Accept-Language", ""), offered)


def forget() -> None:
    """Begin a request anew: one within another, as tests make, shares what Flask keeps of that one."""
    for name in ("checker_language", "checker_theme"):
        g.pop(name, None)


def speak(code: str) -> None:
    """Let this page be in a language."""
    g.checker_language = code


def is_draft() -> bool:
    """Return whether this page is in a language that no native speaker has read."""
    return language() in served().questionnaire.drafts


def vouched(code: str) -> str:
    """Return a language, or the first in place of a draft: for words that stand where no page says what they are."""
    questionnaire = served().questionnaire
    return questionnaire.languages[0] if code in questionnaire.drafts else code


def reached(step: str, tier: str = "") -> None:
    """Note which page is shown, for the counts of all pages; nothing of the person."""
    g.checker_step, g.checker_tier = step, tier


def plain(text: Text) -> str:
    """Return a text in the language of this page, without marks."""
    return ordered_plainly(language(), text.said_in(language()))


def reviewers() -> tuple[Signature, ...]:
    """Return the clinicians by whom what is served is reviewed today, in the language of this page; nobody if not."""
    return served().signoffs.reviewers(language())


def marked(text: Text) -> str:
    """Return a text for a page; where it has no words in the page's language, others marked as what they are."""
    return worded(text.root, language())


def tongue_of(text: Text) -> str:
    """Return the language in which a text is said on this page: the first one, if a licence has no other words."""
    first = served().languages[0]
    return first if text.said_in(language()) == text.said_in(first) else language()


def locale() -> str:
    """Return the language of this page as Babel spells it."""
    return language().replace("-", "_")


@contextmanager
def spoken(other: str) -> Iterator[None]:
    """Speak another language for a part of a page."""
    own = language()
    speak(other)
    try:
        yield
    finally:
        speak(own)
