"""Trying a change before it is made: what ``check``, ``prove``, ``cases``, ``simulate`` and ``diff`` say of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from checker.authoring import style
from checker.authoring.manuscript import Manuscript
from checker.authoring.problems import Problem
from checker.authoring.translations import Finding, Translation, compare, spoken
from checker.comparison import changes, moved
from checker.comparison.content_changes import Change
from checker.engine.questionnaire import Question, Questionnaire
from checker.evidence import tier_moves
from checker.evidence.population import Population
from checker.evidence.sampling import Person, people
from checker.evidence.tier_moves import Moves
from checker.evidence.worked_cases import replay
from checker.proofs import reproof
from checker.proofs.decision_diagrams import Assignment, UndecidedError
from checker.proofs.equivalence import Shift
from checker.proofs.reproof import Findings, Proved, reproved

PEOPLE = 1000
"""Made-up people on whom a change is tried."""
SECONDS = 20.0
"""After which what a change does is left undecided."""


@dataclass(frozen=True, slots=True)
class OtherCase:
    """A worked case that comes out otherwise than before, or no longer as expected."""

    id: str
    before: str
    now: str
    mismatches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the file says after a change, as ``check`` reads it."""

    questionnaire: Questionnaire | None
    """None where it has mistakes."""
    problems: tuple[Problem, ...]
    """Mistakes and warnings that the file did not have before, each with its line."""
    name: str = "questions.yaml"
    """The file that they are of, where they are not of a translation."""
    changes: tuple[Change, ...] = ()
    """What changed, in words."""
    style: tuple[Problem, ...] = ()
    """What ``check --style`` newly says."""
    published: tuple[str, ...] = ()
    """Questions whose published wording is changed, and items of a published score whose points are."""
    uncounted: tuple[tuple[str, Finding], ...] = ()
    """Translations that no longer count, each with its language: the words that they were made from are others."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is told another tier, of all who can answer."""

    shifts: tuple[Shift, ...] = ()
    who: tuple[str, ...] = ()
    """The people of each shift in words; empty where that is too entangled to say."""
    undecided: str = ""


