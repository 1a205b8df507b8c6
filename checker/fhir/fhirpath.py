"""How do conditions read in FHIRPath?

What they read is declared once (``variables``), and read by ``Publication.refer``: as a variable, ``%qPainMost`` is the
answer to ``pain_most``, ``%sPhq9`` a score, ``%stopInjury`` whether the questions end with ``injury``. Only functions
that all known engines have are used; no comparison is ever empty, so ``and`` and ``or`` mean what they mean to us.
"""

from collections.abc import Collection, Sequence

from checker.engine.conditions import ALWAYS, AllOf, Always, AnyOf, Compare, Expression, Has, Is
from checker.engine.questionnaire import Questionnaire, Score
from checker.fhir.canonical import Publication, code_of
from checker.memoisation import memoised

NEVER = AnyOf(())
_OPS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def quoted(text: str) -> str:
    """Return a text as FHIRPath writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def as_fhirpath(published: Publication, expression: Expression) -> str:
    """Return a condition as FHIRPath over what is declared; it is true or false and never empty."""
    match expression:
        case Always():
            return "true"
        case AllOf(parts):
            return f"({' and '.join(as_fhirpath(published, part) for part in parts)})"
        case AnyOf(parts):
            return f"({' or '.join(as_fhirpath(published, part) for part in parts)})" if parts else "false"
        case Is(name, values, negated):
            return _chosen(published, name, values, negated)
        case Has(name, option, negated):
            return _chosen(published, name, (option,), negated)
        case Compare(name, op, number):
            value = published.refer("s" if name in published.questionnaire.score else "q", name)
            return f"{value}.where($this {_OPS[op]} {number}).exists()"


def _chosen(published: Publication, name: str, options: Sequence[str], negated: bool) -> str:
    """Return whether one of some options is chosen; negated, whether an answer is given and holds none of them."""
    given, question = published.refer("q", name), published.questionnaire.question[name]
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
    given = " or ".join(f"{published.refer('q', item)}.exists()" for item in score.sum)
    return f"{known} and ({given})" if score.not_asked == 0 else known
