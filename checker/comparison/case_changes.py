"""Which worked cases does a change touch? Each is walked in both versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What the two versions make of a worked case."""

    id: str
    tiers: tuple[str, str]
    """The tier before and now."""
    apart: frozenset[tuple[str, str]]
    """What only one version asks, holds, says or scores of it: a kind of part, and the id."""


def worked(old: Questionnaire, new: Questionnaire) -> tuple[tuple[CaseChange, ...], tuple[str, ...]]:
    """Return the cases of both versions, and those that not both can take to an end."""
    found, unfinished = list[CaseChange](), list[str]()
    for name, sheet in _sheets(old, new):
        if each := _walked(old, new, name, sheet):
            found.append(each)
        else:
            unfinished.append(name)
    return tuple(found), tuple(unfinished)


def _sheets(old: Questionnaire, new: Questionnaire) -> Iterator[tuple[str, Mapping[str, Answer]]]:
    """Yield the cases of the new version, and those of the old one that are gone or answer something else."""
    now = {case.id: case.sheet for case in new.cases}
    yield from now.items()
    for case in old.cases:
        if case.sheet != now.get(case.id):
            yield (f"{case.id} (as before)" if case.id in now else case.id), case.sheet


def _walked(old: Questionnaire, new: Questionnaire, name: str, sheet: Mapping[str, Answer]) -> CaseChange | None:
    """Return what both make of a case; None where one lacks an answer, or does not offer it."""
    found = list[tuple[str, set[tuple[str, object]]]]()
    for version in (old, new):
        own = {question: answer for question, answer in sheet.items() if question in version.question}
        if not all(version.question[question].accepts(answer) for question, answer in own.items()):
            return None
        journey = walk(version, own)
        if journey.next:
            return None
        told = advise(version, journey)
        happens: set[tuple[str, object]] = {("question", question) for question in journey.asked}
        happens |= {("rule", rule.id) for rule in told.rules}
        happens |= {("rule", (rule.id, "at once")) for rule in journey.interrupted_by}
        happens |= {("statement", statement.id) for statement in told.statements}
        happens |= {("score", (each, m.points, m.band.id)) for each, m in told.scores.items() if m}
        found.append((told.tier.id, happens))
    (before, was), (after, now) = found
    apart = frozenset((kind, str(what[0] if isinstance(what, tuple) else what)) for kind, what in was ^ now)
    return CaseChange(name, (before, after), apart)
