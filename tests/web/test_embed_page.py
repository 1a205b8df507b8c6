"""The page with the snippets: right for this very deployment, in both languages, and ready to be copied."""

import re
from html import unescape

import pytest

from checker.ops.settings import settings
from checker.web import create_app
from checker.web.embed_page import WAYS
from tests import clinics
from tests.pages import HEADERS, Page, app_of, check, read, served_by

CITY = clinics.FOLDER / "city.yaml"


def _page(address: str, host: str = "checker.example", clinic: str = "plain", **headers: str) -> Page:
    app = app_of(clinic=clinics.FOLDER / f"{clinic}.yaml")
    return read(app.test_client().get(address, base_url=f"https://{host}", headers=headers))


def _snippet(page: Page) -> str:
    return unescape(re.findall(r'<textarea id="snippet"[^>]*>(.*?)</textarea>', page.html, re.DOTALL)[0])


def _snippets(query: str, **where: str) -> dict[str, str]:
    return {way: _snippet(_page(f"/embed?way={way}&{query}", **where)) for way in WAYS}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_keeps_what_every_page_keeps_and_may_frame_its_own_preview(language: str) -> None:
    page = _page(f"/embed?lang={language}")
    assert page.headers["Content-Security-Policy"].endswith("; frame-src 'self'")
    others = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    check(page, served_by(app_of()).questionnaire, others)
    shown = _page(f"/embed/preview?lang={language}")
    assert shown.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
    assert shown.all("condition-checker")[0].attributes["src"] == "/" and "style=" not in shown.html
    assert "frame-src" not in _page("/").headers["Content-Security-Policy"]


def test_the_snippets_name_this_deployment_the_language_and_the_questionnaire() -> None:
    for way, snippet in _snippets("lang=es", host="check.city.example").items():
        assert "https://check.city.example/" in snippet, way
        assert "lang=es" in snippet or 'lang="es"' in snippet, way
        assert "Chequeo de dolor" in snippet, way
    english = _snippets("lang=en", host="check.city.example")
    assert "Back pain and mood check" in english["link"] and "lang=en" in english["link"]


def test_a_chosen_theme_is_in_every_snippet_and_the_first_one_in_none() -> None:
    chosen, first = (_snippets(f"lang=en&theme={name}", clinic="city") for name in ("night", "city"))
    assert all("theme" in snippet and "night" in snippet for snippet in chosen.values())
    assert not any("theme" in snippet for snippet in first.values())


def test_the_snippets_stand_behind_a_proxy_and_below_a_prefix() -> None:
    client = create_app(settings({}, proxies=1)).test_client()
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "check.example", "X-Forwarded-For": "192.0.2.1"}
    assert "https://check.example/" in _snippet(read(client.get("/embed?way=link", headers=forwarded)))


def test_a_forged_host_is_said_on_the_page_and_says_nothing_where_the_site_is_set() -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    unset = read(create_app(settings({}, proxies=1)).test_client().get("/embed?lang=en", headers=forged))
    assert "The snippets name http://evil.example, since you opened this page there. Copy none if" in unset.text
    client = create_app(
        settings({}, proxies=1, site="https://check.example", clinic=clinics.OURS, unsigned=True)
    ).test_client()
    page = read(client.get("/embed?lang=en", headers=forged))
    assert "evil" not in page.html and "The snippets name" not in page.text
    assert "https://check.example/" in _snippet(page)
    sites = ("http://evil.example", "https://check.example")
    asked = {site: client.get(f"/oembed?url={site}/", headers=forged) for site in sites}
    assert [reply.status_code for reply in asked.values()] == [404, 200]
    assert "evil" not in asked["https://check.example"].text


