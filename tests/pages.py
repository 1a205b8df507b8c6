"""A person with a browser that has no script and no cookies. Every page they are given is checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from checker.engine.questionnaire import Question, Questionnaire
from checker.memoisation import memoised
from checker.ops.ended import temporary
from checker.ops.settings import settings
from checker.web import create_app
from checker.web.app import NAME
from checker.web.forms import placed
from checker.web.mounts import AGAIN, Served, mounted
from tests.clinics import OURS
from tests.people import as_answer

SECOND = Path(__file__).parent / "data" / "second.yaml"
"""A questionnaire that shares no word with the shipped one."""
DRAFTS = SECOND.with_name("drafts.yaml")
"""One with two languages that no native speaker has read."""
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Strict-Transport-Security": "max-age=31536000",
}
"""What every page says about itself, byte for byte."""
OWN_ADDRESS = re.compile(
    r"((\./)?#[\w-]+|about|how-well|back|on|now|exit|clear|more|stay|doctor|over|in/[\w-]+(/(about|how-well|doctor))?|text|json|fhir|reminder|change/[\w-]{8}"
    r"|/wordpress/condition-checker\.zip"
    r"|/(again/)?(c/[\w-]+/(#\w+)?|open|about|embed|how-well|cleared|away|sorry/\w+)?(\?(lang=[\w-]+)?&?(theme=\w+)?)?)"
)
"""All that an address of our own may look like: no id of a question, an option or a result."""
YOURS = ("Your answer", "Su respuesta")
"""What a button says of an answer given before."""
_EMPTY = {"area", "base", "br", "hr", "img", "input", "link", "meta"}


@lru_cache
def app_of(questions: Path | None = None, **chosen: Any) -> Flask:
    """Return the app of a questionnaire; if left out, of the shipped one, as the README's first command serves it."""
    if questions is None and "clinics" not in chosen:
        chosen.setdefault("clinic", OURS)
    if "keys" in chosen:
        chosen.setdefault("store", str(temporary()))
    return create_app(settings({}, questions=questions, **chosen))


def served_by(app: Flask, name: str = NAME) -> Served:
    """Return what an app serves by a name."""
    return mounted(app)[name]


@dataclass(slots=True)
class Element:
    """A tag with its attributes and all the words within it."""

    tag: str
    attributes: Mapping[str, str]
    words: str = ""

    @property
    def text(self) -> str:
        """The words, with one space between them."""
        return " ".join(self.words.split())


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        assert not self._open, f"<{self._open[-1].tag}> is never closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(attrs) == len(element.attributes), f"<{tag}> has an attribute twice"
        self.elements.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1].tag == tag, f"</{tag}> closes nothing"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data


