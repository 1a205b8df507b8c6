"""A real Chromium without a window, which asks nobody but the pages' own sites for anything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urldefrag

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.tools import needed

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium for a while."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@contextmanager
def launched(playwright: Playwright, display: str = "") -> Iterator[Browser]:
    """Run a Chromium for a while, by what starts browsers, of which a process has one; with a window on a display."""
    env: dict[str, str | float | bool] = {**os.environ, "DISPLAY": display}
    browser = playwright.chromium.launch(executable_path=needed("chromium"), args=FLAGS, env=env, headless=not display)
    yield browser
    browser.close()


def arrive(page: Page, address: str) -> None:
    """Go to an address that no page led to; where it is of a journey, say that it may go on, and do so."""
    plain, fragment = urldefrag(address)
    beside = plain.rpartition("/")[2] if "/c/" in plain else ""
    page.goto(plain)
    onward = page.locator("main a.button[href$='/stay']:not(dialog *)")
    if "/c/" in plain and onward.count():
        with page.expect_navigation():
            onward.click()
        if beside:
            with page.expect_navigation():
                page.evaluate("beside => location.assign(beside)", beside)
    elif fragment:
        page.goto(address)
