"""What does every reply say about itself? Nothing may be kept, framed by strangers, or passed on."""

from flask import Flask, Response, request

from checker.web.settings import Settings


def install(app: Flask) -> None:
    """Send the headers with every reply."""
    fixed = _fixed(app.extensions["checker"].settings)

    @app.after_request
    def _describe(response: Response) -> Response:
        response.headers.extend(fixed)
        if request.endpoint == "static" and response.status_code < 400:
            lasting = "max-age=31536000, immutable" if "v" in request.args else "max-age=3600"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # the clinic's page loads embed.js
            response.headers["Cache-Control"] = f"public, {lasting}"
        else:
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
            response.headers["Cache-Control"] = "no-store"
        return response


def _fixed(settings: Settings) -> dict[str, str]:
    framers = " ".join(["'self'", *settings.frame_origins])
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framers}",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), browsing-topics=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
    }
    if settings.hsts:
        headers["Strict-Transport-Security"] = f"max-age={settings.hsts}"
    return headers
