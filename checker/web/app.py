"""The pages: one Flask app, made by ``create_app``, for one questionnaire; or a part of another app, by ``mount``."""

import os
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request
from flask_babel import Babel, get_babel
from werkzeug.middleware.proxy_fix import ProxyFix

from checker.authoring import load
from checker.authoring.clinic_file import load_clinic
from checker.clinic.themes import looks as looks_of
from checker.engine.questionnaire import Questionnaire
from checker.evidence.worked_cases import replay
from checker.ops import limits, metrics
from checker.ops.settings import Settings, settings
from checker.resources import shipped
from checker.review import signoff
from checker.review.obstacles import Failing, failing
from checker.web import embed_page, error_pages, headers, patient_views, record_views, theme_choice
from checker.web.compression import squeeze
from checker.web.health import health
from checker.web.proof_status import proofs
from checker.web.rendering import environment
from checker.web.served import Served, locale
from checker.web.token import sealer

MOST_BYTES = 16 * 1024
"""Bytes that a posted form may have; the largest real one has a few hundred."""
MOST_PARTS = 100
"""Fields that a posted form may have."""
PARTS = (patient_views.pages, record_views.taken, theme_choice.styles, embed_page.site, health)
"""The blueprints that are served together, at one prefix."""


def create_app(chosen: Settings | None = None) -> Flask:
    """Return the app for these settings, or the environment's; raise LoadError, SettingsError or SignoffError."""
    set_up = chosen or settings(os.environ)
    app = Flask("checker", static_folder=None, template_folder=None)
    app.url_map.merge_slashes = False  # an address that is not ours leads nowhere
    Babel(app, configure_jinja=False, locale_selector=locale)
    mount(app, set_up)
    error_pages.install(app, _send)  # for addresses at which there is no page
    limits.install(app, set_up, app.extensions["checker"].sealer.form_keys[0])
    if set_up.metrics_port:
        metrics.install(app)
    if set_up.proxies:
        hops = set_up.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def mount(app: Flask, chosen: Settings, prefix: str | None = None) -> None:
    """Serve the pages at a prefix of an app; its other pages stay as they are. Raise LoadError or SignoffError."""
    file = chosen.questions or shipped("questions.yaml")
    written = load(file)
    questionnaire, proof = _of_clinic(written, chosen.clinic), proofs(written)
    app.extensions["checker"] = Served(
        questionnaire,
        sealer(questionnaire, chosen.keys),
        chosen,
        headers.fixed(chosen, questionnaire.clinic),
        environment(written),
        looks_of(questionnaire.clinic),
        _signature(written, file, failing(proof, replay(written)), chosen),
        proof.holds,
    )
    _speak_both(app)
    for part in PARTS:
        app.register_blueprint(part, url_prefix=prefix)
    if chosen.review:
        from checker.web.review_pages import reviewed

        app.extensions["checker_review"] = reviewed(written, file, proof, chosen.review_against, chosen.keys)
        app.register_blueprint(_review(), url_prefix=f"{prefix or ''}/review")


@cache
def _review() -> Blueprint:
    """Return the review, which is read only where it is switched on."""
    from checker.web.review_pages import pages

    _attend(pages)
    return pages


def _of_clinic(questionnaire: Questionnaire, file: Path | None) -> Questionnaire:
    """Return the questionnaire with the clinic of a file of its own; all the rest is the same."""
    return questionnaire.model_copy(update={"clinic": load_clinic(file, questionnaire)}) if file else questionnaire


def _signature(questionnaire: Questionnaire, file: Path, found: Failing, set_up: Settings) -> signoff.Signature | None:
    """Return whose signature stands; raise SignoffError where one has to and none does."""
    if set_up.require_signoff:
        return signoff.require(questionnaire, file, found)
    return signoff.standing(questionnaire, signoff.signatures(file), found)


def _speak_both(app: Flask) -> None:
    """Let Flask-Babel ask us for the language of our pages, and the app for that of its own."""
    if "babel" not in app.extensions:
        Babel(app, configure_jinja=False)
    babel = get_babel(app)
    theirs, ours = babel.locale_selector, {part.name for part in PARTS}
    babel.locale_selector = lambda: locale() if request.blueprint in ours else theirs and theirs()


def _attend(place: Blueprint) -> None:
    """Receive every request of a part as a page of ours."""
    place.before_request(_receive)
    place.after_request(_send)
    error_pages.install(place)


def _receive() -> None:
    """Read no more of a form than any of ours has, and none that another site sent."""
    request.max_content_length, request.max_form_parts = MOST_BYTES, MOST_PARTS
    error_pages.refuse_elsewhere()


def _send(response: Response) -> Response:
    """Say what every reply of ours says about itself, in as few bytes as the browser takes."""
    return squeeze(headers.describe(response))


patient_views.pages.url_defaults(theme_choice.keep)
patient_views.pages.add_url_rule(f"/sorry/<any({', '.join(error_pages.STATUS)}):kind>", "sorry", error_pages.sorry)
for _part in PARTS:
    _attend(_part)
