"""What does every reply say about itself? Nothing may be kept, framed by strangers, or passed on."""

from collections.abc import Mapping

from flask import Response, request

from checker.clinic.models import Clinic
from checker.ops.settings import Settings
from checker.web.mounts import page_name, served

KEPT = ("patient.static", "looks.theme", "looks.file")
"""What browsers may keep: it holds nothing of a person, and its address changes with its content."""


_FOUND = ("patient.start", "patient.about")
"""What search engines may list, where the clinic says so; of a re-check nothing, to which the first check leads."""


def describe(response: Response) -> Response:
    """Put the headers on a reply; a file of ours that browsers keep needs no word on what a page may do."""
    page = page_name()
    if page in KEPT and response.status_code < 400:
        lasting = "max-age=31536000, immutable" if "v" in request.args else "max-age=3600"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # the clinic's page loads embed.js
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = f"public, {lasting}"
        if page == "looks.file":  # opened by itself, a picture draws and does no more
            response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return response
    here = served()
    response.headers.extend(here.headers)
    if page in _FOUND and here.clinic and here.clinic.indexed and not here.earlier and response.status_code == 200:
        del response.headers["X-Robots-Tag"]
    if page == "doctor.answer":  # a doctor's system may be a page of any site; what it reads is encrypted
        response.headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code == 303:  # by it Firefox forgets that a page of ours led here, and each page would ask again
        del response.headers["Referrer-Policy"]
    if page in ("embed.page", "embed.preview") and response.status_code == 200:
        response.headers["Content-Security-Policy"] += "; frame-src 'self'"  # the preview, and the check in it
    return response


def see(address: str, status: int = 303) -> Response:
    """Return a reply that leads elsewhere, with no page in it: no form is ever answered with one."""
    return Response(status=status, headers={"Location": address}, mimetype="text/plain")


def fixed(settings: Settings, clinic: Clinic | None) -> Mapping[str, str]:
    """Return what every reply of an app says, but for a file that browsers keep."""
    framers = " ".join(["'self'", *(clinic.frame_origins if clinic else ())])
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framers}",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), browsing-topics=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    if settings.hsts:
        headers["Strict-Transport-Security"] = f"max-age={settings.hsts}"
    return headers
