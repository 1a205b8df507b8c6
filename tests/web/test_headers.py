"""What every reply says about itself: nothing is kept, framed by strangers or passed on, and there is no cookie."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import request, session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checker.ops.settings import settings
from checker.web import create_app
from checker.web.rendering import asset
from tests.pages import HEADERS, POLICY, Page, Visitor, app_of, check, read, served_by
from tests.people import COMPLEX, CRISIS

Request = Callable[[FlaskClient], TestResponse]
REPLIES: dict[str, Request] = {
    "start": lambda client: client.get("/"),
    "about": lambda client: client.get("/about"),
    "a form": lambda client: client.post("/"),
    "a question": lambda client: client.get(client.post("/").location.partition("#")[0]),
    "an old page": lambda client: client.get("/c/old"),
    "an old form": lambda client: client.post("/c/old"),
    "no page": lambda client: client.get("/nothing"),
    "no static file": lambda client: client.get("/static/nothing.css"),
    "another method": lambda client: client.put("/"),
    "options": lambda client: client.options("/"),
    "head": lambda client: client.head("/"),
    "another site's form": lambda client: client.post("/", headers={"Sec-Fetch-Site": "cross-site"}),
}


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES.keys())
def test_every_reply_has_the_same_headers(reply: Request) -> None:
    sent = reply(app_of().test_client())
    expected = {name: [value] for name, value in HEADERS.items()}
    if sent.status_code == 303:  # the page that led there has said it, and Firefox would lose sight of that page
        expected["Referrer-Policy"] = []
    assert {name: sent.headers.getlist(name) for name in HEADERS} == expected


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES.keys())
def test_no_reply_sets_a_cookie_or_depends_on_one(reply: Request) -> None:
    headers = reply(app_of().test_client()).headers
    assert "Set-Cookie" not in headers
    assert "cookie" not in headers.get("Vary", "").lower()


def test_no_journey_leaves_a_cookie() -> None:
    for sheet in (CRISIS, COMPLEX):
        visitor = Visitor(app_of()).begin().answer(**sheet)
        assert not visitor.client._cookies


def test_a_cookie_that_a_browser_sends_changes_nothing() -> None:
    client = app_of().test_client()
    plain = client.get("/").data
    client.set_cookie("session", "anything")
    assert client.get("/").data == plain


def test_there_is_no_key_with_which_a_session_could_be_kept() -> None:
    app = app_of()
    assert app.secret_key is None
    with app.test_request_context("/"), pytest.raises(RuntimeError, match="secret key"):
        session["answer"] = "anything"


def test_a_static_file_with_its_mark_is_kept_by_browsers_and_may_be_loaded_by_a_clinic() -> None:
    client = app_of().test_client()
    page = read(client.get("/"))
    files = [e.attributes.get("href") or e.attributes["src"] for t in ("link", "script") for e in page.all(t)]
    files.remove("/")  # the start, which is canonical
    assert files
    for address in files:
        reply = client.get(address, buffered=True)
        assert reply.status_code == 200 and reply.data
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_static_file_without_its_mark_is_not_kept_for_long() -> None:
    reply = app_of().test_client().get("/static/checker.css", buffered=True)
    assert reply.headers["Cache-Control"] == "public, max-age=3600"


def test_the_mark_of_a_static_file_changes_with_its_content() -> None:
    app = app_of()
    with app.test_request_context("/"):
        marks = {asset(name) for name in ("checker.css", "icon.svg")}
    assert len({mark.partition("?v=")[2] for mark in marks}) == 2


def test_only_the_sites_of_the_clinic_may_frame_the_pages(tmp_path: Path) -> None:
    framers = ("https://www.example-clinic.com", "https://*.example.org")
    clinic = tmp_path / "clinic.yaml"
    clinic.write_text(f"name: Example\nframe_origins: {list(framers)}\n")
    reply = app_of(clinic=clinic).test_client().get("/")
    assert reply.headers["Content-Security-Policy"] == f"{POLICY} {' '.join(framers)}"


def test_no_framing_header_is_sent_that_cannot_name_two_sites() -> None:
    assert "X-Frame-Options" not in app_of().test_client().get("/").headers


def test_strict_transport_security_can_be_left_to_the_proxy() -> None:
    assert "Strict-Transport-Security" not in app_of(hsts=0).test_client().get("/").headers


SOUND = """<!doctype html>
<html lang="en"><head><title>Start - Back pain and mood check</title>
<link rel="stylesheet" href="/static/a.css?v=1"></head>
<body><a href="tel:911">911</a> <a href="tel:988">988</a> <a href="sms:988">Text</a>
<main id="q"><section aria-labelledby="signs"><h1 id="signs">Back pain and mood check</h1></section>
<form method="post" action="/?lang=en"><label for="a-0">Yes</label><input id="a-0" name="answer" value="0"></form>
</main></body></html>"""


def _page(html: str = SOUND, **headers: str) -> Page:
    reply = app_of().test_client().get("/")
    reply.headers.update(headers)
    return Page("/", 200, reply.headers, html)


def test_the_check_of_every_page_lets_a_sound_one_pass() -> None:
    check(_page(), served_by(app_of()).questionnaire)


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("<h1 ", "<h1>Twice</h1><h1 "),
        ("Back pain and mood check</h1>", "</h1>"),
        ("</h1>", "</h2>"),
        ('<html lang="en">', "<html>"),
        ("<title>", "<title>How old are you? "),
        ("<title>Start - Back", "<title>Back"),
        ("tel:988", "tel:411"),
        ('id="q"', 'id="signs"'),
        ("method=", "name="),
        ('aria-labelledby="signs"', 'aria-labelledby="sign"'),
        ('for="a-0"', 'for="a-1"'),
        ('<main id="q"', '<main style="color:red" id="q"'),
        ('<main id="q"', '<main onclick="send()" id="q"'),
        ("</main>", "<style>p {}</style></main>"),
        ("</main>", "<script>let a</script></main>"),
        ("</main>", '<img src="https://example.com/a.png"></main>'),
        ("</main>", '<a href="/?question=age">Age</a></main>'),
        ("</main>", '<a href="https://example.com/">Elsewhere</a></main>'),
    ],
)
def test_the_check_of_every_page_sees_a_broken_one(words: str, other: str) -> None:
    assert words in SOUND
    with pytest.raises(AssertionError):
        check(_page(SOUND.replace(words, other, 1)), served_by(app_of()).questionnaire)


@pytest.mark.parametrize("name", ["Set-Cookie", "Cache-Control", "Referrer-Policy", "Vary", "X-Frame-Options"])
def test_the_check_of_every_page_sees_a_wrong_header(name: str) -> None:
    with pytest.raises(AssertionError):
        check(_page(**{name: "Cookie"}), served_by(app_of()).questionnaire)


@pytest.mark.parametrize(("hops", "seen"), [(0, "127.0.0.1"), (1, "192.0.2.7")])
def test_forwarded_headers_count_only_where_the_settings_say_so(hops: int, seen: str) -> None:
    app = create_app(settings({}, proxies=hops))
    app.add_url_rule("/address", "address", lambda: str(request.remote_addr))
    assert app.test_client().get("/address", headers={"X-Forwarded-For": "192.0.2.7"}).text == seen
