"""Is everything heard? What nobody wrote: claims about every questionnaire, decided for all of its answer sheets.

A promise says what somebody thought of. These claims need no author: that every answer makes a difference, that neither
doubt nor a skipped item makes a result softer, and that every score, tier and rule is there for somebody.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from checker.engine.baseline import least_option
from checker.engine.conditions import reads
from checker.engine.questionnaire import KeyPath, Link, Option, Question, Questionnaire, Rule
from checker.phrases import later
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
    yield "whole", later("there are rules, and tiers run from loud to calm"), lambda logic: whole(logic.questionnaire)
    if any(whole(questionnaire)):
        return
    yield "help", later("every emergency has a number to call, and so has every page"), helpless
    yield "tiers", later("every tier can be the result"), unreached
    yield "none", later("whoever has nothing to mark can say so"), unanswerable
    yield "heard", later("every answer makes a difference to somebody, or is for the record"), unheard
    yield "least", later("no doubt, and no answer that nothing names, is softer than the least worrying one"), softer
    yield "unsure", later("an unsure answer never ends in the last tier"), doubt
    yield "read", later("every score is read or shown"), unread
    yield "decides", later("every rule decides alone for somebody, or is there `also`"), idle
    for place, score in enumerate(questionnaire.scores):
        if score.not_scored is not None:
            sentence = later(
                "an answer without points to %(score)s is never softer than the least of its points", score=score.id
            )
            yield f"unscored_{score.id}", sentence, partial(_unscored, place)


# Without a diagram -----------------------------------------------------------------------------------------------


def whole(questionnaire: Questionnaire) -> Iterator[Gap]:
    """Yield what makes everything else uncertain: that there is no rule, and tiers that are upside down."""
    if not questionnaire.guidance:
        message = later("there is no rule: whatever is answered, the result is the last tier. Write `guidance`")
        yield Gap(("guidance",), "guidance", message)
    ranked = [(place, tier) for place, tier in enumerate(questionnaire.tiers) if not tier.aside]
    for (_, before), (place, tier) in pairwise(ranked):
        if LOUD_TO_CALM.index(tier.card) < LOUD_TO_CALM.index(before.card):
            message = later(
                "'%(tier)s' looks more urgent (card: %(card)s) than '%(above)s' above it (card: %(other)s). "
                "List tiers from the most to the least urgent, or change the card that is wrong",
                tier=tier.id,
                card=tier.card,
                above=before.id,
                other=before.card,
            )
            yield Gap(("tiers", place, "card"), tier.id, message)


def helpless(logic: Logic) -> Iterator[Gap]:
    """Yield every emergency without a number to call, and that the help on every page has none."""
    questionnaire = logic.questionnaire
    if not _called(questionnaire.help):
        message = later("nobody can be called from every page. Write a link with a `tel:` number, that of emergencies")
        yield Gap(("help",), "help", message)
    for place, tier in enumerate(questionnaire.tiers):
        if tier.helps_now and not _called(tier.links):
            message = later(
                "'%(tier)s' is an emergency without a way to call. Write `links` with a `tel:` number", tier=tier.id
            )
            yield Gap(("tiers", place), tier.id, message)


def _called(links: Iterable[Link]) -> bool:
    return any(link.href.startswith("tel:") for link in links)


def unanswerable(logic: Logic) -> Iterator[Gap]:
    """Yield every list in which something must be marked, since no option says that there is nothing."""
    for path, question in _questions(logic.questionnaire):
        if _lacks_none(question):
            message = later(
                "who has nothing to mark under '%(question)s' cannot answer: an empty page is an error. "
                "Mark “None of these” with `exclusive: true`, or write such an option",
                question=question.id,
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
            message = later(
                "nothing reads the score '%(score)s', and no page shows it. Write a rule or statement that reads it, "
                "an `area` under which people see it, or delete it",
                score=score.id,
            )
            yield Gap(("scores", place), score.id, message)


# Answers ---------------------------------------------------------------------------------------------------------


def unheard(logic: Logic, but: Collection[str] = ()) -> Iterator[Gap]:
    """Yield every answer that changes nothing for anybody, and every one that does although it is for the record.

    Questions of which that is known already may be left out.
    """
    effects = Effects(logic)
    for number, (path, question) in enumerate(_questions(logic.questionnaire)):
        if question.id in but:
            continue
        try:
            yield from _unheard(logic, effects, path, question)
        except UndecidedError as why:
            raise logic.undecided_at(number, why) from None


def _unheard(logic: Logic, effects: Effects, path: KeyPath, question: Question) -> Iterator[Gap]:
    heard = effects.heard(question)
    if not any(heard.values()):
        if not question.for_record:
            yield Gap(path, question.id, _silent(question))
        return
    if question.for_record:
        yield Gap((*path, "for_record"), question.id, later(_STALE, name=repr(question.id)))
    for place, option in enumerate(question.options):
        is_heard = heard.get(option.id, True)
        if is_heard == option.for_record:
            at = (*path, "options", place)
            yield Gap(at, f"{option.id} of {question.id}", _mended(question, option, is_heard))


def _silent(question: Question) -> str:
    """Return that nothing hears a question, and what would make it heard."""
    mend = later("Write a rule that hears it, or delete it")
    if not question.private:
        mend = later(
            "Write a rule that hears it, or `for_record: true` on the question if it is asked for the page for a "
            "doctor alone"
        )
    return later(
        "nothing hears '%(question)s': whatever is answered, no question, rule, statement or score changes. %(mend)s",
        question=question.id,
        mend=mend,
    )


def _mended(question: Question, option: Option, is_heard: bool) -> str:
    name, least = (
        later("'%(option)s' of '%(question)s'", option=option.id, question=question.id),
        least_option(question),
    )
    if is_heard:
        return later(_STALE, name=name)
    if least and least is not option:
        return later(
            "nothing hears %(name)s: it changes nothing in place of '%(least)s'. %(mend)s",
            name=name,
            least=least.id,
            mend=_mend(question, option),
        )
    return later(
        "nothing hears %(name)s: it changes nothing beside the other answers. %(mend)s",
        name=name,
        mend=_mend(question, option),
    )


def _mend(question: Question, option: Option) -> str:
    """Return what would make an option heard; a doubt is never for the record alone, and lists have no points."""
    if option.unsure:
        return later("Write a rule that hears it")
    if question.private:
        return later("Write a rule that hears it, or delete it")
    if any(each.points is not None for each in question.options):
        return later(
            "Write points or a rule that hears it, or `for_record: true` if it is asked for the page for a doctor alone"
        )
    return later("Write a rule that hears it, or `for_record: true` if it is asked for the page for a doctor alone")


_STALE = later("%(name)s is not for the record alone: some result changes with it. Delete `for_record`")


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
                message = later(
                    _SOFT_DOUBT if option.unsure else _SOFT,
                    name=later("'%(option)s' of '%(question)s'", option=option.id, question=question.id),
                    tier=found[1].tier,
                    least=found[0].tier,
                )
                yield Gap((*path, "options", place), f"{option.id} of {question.id}", message, found)


_SOFT_DOUBT = later(
    "%(name)s is a doubt, and softer than the least worrying answer: it gives '%(tier)s' where that gives '%(least)s'. "
    "Write a rule that hears it"
)
_SOFT = later(
    "%(name)s is named by no rule, and softer than the least worrying answer: it gives '%(tier)s' where that gives "
    "'%(least)s'. Write a rule that hears it"
)


def doubt(logic: Logic) -> Iterator[Gap]:
    """Yield every unsure answer with which the result may be the last tier; what is for the record asks nothing."""
    for path, question in _questions(logic.questionnaire):
        for place, option in enumerate(() if question.for_record else question.options):
            if option.unsure and (found := _at_rest(logic, question, option)):
                message = later(
                    "who is not sure (%(name)s) may be told '%(tier)s', the calmest result. Write a rule that hears it",
                    name=later("'%(option)s' of '%(question)s'", option=option.id, question=question.id),
                    tier=found[0].tier,
                )
                yield Gap((*path, "options", place), f"{option.id} of {question.id}", message, found)


def _at_rest(logic: Logic, question: Question, option: Option) -> tuple[Counterexample, ...]:
    """Return the smallest sheet with this answer whose result is the last tier, if there is any."""
    last = len(logic.questionnaire.tiers) - 1
    if not last:
        return ()
    chosen = logic.space.blocks[question.id].gives(logic.diagrams, option.id)
    asked = logic.diagrams.all([logic.asked[question.id], chosen, logic.among])
    way = asked, [*logic.alive(logic.questionnaire.position[question.id]), *logic.softer(last - 1)]
    found = cheapest(logic.diagrams, [way], smallest(logic))
    return (shown_of(logic, found.values),) if found.values is not None else ()


def _unscored(place: int, logic: Logic) -> Iterator[Gap]:
    """Yield the first item of which an answer without points is softer than the least worrying one with points."""
    score = logic.questionnaire.scores[place]
    for item in score.sum:
        if found := softened(logic, unscored_swaps(logic, logic.questionnaire.question[item])):
            least, skipped = (each.sheet[item] for each in found)
            message = later(
                "'%(option)s' of '%(question)s' has no points, and is softer than '%(least)s', which has the fewest: "
                "it gives '%(tier)s' where that gives '%(other)s'. Write points, let `not_scored` bear more answers "
                "without points, or write a rule for them as urgent as '%(other)s'",
                option=skipped,
                question=item,
                least=least,
                tier=found[1].tier,
                other=found[0].tier,
            )
            yield Gap(("scores", place, "not_scored"), score.id, message, found)
            return


# Tiers and rules -------------------------------------------------------------------------------------------------


def unreached(logic: Logic) -> Iterator[Gap]:
    """Yield every tier that is nobody's result."""
    for place, (target, ways) in enumerate(tiers(logic)):
        if possible(logic.diagrams, ways) is None:
            message = later(
                "nobody's result is ever '%(tier)s'. Write a rule that leads to it, delete it, or list tiers from the "
                "most to the least urgent",
                tier=target.id,
            )
            yield Gap(("tiers", place), target.id, message)


