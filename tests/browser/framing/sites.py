"""Sites of different owners on this machine alone, over TLS by a certificate authority of the test's own."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.certificate import certify

NAMES = ("checker.test", "clinic.test", "stranger.test", "third.test")
"""Sites that have nothing to do with one another; all are this machine."""
LOCAL = "localhost"
"""What stands for ``test`` in a browser that cannot be told where the sites are: it looks for these names here."""
Wsgi = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True)
class Asked:
    """What a site learns of a request."""

    host: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Sites:
    """All of the sites, while they are served."""

    port: int
    top: str
    """The last part of their names, such as ``test``."""
    spki: str
    """The mark of the certificate's key, by which a browser knows it."""
    pages: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in NAMES})
    """The pages of each site but the checker, by path."""
    headers: dict[str, str] = field(default_factory=dict)
    """What the replies of all sites but the checker say beside."""
    asked: list[Asked] = field(default_factory=list)

    def address(self, name: str, path: str = "") -> str:
        """Return the address of a site, or of a page on it."""
        return f"https://{name.removesuffix('test')}{self.top}:{self.port}{path}"

    @property
    def flags(self) -> list[str]:
        """How a browser finds the sites, and trusts their certificate and no other."""
        return ["--host-resolver-rules=MAP *.test 127.0.0.1", f"--ignore-certificate-errors-spki-list={self.spki}"]


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, make: Callable[[Sites], Wsgi], top: str = "test") -> Iterator[Sites]:
    """Serve all sites for a while; ``make`` makes the checker, once the sites have their addresses."""
    context, spki = _certified(folder)
    found: list[tuple[Sites, Wsgi]] = []
    server = make_server(
        "127.0.0.1", 0, lambda e, s: _answer(*found[0], e, s), True, request_handler=_Quiet, ssl_context=context
    )
    sites = Sites(server.server_port, top, spki)
    found.append((sites, make(sites)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield sites
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(sites: Sites, checker: Wsgi, environ: dict[str, Any], start: Any) -> Any:
    request = Request(environ)
    host = request.host.partition(":")[0].removesuffix(sites.top) + "test"
    sites.asked.append(Asked(host, request.full_path.rstrip("?"), dict(request.headers)))
    if host == "checker.test":
        return checker(environ, start)
    html = sites.pages[host].get(request.path)
    reply = Response(html or "", 204 if request.path == "/favicon.ico" else 200, mimetype="text/html")
    if request.path == "/cookie":
        reply.set_cookie("control", "kept", secure=True, samesite="None")
        reply.set_data(f"<p>{request.cookies.get('control', 'none')}</p>")
    else:
        reply.headers["Cache-Control"] = "max-age=600"
        reply.headers.extend(sites.headers)
    return reply(environ, start)


def _certified(folder: Path) -> tuple[ssl.SSLContext, str]:
    """Return a context with a certificate for all names, and the mark of its key."""
    file = folder / "certificate.pem"
    spki = certify(file, [*NAMES, *(name.replace("test", LOCAL) for name in NAMES)])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, spki
