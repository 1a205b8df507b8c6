"""What would a doctor want to know of this? What stands out first, then items, then what was not found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from checker.engine.conditions import Compare, Has, Is, leaves, reads
from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.privacy import redact
from checker.engine.questionnaire import Option, Question, Questionnaire, Rule, Score, Section
from checker.engine.scoring import Measurement, shown
from checker.explain.plain_english import answer_words
from checker.explain.then_and_now import Compared, compared
from checker.languages import semicolon

Marked: TypeAlias = tuple[tuple[Question, tuple[Option, ...]], ...]
"""Some options of some questions, in the order of the file."""
Ticks: TypeAlias = set[tuple[str, str]]
"""Ids of questions, each with that of an option."""
Rows: TypeAlias = tuple[tuple[Question, str], ...]
"""Questions with the words chosen."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What brings a page of help at once, as far as it was asked."""

    about: tuple[Question, ...]
    """The questions that its rules read."""
    lifeline: bool
    """Whether it is about thoughts of death or self-harm."""
    ticked: Marked
    """What the rules look for and was marked, whether or not all else held that a rule asks for."""
    not_ticked: Marked
    unsure: bool
    """Whether one of the questions was answered with 'not sure'."""
    shown: bool
    """Whether the page of help was shown."""

    @property
    def found(self) -> bool:
        """Whether something was marked, and more than a doubt."""
        options = [option for _, marked in self.ticked for option in marked]
        return any(not option.unsure for option in options) or (self.shown and not options)


class Scored(NamedTuple):
    """A score that has a value, with the number from which on it counts."""

    measured: Measurement
    cut: float | None
    """As people see it: the lowest number that a rule asks for; where no rule does, where the second band begins."""
    above: bool
    """Whether the value is that number or more."""


class Item(NamedTuple):
    """A question that a score adds up, with what was answered."""

    question: Question
    words: str
    points: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """One person's answers and guidance, for a doctor to read: nothing of it is private."""

    presenting: Rows
    """Who, where and how long: the first line."""
    alarms: tuple[Alarm, ...]
    """Thoughts of death or self-harm first, then whatever else brings a page of help at once."""
    signs: Marked
    """What was marked of that which rules look for, but for that of the alarms."""
    unsure: tuple[Question, ...]
    """Questions answered with 'not sure'."""
    scores: tuple[Scored, ...]
    """Without a shorter score whose place a longer one takes."""
    also: Rows
    """All other answers: neither above nor an item."""
    items: tuple[tuple[Section, tuple[Item, ...]], ...]
    not_found: Marked
    """What was asked and not marked of that which rules look for, but for that of the alarms."""
    sections: tuple[tuple[Section, Rows], ...]
    """The questions that count with the words chosen, by section."""
    guidance: Guidance
    """What was advised, as others may read it."""
    compared: tuple[Compared, ...]
    """The numbers then and now."""


def summarize(journey: Journey, guidance: Guidance, language: str) -> Summary:
    """Return what a doctor would want to know, in the order of the questionnaire."""
    journey, guidance = redact(journey, guidance)
    questionnaire = journey.questionnaire
    sections = tuple(
        (section, tuple(_answered(section, journey, language)))
        for section in questionnaire.sections
        if any(question.id in journey.values for question in section.questions)
    )
    return Summary(
        tuple(row for _, rows in sections for row in rows if row[0].presenting),
        tuple(_alarms(journey)),
        _ticked(journey, _signs(questionnaire), questionnaire.questions),
        tuple(question for question in questionnaire.questions if _unsure(question, journey)),
        tuple(_scores(questionnaire, guidance)),
        tuple(_also(journey, language)),
        tuple((section, items) for section, rows in sections if (items := tuple(_items(journey, rows)))),
        _not_ticked(journey, _signs(questionnaire), questionnaire.questions),
        sections,
        guidance,
        compared(journey),
    )


