"""What stands on the result page? One frozen object, which the template prints."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from markupsafe import Markup

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.privacy import redact
from checker.engine.questionnaire import (
    CareGroup,
    Link,
    Option,
    Page,
    Question,
    Rule,
    Score,
    Section,
    Source,
    Statement,
    Tier,
)
from checker.engine.scoring import Measurement, areas
from checker.engine.what_if import Counterfactual, more_urgent
from checker.explain.clinical_summary import not_found
from checker.explain.then_and_now import Compared, compared
from checker.languages import semicolon, worded

MOST_STEPS = 5
"""Steps of the plan that stand on the page; a list that is longer is not done."""
A_WEEK = 7
"""Days in which a result is no longer a matter of days."""
THIS_WEEK = frozenset({"sleep", "mood", "work", "know"})
"""Groups of the care plan whose steps are for this week; those of the others are for today, and read whole."""
MOST_CHANGES = 3
"""Other answers that are shown, the most urgent first."""


Row: TypeAlias = tuple[Question, str, str]
"""An answered question, the words chosen (none of a private answer), and the address of a change."""


@dataclass(frozen=True, slots=True)
class Because:
    """One rule that made the tier, with the first question behind it: one that it looks at, or an item of its score."""

    rule: Rule
    question: Question | None
    """None where the rule looks at a score alone of which nothing was asked."""
    change: str
    """The address that changes the answer."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One other answer, and the more urgent tier that it would lead to."""

    label: str
    words: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Care:
    """One thing of the care plan, and what it rests on."""

    statement: Statement
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The care plan: a step of each of the first groups, and what else helps."""

    today: tuple[Care, ...] = ()
    week: tuple[Care, ...] = ()
    more: tuple[tuple[CareGroup, tuple[Care, ...]], ...] = ()
    """All else by group, folded away on a screen."""

    @property
    def all(self) -> tuple[Care, ...]:
        """All of it, in the order in which it is read."""
        return (*self.today, *self.week, *(care for _, some in self.more for care in some))

    @property
    def sources(self) -> tuple[Source, ...]:
        """What it rests on, each source once."""
        return tuple(dict.fromkeys(source for care in self.all for source in care.sources))

    @property
    def folded(self) -> tuple[Statement, ...]:
        """What is folded away on a screen."""
        return tuple(care.statement for _, some in self.more for care in some)


@dataclass(frozen=True, slots=True)
class ResultPage:
    """All that the result page shows."""

    guidance: Guidance
    printed: Guidance
    """As others may read it: of what follows, only what is in it is printed."""
    helping: bool
    """Whether help comes first: for an emergency, a crisis, or where a page of help was shown on the way."""
    so_far: bool
    """Whether questions are left: the person asked to see this before they go on."""
    links: tuple[Link, ...]
    """Ways to what the tier advises; beside emergency or crisis help only those to call or to text."""
    who: tuple[tuple[Statement, tuple[Link, ...]], ...]
    """Whom to call or see, with the ways there, kept as those of the tier."""
    reasons: tuple[Because, ...]
    tell: tuple[str, ...]
    """What was marked and is behind the reasons, to be said on the telephone; nothing of a private answer."""
    printed_tell: tuple[str, ...]
    """That of it which others may read."""
    not_found: tuple[Option, ...]
    changes: tuple[WhatIf, ...]
    """What would make it more urgent; nothing beside emergency or crisis help."""
    areas: tuple[tuple[Score, Measurement | None], ...]
    """The scores side by side, and each that decided; none where none has a value, and none beside help."""
    printed_areas: tuple[tuple[Score, Measurement | None], ...]
    """Those of them that are printed."""
    compared: tuple[Compared, ...]
    """The numbers then and now; nothing beside help."""
    decided: frozenset[str]
    """The scores that a deciding rule looks at, as others may read it."""
    said: dict[str, tuple[Statement, ...]]
    """What is said, by place."""
    printed_said: dict[str, tuple[Statement, ...]]
    """What is said as others may read it."""
    interruptions: tuple[tuple[Page, str], ...]
    """The pages of interruptions that an early stop may have kept back, with where each is seen: see ``seen``."""
    plan: Plan
    """The care plan; nothing beside emergency or crisis help."""
    printed_plan: Plan
    """The care plan as others may read it."""
    visits: bool
    """Whether the clinic's own line is shown: where it is whom to see, and never beside emergency or crisis help."""
    rows: tuple[tuple[Section, tuple[Row, ...]], ...]
    """All answers that count, by section."""

    @property
    def files(self) -> bool:
        """Whether the answers can be taken along: never beside an emergency, a crisis or help alone, nor half way."""
        return not (self.guidance.tier.helps_now or self.guidance.tier.only_help or self.so_far)

    @property
    def brief(self) -> bool:
        """Whether the card says the least, and the rest on a tap: never where it is a matter of days."""
        tier = self.guidance.tier
        return tier.card in ("soon", "calm") and (tier.recheck_days or A_WEEK) >= A_WEEK

    def copies(self, part: Literal["why", "plan", "asking"]) -> tuple[tuple["ResultPage", str], ...]:
        """Return this page, with the class that says where a part of it is seen, and one for paper if that differs.

        In a list of which only the first are read without a tap, what is private moves others: paper has its own list.
        """
        reasons = tuple(each for each in self.reasons if any(each.rule is rule for rule in self.printed.deciding))
        paper = replace(self, reasons=reasons, said=self.printed_said, plan=self.printed_plan)
        return ((self, ""),) if self._of(part) == paper._of(part) else ((self, "screen"), (paper, "paper"))

    def _of(self, part: Literal["why", "plan", "asking"]) -> tuple[object, ...]:
        return {"why": self.reasons, "plan": (self.plan, self.intro), "asking": self.asking}[part]

    @property
    def intro(self) -> tuple[Statement, ...]:
        """What stands above the plan: how things hang together, in one sentence."""
        return self.said.get("about", ())[:1]

    @property
    def asking(self) -> tuple[Statement, ...]:
        """What to ask and to tell the doctor, and what else to know."""
        return (*self.said.get("ask", ()), *self.said.get("talk", ()), *self.said.get("about", ())[1:])

    def seen(self, *parts: Statement | Rule) -> str:
        """Return the class of what stands for these parts: ``screen`` where others may read none of them."""
        others = [*self.printed.statements, *self.printed.deciding]
        return "" if any(part is other for part in parts for other in others) else "screen"


