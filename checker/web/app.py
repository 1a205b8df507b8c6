"""The pages: one Flask app, made by ``create_app``, for one questionnaire; or a part of another app, by ``mount``."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Flask, Response, has_request_context, request
from flask_babel import Babel, get_babel
from werkzeug.middleware.proxy_fix import ProxyFix

from checker.authoring import load
from checker.authoring.clinic_file import load_clinic, load_clinics
from checker.authoring.recheck import recheck_of
from checker.clinic import files, wording_limits
from checker.clinic.models import Clinic
from checker.clinic.themes import looks as looks_of
from checker.engine.questionnaire import Questionnaire
from checker.evidence.worked_cases import replay
from checker.ops import ended, limits, metrics, seeds
from checker.ops.ended import ListError, Store
from checker.ops.recall import ALL, Recall
from checker.ops.seeds import Keys
from checker.ops.settings import Settings, SettingsError, refuse_unmounted, refuse_unsound, settings
from checker.page_words import PageWords
from checker.proofs.report import Report
from checker.resources import shipped
from checker.review.obstacles import Failing, failing
from checker.review.signing import require
from checker.review.standing import Signoffs, read_signoffs
from checker.web import (
    check_again,
    counts_page,
    doctor_link,
    embed_page,
    error_pages,
    headers,
    leaving,
    many_clinics,
    patient_views,
    prefix,
    record_views,
    theme_choice,
)
from checker.web.compression import squeeze
from checker.web.health import probes
from checker.web.mounts import AGAIN, Served, forget, locale, mounted, page_name
from checker.web.proof_status import proofs
from checker.web.rendering import environment
from checker.web.token import sealer

NAME = "checker"
"""What the pages are mounted as, where nothing else is said."""
MOST_BYTES = 16 * 1024
"""Bytes that a posted form may have; the largest real one has a few hundred."""
MOST_PARTS = 100
"""Fields that a posted form may have."""
PARTS = (
    patient_views.pages,
    leaving.pages,
    record_views.taken,
    doctor_link.pages,
    theme_choice.styles,
    embed_page.pages,
    counts_page.pages,
    probes,
)
"""What every mount serves; a re-check opens saved files beside."""


def create_app(chosen: Settings | None = None) -> Flask:
    """Return the app for these settings, or the environment's: a Flask app, for any WSGI server.

    The questionnaire is read and proved here, which may take 20 seconds. Raise LoadError for a file with mistakes,
    SettingsError for what cannot be used, and SignoffError where a signature is required and none stands.
    """
    set_up = chosen or settings(os.environ)
    app = Flask("checker", static_folder=None, template_folder=None)
    app.url_map.merge_slashes = False  # an address that is not ours leads nowhere
    Babel(app, configure_jinja=False, locale_selector=locale)
    _mount(app, set_up, "", NAME)
    error_pages.install(app, _send)  # for addresses at which there is no page
    limits.install(app, set_up, mounted(app)[NAME].sealer.keys.of_day)
    if set_up.metrics_port:
        metrics.install(app)
    if mounted(app)[NAME].clinics:
        many_clinics.install(app, mounted(app)[NAME])
    if set_up.proxies:
        hops = set_up.proxies
        within = prefix.plain(app.wsgi_app)
        app.wsgi_app = ProxyFix(within, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)  # type: ignore[method-assign]
    return app


def mount(app: Flask, chosen: Settings, prefix: str = "", name: str = NAME) -> None:
    """Serve the pages at a prefix of an app, such as ``/check``; its other pages stay as they are.

    Several questionnaires may be mounted, each at a prefix and by a name of its own: the endpoint of its start page
    is ``NAME.patient.start``. Raise what ``create_app`` raises, and SettingsError for a setting, a prefix or a name
    that cannot be had in another app; then the app is as it was.
    """
    refuse_unmounted(chosen)
    _mount(app, chosen, prefix, name)


def _mount(app: Flask, chosen: Settings, prefix: str, name: str) -> None:
    """Serve a questionnaire and, where one stands beside it, its re-check; neither where one of them cannot be had."""
    refuse_unsound(chosen)
    file = chosen.questions or shipped("questions.yaml")
    first = _prepared(app, chosen.model_copy(update={"questions": file}), prefix, name)
    ready = [first]
    if again := recheck_of(file):
        later = chosen.model_copy(update={"questions": again, "review_against": None})
        ready.append(_prepared(app, later, f"{prefix}/again", f"{name}{AGAIN}", first.served.questionnaire))
    for each in ready:
        try:
            app.register_blueprint(each.pages, url_prefix=each.prefix)
        except AssertionError:  # Flask's own, before it adds anything
            raise SettingsError("This app has answered a request already. Mount the pages before it does") from None
        if each.reviewed:
            each.reviewed(app)
        if not mounted(app):
            _speak_both(app)
        mounted(app)[each.served.name] = each.served


class _Ready(NamedTuple):
    """Pages that can be had at a prefix, and are not there yet."""

    prefix: str
    pages: Blueprint
    served: Served
    reviewed: Callable[[Flask], None] | None
    """What lets an app know what is reviewed, where the review is switched on."""


def _prepared(app: Flask, chosen: Settings, prefix: str, name: str, earlier: Questionnaire | None = None) -> _Ready:
    """Return the pages of a questionnaire, of a re-check with what it follows; raise what ``mount`` raises."""
    _refuse_place(app, prefix, name)
    file = chosen.questions or shipped("questions.yaml")
    written = load(file)
    proof = proofs(written)
    keys = seeds.keys(chosen.keys, chosen.keys_file)
    found = _served(name, written, proof, chosen, keys, earlier)
    _refuse_public(found, file)
    pages = _pages(name, (*PARTS, check_again.pages) if earlier else PARTS)
    review = None
    if chosen.review:  # read only where it is switched on
        from checker.web import review_pages

        shown = review_pages.reviewed(written, file, proof, found.signoffs, chosen.review_against, keys)
        review_pages.install(pages)
        review = partial(review_pages.show, name, shown)
    _refuse_taken(app, pages, prefix)
    return _Ready(prefix, pages, found, review)


def _served(
    name: str, written: Questionnaire, proof: Report, chosen: Settings, keys: Keys, earlier: Questionnaire | None
) -> Served:
    """Return what is served; a re-check of a file says what it follows."""
    store, file = _ended(chosen), chosen.questions or shipped("questions.yaml")
    served = Served(
        name,
        written,
        None,
        sealer(written, keys, "answers" if name == NAME else f"mount {name}"),
        store,
        Recall(store, written.id, chosen.recalled, earlier.id if earlier else ALL),
        chosen,
        headers.fixed(chosen, None),
        environment(written),
        PageWords(written.page_words, written.drafts),
        looks_of(None),
        _signoffs(written, file, failing(proof, replay(written)), chosen),
        proof.holds,
        earlier,
    )
    if chosen.clinics:
        clinics = load_clinics(chosen.clinics, written).items()
        each = {place: _of_clinic(served, clinic, chosen.clinics, place) for place, clinic in clinics}
        return replace(served, clinics=each)
    if chosen.clinic:
        return _of_clinic(served, load_clinic(chosen.clinic, written), chosen.clinic.parent)
    return served


def _of_clinic(served: Served, clinic: Clinic, folder: Path, place: str = "") -> Served:
    """Return the same for a clinic whose logo and fonts lie in a folder; of many, each opens no answers but its own.

    Raise SettingsError for one that begins in a draft which is not offered.
    """
    if clinic.language and clinic.language not in served.languages:
        where = f"{place}.yaml" if place else "the clinic's file"
        raise SettingsError(
            f"{where}: language: '{clinic.language}' is a draft, which no native speaker has read. Begin in another "
            "language, or set CHECKER_DRAFTS=1 to offer drafts"
        )
    own = f"clinic {place}" if served.name == NAME else f"mount {served.name} clinic {place}"
    sealing = replace(served.sealer, purpose=own, made={}) if place else served.sealer
    names = [name for name in (clinic.logo, *(theme.font_file for theme in clinic.themes)) if name]
    kept = {name: files.read(folder / name) for name in names}
    return replace(
        served,
        clinic=clinic,
        sealer=sealing,
        headers=headers.fixed(served.settings, clinic),
        looks=looks_of(clinic, {name: file.mark for name, file in kept.items()}),
        place=place,
        files=kept,
    )


def _refuse_public(here: Served, file: Path) -> None:
    """Raise SettingsError for what may be tried and not be shown at a site: nobody's, unsigned, in doubtful words."""
    if not here.settings.site:
        return
    if not here.clinic and not here.clinics:
        raise SettingsError(
            "CHECKER_SITE: nobody is named who runs this. Name a clinic's file, such as CHECKER_CLINIC=city.yaml"
        )
    if not here.settings.unsigned and not (here.signoffs.reviewers() and here.signoffs.help()):
        what = (
            "the ways to help" if here.signoffs.reviewers() else "exactly this content as its author and as a clinician"
        )
        raise SettingsError(
            f"CHECKER_SITE: {file.name}: nobody has signed {what}. Have it read and signed (`checker review`, `checker "
            "sign`), or set CHECKER_UNSIGNED=1 to show it all the same: its pages say when it is not reviewed"
        )
    if here.settings.drafts and here.questionnaire.drafts and not here.settings.unsigned:
        raise SettingsError(
            "CHECKER_DRAFTS: nobody can sign a draft, and nothing unsigned is shown at CHECKER_SITE. Leave it out, or "
            "set CHECKER_UNSIGNED=1 to show drafts all the same"
        )
    for place, each in (here.clinics or {"": here}).items():
        for doubt in wording_limits.doubtful(each.clinic, here.questionnaire) if each.clinic else ():
            raise SettingsError(f"CHECKER_SITE: the clinic's file{f' {place}.yaml' if place else ''}: {doubt.why}")


