"""The hazards: what could happen to whom, what controls it, what is proved of that, and what is left."""

from collections.abc import Mapping
from dataclasses import dataclass

from checker.authoring.hazard_checks import signs_of
from checker.engine.conditions import reads
from checker.engine.questionnaire import Hazard, Question, Questionnaire, Rule, Statement
from checker.phrases import phrase
from checker.review import cases, proofs
from checker.review.cases import ReviewedCase
from checker.review.material import Material, Said
from checker.review.proofs import Claim


@dataclass(frozen=True, slots=True)
class TracedHazard:
    """One hazard, with all that is found of it in the file, the proofs and the cases."""

    hazard: Hazard
    rules: tuple[Rule, ...]
    questions: tuple[Question, ...]
    """The questions that its rules read, by a score too."""
    statements: tuple[Statement, ...]
    signs: tuple[tuple[Said, ...], ...]
    proofs: tuple[Claim, ...]
    cases: tuple[ReviewedCase, ...]
    """The worked cases in which one of its rules makes the result, too soft a one as well."""
    part: str

    @property
    def is_proved(self) -> bool:
        """Whether every claim against it is proved."""
        held = [each.verdict.id for each in self.proofs if each.verdict.holds]
        return set(held) == set(self.hazard.proofs)

    @property
    def is_promised(self) -> bool:
        """Whether a promise of this questionnaire is among them, and not only what is claimed of every one."""
        return any(each.part for each in self.proofs)


def words() -> Mapping[str, str]:
    """Return DCB0129's words for severity and likelihood, in the language spoken."""
    return {
        "catastrophic": phrase("catastrophic"),
        "major": phrase("major"),
        "considerable": phrase("considerable"),
        "significant": phrase("significant"),
        "minor": phrase("minor"),
        "very_high": phrase("very high"),
        "high": phrase("high"),
        "medium": phrase("medium"),
        "low": phrase("low"),
        "very_low": phrase("very low"),
    }


def gather(material: Material) -> tuple[TracedHazard, ...]:
    """Return every hazard with its traces, in the order of the file."""
    found = sorted(proofs.gather(material).claims, key=lambda claim: claim.verdict.kind == "promise")
    claims = {
        claim.verdict.id: claim for claim in found
    }  # where a claim of every file has a promise's name, the promise
    worked = cases.gather(material).worked
    return tuple(_traced(material, hazard, claims, worked) for hazard in material.questionnaire.hazards)


def _traced(
    material: Material, hazard: Hazard, claims: Mapping[str, Claim], worked: tuple[ReviewedCase, ...]
) -> TracedHazard:
    whole = material.questionnaire
    rules = tuple(rule for rule in whole.guidance if rule.id in hazard.rules)
    tiers = {rule.id: rule.tier for rule in rules}
    made = (each for each in worked if any(tiers.get(rule) == each.got.id for rule in each.rules))
    return TracedHazard(
        hazard,
        rules,
        _questions(whole, rules),
        tuple(each for each in whole.statements if each.id in hazard.statements),
        tuple(material.said(whole.emergency_signs.items[place]) for place in sorted(signs_of(whole, hazard))),
        tuple(claims[name] for name in hazard.proofs if name in claims),
        tuple(made),
        f"hazard {hazard.id}",
    )


def _questions(whole: Questionnaire, rules: tuple[Rule, ...]) -> tuple[Question, ...]:
    """Return the questions that rules read, in the order in which they are asked."""
    read = {name for rule in rules for name in reads(rule.when)}
    items = {item for score in whole.scores if score.id in read for item in score.sum}
    return tuple(question for question in whole.questions if question.id in read | items)
