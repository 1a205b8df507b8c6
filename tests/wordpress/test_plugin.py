"""What the plugin writes and keeps, in a real WordPress: whatever an author, an administrator or a checker says."""

import json
import re
import subprocess
from typing import Any

import pytest

from checker.resources import shipped
from tests.pages import Page, app_of, read
from tests.tools import needed
from tests.wordpress.site import WordPress

PLUGIN = shipped("wordpress")
HOSTILE = '"><script>alert(1)</script><a b="'
SHOWN = """
wp_set_current_user( $given['user'] );
global $shortcode_tags;
return array(
	'html'    => call_user_func( $shortcode_tags['condition_checker'], $given['wanted'], null, 'condition_checker' ),
	'scripts' => wp_scripts()->queue,
);
"""
ONLY = """
foreach ( array( 'url', 'label', 'lang', 'button', 'told' ) as $name ) {
	delete_option( "condition_checker_$name" );
}
foreach ( $given['kept'] as $name => $value ) {
	update_option( "condition_checker_$name", $value );
}
"""
SAVED = """
update_option( 'condition_checker_url', $given['address'] );
return array( get_option( 'condition_checker_url' ), wp_list_pluck( get_settings_errors(), 'message' ) );
"""


@pytest.fixture(scope="module")
def told(wordpress: WordPress) -> Any:
    """What the checker tells of itself."""
    _save(wordpress, wordpress.checker_address)
    return wordpress.php("return get_option( 'condition_checker_told' );")


@pytest.fixture
def at(wordpress: WordPress, told: Any) -> WordPress:
    """The site with the checker's address set, which was asked, and nothing else."""
    wordpress.php(ONLY, kept={"url": wordpress.checker_address, "told": told})
    return wordpress


@pytest.fixture
def unset(wordpress: WordPress) -> WordPress:
    """The site with nothing set."""
    wordpress.php(ONLY, kept={})
    return wordpress


def _save(wordpress: WordPress, address: object, **more: Any) -> tuple[str, str]:
    """Save an address as an administrator does; return what is kept of it and what is said."""
    kept, said = wordpress.as_administrator(SAVED, address=address, **more)
    return kept, " ".join(said)


def _shown(wordpress: WordPress, before: str = "", user: int = 0, **wanted: object) -> dict[str, Any]:
    """Return what the shortcode writes, and the scripts that it asks for."""
    found = wordpress.php(SHOWN, before, wanted=wanted, user=user)
    assert isinstance(found, dict)
    return found


def _page(html: str) -> Page:
    """Return it as a page; every tag in it must be closed."""
    return Page("/", 200, read(app_of().test_client().get("/")).headers, html)


def _versions() -> set[str]:
    return {
        *re.findall(r"(?m)^ \* Version: +(\S+)", (PLUGIN / "condition-checker.php").read_text()),
        *re.findall(r"CONDITION_CHECKER_VERSION = '(.*)'", (PLUGIN / "condition-checker.php").read_text()),
        *re.findall(r"(?m)^Stable tag: (\S+)", (PLUGIN / "readme.txt").read_text()),
    }


def test_every_file_of_it_is_sound_php() -> None:
    files = list(PLUGIN.rglob("*.php"))
    assert len(files) >= 4
    for file in files:
        done = subprocess.run([needed("php"), "-l", file], capture_output=True, timeout=30)
        assert done.returncode == 0 and b"No syntax errors" in done.stdout, file


def test_it_has_one_version() -> None:
    assert len(_versions()) == 1


@pytest.mark.parametrize("file", ["condition-checker.php", "connection.php", "settings.php", "uninstall.php"])
def test_no_file_does_anything_when_it_is_called_by_itself(file: str) -> None:
    done = subprocess.run([needed("php"), PLUGIN / file], capture_output=True, timeout=30)
    assert (done.returncode, done.stdout) == (0, b"")


