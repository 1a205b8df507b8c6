"""In which order is it asked, and where may it end early?

The flow of a questionnaire in plain words, a lane per section. The picture and the table that says the same to a
screen reader are both made from it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from checker.engine.conditions import ALWAYS, AllOf, AnyOf, Compare, Expression, Has, Is, reads
from checker.engine.questionnaire import Question, Questionnaire, Rule, Tier
from checker.engine.scoring import span
from checker.explain.plain_english import describe, names, points_words
from checker.phrases import phrase, spoken


@dataclass(frozen=True, slots=True)
class Exit:
    """What may happen right after a question: the questions end, or a page is shown at once."""

    kind: Literal["stop", "interrupt"]
    rule: Rule
    tier: Tier
    when: str
    """The condition, as far as it can be known here."""
    outcome: str
    """The words of the result or of the page."""


@dataclass(frozen=True, slots=True)
class FlowNode:
    """One question, and what may happen right after it."""

    number: int
    question: Question
    label: str
    ask: str
    scores: tuple[str, ...]
    """The scores that have their value from here on."""
    exits: tuple[Exit, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Neighbouring questions that are asked of the same people."""

    when: str
    """The condition; empty where they are asked of everybody."""
    nodes: tuple[FlowNode, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """The questions of one section."""

    id: str
    title: str
    branches: tuple[Branch, ...]


def lanes(questionnaire: Questionnaire) -> tuple[Lane, ...]:
    """Return the flow of a questionnaire, a lane per section."""
    return tuple(
        Lane(section.id, section.title.said_in(spoken()), tuple(_branches(questionnaire, section.questions)))
        for section in questionnaire.sections
    )


def _branches(questionnaire: Questionnaire, questions: tuple[Question, ...]) -> Iterator[Branch]:
    for when, together in groupby(questions, key=lambda question: question.when):
        words = "" if when == ALWAYS else describe(questionnaire, when)
        yield Branch(words, tuple(_node(questionnaire, question) for question in together))


def _node(questionnaire: Questionnaire, question: Question) -> FlowNode:
    place = questionnaire.position[question.id]
    return FlowNode(
        place + 1,
        question,
        question.label.said_in(spoken()),
        question.ask.said_in(spoken()),
        tuple(_scores(questionnaire, place)),
        tuple(_exits(questionnaire, place)),
    )


def _scores(questionnaire: Questionnaire, place: int) -> Iterator[str]:
    called = names(questionnaire)
    for score in questionnaire.scores:
        if questionnaire.position[score.id] == place:
            reach = span(questionnaire.question, score)
            yield phrase(
                "%(score)s, %(low)s to %(high)s",
                score=called["score", score.id],
                low=reach[0],
                high=points_words(reach[-1]),
            )


def _exits(questionnaire: Questionnaire, place: int) -> Iterator[Exit]:
    for rule in questionnaire.guidance:
        when = _at(questionnaire, rule.when, place)
        if rule.then and when and when != _at(questionnaire, rule.when, place - 1):
            said = rule.page.title if rule.then == "interrupt" and rule.page else questionnaire.tier[rule.tier].title
            words = describe(questionnaire, when)
            yield Exit(rule.then, rule, questionnaire.tier[rule.tier], words, said.said_in(spoken()))


def _at(questionnaire: Questionnaire, when: Expression, place: int) -> Expression | None:
    """Return what a condition comes to once the question at this place is passed; None where it cannot hold yet."""
    if place < 0:
        return None
    return so_far(when, {name for name in reads(when) if questionnaire.position[name] <= place})


def so_far(when: Expression, known: Collection[str]) -> Expression | None:
    """Return a condition where every comparison of anything that is not known yet is false; None if it cannot hold."""
    match when:
        case AllOf(parts):
            left = [so_far(part, known) for part in parts]
            return None if None in left else AllOf(tuple(part for part in left if part))
        case AnyOf(parts):
            able = tuple(part for part in (so_far(part, known) for part in parts) if part)
            return able[0] if len(able) == 1 else AnyOf(able) if able else None
        case Is(name) | Has(name) | Compare(name):
            return when if name in known else None
    return when
