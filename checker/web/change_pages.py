"""The pages on which a change is tried before it is made, proposed, and seen among the proposals."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import cast

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from checker.authoring.manuscript import Manuscript
from checker.authoring.problems import LoadError
from checker.engine.questionnaire import Questionnaire
from checker.phrases import phrase, spoken
from checker.review import consequences, proposals
from checker.review.consequences import Consequence
from checker.review.fields import FieldWords, Help, changes_of, fields_of, help_with, named
from checker.review.notes import lines_of
from checker.review.pages import comes
from checker.review.parts import named_parts
from checker.review.proposals import FOLDER, Proposal, ProposalError, Standing, ValueChange
from checker.review.trying import Bench, Checked
from checker.web.desk import this_desk
from checker.web.headers import see
from checker.web.review_pages import at, shown, this_review

pages = Blueprint("change", __name__)
MOST_BYTES = 512 * 1024
"""Bytes of the form of one part."""
PATIENCE = 10.0
"""Seconds that a trial waits for another one: few requests are served at a time, and none of them waits for long."""
STAGES = ("file", "cases", "proofs", "whom")
"""What is asked of a change, the quickest first."""


@dataclass(slots=True, eq=False)
class Trials:
    """The bench on which changes of one file are tried, one at a time."""

    alone: Lock = field(default_factory=Lock)
    asked: int = 0
    """How many wanted the bench so far."""
    bench: Bench | None = None
    last: tuple[Manuscript, str, Checked] | None = None

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Yield whether the bench is free: not for whoever is overtaken while waiting, or waits too long."""
        self.asked += 1
        mine, free, until = self.asked, False, monotonic() + PATIENCE
        while not free and mine == self.asked and monotonic() < until:
            free = self.alone.acquire(timeout=0.1)
        try:
            yield free
        finally:
            if free:
                self.alone.release()

    def on(self, whole: Manuscript) -> Bench:
        """Return the bench of what is written, made anew where a file changed."""
        if self.bench is None or self.bench.whole != whole:
            desk = this_desk()
            self.bench, self.last = Bench(whole, desk.file.name, desk.population), None
        return self.bench

    def checked(self, bench: Bench, whole: Manuscript) -> Checked:
        """Return what the file would say in the language spoken, worked out once for all stages."""
        if self.last is None or self.last[:2] != (whole, spoken()):
            self.last = (whole, spoken(), bench.checked(whole))
        return self.last[2]


@dataclass(frozen=True, slots=True)
class Editor:
    """One part whose change is tried."""

    part: str
    fields: tuple[FieldWords, ...]
    new: FieldWords
    by: str
    reason: str = ""
    problem: str = ""
    """Why nothing is kept."""
    comes: tuple[tuple[str, tuple[Consequence, ...]], ...] = ()
    """What the change would do, by what was asked; nothing where it was not tried."""
    help: Mapping[str, Help] = field(default_factory=dict)
    """What helps to write the fields, by their names."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The proposals beside the file, and all that can be changed."""

    proposals: tuple[tuple[Path, Proposal | LoadError, Standing], ...]
    parts: tuple[str, ...]


def _whole() -> Manuscript:
    return this_review().material.manuscript


def _languages() -> tuple[str, ...]:
    """Return the languages whose words are shown to be changed: those that are offered, and a draft if asked for."""
    whole, asked = this_review().material.whole, request.args.get("in", "")
    return (*whole.languages, *(each for each in whole.drafts if each == asked))


def _trials() -> Trials:
    return cast(Trials, current_app.extensions.setdefault("checker_trials", Trials()))


@pages.get("/change")
def editor() -> ResponseReturnValue:
    """Show a part to change, or all proposals where none is asked for."""
    part = request.args.get("part", "")
    if not part:
        return shown("change", _listed())
    try:
        fields = fields_of(_whole(), part, _languages())
    except ProposalError as error:
        return shown("change", Editor(part, (), FieldWords("", ""), "", problem=str(error))), 404
    _warm()
    helped = help_with(this_review().material.questionnaire, part)
    return shown("change", Editor(part, fields, FieldWords("", ""), _reviewer(), help=helped))


