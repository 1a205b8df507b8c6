"""Is this instance alive, and may it get visitors? For the machine in front, never for people."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from checker.web.mounts import recheck, served

probes = Blueprint("health", __name__)


@probes.get("/healthz")
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return "ok\n", {"Content-Type": "text/plain"}


@probes.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say what is served, and whether it and its re-check are as this instance was told to serve them: 200, else 503.

    One that is out of service is ready: it says where help is, and without any instance nobody would.
    """
    here = served()
    both = (here, recheck() or here)
    proved, signed = all(each.proved for each in both), all(each.signoffs.reviewers() for each in both)
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