def _ended(chosen: Settings) -> Store:
    """Return the list of cleared journeys; raise SettingsError where none can be kept."""
    try:
        return ended.at(chosen.store)
    except ListError as error:
        raise SettingsError(f"CHECKER_STORE: {error}. Name a file that this program can write, or Redis") from None


def _refuse_place(app: Flask, prefix: str, name: str) -> None:
    """Raise SettingsError for a place at which the pages cannot stand."""
    if not re.fullmatch(r"(/[\w~-][\w.~-]*)*", prefix):
        raise SettingsError(f"'{prefix}' is no prefix: it begins with a slash and ends without. For example: /check")
    if not name or "." in name or name in app.blueprints:
        raise SettingsError(f"'{name}' has a dot or is taken by a blueprint. Mount these by another name")


def _refuse_taken(app: Flask, pages: Blueprint, prefix: str) -> None:
    """Raise SettingsError where another page of the app would answer in place of one of these."""
    alone = Flask("alone", static_folder=None)
    alone.register_blueprint(pages, url_prefix=prefix)
    wanted = {_path(rule.rule) for rule in alone.url_map.iter_rules()}
    if taken := sorted(wanted & {_path(rule.rule) for rule in app.url_map.iter_rules()}):
        raise SettingsError(f"There is a page at {taken[0]} already. Mount these at another prefix, such as /check")


