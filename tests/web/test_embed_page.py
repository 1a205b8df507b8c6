"""The page with the snippets: right for this very deployment, in both languages, and ready to be copied."""

import re
from html import unescape

import pytest

from checker.ops.settings import settings
from checker.web import create_app
from tests import clinics
from tests.pages import HEADERS, Page, app_of, check, read, served_by

CITY = clinics.FOLDER / "city.yaml"
WAYS = ("element", "frame", "link", "wordpress")


def _page(address: str, host: str = "checker.example", clinic: str = "plain", **headers: str) -> Page:
    app = app_of(clinic=clinics.FOLDER / f"{clinic}.yaml")
    return read(app.test_client().get(address, base_url=f"https://{host}", headers=headers))


def _snippets(page: Page) -> dict[str, str]:
    found = re.findall(r'<textarea id="(\w+)"[^>]*>(.*?)</textarea>', page.html, re.DOTALL)
    return {way: unescape(words) for way, words in found}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_keeps_what_every_page_keeps_and_may_frame_its_own_preview(language: str) -> None:
    page = _page(f"/embed?lang={language}")
    assert page.headers["Content-Security-Policy"].endswith("; frame-src 'self'")
    others = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    check(page, served_by(app_of()).questionnaire, others)
    assert tuple(_snippets(page)) == WAYS
    assert page.all("condition-checker")[0].attributes["src"] == f"/?lang={language}"
    assert "frame-src" not in _page("/").headers["Content-Security-Policy"]


def test_the_snippets_name_this_deployment_the_language_and_the_questionnaire() -> None:
    for way, snippet in _snippets(_page("/embed?lang=es", "check.city.example")).items():
        assert "https://check.city.example/" in snippet, way
        assert "lang=es" in snippet or 'lang="es"' in snippet, way
        assert "Chequeo de dolor" in snippet, way
    english = _snippets(_page("/embed?lang=en", "check.city.example"))
    assert "Back pain and mood check" in english["link"] and "lang=en" in english["link"]


def test_a_chosen_theme_is_in_every_snippet_and_the_first_one_in_none() -> None:
    chosen, first = (_snippets(_page(f"/embed?lang=en&theme={name}", clinic="city")) for name in ("night", "city"))
    assert all("theme" in snippet and "night" in snippet for snippet in chosen.values())
    assert not any("theme" in snippet for snippet in first.values())


def test_the_snippets_stand_behind_a_proxy_and_below_a_prefix() -> None:
    client = create_app(settings({}, proxies=1)).test_client()
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "check.example", "X-Forwarded-For": "192.0.2.1"}
    assert "https://check.example/" in _snippets(read(client.get("/embed", headers=forwarded)))["link"]


def test_a_forged_host_is_said_on_the_page_and_says_nothing_where_the_site_is_set() -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    unset = read(create_app(settings({}, proxies=1)).test_client().get("/embed?lang=en", headers=forged))
    assert "The snippets name http://evil.example, since you opened this page there. Copy none if" in unset.text
    client = create_app(
        settings({}, proxies=1, site="https://check.example", clinic=clinics.OURS, unsigned=True)
    ).test_client()
    page = read(client.get("/embed?lang=en", headers=forged))
    assert "evil" not in page.html and "The snippets name" not in page.text
    for way, snippet in _snippets(page).items():
        assert "https://check.example/" in snippet, way
    sites = ("http://evil.example", "https://check.example")
    asked = {site: client.get(f"/oembed?url={site}/", headers=forged) for site in sites}
    assert [reply.status_code for reply in asked.values()] == [404, 200]
    assert "evil" not in asked["https://check.example"].text


def test_the_three_ways_are_sound_html_with_a_link_that_needs_no_script() -> None:
    snippets = _snippets(_page("/embed?lang=en"))
    for way in WAYS[:3]:
        page = Page("/", 200, read(app_of().test_client().get("/")).headers, f"<p>{snippets[way]}</p>")
        assert page.all("a")[0].attributes["href"] == "https://checker.example/?lang=en"
        assert page.all("a")[0].text == "Back pain and mood check"
    frame = Page("/", 200, page.headers, snippets["frame"]).all("iframe")[0]
    assert frame.attributes["src"] == "https://checker.example/?lang=en" and frame.attributes["title"]
    assert "sandbox" not in frame.attributes
    script = Page("/", 200, page.headers, snippets["element"]).all("script")[0]
    assert script.attributes["src"] == "https://checker.example/static/embed.js" and "async" in script.attributes


def test_the_page_says_who_may_frame_it_yet() -> None:
    assert "https://*.city.example" in _page("/embed?lang=en", clinic="city").text
    assert "No site may show it in a frame yet" in _page("/embed?lang=en").text


def test_every_snippet_has_a_button_that_copies_it() -> None:
    page = _page("/embed?lang=en")
    buttons = [e for e in page.all("button") if "data-copy" in e.attributes]
    assert [button.attributes["data-copy"] for button in buttons] == list(WAYS)
    assert all("hidden" in button.attributes for button in buttons), "a button that needs a script waits for it"
