"""What stands on the result page? One frozen object, so that the template decides nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from checker.expressions import Answer
from checker.guidance import Guidance
from checker.journey import Journey
from checker.model import Link, Option, Page, Question, Rule, Score, Statement, Tier
from checker.nearest import Other, more_urgent
from checker.plain_english import answer_words
from checker.privacy import redact
from checker.scoring import Measurement, areas
from checker.summary import not_found

MOST_THINGS_TODAY = 3
"""Statements of what to do today that are shown; a list that is longer is not done."""
MOST_CHANGES = 3
"""Other answers that are shown, the most urgent first."""


Given: TypeAlias = tuple[str, str, str]
"""An answer as its label, the words chosen (none of a private answer), and the address that changes it."""


@dataclass(frozen=True, slots=True)
class Because:
    """One rule that made the tier, with the answers behind it: those it looks at, and the items of its scores."""

    rule: Rule
    answers: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One other answer, and the more urgent tier that it would lead to."""

    label: str
    words: str
    tier: Tier
    address: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """All that the result page shows."""

    guidance: Guidance
    printed: Guidance
    """As others may read it: of what follows, only what is in it is printed."""
    links: tuple[Link, ...]
    """Ways to what the tier advises; beside emergency or crisis help only those to call or to text."""
    reasons: tuple[Because, ...]
    behind: tuple[Given, ...]
    """The answers behind all reasons, each once."""
    not_found: tuple[Option, ...]
    changes: tuple[WhatIf, ...]
    """What would make it more urgent; nothing beside emergency or crisis help."""
    areas: tuple[tuple[Score, Measurement | None], ...]
    """The scores side by side; none where none has a value, and none beside emergency or crisis help."""
    printed_areas: tuple[tuple[Score, Measurement | None], ...]
    """Those of them that are printed."""
    said: dict[str, tuple[Statement, ...]]
    """What is said, by place."""
    interruptions: tuple[tuple[Page, bool], ...]
    """The pages of interruptions that an early stop may have kept back, and whether each is printed."""
    visits: bool
    """Whether a way to a visit is shown; never beside emergency or crisis help."""
    recheck: date | None


def result_page(
    journey: Journey, guidance: Guidance, language: str, today: date, change: Callable[[str], str]
) -> ResultPage:
    """Return the result page; ``change`` gives the address that changes the answer to a question."""
    change = cache(change)  # each seal is another, and an answer has one address
    tier, helping = guidance.tier, _is_helping(journey, guidance)
    reasons = tuple(_because(journey, guidance, rule, language, change) for rule in guidance.deciding)
    others, printed = redact(journey, guidance)
    return ResultPage(
        guidance,
        printed,
        tuple(link for link in tier.links if not (helping and link.href.startswith("https:"))),
        reasons,
        tuple(dict.fromkeys(given for reason in reasons for given in reason.answers)),
        not_found(others),
        () if helping else tuple(_what_if(other, language, change) for other in more_urgent(journey)[:MOST_CHANGES]),
        _areas(journey, guidance),
        _areas(others, printed),
        _said(guidance),
        tuple((page, _is_printed(page, others)) for page in _interruptions(journey, guidance)),
        not helping,
        today + timedelta(days=tier.recheck_days) if tier.recheck_days else None,
    )


def _is_helping(journey: Journey, guidance: Guidance) -> bool:
    return guidance.tier.only_help or bool(journey.interrupted_by)


def _areas(journey: Journey, guidance: Guidance) -> tuple[tuple[Score, Measurement | None], ...]:
    if _is_helping(journey, guidance) or not any(guidance.scores.values()):
        return ()
    return tuple(areas(journey.questionnaire, guidance.scores))


def _what_if(other: Other, language: str, change: Callable[[str], str]) -> WhatIf:
    return WhatIf(*_words(other.question, other.answer, language), other.tier, change(other.question.id))


def _said(guidance: Guidance) -> dict[str, tuple[Statement, ...]]:
    said: dict[str, tuple[Statement, ...]] = {}
    for statement in guidance.statements:
        said[statement.place] = (*said.get(statement.place, ()), statement)
    return said | {"do": said.get("do", ())[:MOST_THINGS_TODAY]}


def _interruptions(journey: Journey, guidance: Guidance) -> Iterator[Page]:
    """Yield each interruption's page, once, unless what is said first has all of its links already.

    Most people saw it on their way. Who did not, because a stop came at once or a changed answer made it due, sees it
    here.
    """
    first = {link.href for said in guidance.statements if said.place == "first" for link in said.links}
    shown: list[Page] = []
    for page in (rule.page for rule in journey.interrupted_by if rule.page):
        here = bool(page.links) and {link.href for link in page.links} <= first
        if not here and page not in shown:
            shown.append(page)
            yield page


def _is_printed(page: Page, others: Journey) -> bool:
    return any(rule.page == page for rule in others.interrupted_by)


def _because(journey: Journey, guidance: Guidance, rule: Rule, language: str, change: Callable[[str], str]) -> Because:
    questionnaire = journey.questionnaire
    looked_at = [reason.name for reason in guidance.because(rule)]
    scores = [questionnaire.score[name] for name in looked_at if name in questionnaire.score]
    items = [item for score in scores for item in score.sum if item in journey.values]
    answers = dict.fromkeys([name for name in looked_at if name not in questionnaire.score] + items)
    return Because(
        rule,
        tuple(
            (*_words(questionnaire.question[name], journey.values[name], language), change(name)) for name in answers
        ),
    )


def _words(question: Question, answer: Answer, language: str) -> tuple[str, str]:
    return question.label.said_in(language), listed_words(question, answer, language)


def listed_words(question: Question, answer: Answer, language: str) -> str:
    """Return an answer as it stands in a list of answers on the screen: without a word if it is private."""
    return "" if question.private else "; ".join(answer_words(question, answer, language))