@dataclass(frozen=True)
class Page:
    """What a browser got."""

    address: str
    status: int
    headers: Headers
    html: str

    @cached_property
    def elements(self) -> list[Element]:
        """All elements, in order."""
        return _Reader(self.html).elements

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag that have these attributes."""
        return [e for e in self.elements if e.tag == tag and attributes.items() <= e.attributes.items()]

    def with_id(self, name: str) -> Element | None:
        """Return the element with an id."""
        return next((e for e in self.elements if e.attributes.get("id") == name), None)

    @property
    def path(self) -> str:
        """Its address without the part that moves the focus: where a form of a question is sent."""
        return self.address.partition("#")[0]

    @property
    def token(self) -> str:
        """The sealed state in its address."""
        return re.search(r"/c/([^/?#]+)", self.address)[1]  # type: ignore[index]

    @property
    def heading(self) -> str:
        """The words of the one h1."""
        return self.all("h1")[0].text

    @property
    def text(self) -> str:
        """All words of the page."""
        return self.all("body")[0].text

    @property
    def chosen(self) -> list[str]:
        """The values of the answer given before: ticked, typed, or said of a button."""
        checked = [e.attributes["value"] for e in self.all("input", name="answer") if "checked" in e.attributes]
        typed = [e.attributes["value"] for e in self.all("input", name="answer", type="text")]
        pressed = [e.attributes["value"] for e in self.all("button", name="answer") if e.text.endswith(YOURS)]
        return checked + [value for value in typed if value] + pressed

    @property
    def announced(self) -> str:
        """What the error summary says; nothing where there is none."""
        summary = self.with_id("errors")
        return summary.text if summary else ""


def read(response: TestResponse, address: str = "") -> Page:
    """Return what a browser would make of a reply."""
    return Page(address or response.request.path, response.status_code, response.headers, response.text)


def _asks_nothing(form: Element) -> bool:
    """Return whether a form is that of a page for clinics, which asks nobody about their health."""
    return form.attributes.get("action", "").endswith("/embed")


def check(page: Page, questionnaire: Questionnaire, headers: Mapping[str, str] = HEADERS) -> Page:
    """Return the page; fail where it breaks what is promised of every page."""
    assert len(page.all("h1")) == 1 and page.heading, f"not one h1: {page.all('h1')}"
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(set(ids)) == len(ids), f"ids are not unique: {ids}"
    assert page.all("html")[0].attributes.get("lang") in (*questionnaire.languages, *questionnaire.drafts)
    assert {link.href for link in questionnaire.help} <= {a.attributes.get("href") for a in page.all("a")}
    assert all(form.attributes.get("method") == "post" or _asks_nothing(form) for form in page.all("form"))
    _check_title(page, questionnaire)
    _check_references(page, set(ids))
    _check_addresses(page)
    _check_policy(page)
    _check_headers(page, headers)
    return page


def _check_title(page: Page, questionnaire: Questionnaire) -> None:
    """Fail unless the title is the heading or tells nothing of the journey: it stands in the browser's history."""
    (title,) = (e.text for e in page.all("title"))
    sites = tuple(f" - {words}" for words in questionnaire.title.root.values())
    assert title.endswith(sites) and len(title) > len(min(sites, key=len)), title
    assert title.startswith(page.heading) or not any(title.startswith(words) for words in _telling(questionnaire)), (
        title
    )


@memoised
def _telling(questionnaire: Questionnaire) -> frozenset[str]:
    asked = [text for question in questionnaire.questions for text in (question.ask, question.label)]
    said = [tier.title for tier in questionnaire.tiers] + [r.page.title for r in questionnaire.guidance if r.page]
    return frozenset(words for text in [*asked, *said] for words in text.root.values())


def _check_references(page: Page, ids: set[str]) -> None:
    for element in page.elements:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            named = set(element.attributes.get(name, "").split())
            assert named <= ids, f"<{element.tag} {name}> names no id: {named - ids}"


def _check_addresses(page: Page) -> None:
    """Fail where an address tells something, or where a browser would turn to another host by itself."""
    for element in page.elements:
        target = element.attributes.get("href", "") or element.attributes.get("action", "")
        if element.tag in ("link", "script", "img"):
            source = target or element.attributes.get("src", "")
            assert re.fullmatch(r"/(again/)?((static/)?[\w.-]+(\?v=\w+)?)?", source), source
        elif target.startswith("https://"):
            assert "noreferrer" in element.attributes.get("rel", ""), f"{target} would learn where the person was"
        elif target:
            assert OWN_ADDRESS.fullmatch(target) or target.startswith(("tel:", "sms:", "mailto:")), target


def _check_policy(page: Page) -> None:
    """Fail on what the page's own policy forbids: styles and scripts within the page, and most frames."""
    assert not page.all("style")
    assert not page.all("iframe") or page.headers["Content-Security-Policy"].endswith("; frame-src 'self'")
    assert all(script.attributes.get("src") for script in page.all("script"))
    for element in page.elements:
        assert not any(name == "style" or name.startswith("on") for name in element.attributes), element


def _check_headers(page: Page, headers: Mapping[str, str]) -> None:
    for name in ("Set-Cookie", "X-Frame-Options", "Server"):
        assert name not in page.headers
    assert page.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert {name: page.headers.getlist(name) for name in headers} == {name: [is_] for name, is_ in headers.items()}
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"


