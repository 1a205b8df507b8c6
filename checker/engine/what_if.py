"""Which single other answer would make the result more urgent?"""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.engine.conditions import Answer, reads
from checker.engine.guidance import tier_of
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question, Questionnaire, Tier
from checker.memoisation import memoised


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """One answer given differently, and the tier that it leads to."""

    question: Question
    answer: Answer
    """The other answer; of a question with many options, the one option that is added."""
    tier: Tier


def more_urgent(journey: Journey) -> tuple[Counterfactual, ...]:
    """Return, most urgent first, one other answer for each more urgent tier to which one leads.

    The latest question that will do is taken, and there the smallest step: closest to what the person has now. What
    interrupts is left out, since it is not to be read about in passing; so are 'not sure', private answers, and what is
    known of an earlier check.
    """
    questionnaire = journey.questionnaire
    own = tier_of(questionnaire, journey).id
    found: dict[str, Counterfactual] = {}
    wanted = _wanted(questionnaire, own)
    for name in (name for name in reversed(journey.asked) if name in _deciding(questionnaire, own)):
        for other in _leading(journey, questionnaire.question[name]):
            if other.tier.id in wanted:
                found.setdefault(other.tier.id, other)
        if found.keys() == wanted:
            break
    return tuple(found[tier.id] for tier in questionnaire.tiers if tier.id in found)


@memoised
def _wanted(questionnaire: Questionnaire, own: str) -> frozenset[str]:
    """Return the tiers that are more urgent steps."""
    above = questionnaire.tiers[: questionnaire.urgency[own]]
    return frozenset(tier.id for tier in above if not tier.aside)


@memoised
def _deciding(questionnaire: Questionnaire, own: str) -> frozenset[str]:
    """Return the questions that rules of those tiers read, by themselves or in a score; no private or earlier one."""
    rules = [rule for rule in questionnaire.guidance if rule.tier in _wanted(questionnaire, own)]
    names = {name for rule in rules for name in reads(rule.when)}
    items = {item for name in names if name in questionnaire.score for item in questionnaire.score[name].sum}
    return frozenset(names | items).difference(
        each.id for each in questionnaire.questions if each.private or each.earlier
    )


def _leading(journey: Journey, question: Question) -> Iterator[Counterfactual]:
    """Yield each other answer to a question with the tier it leads to, the smallest step first."""
    questionnaire, answers = journey.questionnaire, journey.answers
    for answer, whole in _others(question, answers[question.id]):
        after = walk(questionnaire, {**answers, question.id: whole})
        if not after.interrupted_by:
            yield Counterfactual(question, answer, tier_of(questionnaire, after))


def _others(question: Question, given: Answer) -> Iterator[tuple[Answer, Answer]]:
    """Yield other answers, the smallest step first, each beside the whole answer that it makes."""
    if isinstance(given, frozenset):
        kept = frozenset(option for option in given if not question.option(option).exclusive)
        more = [option.id for option in question.options if not (option.exclusive or option.unsure)]
        yield from ((option, kept | {option}) for option in more if option not in given)
        return
    sure = [option.id for option in question.options if not option.unsure or option.id == given]
    offered: list[Answer] = [*sure, *question.numbers]
    steps = {answer: abs(place - offered.index(given)) for place, answer in enumerate(offered)}
    yield from ((answer, answer) for answer in sorted(offered, key=steps.__getitem__) if answer != given)
