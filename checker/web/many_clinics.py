"""Which of many clinics is asked for? The host's name says so, else the first part of the path, such as ``/city/``."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, abort

from checker.ops.settings import SettingsError
from checker.web.mounts import BY_HOST, PLACE, Served, page_name, served

_EVERYBODYS = ("health.alive", "health.ready", "patient.static")
"""Pages that are no clinic's."""


def install(app: Flask, here: Served) -> None:
    """Let an app serve each clinic below its place, and as the whole of its hosts.

    Raise SettingsError for a clinic that is called like a page, and for a host that the others are reached at.
    """
    clinics, site = here.clinics, here.settings.site or ""
    pages = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    if taken := sorted(pages & clinics.keys()):
        raise SettingsError(f"CHECKER_CLINICS: there is a page at /{taken[0]}. Rename the file {taken[0]}.yaml")
    hosts = {host: place for place, each in clinics.items() for host in (each.clinic.hosts if each.clinic else ())}
    if (own := site.partition("://")[2].partition(":")[0]) in hosts:
        raise SettingsError(f"CHECKER_SITE: {own} is a host of {hosts[own]}.yaml alone. Name another, or take it out")
    inner = app.wsgi_app

    def wsgi_app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = str(environ.get("HTTP_HOST", "")).lower().partition(":")[0]
        place, path = hosts.get(host, ""), str(environ.get("PATH_INFO", ""))
        environ[BY_HOST] = bool(place)
        if not place:
            _, first, *_rest = f"{path}/".split("/", 2)
            if first in clinics:
                place, path = first, path.removeprefix(f"/{first}") or "/"
                environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
        return inner(environ | {PLACE: place, "PATH_INFO": path}, start_response)

    app.wsgi_app = wsgi_app  # type: ignore[method-assign]


def refuse_nobodys() -> None:
    """Answer that there is no page where many clinics are served and none is asked for, or where a probe asks one."""
    here, page = served(), page_name()
    if here.clinics and page not in _EVERYBODYS and not page.startswith("review"):
        abort(404)
    if here.place and page.startswith("health."):  # a proxy keeps the probes from visitors by their own addresses
        abort(404)
