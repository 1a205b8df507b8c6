"""Signing with a passkey in a real browser, whose authenticator is a program."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from checker.authoring import load
from checker.review.obstacles import Failing
from checker.review.signoff import kept_signatures, signoff_file
from checker.review.standing import read_signoffs
from checker.review.statement import Signature
from checker.web.desk import Desk
from checker.web.desk_app import create_desk
from tests.pages import SECOND
from tests.signing import entry, list_signers, signed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copyfile(SECOND, tmp_path / "second.yaml")
    return tmp_path / "second.yaml"


@pytest.fixture
def address(file: Path) -> Iterator[str]:
    """Return where the review is served, by the name that passkeys belong to."""
    server = make_server("127.0.0.1", 0, create_desk(Desk(file, file.with_suffix(".review.yaml"))), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}/review/passkey"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a tab with an authenticator that belongs to whoever uses it."""
    with browser.new_context() as context:
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tools = context.new_cdp_session(tab)
        tools.send("WebAuthn.enable")
        own = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options = {**own, "isUserVerified": True, "automaticPresenceSimulation": True}
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield tab


def made(page: Page, address: str) -> str:
    """Return the line of a new passkey."""
    page.goto(address)
    page.click("#make")
    page.wait_for_selector("#line:not([hidden])")
    return page.inner_text("#line")


def chosen(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("select[name=capacity]").select_option("clinician")
    page.get_by_text("Show what I sign").click()
    page.wait_for_selector("#signing")


def test_a_passkey_signs_what_was_shown_and_stands_beside_an_author(page: Page, address: str, file: Path) -> None:
    line = made(page, address)
    assert not signoff_file(file).exists() and "Nobody in the list" in page.inner_text("main"), (
        "a key alone signs nothing"
    )
    list_signers(file, entry("ada", keys=f"[{line}]"), entry("bea"), entry("hal"))
    chosen(page, address)
    assert "I have read this, and find it fit for its purpose.\nquestionnaire: bicycle_fit" in page.inner_text("pre")
    page.get_by_text("Sign this with my passkey").click()
    page.wait_for_url("**/review/signoff")
    assert "Ada Test, physical therapist" in page.inner_text("main") and "Refused" not in page.inner_text("main")
    signed(file, "bea")
    assert [each.name for each in read_signoffs(load(file), file, Failing()).reviewers()] == ["Ada Test"]
    (kept,) = (each for each in kept_signatures(file) if isinstance(each, Signature) and each.signer == "ada")
    assert kept.passkey and not kept.ssh
    text = signoff_file(file).read_text(encoding="utf-8")
    signoff_file(file).write_text(text.replace("review_by: '20", "review_by: '21", 1), encoding="utf-8")
    assert not read_signoffs(load(file), file, Failing()).reviewers()


def test_what_changed_while_it_was_read_is_not_signed(page: Page, address: str, file: Path) -> None:
    list_signers(file, entry("ada", keys=f"[{made(page, address)}]"))
    chosen(page, address)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("A crack in the frame", "A bent frame"), encoding="utf-8")
    page.get_by_text("Sign this with my passkey").click()
    page.locator("#problem", has_text="not what was signed").wait_for()
    assert not signoff_file(file).exists()