def compose(journey: Journey, guidance: Guidance, language: str, change: Callable[[str], str]) -> ResultPage:
    """Return the result page; ``change`` gives the address that changes the answer to a question."""
    tier, said, helping = guidance.tier, guidance.statements, is_helping(journey, guidance)
    reasons = tuple(_because(journey, guidance, rule, change) for rule in guidance.deciding)
    others, printed = redact(journey, guidance)
    return ResultPage(
        guidance,
        printed,
        helping,
        journey.next is not None,
        _ways(tier.links, helping),
        tuple((each, _ways(each.links, helping)) for each in said if each.place == "who"),
        reasons,
        _marked(journey, guidance, language),
        _marked(others, printed, language),
        not_found(others),
        () if helping else tuple(_what_if(other, language) for other in more_urgent(journey)[:MOST_CHANGES]),
        _areas(journey, guidance),
        _areas(others, printed),
        () if helping else compared(journey),
        _decided(printed),
        _said(guidance),
        _said(printed),
        tuple(_seen(tuple(_interruptions(journey, guidance)), tuple(_interruptions(others, printed)))),
        _plan(journey, guidance),
        _plan(others, printed),
        not helping and any(each.clinic for each in said),
        tuple(_rows(journey, language, change)),
    )


def is_helping(journey: Journey, guidance: Guidance) -> bool:
    """Return whether help comes first."""
    return guidance.tier.helps_now or guidance.tier.only_help or bool(journey.interrupted_by)


