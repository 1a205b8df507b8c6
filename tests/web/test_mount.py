"""The pages as a part of another app: whole below their prefix, and unnoticed elsewhere."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template, session, url_for
from flask.testing import FlaskClient
from flask_babel import Babel, format_date, get_babel
from flask_wtf import CSRFProtect
from jinja2 import DictLoader
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from checker.authoring import LoadError
from checker.ops.ended import temporary
from checker.ops.settings import OF_THE_APP, Settings, SettingsError, settings
from checker.review.signoff import SignoffError
from checker.web import patient_views
from checker.web.app import MOST_BYTES, mount
from tests import clinics
from tests.pages import HEADERS, SECOND, Visitor, app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD
from tests.seeds import SEED, key_file

PREFIX, BICYCLE = "/check", "/bicycle"
KEPT: dict[str, Any] = {"keys": (SEED,), "store": str(temporary())}
PEOPLE = {"mild": MILD, "emergency": EMERGENCY, "crisis": CRISIS, "complex": COMPLEX}


class Noon(datetime):
    """A clock that stands still, for pages that say their moment and are compared."""

    @classmethod
    def now(cls, tz: tzinfo | None = UTC) -> "Noon":
        return cls(2026, 11, 30, 12, tzinfo=tz)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient_views, "datetime", Noon)


class Below(FlaskClient):
    """A browser that sees the pages below a prefix as if they stood at the top, and nothing outside."""

    prefix = PREFIX

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        reply = super().open(self.prefix + args[0], *args[1:], **kwargs)
        if reply.location:
            assert reply.location.startswith(f"{self.prefix}/"), reply.location
            reply.location = reply.location.removeprefix(self.prefix)
        if reply.mimetype == "text/html":
            html = reply.get_data(as_text=True)
            assert not re.search(rf'(href|src|action)="/(?!{self.prefix[1:]}/)', html)
            reply.set_data(html.replace(f'="{self.prefix}/', '="/'))
        return reply


class BelowBicycle(Below):
    """Such a browser for the other questionnaire."""

    prefix = BICYCLE


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
    mount(host, settings({}, clinic=clinics.OURS), PREFIX)
    return host


@pytest.fixture(scope="module")
def both() -> Flask:
    """An app with two questionnaires that share a key."""
    host = _host()
    mount(host, settings({}, **KEPT, clinic=clinics.OURS), PREFIX)
    mount(host, settings({}, **KEPT, questions=SECOND), BICYCLE, "bicycle")
    return host


def _journey(visitor: Visitor, sheet: Mapping[str, Any]) -> Visitor:
    """Return a visitor who has answered so and sees the result."""
    visitor.begin().answer(**sheet)
    assert visitor.tier
    return visitor


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sheet", PEOPLE.values(), ids=PEOPLE.keys())
def test_a_whole_journey_stays_below_the_prefix_and_reads_as_it_does_alone(sheet: Any, language: str) -> None:
    host = _mounted()
    host.test_client_class = Below
    there, alone = (_journey(Visitor(app, language), sheet) for app in (host, app_of()))
    assert there.page.text.replace(f"localhost{PREFIX}/", "localhost/") == alone.page.text
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
    assert page.count(f"https://clinic.example{PREFIX}/") >= 3
    assert page.count("https://clinic.example/") == page.count(f"https://clinic.example{PREFIX}/")


def test_the_other_pages_of_the_app_stay_as_they_were() -> None:
    plain, mounted = _host().test_client(), _mounted().test_client()
    for address in ("/", "/nothing", "/static/checker.css"):
        before, after = plain.get(address), mounted.get(address)
        assert (before.status_code, before.headers, before.data) == (after.status_code, after.headers, after.data)
    assert "März" in mounted.get("/").text and "False" in mounted.get("/").text
    with _mounted().app_context():
        assert format_date(date(2026, 3, 1), "long") == "1. März 2026"
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


def test_an_app_that_guards_its_forms_exempts_the_pages_which_guard_theirs() -> None:
    host = _host()
    guard = CSRFProtect(host)
    mount(host, settings({}), PREFIX)
    client = host.test_client()
    assert client.post(f"{PREFIX}/").location == f"{PREFIX}/sorry/not_taken?lang=en"
    guard.exempt(host.blueprints["checker.patient"])
    begun = client.post(f"{PREFIX}/").location.partition("#")[0]
    assert begun.startswith(f"{PREFIX}/c/")
    assert client.post(begun, data={"answer": "0"}).status_code == 403


# Several in one app --------------------------------------------------------------------------------------------------


def _visitor(app: Flask, browser: type[FlaskClient], language: str, name: str) -> Visitor:
    app.test_client_class = browser
    return Visitor(app, language, name)


@pytest.mark.parametrize("place", range(3))
def test_each_of_two_questionnaires_reads_as_it_does_alone(both: Flask, place: int) -> None:
    rider = app_of(SECOND)
    case = served_by(rider).questionnaire.cases[place]
    there = _journey(_visitor(both, BelowBicycle, "fr", "bicycle"), case.sheet)
    assert there.page.text == _journey(Visitor(rider, "fr"), case.sheet).page.text
    there = _journey(_visitor(both, Below, "es", "checker"), MILD)
    alone = _journey(Visitor(app_of(), "es"), MILD)
    assert there.page.text.replace(f"localhost{PREFIX}/", "localhost/") == alone.page.text


def test_two_people_take_turns_and_each_is_asked_their_own_questions(both: Flask) -> None:
    patient = _visitor(both, Below, "es", "checker").begin()
    rider = _visitor(both, BelowBicycle, "fr", "bicycle").begin()
    for symptom, fault in zip(("right_now", "place", "onset"), ("faults", "fell", "ache"), strict=True):
        patient.answer(**{symptom: MILD[symptom]})
        rider.answer(**{fault: rider.questionnaire.cases[0].sheet[fault]})
    assert patient.asked and rider.asked
    assert (patient.asked.id, rider.asked.id) == ("nerve_signs", "reach")


def test_no_token_of_one_opens_at_the_other_even_under_one_key(both: Flask) -> None:
    for browser, name, other in ((Below, "checker", BelowBicycle), (BelowBicycle, "bicycle", Below)):
        visitor = _visitor(both, browser, "en", name).begin()
        token = visitor.page.token
        both.test_client_class = other
        assert both.test_client().get(f"/c/{token}").status_code == 410
        assert visitor.reload().status == 200


def test_an_error_page_speaks_for_the_questionnaire_below_whose_prefix_it_is(both: Flask) -> None:
    both.test_client_class = FlaskClient
    for prefix, name, language in ((PREFIX, "checker", "es"), (BICYCLE, "bicycle", "fr")):
        client, speaks = both.test_client(), {"Accept-Language": language}
        old = client.get(f"{prefix}/c/old", headers=speaks)
        assert old.status_code == 410 and f'<html lang="{language}" dir="ltr">' in old.text
        assert f"{served_by(both, name).questionnaire.title.said_in(language)}</title>" in old.text
        assert not re.search(rf'(href|src)="/(?!{prefix[1:]}/)', old.text)
        posted = client.post(f"{prefix}/c/old", headers=speaks)
        assert (posted.status_code, posted.location) == (303, f"{prefix}/sorry/expired?lang={language}")


def test_the_app_links_to_each_by_its_name(both: Flask) -> None:
    with both.test_request_context("/?theme=night"):
        assert url_for("checker.patient.start") == f"{PREFIX}/"
        assert url_for("bicycle.patient.start", lang="fr") == f"{BICYCLE}/?lang=fr"


def test_two_clinics_of_one_questionnaire_keep_their_names_looks_and_sites_apart() -> None:
    host = Flask("host")
    for name in ("city", "plain"):
        mount(host, settings({}, clinic=clinics.FOLDER / f"{name}.yaml"), f"/{name}", name)
    city, plain = (host.test_client().get(f"/{name}/about?theme=night&lang=en") for name in ("city", "plain"))
    assert "City Spine" in city.text and "Plain Practice" in plain.text
    assert "/city/theme-night.css" in city.text and "theme" not in plain.text
    policies = [reply.headers["Content-Security-Policy"] for reply in (city, plain)]
    assert ["city.example" in policy for policy in policies] == [True, False]


def test_no_token_of_one_clinic_opens_at_another_even_under_one_key() -> None:
    host = Flask("host")
    for name in ("city", "plain"):
        mount(host, settings({}, **KEPT, clinic=clinics.FOLDER / f"{name}.yaml"), f"/{name}", name)
    begun = host.test_client().post("/city/").location.partition("#")[0]
    assert host.test_client().get(begun).status_code == 200
    assert host.test_client().get(begun.replace("/city/", "/plain/")).status_code == 410


def test_each_has_a_review_of_its_own() -> None:
    host = Flask("host")
    mount(host, settings({}, review=True, **KEPT), PREFIX)
    mount(host, settings({}, review=True, **KEPT, questions=SECOND), BICYCLE, "bicycle")
    for prefix, name in ((PREFIX, "checker"), (BICYCLE, "bicycle")):
        page = host.test_client().get(f"{prefix}/review/")
        assert served_by(host, name).questionnaire.title.said_in("en") in page.text
        assert f'href="{prefix}/review/flow"' in page.text
        tried = host.test_client().post(f"{prefix}/review/try", data={"q1": "0"})
        assert host.test_client().get(tried.location.partition("#")[0]).status_code == 200


# What is refused -----------------------------------------------------------------------------------------------------

UNMOUNTED = {
    "host": "0.0.0.0", "port": 8080, "workers": 2, "clinics": "clinics", "proxies": 1, "limit": "3/hour",
    "metrics_port": 9090, "metrics_host": "0.0.0.0",
}  # fmt: skip
HONOURED = {
    "questions", "clinic", "keys", "keys_file", "store", "site", "fhir_base", "hsts", "review", "review_against",
    "require_signoff", "require_proof", "question_titles", "unsigned", "signers", "recalled", "drafts",
}  # fmt: skip


def _registered(app: Flask) -> list[object]:
    """Return all that a mount leaves in an app."""
    hooks = (app.before_request_funcs, app.after_request_funcs, app.error_handler_spec, app.view_functions)
    rules = [str(rule) for rule in app.url_map.iter_rules()]
    return [rules, repr(hooks), dict(app.blueprints), list(app.extensions), get_babel(app).locale_selector]


def _refused(*given: Any, error: type[Exception] = SettingsError) -> str:
    """Return why a mount was refused, by an app that is as it was."""
    host = _host()
    before = _registered(host)
    with pytest.raises(error) as refused:
        mount(host, *given)
    assert _registered(host) == before
    return str(refused.value)


@pytest.mark.parametrize("name", UNMOUNTED)
def test_what_only_an_app_of_ours_does_is_refused_with_who_does_it_there(name: str) -> None:
    why = _refused(Settings.model_validate({name: UNMOUNTED[name]}), PREFIX)
    assert why.startswith(f"CHECKER_{name.upper()}: ") and why.endswith(OF_THE_APP[name])


def test_all_of_it_is_named_at_once() -> None:
    said = _refused(Settings.model_validate(UNMOUNTED), PREFIX).splitlines()
    assert [line.partition(":")[0] for line in said] == [f"CHECKER_{name.upper()}" for name in UNMOUNTED]


def test_every_setting_is_honoured_or_refused() -> None:
    assert set(Settings.model_fields) == HONOURED | set(UNMOUNTED) and set(UNMOUNTED) == set(OF_THE_APP)


@pytest.mark.parametrize("prefix", ["check", "/check/", "check/", "/<lang>", "//", "/a b", "/"])
def test_what_is_no_prefix_is_refused(prefix: str) -> None:
    assert "For example: /check" in _refused(settings({}), prefix)


def test_a_place_that_is_taken_is_refused() -> None:
    assert "There is a page at / already" in _refused(settings({}))
    host = _mounted()
    before = _registered(host)
    for prefix, name, why in (
        (PREFIX, "other", "There is a page at /check/ already"),
        ("/other", "checker", "'checker' has a dot or is taken"),
        ("/other", "a.b", "'a.b' has a dot or is taken"),
    ):
        with pytest.raises(SettingsError, match=why):
            mount(host, settings({}), prefix, name)
    assert _registered(host) == before


@pytest.mark.parametrize(("host", "prefix", "taken"), [(Flask("host"), "", "/static/..."), (_host(), "/p", "/p/about")])
def test_no_page_of_the_app_answers_in_place_of_one_of_ours(host: Flask, prefix: str, taken: str) -> None:
    host.add_url_rule("/p/about", "about", lambda: "the host's own")
    before = _registered(host) if "babel" in host.extensions else None
    with pytest.raises(SettingsError, match=re.escape(f"There is a page at {taken} already")):
        mount(host, settings({}), prefix)
    assert before is None or _registered(host) == before


def test_an_app_that_has_begun_to_answer_takes_no_pages_any_more() -> None:
    host = _host()
    host.test_client().get("/")
    before = _registered(host)
    with pytest.raises(SettingsError, match="has answered a request already"):
        mount(host, settings({}, review=True), PREFIX)
    assert _registered(host) == before


def test_keys_that_nobody_has_read_are_refused(tmp_path: Path) -> None:
    file = key_file(tmp_path)
    assert _refused(Settings.model_validate({"keys_file": file}), PREFIX).startswith(
        "CHECKER_KEYS_FILE: only `settings` reads it"
    )
    mount(_host(), settings({}, keys_file=file), PREFIX)


@pytest.mark.parametrize("setting", ["questions", "clinic", "review_against"])
def test_nothing_is_left_of_a_mount_whose_files_cannot_be_read(setting: str, tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    assert str(file) in _refused(settings({}, review=True, **{setting: file}), PREFIX, error=LoadError)


def test_nothing_is_left_of_a_mount_that_has_to_be_signed_and_is_not() -> None:
    assert _refused(settings({}, require_signoff=True), PREFIX, error=SignoffError)


def test_requests_within_one_context_are_each_served_by_their_own_mount(both: Flask) -> None:
    both.test_client_class = FlaskClient
    with both.app_context():
        for prefix, name, language in (
            (PREFIX, "checker", "es"),
            (BICYCLE, "bicycle", "fr"),
            (PREFIX, "checker", "en"),
        ):
            page = both.test_client().get(f"{prefix}/?lang={language}").text
            assert f'<html lang="{language}"' in page
            assert served_by(both, name).questionnaire.title.said_in(language) in page
