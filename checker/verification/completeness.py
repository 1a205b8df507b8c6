"""Is everything heard? What nobody wrote: claims about every questionnaire, decided for all of its answer sheets.

A promise says what somebody thought of. These claims need no author: that every answer makes a difference, that neither
doubt nor a skipped item makes a result softer, and that every score, tier and rule is there for somebody.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from checker.expressions import reads
from checker.least import least_option
from checker.model import KeyPath, Option, Question, Questionnaire, Rule
from checker.verification.diagrams import UndecidedError
from checker.verification.effects import Effects
from checker.verification.logic import Logic
from checker.verification.promising import shown_of, smallest, softened
from checker.verification.reaching import tiers
from checker.verification.report import Counterexample
from checker.verification.solving import Solution, cheapest, necessary, possible, solve
from checker.verification.swaps import swaps, unscored_swaps

LOUD_TO_CALM = ("emergency", "urgent", "soon", "calm")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, or that makes no difference to anybody."""

    path: KeyPath
    """The keys and places that lead to it in the YAML."""
    name: str
    """The id of what the gap is about, an option's before that of its question."""
    message: str
    """What is wrong and how to mend it."""
    shown_by: tuple[Counterexample, ...] = ()
    """The smallest sheet that shows it, or two that differ in one answer."""


_Gaps: TypeAlias = Callable[[Logic], Iterator[Gap]]


def claims(questionnaire: Questionnaire) -> Iterator[tuple[str, str, _Gaps]]:
    """Yield every claim that nobody needs to write: its id, a sentence, and what yields all that shows it false."""
    yield "whole", "there are rules, tiers run from loud to calm, and every emergency has a call", whole
    yield "tiers", "every tier can be the result", unreached
    yield "heard", "every answer makes a difference to somebody, or is for the record", unheard
    yield "read", "every score is read or shown", unread
    yield "decides", "every rule decides for somebody, or is there `also`", idle
    sentence = "an unsure answer is never softer than the least worrying one, and never ends in the last tier"
    yield "unsure", sentence, doubt
    for place, score in enumerate(questionnaire.scores):
        if score.not_scored is not None:
            sentence = f"an answer without points to {score.id} is never softer than the least of its points"
            yield f"unscored_{score.id}", sentence, partial(_unscored, place)


# Without a diagram -----------------------------------------------------------------------------------------------


def whole(logic: Logic) -> Iterator[Gap]:
    """Yield what is missing or upside down whatever anybody answers."""
    questionnaire = logic.questionnaire
    if not questionnaire.guidance:
        message = "there is no rule: whatever is answered, the result is the last tier. Write `guidance`"
        yield Gap(("guidance",), "guidance", message)
    ranked = [(place, tier) for place, tier in enumerate(questionnaire.tiers) if not tier.aside]
    for (_, before), (place, tier) in pairwise(ranked):
        if LOUD_TO_CALM.index(tier.card) < LOUD_TO_CALM.index(before.card):
            message = (
                f"'{tier.id}' looks more urgent (card: {tier.card}) than '{before.id}' above it (card: {before.card}). "
                "List tiers from the most to the least urgent, or change a card"
            )
            yield Gap(("tiers", place, "card"), tier.id, message)
    for place, tier in enumerate(questionnaire.tiers):
        if tier.card == "emergency" and not any(link.href.startswith("tel:") for link in tier.links):
            message = f"'{tier.id}' is an emergency without a way to call. Write `links` with a `tel:` number"
            yield Gap(("tiers", place), tier.id, message)


def unread(logic: Logic) -> Iterator[Gap]:
    """Yield every score that no condition reads and no page shows."""
    questionnaire = logic.questionnaire
    parts = (questionnaire.questions, questionnaire.guidance, questionnaire.statements)
    read = frozenset[str]().union(*(reads(part.when) for group in parts for part in group))
    for place, score in enumerate(questionnaire.scores):
        if score.id not in read and score.area is None:
            mend = "Write a rule or statement that reads it, an `area` under which people see it, or delete it"
            message = f"nothing reads the score '{score.id}', and no page shows it. {mend}"
            yield Gap(("scores", place), score.id, message)


# Answers ---------------------------------------------------------------------------------------------------------


def unheard(logic: Logic) -> Iterator[Gap]:
    """Yield every answer that changes nothing for anybody, and every one that does although it is for the record."""
    effects = Effects(logic)
    for number, (path, question) in enumerate(_questions(logic.questionnaire)):
        try:
            yield from _unheard(logic, effects, path, question)
        except UndecidedError as why:
            raise logic.undecided_at(number, why) from None


def _unheard(logic: Logic, effects: Effects, path: KeyPath, question: Question) -> Iterator[Gap]:
    heard = effects.heard(question)
    if not any(heard.values()):
        if not question.for_record:
            why = "whatever is answered, no question, rule, statement or score changes"
            yield Gap(path, question.id, f"nothing hears '{question.id}': {why}. {_MEND}")
        return
    if question.for_record:
        yield Gap((*path, "for_record"), question.id, f"'{question.id}' is not for the record alone: {_STALE}")
    for place, option in enumerate(question.options):
        is_heard = heard.get(option.id, not option.for_record)
        if is_heard == option.for_record:
            at = (*path, "options", place)
            yield Gap(at, f"{option.id} of {question.id}", _mended(question, option, is_heard))


