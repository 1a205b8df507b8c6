"""A questionnaire as a programmer would write it by hand: one ``if`` after the other, nothing general.

The source is written from the questionnaire itself, so that it can never fall behind a changed rule.
``python -m tests.benchmarks.straight_line`` prints it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from checker.authoring import load
from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Expression, Has, Is, reads
from checker.engine.questionnaire import Prorate, Question, Questionnaire, Score
from checker.resources import shipped

Answers = Mapping[str, Any]
Walked = tuple[list[str], str | None, str | None, list[str], dict[str, Any]]
"""Ids of the questions asked, the next one, the rule that stopped, those that interrupted, and all values."""
Advised = tuple[str, list[str], list[str], dict[str, Any]]
"""The tier, ids of the rules that hold and of what is said, points and band of each score of which some was asked."""


def written(questionnaire: Questionnaire) -> tuple[Callable[[Answers], Walked], Callable[[Answers], Advised]]:
    """Return the functions ``walk`` and ``advise`` of the source."""
    space: dict[str, Any] = {}
    exec(source(questionnaire), space)
    return space["walk"], space["advise"]


def source(questionnaire: Questionnaire) -> str:
    """Return the Python source of a questionnaire."""
    return "\n".join([*_tables(questionnaire), *_walk(questionnaire), *_advise(questionnaire), ""])


def _tables(questionnaire: Questionnaire) -> Iterator[str]:
    items = dict.fromkeys(item for score in questionnaire.scores for item in score.sum)
    for item in items:
        question = questionnaire.question[item]
        if question.kind == "one":
            yield f"POINTS_{item} = { {option.id: option.points for option in question.options} }"


def _points(question: Question) -> str:
    return question.id if question.kind == "scale" else f"POINTS_{question.id}[{question.id}]"


# The walk --------------------------------------------------------------------------------------------------------


def _walk(questionnaire: Questionnaire) -> Iterator[str]:
    yield "def walk(answers):"
    yield "    asked, values = [], {}"
    for place, question in enumerate(questionnaire.questions):
        yield from _asking(questionnaire, question)
        for score in questionnaire.scores:
            if questionnaire.position[score.id] == place:
                yield from _score(questionnaire, score)
        yield from _stops(questionnaire, place)
    yield f"    return {_outcome(questionnaire, len(questionnaire.questions), 'None', 'None')}"


def _asking(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    place, margin = questionnaire.position[question.id], "    "
    if reads(question.when):
        yield f"    {question.id} = None"
        yield f"    if {_condition(question.when)}:"
        margin = "        "
    yield f"{margin}{question.id} = answers.get('{question.id}')"
    yield f"{margin}if {question.id} is None:"
    yield f"{margin}    return {_outcome(questionnaire, place, repr(question.id), 'None')}"
    yield f"{margin}asked.append('{question.id}')"
    yield f"{margin}values['{question.id}'] = {question.id}"


def _stops(questionnaire: Questionnaire, place: int) -> Iterator[str]:
    """Yield the rules that may stop here."""
    for rule in questionnaire.guidance:
        moments = {questionnaire.position[name] for name in reads(rule.when)} or {0}
        if rule.then == "stop" and place in moments:
            condition = _condition(rule.when, lambda name: questionnaire.position[name] <= place)
            yield f"    if {condition}:"
            yield f"        return {_outcome(questionnaire, place + 1, 'None', repr(rule.id))}"


def _outcome(questionnaire: Questionnaire, place: int, upcoming: str, stopped_by: str) -> str:
    """Return what a walk ends with before the question at a place."""
    due = [
        f"*(['{rule.id}'] if {condition} else [])"
        for rule in questionnaire.guidance
        if rule.then == "interrupt"
        and (condition := _condition(rule.when, lambda name: questionnaire.position[name] < place)) != "False"
    ]
    return f"asked, {upcoming}, {stopped_by}, [{', '.join(due)}], values"


def _score(questionnaire: Questionnaire, score: Score) -> Iterator[str]:
    """Yield the sum of a score; what an unscored or unasked item does is written out for this one score."""
    items = [questionnaire.question[item] for item in score.sum]
    unasked_counts = score.not_asked == "no_score"
    guard = " and ".join(f"{item.id} is not None" for item in items if reads(item.when)) if unasked_counts else ""
    yield f"    {score.id} = None"
    yield f"    if {guard or 'True'}:"
    yield f"        points = [{', '.join(_item(item, unasked_counts) for item in items)}]"
    yield "        if None not in points:"
    yield f"            values['{score.id}'] = {score.id} = sum(points)"
    if isinstance(score.not_scored, Prorate):
        yield from _prorated(score, score.not_scored)


def _item(item: Question, asked: bool) -> str:
    return _points(item) if asked or not reads(item.when) else f"0 if {item.id} is None else {_points(item)}"


def _prorated(score: Score, rule: Prorate) -> Iterator[str]:
    among = [score.sum.index(item) for item in rule.among or score.sum]
    yield f"        elif points.count(None) <= {rule.prorate}:"
    yield f"            known = [points[place] for place in {among} if points[place] is not None]"
    yield f"            if known and {len(among)} - len(known) == points.count(None):"
    yield "                missing = points.count(None) * ((2 * sum(known) + len(known)) // (2 * len(known)))"
    yield f"                values['{score.id}'] = {score.id} = missing + sum(p for p in points if p is not None)"


# The advice ------------------------------------------------------------------------------------------------------


def _advise(questionnaire: Questionnaire) -> Iterator[str]:
    read = [rule.when for rule in questionnaire.guidance] + [said.when for said in questionnaire.statements]
    names = dict.fromkeys(name for when in read for name in reads(when) if name != "tier")
    names |= dict.fromkeys(score.id for score in questionnaire.scores)
    yield "def advise(values):"
    yield "    rules, says, urgency = [], [], len(TIERS) - 1"
    yield from (f"    {name} = values.get('{name}')" for name in names)
    for rule in questionnaire.guidance:
        yield f"    if {_condition(rule.when)}:"
        yield f"        rules.append('{rule.id}')"
        yield f"        urgency = min(urgency, {questionnaire.urgency[rule.tier]})"
    yield "    tier = TIERS[urgency]"
    for statement in questionnaire.statements:
        yield f"    if {_condition(statement.when)}:"
        yield f"        says.append('{statement.id}')"
    yield "    scores = {}"
    for score in questionnaire.scores:
        yield f"    if not values.keys().isdisjoint({score.sum!r}):"
        yield f"        scores['{score.id}'] = {_banded(score)}"
    yield "    return tier, rules, says, scores"
    yield f"TIERS = {[tier.id for tier in questionnaire.tiers]}"


def _banded(score: Score) -> str:
    bands = repr(score.bands[0].id)
    for band in score.bands[1:]:
        bands = f"{band.id!r} if {score.id} >= {band.start} else {bands}"
    return f"None if {score.id} is None else ({score.id}, {bands})"


# Conditions ------------------------------------------------------------------------------------------------------


def _condition(expression: Expression, known: Callable[[str], bool] = lambda name: True) -> str:
    """Return a condition as Python; what is not yet known is written as false."""
    match expression:
        case Always():
            return "True"
        case AllOf(parts) | AnyOf(parts):
            word, end = (" and ", "False") if isinstance(expression, AllOf) else (" or ", "True")
            found = [_condition(part, known) for part in parts]
            found = [part for part in found if part != ("True" if end == "False" else "False")]
            return end if end in found else f"({word.join(found)})" if found else _opposite(end)
        case Is(name) | Has(name) | Compare(name):
            return _leaf(expression) if known(name) else "False"


def _opposite(truth: str) -> str:
    return "True" if truth == "False" else "False"


def _leaf(leaf: Is | Has | Compare) -> str:
    match leaf:
        case Is(name, (value,), False):
            return f"{name} == {value!r}"
        case Is(name, values, False):
            return f"{name} in {values!r}"
        case Is(name, values):
            return f"({name} is not None and {name} not in {values!r})"
        case Has(name, option, negated):
            return f"({name} is not None and {option!r} {'not in' if negated else 'in'} {name})"
        case Compare(name, op, number):
            return f"({name} is not None and {name} {op} {number})"


if __name__ == "__main__":
    click.echo(source(load(shipped("questions.yaml"))))
