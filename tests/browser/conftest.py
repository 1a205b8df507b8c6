"""A real Chromium and the app as it is shipped, for every test in this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from tests.browser.person import Person
from tests.chromium import launched
from tests.clinics import OURS
from tests.kinds import address
from tests.pages import app_of, served_by
from tests.running import Running, running
from tests.seeds import SEED

Tab = Callable[[], Person]
Opener = Callable[[str, str], str]
"""The address of a kind of page in a language."""


expect.set_options(timeout=30_000)  # milliseconds, as all other waits have: a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium without a window; each test opens contexts of its own in it."""
    with launched(playwright) as found:
        yield found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The shipped questionnaire, served as the README's first command does."""
    with running(tmp_path_factory.mktemp("server"), "--clinic", str(OURS)) as found:
        yield found


@pytest.fixture(scope="session")
def opener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Return the address of every kind of page in a language, at a server whose key the tests have."""
    with running(tmp_path_factory.mktemp("kinds"), "--clinic", str(OURS), CHECKER_KEYS=SEED) as found:
        yield lambda kind, language: found.address + address(kind, language)


@pytest.fixture(params=[False, True], ids=["without_script", "with_script"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A new and empty browser profile, once without JavaScript and once with it; nothing may be left in it."""
    with browser.new_context(java_script_enabled=request.param, locale="en-US") as found:
        yield found
        assert found.cookies() == []
        assert found.storage_state() == {"cookies": [], "origins": []}


@pytest.fixture
def tab(context: BrowserContext, server: Running) -> Iterator[Tab]:
    """Opens one more tab, whose pages ask no other site for anything and draw no complaint of the browser."""
    opened: list[Person] = []

    def another() -> Person:
        opened.append(Person(context.new_page(), server.address, served_by(app_of()).questionnaire))
        return opened[-1]

    yield another
    for person in opened:
        person.check_kept_to_itself()


@pytest.fixture
def person(tab: Tab) -> Person:
    """A person at one tab."""
    return tab()
