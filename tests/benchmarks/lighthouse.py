"""What does Lighthouse say of the pages? Its own slow phone on a slow network, which is what it measures by default.

It needs ``chromium``, and the npm package ``lighthouse`` in ``$CHECKER_NODE_TOOLS``.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.measuring import Table
from tests.chromium import FLAGS
from tests.kinds import address
from tests.running import running
from tests.seeds import SEED
from tests.tools import needed, node_tool

ROUNDS = 3
TRIES = 3
"""Times that a run is tried: on a busy machine Chromium may be too slow for Lighthouse to see it begin."""
PAGES = {
    "start": "start",
    "question, buttons": "buttons",
    "question, 0 to 10": "scale",
    "question, picture": "place",
    "result, mild": "mild",
    "result, soon": "soon",
}
CATEGORIES = ("performance", "accessibility", "best-practices")
TIMES = {"first-contentful-paint": "ms", "largest-contentful-paint": "ms", "total-blocking-time": "ms"}
Report = Mapping[str, Any]


def tables() -> Iterator[Table]:
    """Yield the scores and times of each page."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), CHECKER_KEYS=SEED) as server:
        rows = [(name, *_row([_report(server.address, kind) for _ in range(ROUNDS)])) for name, kind in PAGES.items()]
    yield Table(
        "Lighthouse, its default slow phone",
        ("page", *CATEGORIES, *(f"{name} ({unit})" for name, unit in TIMES.items())),
        tuple(rows),
        (f"Medians of {ROUNDS} runs. Search engines are not wanted, so SEO is not measured.",),
    )


def _row(reports: list[Report]) -> tuple[str, ...]:
    scores = [median(report["categories"][name]["score"] for report in reports) for name in CATEGORIES]
    times = [median(report["audits"][name]["numericValue"] for report in reports) for name in TIMES]
    return (*(f"{100 * score:.0f}" for score in scores), *(f"{time:,.0f}" for time in times))


def _report(origin: str, kind: str) -> Report:
    """Return what one run says; the fragment of the address is left out, since it is not sent."""
    command = ["node", str(node_tool("lighthouse/cli/index.js")), origin + address(kind, "en").partition("#")[0]]
    flags = " ".join(["--headless=new", *FLAGS])
    options = ["--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
    environ = {**os.environ, "CHROME_PATH": str(needed("chromium"))}
    for _ in range(TRIES):
        done = subprocess.run([*command, *options], capture_output=True, timeout=180, env=environ, encoding="utf-8")
        if done.returncode == 0:
            found = json.loads(done.stdout)
            assert isinstance(found, dict)
            return found
    raise RuntimeError(f"Lighthouse fails: {done.stderr[-2000:]}")
