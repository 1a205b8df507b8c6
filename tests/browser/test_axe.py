"""axe-core finds nothing on any kind of page, in both languages, in light, in dark and in forced colours."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Opener
from tests.chromium import arrive
from tests.html import violations
from tests.kinds import ALL

LOOKS = [
    pytest.param(("light", "none"), id="light"),
    pytest.param(("dark", "none"), id="dark", marks=pytest.mark.thorough),
    pytest.param(("light", "active"), id="forced colours", marks=pytest.mark.thorough),
]


AT_ITS_END = ".go { position: static !important }"
"""axe cannot judge words that are below the button that stays in sight."""


@pytest.fixture(scope="module", params=LOOKS)
def looked_at(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab with one of the three looks, as wide as a phone, into which a style may be put."""
    scheme, forced = request.param
    with browser.new_context(
        color_scheme=scheme, forced_colors=forced, bypass_csp=True, viewport={"width": 390, "height": 844}
    ) as context:
        yield context.new_page()


def unfolded_violations(page: Page) -> list[str]:
    """Return what axe finds on a patient's page, a contrast that it cannot judge too; all that is folded is opened."""
    page.add_style_tag(content=AT_ITS_END)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    return violations(page, unsettled=["color-contrast"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing(looked_at: Page, opener: Opener, language: str) -> None:
    found = {}
    for kind in ALL:
        arrive(looked_at, opener(kind, language))
        if wrong := unfolded_violations(looked_at):
            found[kind] = wrong
    assert found == {}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('button span').remove()", "button-name"),
        ("document.querySelector('h1').style.color = '#bbb'", "color-contrast"),
        ("document.querySelector('main').removeAttribute('id')", "skip-link"),
    ],
)
def test_axe_sees_a_page_that_is_spoilt(browser: Browser, opener: Opener, spoil: str, rule: str) -> None:
    with browser.new_context(bypass_csp=True, color_scheme="light") as context:
        page = context.new_page()
        arrive(page, opener("buttons", "en"))
        page.evaluate(spoil)
        assert rule in [each.partition(":")[0] for each in unfolded_violations(page)]
