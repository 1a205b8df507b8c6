"""axe-core finds nothing on any kind of page, in both languages, in light, in dark and in forced colours."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Opener
from tests.kinds import ALL
from tests.tools import node_tool

Scheme = Literal["light", "dark"]
Forced = Literal["active", "none"]
LOOKS: list[tuple[Scheme, Forced]] = [("light", "none"), ("dark", "none"), ("light", "active")]
RUN = """() => axe.run({exclude: ["condition-checker"]},
    {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    .then(found => [...found.violations, ...found.incomplete.filter(rule => rule.id == "color-contrast")]
        .map(rule => [rule.id, rule.nodes.map(node => node.html)]))"""
"""A contrast that axe cannot judge counts as a finding. A preview is left out: it repeats the landmarks around it."""
ONE_GROUND = "body { background: var(--glow) !important }"
"""axe cannot judge words on the gradient of a page, so they all stand on the end of it that has less contrast."""


@pytest.fixture(scope="module", params=LOOKS, ids=["light", "dark", "forced colours"])
def looked_at(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab with one of the three looks, as wide as a phone, into which axe may be put."""
    scheme, forced = request.param
    with browser.new_context(
        color_scheme=scheme, forced_colors=forced, bypass_csp=True, viewport={"width": 390, "height": 844}
    ) as context:
        context.add_init_script(path=node_tool("axe-core/axe.min.js"))
        yield context.new_page()


def violations(page: Page) -> list[Any]:
    """Return what axe finds on the page; what is folded away is opened, since it can be read too."""
    page.add_style_tag(content=ONE_GROUND)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    found = page.evaluate(RUN)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing(looked_at: Page, opener: Opener, language: str) -> None:
    found = {}
    for kind in ALL:
        looked_at.goto(opener(kind, language))
        if violations_ := violations(looked_at):
            found[kind] = violations_
    assert found == {}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('label').remove()", "label"),
        ("document.querySelector('h1').style.color = '#bbb'", "color-contrast"),
        ("document.querySelector('main').removeAttribute('id')", "skip-link"),
    ],
)
def test_axe_sees_a_page_that_is_spoilt(browser: Browser, opener: Opener, spoil: str, rule: str) -> None:
    with browser.new_context(bypass_csp=True, color_scheme="light") as context:
        context.add_init_script(path=node_tool("axe-core/axe.min.js"))
        page = context.new_page()
        page.goto(opener("radios", "en"))
        page.evaluate(spoil)
        assert rule in [name for name, _ in violations(page)]
