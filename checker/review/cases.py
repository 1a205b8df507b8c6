"""The worked cases: story, answers, what is expected and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Case, Questionnaire, Tier
from checker.evidence.worked_cases import CaseOutcome, Figures
from checker.explain.plain_english import answer_words
from checker.phrases import later, spoken
from checker.review.material import Material

CaseVerdict = Literal["as-expected", "too-urgent", "not-urgent-enough", "other"]
VERDICTS: Mapping[CaseVerdict, str] = {
    "as-expected": later("as expected"),
    "too-urgent": later("too urgent"),
    "not-urgent-enough": later("not urgent enough"),
    "other": later("right tier, but something else is not as expected"),
}


@dataclass(frozen=True, slots=True)
class ReviewedCase:
    """One case."""

    case: Case
    answers: tuple[tuple[str, str], ...]
    """The label of each question that was asked, with the words chosen."""
    right: Tier
    got: Tier
    verdict: CaseVerdict
    mismatches: tuple[str, ...]
    rules: tuple[str, ...]
    """The rules that hold."""
    part: str


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases, and how well they come out."""

    worked: tuple[ReviewedCase, ...]
    counts: tuple[tuple[CaseVerdict, str, int], ...]
    figures: tuple[Figures, ...]
    """Per tier, and overall."""

    @property
    def too_soft(self) -> tuple[ReviewedCase, ...]:
        """The cases whose result is less urgent than what is right for them, whatever their authors let stand."""
        return tuple(each for each in self.worked if each.verdict == "not-urgent-enough")


def gather(material: Material) -> Cases:
    """Return every worked case."""
    report, questionnaire = material.worked, material.questionnaire
    worked = tuple(_worked(questionnaire, outcome) for outcome in report.outcomes)
    counts = tuple((name, words, sum(each.verdict == name for each in worked)) for name, words in VERDICTS.items())
    return Cases(worked, counts, (*report.questionnaire.tiers, report.questionnaire.overall))


def _worked(questionnaire: Questionnaire, outcome: CaseOutcome) -> ReviewedCase:
    return ReviewedCase(
        outcome.case,
        tuple(answered(questionnaire, outcome.journey.answers)),
        questionnaire.tier[outcome.case.right],
        outcome.guidance.tier,
        _verdict(questionnaire, outcome),
        outcome.mismatches,
        tuple(rule.id for rule in outcome.guidance.rules),
        f"case {outcome.case.id}",
    )


def answered(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> list[tuple[str, str]]:
    """Return answers as the labels of their questions and the words chosen, in the language spoken."""
    language = spoken()
    asked = [(questionnaire.question[name], answer) for name, answer in answers.items()]
    return [
        (question.label.said_in(language), "; ".join(answer_words(question, answer, language)))
        for question, answer in asked
    ]


def _verdict(questionnaire: Questionnaire, outcome: CaseOutcome) -> CaseVerdict:
    gap = questionnaire.urgency[outcome.case.right] - questionnaire.urgency[outcome.guidance.tier.id]
    if gap:
        return "too-urgent" if gap > 0 else "not-urgent-enough"
    return "other" if outcome.mismatches else "as-expected"
