"""What stands on the result page? One frozen object, so that the template decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from checker.expressions import Answer
from checker.guidance import Guidance, Reason
from checker.journey import Journey
from checker.model import Option, Question, Rule, Score, Statement
from checker.plain_english import answer_words
from checker.scoring import Measurement, areas
from checker.summary import not_found

MOST_THINGS_TODAY = 3
"""Statements of what to do today that are shown; a list that is longer is not done."""


@dataclass(frozen=True, slots=True)
class Because:
    """One rule that made the tier, with the answers behind it."""

    rule: Rule
    answers: tuple[tuple[str, str, str], ...]
    """Each as its label, the words chosen, and the address that changes it."""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """All that the result page shows."""

    guidance: Guidance
    reasons: tuple[Because, ...]
    not_found: tuple[Option, ...]
    areas: tuple[tuple[Score, Measurement | None], ...]
    said: dict[str, tuple[Statement, ...]]
    """What is said, by place."""
    visits: bool
    """Whether a way to a visit is shown; never beside emergency or crisis help."""
    recheck: date | None


def result_page(
    journey: Journey, guidance: Guidance, language: str, today: date, change: Callable[[str], str]
) -> ResultPage:
    """Return the result page; ``change`` gives the address that changes the answer to a question."""
    tier = guidance.tier
    return ResultPage(
        guidance,
        tuple(_because(journey, guidance, rule, language, change) for rule in guidance.deciding),
        not_found(journey),
        tuple(areas(journey.questionnaire, guidance.scores)),
        _said(guidance),
        not tier.only_help and not journey.interrupted_by,
        today + timedelta(days=tier.recheck_days) if tier.recheck_days else None,
    )


def _said(guidance: Guidance) -> dict[str, tuple[Statement, ...]]:
    said: dict[str, tuple[Statement, ...]] = {}
    for statement in guidance.statements:
        said[statement.place] = (*said.get(statement.place, ()), statement)
    return said | {"do": said.get("do", ())[:MOST_THINGS_TODAY]}


def _because(journey: Journey, guidance: Guidance, rule: Rule, language: str, change: Callable[[str], str]) -> Because:
    reasons = [reason for reason in guidance.reasons if reason.rule is rule]
    given = [row for reason in reasons for row in _given(journey, reason, language, change)]
    return Because(rule, tuple(dict.fromkeys(given)))


def _given(journey: Journey, reason: Reason, language: str, change: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """Return the answers behind a reason; behind a score, all of its items."""
    questionnaire = journey.questionnaire
    score = questionnaire.score.get(reason.name)
    answers = {reason.name: reason.answer}
    if score:
        answers = {item: journey.values[item] for item in score.sum if item in journey.answers}
    return [(*_words(questionnaire.question[name], answer, language), change(name)) for name, answer in answers.items()]


def _words(question: Question, answer: Answer, language: str) -> tuple[str, str]:
    return question.label.said_in(language), "; ".join(answer_words(question, answer, language))
