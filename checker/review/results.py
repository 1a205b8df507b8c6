"""What people are told: the tiers, what a result says and when, and the words of the start page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.engine.questionnaire import CareGroup, Sign, Source, Statement, Tier
from checker.explain.plain_english import Outline, outline, statement_words
from checker.review.material import Linked, Material, Said

PLACES = {
    "first": "Above all else",
    "who": "Whom to call or see",
    "talk": "Whom to tell what",
    "care": "The care plan",
    "about": "How things hang together",
    "ask": "Questions for the doctor",
    "notice": "What this is not",
    "safety_net": "When to get help at once",
}
"""The places of statements, in words."""
GROUPS: Mapping[CareGroup, str] = {
    "know": "good to know", "move": "keep moving", "ease": "ease the pain", "calm": "calm body and mind",
    "sleep": "sleep", "mood": "mood", "medicine": "medicines", "work": "work, lifting, driving",
    "not": "what to leave out",
}  # fmt: skip
"""The groups of the care plan, in words."""
SIGNS: Mapping[Sign, str] = {"emergency": "an emergency", "same_day": "the same day", "crisis": "a crisis"}
"""What a sign calls for, in words."""


@dataclass(frozen=True, slots=True)
class TierReview:
    """One tier."""

    tier: Tier
    title: tuple[Said, ...]
    within: tuple[Said, ...]
    action: tuple[tuple[Said, ...], ...]
    links: tuple[Linked, ...]
    sources: tuple[Source, ...]
    part: str


@dataclass(frozen=True, slots=True)
class StatementReview:
    """One statement."""

    statement: Statement
    place: str
    when: str
    outline: Outline | None
    said: tuple[Said, ...]
    why: tuple[Said, ...]
    links: tuple[Linked, ...]
    sources: tuple[Source, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Results:
    """All that people are told besides the questions."""

    tiers: tuple[TierReview, ...]
    statements: tuple[StatementReview, ...]
    others: tuple[tuple[str, tuple[tuple[Said, ...], ...]], ...]
    """All other words, by where they stand."""


def gather(material: Material) -> Results:
    """Return all that people are told."""
    questionnaire = material.questionnaire
    return Results(
        tuple(_told(material, tier) for tier in questionnaire.tiers),
        tuple(_stated(material, statement) for statement in questionnaire.statements),
        tuple((what, tuple(said)) for what, said in _others(material)),
    )


ELSEWHERE = {
    "title": "The title",
    "start": "The start page",
    "help": "Help, on every page",
    "emergency_signs": "Signs of an emergency",
    "clinic": "The clinic",
    "credits": "Credits",
    "benchmarks": "Other tools in published studies",
}
"""Where words stand that are neither a question's nor a result's."""


def _others(material: Material) -> Iterator[tuple[str, list[tuple[Said, ...]]]]:
    texts = list(material.questionnaire.texts())
    for name, where in ELSEWHERE.items():
        if said := [material.said(text) for path, text in texts if path[0] == name]:
            yield where, said


def _told(material: Material, tier: Tier) -> TierReview:
    return TierReview(
        tier,
        material.said(tier.title),
        material.said(tier.within),
        tuple(material.said(text) for text in tier.action),
        material.linked(tier.links),
        material.sources(tier.source),
        f"tier {tier.id}",
    )


def _stated(material: Material, statement: Statement) -> StatementReview:
    tree = outline(material.questionnaire, statement.when)
    return StatementReview(
        statement,
        _place(statement),
        statement_words(material.questionnaire, statement),
        tree if tree.parts else None,
        material.said(statement.text),
        material.said(statement.why),
        material.linked(statement.links),
        material.sources(statement.source),
        f"statement {statement.id}",
    )


def _place(statement: Statement) -> str:
    """Return where a statement stands and as what, and whether the clinic's own line stands beside it."""
    kind = f": {GROUPS[statement.group]}" if statement.group else f": {SIGNS[statement.sign]}" if statement.sign else ""
    return f"{PLACES[statement.place]}{kind}{', with the line of the clinic' if statement.clinic else ''}"