@pages.post("/change")
def tried() -> ResponseReturnValue:
    """Keep a proposal, or show what it would do: all that a page does without a script."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    part, by, reason = (lines_of(request.form.get(name, "")) for name in ("part", "by", "reason"))
    try:
        changes, fields, new = _sent(part)
    except ProposalError as error:
        return shown("change", Editor(part, (), FieldWords("", ""), by, reason, str(error))), 422
    problem = next((f"{each.name}: {each.problem}" for each in (*fields, new) if each.problem), "")
    try:
        if not problem and request.form.get("do") == "save":
            desk, questionnaire = this_desk(), this_review().material.questionnaire
            proposals.made(_whole(), changes)
            proposals.keep(desk.file.parent / FOLDER, proposals.proposed(questionnaire, desk.file, changes, by, reason))
            return see(at("change.editor"))
    except ProposalError as error:
        problem = str(error)
    found = () if problem else tuple((stage, tuple(_stage(stage, changes))) for stage in STAGES)
    helped = help_with(this_review().material.questionnaire if problem else _questionnaire(changes), part)
    return shown("change", Editor(part, fields, new, by, reason, problem, found, helped)), 422 if problem else 200


@pages.post("/change/comes")
def what_comes() -> ResponseReturnValue:
    """Return what one stage says of the change in the form, as a piece of the page."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    stage = request.args.get("stage", "")
    if stage not in STAGES:
        return "", 404
    try:
        changes, fields, new = _sent(request.form.get("part", ""))
    except ProposalError as error:
        return comes([Consequence(str(error), bad=True)] if stage == "file" else [], {})
    wrong = [Consequence(f"{each.name}: {each.problem}", bad=True) for each in (*fields, new) if each.problem]
    if wrong:
        return comes(wrong if stage == "file" else [], {})
    found = tuple(_stage(stage, changes) if changes else [])
    return comes(found, help_with(_questionnaire(changes), request.form["part"]) if stage == "file" else {})


def _questionnaire(changes: tuple[ValueChange, ...]) -> Questionnaire:
    """Return what the file would say, where that was worked out just now and has no mistake; else what it says."""
    last, found = _trials().last, None
    with suppress(ProposalError):
        found = last[2].questionnaire if last and last[0] == proposals.made(_whole(), changes) else None
    return found or this_review().material.questionnaire


def _sent(part: str) -> tuple[tuple[ValueChange, ...], tuple[FieldWords, ...], FieldWords]:
    """Return the changes in the form that was sent, its fields, and the one that is new."""
    names, words = request.form.getlist("name"), request.form.getlist("words")
    written = dict(zip(names, map(lines_of, words), strict=False))
    changes, fields = changes_of(_whole(), part, written)
    name, said = (lines_of(request.form.get(each, "")) for each in ("new-name", "new-words"))
    if not (name.strip() and said.strip()):
        return changes, fields, FieldWords(name, said)
    more, (new,) = changes_of(_whole(), part, {named(name): said})
    return (*changes, *more), fields, new


def _stage(stage: str, changes: Iterable[ValueChange]) -> Iterable[Consequence]:
    """Return what is found of a change, the file alone where that has mistakes."""
    trials = _trials()
    if stage == STAGES[0] and trials.bench:
        trials.bench.proved.hurry()
    with trials.turn() as free:
        if not free:
            return [Consequence(phrase("Busy with another change, so nothing is known of this. Try again"), bad=True)]
        try:
            whole = proposals.made(_whole(), tuple(changes))
        except ProposalError as error:
            return [Consequence(str(error), bad=True)] if stage == "file" else []
        bench = trials.on(_whole())
        checked = trials.checked(bench, whole)
        if stage == "file":
            return list(consequences.of_the_file(checked))
        return list(_found(bench, stage)(checked.questionnaire)) if checked.questionnaire else []


def _found(bench: Bench, stage: str) -> Callable[[Questionnaire], Iterator[Consequence]]:
    def cases(new: Questionnaire) -> Iterator[Consequence]:
        yield from consequences.of_the_cases(bench.cases(new))
        yield from consequences.of_the_people(bench.ordinary(new), new)

    match stage:
        case "cases":
            return cases
        case "proofs":
            return lambda new: consequences.of_the_proofs(bench.findings(new), new)
    return lambda new: consequences.of_everybody(bench.whom(new), new)


def _warm() -> None:
    """Begin to work out what every trial needs, so that the first one need not wait for it."""
    trials, whole = _trials(), _whole()
    if trials.bench is None or trials.bench.whole != whole:
        with trials.turn() as free:
            if not free:
                return
            bench = trials.on(whole)

        def work() -> None:
            with trials.alone:
                bench.warm()

        Thread(target=work, daemon=True).start()


def _reviewer() -> str:
    return this_desk().work(this_review().material).reviewer


def _listed() -> Listed:
    whole, folder = _whole(), this_desk().file.parent / FOLDER
    found = tuple(
        (path, each, proposals.standing(each, whole) if isinstance(each, Proposal) else Standing("unfit"))
        for path, each in proposals.all_in(folder)
    )
    return Listed(found, tuple(named_parts(this_review().material.questionnaire)))
