"""What is reviewed: a questionnaire, who signed which parts of it, and perhaps an older version."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from checker.authoring.manuscript import Manuscript
from checker.authoring.problems import SourceText
from checker.authoring.translations import without_drafts
from checker.comparison.comparison import Comparison, difference
from checker.engine.questionnaire import Link, Questionnaire, Source, Text
from checker.evidence import worked_cases
from checker.evidence.population import Population
from checker.evidence.simulation import Simulation, simulate
from checker.explain.readability import FEWEST_WORDS, measure_of, words
from checker.memoisation import memoised_by_day
from checker.proofs.answer_outcomes import AnswerOutcome, outcomes
from checker.proofs.counting import Count
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.prover import prove
from checker.proofs.report import Report
from checker.proofs.rule_counts import sheets_per_rule
from checker.review.obstacles import Failing, failing
from checker.review.parts import ALL, HELP, contents, fingerprint, marks, scopes, within
from checker.review.signoff import signed_file, signoff_file, typed
from checker.review.standing import Judged, Signoffs, covers, today
from checker.review.statement import Signature


@dataclass(frozen=True, eq=False)
class Material:
    """All that the pages are made from; what takes time is found once and when it is first asked for."""

    whole: Questionnaire
    """With drafts, which the pages of translations alone show."""
    signoffs: Signoffs = field(default_factory=Signoffs)
    """What is signed, and what it is worth."""
    older: Questionnaire | None = None
    source: bytes = b""
    """What the file holds that the questionnaire was read from."""
    file: Path = Path("questions.yaml")
    """Where that file is."""
    proof: Report | None = None
    """What holds for every possible answer sheet, where it is known already."""
    population: Population | None = None
    """Of which people it is tried."""
    before: tuple[Questionnaire, ...] = ()
    """Versions before the older one, the newest first."""
    translations: tuple[SourceText, ...] = ()
    """What the files beside it hold that its words in other languages were read from."""

    @property
    def questionnaire(self) -> Questionnaire:
        """What is reviewed: the questionnaire in the languages that it offers."""
        return without_drafts(self.whole)

    @cached_property
    def manuscript(self) -> Manuscript:
        """All that is written of it."""
        return Manuscript(self.source.decode(), self.translations)

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of everything."""
        return fingerprint(self.questionnaire)

    @property
    def mark(self) -> str:
        """The beginning of the fingerprint of everything."""
        return self.fingerprint[:8]

    @property
    def reviewers(self) -> tuple[Signature, ...]:
        """The clinicians whom patients' pages name."""
        return self.signoffs.reviewers() if not self.failing else ()

    @cached_property
    def failing(self) -> Failing:
        """What keeps any signature from standing."""
        return failing(self.proved, self.worked)

    @property
    def typed(self) -> str:
        """The file as one types it on a command line."""
        return typed(self.file)

    @property
    def kept(self) -> str:
        """The name of the file of signatures beside it."""
        return signoff_file(self.file).name.encode(errors="replace").decode()

    @property
    def kept_words(self) -> str:
        """The name of the folder beside it of the words that were signed."""
        return signed_file(self.file, "").parent.name.encode(errors="replace").decode()

    @cached_property
    def worked(self) -> worked_cases.CaseReport:
        """The worked cases, walked."""
        return worked_cases.replay(self.questionnaire)

    @cached_property
    def proved(self) -> Report:
        """What holds for every possible answer sheet."""
        return self.proof or prove(self.questionnaire)

    @cached_property
    def simulated(self) -> tuple[Simulation, ...]:
        """What becomes of everybody of the population, then of each group; nothing where there is no population."""
        drawn = self.population
        everybody = [drawn, *map(drawn.of, drawn.groups)] if drawn else []
        return tuple(simulate(self.questionnaire, each) for each in everybody)

    @cached_property
    def outcomes(self) -> dict[tuple[str, str], AnswerOutcome]:
        """What each answer leads to, by its question and option: an empty one for the highest number of a scale.

        Empty where the questionnaire is too entangled to say.
        """
        try:
            found = list(outcomes(self.questionnaire))
        except UndecidedError:
            return {}
        return {(each.question, each.option.id if each.option else ""): each for each in found}

    @cached_property
    def sheets(self) -> Mapping[str, Count | None]:
        """How many answer sheets make each rule hold; a rule is left out that was not counted in the time given."""
        return sheets_per_rule(self.questionnaire, timeout=120)

    @cached_property
    def compared(self) -> tuple[tuple[Questionnaire, Questionnaire, Comparison | UndecidedError], ...]:
        """What differs from version to version, the newest first: the newer, the older, and what, or why it is open."""
        older = map(without_drafts, (self.older, *self.before) if self.older else ())
        return tuple((new, old, _compared(old, new)) for new, old in pairwise((self.questionnaire, *older)))

    @property
    def vouched(self) -> dict[str, "Vouched"]:
        """Whether each part is signed today, by what the part is."""
        return _vouched(self, today())

    def sources(self, ids: tuple[str, ...]) -> tuple[Source, ...]:
        """Return the sources with these ids."""
        return tuple(source for source in self.questionnaire.sources if source.id in ids)

    def said(self, text: Text | None) -> tuple["Said", ...]:
        """Return a text in every language, with how hard it is to read; nothing for a text that was not written."""
        languages = self.questionnaire.languages
        return tuple(_said(language, text.root.get(language, "")) for language in languages) if text else ()

    def linked(self, links: tuple[Link, ...]) -> tuple["Linked", ...]:
        """Return links with their words."""
        return tuple(Linked(link.href, self.said(link.beside)) for link in links)


