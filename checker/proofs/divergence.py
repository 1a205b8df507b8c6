"""For whom may two versions differ at all? For nobody else does anything need to be proved or compared anew."""

from collections.abc import Iterator, Mapping
from itertools import chain

from checker.engine.conditions import AllOf, Compare, Expression, leaves, reads
from checker.engine.questionnaire import Part, Question, Questionnaire, Rule, Statement, Text
from checker.engine.scoring import span
from checker.proofs.encoding import NEVER, Logic, at_tier, without


def apart(old: Logic, new: Logic) -> int:
    """Return: what is asked, a score, a rule or a statement may differ between two versions over the same diagrams.

    Who is outside goes the same way in both, to the same rules, statements, scores and tier. It is 1, everybody, where
    the versions have other tiers or questions.
    """
    one, two, diagrams = old.questionnaire, new.questionnaire, new.diagrams
    if [tier.id for tier in one.tiers] != [tier.id for tier in two.tiers] or one.position != two.position:
        return 1
    found = 0
    for former, latter in _conditions(one, two):
        if former != latter or any(old.leaf(leaf) != new.leaf(leaf) for leaf in leaves(former) if leaf.name != "tier"):
            for tier in one.urgency if "tier" in reads(former) | reads(latter) else ("",):
                was, now = at_tier(former, tier), at_tier(latter, tier)
                for place in sorted({*old.moments(was), *new.moments(now)}):
                    found = diagrams.either(found, diagrams.differ(old.cut(was, place), new.cut(now, place)))
    for was_, now_ in _otherwise(one, two):
        some = diagrams.either(old.cut(without(was_.when, "tier")), new.cut(without(now_.when, "tier")))
        found = diagrams.either(found, some)
    return found


def _conditions(one: Questionnaire, two: Questionnaire) -> Iterator[tuple[Expression, Expression]]:
    """Yield each condition as it was and is; what only one version has never holds in the other."""
    before, after = _holding(one), _holding(two)
    for key in {**before, **after}:
        yield (before[key].when if key in before else NEVER), (after[key].when if key in after else NEVER)
    for name in {**one.score, **two.score}:
        scored, rescored = measured(one, name), measured(two, name)
        yield from ((scored.get(each, NEVER), rescored.get(each, NEVER)) for each in {**scored, **rescored})


def _holding(questionnaire: Questionnaire) -> dict[tuple[str, str], Question | Rule | Statement]:
    """Return all that happens where a condition holds, by its kind and id."""
    parts = chain[Question | Rule | Statement](
        questionnaire.questions, questionnaire.guidance, questionnaire.statements
    )
    return {(type(part).__name__, part.id): part for part in parts}


def _otherwise(one: Questionnaire, two: Questionnaire) -> Iterator[tuple[Rule | Statement, Rule | Statement]]:
    """Yield the rules and statements that do something else where they hold, such as to ask for another tier."""
    before = _holding(one)
    for key, now in _holding(two).items():
        was = before.get(key)
        if isinstance(was, Rule | Statement) and isinstance(now, Rule | Statement):
            yield from [(was, now)] if what_it_does(was) != what_it_does(now) else []


def what_it_does(part: Part) -> dict[str, object]:
    """Return all of a part but its words, its sources and when it holds."""
    names = [name for name in type(part).model_fields if name not in ("when", "source", "ref")]
    return {name: _wordless(getattr(part, name)) for name in names}


def _wordless(value: object) -> object:
    match value:
        case Text():
            return "words"
        case Part():
            return what_it_does(value)
        case tuple():
            return tuple(_wordless(item) for item in value)
    return value


def measured(questionnaire: Questionnaire, name: str) -> Mapping[str, Expression]:
    """Return the condition of every band of a score, and of every number of points; none where there is no such score.

    A band's lowest points are as low as can be for the first one, and its highest as high for the last one.
    """
    if name not in questionnaire.score:
        return {}
    score = questionnaire.score[name]
    reach = span(questionnaire.question, score)
    starts = [reach.start, *(band.start for band in score.bands[1:])]
    ends = [*starts[1:], reach.stop]
    bands = {
        f"band {band.id}": AllOf((Compare(name, ">=", low), Compare(name, "<", end)))
        for band, low, end in zip(score.bands, starts, ends, strict=True)
    }
    return {**bands, **{f"{points} points": Compare(name, "==", points) for points in reach}}