def crisis_lines(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the addresses of the lines for thoughts of death or self-harm: the first way to help of a crisis.

    A page of help whose first link is such a line was shown because of such thoughts. What calls an ambulance is none:
    the first way to help of all, and the first one of an emergency.
    """
    emergencies = (tier.links[:1] for tier in questionnaire.tiers if tier.card == "emergency")
    calls = {link.href for links in (questionnaire.help[:1], *emergencies) for link in links}
    crises = (tier.links for tier in questionnaire.tiers if tier.card == "crisis")
    lines = ([link.href for link in links if link.href not in calls] for links in crises)
    return frozenset(first for some in lines for first in some[:1])


def not_found(journey: Journey) -> tuple[Option, ...]:
    """Return the warning signs that were asked and not ticked: options of many that some rule looks for."""
    questionnaire = journey.questionnaire
    missing = _not_ticked(journey, _signs(questionnaire), questionnaire.questions)
    return tuple(option for _, options in missing for option in options)


# Answers ---------------------------------------------------------------------------------------------------------


def _answered(section: Section, journey: Journey, language: str) -> Iterator[tuple[Question, str]]:
    for question in section.questions:
        if question.id in journey.values:
            yield question, semicolon(language).join(answer_words(question, journey.values[question.id], language))


def _items(journey: Journey, rows: Rows) -> Iterator[Item]:
    for question, words in rows:
        if question.id in _scored(journey.questionnaire):
            yield Item(question, words, question.points(journey.values[question.id]))


def _also(journey: Journey, language: str) -> Iterator[tuple[Question, str]]:
    """Yield the answers that stand nowhere else: of many, the options that no rule looks for."""
    questionnaire = journey.questionnaire
    looked_for, scored = _looked_for(questionnaire), _scored(questionnaire)
    for question in questionnaire.questions:
        if question.id in journey.values and question.id not in scored and not question.presenting:
            answer = journey.values[question.id]
            rest = _rest(question, answer, looked_for) if isinstance(answer, frozenset) else answer
            if rest != frozenset():
                yield question, semicolon(language).join(answer_words(question, rest, language))


def _rest(question: Question, ticked: frozenset[str], looked_for: Ticks) -> frozenset[str]:
    """Return what neither stands out nor, as 'None of these' does, only says that nothing was marked."""
    heard = {option for name, option in looked_for if name == question.id}
    told = {option.id for option in question.options if option.unsure or (option.exclusive and heard)}
    return ticked - heard - told


def _scored(questionnaire: Questionnaire) -> set[str]:
    return {item for score in questionnaire.scores if score.show != "nothing" for item in score.sum}


# Signs -----------------------------------------------------------------------------------------------------------


def _alarms(journey: Journey) -> Iterator[Alarm]:
    questionnaire = journey.questionnaire
    lines = crisis_lines(questionnaire)
    for lifeline in (True, False):
        rules = [rule for rule in questionnaire.interrupts if (_first_line(rule) in lines) is lifeline]
        names = frozenset[str]().union(*(reads(rule.when) for rule in rules))
        about = tuple(q for q in questionnaire.questions if q.id in names and q.id in journey.values)
        if about:
            ticks = _alarming(questionnaire, rules)
            yield Alarm(
                about,
                lifeline,
                _ticked(journey, ticks, about),
                _not_ticked(journey, ticks, about),
                any(_unsure(question, journey) for question in about),
                any(rule in journey.interrupted_by for rule in rules),
            )


def _first_line(rule: Rule) -> str:
    return rule.page.links[0].href if rule.page and rule.page.links else ""


def _alarming(questionnaire: Questionnaire, rules: Iterable[Rule]) -> Ticks:
    """Return the options that these rules look for; all of a question of which even a doubt brings help at once."""
    ticks = _union(rules)
    whole = [q for q in questionnaire.questions if any(o.unsure and (q.id, o.id) in ticks for o in q.options)]
    return ticks | {(q.id, o.id) for q in whole for o in q.options if not o.exclusive}


def _ticked(journey: Journey, ticks: Ticks, questions: Iterable[Question]) -> Marked:
    chosen = ((question, question.chosen(journey.values.get(question.id))) for question in questions)
    return _marked(ticks, chosen)


def _not_ticked(journey: Journey, ticks: Ticks, questions: Iterable[Question]) -> Marked:
    """Return what was asked and not ticked; of a question answered with 'not sure', nothing."""
    sure = (each for each in questions if each.id in journey.values and not _unsure(each, journey))
    many = ((each, each.chosen(journey.values[each.id])) for each in sure if each.kind == "many")
    return _marked(
        ticks, ((each, [o for o in each.options if o not in chosen and not o.unsure]) for each, chosen in many)
    )


def _marked(ticks: Ticks, options: Iterable[tuple[Question, list[Option]]]) -> Marked:
    """Return those of some options that are looked for, without a question that has none."""
    kept = ((question, tuple(o for o in some if (question.id, o.id) in ticks)) for question, some in options)
    return tuple((question, some) for question, some in kept if some)


def _looked_for(questionnaire: Questionnaire) -> Ticks:
    return _union(questionnaire.guidance)


def _signs(questionnaire: Questionnaire) -> Ticks:
    """Return the options of many that rules look for, but for those that interrupt: the alarms have them."""
    many = {question.id for question in questionnaire.questions if question.kind == "many"}
    signs = _looked_for(questionnaire) - _alarming(questionnaire, questionnaire.interrupts)
    return {tick for tick in signs if tick[0] in many}


def _union(rules: Iterable[Rule]) -> Ticks:
    return set().union(*map(_ticks, rules))


def _ticks(rule: Rule) -> Ticks:
    return {tick for leaf in leaves(rule.when) for tick in _of(leaf)}


def _of(leaf: Is | Has | Compare) -> Ticks:
    match leaf:
        case Has(name, option, negated=False):
            return {(name, option)}
        case Is(name, options, negated=False):
            return {(name, option) for option in options}
    return set()


def _unsure(question: Question, journey: Journey) -> bool:
    return any(option.unsure for option in question.chosen(journey.values.get(question.id)))


# Scores ----------------------------------------------------------------------------------------------------------


def _scores(questionnaire: Questionnaire, guidance: Guidance) -> Iterator[Scored]:
    valued = [each for each in guidance.scores.values() if each and each.score.show != "nothing"]
    replaced = {measured.score.instead_of for measured in valued}
    for measured in valued:
        if measured.score.id not in replaced:
            cut = _cut(questionnaire, measured.score)
            above = cut is not None and measured.points >= cut
            yield Scored(measured, None if cut is None else shown(measured.score, cut), above)


def _cut(questionnaire: Questionnaire, score: Score) -> int | None:
    """Return the lowest points that a rule asks for, or where the second band begins; None if it has but one."""
    asked = [leaf for rule in questionnaire.guidance for leaf in leaves(rule.when) if leaf.name == score.id]
    least = {">=": 0, ">": 1}
    cuts = [leaf.number + least[leaf.op] for leaf in asked if isinstance(leaf, Compare) and leaf.op in least]
    return min(cuts or [band.start for band in score.bands[1:]], default=None)