@dataclass
class Visitor:
    """A person at a browser: follows links, sends forms, goes back and forward."""

    app: Flask
    language: str = "en"
    name: str = NAME
    history: list[str] = field(default_factory=list)
    at: int = -1

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.questionnaire = served_by(self.app, self.name).questionnaire
        self.page = self.open("/again/" if self.name.endswith(AGAIN) else "/")

    def open(self, address: str) -> Page:
        """Go to an address, as a link or the address bar does."""
        page = self._fetched(urljoin(self.page.address, address) if self.history else address)
        self.history = [*self.history[: self.at + 1], page.address]
        self.at += 1
        return page

    def reload(self) -> Page:
        """Fetch the same page again."""
        return self._fetched(self.history[self.at])

    def back(self) -> Page:
        """Go back as the browser's own button does."""
        self.at = max(0, self.at - 1)
        return self.reload()

    def forward(self) -> Page:
        """Go forward as the browser's own button does."""
        self.at = min(len(self.history) - 1, self.at + 1)
        return self.reload()

    def press(self, words: str) -> Page:
        """Follow the first link with these words."""
        link = next(a for a in self.page.all("a") if a.text == words)
        return self.open(link.attributes["href"])

    def begin(self) -> "Visitor":
        """Press Start; on the page on which one checks again, the button of who has only the paper."""
        elsewhere = (button.attributes.get("formaction", "") for button in self.page.all("button"))
        self.send({}, next(filter(None, elsewhere), ""))
        return self

    def upload(self, content: bytes, name: str = "check.json") -> Page:
        """Send a file with the form of the page."""
        return self.send({"file": (BytesIO(content), name)})

    def send(self, fields: Mapping[str, Any], action: str = "") -> Page:
        """Send the form of the page with these fields beside its hidden ones, to its own address or another one."""
        (form,) = self.page.all("form")
        hidden = {e.attributes["name"]: e.attributes["value"] for e in self.page.all("input", type="hidden")}
        action = action or form.attributes.get("action", self.page.path)
        reply = self.client.post(action, data={**hidden, **fields}, headers=self._headers)
        assert reply.status_code == 303, f"a form was answered with {reply.status}"
        assert OWN_ADDRESS.fullmatch(reply.location), reply.location
        return self.open(reply.location)

    def answer(self, **given: Any) -> "Visitor":
        """Answer the questions, each of which must be the one on the page; go on where an interruption comes."""
        for name, value in given.items():
            question = self.questionnaire.question[name]
            assert self.page.heading == question.ask.said_in(self.language), f"{self.page.heading!r} is not {name}"
            self.send({"answer": placed(question, as_answer(value))})
            if self.interrupted and name != list(given)[-1]:
                self.go_on()
        return self

    def go_on(self) -> Page:
        """Press the button of an interruption that leads on."""
        buttons = (a for a in self.page.all("a") if "button" in a.attributes.get("class", ""))
        return self.open(next(a.attributes["href"] for a in buttons if a.attributes["href"] == "on"))

    @property
    def interrupted(self) -> bool:
        """Whether the page is an interruption."""
        titles = {r.page.title.said_in(self.language) for r in self.questionnaire.guidance if r.page}
        return self.page.heading in titles

    @property
    def asked(self) -> Question | None:
        """The question on the page."""
        found = [q for q in self.questionnaire.questions if q.ask.said_in(self.language) == self.page.heading]
        return found[0] if found else None

    @property
    def tier(self) -> str | None:
        """The tier that the page tells."""
        titles = {tier.title.said_in(self.language): tier.id for tier in self.questionnaire.tiers}
        return titles.get(self.page.heading)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language, "Sec-Fetch-Site": "same-origin"}

    def _fetched(self, address: str) -> Page:
        address = address.partition("#")[0]
        reply = self.client.get(address.partition("#")[0], headers=self._headers)
        if reply.status_code == 303:
            return self._fetched(reply.location)
        page = read(reply, address)
        self.page = page if address == "/away" else check(page, self.questionnaire)  # that one tells nothing
        return self.page
