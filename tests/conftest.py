"""What every test may use: both questionnaires, and a bounded search for counterexamples."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Playwright, sync_playwright

from checker.authoring import load
from checker.dossier.suite_report import subject
from checker.engine.questionnaire import Questionnaire
from checker.resources import shipped
from tests.tools import needed

SECOND = Path(__file__).parent / "data" / "second.yaml"

EXAMPLES = 100 if os.environ.get("CI") else 30
"""Examples that a property is tried on: more where changes are judged than on an author's machine."""
settings.register_profile(
    "bounded", max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("few", settings.get_profile("bounded"), max_examples=10, phases=[Phase.generate])
settings.register_profile("new", settings.get_profile("bounded"), max_examples=500, derandomize=False, print_blob=True)
settings.load_profile("bounded")


LEFT_OUT = pytest.StashKey[int]()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Count what `-k`, `-m` and the like leave out."""
    for item in items:
        item.config.stash[LEFT_OUT] = item.config.stash.get(LEFT_OUT, 0) + 1


@pytest.fixture(scope="session", autouse=True)
def of_what(request: pytest.FixtureRequest, record_testsuite_property: Callable[[str, object], None]) -> None:
    """Write into a report of the tests (`--junitxml`) of which content it is, and how much was left out."""
    if request.config.getoption("xmlpath"):
        chosen = sum("::" in each for each in request.config.args)
        counted = {"selected": request.session.testscollected,
                   "deselected": request.config.stash.get(LEFT_OUT, 0) + chosen}  # fmt: skip
        for name, value in {**subject(load(shipped("questions.yaml"))), **counted}.items():
            record_testsuite_property(name, value)


@pytest.fixture(scope="session")
def shipped_file() -> Path:
    """The questionnaire that patients answer."""
    return shipped("questions.yaml")


@pytest.fixture(scope="session")
def second_file() -> Path:
    """A small questionnaire about a bicycle, which shares no word with the shipped one."""
    return SECOND


@pytest.fixture(scope="session")
def bicycle(second_file: Path) -> Questionnaire:
    """The second questionnaire, loaded."""
    return load(second_file)


@pytest.fixture(scope="session", params=["shipped_file", "second_file"])
def file(request: pytest.FixtureRequest) -> Path:
    """Each of the two files in turn."""
    path = request.getfixturevalue(request.param)
    assert isinstance(path, Path)
    return path


@pytest.fixture(scope="session")
def questionnaire(file: Path) -> Questionnaire:
    """Each of the two questionnaires in turn."""
    return load(file)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts browsers: there can be only one of that in a process."""
    needed("chromium")
    with sync_playwright() as found:
        yield found