def test_the_shortcode_is_the_element_with_a_link_and_the_ways_to_help(at: WordPress) -> None:
    wanted: dict[str, Any] = {
        "mode": "popup",
        "title": "Check your back",
        "label": "Begin",
        "lang": "es",
        "theme": "night",
    }
    shown = _shown(at, **wanted, start_height="700", min_height="500", min_width="280")
    assert "condition-checker" in shown["scripts"]
    page = _page(shown["html"])
    assert page.all("condition-checker")[0].attributes == {
        "src": at.checker_address, "mode": "popup", "lang": "es", "theme": "night", "frame-title": "Check your back",
        "label": "Begin", "close": "Close", "start-height": "700", "min-height": "500", "min-width": "280",
    }  # fmt: skip
    inside = _page(_shown(at, start_height="700")["html"]).all("condition-checker")[0]
    assert inside.attributes["style"] == "display:block;min-height:700px"
    link, *help_now = page.all("a")
    assert (link.attributes["href"], link.text) == (f"{at.checker_address}?lang=es&theme=night", "Check your back")
    assert [way.attributes["href"] for way in help_now] == ["tel:911", "tel:988", "sms:988"]
    assert help_now[0].text == "Emergencia: 911"
    assert [way.attributes.get("lang") for way in (link, *help_now)] == [None, "es", "es", "es"]


def test_another_script_has_another_address_though_the_plugin_is_the_same(at: WordPress) -> None:
    """The zip has the script of whatever checker made it, and browsers keep a script by its address."""
    script, code = at.plugin / "embed.js", "return wp_scripts()->registered['condition-checker']->ver;"
    before, words = at.php(code), script.read_bytes()
    try:
        script.write_bytes(words + b" ")
        assert at.php(code) != before
    finally:
        script.write_bytes(words)
    assert at.php(code) == before


def test_with_nothing_in_it_the_shortcode_takes_the_words_of_the_checker_and_the_settings(at: WordPress) -> None:
    at.php("update_option( 'condition_checker_lang', 'es' ); update_option( 'condition_checker_label', 'Mi espalda' );")
    page = _page(at.php("return do_shortcode( '[condition_checker mode=button]' );"))
    (element,) = page.all("condition-checker")
    assert (element.attributes["lang"], element.attributes["label"]) == ("es", "Mi espalda")
    link = page.all("a")[0]
    assert (link.text, link.attributes["lang"]) == ("Chequeo de dolor de espalda y estado de ánimo", "es")


def test_the_address_may_stand_in_wp_config_and_what_another_checker_told_is_not_used(at: WordPress) -> None:
    page = _page(_shown(at, "define( 'CONDITION_CHECKER_URL', 'https://fixed.example/check' );")["html"])
    assert page.all("condition-checker")[0].attributes["src"] == "https://fixed.example/check/"
    assert [link.text for link in page.all("a")] == ["Check your symptoms"]


def test_an_address_that_no_administrator_set_is_a_link_and_loads_no_script(at: WordPress) -> None:
    """An author may not run scripts on a WordPress site; a shortcode must not be a way round that."""
    shown = _shown(at, url="https://evil.example/")
    assert "condition-checker" not in shown["scripts"] and "<condition-checker" not in shown["html"]
    assert 'href="https://evil.example/"' in shown["html"] and "911" not in shown["html"]
    assert "condition-checker" in _shown(at, url=at.checker_address.rstrip("/"))["scripts"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://check.city.example/",
        "https://a.example/?q=1",
        'https://a.example/" onload="x',
        "//a",
        "https://user@a.example/",
        "https://a.example/#<script>",
        "https://a.example:999999/",
    ],
)
def test_an_address_of_another_kind_is_nothing(at: WordPress, url: str) -> None:
    assert _shown(at, url=url)["html"] == ""
    kept, said = _save(at, url)
    assert kept == at.checker_address and "cannot be used" in said
    at.php("update_option( 'condition_checker_url', $given['url'] );", url=url)  # past the settings, as a database is
    assert _shown(at)["html"] == ""


