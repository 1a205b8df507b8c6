"""Below which path do people reach the pages? Where a proxy in front takes one away, it says so."""

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")
LONGEST = 100
"""Letters that a prefix may have."""
MOST = 16
"""Prefixes that a process believes: it keeps pages for each, and a proxy that clears no visitor's must not fill it."""


def plain(app: WSGIApplication) -> WSGIApplication:
    """Return the app, to which no ``X-Forwarded-Prefix`` comes that is no plain path, such as ``/check``.

    It stands within ProxyFix, which says which of several counts. One that is passed over leaves all as it was without.
    """
    known: set[str] = set()

    def within(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        told, before = environ.get("SCRIPT_NAME", ""), environ["werkzeug.proxy_fix.orig"]["SCRIPT_NAME"]
        if told != before and told not in known:
            if len(known) < MOST and len(told) <= LONGEST and PREFIX.fullmatch(told):
                known.add(told)
            else:
                environ["SCRIPT_NAME"] = before or ""
        return app(environ, start_response)

    return within
