"""A clinic's site in a real WordPress, for every test in this folder."""

import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.wordpress.site import WordPress, clinic

expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """A new site without the plugin, and a checker beside it."""
    with clinic(tmp_path_factory.mktemp("clinic")) as found:
        yield found


@pytest.fixture(scope="module")
def package(bare: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin as the checker gives it away."""
    file = tmp_path_factory.mktemp("plugin") / "condition-checker.zip"
    with urllib.request.urlopen(f"{bare.checker.address}/wordpress/condition-checker.zip") as reply:
        file.write_bytes(reply.read())
    return file


@pytest.fixture(scope="module")
def wordpress(bare: WordPress, package: Path) -> WordPress:
    """The site with the plugin switched on, and no address yet."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(bare.plugin.parent)
    activated = bare.php(
        "require_once ABSPATH . 'wp-admin/includes/plugin.php';"
        "return activate_plugin( 'condition-checker/condition-checker.php' );"
    )
    assert activated is None
    return bare
