"""What has no one verified? Everything that the other documents leave open, in one place."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.dossier import accessibility
from checker.dossier.facts import Dossier
from checker.dossier.suite_report import SuiteReport
from checker.engine.questionnaire import Source
from checker.explain.bibliography import parts
from checker.phrases import nphrase, phrase
from checker.review import cases, hazards
from checker.review.cases import ReviewedCase


@dataclass(frozen=True, slots=True)
class Unverified:
    """What is open."""

    points: tuple[str, ...]
    too_soft: tuple[ReviewedCase, ...]
    """Worked cases whose result is less urgent than what is right for them."""
    recalled: tuple[Source, ...]
    """Sources that are known and were not read again."""
    ours: tuple[tuple[str, str], ...]
    """The kind and the ids of all parts that rest on a choice of the authors alone."""
    not_evaluated: tuple[str, ...]
    """Criteria of WCAG."""


def gather(dossier: Dossier) -> Unverified:
    """Return what is open."""
    whole = dossier.material.questionnaire
    own = {source.id for source in whole.sources if source.status == "ours"}
    chosen = {
        kind: [part.id for part in found if part.source and set(part.source) <= own]
        for kind, found in parts(whole).items()
    }
    found = accessibility.gather(dossier).findings
    return Unverified(
        tuple(_points(dossier)),
        cases.gather(dossier.material).too_soft,
        tuple(source for source in whole.sources if source.status == "recalled"),
        tuple((kind, ", ".join(ids)) for kind, ids in chosen.items() if ids),
        tuple(f"{each.criterion.number} {each.criterion.name}" for each in found if each.level == "not-evaluated"),
    )


def _points(dossier: Dossier) -> Iterator[str]:
    material = dossier.material
    report, whole = material.proved, material.questionnaire
    if not material.reviewers:
        yield phrase("No signature of a clinician stands for exactly this content.")
    yield phrase("How severe and how likely each hazard is, its authors estimated. No safety officer has approved it.")
    yield from (phrase("Undecided: %(claim)s", claim=each.claim) for each in report.undecided)
    yield from (phrase("Undecided: %(claim)s", claim=why) for why in report.left_out)
    general = [each.hazard.id for each in hazards.gather(material) if not each.is_promised]
    if general:
        yield phrase(
            "No promise of this questionnaire speaks of these hazards, only claims that are made of every "
            "questionnaire: %(names)s.",
            names=", ".join(general),
        )
    if report.unasked:
        yield nphrase(
            "One answer is read by rules of people who were not asked for it; it then counts as not given. The proofs "
            "name it for a clinician to confirm.",
            "%(num)s answers or scores are read by rules of people who were not asked for them; they then count as not "
            "given. The proofs name them for a clinician to confirm.",
            len(report.unasked),
        )
    missing = sum(len(set(whole.languages) - text.root.keys()) for _, text in whole.texts())
    if missing:
        yield nphrase("One text lacks a translation.", "%(num)s texts lack a translation.", missing)
    if material.whole.drafts:
        yield phrase(
            "No native speaker has read the drafts in these languages, which are offered only where a setting says so: "
            "%(languages)s.",
            languages=", ".join(material.whole.drafts),
        )
    yield phrase("That every text is there in a language does not say that somebody who grew up with it has read it.")
    if dossier.tests is None:
        yield phrase("No results of this program's tests were given.")
    else:
        yield from _of_tests(dossier.tests)
    if material.population is None:
        yield phrase("How often ordinary people get which result was not simulated for this dossier.")
    yield phrase(
        "%(published)s of %(all)s worked cases follow something published; the others are stories of their authors.",
        published=sum(bool(case.after) for case in whole.cases),
        all=len(whole.cases),
    )
    yield phrase(
        "Nothing here shows that it works for patients: this dossier holds no study and no authority's opinion."
    )


def _of_tests(tests: SuiteReport) -> Iterator[str]:
    if tests.failed:
        yield phrase("These tests failed: %(names)s.", names=", ".join(sorted(tests.failed)))
    if tests.left_out:
        yield nphrase("One test was left out of this run.", "%(num)s tests were left out of this run.", tests.left_out)
