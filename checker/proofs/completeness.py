"""Is everything heard? What nobody wrote: claims about every questionnaire, decided for all of its answer sheets.

A promise says what somebody thought of. These claims need no author: that every answer makes a difference, that neither
doubt nor a skipped item makes a result softer, and that every score, tier and rule is there for somebody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from checker.engine.baseline import least_option
from checker.engine.conditions import reads
from checker.engine.questionnaire import KeyPath, Link, Option, Question, Questionnaire, Rule
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.encoding import Logic
from checker.proofs.influence import Effects, named
from checker.proofs.monotonicity import swaps, unscored_swaps
from checker.proofs.promises import shown_of, smallest, softened
from checker.proofs.reachability import tiers
from checker.proofs.report import Counterexample
from checker.proofs.satisfiability import cheapest, necessary, possible, solve

LOUD_TO_CALM = ("emergency", "crisis", "urgent", "soon", "calm")


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
    """Yield every claim that nobody needs to write: its id, a sentence, and what yields all that shows it false.

    Where there is no rule, or tiers are upside down, nothing else is claimed: mending that may undo all the rest.
    """
    yield "whole", "there are rules, and tiers run from loud to calm", lambda logic: whole(logic.questionnaire)
    if any(whole(questionnaire)):
        return
    yield "help", "every emergency has a number to call, and so has every page", helpless
    yield "tiers", "every tier can be the result", unreached
    yield "none", "whoever has nothing to mark can say so", unanswerable
    yield "heard", "every answer makes a difference to somebody, or is for the record", unheard
    yield "least", "no doubt, and no answer that nothing names, is softer than the least worrying one", softer
    yield "unsure", "an unsure answer never ends in the last tier", doubt
    yield "read", "every score is read or shown", unread
    yield "decides", "every rule decides alone for somebody, or is there `also`", idle
    for place, score in enumerate(questionnaire.scores):
        if score.not_scored is not None:
            sentence = f"an answer without points to {score.id} is never softer than the least of its points"
            yield f"unscored_{score.id}", sentence, partial(_unscored, place)


# Without a diagram -----------------------------------------------------------------------------------------------


def whole(questionnaire: Questionnaire) -> Iterator[Gap]:
    """Yield what makes everything else uncertain: that there is no rule, and tiers that are upside down."""
    if not questionnaire.guidance:
        message = "there is no rule: whatever is answered, the result is the last tier. Write `guidance`"
        yield Gap(("guidance",), "guidance", message)
    ranked = [(place, tier) for place, tier in enumerate(questionnaire.tiers) if not tier.aside]
    for (_, before), (place, tier) in pairwise(ranked):
        if LOUD_TO_CALM.index(tier.card) < LOUD_TO_CALM.index(before.card):
            message = (
                f"'{tier.id}' looks more urgent (card: {tier.card}) than '{before.id}' above it (card: {before.card}). "
                "List tiers from the most to the least urgent, or change the card that is wrong"
            )
            yield Gap(("tiers", place, "card"), tier.id, message)


def helpless(logic: Logic) -> Iterator[Gap]:
    """Yield every emergency without a number to call, and that the help on every page has none."""
    questionnaire = logic.questionnaire
    if not _called(questionnaire.help):
        message = "nobody can be called from every page. Write a link with a `tel:` number, such as tel:911"
        yield Gap(("help",), "help", message)
    for place, tier in enumerate(questionnaire.tiers):
        if tier.helps_now and not _called(tier.links):
            message = f"'{tier.id}' is an emergency without a way to call. Write `links` with a `tel:` number"
            yield Gap(("tiers", place), tier.id, message)


def _called(links: Iterable[Link]) -> bool:
    return any(link.href.startswith("tel:") for link in links)


def unanswerable(logic: Logic) -> Iterator[Gap]:
    """Yield every list in which something must be marked, since no option says that there is nothing."""
    for path, question in _questions(logic.questionnaire):
        if _lacks_none(question):
            message = (
                f"who has nothing to mark under '{question.id}' cannot answer: an empty page is an error. "
                "Mark “None of these” with `exclusive: true`, or write such an option"
            )
            yield Gap((*path, "options"), question.id, message)


def _lacks_none(question: Question) -> bool:
    return question.kind == "many" and not any(option.exclusive and not option.unsure for option in question.options)


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
            otherwise = "delete it" if question.private else f"`for_record: true` on the question {_FOR_RECORD}"
            mend = f"Write a rule that hears it, or {otherwise}"
            yield Gap(path, question.id, f"nothing hears '{question.id}': {why}. {mend}")
        return
    if question.for_record:
        yield Gap((*path, "for_record"), question.id, f"'{question.id}' is not for the record alone: {_STALE}")
    for place, option in enumerate(question.options):
        is_heard = heard.get(option.id, True)
        if is_heard == option.for_record:
            at = (*path, "options", place)
            yield Gap(at, f"{option.id} of {question.id}", _mended(question, option, is_heard))


def _mended(question: Question, option: Option, is_heard: bool) -> str:
    named, least = f"'{option.id}' of '{question.id}'", least_option(question)
    if is_heard:
        return f"{named} is not for the record alone: {_STALE}"
    beside = f"in place of '{least.id}'" if least and least is not option else "beside the other answers"
    return f"nothing hears {named}: it changes nothing {beside}. {_mend(question, option)}"


def _mend(question: Question, option: Option) -> str:
    """Return what would make an option heard; a doubt is never for the record alone, and lists have no points."""
    if option.unsure:
        return "Write a rule that hears it"
    if question.private:
        return "Write a rule that hears it, or delete it"
    has_points = any(each.points is not None for each in question.options)
    return f"Write {'points or ' * has_points}a rule that hears it, or `for_record: true` {_FOR_RECORD}"


_FOR_RECORD = "if it is asked for the page for a doctor alone"
_STALE = "some result changes with it. Delete `for_record`"


def _questions(questionnaire: Questionnaire) -> Iterator[tuple[KeyPath, Question]]:
    for number, section in enumerate(questionnaire.sections):
        for place, question in enumerate(section.questions):
            yield ("sections", number, "questions", place), question


def softer(logic: Logic) -> Iterator[Gap]:
    """Yield every doubt, and every answer that nothing names, that is softer for somebody than the least worrying one.

    What is named may be another kind of answer; what is not is heard only by lacking what another one has. Options that
    are ``aside`` take no part, nor do lists in which nobody can say that there is nothing.
    """
    meant = frozenset(named(logic.questionnaire))
    for path, question in _questions(logic.questionnaire):
        for place, option in enumerate(() if _lacks_none(question) else question.options):
            is_meant = option.aside or ((question.id, option.id) in meant and not option.unsure)
            if not is_meant and (found := softened(logic, swaps(logic, question, option))):
                why = "is a doubt" if option.unsure else "is named by no rule"
                message = (
                    f"'{option.id}' of '{question.id}' {why}, and softer than the least worrying answer: it gives "
                    f"'{found[1].tier}' where that gives '{found[0].tier}'. Write a rule that hears it"
                )
                yield Gap((*path, "options", place), f"{option.id} of {question.id}", message, found)


def doubt(logic: Logic) -> Iterator[Gap]:
    """Yield every unsure answer with which the result may be the last tier; what is for the record asks nothing."""
    for path, question in _questions(logic.questionnaire):
        for place, option in enumerate(() if question.for_record else question.options):
            if option.unsure and (found := _at_rest(logic, question, option)):
                message = (
                    f"who is not sure ('{option.id}' of '{question.id}') may be told '{found[0].tier}', the calmest "
                    "result. Write a rule that hears it"
                )
                yield Gap((*path, "options", place), f"{option.id} of {question.id}", message, found)


def _at_rest(logic: Logic, question: Question, option: Option) -> tuple[Counterexample, ...]:
    """Return the smallest sheet with this answer whose result is the last tier, if there is any."""
    last = len(logic.questionnaire.tiers) - 1
    if not last:
        return ()
    chosen = logic.space.blocks[question.id].gives(logic.diagrams, option.id)
    asked = logic.diagrams.both(logic.asked[question.id], chosen)
    way = asked, [*logic.alive(logic.questionnaire.position[question.id]), *logic.softer(last - 1)]
    found = cheapest(logic.diagrams, [way], smallest(logic))
    return (shown_of(logic, found.values),) if found.values is not None else ()


def _unscored(place: int, logic: Logic) -> Iterator[Gap]:
    """Yield the first item of which an answer without points is softer than the least worrying one with points."""
    score = logic.questionnaire.scores[place]
    for item in score.sum:
        if found := softened(logic, unscored_swaps(logic, logic.questionnaire.question[item])):
            least, skipped = (each.sheet[item] for each in found)
            message = (
                f"'{skipped}' of '{item}' has no points, and is softer than '{least}', which has the fewest: it gives "
                f"'{found[1].tier}' where that gives '{found[0].tier}'. Write points, let `not_scored` bear more "
                f"answers without points, or write a rule for them as urgent as '{found[0].tier}'"
            )
            yield Gap(("scores", place, "not_scored"), score.id, message, found)
            return


# Tiers and rules -------------------------------------------------------------------------------------------------


def unreached(logic: Logic) -> Iterator[Gap]:
    """Yield every tier that is nobody's result."""
    for place, (target, ways) in enumerate(tiers(logic)):
        if possible(logic.diagrams, ways) is None:
            mend = "Write a rule that leads to it, delete it, or list tiers from the most to the least urgent"
            yield Gap(("tiers", place), target.id, f"nobody's result is ever '{target.id}'. {mend}")


