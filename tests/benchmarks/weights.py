"""How heavy is the first page beside what others ship? The files that a browser needs before it shows a question.

Needs, in the folder ``CHECKER_NODE_TOOLS``: ``npm install survey-core survey-js-ui lforms govuk-frontend nhsuk-frontend
@uswds/uswds @picocss/pico``.
"""

import gzip
from collections.abc import Iterator

from tests.benchmarks.measuring import Table
from tests.pages import app_of
from tests.tools import node_tool
from tests.wire import travelled

_LFORMS = "lforms/dist/lforms"
_USWDS = "@uswds/uswds/dist"
SHIPPED: dict[str, tuple[str, ...]] = {
    "lforms web component with FHIR R4": (
        f"{_LFORMS}/webcomponent/lhc-forms.js",
        f"{_LFORMS}/webcomponent/styles.css",
        f"{_LFORMS}/fhir/R4/lformsFHIR.min.js",
    ),
    "survey-core and survey-js-ui": (
        "survey-core/survey.core.min.js",
        "survey-js-ui/survey-js-ui.min.js",
        "survey-core/survey-core.fontless.min.css",
    ),
    "@uswds/uswds": (f"{_USWDS}/css/uswds.min.css", f"{_USWDS}/js/uswds-init.min.js", f"{_USWDS}/js/uswds.min.js"),
    "nhsuk-frontend": (
        "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css", "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js",
    ),
    "govuk-frontend": (
        "govuk-frontend/dist/govuk/govuk-frontend.min.css", "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    ),
    "@picocss/pico": ("@picocss/pico/css/pico.min.css",),
}  # fmt: skip


def tables() -> Iterator[Table]:
    """Yield the bytes of our whole first page, and of others' scripts and styles alone."""
    ours = travelled(app_of(), {}).bodies
    rows = [("checker: the whole first page, words included", f"{ours:,}", "1.0")]
    for name, files in SHIPPED.items():
        size = sum(len(gzip.compress(node_tool(file).read_bytes(), 9)) for file in files)
        rows.append((name, f"{size:,}", f"{size / ours:.1f}"))
    yield Table(
        "Bytes as gzip before a first question can be seen",
        ("what", "bytes", "times ours"),
        tuple(rows),
        ("Others: scripts and styles as their npm packages ship them, without any words, fonts or pictures.",),
    )
