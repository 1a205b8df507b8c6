"""Whatever is sent, nothing breaks: no form is answered with a page, and every page that says no keeps the help."""

import io
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from checker.web.app import MOST_BYTES, MOST_PARTS
from checker.web.error_pages import STATUS
from checker.web.token import State, seal
from tests.pages import OWN_ADDRESS, Page, Visitor, app_of, check, read, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers

Sent = Callable[[FlaskClient, str, str], TestResponse]
"""Posts something to an address, with the form's own token at hand."""

JUNK: dict[str, Sent] = {
    "nothing": lambda client, to, _: client.post(to),
    "no answer": lambda client, to, own: client.post(to, data={"csrf_token": own}),
    "an unknown field": lambda client, to, own: client.post(to, data={"csrf_token": own, "answer": "1", "admin": "1"}),
    "an unknown option": lambda client, to, own: client.post(to, data={"csrf_token": own, "answer": "99"}),
    "letters of all kinds": lambda client, to, own: client.post(
        to, data={"csrf_token": own, "answer": "ñ😀\x00\u202e"}
    ),
    "half a letter": lambda client, to, own: client.post(
        to, data=f"csrf_token={own}&answer=%ff%fe%00%c3", content_type="application/x-www-form-urlencoded"
    ),
    "a field many times": lambda client, to, own: client.post(
        to, data=MultiDict([("csrf_token", own), *[("answer", str(number)) for number in range(900)]])
    ),
    "thousands of fields": lambda client, to, own: client.post(
        to, data={"csrf_token": own, **{f"f{number}": "" for number in range(3000)}}
    ),
    "thousands of parts": lambda client, to, own: client.post(
        to,
        data={"csrf_token": own, **{f"f{number}": "" for number in range(MOST_PARTS * 2)}},
        content_type="multipart/form-data",
    ),
    "too many bytes": lambda client, to, own: client.post(to, data={"csrf_token": own, "answer": "9" * MOST_BYTES}),
    "a large file": lambda client, to, own: client.post(to, data={"answer": (io.BytesIO(b"x" * 10**5), "a.bin")}),
    "json": lambda client, to, own: client.post(to, json={"csrf_token": own, "answer": [1, {}]}),
    "xml": lambda client, to, own: client.post(to, data=b"<a/>", content_type="text/xml"),
    "no type": lambda client, to, own: client.post(to, data=b"answer=1", content_type=""),
    "a broken type": lambda client, to, own: client.post(to, data=b"answer=1", content_type="multipart/form-data"),
    "broken parts": lambda client, to, own: client.post(
        to, data=b"--b\r\nbroken", content_type="multipart/form-data; boundary=b"
    ),
    "an unknown alphabet": lambda client, to, own: client.post(
        to, data=f"csrf_token={own}&answer=1", content_type="application/x-www-form-urlencoded; charset=no-such"
    ),
    "another site's form": lambda client, to, own: client.post(
        to, data={"csrf_token": own, "answer": "1"}, headers={"Sec-Fetch-Site": "cross-site"}
    ),
    "a wrong length": lambda client, to, own: client.post(
        to, data={"csrf_token": own, "answer": "1"}, headers={"Content-Length": "ten"}
    ),
}