def test_the_ways_are_sound_html_with_a_link_that_needs_no_script() -> None:
    snippets = _snippets("lang=en")
    for way in WAYS[:-1]:
        page = Page("/", 200, read(app_of().test_client().get("/")).headers, f"<p>{snippets[way]}</p>")
        assert page.all("a")[0].attributes["href"] == "https://checker.example/?lang=en"
        assert page.all("a")[0].text == "Back pain and mood check"
    frame = Page("/", 200, page.headers, snippets["frame"]).all("iframe")[0]
    assert frame.attributes["src"] == "https://checker.example/?lang=en" and frame.attributes["title"]
    assert "sandbox" not in frame.attributes
    script = Page("/", 200, page.headers, snippets["inline"]).all("script")[0]
    assert script.attributes["src"] == "https://checker.example/static/embed.js" and "async" in script.attributes


def test_the_page_says_who_may_frame_it_yet() -> None:
    assert "https://*.city.example" in _page("/embed?lang=en", clinic="city").text
    assert "No site may show it in a frame yet" in _page("/embed?lang=en").text


def test_the_snippet_has_a_button_that_copies_it() -> None:
    (button,) = [e for e in _page("/embed?lang=en").all("button") if "data-copy" in e.attributes]
    assert button.attributes["data-copy"] == "snippet"
    assert "hidden" in button.attributes, "a button that needs a script waits for it"


def test_what_was_chosen_is_in_the_snippet_and_the_preview_and_stays_chosen() -> None:
    page = _page("/embed?lang=es&way=button&theme=night&height=500", clinic="city")
    snippet = _snippet(page)
    assert 'mode="button" label="Chequeo de dolor de espalda y estado de ánimo →" close="Cerrar"' in snippet
    assert "tel:911" in snippet and "tel:988" in snippet
    chosen = {
        e.attributes["value"] for e in page.all("option") if "selected" in e.attributes and "value" in e.attributes
    }
    assert chosen == {"button", "es"} and page.all("iframe")[0].attributes["width"] == "390"
    preview = page.all("iframe")[0].attributes["src"]
    shown = _page(preview, clinic="city").all("condition-checker")[0].attributes
    assert (shown["mode"], shown["lang"], shown["theme"]) == ("button", "es", "night")


def test_a_height_is_kept_by_the_frame_and_by_the_element_and_nonsense_is_passed_over() -> None:
    assert "height:500px" in _snippet(_page("/embed?way=frame&height=500"))
    assert 'start-height="500" style="display:block;min-height:500px"' in _snippet(_page("/embed?height=500"))
    assert ' start_height="500" title=' in _snippet(_page("/embed?way=wordpress&height=500"))
    assert "start_height" not in _snippet(_page("/embed?way=wordpress"))
    for query in ("way=x", "height=9", "height=9999999", "height=tall", "way=popup%22%3E"):
        assert _snippet(_page(f"/embed?lang=en&{query}")) == _snippet(_page("/embed?lang=en"))


def test_what_stands_in_the_way_is_said_with_what_to_add() -> None:
    page = _page("/embed?lang=en&address=https://hill.example/pain&headers=frame-src+'none'", clinic="city")
    assert "not listed under frame_origins" in page.text and "- https://hill.example" in page.text
    assert "frame-src https://checker.example" in page.text
    assert (
        "Your site may show the check." in _page("/embed?lang=en&address=https://www.city.example/", clinic="city").text
    )


@pytest.mark.parametrize(("language", "said"), [("en", "Leave out cookies"), ("es", "Deje fuera las cookies")])
def test_people_are_told_to_paste_no_cookie(language: str, said: str) -> None:
    """The form is sent in an address, which browsers keep and servers log."""
    page = _page(f"/embed?lang={language}")
    (field,) = [each for each in page.all("textarea") if each.attributes["id"] == "headers"]
    (hint,) = [each for each in page.all("p") if each.attributes.get("id") == field.attributes["aria-describedby"]]
    for words in (said, "Content-Security-Policy", "Cross-Origin-Embedder-Policy"):
        assert words in hint.text


def test_what_was_typed_is_text_on_the_page() -> None:
    page = _page("/embed?lang=en&address=%22%3E%3Cscript%3E1&headers=%3C/textarea%3E%3Cscript%3E1")
    assert "<script>1" not in page.html and "This is no address" in page.text
