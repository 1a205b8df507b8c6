"""The proofs: each claim in words, whether it holds for every possible answer sheet, and who breaks it if not."""

from dataclasses import dataclass

from checker.engine.questionnaire import Questionnaire, Tier
from checker.explain.plain_english import promise_words
from checker.phrases import later, said
from checker.proofs.counting import Count
from checker.proofs.report import PROOF_LIMIT, Counterexample, Report, Unasked, Verdict, as_yaml
from checker.review.cases import answered
from checker.review.material import Material


@dataclass(frozen=True, slots=True)
class Breaker:
    """An answer sheet that shows a claim false."""

    answers: tuple[tuple[str, str], ...]
    tier: Tier
    found: Counterexample
    yaml: str
    """What ``checker try`` replays."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim."""

    verdict: Verdict
    words: str
    outcome: str
    """The verdict, in one word."""
    breakers: tuple[Breaker, ...]
    part: str
    """What the claim is a part of the questionnaire as; empty for what is claimed of every questionnaire."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """All claims."""

    claims: tuple[Claim, ...]
    report: Report
    counts: tuple[tuple[Tier, Count | None], ...]
    limit: str = PROOF_LIMIT

    @property
    def proved(self) -> int:
        """How many claims were proved."""
        return sum(claim.verdict.holds is True for claim in self.claims)

    @property
    def unasked(self) -> tuple[Unasked, ...]:
        """What is read although it may not have been asked."""
        return self.report.unasked


OUTCOME = {True: later("proved"), False: later("FAILS"), None: later("undecided")}
"""Each verdict in one word."""


def gather(material: Material) -> Proofs:
    """Return every claim, decided."""
    questionnaire = material.questionnaire
    report = material.proved
    counts = tuple((tier, report.counts.get(tier.id)) for tier in questionnaire.tiers)
    return Proofs(tuple(_claim(material, verdict) for verdict in report.verdicts), report, counts)


def _claim(material: Material, verdict: Verdict) -> Claim:
    questionnaire = material.questionnaire
    promises = {promise.id: promise_words(questionnaire, promise) for promise in questionnaire.promises}
    promised = verdict.kind == "promise"
    claim = said(verdict.claim)
    words = promises[verdict.id] if promised else f"{claim[0].upper()}{claim[1:]}."
    breakers = tuple(_breaker(questionnaire, each) for each in verdict.counterexamples)
    return Claim(verdict, words, OUTCOME[verdict.holds], breakers, f"promise {verdict.id}" if promised else "")


def _breaker(questionnaire: Questionnaire, found: Counterexample) -> Breaker:
    answers = tuple(answered(questionnaire, found.sheet))
    return Breaker(answers, questionnaire.tier[found.tier], found, as_yaml(found.sheet))