def _path(rule: str) -> str:
    """Return the shape of the addresses of a rule, whatever its parts are called."""
    return re.sub(r"<[^>]*>", "...", rule)


def _pages(name: str, parts: tuple[Blueprint, ...]) -> Blueprint:
    """Return all pages as one blueprint, which receives its requests and sends its replies as pages of ours."""
    pages = Blueprint(name, __name__)
    for part in parts:
        pages.register_blueprint(part)
    pages.before_request(_receive)
    pages.after_request(_send)
    error_pages.install(pages)
    return pages


def _signoffs(questionnaire: Questionnaire, file: Path, found: Failing, set_up: Settings) -> Signoffs:
    """Return what is signed, and what it is worth; raise SignoffError where all has to be and something is not."""
    signoffs = read_signoffs(questionnaire, file, found, set_up.signers)
    if set_up.require_signoff:
        require(questionnaire, file, signoffs)
    return signoffs


def _speak_both(app: Flask) -> None:
    """Let Flask-Babel ask us for the language of our pages, and the app for that of its own."""
    if "babel" not in app.extensions:
        Babel(app, configure_jinja=False)
    babel = get_babel(app)
    theirs = babel.locale_selector
    babel.locale_selector = lambda: locale() if _is_ours(app) else theirs and theirs()


def _is_ours(app: Flask) -> bool:
    return has_request_context() and not mounted(app).keys().isdisjoint(request.blueprints)


def _receive() -> None:
    """Read no more of a form than any of ours has, and none that another site sent."""
    request.max_content_length = MOST_BYTES if page_name() != check_again.OPEN else check_again.MOST_BYTES
    request.max_form_parts = MOST_PARTS
    forget()
    error_pages.refuse_recalled()
    error_pages.refuse_elsewhere()
    many_clinics.refuse_nobodys()


def _send(response: Response) -> Response:
    """Say what every reply of ours says about itself, in as few bytes as the browser takes."""
    return squeeze(headers.describe(response))


patient_views.pages.add_url_rule(f"/sorry/<any({', '.join(error_pages.STATUS)}):kind>", "sorry", error_pages.sorry)
