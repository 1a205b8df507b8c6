"""How many requests may one address make? Off unless set, and better done by the proxy in front."""

import hmac
import re
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, request

from checker.ops.ended import never_waiting
from checker.ops.settings import Settings

UNLIMITED = ("patient.static", "patient.sorry", "health.alive", "health.ready")
"""What must always answer: the way to help, the looks of the page, and the machine in front."""


def install(app: Flask, settings: Settings, secret: Callable[[], bytes]) -> None:
    """Count requests by address where a limit is set; answer too many with a notice that keeps the help.

    An address is counted under a name made with the ``secret`` of the day, so that the counts do not tell who it was.
    """
    if not settings.limit:
        return
    from flask_limiter import Limiter

    limiter = Limiter(
        lambda: _visitor(secret()),
        app=app,
        application_limits=[settings.limit],
        storage_uri=settings.redis or "memory://",
        storage_options=never_waiting() if settings.redis else {},
        in_memory_fallback_enabled=settings.redis is not None,
        in_memory_fallback=[settings.limit],
        swallow_errors=True,  # who cannot be counted is served: the limit guards the machine, not the answers
        key_prefix="checker",
    )
    limiter.request_filter(lambda: (request.endpoint or "").partition(".")[2] in UNLIMITED)


def _visitor(secret: bytes) -> str:
    """Return a name for whoever asks."""
    return hmac.digest(secret, counted(request.remote_addr or "").encode(), "sha256")[:12].hex()


_PORT = re.compile(r"^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$")


def counted(address: str) -> str:
    """Return what counts as one visitor: an address, or of IPv6 the /64, all of which one line at home has.

    A port that a proxy left behind an address says nothing, and all that is no address is one visitor.
    """
    try:
        found = ip_address(_PORT.sub(r"\1\2", address))
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))
