"""The dossier of the shipped questionnaire is valid HTML, usable by everybody, and stays within a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from checker.authoring import load
from checker.dossier import documents as written
from checker.dossier.documents import contents, write
from checker.resources import shipped
from tests.dossier.fixtures import broken, dossier
from tests.html import findings, violations

pytestmark = pytest.mark.thorough
NAMES = ("index", *contents())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped questionnaire's, and within it one of what fails."""
    out = tmp_path_factory.mktemp("dossier")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written, "pdf", lambda _: b"")
        write(dossier(load(shipped("questions.yaml"))), out)
        write(dossier(broken()), out / "broken")
    return out


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 320, "height": 700}) as context:
        yield context.new_page()


def test_every_document_is_valid_html(folder: Path) -> None:
    files = sorted(folder.rglob("*.html"))
    assert len(files) == 2 * len(NAMES)
    assert [f"{Path(each['url']).name}: {each['message']}" for each in findings(files)] == []


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(tab: Page, folder: Path, name: str) -> None:
    for each in (folder / "broken", folder)[: 1 if name == "hazard-log" else 2]:  # 44 hazards of one shape take long
        tab.goto((each / f"{name}.html").as_uri())
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_planted_mistake_is_found(tab: Page, folder: Path) -> None:
    tab.goto((folder / "index.html").as_uri())
    tab.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [each.partition(":")[0] for each in violations(tab)] == ["button-name"]