class Bench:
    """A file on which changes are tried: what took time is worked out once, and kept for the next change."""

    def __init__(self, whole: Manuscript, name: str = "questions.yaml", population: Population | None = None) -> None:
        """Take what is written, which has no mistake, and perhaps people to try it on."""
        self.whole, self.name, self.population = whole, name, population
        questionnaire, problems = whole.inspect(name)
        assert questionnaire, "a change is tried on a file without mistakes"
        self.questionnaire, self._before = questionnaire, {problem.message for problem in problems}

    @cached_property
    def proved(self) -> Proved:
        """What holds of the file as it is."""
        return Proved(self.questionnaire)

    @cached_property
    def _style(self) -> frozenset[tuple[str, str]]:
        """What ``check --style`` says of the file as it is."""
        return frozenset(_said_of(each, self.whole) for each in _objections(self.questionnaire, self.whole, self.name))

    @cached_property
    def _uncounted(self) -> frozenset[tuple[str, str, str]]:
        """Which translations do not count already, since the words that they were made from are others."""
        found = _changed_since(self.questionnaire, self.whole)
        return frozenset((language, each.place, each.source) for language, each in found)

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        drawn = self.population
        return tuple(islice(people(self.questionnaire, drawn), PEOPLE)) if drawn else ()

    @cached_property
    def _values(self) -> tuple[Assignment, ...]:
        """The values that stand for each person's answers, without what nothing asks."""
        asked = self.questionnaire.question
        own = ({name: answer for name, answer in each.items() if name in asked} for each in self._people)
        return tuple(map(self.proved.values, own))

    def warm(self) -> None:
        """Work out what every trial needs."""
        replay(self.questionnaire)
        assert self.proved.own is not None
        assert self.proved.heard is not None
        assert self._values is not None
        assert self._style is not None

    def checked(self, whole: Manuscript) -> Checked:
        """Return what the file would say."""
        questionnaire, problems = whole.inspect(self.name)
        new = tuple(each for each in problems if not each.warning or each.message not in self._before)
        if questionnaire is None:
            return Checked(None, new, self.name)
        found = _objections(questionnaire, whole, self.name)
        unfair = tuple(each for each in found if _said_of(each, whole) not in self._style)
        changed = _changed_since(questionnaire, whole)
        return Checked(
            questionnaire,
            new,
            self.name,
            tuple(changes(self.questionnaire, questionnaire)),
            unfair,
            tuple(_published(self.questionnaire, questionnaire)),
            tuple(each for each in changed if (each[0], each[1].place, each[1].source) not in self._uncounted),
        )

    def cases(self, new: Questionnaire) -> tuple[OtherCase, ...]:
        """Return the worked cases that come out otherwise, or no longer as expected."""
        before = {outcome.case.id: outcome for outcome in replay(self.questionnaire).outcomes}
        found = []
        for outcome in replay(new).outcomes:
            was = before.get(outcome.case.id)
            old, now = was.guidance.tier.id if was else "", outcome.guidance.tier.id
            if now != (old or now) or outcome.mismatches != (was.mismatches if was else ()):
                found.append(OtherCase(outcome.case.id, old, now, outcome.mismatches))
        return tuple(found)

    def ordinary(self, new: Questionnaire) -> Moves | None:
        """Return who of the same thousand people is told another tier; None where nobody says who they are."""
        if self.population is None:
            return None
        try:
            touched = reproof.touched(self.proved, new)
        except UndecidedError:
            touched = None
        if touched is None:
            return tier_moves.compare(self.questionnaire, new, self.population, number=PEOPLE)
        some = [person for person, values in zip(self._people, self._values, strict=True) if touched(values)]
        return tier_moves.among(self.questionnaire, new, self.population, some, PEOPLE)

    def findings(self, new: Questionnaire) -> Findings:
        """Return what does not hold of the changed file for every possible answer sheet."""
        return reproved(self.proved, new, SECONDS)

    def whom(self, new: Questionnaire) -> Whom:
        """Return who is told another tier, of all who can answer."""
        try:
            shifts = reproof.moved(self.proved, new, SECONDS)
        except UndecidedError as why:
            return Whom(undecided=str(why))
        return Whom(shifts, tuple(moved(shift, self.questionnaire, new) for shift in shifts))


def _objections(questionnaire: Questionnaire, whole: Manuscript, name: str) -> tuple[Problem, ...]:
    """Return what ``check --style`` says of what is written."""
    return style.lint_own(questionnaire, whole.text, name, _spoken(questionnaire, whole))


def _spoken(questionnaire: Questionnaire, whole: Manuscript) -> list[Translation]:
    return spoken(questionnaire.languages, questionnaire.drafts, whole.translations)[0]


def _changed_since(questionnaire: Questionnaire, whole: Manuscript) -> list[tuple[str, Finding]]:
    """Return the translations that were made from other words than those that stand there."""
    found_in = _spoken(questionnaire, whole)
    return [(each.language, found) for each in found_in for found in compare(questionnaire, each).of("changed")]


def _said_of(problem: Problem, whole: Manuscript) -> tuple[str, str]:
    """Return what is said of which words, wherever these stand."""
    return problem.message, whole.line(problem)


def _published(old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    """Yield the questions of which something changed that a published instrument lays down, or that are gone."""
    scored = {item for score in old.scores if score.source for item in score.sum}
    for question in old.questions:
        now = new.question.get(question.id)
        worded = question.verbatim and (now is None or _wording(question) != _wording(now))
        if worded or (question.id in scored and (now is None or _points(question) != _points(now))):
            yield question.id


def _wording(question: Question) -> object:
    return question.stem, question.ask, [(each.id, each.text) for each in question.options]


def _points(question: Question) -> object:
    return question.min, question.max, [(each.id, each.points) for each in question.options]
