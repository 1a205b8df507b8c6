"""The pages on which a reviewer reads part by part, judges and notes, and goes on where they stopped."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from checker.phrases import phrase
from checker.review.articles import Article
from checker.review.material import Material
from checker.review.notes import Note, NotesError, judged
from checker.review.notes_kept import keep
from checker.review.pages import alone
from checker.review.parts import KINDS, OTHER
from checker.review.reading import MOST, SHOWN, STAGES, Choice, Work, verdict_words
from checker.web.desk import one_name, this_desk
from checker.web.headers import see
from checker.web.review_pages import at, shown, this_review

pages = Blueprint("desk", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One part on the screen, with what is written into its form."""

    article: Article
    mine: Note | None
    others: tuple[Note, ...]
    verdict: str
    note: str
    problem: str = ""
    """Why what was sent is not kept."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Some parts that are judged together."""

    choice: Choice
    rows: tuple[Row, ...]
    shown: tuple[str, ...]
    """All parts of the choice, in the order of reading."""
    after: str = ""
    """The part behind which these are: it was kept just now."""
    elsewhere: str = ""
    """Who works here by now, by another window, where that is not who reads this one."""


@pages.get("/read")
def read() -> str:
    """Show the part that is asked for, or else the first of the choice, behind another one if that is asked for."""
    return _shown(_choice(request.args), request.args.get("part", ""), request.args.get("after", ""))


@pages.post("/read")
def judge() -> ResponseReturnValue:
    """Keep what was said of the parts on the screen, then go on; what cannot be kept is shown again, with why."""
    choice, problems = _choice(request.form), dict(_kept(request.form))
    sent = request.form.getlist("part")
    if problems:
        return _shown(choice, sent[0] if sent else "", "", problems), 409
    reader = request.form.get("reader") if _elsewhere() else None
    return see(at("desk.read", after=sent[-1] if sent else None, reader=reader, **choice.named))


@pages.post("/read/name")
def name() -> ResponseReturnValue:
    """Know who reviews."""
    this_desk().reviewer = one_name(request.form.get("name", ""))
    return see(at("desk.read", **_choice(request.form).named))


def _kept(form: MultiDict[str, str]) -> Iterator[tuple[str, str]]:
    """Keep what was said of each part, and yield which part that was not possible for, with why."""
    desk, material = this_desk(), this_review().material
    work, language = desk.work(material), form.get("in", "")
    said: list[tuple[Note, str]] = []
    for place, part in enumerate(form.getlist("part")[:MOST]):
        verdict = form.get(f"verdict-{place}", "") or form.get("rest", "")
        words = form.get(f"note-{place}", "").strip()
        mine = work.mine(part, language)
        known = mine and work.stands(mine) and (mine.verdict, mine.note) == (verdict, words.replace("\r\n", "\n"))
        if not (verdict or words) or known:
            continue
        if problem := _moved_on(work, part, form.get(f"mark-{place}", "")):
            yield part, problem
        else:
            try:
                own = {"reviewer": work.reviewer, "verdict": verdict, "note": words, "language": language}
                said.append((judged(material.questionnaire, part, **own), form.get(f"seen-{place}", "")))
            except NotesError as error:
                yield part, str(error)
    try:
        others = keep(desk.notes_file, material.questionnaire, said)
    except NotesError as error:
        yield from ((note.part, str(error)) for note, _ in said)
        return
    yield from ((note.part, _meanwhile(note)) for note in others)


def _elsewhere() -> str:
    """Return who works here by now, where the page asked for is another one's; empty where it is theirs."""
    reader, here = one_name(request.values.get("reader", "")), this_desk().reviewer
    return here if reader and here != reader else ""


def _moved_on(work: Work, part: str, shown: str) -> str:
    """Return that a part is not what was on the screen any more; empty where it is."""
    if part not in work.marks:
        return phrase("There is no such part any more, so this is not kept. Copy your note to another part.")
    if shown not in ("", work.marks[part]):
        return phrase("This part changed while you read it. Read it again, and keep again.")
    return ""


def _meanwhile(note: Note) -> str:
    return phrase(
        "In another window you judged this: %(verdict)s, at %(moment)s: “%(note)s”. Keep again to replace it.",
        verdict=verdict_words(note.verdict),
        moment=note.stamp,
        note=note.note,
    )


def _choice(asked: MultiDict[str, str]) -> Choice:
    """Return what is asked for; what there is not is left out."""
    material = this_review().material
    show, of, language = asked.get("show", ""), asked.get("of", ""), asked.get("in", "")
    return Choice(
        show if show in SHOWN else "left",
        of if of in (*STAGES, *KINDS, OTHER) else "",
        language if language in material.questionnaire.languages[1:] else "",
    )


def _shown(choice: Choice, part: str, after: str, problems: Mapping[str, str] | None = None) -> str:
    material = this_review().material
    work = this_desk().work(material)
    parts = request.form.getlist("part")[:MOST] if problems else work.screen(choice, part, after)
    rows = [_row(material, work, each, place, choice, problems or {}) for place, each in enumerate(parts)]
    return shown("read", Screen(choice, tuple(rows), work.shown(choice), after, _elsewhere()))


def _row(material: Material, work: Work, part: str, place: int, choice: Choice, problems: Mapping[str, str]) -> Row:
    mine = work.mine(part, choice.language)
    others = tuple(note for note in work.on(part) if note is not mine)
    said: tuple[str, str] = (mine.verdict if mine and work.stands(mine) else "", mine.note if mine else "")
    if part in problems:
        said = (request.form.get(f"verdict-{place}", ""), request.form.get(f"note-{place}", ""))
    return Row(alone(material, part, choice.language), mine, others, *said, problems.get(part, ""))
