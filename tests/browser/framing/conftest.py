"""The check on a clinic's page, both sites over TLS, in a Chromium with a profile on disk."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, cast

import pytest
from playwright.sync_api import BrowserContext, Error, Frame, Page, Playwright

from checker.ops.settings import settings
from checker.web import create_app
from tests.browser.framing.sites import LOCAL, Sites, Wsgi, serving
from tests.browser.person import Person
from tests.chromium import FLAGS
from tests.pages import app_of, served_by
from tests.tools import needed


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The checker, a clinic that may frame it, a stranger who may not, and a third site.

    Each module has its own, so that no browser of another one asks them for anything.
    """
    with _published(tmp_path_factory.mktemp("sites")) as found:
        yield found


@pytest.fixture(scope="module")
def local_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The same sites by names that every browser looks for on this machine."""
    with _published(tmp_path_factory.mktemp("local"), LOCAL) as found:
        yield found


@contextmanager
def _published(folder: Path, top: str = "test") -> Iterator[Sites]:
    def checker(sites: Sites) -> Wsgi:
        clinic = folder / "clinic.yaml"
        clinic.write_text(f"name: Framing Clinic\nframe_origins: [{sites.address('clinic.test')}]\n")
        return create_app(settings({}, clinic=clinic)).wsgi_app

    with serving(folder, checker, top) as found:
        _publish(found)
        yield found


def _publish(sites: Sites) -> None:
    start = sites.address("checker.test", "/")
    script = f'<script async src="{sites.address("checker.test", "/static/embed.js")}"></script>'
    element = f'<condition-checker src="{start}" lang="en"><a href="{start}">Check your back</a></condition-checker>'
    head = "<!doctype html><html lang=en><title>A clinic</title><p>clinic-marker-that-is-cached</p>"
    listen = "<script>told=[];addEventListener('message',e=>told.push(e.data))</script>"
    frame = f'<iframe src="{start}?lang=en" title="Check your back" style="width:100%;height:45rem"></iframe>'
    popup = element.replace(' lang="en"', ' lang="en" mode="popup"')
    tall = '<p style="height:1500px">Words of the clinic</p>'
    third = sites.address("third.test", "/cookie")
    sites.pages["clinic.test"] = {
        "/frame": head + frame,
        "/element": f"{head}{listen}{element}{tall}{script}",
        "/popup": f"{head}{listen}{popup}{script}",
        "/below": f"{head}{listen}{tall}{element}{tall}{script}",
        "/two": f"{head}{listen}{element}{element}{script}",
        "/sandboxed": head + frame.replace("<iframe", '<iframe sandbox="allow-forms allow-scripts"'),
        "/control": f'{head}<iframe src="{third}"></iframe>',
    }
    sites.pages["stranger.test"] = {"/frame": head + frame}


HEARD = "n => !self.told || told.filter(data => data.page).length >= n"
"""Whether a clinic's page that keeps what it is told has heard of so many pages."""
LONGEST = 30
"""Seconds that anything may take, on however busy a machine."""


class Framed(Person):
    """A person at the check within a clinic's page."""

    def __post_init__(self) -> None:
        """Watch the whole tab; everything that a person does is in the frame."""
        self.around = self.page
        super().__post_init__()
        self.page = cast(Page, within(self.around))

    def settle(self) -> None:
        """Wait until the clinic's page has heard of the frame's new page, made room for it and shows its top."""
        self.page.wait_for_load_state("load")
        self.around.wait_for_function(HEARD, arg=self.turns + 1)
        cast(Frame, self.page).frame_element().wait_for_element_state("stable")

    def begin(self) -> "Framed":
        """Press Start."""
        self.send()
        return self


def until(page: Page, happened: Callable[[], bool], what: Callable[[], str]) -> None:
    """Wait until something has happened. A frame that goes away while it is looked at is looked at again."""
    latest = monotonic() + LONGEST
    while not _has(happened):
        assert monotonic() < latest, what()
        page.wait_for_timeout(50)


def _has(happened: Callable[[], bool]) -> bool:
    try:
        return happened()
    except Error:
        return False


def within(page: Page, place: int = 0) -> Frame:
    """Return the frame of a page once its page is there."""

    def there() -> bool:  # window.frames does not count those in a shadow tree
        found = page.main_frame.child_frames
        return len(found) > place and found[place].url.startswith("http")

    until(page, there, lambda: f"no frame {place}: {page.main_frame.child_frames}")
    frame = page.main_frame.child_frames[place]
    frame.wait_for_load_state("load")
    return frame


@contextmanager
def profile(
    playwright: Playwright, sites: Sites, folder: Path, blocking: dict[str, Any] | None = None, **options: Any
) -> Iterator[BrowserContext]:
    """Open a browser whose profile is kept in a folder, with these preferences about cookies."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps({"profile": blocking or {}}))
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=needed("chromium"), args=[*FLAGS, *sites.flags], locale="en-US", **options
    )
    try:
        yield context
    finally:
        context.close()


@pytest.fixture(scope="module")
def ordinary(
    playwright: Playwright, sites: Sites, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser as people have it."""
    with profile(playwright, sites, tmp_path_factory.mktemp("ordinary") / "profile") as context:
        yield context


@pytest.fixture
def at_clinic(ordinary: BrowserContext, sites: Sites) -> Iterator[Callable[[str], Page]]:
    """Opens pages of the clinic in an ordinary browser."""
    page = ordinary.new_page()
    page.set_viewport_size({"width": 900, "height": 700})

    def opened(path: str) -> Page:
        page.goto(sites.address("clinic.test", path))
        return page

    yield opened
    page.close()


def person_at(page: Page, sites: Sites) -> Framed:
    """Return a person at the check within this page."""
    return Framed(page, sites.address("checker.test"), served_by(app_of()).questionnaire)
