"""How is it going? Counts for Prometheus: requests, how long they took, steps reached, tiers shown. Never per person.

Off unless a port is set, and shown on that port alone. The counts of all processes are added up through files of
numbers in a folder of their own, which is removed at the end, or by the next start where it was killed.
"""

import os
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Response, g, request

from checker.ops import scratch

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def prepare() -> None:
    """Make the folder through which processes add up their counts; it must be known before the library is read."""
    os.environ[FOLDER] = scratch.folder("checker-counts-")


def show(host: str, port: int) -> None:
    """Show the counts of all processes at this address, from a thread of this process."""
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    start_http_server(port, host, registry)


def forget(process: int) -> None:
    """Take a process that has ended out of what is counted as present."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(process)  # type: ignore[no-untyped-call]


_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class _Counts(NamedTuple):
    """What is counted."""

    requests: "Counter"
    seconds: "Histogram"
    steps: "Counter"
    tiers: "Counter"
    future: "Counter"
    unlisted: "Counter"


@lru_cache(maxsize=1)
def _counts() -> _Counts:
    """Return the counts of this process; an app that is made anew counts on."""
    from prometheus_client import Counter, Histogram

    return _Counts(
        Counter("checker_requests", "Replies", ["page", "method", "status"]),
        Histogram("checker_seconds", "Seconds that a reply took", ["page", "method"], buckets=_BUCKETS),
        Counter("checker_steps", "Pages shown to people on their way", ["step"]),
        Counter("checker_tiers", "Results shown", ["tier"]),
        Counter("checker_future", "Addresses sealed later than clocks may be apart"),
        Counter("checker_unlisted", "Times that the list of cleared journeys could not be used"),
    )


def install(app: Flask) -> None:
    """Count every reply of the app."""
    counts = _counts()

    @app.before_request
    def _begin() -> None:
        g.checker_began = perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        page = (request.endpoint or "").partition(".")[2] or "none"
        method = request.method if request.method in _METHODS else "other"
        counts.requests.labels(page, method, str(response.status_code)).inc()
        if "checker_began" in g:
            counts.seconds.labels(page, method).observe(perf_counter() - g.checker_began)
        if "checker_step" in g:
            counts.steps.labels(g.checker_step).inc()
            if g.checker_tier:
                counts.tiers.labels(g.checker_tier).inc()
        counts.future.inc(g.get("checker_future", False))
        counts.unlisted.inc(g.get("checker_unlisted", False))
        return response


_METHODS = ("GET", "HEAD", "POST")
"""Others are one, or a stranger could fill the memory with invented ones."""
