"""What does a re-check say of the numbers then and now? How far they are apart, and what counts as a real change."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from checker.engine.conditions import Answer
from checker.engine.earlier import Change, changes, earlier_answers
from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.privacy import redact
from checker.engine.questionnaire import Question, Questionnaire, Source, Text
from checker.engine.scoring import span


class Compared(NamedTuple):
    """A number then and now, with what is known of it."""

    change: Change
    label: Text
    numbers: range
    """What it can be."""
    is_share: bool
    """Whether its change is told in percent too: a scale from 0, of which nothing but that number is known."""
    sources: tuple[Source, ...]
    """What says how much is a real change."""


def compared(journey: Journey) -> tuple[Compared, ...]:
    """Return each number of which then and now are known; of a check that is the first one, nothing."""
    return tuple(_compared(journey.questionnaire, change) for change in changes(journey))


def _compared(questionnaire: Questionnaire, change: Change) -> Compared:
    question, now = change.question, change.question.now or ""
    sources = tuple(source for source in questionnaire.sources if source.id in question.source)
    if scale := questionnaire.question.get(now):
        return Compared(change, scale.label, scale.numbers, scale.min == 0, sources)
    score = questionnaire.score[now]
    return Compared(change, score.area or score.label, span(questionnaire.question, score), False, sources)


def change_words(
    found: Compared, gettext: Callable[[str], str], ngettext: Callable[[str, str, int], str]
) -> tuple[str, str]:
    """Return how far then and now are apart, and what counts as a real change, as these say our words."""
    points, then, real = abs(found.change.points), found.change.then, found.change.question.real_change or 0
    is_less = found.change.points < 0
    if not points:
        apart = gettext("The same as then.")
    elif found.is_share and then:
        less = ngettext("%(num)s point less, %(share)s%%.", "%(num)s points less, %(share)s%%.", points)
        more = ngettext("%(num)s point more, %(share)s%%.", "%(num)s points more, %(share)s%%.", points)
        apart = (less if is_less else more) % {"num": points, "share": (200 * points + then) // (2 * then)}
    else:
        less = ngettext("%(num)s point less.", "%(num)s points less.", points)
        more = ngettext("%(num)s point more.", "%(num)s points more.", points)
        apart = (less if is_less else more) % {"num": points}
    enough = ngettext(
        "A change of %(num)s point or more is a real one.", "A change of %(num)s points or more is a real one.", real
    )
    return apart, enough % {"num": real}


def to_keep(journey: Journey, guidance: Guidance, recheck: Questionnaire) -> Iterator[tuple[Question, Answer]]:
    """Yield what a re-check will ask of this check, with the answers: what to keep on paper. Others may read it.

    Not what it asks as this check did, by the same id: that, such as the age, people know without paper.
    """
    others, printed = redact(journey, guidance)
    values = {name: value for name, value in others.values.items() if isinstance(value, str | int)}
    known = {**values, "tier": printed.tier.id}
    told = earlier_answers(recheck, known)
    for question in recheck.questions:
        if question.id in told and question.earlier in known and question.earlier != question.id:
            yield question, told[question.id]