def idle(logic: Logic) -> Iterator[Gap]:
    """Yield every rule that decides alone for nobody, and every one that does although it is there ``also``."""
    masked = {rule.id: _masks(logic, rule) for rule in logic.questionnaire.guidance}
    for place, rule in enumerate(logic.questionnaire.guidance):
        masks = masked[rule.id]
        if possible(logic.diagrams, logic.happening(rule.when)) is None:
            message = later("rule '%(rule)s' holds for nobody. Mend its condition, or delete it", rule=rule.id)
            yield Gap(("guidance", place), rule.id, message)
        elif masks is None and rule.also:
            message = later(
                "rule '%(rule)s' decides alone for somebody, although it says `also: true`. Delete that", rule=rule.id
            )
            yield Gap(("guidance", place, "also"), rule.id, message)
        elif masks is not None and not rule.also:
            why = _why(masks, masked)
            message = later("rule '%(rule)s' never decides alone: %(why)s", rule=rule.id, why=why)
            yield Gap(("guidance", place), rule.id, message)


def _why(masks: Sequence[str], masked: Mapping[str, Sequence[str] | None]) -> str:
    """Return why a rule never decides alone, and what to do: of rules that hide one another, one has to stay."""
    what = later("wherever it holds, so does %(rule)s", rule=masks[0])
    if masks[1:]:
        what = later("wherever it holds, so does one of %(rules)s", rules=", ".join(masks))
    if mutual := [mask for mask in masks if masked[mask] is not None]:
        return later(
            "%(what)s. Keep one of these, and write `also: true` on the others (see %(rules)s)",
            what=what,
            rules=", ".join(mutual),
        )
    return later("%(what)s. Delete it, or write `also: true` if it is there for its page or its reason", what=what)


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