def idle(logic: Logic) -> Iterator[Gap]:
    """Yield every rule that decides alone for nobody, and every one that does although it is there ``also``."""
    masked = {rule.id: _masks(logic, rule) for rule in logic.questionnaire.guidance}
    for place, rule in enumerate(logic.questionnaire.guidance):
        masks = masked[rule.id]
        if possible(logic.diagrams, logic.happening(rule.when)) is None:
            message = f"rule '{rule.id}' holds for nobody. Mend its condition, or delete it"
            yield Gap(("guidance", place), rule.id, message)
        elif masks is None and rule.also:
            message = f"rule '{rule.id}' decides alone for somebody, although it says `also: true`. Delete that"
            yield Gap(("guidance", place, "also"), rule.id, message)
        elif masks is not None and not rule.also:
            yield Gap(("guidance", place), rule.id, f"rule '{rule.id}' never decides alone: {_why(masks, masked)}")


def _why(masks: Sequence[str], masked: Mapping[str, Sequence[str] | None]) -> str:
    """Return why a rule never decides alone, and what to do: of rules that hide one another, one has to stay."""
    one_of = "one of " if masks[1:] else ""
    what = f"wherever it holds, so does {one_of}{', '.join(masks)}"
    if mutual := [mask for mask in masks if masked[mask] is not None]:
        return f"{what}. Keep one of these, and write `also: true` on the others (see {', '.join(mutual)})"
    return f"{what}. Delete it, or write `also: true` if it is there for its page or its reason"


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
