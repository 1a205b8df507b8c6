"""Sites of different owners on this machine alone, over TLS by a certificate authority of the test's own."""

import datetime
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

NAMES = ("checker.test", "clinic.test", "stranger.test", "third.test")
"""Sites that have nothing to do with one another; all are this machine."""
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
    spki: str
    """The mark of the certificate's key, by which a browser knows it."""
    pages: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in NAMES})
    """The pages of each site but the checker, by path."""
    asked: list[Asked] = field(default_factory=list)

    def address(self, name: str, path: str = "") -> str:
        """Return the address of a site, or of a page on it."""
        return f"https://{name}:{self.port}{path}"

    @property
    def flags(self) -> list[str]:
        """How a browser finds the sites, and trusts their certificate and no other."""
        return ["--host-resolver-rules=MAP *.test 127.0.0.1", f"--ignore-certificate-errors-spki-list={self.spki}"]


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, make: Callable[[Sites], Wsgi]) -> Iterator[Sites]:
    """Serve all sites for a while; ``make`` makes the checker, once the sites have their addresses."""
    context, spki = _certified(folder)
    found: list[tuple[Sites, Wsgi]] = []
    server = make_server(
        "127.0.0.1", 0, lambda e, s: _answer(*found[0], e, s), True, request_handler=_Quiet, ssl_context=context
    )
    sites = Sites(server.server_port, spki)
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
    host = request.host.partition(":")[0]
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
    return reply(environ, start)


def _certified(folder: Path) -> tuple[ssl.SSLContext, str]:
    """Return a context with a certificate for all names, signed by an authority made for it, and its key's mark."""
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in NAMES])
    ours = x509.BasicConstraints(ca=True, path_length=0)
    pem = [
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        _signed("checker.test", key, authority, alternatives).public_bytes(Encoding.PEM),
        _signed("Test authority", authority, authority, ours).public_bytes(Encoding.PEM),
    ]
    file = folder / "certificate.pem"
    file.write_bytes(b"".join(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return context, b64encode(sha256(public).digest()).decode()


def _signed(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    authority: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().serial_number(x509.random_serial_number()).public_key(key.public_key())
    builder = builder.subject_name(_named(name)).issuer_name(_named("Test authority"))
    builder = builder.not_valid_before(now - datetime.timedelta(days=1))
    builder = builder.not_valid_after(now + datetime.timedelta(days=2))
    return builder.add_extension(extension, critical=False).sign(authority, SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
