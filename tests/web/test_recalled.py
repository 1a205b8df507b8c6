"""Out of service, every page says where help is, in the person's language, and nothing else; then all goes on."""

import re
from pathlib import Path

import pytest
from flask import Flask

from checker.ops.recall import ALL
from checker.ops.settings import settings
from checker.web import create_app
from checker.web.app import NAME
from checker.web.error_pages import _STILL as STILL
from tests.kinds import LATER
from tests.pages import Page, Visitor, app_of, check, read, served_by
from tests.people import EMERGENCY
from tests.seeds import SEED

SAID = {"en": "This check is out of service", "es": "Este chequeo está fuera de servicio"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return app_of(keys=(SEED,), store=str(tmp_path_factory.mktemp("recalled") / "ended"), review=True)


@pytest.fixture(autouse=True)
def service(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is in service at first, and every request looks."""
    monkeypatch.setattr("checker.ops.recall.AGE", 0.0)
    served_by(app).ended.mark(ALL, "")


def _recall(app: Flask) -> None:
    served_by(app).ended.mark(ALL, "since today: rule zorn is wrong")


def _is_help_alone(page: Page, language: str, app: Flask, name: str = NAME) -> bool:
    """Return whether a page is that of a recall; fail where it breaks what is promised of every page."""
    check(page, served_by(app, name).questionnaire)
    assert page.headers["Retry-After"] and not page.all("form") and "zorn" not in page.html
    assert not re.search("review|revis", page.text, re.IGNORECASE) and not page.all("iframe")
    return (page.status, page.heading) == (503, SAID[language])


@pytest.mark.parametrize("language", SAID)
def test_a_journey_stops_in_the_middle_in_its_own_language_and_goes_on_once_the_recall_is_lifted(
    app: Flask, language: str
) -> None:
    visitor = Visitor(app, language).begin()
    asked, address = visitor.page.heading, visitor.page.address
    _recall(app)
    visitor.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    assert _is_help_alone(visitor.reload(), language, app)
    sent = visitor.client.post(address, data={"answer": "0"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (sent.status_code, sent.location) == (303, f"/?lang={language}")
    assert _is_help_alone(visitor.open(sent.location), language, app)
    served_by(app).ended.mark(ALL, "")
    assert visitor.open(address).heading == asked


def test_every_address_says_so_but_for_the_ways_out_and_the_machine_in_front(app: Flask) -> None:
    client, tried, ids = app.test_client(), 0, {"token": Visitor(app).begin().page.token, "code": "es"}
    _recall(app)
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[2] in STILL:
            continue
        path = re.sub(
            r"<(?:any\('?([^,')]+)[^>]*|(?:\w+:)?(\w+))>", lambda found: found[1] or ids.get(found[2], "x"), rule.rule
        )
        name, start = (LATER, "/again/") if path.startswith("/again/") else (NAME, "/")
        for method in {"GET", "POST"} & (rule.methods or set()):
            reply = client.open(path, method=method, headers={"Accept-Language": "en"})
            tried += 1
            if method == "POST":
                assert (reply.status_code, reply.location) == (303, f"{start}?lang=en"), path
            else:
                assert _is_help_alone(read(reply), "en", app, name), path
    assert tried > 25


def test_people_can_still_leave_and_clear(app: Flask) -> None:
    visitor = Visitor(app).begin().answer(**EMERGENCY)
    result = visitor.page.address
    _recall(app)
    assert visitor.open("clear").heading == "Your answers are cleared"
    served_by(app).ended.mark(ALL, "")
    assert visitor.open(result).status == 410
    _recall(app)
    assert visitor.client.get("/away").status_code == 200


def test_an_instance_out_of_service_stays_before_visitors_and_says_so_to_the_machine_in_front(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/readyz").get_json()["recalled"] is False
    _recall(app)
    told = client.get("/readyz")
    assert told.status_code == 200 and told.get_json()["ready"] and told.get_json()["recalled"] is True
    assert client.get("/healthz").status_code == client.get("/static/checker.css", buffered=True).status_code == 200


def test_a_re_check_is_out_of_service_with_what_it_follows_and_not_the_other_way_round(app: Flask) -> None:
    store, client = served_by(app).ended, app.test_client()
    first, later = (served_by(app, name).questionnaire.id for name in (NAME, LATER))
    for recalled, found in ((first, [503, 503]), (later, [200, 503])):
        store.mark(recalled, "since today")
        assert [client.get(address).status_code for address in ("/", "/again/")] == found
        store.mark(recalled, "")
    assert [client.get(address).status_code for address in ("/", "/again/")] == [200, 200]


def test_each_of_many_clinics_is_out_of_service(tmp_path: Path) -> None:
    for name in ("city", "lake"):
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\n", encoding="utf-8")
    many = create_app(settings({"CHECKER_RECALLED": "1"}, clinics=tmp_path, questions=None))
    pages = [
        read(many.test_client().get(address, headers={"Accept-Language": "es"})) for address in ("/city/", "/lake/")
    ]
    assert [(page.status, page.heading) for page in pages] == [(503, SAID["es"])] * 2
