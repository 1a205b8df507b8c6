"""The pages that a patient sees.

Six hops each: token opened, walked, form built, validated, sealed, redirected (or rendered). No form is answered with
a page: whatever was posted, the reply is a redirect, so that Back, Forward and reload always work.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, interruptions, walk
from checker.engine.privacy import redact
from checker.evidence.worked_cases import replay
from checker.explain.clinical_summary import summarize
from checker.explain.then_and_now import to_keep
from checker.web import flow, forms
from checker.web.counts_page import note
from checker.web.headers import see
from checker.web.journeys import end_by, resume
from checker.web.links import address, change_link, changed, first_address, in_each_language, link, themed_address, ways
from checker.web.mounts import is_draft, is_kiosk, language, reached, recheck, served, spoken
from checker.web.question_page import ask
from checker.web.rendering import STATIC, draw
from checker.web.result_page import compose
from checker.web.theme_choice import worn
from checker.web.token import HANDLE, ID, LIFE, SHARED_LIFE, State, is_worn, seal

pages = Blueprint("patient", __name__, static_folder=STATIC, static_url_path="/static")


@pages.get("/")
def start() -> str:
    """Say what this is, what it is not, and where help is; of a re-check, how one comes back, or does it all."""
    note("visits")
    languages = in_each_language("patient.start")
    if served().earlier:
        return draw("again.html", languages=languages, back=first_address(lang=language()))
    return draw("start.html", languages=languages)


@pages.post("/")
def begin() -> ResponseReturnValue:
    """Begin a journey in the language of the start page, for oneself or for the person whom one helps.

    On a shared device the page names the journey before, and that one ends.
    """
    return _to(begun({}))


def begun(answers: Mapping[str, Answer]) -> State:
    """Return the first state of a journey of which something is known already, as the start page's form says."""
    before = request.form.get("before", "")
    if re.fullmatch(HANDLE, before):
        end_by(before)
    note("starts")
    return State(
        answers,
        language=_languages().index(language()),
        theme=worn(),
        for_other=request.form.get("who") == "other",
        shared=is_kiosk() or "shared" in request.form,
        journey=token_bytes(ID),
    )


@pages.get("/about")
def about() -> str:
    """Say who runs this, what it keeps, and whose words it uses."""
    life = SHARED_LIFE if is_kiosk() else LIFE
    return draw("about.html", canonical="patient.about", life=life, languages=in_each_language("patient.about"))


@pages.get("/how-well")
def how_well() -> str:
    """Say how often the guidance is what was fixed for the worked cases, and what other tools score."""
    report = replay(served().questionnaire)
    return draw("how_well.html", report=report, languages=in_each_language("patient.how_well"))


@pages.get("/c/<token>/about")
def about_here(token: str) -> str:
    """Say the same on a page of a journey, which ends with it."""
    return draw("about.html", **_beside(token, "about"))


@pages.get("/c/<token>/how-well")
def how_well_here(token: str) -> str:
    """Say the same on a page of a journey, which ends with it."""
    return draw("how_well.html", report=replay(served().questionnaire), **_beside(token, "how-well"))


def _beside(token: str, page: str) -> dict[str, object]:
    """Return what a page has that is read beside a journey: Back leads to where the person is."""
    languages = [(code, f"in/{code}/{page}") for code in _languages()]
    return {**ways(resume(token)), "back": "./#q", "languages": languages}


@pages.get("/c/<token>/", strict_slashes=False)
def page(token: str) -> ResponseReturnValue:
    """Show where this person is: a question, help at once, or the result.

    Its links are relative to an address that ends with a slash. A page that is shown again later has all its time anew.
    """
    state = resume(token)
    if not request.path.endswith("/"):
        return see(address(token))
    if is_worn(served().sealer, token, state.life):
        return _to(state)
    match state.page:
        case "interruption":
            return _interruption(state)
        case "result":
            return _result(token, state)
    journey = flow.here(served().questionnaire, state)
    return ask(token, state, journey, journey.next) if journey.next else _to(flow.past(served().questionnaire, state))


