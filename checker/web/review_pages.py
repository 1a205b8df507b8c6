"""The review of what is served, in a browser: the pages of ``checker review``, and a place to try answers.

They stand only where they are switched on. Nothing that a patient answered is here: what is tried is made up, and yet
it travels sealed, by a key of its own, so that no answer is readable in an address and no patient's address opens here.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Flask, Response, abort, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from checker.authoring import load
from checker.authoring.translations import beside
from checker.engine.baseline import completed
from checker.engine.conditions import Answer
from checker.engine.questionnaire import Questionnaire
from checker.ops.seeds import Keys
from checker.phrases import LANGUAGES, speaking, spoken
from checker.proofs.report import Report
from checker.review import side_by_side
from checker.review.downloads import ALONG
from checker.review.material import Material
from checker.review.pages import PRINT, SECTIONS, Addresses, page
from checker.review.reading import Choice, Work
from checker.review.standing import Signoffs
from checker.review.trial import chosen, trial
from checker.web.headers import see
from checker.web.rendering import asset
from checker.web.token import Sealer, State, opened, seal, sealer

MOST_BYTES = 256 * 1024
"""Bytes of the form of all questions."""

pages = Blueprint("review", __name__)
"""The pages; they stand once for each language, and links among them stay in theirs."""


def install(parent: Blueprint, some: Blueprint = pages) -> None:
    """Serve these pages below others: under ``/review`` in English, and below that in each other language."""
    for language in LANGUAGES:
        below = "" if language == LANGUAGES[0] else f"/{language}"
        parent.register_blueprint(some, url_prefix=f"/review{below}", name=_name(some.name, language))


def _name(pages_name: str, language: str) -> str:
    """Return under which name pages stand in a language: ``review`` in English, ``review_es`` in Spanish."""
    return pages_name if language == LANGUAGES[0] else f"{pages_name}_{language}"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is reviewed, and the seal of tried cases."""

    material: Material
    sealer: Sealer
    asset: Callable[[str], str] = asset
    """The address of a static file."""
    work: Callable[[Material], Work] | None = None
    """How far whoever reviews is; None where nothing is kept."""


def reviewed(
    questionnaire: Questionnaire, file: Path, proof: Report, signoffs: Signoffs, older: Path | None, keys: Keys
) -> Reviewed:
    """Return what is reviewed, and proved already; raise LoadError for an older version that cannot be read."""
    before = load(older) if older else None
    source, spoken_beside = file.read_bytes(), tuple(beside(file))
    material = Material(questionnaire, signoffs, before, source, file, proof, translations=spoken_beside)
    return Reviewed(material, sealer(questionnaire, keys, "review"))


def reviews(app: Flask) -> dict[str, Reviewed]:
    """Return what is reviewed in an app, by the name of what all pages stand in."""
    return cast(dict[str, Reviewed], app.extensions.setdefault("checker_review", {}))


def show(name: str, review: Reviewed, app: Flask) -> None:
    """Let an app know what is reviewed by this name."""
    reviews(app)[name] = review


def speak() -> None:
    """Speak the language whose pages are asked for, until the request ends."""
    if "checker_speech" not in g:
        g.checker_speech = ExitStack()
        g.checker_speech.enter_context(speaking(_tongue()))


def fall_silent(_: BaseException | None) -> None:
    """Speak as before, at the end of a request."""
    if speech := g.pop("checker_speech", None):
        speech.close()


pages.before_request(speak)
pages.teardown_request(fall_silent)


def _tongue() -> str:
    """Return the language of the pages asked for, by the end of the name that they stand under."""
    name = (request.blueprint or "").rpartition(".")[2]
    return name.rpartition("_")[2] if "_" in name else LANGUAGES[0]


def this_review() -> Reviewed:
    """Return what is reviewed by the pages of this request: as it was when that began, whatever others ask for."""
    return cast(Reviewed, g.get("checker_reviewed") or reviews(current_app)[request.blueprints[-1]])


def at(view: str, language: str = "", **values: Any) -> str:
    """Return the address of a view such as ``review.start`` beside the page asked for, in its language or another."""
    name, _, function = view.partition(".")
    return url_for(f"{request.blueprints[-1]}.{_name(name, language or spoken())}.{function}", **values)


@pages.get("")
def bare() -> Response:
    """Lead to the start, by a path alone: an app that these pages are mounted in would name the host asked for."""
    return see(at("review.start"), 308)


@pages.get("/")
def start() -> str:
    """Say how far this is reviewed."""
    return shown("index")


@pages.get(f"/<any({', '.join(name for name in (*SECTIONS, PRINT) if name not in ('index', 'try'))}):name>")
def part(name: str) -> str:
    """Show one part of the review, or all of them to print."""
    return shown(name)


@pages.get(f"/<any({', '.join(map(repr, ALONG))}):name>")
def along(name: str) -> Response:
    """Give a file that goes along with the pages."""
    return Response(ALONG[name].content(this_review().material), content_type=ALONG[name].mimetype)


@pages.get("/translations/<code>")
def translation(code: str) -> str:
    """Show a translation beside what it was made from."""
    found = [each for each in side_by_side.gather(this_review().material) if each.language == code]
    return shown("translations", found[0]) if found else abort(404)


@pages.get("/try")
def blank() -> str:
    """Show the form with no answer."""
    return shown("try", trial(this_review().material.questionnaire, {}))


@pages.post("/try")
def answered() -> ResponseReturnValue:
    """Take all answers of the form, with the least worrying ones for the rest if asked to; go where they are shown."""
    request.max_content_length, request.max_form_parts = MOST_BYTES, MOST_BYTES
    questionnaire = this_review().material.questionnaire
    answers = chosen(questionnaire, dict(request.form.lists()))
    if "least" in request.form:
        answers = completed(questionnaire, answers)
    return see(f"{_walked(answers)}#follows")


@pages.get("/try/<token>")
def tried(token: str) -> str:
    """Show answers and what follows from them."""
    state = opened(this_review().sealer, token)
    return shown("try", trial(this_review().material.questionnaire, state.answers))


def shown(name: str, found: object = None) -> str:
    """Return a page of what is reviewed; ``found`` is what it draws where that is not of the questionnaire alone."""
    here = this_review()
    work = here.work(here.material) if here.work else None
    read, change = (_read, _change) if here.work else (None, None)
    addresses = Addresses(_address, _file, _walked, _elsewhere, read, change, _translation)
    return page(here.material, name, addresses, found, work)


def _read(part: str, choice: Choice) -> str:
    """Return the address at which a part is judged."""
    return at("desk.read", part=part or None, **choice.named)


def _change(part: str, language: str = "") -> str:
    """Return the address at which a change of a part is tried, with its words in a language too."""
    return at("change.editor", part=part or None, **({"in": language} if language else {}))


def _translation(code: str) -> str:
    return at("review.translation", code=code)


def _address(name: str) -> str:
    match name:
        case "index":
            return at("review.start")
        case "try":
            return at("review.blank")
    return at("review.part", name=name)


def _elsewhere(name: str, language: str) -> str:
    """Return the address of a page in another language; of one that shows answers or a choice, with these."""
    pages_name, function = (request.endpoint or "").split(".")[-2:]
    asked = {**(request.view_args or {}), **request.args.to_dict()}
    return at(f"{pages_name.partition('_')[0]}.{function}", language, **asked)


def _file(name: str) -> str:
    return at("review.along", name=name) if name in ALONG else this_review().asset(name)


def _walked(answers: Mapping[str, Answer]) -> str:
    """Return the address at which these answers are shown."""
    return at("review.tried", token=seal(this_review().sealer, State(answers)))