@pytest.mark.parametrize("name", ["mode", "title", "label", "lang", "theme", "start_height", "min_height", "min_width"])
def test_no_attribute_can_leave_its_quotes(at: WordPress, name: str) -> None:
    wanted: dict[str, Any] = {"mode": "popup", name: HOSTILE}
    page = _page(_shown(at, **wanted)["html"])
    assert not page.all("script") and len(page.all("a")) == 4
    (element,) = page.all("condition-checker")
    assert set(element.attributes) <= {"src", "mode", "lang", "theme", "frame-title", "label", "close", "style"}
    assert element.attributes.get("mode") == ("popup" if name != "mode" else None)


def test_an_option_with_hostile_text_is_kept_clean_and_written_clean(at: WordPress) -> None:
    settings = {"condition_checker_label": HOSTILE, "condition_checker_lang": HOSTILE, "condition_checker_button": "x"}
    kept = at.as_administrator(
        "foreach ( $given['settings'] as $name => $value ) { update_option( $name, $value ); }"
        "return array_map( 'get_option', array_keys( $given['settings'] ) );",
        settings=settings,
    )
    assert "<" not in kept[0] and kept[1] == "scriptalert1scriptab"
    lists = at.as_administrator(
        "foreach ( $given['names'] as $name ) { update_option( $name, array( 'x' ) ); }"
        "return array_map( 'get_option', $given['names'] );",
        names=["condition_checker_label", "condition_checker_lang"],
    )
    assert lists == ["", ""]
    at.php("update_option( 'condition_checker_label', $given['words'] );", words=HOSTILE)
    fields = _page(at.as_administrator("ob_start(); condition_checker_field_label(); return ob_get_clean();"))
    assert not fields.all("script") and fields.all("input")[0].attributes["value"] == HOSTILE
    assert not _page(_shown(at, mode="popup")["html"]).all("script")


def test_what_a_checker_tells_is_not_trusted_with_scripts(at: WordPress) -> None:
    told = {
        "languages": {
            'en"><b>': {"name": HOSTILE, "title": HOSTILE, "help": [{"href": "javascript:alert(1)", "words": HOSTILE}]},
            "es": "nonsense",
            "de": {"help": "nonsense"},
            "fr": {"name": [], "title": {}, "help": [{"href": [], "words": "x"}, {"href": "tel:1", "words": []}, 7]},
        },
        "themes": [HOSTILE, ["x"]],
    }
    heard = at.as_administrator("return condition_checker_heard( $given['told'] );", told=told)
    assert not re.search(r"<|javascript", json.dumps(heard)) and list(heard["languages"]) == ["enb", "de", "fr"]
    assert [spoken["help"] for spoken in heard["languages"].values()] == [[], [], []]
    nonsense: list[object] = [None, 7, "words", [], {"languages": 7}, {"languages": {"en": None}, "themes": "x"}]
    code = "return array_map( 'condition_checker_heard', $given['told'] );"
    assert all(not told["languages"] for told in at.as_administrator(code, told=nonsense))


def test_without_an_address_an_editor_is_told_what_to_do_and_a_visitor_sees_nothing(unset: WordPress) -> None:
    assert "Settings, Condition Checker" in _shown(unset, user=1)["html"]
    assert _shown(unset)["html"] == ""


def test_a_sound_address_is_kept_and_the_checker_asked_at_once(unset: WordPress) -> None:
    kept, said = _save(unset, f" {unset.checker_address.rstrip('/')} ")
    assert kept == unset.checker_address
    assert "The address is saved. The checker answers, and this site may show it: Back pain and mood check" in said
    assert _save(unset, "") == (
        "",
        "The address is saved. No address is set yet. Write the address of your checker and save.",
    )


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("https://localhost:1/", "This server cannot reach the checker."),
        ("https://localhost:{untrusted}/", "The checker could not prove who it is (TLS)."),
        ("https://localhost:{port}/nowhere/", "There is no checker at this address, or it goes by another one."),
        ("https://localhost:{port}/other/", "Something else answers at this address."),
        ("https://localhost:{port}/moved/", "It sends people on to https://new.example/."),
        ("https://localhost:{port}/broken/", "it answered with the error 502."),
    ],
)
def test_it_says_what_is_wrong_with_a_checker(unset: WordPress, place: str, said: str) -> None:
    address = place.format(untrusted=unset.untrusted, port=unset.port)
    kept, found = _save(unset, address)
    assert kept == address and said in found


