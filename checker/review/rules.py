"""The rules: when each holds, in which words, on what grounds, how many answer sheets and which cases reach it."""

from collections.abc import Mapping
from dataclasses import dataclass

from checker.comparison import counted
from checker.engine.questionnaire import Rule, Source, Tier
from checker.explain.plain_english import Outline, outline
from checker.phrases import later, phrase
from checker.proofs.counting import Count
from checker.review.material import Linked, Material, Said

AT_ONCE = {
    "stop": later("It ends the questions the moment it holds."),
    "interrupt": later("It shows a page the moment it holds, then the questions go on."),
    None: later("It is said at the end."),
}


@dataclass(frozen=True, slots=True)
class Ruled:
    """One rule."""

    rule: Rule
    at_once: str
    outline: Outline
    because: tuple[Said, ...]
    page: tuple[tuple[Said, ...], ...]
    """The title and the paragraphs of the page that it shows at once."""
    links: tuple[Linked, ...]
    sheets: str
    """How many answer sheets make it hold, in words."""
    cases: tuple[str, ...]
    """The worked cases in which it holds."""
    deciding: int
    """In how many of them no rule of a more urgent tier holds."""
    sources: tuple[Source, ...]
    part: str


@dataclass(frozen=True, slots=True)
class TierOfRules:
    """The rules of one tier."""

    tier: Tier
    rules: tuple[Ruled, ...]


def gather(material: Material) -> tuple[TierOfRules, ...]:
    """Return every rule, by tier, the most urgent one first."""
    questionnaire = material.questionnaire
    return tuple(
        TierOfRules(tier, tuple(_ruled(material, rule) for rule in questionnaire.guidance if rule.tier == tier.id))
        for tier in questionnaire.tiers
    )


def _ruled(material: Material, rule: Rule) -> Ruled:
    held = [outcome for outcome in material.worked.outcomes if rule in outcome.guidance.rules]
    page = (rule.page.title, *rule.page.text) if rule.page else ()
    return Ruled(
        rule,
        AT_ONCE[rule.then],
        outline(material.questionnaire, rule.when),
        material.said(rule.because),
        tuple(material.said(text) for text in page),
        material.linked(rule.page.links if rule.page else ()),
        _sheets(rule, material.sheets),
        tuple(outcome.case.id for outcome in held),
        sum(outcome.guidance.tier.id == rule.tier for outcome in held),
        material.sources(rule.source),
        f"rule {rule.id}",
    )


def _sheets(rule: Rule, counts: Mapping[str, Count | None]) -> str:
    if rule.id not in counts:
        return phrase("not counted in the time given")
    count = counts[rule.id]
    if count is None:
        return phrase("no answer sheet reaches it")
    return counted(count.sheets)
