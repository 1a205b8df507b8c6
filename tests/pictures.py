"""``python -m tests.pictures`` makes the pictures of the README anew. It needs ``chromium``."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.kinds import KEY, address
from tests.running import Running, running

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
PICTURES = {"question": "scale", "body": "spread", "result": "soon"}
"""The name of each picture, and the kind of page that it shows."""


def main() -> None:
    """Take every picture, as a phone would show the page."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), CHECKER_KEYS=KEY) as server,
        chromium() as browser,
    ):
        for name, kind in PICTURES.items():
            _take(browser, server, kind, FOLDER / f"{name}.jpg")


def _take(browser: Browser, server: Running, kind: str, file: Path) -> None:
    with browser.new_context(viewport={"width": 390, "height": 780}, device_scale_factor=1) as context:
        page = context.new_page()
        page.goto(server.address + address(kind, "en"))
        page.screenshot(path=file, type="jpeg", quality=65)


if __name__ == "__main__":
    main()
