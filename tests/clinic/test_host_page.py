"""What stands in the way of the check on a page of a clinic's site, by what was typed alone."""

import time

import pytest

from checker.clinic.host_page import Finding, judge, site_of
from tests.pages import app_of, read

LISTED = ("https://www.city.example", "https://*.river.example", "https://hill.example:8443")
CHECKER = "https://check.example/"


def _kinds(address: str = "", headers: str = "") -> list[str]:
    return [finding.kind for finding in judge(address, headers, LISTED, CHECKER)]


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("", []),
        ("https://www.city.example/pain?x=1#y", ["listed"]),
        ("WWW.City.Example", ["listed"]),
        ("https://www.city.example:443", ["listed"]),
        ("https://a.b.river.example/", ["listed"]),
        ("https://hill.example:8443/", ["listed"]),
        ("http://www.city.example/", ["insecure"]),
        ("https://city.example/", ["unlisted", "twin"]),
        ("https://river.example/", ["unlisted", "below"]),
        ("https://www.river.example.evil.example/", ["unlisted"]),
        ("https://notriver.example/", ["unlisted"]),
        ("https://hill.example/", ["unlisted"]),
        ("https://", ["nameless"]),
        ("https://city.example:99999/", ["nameless"]),
        ("javascript:alert(1)", ["nameless"]),
        ("file:///page.html", ["nameless"]),
        ("192.0.2.1", ["unlisted"]),
    ],
)
def test_an_address_is_listed_or_one_learns_what_to_add(address: str, kinds: list[str]) -> None:
    assert _kinds(address) == kinds


def test_the_line_to_add_names_the_site_and_nothing_else_of_the_address() -> None:
    assert judge("https://city.example/pain?x=1", "", LISTED, CHECKER)[0] == Finding("unlisted", "https://city.example")
    assert site_of("https://münchen.example/") == "https://xn--mnchen-3ya.example"


@pytest.mark.parametrize(
    ("headers", "kinds"),
    [
        ("", []),
        ("default-src 'self' https://check.example", ["allowed"]),
        ("frame-src https://check.example; script-src https://check.example/static/", ["allowed"]),
        ("frame-src https:; script-src *.example", ["allowed"]),
        ("frame-src check.example:*; script-src *", ["allowed"]),
        ("img-src 'none'", ["allowed"]),
        ("script-src 'self'", ["scripts"]),
        ("frame-src 'none'", ["frames"]),
        ("child-src 'self'", ["frames"]),
        ("default-src 'self'", ["frames", "scripts"]),
        ("default-src *; frame-src https://check.example.evil.example", ["frames"]),
        ("frame-src https://check.example:8443", ["frames"]),
        ("frame-src *.check.example", ["frames"]),
        ("script-src https://check.example/other.js", ["scripts"]),
        ("script-src-elem 'self'; script-src *", ["scripts"]),
        ("script-src 'strict-dynamic' https://check.example", ["nonce"]),
        ("sandbox allow-scripts", ["sandbox"]),
        ("frame-src *, frame-src 'none'", ["frames"]),
        ("HTTP/2 200\nContent-Security-Policy: frame-src 'none'\nServer: nginx", ["frames"]),
        ("Cross-Origin-Embedder-Policy: require-corp", ["isolated"]),
        ("Cross-Origin-Embedder-Policy: unsafe-none\nServer: nginx", ["allowed"]),
    ],
)
def test_headers_allow_the_check_or_one_learns_what_they_forbid(headers: str, kinds: list[str]) -> None:
    assert _kinds(headers=headers) == kinds


def test_what_a_policy_lacks_is_named() -> None:
    assert [finding.detail for finding in judge("", "default-src 'self'", (), CHECKER)] == [
        "frame-src https://check.example",
        "script-src https://check.example",
    ]


def test_what_is_pasted_is_read_in_no_time_whatever_it_is() -> None:
    began = time.perf_counter()
    list(judge("", "x" + "\n" * 60_000, LISTED, CHECKER))
    assert time.perf_counter() - began < 1


def test_the_site_of_the_check_itself_may_show_it() -> None:
    settled = app_of(site="https://www.city.example", unsigned=True).test_client()
    page = read(settled.get("/embed?lang=en&address=https://www.city.example/back"))
    assert "Your site may show the check." in page.text and "is not listed" not in page.text


@pytest.mark.parametrize(
    ("headers", "kinds"),
    [
        ("content-security-policy:frame-src 'self'", ["frames"]),
        ("hello there", ["unread"]),
        ("add_header Content-Security-Policy \"frame-src 'self'\";", ["unread"]),
        ("Content-Security-Policy\nframe-src 'self'", ["unread"]),
        ("HTTP/1.1 200 OK\nContent-Type: text/html", ["allowed"]),
        (
            "<meta http-equiv=\"Content-Security-Policy\" content=\"frame-src 'self'; script-src 'self'\">",
            ["frames", "scripts"],
        ),
    ],
)
def test_what_cannot_be_read_is_never_called_fine(headers: str, kinds: list[str]) -> None:
    assert _kinds("", headers) == kinds
