"""How does waitress answer? With bounds on connections and on what they send, and a log that tells of nobody."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

PATIENCE = 10
"""Seconds for which a request that has begun may stand still."""
BOUNDS: Mapping[str, Any] = {
    "ident": None,
    "clear_untrusted_proxy_headers": False,  # the app itself decides which forwarded headers count
    "connection_limit": 500,  # as many as a system watches for a program of ordinary rights, with room to spare
    "channel_timeout": PATIENCE,
    "cleanup_interval": PATIENCE // 2,
    "max_request_header_size": 2**16,
    "max_request_body_size": 2**19 - 1,  # a larger one would be kept in a file
}
"""waitress' settings: how many may be connected, how long they may take, and how much they may send."""


def answerer(app: Callable[..., Any], *places: Any, **options: Any) -> Any:
    """Return waitress for an app, within these bounds and with that log."""
    from waitress import create_server

    from checker.ops.large_bodies import Channel

    quiet()
    server = create_server(app, *places, **options, **BOUNDS)
    server.channel_class = Channel
    return server


def quiet() -> None:
    """Let waitress log no more of a request than the kind of its error, and nothing of how many wait."""
    logging.getLogger("waitress").addFilter(_kind_alone)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _kind_alone(record: logging.LogRecord) -> bool:
    """Reduce what waitress logs of an error to its kind: the rest could repeat an address or an answer."""
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = "A request could not be handled: %s", (record.exc_info[0].__name__,)
        record.exc_info = record.exc_text = None
    return True
