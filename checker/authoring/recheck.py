"""Which file is the re-check of a questionnaire, and does it say the same of what both have?"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from checker.authoring.loader import load, positions
from checker.authoring.problems import LoadError, Problem, did_you_mean
from checker.authoring.yaml_tree import text_of
from checker.engine.questionnaire import (
    KeyPath,
    Link,
    Question,
    Questionnaire,
    Rule,
    Score,
    Source,
    Statement,
    Tier,
)
from checker.engine.scoring import span

Finding: TypeAlias = tuple[KeyPath, str]
_Named: TypeAlias = Question | Score | Tier | Rule | Statement | Link | Source
_OWN = ("id", "ref", "when", "earlier", "now", "real_change")
"""What may differ: a re-check has other questions, of which its conditions speak."""


def recheck_of(file: Path) -> Path | None:
    """Return the file of the re-check that stands beside a questionnaire's file, if there is one."""
    beside = file.with_suffix(".recheck.yaml")
    return beside if beside.exists() else None


def first_of(file: Path) -> Path | None:
    """Return the file of the questionnaire whose re-check a file is, if it is one."""
    first = file.with_name(file.name.removesuffix(".recheck.yaml") + ".yaml")
    return first if file.name.endswith(".recheck.yaml") and first.exists() else None


def drifts(file: Path, recheck: Questionnaire) -> Iterator[Problem]:
    """Yield a warning for whatever a re-check says otherwise than its first check, or knows of it that is not there.

    What is no re-check has none.
    """
    name = first_of(file)
    if name is None:
        return
    places = positions(text_of(file))
    try:
        first = load(name)
    except LoadError as error:
        yield Problem(str(file), 1, 1, f"{name.name} is not sound: {error.problems[0].message}", warning=True)
        return
    for path, message in chain(_otherwise(recheck, first, name.name), _unknown(recheck, first, name.name)):
        at = places[path]
        yield Problem(str(file), at.line, at.column, message, warning=True)


def _otherwise(recheck: Questionnaire, first: Questionnaire, name: str) -> Iterator[Finding]:
    """Yield whatever has an id of the first check and says something else."""
    known = {(type(part), part.id): part for _, part in _named(first)}
    for path, part in _named(recheck):
        other = known.get((type(part), part.id))
        fields = [field for field in type(part).model_fields if field not in _OWN]
        if differ := [field for field in fields if other and _said(part, field) != _said(other, field)]:
            keys = ", ".join(f"`{key}`" for key in differ)
            word = type(part).__name__.lower()
            yield path, f"the {word} '{part.id}' differs from that of {name}: {keys}. Say the same, or take another id"


def _said(part: _Named, field: str) -> object:
    """Return what a part says under a key, without what an option stands for and whether a rule hears it."""
    if isinstance(part, Question) and field == "options":
        return tuple(option.model_copy(update={"was": (), "for_record": False}) for option in part.options)
    return getattr(part, field)


def _named(questionnaire: Questionnaire) -> Iterator[tuple[KeyPath, _Named]]:
    """Yield what both checks can have, with where it stands."""
    for place, section in enumerate(questionnaire.sections):
        for within, question in enumerate(section.questions):
            yield ("sections", place, "questions", within), question
    for key in ("help", "sources", "tiers", "scores", "guidance", "statements"):
        for place, part in enumerate(getattr(questionnaire, key)):
            yield (key, place), part


def _unknown(recheck: Questionnaire, first: Questionnaire, name: str) -> Iterator[Finding]:
    """Yield every earlier value that the first check never has."""
    for path, question in _named(recheck):
        if not isinstance(question, Question) or not question.earlier:
            continue
        values = _values(first, question.earlier)
        if not values:
            guess = did_you_mean(question.earlier, ["tier", *first.question, *first.score])
            yield (*path, "earlier"), f"{name} has no number, option or tier '{question.earlier}'{guess}"
            continue
        for place, option in enumerate(question.options):
            for at, value in enumerate(option.was):
                if value not in values:
                    guess = did_you_mean(value, map(str, values))
                    yield (*path, "options", place, "was", at), f"{question.earlier} is never {value} in {name}{guess}"


def _values(first: Questionnaire, earlier: str) -> list[str | int]:
    """Return what the first check can have left under a name."""
    if earlier == "tier":
        return [*first.tier]
    if score := first.score.get(earlier):
        return [*span(first.question, score)]
    question = first.question.get(earlier)
    return [*question.numbers, *(each.id for each in question.options)] if question else []
