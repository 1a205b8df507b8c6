"""What stands on the result page? One frozen object, which the template prints."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.privacy import redact
from checker.engine.questionnaire import CareGroup, Link, Option, Page, Question, Rule, Score, Source, Statement, Tier
from checker.engine.scoring import Measurement, areas
from checker.engine.what_if import Counterfactual, more_urgent
from checker.explain.clinical_summary import not_found
from checker.explain.plain_english import answer_words

MOST_OPEN_GROUPS = 5
"""Groups of the care plan of which something is read without a tap; a list that is longer is not done."""
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
class Care:
    """One thing of the care plan, and what it rests on."""

    statement: Statement
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CareOf:
    """One group of the care plan."""

    group: CareGroup
    shown: tuple[Care, ...]
    """What is read without a tap: the first of the group, or nothing."""
    folded: tuple[Care, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All that it says."""
        return tuple(care.statement for care in (*self.shown, *self.folded))


@dataclass(frozen=True, slots=True)
class ResultPage:
    """All that the result page shows."""

    guidance: Guidance
    printed: Guidance
    """As others may read it: of what follows, only what is in it is printed."""
    links: tuple[Link, ...]
    """Ways to what the tier advises; beside emergency or crisis help only those to call or to text."""
    who: tuple[tuple[Statement, tuple[Link, ...]], ...]
    """Whom to call or see, with the ways there, kept as those of the tier."""
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
    interruptions: tuple[tuple[Page, str], ...]
    """The pages of interruptions that an early stop may have kept back, with where each is seen: see ``seen``."""
    care: tuple[CareOf, ...]
    """The care plan; nothing beside emergency or crisis help."""
    printed_care: tuple[CareOf, ...]
    """The care plan as others may read it."""
    visits: bool
    """Whether the clinic's own line is shown: where it is whom to see, and never beside emergency or crisis help."""
    recheck: date | None

    @property
    def care_sources(self) -> tuple[Source, ...]:
        """What the care plan as printed rests on, each source once."""
        printed = [care for each in self.printed_care for care in (*each.shown, *each.folded)]
        return tuple(dict.fromkeys(source for care in printed for source in care.sources))

    def seen(self, *parts: Statement | Rule) -> str:
        """Return the class of what stands for these parts: ``screen`` where others may read none of them."""
        others = [*self.printed.statements, *self.printed.deciding]
        return "" if any(part is other for part in parts for other in others) else "screen"


def compose(
    journey: Journey, guidance: Guidance, language: str, today: date, change: Callable[[str], str]
) -> ResultPage:
    """Return the result page; ``change`` gives the address that changes the answer to a question."""
    change = cache(change)  # each seal is another, and an answer has one address
    tier, said, helping = guidance.tier, guidance.statements, _is_helping(journey, guidance)
    reasons = tuple(_because(journey, guidance, rule, language, change) for rule in guidance.deciding)
    others, printed = redact(journey, guidance)
    return ResultPage(
        guidance,
        printed,
        _ways(tier.links, helping),
        tuple((each, _ways(each.links, helping)) for each in said if each.place == "who"),
        reasons,
        tuple(dict.fromkeys(given for reason in reasons for given in reason.answers)),
        not_found(others),
        () if helping else tuple(_what_if(other, language, change) for other in more_urgent(journey)[:MOST_CHANGES]),
        _areas(journey, guidance),
        _areas(others, printed),
        _said(guidance),
        tuple(_seen(tuple(_interruptions(journey, guidance)), tuple(_interruptions(others, printed)))),
        _care(journey, guidance),
        _care(others, printed),
        not helping and any(each.clinic for each in said),
        today + timedelta(days=tier.recheck_days) if tier.recheck_days else None,
    )


def _is_helping(journey: Journey, guidance: Guidance) -> bool:
    return guidance.tier.only_help or guidance.tier.card == "emergency" or bool(journey.interrupted_by)


def _areas(journey: Journey, guidance: Guidance) -> tuple[tuple[Score, Measurement | None], ...]:
    if _is_helping(journey, guidance) or not any(guidance.scores.values()):
        return ()
    return tuple(areas(journey.questionnaire, guidance.scores))


def _care(journey: Journey, guidance: Guidance) -> tuple[CareOf, ...]:
    """Return the care plan by group, in the order of the file: the first of each of the first groups is open."""
    if _is_helping(journey, guidance):
        return ()
    questionnaire = journey.questionnaire
    groups: dict[CareGroup, list[Care]] = {each.group: [] for each in questionnaire.statements if each.group}
    for each in guidance.statements:
        if each.group:
            sources = tuple(source for source in questionnaire.sources if source.id in each.source)
            groups[each.group].append(Care(each, sources))
    held = ((group, found) for group, found in groups.items() if found)
    return tuple(_care_of(group, found, place < MOST_OPEN_GROUPS) for place, (group, found) in enumerate(held))


def _care_of(group: CareGroup, found: Sequence[Care], opened: bool) -> CareOf:
    return CareOf(group, tuple(found[:opened]), tuple(found[opened:]))


def _ways(links: tuple[Link, ...], helping: bool) -> tuple[Link, ...]:
    return tuple(link for link in links if not (helping and link.href.startswith("https:")))


def _what_if(other: Counterfactual, language: str, change: Callable[[str], str]) -> WhatIf:
    return WhatIf(*_words(other.question, other.answer, language), other.tier, change(other.question.id))


def _said(guidance: Guidance) -> dict[str, tuple[Statement, ...]]:
    said: dict[str, tuple[Statement, ...]] = {}
    for statement in guidance.statements:
        said[statement.place] = (*said.get(statement.place, ()), statement)
    return said


def _interruptions(journey: Journey, guidance: Guidance) -> Iterator[Page]:
    """Yield each interruption's page, once, unless what is said first has its links, but for the help on every page.

    Most people saw it on their way. Who did not, because a stop came at once or a changed answer made it due, sees it
    here.
    """
    first = {link.href for said in guidance.statements if said.place == "first" for link in said.links}
    above = first | {link.href for link in journey.questionnaire.help}
    shown: list[Page] = []
    for page in (rule.page for rule in journey.interrupted_by if rule.page):
        links = {link.href for link in page.links}
        here = bool(links & first) and links <= above
        if not here and page not in shown:
            shown.append(page)
            yield page


def _seen(on_screen: tuple[Page, ...], on_paper: tuple[Page, ...]) -> Iterator[tuple[Page, str]]:
    """Yield every page with the class that says where it is seen: both, or ``screen`` or ``paper`` alone."""
    yield from ((page, "" if page in on_paper else "screen") for page in on_screen)
    yield from ((page, "paper") for page in on_paper if page not in on_screen)


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