def posts(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield every address that there is, with the form token of its page where it has one."""
    yield from ((address, "") for address in ("/", "/about", "/cleared", "/nothing", "/c/old", "/c/", "/static/a"))
    yield from ((f"/sorry/{kind}", "") for kind in STATUS)
    for sheet in ({}, EMERGENCY, CRISIS, COMPLEX):
        page = Visitor(app).begin().answer(**dict(list(sheet.items())[:2])).page
        hidden = [e.attributes["value"] for e in page.all("input", type="hidden")]
        yield page.address.partition("#")[0], "".join(hidden)


@pytest.mark.parametrize("sent", JUNK.values(), ids=JUNK.keys())
def test_no_form_is_answered_with_a_page_nor_breaks_anything(sent: Sent) -> None:
    for address, own in posts(app_of()):
        reply = sent(app_of().test_client(), address, own)
        assert reply.status_code in (303, 403), f"{address} answered {reply.status}"
        if reply.status_code == 303:
            assert not reply.data
            assert OWN_ADDRESS.fullmatch(reply.location), reply.location
        else:
            check(read(reply), served_by(app_of()).questionnaire)


def at(name: str) -> Visitor:
    """Return somebody with a light new pain at a question."""
    visitor = Visitor(app_of()).begin()
    return visitor.answer(**{each: MILD[each] for each in list(MILD)[: list(MILD).index(name)]})


WRONG: dict[str, str | list[str]] = {
    "not offered": "99",
    "below all": "-1",
    "an id": "age_18_49",
    "two": ["0", "1"],
    "the same twice": ["1", "1"],
    "one that is and one that is not": ["1", "99"],
    "empty": "",
    "a letter of another alphabet": "\u0661",
    "nothing": [],
}


@pytest.mark.parametrize("sent", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("name", ["onset", "age", "pain_most", "little_interest"])
def test_what_no_button_sends_leads_to_the_same_question_with_nothing_lost_and_no_error(
    name: str, sent: str | list[str]
) -> None:
    visitor = at(name)
    page = visitor.send({"answer": sent})
    assert visitor.asked is visitor.questionnaire.question[name]
    assert not page.announced and not page.chosen and "Error" not in page.text
    visitor.answer(**{each: MILD[each] for each in list(MILD)[list(MILD).index(name) :]})
    assert visitor.tier == Visitor(app_of()).begin().answer(**MILD).tier == "self_care"


@pytest.mark.parametrize("sent", ["99", ["0", "1"]])
def test_what_no_button_sends_leaves_the_answer_given_before(sent: str | list[str]) -> None:
    visitor = at("health")
    visitor.press("Back")
    before = visitor.page.chosen
    visitor.send({"answer": sent})
    assert visitor.page.chosen == before == ["1"]


@pytest.mark.parametrize("sent", ["99", ["0", "1"], []])
@pytest.mark.parametrize("name", ["right_now", "place"])
def test_what_cannot_be_taken_of_ticks_and_the_picture_is_said(name: str, sent: str | list[str]) -> None:
    visitor = at(name)
    last = str(len(visitor.questionnaire.question[name].options) - 1)
    page = visitor.send({"answer": [*sent, last] if name == "right_now" and len(sent) == 2 else sent})
    assert visitor.asked is visitor.questionnaire.question[name]
    assert page.announced and "Error:" in page.all("title")[0].text


def test_a_result_takes_no_answer_and_keeps_all() -> None:
    visitor = Visitor(app_of()).begin().answer(**MILD)
    here, told = visitor.page.address.partition("#")[0], visitor.page.heading
    for fields in ({}, {"answer": "0"}, {"answer": ["0", "1"]}, {"answer": "0", "csrf_token": "wrong"}):
        reply = visitor.client.post(here, data=fields)
        assert reply.status_code == 303
        assert visitor.open(reply.location).heading == told


def test_an_answer_to_help_at_once_leads_on_and_changes_nothing() -> None:
    visitor = Visitor(app_of()).begin().answer(right_now=["self_harm"])
    reply = visitor.client.post(visitor.page.address.partition("#")[0], data={"answer": "0"})
    visitor.open(reply.location)
    assert visitor.asked is visitor.questionnaire.question["place"]
    visitor.press("Back")
    options = visitor.questionnaire.question["right_now"].options
    assert [options[int(place)].id for place in visitor.page.chosen] == ["self_harm"]


def test_the_same_tap_twice_answers_the_next_question_never() -> None:
    """Both are sent to the address of the page that was tapped."""
    visitor = at("age")
    (hidden,) = visitor.page.all("input", type="hidden")
    fields = {"csrf_token": hidden.attributes["value"], "answer": "1"}
    tapped = visitor.page.path
    for _ in range(3):
        visitor.open(visitor.client.post(tapped, data=fields).location)
        assert visitor.asked is visitor.questionnaire.question["health"] and not visitor.page.chosen


def test_an_answer_to_a_question_that_is_no_longer_asked_is_one_to_the_question_that_is() -> None:
    """A page from before a change: its question is closed, and what it sends goes to nobody else."""
    app = app_of()
    held = served_by(app)
    answers = as_answers({name: MILD[name] for name in ("right_now", "place")})
    token = seal(held.sealer, State(answers, held.questionnaire.position["injury"]))
    visitor = Visitor(app)
    visitor.open(f"/c/{token}/")
    assert visitor.asked is held.questionnaire.question["onset"]
    visitor.send({"answer": "99"})
    assert visitor.asked is held.questionnaire.question["onset"] and not visitor.page.chosen


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=40), max_size=6), st.booleans())
def test_whatever_fields_are_sent_the_reply_leads_to_a_page(fields: dict[str, str], whole: bool) -> None:
    visitor = Visitor(app_of()).begin()
    (hidden,) = visitor.page.all("input", type="hidden")
    own = {"csrf_token": hidden.attributes["value"]} if whole else {}
    reply = visitor.client.post(visitor.page.path, data={**fields, **own})
    assert reply.status_code == (303 if whole else 403)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW", "ñ"])
@pytest.mark.parametrize("address", ["/", "/about", "/c/old", "/nothing", "/static/checker.css"])
def test_an_unknown_method_is_refused(method: str, address: str) -> None:
    reply = app_of().test_client().open(address, method=method)
    assert 400 <= reply.status_code < 500


NO_PAGE = [
    *(
        "/nothing",
        "/c",
        "/c/",
        "/c/a/b",
        "/c//old",
        "/%00",
        "/%ff",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/sorry/",
        "/sorry/all",
    ),
    *("/static/../settings.py", "/static/%2e%2e/web/settings.py", "/static/", "/about/", "/" + "a" * 3000, "/ñ😀"),
]


@pytest.mark.parametrize("address", NO_PAGE)
def test_an_address_without_a_page_says_so(address: str) -> None:
    page = read(app_of().test_client().get(address))
    assert (page.status, page.heading) == (404, "There is no such page")
    check(page, served_by(app_of()).questionnaire)


@pytest.mark.parametrize(
    "query", ["lang=xx", "lang=", "lang=es&lang=en", "lang=%ff", "lang=" + "e" * 3000, "question=age"]
)
def test_a_query_only_chooses_among_the_languages(query: str) -> None:
    assert app_of().test_client().get(f"/?{query}").status_code == 200


@pytest.mark.parametrize(
    "header", ["Accept-Language", "Accept", "Cookie", "Range", "If-None-Match", "X-Forwarded-Host"]
)
@pytest.mark.parametrize("value", ["", "ñ", "*", "\x7f" * 2000, "es;q=many,en;q=", "bytes=0-", '"'])
def test_a_header_cannot_break_a_page(header: str, value: str) -> None:
    assert app_of().test_client().get("/", headers={header: value}).status_code == 200


# Pages that say no ---------------------------------------------------------------------------------------------------


def refused(language: str) -> Iterator[Page]:
    """Yield every page that says no, as a browser of this language gets it."""
    client, headers = app_of().test_client(), {"Accept-Language": language}
    yield read(client.get("/c/old", headers=headers))
    yield read(client.get("/nothing", headers=headers))
    yield read(client.put("/", headers=headers))
    yield read(client.post("/", headers={**headers, "Sec-Fetch-Site": "cross-site"}))
    for kind in STATUS:
        yield read(client.get(f"/sorry/{kind}", headers=headers))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_that_says_no_keeps_the_help_in_the_language_of_the_browser(language: str) -> None:
    questionnaire = served_by(app_of()).questionnaire
    for page in refused(language):
        assert page.status >= 400
        check(page, questionnaire)
        assert page.all("html")[0].attributes["lang"] == language
        shown = {a.attributes["href"]: a.text for a in page.all("a")}
        assert all(shown[link.href].startswith(link.text.said_in(language)) for link in questionnaire.help)
        assert questionnaire.emergency_signs.title.said_in(language) in page.text
        assert [
            a
            for a in page.all("a")
            if a.attributes["href"].startswith("/") and "button" in a.attributes.get("class", "")
        ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_expired_form_keeps_the_language_of_the_browser(language: str) -> None:
    client, headers = app_of().test_client(), {"Accept-Language": language}
    page = read(client.post("/c/old", headers=headers, follow_redirects=True))
    assert (page.status, page.all("html")[0].attributes["lang"]) == (410, language)


def test_a_mistake_of_ours_is_logged_without_what_was_sent(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("the answer was age_18_49")

    visitor = Visitor(app_of()).begin()
    monkeypatch.setattr("checker.web.flow.onward", fail)
    page = visitor.send({"answer": "1"})
    assert (page.status, page.heading) == (500, "Something went wrong here")
    assert "ValueError" in caplog.text and "flow" not in caplog.text.split(" at ")[0]
    assert "age_18_49" not in caplog.text and "/c/" not in caplog.text
