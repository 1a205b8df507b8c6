"""What the checker tells a site that trusts it, and the WordPress plugin that it gives away."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest

from checker.resources import shipped
from checker.web.wordpress_plugin import plugin
from tests import clinics
from tests.pages import HEADERS, app_of, read

ADDRESS = "https://check.city.example/"


def _oembed(query: str, clinic: str = "plain") -> Any:
    app = app_of(clinic=clinics.FOLDER / f"{clinic}.yaml")
    return app.test_client().get(f"/oembed?{query}", base_url="https://check.city.example")


def test_it_answers_a_provider_with_a_frame_that_asks_for_no_script() -> None:
    reply = _oembed(f"format=json&maxwidth=600&maxheight=500&url={ADDRESS}%3Flang%3Des")
    found = reply.get_json()
    assert (found["version"], found["type"], found["width"], found["height"]) == ("1.0", "rich", 600, 500)
    assert f'<iframe src="{ADDRESS}?lang=es"' in found["html"] and "<script" not in found["html"]
    assert "height:500px" in found["html"] and found["title"].startswith("Chequeo")
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404),
        ("url=https://evil.example/", 404),
        ("url=https://check.city.example.evil.example/", 404),
        ("url=https://check.city.example/c/token", 404),
        ("url=https://check.city.example/&format=xml", 501),
        ("url=https://check.city.example/&maxheight=x", 200),
        ("url=https://check.city.example/&maxheight=-5", 200),
    ],
)
def test_it_answers_for_no_other_address_and_in_no_other_format(query: str, status: int) -> None:
    reply = _oembed(query)
    assert reply.status_code == status
    assert status != 200 or reply.get_json()["height"] == 720


def test_no_page_offers_itself_to_a_site_that_does_not_trust_it() -> None:
    """WordPress would put it into a sandbox in which no form can be sent."""
    assert not re.search("oembed", app_of().test_client().get("/").text)


def test_it_tells_the_plugin_its_languages_its_looks_and_its_ways_to_help() -> None:
    told = _oembed(f"url={ADDRESS}", "city").get_json()
    assert [spoken["name"] for spoken in told["languages"].values()] == ["English", "Español"]
    assert told["languages"]["es"]["title"].startswith("Chequeo")
    for code, words in {"en": "Emergency: 911", "es": "Emergencia: 911"}.items():
        assert told["languages"][code]["help"][0] == {"href": "tel:911", "words": words, "lang": code}
    assert told["themes"] == ["city", "device", "night"]


def test_the_plugin_is_one_file_with_the_script_in_it_and_always_the_same() -> None:
    replies = [app_of().test_client().get("/wordpress/condition-checker.zip") for _ in range(2)]
    assert replies[0].status_code == 200 and replies[0].mimetype == "application/zip"
    plugin.cache_clear()
    assert replies[0].data == replies[1].data == plugin()
    with zipfile.ZipFile(BytesIO(plugin())) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert archive.read("condition-checker/embed.js") == shipped("static/embed.js").read_bytes()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in ("condition-checker.php", "uninstall.php", "readme.txt", "block/block.json", "block/editor.js"):
        assert f"condition-checker/{name}" in names
    assert all(name.startswith("condition-checker/") and "/." not in name for name in names)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Use it with our plugin:"), ("es", "Úselo con nuestro plugin:")]
)
def test_the_page_with_the_snippets_leads_to_the_plugin(language: str, words: str) -> None:
    page = read(app_of().test_client().get(f"/embed?way=wordpress&lang={language}"))
    (link,) = [link for link in page.all("a") if link.text == "condition-checker.zip"]
    assert words in page.text and link.attributes["href"] == "/wordpress/condition-checker.zip"