def test_it_says_that_this_site_is_not_under_frame_origins(wordpress: WordPress) -> None:
    moved = "define( 'WP_HOME', 'https://moved.test' );"
    wordpress.as_administrator("update_option( 'condition_checker_url', '' );")
    quiet = "set_error_handler( null );"  # wp-config.php says where the site is, too
    found = wordpress.as_administrator(SAVED, f"{moved} {quiet}", address=wordpress.checker_address)[1]
    assert "this site is not under frame_origins" in found[-1] and "adds https://moved.test to" in found[-1]


def test_it_reads_frame_origins_as_browsers_do(wordpress: WordPress) -> None:
    tried = {
        ("https://www.city.example", "'self' https://www.city.example"): True,
        ("https://www.city.example", "'self' https://city.example https://*.city.example"): True,
        ("https://city.example", "'self' https://*.city.example"): False,
        ("https://evilcity.example", "'self' https://*.city.example"): False,
        ("https://www.city.example:8443", "'self' https://www.city.example"): False,
        ("http://www.city.example", "'self' https://www.city.example"): False,
        ("https://wwwxcity.example", "'self' https://www.city.example"): False,
        ("https://check.example", "'self'"): True,
        ("https://check.example:8443", "'self'"): False,
        ("https://check.example", "https://www.city.example"): False,
    }
    code = """
    $own = condition_checker_site( 'https://check.example/back/' );
    $may = fn( $pair ) => condition_checker_may_frame( $pair[0], "default-src 'none'; frame-ancestors $pair[1]", $own );
    return array_map( $may, $given['tried'] );
    """
    assert wordpress.as_administrator(code, tried=[*tried]) == [*tried.values()]


@pytest.mark.parametrize(("ending", "known"), [("", True), ("?lang=es", True), ("about", False), ("c/token/", False)])
def test_its_address_in_an_embed_is_the_element_and_no_other_page_of_it_is(
    at: WordPress, ending: str, known: bool
) -> None:
    code = "return $GLOBALS['wp_embed']->autoembed( $given['address'] );"
    html = at.php(code, address=at.checker_address + ending)
    assert ("<condition-checker" in html) is known
    assert ('lang="es"' in html) is (ending == "?lang=es")
    provider = at.php(
        "return _wp_oembed_get_object()->get_provider( $given['address'], array( 'discover' => false ) );",
        address=at.checker_address + ending,
    )
    assert (provider == f"{at.checker_address}oembed") is known


def test_an_embed_works_without_the_last_slash_too(at: WordPress) -> None:
    code = "return $GLOBALS['wp_embed']->autoembed( $given['address'] );"
    assert "<condition-checker" in at.php(code, address=at.checker_address.rstrip("/"))


def test_the_test_of_the_connection_is_for_administrators_who_pressed_it(wordpress: WordPress) -> None:
    code = """
    add_filter( 'wp_die_handler', fn() => function ( $message ) { throw new Exception( 'refused' ); } );
    wp_set_current_user( $given['user'] );
    $_REQUEST['_wpnonce'] = $given['nonce'] ? wp_create_nonce( 'condition_checker_test' ) : '';
    try { condition_checker_test(); } catch ( Exception $refused ) { return $refused->getMessage(); }
    """
    for nonce, user in ((False, 1), (True, 0)):
        assert wordpress.as_administrator(code, nonce=nonce, user=user) == "refused"


def test_nothing_is_left_behind_when_it_is_deleted(at: WordPress) -> None:
    at.php(
        "foreach ( array( 'label', 'lang', 'button' ) as $name ) { update_option( \"condition_checker_$name\", 'x' ); }"
    )
    left = """
    global $wpdb;
    return $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%condition%checker%'" );
    """
    assert len(at.php(left)) == 5
    deleting = """
    deactivate_plugins( 'condition-checker/condition-checker.php' );
    return delete_plugins( array( 'condition-checker/condition-checker.php' ) );
    """
    assert at.as_administrator(deleting) is True
    assert not at.plugin.exists() and at.php(left) == []
