"""Which items does another engine calculate for itself, and what do they hold for one person here?

Scores, the logic that ``enableWhen`` cannot say, and the tier. One list serves the export and the record of answers, so
that both always speak of the same items.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from checker.engine.conditions import AnyOf, holds
from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.questionnaire import Question, Rule, Score
from checker.engine.scoring import Measurement
from checker.fhir.canonical import (
    FINISHED,
    TIER,
    Publication,
    asked_link,
    gate_link,
    interrupt_link,
    mean_link,
    score_link,
)
from checker.fhir.enable_when import comparisons
from checker.fhir.fhirpath import as_fhirpath, asked, gates, has_value, stopped, stops_before
from checker.fhir.reading import quoted

Value: TypeAlias = bool | int | float | str | None


@dataclass(frozen=True)
class Calculated:
    """An item whose value follows from the answers: its FHIRPath there, its value here."""

    link: str
    kind: str
    """Its FHIR type: boolean, integer, decimal or string."""
    words: str
    path: str
    value: Callable[[Journey, Guidance], Value]


def calculated(published: Publication) -> Iterator[Calculated]:
    """Yield every item that follows from the answers."""
    yield from logic(published)
    for score in published.questionnaire.scores:
        yield from measured(published, score)


def logic(published: Publication) -> Iterator[Calculated]:
    """Yield the hidden items: the tier, and what an ``enableWhen`` waits for where a renderer goes by that."""
    if published.profile.enable_when:
        yield from _waited_for(published)
    yield Calculated(TIER, "string", "Tier", published.refer("tier", ""), _tier_id)


def _waited_for(published: Publication) -> Iterator[Calculated]:
    """Yield where the questions go on, which ones are asked, what interrupts, and whether all is asked."""
    questionnaire = published.questionnaire
    for place in sorted(set(gates(questionnaire).values())):
        yield _gate(published, place)
    for question in questionnaire.questions:
        if comparisons(published, question) is None:
            yield _asked(published, question)
    for rule in questionnaire.guidance:
        if rule.then == "interrupt":
            yield _interrupts(published, rule)
    is_finished = published.refer("finished", "")
    yield Calculated(FINISHED, "boolean", "All is asked", is_finished, lambda journey, _: journey.next is None)


def _gate(published: Publication, place: int) -> Calculated:
    stops = AnyOf(stops_before(published.questionnaire, place + 1))
    question = published.questionnaire.questions[place].id
    path = f"{stopped(published, place + 1)}.not()"

    def open_(_: Journey, guidance: Guidance) -> Value:
        return not holds(stops, guidance.values)

    return Calculated(gate_link(question), "boolean", f"The questions go on after {question}", path, open_)


def _asked(published: Publication, question: Question) -> Calculated:
    place = published.questionnaire.position[question.id]
    stops = AnyOf(stops_before(published.questionnaire, place))

    def is_asked(_: Journey, guidance: Guidance) -> Value:
        return holds(question.when, guidance.values) and not holds(stops, guidance.values)

    return Calculated(asked_link(question.id), "boolean", f"{question.id} is asked", asked(published, place), is_asked)


def _interrupts(published: Publication, rule: Rule) -> Calculated:
    path = as_fhirpath(published, rule.when)

    def interrupts(journey: Journey, _: Guidance) -> Value:
        return rule in journey.interrupted_by

    return Calculated(interrupt_link(rule.id), "boolean", f"{rule.id} interrupts", path, interrupts)


def _tier_id(journey: Journey, guidance: Guidance) -> Value:
    return guidance.tier.id if journey.next is None else None


def measured(published: Publication, score: Score) -> Iterator[Calculated]:
    """Yield the items of a score: its points, the mean where that is what people see, and the band."""
    label, points = score.label.said_in(published.language), published.refer("s", score.id)

    def item(link: str, kind: str, path: str, read: Callable[[Measurement], Value]) -> Calculated:
        return Calculated(link, kind, label, f"iif({has_value(published, score)}, {path}, {{}})", _read(score, read))

    yield item(score_link(score.id), "integer", points, lambda found: found.points)
    if score.show == "mean":
        items = len(score.sum)
        mean = f"((20 * {points} + {items}) / {2 * items}).floor() / 10"
        yield item(mean_link(score.id), "decimal", mean, lambda found: found.shown)
    yield item(
        f"band-{score.id}", "string", _band(published, score), lambda found: found.band.text.said_in(published.language)
    )


def _read(score: Score, read: Callable[[Measurement], Value]) -> Callable[[Journey, Guidance], Value]:
    def value(_: Journey, guidance: Guidance) -> Value:
        found = guidance.scores.get(score.id)
        return read(found) if found else None

    return value


def _band(published: Publication, score: Score) -> str:
    """Return the words of the band as FHIRPath: of the last one that begins at or below the points."""
    first, *rest = (quoted(band.text.said_in(published.language)) for band in score.bands)
    path = first
    for words, band in zip(rest, score.bands[1:], strict=True):
        path = f"iif({published.refer('s', score.id)} >= {band.start}, {words}, {path})"
    return path