def _decided(guidance: Guidance) -> frozenset[str]:
    looked_at = {reason.name for rule in guidance.deciding for reason in guidance.because(rule)}
    return frozenset(looked_at & guidance.scores.keys())


def _areas(journey: Journey, guidance: Guidance) -> tuple[tuple[Score, Measurement | None], ...]:
    """Return the scores that people see, and after them any other that decided and may be shown."""
    if is_helping(journey, guidance) or not any(guidance.scores.values()):
        return ()
    questionnaire = journey.questionnaire
    seen = tuple(areas(questionnaire, guidance.scores))
    shown = {name for score, _ in seen for name in (score.id, score.instead_of)}
    decided = _decided(guidance) - shown
    return (
        *seen,
        *(
            (score, guidance.scores[score.id])
            for score in questionnaire.scores
            if score.id in decided and score.show != "nothing"
        ),
    )


def _plan(journey: Journey, guidance: Guidance) -> Plan:
    """Return the care plan: a step of each of the first groups in the order of the file, and all else by group."""
    if is_helping(journey, guidance):
        return Plan()
    questionnaire = journey.questionnaire
    groups: dict[CareGroup, list[Care]] = {each.group: [] for each in questionnaire.statements if each.group}
    for each in guidance.statements:
        if each.group:
            sources = tuple(source for source in questionnaire.sources if source.id in each.source)
            groups[each.group].append(Care(each, sources))
    held = [(group, found) for group, found in groups.items() if found]
    steps = [(group, found[0]) for group, found in held[:MOST_STEPS]]
    rest = ((group, tuple(found[place < MOST_STEPS :])) for place, (group, found) in enumerate(held))
    return Plan(
        tuple(care for group, care in steps if group not in THIS_WEEK),
        tuple(care for group, care in steps if group in THIS_WEEK),
        tuple((group, found) for group, found in rest if found),
    )


def _rows(journey: Journey, language: str, change: Callable[[str], str]) -> Iterator[tuple[Section, tuple[Row, ...]]]:
    for section in journey.questionnaire.sections:
        asked = [question for question in section.questions if question.id in journey.values]
        if asked:
            yield (
                section,
                tuple((each, listed_words(each, journey.values[each.id], language), change(each.id)) for each in asked),
            )


def _ways(links: tuple[Link, ...], helping: bool) -> tuple[Link, ...]:
    return tuple(link for link in links if not (helping and link.href.startswith("https:")))


def _what_if(other: Counterfactual, language: str) -> WhatIf:
    label = worded(other.question.label.root, language)
    return WhatIf(label, listed_words(other.question, other.answer, language), other.tier)


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


def _because(journey: Journey, guidance: Guidance, rule: Rule, change: Callable[[str], str]) -> Because:
    questionnaire = journey.questionnaire
    looked_at = [reason.name for reason in guidance.because(rule)]
    items = [item for name in looked_at if name in questionnaire.score for item in questionnaire.score[name].sum]
    answered = (questionnaire.question[name] for name in (*looked_at, *items) if name in journey.answers)
    question = next(answered, None)
    return Because(rule, question, change(question.id) if question else "")


def _marked(journey: Journey, guidance: Guidance, language: str) -> tuple[str, ...]:
    questions = journey.questionnaire.question
    behind = (questions[name] for name in dict.fromkeys(each.name for each in guidance.reasons) if name in questions)
    return tuple(
        words
        for question in behind
        if not question.private
        for words in _words(question, journey.values[question.id], language)
    )


def listed_words(question: Question, answer: Answer, language: str) -> str:
    """Return an answer as it stands in a list of answers on the screen: without a word if it is private."""
    return "" if question.private else Markup(semicolon(language)).join(_words(question, answer, language))


def _words(question: Question, answer: Answer, language: str) -> list[str]:
    """Return an answer in words for a page, each marked where it is of another language."""
    return [worded(option.text.root, language) for option in question.chosen(answer)] or [str(answer)]
