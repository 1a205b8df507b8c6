"""The WordPress plugin, run by PHP against stubs of the WordPress functions that it calls."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from checker.resources import shipped
from tests.pages import HEADERS, Page, app_of, read
from tests.tools import needed

PLUGIN = shipped("wordpress/condition-checker.php")
STUBS = Path(__file__).parents[1] / "wordpress" / "stubs.php"
ADDRESS = "https://check.city.example/"
SET: dict[str, Any] = {"options": {"condition_checker_url": ADDRESS}}


def _run(**tried: Any) -> dict[str, Any]:
    """Return what the plugin asked WordPress to do."""
    tried = {"constants": {"ABSPATH": "/"}, "plugin": str(PLUGIN), **tried}
    done = subprocess.run([needed("php"), STUBS], input=json.dumps(tried).encode(), capture_output=True, timeout=30)
    assert done.returncode == 0, done.stdout.decode()
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def _html(**tried: Any) -> Page:
    """Return what the shortcode puts into a page; every tag must be closed."""
    return Page("/", 200, read(app_of().test_client().get("/")).headers, str(_run(**tried)["html"]))


def test_the_plugin_is_sound_php() -> None:
    done = subprocess.run([needed("php"), "-l", PLUGIN], capture_output=True, timeout=30)
    assert done.returncode == 0 and b"No syntax errors" in done.stdout


def test_the_linter_and_the_stubs_see_a_broken_plugin(tmp_path: Path) -> None:
    words = PLUGIN.read_text(encoding="utf-8")
    broken, calling = tmp_path / "broken.php", tmp_path / "calling.php"
    broken.write_text(words.replace("function condition_checker_trust() {", "function condition_checker_trust( {"))
    assert subprocess.run([needed("php"), "-l", broken], capture_output=True, timeout=30).returncode != 0
    calling.write_text(words.replace("add_shortcode(", "add_shortcod("))
    with pytest.raises(AssertionError):
        _run(plugin=str(calling))


def test_the_head_says_what_its_directory_asks_for() -> None:
    head = PLUGIN.read_text(encoding="utf-8")[:900]
    for line in ("Plugin Name: ", "License: GPL-2.0-or-later", "Requires at least: ", "Requires PHP: ", "Version: "):
        assert f" * {line}" in head


def test_it_does_nothing_when_it_is_called_by_itself() -> None:
    done = subprocess.run([needed("php"), PLUGIN], capture_output=True, timeout=30)
    assert (done.returncode, done.stdout) == (0, b"")


def test_the_shortcode_is_the_element_with_its_link_and_loads_the_script_from_there_alone() -> None:
    seen = _run(**SET, shortcode={"title": "Check your back", "lang": "es", "theme": "night", "min_height": "500"})
    script, version, how = seen["scripts"]["condition-checker"]
    assert (script, version, how["strategy"]) == (f"{ADDRESS}static/embed.js", None, "async")
    page = _html(**SET, shortcode={"title": "Check your back", "lang": "es", "theme": "night", "min_height": "500"})
    assert page.all("condition-checker")[0].attributes == {
        "src": ADDRESS, "lang": "es", "theme": "night", "min-height": "500",
    }  # fmt: skip
    (link,) = page.all("a")
    assert (link.attributes["href"], link.text) == (f"{ADDRESS}?lang=es&theme=night", "Check your back")


def test_the_shortcode_works_with_nothing_in_it() -> None:
    assert _html(**SET, shortcode="").all("a")[0].attributes["href"] == ADDRESS


def test_the_address_may_stand_in_wp_config() -> None:
    constants = {"ABSPATH": "/", "CONDITION_CHECKER_URL": "https://fixed.example/check"}
    seen = _run(constants=constants, shortcode={})
    assert seen["scripts"]["condition-checker"][0] == "https://fixed.example/check/static/embed.js"


def test_an_address_that_no_administrator_set_is_a_link_and_loads_no_script() -> None:
    """An author may not run scripts on a WordPress site; a shortcode must not be a way round that."""
    seen = _run(**SET, shortcode={"url": "https://evil.example/"})
    assert not seen["scripts"] and "<condition-checker" not in seen["html"]
    assert 'href="https://evil.example/"' in seen["html"]
    assert _run(**SET, shortcode={"url": ADDRESS.rstrip("/")})["scripts"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://check.city.example/",
        "https://a.example/?q=1",
        'https://a.example/" onload="x',
        "//a",
    ],
)
def test_an_address_of_another_kind_is_nothing(url: str) -> None:
    assert _run(**SET, shortcode={"url": url})["html"] == ""
    assert _run(options={"condition_checker_url": url}, shortcode={})["html"] == ""


@pytest.mark.parametrize("name", ["title", "lang", "theme", "min_height"])
def test_no_attribute_can_leave_its_quotes(name: str) -> None:
    page = _html(**SET, shortcode={name: '"><script>alert(1)</script><a b="'})
    assert not page.all("script") and len(page.all("a")) == len(page.all("condition-checker")) == 1
    assert set(page.all("condition-checker")[0].attributes) <= {"src", "lang", "theme", "min-height"}


def test_without_an_address_an_editor_is_told_what_to_do_and_a_visitor_sees_nothing() -> None:
    assert "Settings, General" in _run(shortcode={}, may=["edit_posts"])["html"]
    assert _run(shortcode={})["html"] == ""


def test_the_provider_is_trusted_so_that_its_frame_is_in_no_sandbox() -> None:
    assert _run(**SET)["providers"] == [[f"{ADDRESS}*", f"{ADDRESS}oembed", False]]
    assert _run()["providers"] == []


def test_the_setting_keeps_a_sound_address_and_refuses_another_with_what_to_do() -> None:
    assert _run(typed=" https://new.example/check ")["kept"] == "https://new.example/check/"
    assert _run(**SET, typed="")["kept"] == ""
    refused = _run(**SET, typed="new.example")
    assert refused["kept"] == ADDRESS and "write the whole address" in refused["errors"][0]
    assert f'value="{ADDRESS}"' in refused["field"]


def test_nothing_is_left_behind_when_it_is_deleted() -> None:
    assert _run(**SET)["left"] == []


def _oembed(query: str, host: str = "check.city.example") -> Any:
    return app_of().test_client().get(f"/oembed?{query}", base_url=f"https://{host}")


def test_the_checker_answers_the_provider_with_a_frame_that_asks_for_no_script() -> None:
    _, endpoint, _ = _run(**SET)["providers"][0]
    reply = _oembed(f"format=json&maxwidth=600&maxheight=500&url={ADDRESS}%3Flang%3Des", urlsplit(endpoint).netloc)
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
