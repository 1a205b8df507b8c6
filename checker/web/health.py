"""Is this instance alive, and may it get visitors? For the machine in front, never for people."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from checker.web.mounts import served

probes = Blueprint("health", __name__)


@probes.get("/healthz")
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return "ok\n", {"Content-Type": "text/plain"}


@probes.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say what is served, and whether it is as this instance was told to serve it: 200, or 503 while it is not.

    One that is out of service is ready: it says where help is, and without any instance nobody would.
    """
    here = served()
    proved, signed = here.proved, bool(here.signoffs.reviewers())
    fit = (proved or not here.settings.require_proof) and (signed or not here.settings.require_signoff)
    found = {
        "questionnaire": here.questionnaire.id,
        "version": here.questionnaire.version,
        "proved": proved,
        "signed": signed,
        "help_signed": here.signoffs.help() is not None,
        "recalled": bool(here.recall.why()),
    }
    return {"ready": fit, **found}, 200 if fit else 503
