"""The pages as a part of another app: whole below their prefix, and unnoticed elsewhere."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template, session
from flask.testing import FlaskClient
from flask_babel import Babel, format_date
from jinja2 import DictLoader
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from checker.ops.settings import settings
from checker.web.app import MOST_BYTES, mount
from tests.pages import HEADERS, Visitor, app_of
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD

PREFIX = "/check"
PEOPLE = {"mild": MILD, "emergency": EMERGENCY, "crisis": CRISIS, "complex": COMPLEX}


class Below(FlaskClient):
    """A browser that sees the pages below the prefix as if they stood at the top, and nothing outside."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        reply = super().open(PREFIX + args[0], *args[1:], **kwargs)
        if reply.location:
            assert reply.location.startswith(f"{PREFIX}/"), reply.location
            reply.location = reply.location.removeprefix(PREFIX)
        if reply.mimetype == "text/html":
            html = reply.get_data(as_text=True)
            assert not re.search(rf'(href|src|action)="/(?!{PREFIX[1:]}/)', html)
            reply.set_data(html.replace(f'="{PREFIX}/', '="/'))
        return reply


def _host() -> Flask:
    """Return an app as a clinic may have one: with cookies, a language, templates and error pages of its own."""
    host = Flask("host")
    host.secret_key = "the host's own"
    host.jinja_loader = DictLoader({"base.html": "host", "start.html": "{{ _('Start') }} {{ say is defined }}"})
    Babel(host, locale_selector=lambda: "de")

    @host.get("/")
    def home() -> str:
        session["visits"] = 1
        return f"{render_template('start.html')} {format_date(date(2026, 3, 1), 'long')}"

    @host.post("/")
    def upload() -> str:
        raise RuntimeError("the host's own mistake")

    @host.errorhandler(HTTPException)
    def sorry(error: HTTPException) -> tuple[str, int]:
        return f"host {error.code}", error.code or 500

    return host


def _mounted() -> Flask:
    host = _host()
    mount(host, settings({}), PREFIX)
    return host


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sheet", PEOPLE.values(), ids=PEOPLE.keys())
def test_a_whole_journey_stays_below_the_prefix_and_reads_as_it_does_alone(sheet: Any, language: str) -> None:
    host = _mounted()
    host.test_client_class = Below
    there, alone = (Visitor(app, language).begin().answer(**sheet) for app in (host, app_of()))
    for visitor in (there, alone):
        assert visitor.tier or (visitor.go_on() and visitor.tier)
    assert there.page.text == alone.page.text
    assert there.client.get_cookie("session") is None


def test_files_errors_and_refusals_below_the_prefix_are_ours() -> None:
    client = _mounted().test_client()
    assert client.get(f"{PREFIX}/static/checker.css", buffered=True).status_code == 200
    old = client.get(f"{PREFIX}/c/old")
    assert (old.status_code, old.headers["Cache-Control"]) == (410, "no-store")
    assert {name: old.headers.getlist(name) for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}
    assert "911" in old.text and f'href="{PREFIX}/' in old.text
    assert client.post(f"{PREFIX}/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    large = client.post(f"{PREFIX}/c/old", data={"answer": "0" * MOST_BYTES})
    assert (large.status_code, large.location) == (303, f"{PREFIX}/sorry/expired?lang=en")


def test_the_snippets_name_the_prefix() -> None:
    page = _mounted().test_client().get(f"{PREFIX}/embed", base_url="https://clinic.example").text
    assert page.count(f"https://clinic.example{PREFIX}/") >= 6
    assert page.count("https://clinic.example/") == page.count(f"https://clinic.example{PREFIX}/")


def test_the_other_pages_of_the_app_stay_as_they_were() -> None:
    plain, mounted = _host().test_client(), _mounted().test_client()
    for address in ("/", "/nothing", "/static/checker.css"):
        before, after = plain.get(address), mounted.get(address)
        assert (before.status_code, before.headers, before.data) == (after.status_code, after.headers, after.data)
    assert "März" in mounted.get("/").text and "False" in mounted.get("/").text
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    for client in (plain, mounted):
        posted = client.post("/", headers=elsewhere, data={"a": "0" * MOST_BYTES * 2})
        assert (posted.status_code, posted.text) == (500, "host 500")


def test_an_app_without_a_language_of_its_own_gets_none() -> None:
    host = Flask("bare")
    host.add_url_rule("/", "home", lambda: render_template("home.html"))
    host.jinja_loader = DictLoader({"home.html": "{{ _ is defined }}"})
    mount(host, settings({}), PREFIX)
    client = host.test_client()
    assert client.get("/").text == "False"
    assert 'lang="es"' in client.get(f"{PREFIX}/", headers={"Accept-Language": "es"}).text