@pages.post("/c/<token>/", strict_slashes=False)
def answer(token: str) -> ResponseReturnValue:
    """Take an answer and go on, or go back to the question with what to do about it.

    A question whose every answer is a button has nothing to say of what none of them sends: it is asked again.
    """
    state = resume(token)
    questionnaire = served().questionnaire
    journey = flow.here(questionnaire, state)
    question = journey.next
    if state.page != "question" or question is None:
        return _to(flow.past(questionnaire, state))
    forms.refuse_forged(served().sealer, token)
    form = forms.form_class(questionnaire, question.id, language())()
    if form.validate():
        after = flow.onward(journey, state, question, forms.answer_in(form, question))
        if after.page == "result" and not state.changing:
            note("ends")
        return _to(after)
    if forms.drawn(question) in forms.ONE_TAP:
        return _to(state)
    return _to(replace(state, refused=True, typed=forms.typed(question)))


@pages.get("/c/<token>/back")
def back(token: str) -> ResponseReturnValue:
    """Go one page back, with all answers kept."""
    earlier = flow.back(served().questionnaire, resume(token))
    return _to(earlier) if earlier else see(themed_address("patient.start", lang=language()))


@pages.get("/c/<token>/in/<code>")
@pages.get("/c/<token>/in/<code>/<any(about, 'how-well', doctor):beside>")
def tongue(token: str, code: str, beside: str = "") -> ResponseReturnValue:
    """Show this very page in another language, or the one that is read beside it."""
    if code not in _languages():
        abort(404)
    state = replace(resume(token), language=_languages().index(code))
    return see(f"{address(seal(served().sealer, state))}{beside}") if beside else _to(state)


@pages.get("/c/<token>/on")
def on(token: str) -> ResponseReturnValue:
    """Go on from help at once, or from what to do now, with the questions that are left."""
    return _to(flow.past(served().questionnaire, resume(token)))


@pages.get("/c/<token>/now")
def now(token: str) -> ResponseReturnValue:
    """Go from help at once to what the answers so far ask for."""
    return _to(flow.result_so_far(resume(token)))


@pages.get("/c/<token>/change/<code>")
def change(token: str, code: str) -> ResponseReturnValue:
    """Ask a question of this journey again; the result follows."""
    state = resume(token)
    return _to(flow.change(served().questionnaire, state, changed(token, code) or abort(404)))


def _interruption(state: State) -> ResponseReturnValue:
    questionnaire = served().questionnaire
    pages = [rule.page for rule in interruptions(questionnaire, state.answers, state.place)]
    if not pages:
        return _to(flow.past(questionnaire, state))
    reached("interruption")
    journey = walk(questionnaire, state.answers)
    _, others = redact(journey, advise(questionnaire, journey))
    return draw(
        "interruption.html",
        pages=[page for place, page in enumerate(pages) if page not in pages[:place]],
        printed=[rule.page for rule in others.rules],
        unfinished=journey.next is not None,
        for_other=state.for_other,
        **ways(state),
    )


def _result(token: str, state: State) -> ResponseReturnValue:
    questionnaire = served().questionnaire
    journey = walk(questionnaire, state.answers)
    if journey.next and not journey.interrupted_by:
        return _to(flow.past(questionnaire, replace(state, changing=True)))
    guidance = advise(questionnaire, journey)
    reached("result", guidance.tier.id)

    moment = datetime.now(UTC)
    page = compose(journey, guidance, language(), lambda question: change_link(token, question))
    days = guidance.tier.recheck_days
    return draw(
        "result.html",
        page=page,
        summary=summarize(journey, guidance, language()),
        clinician=_clinician(journey, guidance, state, moment),
        now=moment,
        recheck=moment + timedelta(days=days) if days else None,
        to_keep=list(to_keep(journey, guidance, later.questionnaire)) if (later := recheck()) else [],
        for_other=state.for_other,
        **ways(state),
    )


def _clinician(journey: Journey, guidance: Guidance, state: State, moment: datetime) -> str:
    """Return the page for a doctor, in the first language of the questionnaire: doctors read that one."""
    first, draft = _languages()[0], language() if is_draft() else ""
    with spoken(first):
        summary = summarize(journey, guidance, first)
        return Markup(draw("clinician.html", summary=summary, now=moment, for_other=state.for_other, draft=draft))


def _languages() -> tuple[str, ...]:
    return served().languages


def _to(state: State) -> ResponseReturnValue:
    return see(link(state))
