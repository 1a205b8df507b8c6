"""What people are told: the tiers, what a result says and when, and the words of the start page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.engine.questionnaire import CareGroup, Sign, Source, Statement, Tier
from checker.explain.plain_english import Outline, outline, statement_words
from checker.phrases import later, phrase, said
from checker.review.material import Linked, Material, Said

PLACES = {
    "first": later("Above all else"),
    "who": later("Whom to call or see"),
    "talk": later("Whom to tell what"),
    "care": later("The care plan"),
    "about": later("How things hang together"),
    "ask": later("Questions for the doctor"),
    "notice": later("What this is not"),
    "safety_net": later("When to get help at once"),
}
"""The places of statements, in words."""
GROUPS: Mapping[CareGroup, str] = {
    "know": later("good to know"), "move": later("keep moving"), "ease": later("ease the pain"),
    "calm": later("calm body and mind"), "sleep": later("sleep"), "mood": later("mood"),
    "medicine": later("medicines"), "work": later("work, lifting, driving"), "not": later("what to leave out"),
}  # fmt: skip
"""The groups of the care plan, in words."""
SIGNS: Mapping[Sign, str] = {
    "emergency": later("an emergency"),
    "same_day": later("the same day"),
    "crisis": later("a crisis"),
}
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
        tuple((what, tuple(some)) for what, some in _others(material)),
    )


ELSEWHERE = {
    "title": later("The title"),
    "start": later("The start page"),
    "help": later("Help, on every page"),
    "emergency_signs": later("Signs of an emergency"),
    "credits": later("Credits"),
    "benchmarks": later("Other tools in published studies"),
}
"""Where words stand that are neither a question's nor a result's."""


def _others(material: Material) -> Iterator[tuple[str, list[tuple[Said, ...]]]]:
    texts = list(material.questionnaire.texts())
    for name, where in ELSEWHERE.items():
        if some := [material.said(text) for path, text in texts if path[0] == name]:
            yield where, some


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
    place = said(PLACES[statement.place])
    if kind := GROUPS[statement.group] if statement.group else SIGNS[statement.sign] if statement.sign else "":
        place = phrase("%(place)s: %(kind)s", place=place, kind=kind)
    return phrase("%(place)s, with the line of the clinic", place=place) if statement.clinic else place
