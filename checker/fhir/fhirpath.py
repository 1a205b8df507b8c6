"""How do conditions read in FHIRPath?

Everything stands in variables at the root of the resource: ``%qPainMost`` is the answer to ``pain_most``, ``%sPhq9`` a
score, ``%stopInjury`` whether the questions end with ``injury``. Only functions that all known engines have are used;
no comparison is ever empty, so ``and`` and ``or`` mean what they mean to us.
"""

import re
from collections.abc import Collection, Sequence

from checker.engine.conditions import AllOf, Always, AnyOf, Compare, Expression, Has, Is
from checker.engine.questionnaire import Question, Questionnaire
from checker.fhir.canonical import code_of
from checker.memoisation import memoised

NEVER = AnyOf(())
_OPS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def quoted(text: str) -> str:
    """Return a text as FHIRPath writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def variable(kind: str, name: str) -> str:
    """Return a variable, such as ``qPainMost``: FHIR wants no underscore. An `X` is one with no letter to raise."""
    return re.sub("_([a-wyz])", lambda found: found[1].upper(), f"{kind}_{name}").replace("_", "X")


def value_of(kind: str, name: str) -> str:
    """Return the value of a variable as FHIRPath."""
    return f"%{variable(kind, name)}"


def as_fhirpath(questionnaire: Questionnaire, expression: Expression) -> str:
    """Return a condition as FHIRPath over the variables; it is true or false and never empty."""
    match expression:
        case Always():
            return "true"
        case AllOf(parts):
            return f"({' and '.join(as_fhirpath(questionnaire, part) for part in parts)})"
        case AnyOf(parts):
            return f"({' or '.join(as_fhirpath(questionnaire, part) for part in parts)})" if parts else "false"
        case Is(name, values, negated):
            return _chosen(questionnaire.question[name], values, negated)
        case Has(name, option, negated):
            return _chosen(questionnaire.question[name], (option,), negated)
        case Compare(name, op, number):
            value = value_of("s" if name in questionnaire.score else "q", name)
            return f"{value}.where($this {_OPS[op]} {number}).exists()"


def _chosen(question: Question, options: Sequence[str], negated: bool) -> str:
    """Return whether one of some options is chosen; negated, whether an answer is given and holds none of them."""
    given = value_of("q", question.id)
    chosen = " or ".join(f"({given} contains {quoted(code_of(question, option))})" for option in options)
    return f"({given}.exists() and ({chosen}).not())" if negated else f"({chosen})"


def known_by(expression: Expression, names: Collection[str]) -> Expression:
    """Return what a condition can say when only these names have values yet: any other comparison is false."""
    match expression:
        case AllOf(parts):
            kept = tuple(known_by(part, names) for part in parts)
            return NEVER if NEVER in kept else AllOf(kept)
        case AnyOf(parts):
            told = tuple(part for part in (known_by(part, names) for part in parts) if part != NEVER)
            return told[0] if len(told) == 1 else AnyOf(told)
        case Is(name) | Has(name) | Compare(name):
            return expression if name in names else NEVER
    return expression


def stops_before(questionnaire: Questionnaire, place: int) -> tuple[Expression, ...]:
    """Return the conditions, of earlier answers alone, any of which has ended the questions before this place."""
    names = {name for name, position in questionnaire.position.items() if position < place}
    stopping = (known_by(rule.when, names) for rule in questionnaire.guidance if rule.then == "stop")
    return tuple(dict.fromkeys(when for when in stopping if when != NEVER)) if place else ()


@memoised
def gates(questionnaire: Questionnaire) -> dict[int, int]:
    """Return, for each place that a stop can come before, the place of the answer that last could bring one."""
    found: dict[int, int] = {}
    before: tuple[Expression, ...] = ()
    for place in range(1, len(questionnaire.questions) + 1):
        stops = stops_before(questionnaire, place)
        if stops:
            found[place] = place - 1 if stops != before else found[place - 1]
        before = stops
    return found


def stopped(questionnaire: Questionnaire, place: int) -> str:
    """Return whether the questions have ended before a place."""
    gate = gates(questionnaire).get(place)
    return "false" if gate is None else value_of("stop", questionnaire.questions[gate].id)
