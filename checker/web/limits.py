"""How many requests may one address make? Off unless set, and better done by the proxy in front."""

import hmac
from typing import TYPE_CHECKING

from flask import Flask, request

from checker.web.served import served

if TYPE_CHECKING:
    from checker.web.settings import Settings

UNLIMITED = ("patient.static", "patient.sorry", "health.alive", "health.ready")
"""What must always answer: the way to help, the looks of the page, and the machine in front."""


def install(app: Flask, settings: "Settings") -> None:
    """Count requests by address where a limit is set; answer too many with a notice that keeps the help."""
    if not settings.limit:
        return
    from flask_limiter import Limiter

    limiter = Limiter(
        _visitor,
        app=app,
        application_limits=[settings.limit],
        storage_uri=settings.limit_storage,
        in_memory_fallback_enabled=settings.limit_storage != "memory://",
        in_memory_fallback=[settings.limit],
        swallow_errors=True,  # who cannot be counted is served: the limit guards the machine, not the answers
        key_prefix="checker",
    )
    limiter.request_filter(lambda: request.endpoint in UNLIMITED)


def _visitor() -> str:
    """Return a name for the address that asks: the counts do not tell who it was."""
    address = request.remote_addr or ""
    return hmac.digest(served().sealer.form_keys[0], address.encode(), "sha256")[:12].hex()