def _mended(question: Question, option: Option, is_heard: bool) -> str:
    named = f"'{option.id}' of '{question.id}'"
    if is_heard:
        return f"{named} is not for the record alone: {_STALE}"
    return f"nothing hears {named}: it changes nothing beside {_beside(question, option)}. {_MEND}"


_MEND = "Write a rule or points that hear it, or `for_record: true` if it is asked for the page for a doctor alone"
_STALE = "some result changes with it. Delete `for_record`"


def _beside(question: Question, option: Option) -> str:
    least = least_option(question)
    return f"'{least.id}'" if least and least is not option else "the other answers"


def _questions(questionnaire: Questionnaire) -> Iterator[tuple[KeyPath, Question]]:
    for number, section in enumerate(questionnaire.sections):
        for place, question in enumerate(section.questions):
            yield ("sections", number, "questions", place), question


def doubt(logic: Logic) -> Iterator[Gap]:
    """Yield every unsure answer that gives somebody a softer tier than the least worrying one, or the last tier."""
    for path, question in _questions(logic.questionnaire):
        for place, option in enumerate(question.options):
            if option.unsure:
                yield from _doubt(logic, (*path, "options", place), question, option)


def _doubt(logic: Logic, path: KeyPath, question: Question, option: Option) -> Iterator[Gap]:
    found = softened(logic, swaps(logic, question, option)) or _at_rest(logic, question, option)
    if found:
        softer = f"gives {found[-1].tier}, where without it the result is {found[0].tier}"
        what = softer if found[1:] else f"may end in '{found[0].tier}'"
        message = f"'{option.id}' of '{question.id}' is a doubt, and reassures: it {what}. Write a rule that hears it"
        yield Gap(path, f"{option.id} of {question.id}", message, found)


def _at_rest(logic: Logic, question: Question, option: Option) -> tuple[Counterexample, ...]:
    """Return the smallest sheet with this answer whose result is the last tier, if there is any."""
    last = len(logic.questionnaire.tiers) - 1
    asked = logic.diagrams.both(
        logic.asked[question.id], logic.space.blocks[question.id].gives(logic.diagrams, option.id)
    )
    way = asked, [*logic.alive(logic.questionnaire.position[question.id]), *logic.softer(last - 1)]
    found = cheapest(logic.diagrams, [way], smallest(logic)) if last else Solution(None)
    return (shown_of(logic, found.values),) if found.values is not None else ()


def _unscored(place: int, logic: Logic) -> Iterator[Gap]:
    """Yield that an answer without points gives somebody a softer tier than the least worrying one with points."""
    score = logic.questionnaire.scores[place]
    steps = (swap for item in score.sum for swap in unscored_swaps(logic, logic.questionnaire.question[item]))
    if found := softened(logic, steps):
        what = f"gives {found[1].tier} where the least of its points gives {found[0].tier}"
        mend = "Let `not_scored` bear more answers without points, or write a rule for them"
        message = f"an answer without points reassures: it {what}. {mend}"
        yield Gap(("scores", place, "not_scored"), score.id, message, found)


# Tiers and rules -------------------------------------------------------------------------------------------------


def unreached(logic: Logic) -> Iterator[Gap]:
    """Yield every tier that is nobody's result."""
    for place, (target, ways) in enumerate(tiers(logic)):
        if possible(logic.diagrams, ways) is None:
            mend = "Write a rule that leads to it, or delete it"
            yield Gap(("tiers", place), target.id, f"nobody's result is ever '{target.id}'. {mend}")


def idle(logic: Logic) -> Iterator[Gap]:
    """Yield every rule that decides for nobody, and every one that does although it is there ``also``."""
    for place, rule in enumerate(logic.questionnaire.guidance):
        masks = _masks(logic, rule)
        if masks is not None and not rule.also:
            one_of = "one of " if masks[1:] else ""
            what = f"wherever it holds, so does {one_of}{', '.join(masks)}" if masks else "it holds for nobody"
            mend = "Delete it, or write `also: true` if it is there for its page or its reason"
            yield Gap(("guidance", place), rule.id, f"rule '{rule.id}' never decides: {what}. {mend}")
        elif masks is None and rule.also:
            message = f"rule '{rule.id}' decides for somebody, although it says `also: true`. Delete that"
            yield Gap(("guidance", place, "also"), rule.id, message)


def _masks(logic: Logic, rule: Rule) -> list[str] | None:
    """Return the rules, none of them there ``also``, of which one holds wherever this one does; None for no such."""
    others = [other for other in logic.rules(logic.tier(rule)) if other is not rule and not other.also]
    masks = set[int]()
    for place, ending, alive in logic.endings():
        silent = [logic.diagrams.negation(logic.cut(other.when, place)) for other in others]
        way = logic.diagrams.both(logic.cut(rule.when, place), ending), [*silent, *alive]
        found = solve(logic.diagrams, way)
        if found.values is not None:
            return None
        masks |= set(necessary(logic.diagrams, way, found.needed))
    return [other.id for place, other in enumerate(others) if place in masks]
