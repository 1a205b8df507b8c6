"""``python -m tests.pictures`` makes the pictures of the README anew. It needs ``chromium``."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.chromium import arrive, chromium
from tests.kinds import address
from tests.running import running
from tests.seeds import SEED

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
PICTURES = {"question": "scale", "body": "place", "result": "soon"}
"""The name of each picture of a phone, and the kind of page that it shows."""
REVIEW = "/review/flow#lane-safety"


def main() -> None:
    """Take every picture: patients' pages as a phone shows them, the review as a desk does."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), CHECKER_KEYS=SEED, CHECKER_REVIEW="1") as server,
        chromium() as browser,
    ):
        for name, kind in PICTURES.items():
            _take(browser, server.address + address(kind, "en"), (390, 780), FOLDER / f"{name}.jpg")
        _take(browser, server.address + REVIEW, (860, 505), FOLDER / "review.jpg")


def _take(browser: Browser, shown: str, size: tuple[int, int], file: Path) -> None:
    with browser.new_context(viewport={"width": size[0], "height": size[1]}, device_scale_factor=1) as context:
        page = context.new_page()
        arrive(page, shown)
        page.screenshot(path=file, type="jpeg", quality=60)


if __name__ == "__main__":
    main()
