"""For whom is it, what does it give, and for whom is it not? Read from the file, and from the clinic that runs it."""

from dataclasses import dataclass

from checker.dossier.facts import Dossier
from checker.engine.questionnaire import Rule, Tier
from checker.explain.plain_english import Outline, outline
from checker.review.material import Said


@dataclass(frozen=True, slots=True)
class Excluded:
    """People for whom it is not made."""

    rule: Rule
    when: Outline
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
        tuple(
            Excluded(rule, outline(whole, rule.when), material.said(rule.because))
            for rule in whole.guidance
            if rule.tier in aside
        ),
        tuple(rule for rule in whole.guidance if rule.then == "stop"),
        tuple(material.said(each.text) for each in whole.statements if each.place == "notice"),
    )
