"""How is the app served? By gunicorn, or waitress where that cannot run, with a log that tells nothing of people."""

import sys
from collections.abc import Mapping
from typing import Any

from flask import Flask


def serve(app: Flask, host: str, port: int, workers: int) -> None:
    """Serve the app until it is told to stop."""
    if sys.platform == "win32":
        import waitress

        waitress.serve(app, host=host, port=port)
        return
    _gunicorn(app, {"bind": f"{_bracketed(host)}:{port}", "workers": workers, **QUIET})


def address(host: str, port: int) -> str:
    """Return where to point a browser."""
    return f"http://{_bracketed('127.0.0.1' if host in ('0.0.0.0', '') else '::1' if host == '::' else host)}:{port}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


QUIET: Mapping[str, Any] = {
    "worker_class": "gthread",
    "threads": 4,
    "accesslog": None,
    "loglevel": "warning",
    "logger_class": "checker.web.quiet.QuietLogger",
    "limit_request_line": 4094,
    "limit_request_fields": 60,
    "timeout": 30,
}
"""gunicorn's settings: no access log, and no line of the error log repeats an address or what was sent."""


def _gunicorn(app: Flask, options: Mapping[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Server().run()
