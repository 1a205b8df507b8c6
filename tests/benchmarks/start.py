"""What does it cost to begin? Reading the libraries and the shipped file, in a fresh process each time."""

import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from tests.benchmarks.measuring import ROUNDS, Table

LOAD = "from checker.authoring import load; from checker.resources import shipped; load(shipped('questions.yaml'))"
STEPS = {
    "Python alone": "",
    "import the loader": "import checker.authoring",
    "import it and load the shipped file": LOAD,
    "make the web app": "from checker.web import create_app; create_app()",
}
_TIMED = "{}\nimport time\nprint(time.process_time())"


def tables() -> Iterator[Table]:
    """Yield the CPU time of each step up to a served questionnaire."""
    rows = [(name, f"{1000 * median(_run(code) for _ in range(ROUNDS)):,.0f}") for name, code in STEPS.items()]
    yield Table("Start, in a fresh process", ("step", "CPU ms"), tuple(rows))


def _run(code: str) -> float:
    """Return the CPU seconds that a fresh process takes for this code."""
    done = subprocess.run([sys.executable, "-c", _TIMED.format(code)], capture_output=True, text=True, check=True)
    return float(done.stdout)
