"""What does a review cost? Written for the shipped questionnaire and for a large one, and opened in a browser."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from playwright.sync_api import Page

from checker.authoring import load
from checker.engine.questionnaire import Questionnaire
from checker.resources import shipped
from checker.review.material import Material
from checker.review.pages import write
from tests.benchmarks.measuring import Table
from tests.chromium import chromium
from tests.large import large

OPENED = """() => {
    const entry = performance.getEntriesByType('navigation')[0];
    return [entry.loadEventEnd, document.querySelectorAll('*').length];
}"""
SCROLLED = """async () => {
    const end = document.documentElement.scrollHeight, times = [];
    for (let at = 0; at < end; at += end / 60) {
        const begun = performance.now();
        scrollTo(0, at);
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        times.push(performance.now() - begun);
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)];
}"""
"""Two frames take 33 ms at best; this is what the slowest but a few of 60 steps through the page take."""


def tables() -> Iterator[Table]:
    """Yield what writing takes, and what a browser then makes of it."""
    written, opened = [], []
    with TemporaryDirectory() as folder, chromium() as browser:
        for name, questionnaire in {"shipped": load(shipped("questions.yaml")), "300 questions": large(300)}.items():
            out = Path(folder, name)
            written.append((name, *_written(questionnaire, out)))
            opened += [
                (name, page, *_opened(browser.new_page(), out / f"{page}.html")) for page in ("flow", "questions")
            ]
    yield Table("Writing a review", ("questionnaire", "CPU s", "MB"), tuple(written))
    heads = ("questionnaire", "page", "loaded after ms", "elements", "95% of scrolls within ms")
    yield Table("Opening a page of it in Chromium", heads, tuple(opened))


def _written(questionnaire: Questionnaire, out: Path) -> tuple[str, str]:
    begun = process_time()
    files = write(Material(questionnaire), out)
    return f"{process_time() - begun:.1f}", f"{sum(file.stat().st_size for file in files) / 1e6:.2f}"


def _opened(page: Page, file: Path) -> tuple[str, str, str]:
    page.goto(file.as_uri())
    loaded, elements = page.evaluate(OPENED)
    return f"{loaded:.0f}", f"{elements:,}", f"{page.evaluate(SCROLLED):.0f}"
