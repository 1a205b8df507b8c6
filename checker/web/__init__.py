"""The pages: one Flask app, made by ``create_app``, for one questionnaire."""

import os
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

from babel import Locale
from flask import Flask, url_for
from flask_babel import Babel, format_date
from werkzeug.middleware.proxy_fix import ProxyFix

from checker import signoff
from checker.loading import load
from checker.model import Questionnaire, Score
from checker.resources import shipped
from checker.scoring import shown, span
from checker.token import sealer
from checker.web import headers, notices, patient
from checker.web.served import Served, language, locale, say, served
from checker.web.settings import Settings, settings

MOST_BYTES = 16 * 1024
"""Bytes that a posted form may have; the largest real one has a few hundred."""


def create_app(chosen: Settings | None = None) -> Flask:
    """Return the app for these settings, or the environment's; raise LoadError, SettingsError or SignoffError."""
    set_up = chosen or settings(os.environ)
    file = set_up.questions or shipped("questions.yaml")
    questionnaire = load(file)
    app = Flask("checker", template_folder=str(shipped("templates")))
    app.extensions["checker"] = Served(
        questionnaire, sealer(questionnaire, set_up.keys), set_up, _signature(questionnaire, file, set_up)
    )
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_PARTS=100)
    Babel(app, locale_selector=locale, default_translation_directories=str(shipped("translations")))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(say=say, language=language, served=served, named=named, asset=_asset(app))
    app.jinja_env.globals.update(least=least, most=most, day=day, fingerprint=signoff.fingerprint(questionnaire)[:8])
    app.register_blueprint(patient.pages)
    headers.install(app)
    notices.install(app)
    if set_up.proxies:
        hops = set_up.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _signature(questionnaire: Questionnaire, file: Path, set_up: Settings) -> signoff.Signature | None:
    """Return who vouches for exactly this content; raise SignoffError where somebody has to and nobody does."""
    if set_up.require_signoff:
        return signoff.require(questionnaire, file)
    return signoff.standing(questionnaire, signoff.signatures(file))


def _asset(app: Flask) -> Callable[[str], str]:
    """Return a function from a static file to its address, which changes with its content."""
    folder = Path(app.static_folder or "")
    marks = {file.name: sha256(file.read_bytes()).hexdigest()[:12] for file in folder.iterdir()}
    return lambda name: url_for("static", filename=name, v=marks[name])


def named(code: str) -> str:
    """Return a language's own name, such as Español."""
    return (Locale.parse(code, sep="-").display_name or code).capitalize()


def least(score: Score) -> float:
    """Return the lowest number that people can see of a score."""
    return shown(score, span(served().questionnaire, score)[0])


def most(score: Score) -> float:
    """Return the highest number that people can see of a score."""
    return shown(score, span(served().questionnaire, score)[-1])


def day(when: date) -> str:
    """Return a day as people of this page's language write it."""
    return str(format_date(when, "long"))