def _compared(old: Questionnaire, new: Questionnaire) -> Comparison | UndecidedError:
    try:
        return difference(old, new)
    except UndecidedError as why:
        return why


@dataclass(frozen=True, slots=True)
class Said:
    """A text in one language."""

    language: str
    words: str
    """Empty where the translation is missing."""
    grade: str
    """How hard it is to read; empty where it is too short to say, or there is no measure for the language."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A way to help."""

    href: str
    said: tuple[Said, ...]


def _said(language: str, text: str) -> Said:
    measure = measure_of(language)
    if measure is None or len(words(text)) < FEWEST_WORDS:
        return Said(language, text, "")
    return Said(language, text, f"{measure.name} {measure.of(text)}")


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who vouches for one part as it is now."""

    by: tuple[Signature, ...]
    """Those who signed exactly this."""
    stale: Signature | None
    """The latest of those who signed something else under this name."""
    lacking: tuple[str, ...]
    """Who has to sign it besides: an author, a clinician; for help, somebody who may."""


@memoised_by_day
def _vouched(material: Material, day: datetime.date) -> dict[str, Vouched]:
    whole = contents(material.questionnaire)
    now = {scope: marks(within(scope, whole)) for scope in scopes(material.questionnaire)}
    live = [each for each in material.signoffs.judged if not each.forged and not each.lapsed(day)]
    then = [(each.signature, _then(each, now)) for each in live if each.signature.scope in now]
    return {part: _vouched_part(part, now, then) for part in whole}


def _then(judged: Judged, now: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return the fingerprint of each part as it was signed; of none where the words are not kept."""
    return now[judged.signature.scope] if judged.current else marks(judged.words or {})


def _vouched_part(
    part: str, now: Mapping[str, Mapping[str, str]], then: Iterable[tuple[Signature, Mapping[str, str]]]
) -> Vouched:
    signed = [(each, marks[part] == now[each.scope].get(part)) for each, marks in then if part in marks]
    by = tuple(each for each, same in signed if same)
    others = [each for each, same in signed if not same]
    wanted = [scope for scope in now if scope != ALL and part in now[scope]]
    lacking = {
        capacity: None
        for scope in wanted
        for capacity in ([HELP] if scope == HELP else ["author", "clinician"])
        if not any(each.capacity == capacity and covers(each.scope, scope) for each in by)
    }
    return Vouched(by, max(reversed(others), key=lambda each: each.date, default=None), tuple(lacking))
