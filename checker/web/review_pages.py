"""The review of what is served, in a browser: the pages of ``checker review``, and a place to try answers.

They stand only where they are switched on. Nothing that a patient answered is here: what is tried is made up, and yet
it travels sealed, by a key of its own, so that no answer is readable in an address and no patient's address opens here.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from checker.authoring import load
from checker.engine.baseline import completed
from checker.engine.conditions import Answer
from checker.engine.questionnaire import Questionnaire
from checker.ops.seeds import Keys
from checker.phrases import LANGUAGES, speaking
from checker.proofs.report import Report
from checker.review.downloads import ALONG
from checker.review.material import Material
from checker.review.pages import PRINT, SECTIONS, Addresses, page
from checker.review.signoff import signatures
from checker.review.trial import Trial, chosen, trial
from checker.web.headers import see
from checker.web.rendering import asset
from checker.web.token import Sealer, State, opened, seal, sealer

MOST_BYTES = 256 * 1024
"""Bytes of the form of all questions."""

pages = Blueprint("review", __name__)
"""The pages; they stand once for each language, and links among them stay in theirs."""


def install(parent: Blueprint) -> None:
    """Serve the pages below others: under ``/review`` in English, and below that in each other language."""
    for language in LANGUAGES:
        own = "" if language == LANGUAGES[0] else f"/{language}"
        parent.register_blueprint(pages, url_prefix=f"/review{own}", name=f"review{own.replace('/', '_')}")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is reviewed, and the seal of tried cases."""

    material: Material
    sealer: Sealer
    asset: Callable[[str], str] = asset
    """The address of a static file."""


def reviewed(questionnaire: Questionnaire, file: Path, proof: Report, older: Path | None, keys: Keys) -> Reviewed:
    """Return what is reviewed, and proved already; raise LoadError for an older version that cannot be read."""
    before = load(older) if older else None
    material = Material(questionnaire, signatures(file), before, file.read_bytes(), file, proof)
    return Reviewed(material, sealer(questionnaire, keys, "review"))


def reviews(app: Flask) -> dict[str, Reviewed]:
    """Return what is reviewed in an app, by the name of the mount; by that of these pages where they stand alone."""
    return cast(dict[str, Reviewed], app.extensions.setdefault("checker_review", {}))


@pages.before_request
def _speak() -> None:
    """Speak the language whose pages are asked for, until the request ends."""
    g.checker_speech = ExitStack()
    g.checker_speech.enter_context(speaking(_tongue()))


@pages.teardown_request
def _fall_silent(_: BaseException | None) -> None:
    if speech := g.pop("checker_speech", None):
        speech.close()


def _tongue() -> str:
    """Return the language of the pages asked for, by the end of the name that they stand under."""
    name = (request.blueprint or "").rpartition(".")[2]
    return name.removeprefix("review_") if "_" in name else LANGUAGES[0]


def _reviewed() -> Reviewed:
    return reviews(current_app)[request.blueprints[-1]]


@pages.get("")
def bare() -> Response:
    """Lead to the start, by a path alone: an app that these pages are mounted in would name the host asked for."""
    return see(url_for(".start"), 308)


@pages.get("/")
def start() -> str:
    """Say how far this is reviewed."""
    return _page("index")


@pages.get(f"/<any({', '.join(name for name in (*SECTIONS, PRINT) if name not in ('index', 'try'))}):name>")
def part(name: str) -> str:
    """Show one part of the review, or all of them to print."""
    return _page(name)


@pages.get(f"/<any({', '.join(map(repr, ALONG))}):name>")
def along(name: str) -> Response:
    """Give a file that goes along with the pages."""
    return Response(ALONG[name].content(_reviewed().material), content_type=ALONG[name].mimetype)


@pages.get("/try")
def blank() -> str:
    """Show the form with no answer."""
    return _page("try", trial(_reviewed().material.questionnaire, {}))


@pages.post("/try")
def answered() -> ResponseReturnValue:
    """Take all answers of the form, with the least worrying ones for the rest if asked to; go where they are shown."""
    request.max_content_length, request.max_form_parts = MOST_BYTES, MOST_BYTES
    questionnaire = _reviewed().material.questionnaire
    answers = chosen(questionnaire, dict(request.form.lists()))
    if "least" in request.form:
        answers = completed(questionnaire, answers)
    return see(f"{_walked(answers)}#follows")


@pages.get("/try/<token>")
def tried(token: str) -> str:
    """Show answers and what follows from them."""
    state = opened(_reviewed().sealer, token)
    return _page("try", trial(_reviewed().material.questionnaire, state.answers))


def _page(name: str, found: Trial | None = None) -> str:
    return page(_reviewed().material, name, Addresses(_address, _file, _walked, _elsewhere), found)


def _address(name: str) -> str:
    match name:
        case "index":
            return url_for(".start")
        case "try":
            return url_for(".blank")
    return url_for(".part", name=name)


def _elsewhere(name: str, language: str) -> str:
    """Return the address of a page in another language; of one that shows answers, with these."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    parent = (request.blueprint or "").rpartition(".")[0]
    blueprint = "review" if language == LANGUAGES[0] else f"review_{language}"
    return url_for(f"{parent}.{blueprint}.{endpoint}", **(request.view_args or {}))


def _file(name: str) -> str:
    return url_for(".along", name=name) if name in ALONG else _reviewed().asset(name)


def _walked(answers: Mapping[str, Answer]) -> str:
    """Return the address at which these answers are shown."""
    return url_for(".tried", token=seal(_reviewed().sealer, State(answers)))
