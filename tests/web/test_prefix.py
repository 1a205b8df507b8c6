"""Behind a proxy that serves the pages below a path and takes it away: all addresses have it, and none is forged."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask

from checker.ops.settings import settings
from checker.web import create_app, patient_views
from checker.web.prefix import LONGEST, MOST
from tests.clinics import OURS
from tests.pages import Visitor, app_of
from tests.web.test_mount import PEOPLE, PREFIX, Below, Noon

SITE = "https://clinic.example"


def _stripping(app: WSGIApplication) -> WSGIApplication:
    """Return the app as it stands behind a proxy that serves it below the prefix, and nothing else."""

    def proxy(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        assert environ["PATH_INFO"].startswith(f"{PREFIX}/"), environ["PATH_INFO"]
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(PREFIX)
        environ["HTTP_X_FORWARDED_PREFIX"] = PREFIX
        return app(environ, start_response)

    return proxy


@pytest.fixture(scope="module")
def behind() -> Flask:
    """The pages behind such a proxy, with a browser that never leaves the prefix."""
    app = create_app(settings({}, proxies=1, review=True, clinic=OURS))
    app.wsgi_app = _stripping(app.wsgi_app)  # type: ignore[assignment,method-assign]
    app.test_client_class = Below
    return app


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sheet", PEOPLE.values(), ids=PEOPLE.keys())
def test_a_whole_journey_stays_below_the_prefix_and_reads_as_it_does_without(
    behind: Flask, sheet: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient_views, "datetime", Noon)
    there, alone = (Visitor(app, language) for app in (behind, app_of()))
    for visitor in (there, alone):
        visitor.begin().answer(**sheet)
        assert visitor.tier
    assert "localhost/again/" not in there.page.text
    assert there.page.text.replace(f"localhost{PREFIX}/", "localhost/") == alone.page.text


ADDRESSES = ("/about", "/how-well", "/embed", "/review/", "/review/flow", "/review/try", "/c/old", "/nothing", "/%00")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_leads_below_the_prefix(behind: Flask, address: str) -> None:
    assert behind.test_client().get(address).mimetype == "text/html", "Below has looked at its links"


def test_every_redirect_leads_below_the_prefix(behind: Flask) -> None:
    client = behind.test_client()
    begun = client.post("/").location.partition("#")[0]
    for address in (begun.rstrip("/"), f"{begun}in/es", f"{begun}back", f"{begun}exit", "/review"):
        assert client.get(address).location, address
    assert client.post("/c/old").location == "/sorry/expired?lang=en"


def test_files_snippets_and_previews_name_the_prefix() -> None:
    client = app_of(proxies=1, site=SITE, unsigned=True).test_client()
    headers = {"X-Forwarded-Prefix": PREFIX}
    page = client.get("/embed?lang=en", headers=headers).text
    assert page.count(f"{SITE}{PREFIX}/") == page.count(f"{SITE}/") >= 4
    assert f'<meta property="og:url" content="{SITE}{PREFIX}/">' in page
    assert client.get(re.findall(rf'href="{PREFIX}(/static/[^"]+)"', page)[0], buffered=True).status_code == 200
    reply = client.get(f"/oembed?url={SITE}{PREFIX}/", headers=headers)
    assert f'src="{SITE}{PREFIX}/?lang=en"' in reply.get_json()["html"]
    assert client.get(f"/oembed?url={SITE}/", headers=headers).status_code == 404


FORGED = (
    "//evil.example", "/..", "/a/../b", "/.", "/check/", "/", "check", "https://evil.example", "/a b", "/a\\b", "/a?b",
    '/"><script>', "/a%2fb", "/évil", f"/{'a' * LONGEST}", "/check, //evil.example", "/check\r",
)  # fmt: skip


@pytest.mark.parametrize("told", FORGED)
def test_a_prefix_that_is_no_plain_path_is_passed_over(told: str) -> None:
    client = app_of(proxies=1, site=SITE, unsigned=True).test_client()
    environ = {"HTTP_X_FORWARDED_PREFIX": told.encode().decode("latin-1")}
    assert client.post("/", environ_overrides=environ).location.startswith("/c/")
    for address in ("/?lang=en", "/embed?lang=en", "/nothing?lang=en"):
        assert client.get(address, environ_overrides=environ).text == client.get(address).text


def _led(hops: int) -> Callable[[str], str]:
    client = create_app(settings({}, proxies=hops)).test_client()
    return lambda told: client.post("/", headers={"X-Forwarded-Prefix": told}).location.partition("c/")[0]


def test_a_prefix_counts_only_where_the_settings_say_so_and_as_the_last_proxies_say_it() -> None:
    assert _led(0)("/check") == "/"
    assert _led(1)("/check") == "/check/"
    assert _led(1)("//evil.example, /check") == "/check/"
    assert _led(2)("/a, /b, /c") == "/b/"


def test_no_visitor_fills_the_memory_with_prefixes() -> None:
    led = _led(1)
    assert [led(f"/{number}") for number in range(MOST)] == [f"/{number}/" for number in range(MOST)]
    assert (led("/one-more"), led("/0")) == ("/", "/0/")
