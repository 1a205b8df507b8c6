"""What should whoever starts it know first? Who runs it, whether it is signed and proved, and who may frame it."""

from collections.abc import Iterator

from flask import Flask

from checker.web.app import NAME
from checker.web.mounts import AGAIN, Served, mounted


def standing(app: Flask, address: str) -> Iterator[str]:
    """Yield the first lines of ``checker serve``, with where to point a browser."""
    here = mounted(app)[NAME]
    if why := here.recall.why():
        yield f"RECALLED: nothing is asked, help alone is shown ({why})."
    if here.clinics:
        yield f"Clinics: {len(here.clinics)}."
        for place, each in here.clinics.items():
            yield f"  {address}{place}/ {' '.join((*_hosts(each), _runs(each), _framed(each)))}"
    else:
        yield _runs(here) + ("" if here.clinic else " Name a clinic: checker serve --clinic city.yaml")
    yield " ".join(_signed(here)) or "Signed by no clinician: not for patients yet."
    if here.settings.drafts and here.questionnaire.drafts:
        yield f"Drafts offered, which no native speaker has read: {', '.join(here.questionnaire.drafts)}."
    if not here.signoffs.help():
        yield "The ways to help are not signed: `checker sign --scope help` says how."
    yield "Proved: every claim holds." if here.proved else "Not proved: `checker prove` names what is open."
    if later := mounted(app).get(f"{NAME}{AGAIN}"):
        signed = " ".join(_signed(later)) or "Signed by no clinician."
        yield f"Re-check, below again/: {signed} {'Proved.' if later.proved else 'Not proved.'}"
    if not here.clinics:
        yield _framed(here)
    yield f"Open {address if not here.clinics else 'one of these addresses'} in a browser. Ctrl+C ends it."


def _signed(here: Served) -> Iterator[str]:
    for each in here.signoffs.reviewers():
        yield f"Signed by {each.name}, {each.role}, until {each.review_by}."


def _hosts(here: Served) -> tuple[str, ...]:
    return here.clinic.hosts if here.clinic else ()


def _runs(here: Served) -> str:
    return f"Run by {here.clinic.name}." if here.clinic else "Run by: not named yet."


def _framed(here: Served) -> str:
    sites = here.clinic.frame_origins if here.clinic else ()
    return f"Framed by {', '.join(sites)}." if sites else "Framed by no site."
