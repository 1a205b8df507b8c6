"""For whom is it, what does it give, and for whom is it not? Read from the file, and from the clinic that runs it."""

from dataclasses import dataclass

from checker.dossier.facts import Dossier
from checker.engine.conditions import AllOf, AnyOf, Expression, Has
from checker.engine.questionnaire import Rule, Tier
from checker.explain.plain_english import Outline, outline
from checker.review.material import Material, Said


@dataclass(frozen=True, slots=True)
class Excluded:
    """People for whom it is not made."""

    rule: Rule
    when: Outline
    answered: tuple[tuple[Said, ...], ...]
    """Labels of the questions that only have to be answered first, with whatever answer."""
    because: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class IntendedUse:
    """What it is for."""

    start: tuple[tuple[Said, ...], ...]
    """What its first page says of it."""
    sections: tuple[tuple[Said, ...], ...]
    tiers: tuple[Tier, ...]
    excluded: tuple[Excluded, ...]
    stops: tuple[Rule, ...]
    """The rules that end the questions early."""
    notices: tuple[tuple[Said, ...], ...]


def gather(dossier: Dossier) -> IntendedUse:
    """Return what it is for."""
    material, whole = dossier.material, dossier.material.questionnaire
    aside = {tier.id for tier in whole.tiers if tier.aside}
    return IntendedUse(
        tuple(map(material.said, whole.start)),
        tuple(material.said(section.title) for section in whole.sections),
        whole.tiers,
        tuple(_excluded(material, rule) for rule in whole.guidance if rule.tier in aside),
        tuple(rule for rule in whole.guidance if rule.then == "stop"),
        tuple(material.said(each.text) for each in whole.statements if each.place == "notice"),
    )


def _excluded(material: Material, rule: Rule) -> Excluded:
    """Return whom a rule excludes: what holds whatever is answered says only after which question it is said."""
    whole = material.questionnaire
    parts = rule.when.parts if isinstance(rule.when, AllOf) else (rule.when,)
    answered = {part: name for part in parts if (name := _answered(part))}
    rest = tuple(part for part in parts if part not in answered)
    when = AllOf(rest) if len(rest) > 1 else (*rest, rule.when)[0]
    labels = tuple(material.said(whole.question[name].label) for name in answered.values())
    return Excluded(rule, outline(whole, when), labels, material.said(rule.because))


def _answered(part: Expression) -> str:
    """Return the question of which a condition asks no more than that it is answered, if any."""
    match part:
        case AnyOf((Has(name, option, negated), Has(again, same, other))) if (name, option) == (again, same):
            return name if negated != other else ""
    return ""
