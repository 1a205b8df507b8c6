"""What may stand where others read it: on paper, on the page for a doctor, in a saved file?

A private answer is for the person's own screen. What follows only from it is private too; that is derived, so that no
author can forget it: others read what holds on the screen **and** would also hold if every private question were
answered with its exclusive option, "None of these". The tier alone is always the real one.

Whatever leaves the screen passes through ``redact``: there is no second way.
"""

from collections.abc import Mapping
from dataclasses import replace

from checker.engine.conditions import Answer, holds
from checker.engine.guidance import Guidance, most_urgent
from checker.engine.journey import Journey
from checker.engine.questionnaire import Questionnaire
from checker.engine.scoring import measure, total


def redact(journey: Journey, guidance: Guidance) -> tuple[Journey, Guidance]:
    """Return a journey and its guidance as others may read them; the very same where no private answer was given."""
    questionnaire = journey.questionnaire
    none = {name: answer for name, answer in _none(questionnaire).items() if name in journey.values}
    if not none:
        return journey, guidance
    values = _instead(journey, none)
    rules = tuple(rule for rule in guidance.rules if holds(rule.when, values))
    told = {**values, "tier": guidance.tier.id}
    return (
        journey._replace(
            values={name: value for name, value in values.items() if name not in none},
            stopped_by=journey.stopped_by if journey.stopped_by in rules else None,
            interrupted_by=tuple(rule for rule in journey.interrupted_by if rule in rules),
        ),
        replace(
            guidance,
            rules=rules,
            statements=tuple(statement for statement in guidance.statements if holds(statement.when, told)),
            scores=measure(questionnaire, values),
            values=values,
            privately=most_urgent(questionnaire, rules) is not guidance.tier,
        ),
    )


def _none(questionnaire: Questionnaire) -> dict[str, Answer]:
    """Return for each private question the answer that tells nothing."""
    private = (question for question in questionnaire.questions if question.private)
    return {each.id: frozenset(option.id for option in each.options if option.exclusive) for each in private}


def _instead(journey: Journey, none: Mapping[str, Answer]) -> dict[str, Answer]:
    """Replay a journey with these answers in place of its own, as far as all else has the same value.

    A question that it did not ask stays without an answer; a score that comes out otherwise is without a value.
    """
    questionnaire, given = journey.questionnaire, journey.values
    stops = [rule.when for rule in questionnaire.guidance if rule.then == "stop"]
    values: dict[str, Answer] = {}
    for place, question in enumerate(questionnaire.questions):
        if question.id in given and holds(question.when, values):
            values[question.id] = none.get(question.id, given[question.id])
        for score in questionnaire.scores:
            if questionnaire.position[score.id] == place and score.id in given:
                points = total(questionnaire, score, values)
                values |= {score.id: points} if points is not None and points == given[score.id] else {}
        if any(holds(stop, values) for stop in stops):
            break
    return values
