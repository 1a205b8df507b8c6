"""How do conditions read in FHIRPath?

What they read is declared once (``variables``), and read by ``Publication.refer``: as a variable, ``%qPainMost`` is the
answer to ``pain_most``, ``%sPhq9`` a score, ``%stopInjury`` whether the questions end with ``injury``. Only functions
that all known engines have are used; no comparison is ever empty, so ``and`` and ``or`` mean what they mean to us.
"""

from collections.abc import Collection
from operator import eq, ge, gt, le, lt, ne

from checker.engine.conditions import ALWAYS, AllOf, Always, AnyOf, Compare, Expression, Has, Is, Leaf
from checker.engine.questionnaire import Questionnaire, Score
from checker.engine.scoring import span
from checker.fhir.canonical import Publication, code_of
from checker.memoisation import memoised

NEVER = AnyOf(())
_HOLDS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_OPS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def as_fhirpath(published: Publication, expression: Expression) -> str:
    """Return a condition as FHIRPath over what is declared; it is true or false and never empty."""
    match expression:
        case Always():
            return "true"
        case AllOf(parts):
            return f"({' and '.join(as_fhirpath(published, part) for part in parts)})"
        case AnyOf():
            return _any(published, expression)
        case Is(name, negated=True) | Has(name, negated=True):
            return f"({published.is_given(name)} and {published.known(_values(published, expression))}.not())"
        case Compare(name, op, number) if published.profile.has_variables:
            value = published.refer("s" if name in published.questionnaire.score else "q", name)
            return f"{value}.where($this {_OPS[op]} {number}).exists()"
        case Is() | Has() | Compare():
            return published.known(_values(published, expression))


def _any(published: Publication, expression: AnyOf) -> str:
    """Return whether any part holds; values that are looked for in one text are looked for together."""
    parts, values, others = list(expression.parts), [], []
    while parts:
        match parts.pop(0):
            case AnyOf(within):
                parts[:0] = within
            case Is(negated=False) | Has(negated=False) | Compare() as part if not published.profile.has_variables:
                values += _values(published, part)
            case part:
                others.append(as_fhirpath(published, part))
    facts = [*([published.known(values)] if values else []), *others]
    return f"({' or '.join(facts)})" if facts else "false"


def _values(published: Publication, part: Leaf) -> list[tuple[str, str, str]]:
    """Return which values a comparison looks for, negated or not: the kind, the name, and a code or a number."""
    questions = published.questionnaire.question
    match part:
        case Is(name, options):
            return [("q", name, code_of(questions[name], option)) for option in options]
        case Has(name, option):
            return [("q", name, code_of(questions[name], option))]
        case Compare(name, op, number) if name in questions:
            return [("q", name, str(each)) for each in questions[name].numbers if _HOLDS[op](each, number)]
        case Compare(name, op, number):
            reach = span(questions, published.questionnaire.score[name])
            return [("s", name, str(each)) for each in reach if _HOLDS[op](each, number)]


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


def stopped(published: Publication, place: int) -> str:
    """Return whether the questions have ended before a place."""
    gate = gates(published.questionnaire).get(place)
    return "false" if gate is None else published.refer("stop", published.questionnaire.questions[gate].id)


def asked(published: Publication, place: int) -> str:
    """Return whether the question at a place is to be asked: nothing ended the questions, and its condition holds."""
    when = published.questionnaire.questions[place].when
    if place not in gates(published.questionnaire):
        return as_fhirpath(published, when)
    going = f"{stopped(published, place)}.not()"
    return going if when == ALWAYS else f"({going} and {as_fhirpath(published, when)})"


def has_value(published: Publication, score: Score) -> str:
    """Return whether a score has a value that people see: something of it was asked."""
    known = f"{published.refer('s', score.id)}.exists()"
    given = " or ".join(f"{published.is_given(item)}" for item in score.sum)
    return f"{known} and ({given})" if score.not_asked == 0 else known
