"""axe finds nothing on pages in the colours of the sample clinics, by day and by night."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from checker.web.token import seal
from tests import clinics
from tests.browser.test_axe import unfolded_violations
from tests.chromium import arrive
from tests.kinds import SEALED
from tests.pages import app_of, served_by
from tests.running import Running, running
from tests.seeds import SEED

pytestmark = pytest.mark.thorough

KINDS = ("buttons", "scale", "error", "place", "interruption", "mild", "complex", "emergency")


@pytest.fixture(scope="module", params=["city", "shouting", "markup"])
def clinic(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def its_server(clinic: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    file = str(clinics.FOLDER / f"{clinic}.yaml")
    with running(tmp_path_factory.mktemp(clinic), CHECKER_CLINIC=file, CHECKER_KEYS=SEED) as found:
        yield found


def test_axe_finds_nothing_in_any_theme(browser: Browser, clinic: str, its_server: Running) -> None:
    file: Path = clinics.FOLDER / f"{clinic}.yaml"
    served = served_by(app_of(clinic=file, keys=(SEED,)))
    found = {}
    with browser.new_context(bypass_csp=True, color_scheme="dark", viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        for place, look in enumerate(served.looks):
            for kind in KINDS:
                token = seal(served.sealer, replace(SEALED[kind], theme=place))
                arrive(page, f"{its_server.address}/c/{token}/")
                assert page.locator(f'link[href*="theme-{look.name}.css"]').count() == 1
                if wrong := unfolded_violations(page):
                    found[look.name, kind] = wrong
    assert found == {}
