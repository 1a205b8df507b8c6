"""When is an item shown?

By ``enableWhen`` for LHC-Forms, which keeps in what it saves the answers that an ``enableWhenExpression`` switched off.
``enableWhen`` knows one level of `any` or `all`. A richer condition stands in a hidden calculated item instead, and the
question is shown when that is true. By ``enableWhenExpression`` for Smart Forms, which follows no calculated item.
"""

from checker.engine.conditions import ALWAYS, AllOf, AnyOf, Compare, Expression, Has, Is, Leaf
from checker.engine.questionnaire import Question, Rule, Score, Tier
from checker.fhir.canonical import (
    ENABLE_WHEN,
    TIER,
    Json,
    Publication,
    as_expression,
    asked_link,
    gate_link,
    interrupt_link,
    score_link,
)
from checker.fhir.fhirpath import as_fhirpath, asked, gates, has_value
from checker.fhir.known_text import over
from checker.fhir.reading import quoted

_OPS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def asked_when(published: Publication, question: Question) -> Json:
    """Return the keys of an item that say when it is asked."""
    path = asked(published, published.questionnaire.position[question.id])
    if (direct := comparisons(published, question)) is None:
        return _shown(published, when_true(asked_link(question.id)), path)
    behavior, conditions = direct
    return _shown(published, {"enableWhen": conditions, "enableBehavior": behavior}, path) if conditions else {}


def interrupts_when(published: Publication, rule: Rule) -> Json:
    """Return the keys of an item that is shown when a rule interrupts."""
    return _shown(published, when_true(interrupt_link(rule.id)), as_fhirpath(published, rule.when))


def reached_when(published: Publication, tier: Tier) -> Json:
    """Return the keys of an item that is shown when a tier is reached."""
    reached = [{"question": TIER, "operator": "=", "answerString": tier.id}]
    path = f"{published.refer('tier', '')} = {quoted(tier.id)}"
    return _shown(published, {"enableWhen": reached, "enableBehavior": "all"}, path)


def measured_when(published: Publication, score: Score) -> Json:
    """Return the keys of an item of a score; others than LHC-Forms would go on with one that has lost its value."""
    return _shown(published, {}, has_value(published, score))


def _shown(published: Publication, direct: Json, path: str) -> Json:
    return direct if published.profile.enable_when else when_holds(published, path)


def when_holds(published: Publication, path: str) -> Json:
    """Return the keys of an item that is shown when a path over what is declared is true."""
    return {"extension": [{"url": ENABLE_WHEN, "valueExpression": as_expression(over(published, path))}]}


def when_true(link: str) -> Json:
    """Return the keys of an item that is shown when a boolean item is true."""
    return {"enableWhen": [{"question": link, "operator": "=", "answerBoolean": True}], "enableBehavior": "all"}


def comparisons(published: Publication, question: Question) -> tuple[str, list[Json]] | None:
    """Return how the comparisons of an item join and what they are; None where one level cannot say it."""
    gate = gates(published.questionnaire).get(published.questionnaire.position[question.id])
    stopped = [] if gate is None else when_true(gate_link(published.questionnaire.questions[gate].id))["enableWhen"]
    if (every := _all(published, question.when)) is not None:
        return "all", stopped + every
    some = _any(published, question.when)
    return ("any", some) if some is not None and not stopped else None


def _all(published: Publication, expression: Expression) -> list[Json] | None:
    """Return comparisons that hold together exactly when the condition does, or None where there are none."""
    if expression == ALWAYS:
        return []
    parts = expression.parts if isinstance(expression, AllOf) else (expression,)
    found: list[Json] = []
    for part in parts:
        joint, conditions = _leaf(published, part) if isinstance(part, Is | Has | Compare) else ("any", [])
        if joint == "any" and len(conditions) != 1:
            return None
        found += conditions
    return found


def _any(published: Publication, expression: Expression) -> list[Json] | None:
    """Return comparisons of which at least one holds exactly when the condition does, or None where there are none."""
    parts = expression.parts if isinstance(expression, AnyOf) else (expression,)
    found: list[Json] = []
    for part in parts:
        joint, conditions = _leaf(published, part) if isinstance(part, Is | Has | Compare) else ("all", [])
        if joint == "all" and len(conditions) != 1:
            return None
        found += conditions
    return found


def _leaf(published: Publication, leaf: Leaf) -> tuple[str, list[Json]]:
    """Return one comparison of ours as some of theirs. What is not answered satisfies no comparison of ours."""
    match leaf:
        case Compare(name, op, number):
            link = score_link(name) if name in published.questionnaire.score else name
            found = [{"question": link, "operator": _OPS[op], "answerInteger": number}]
            return "all", found if op != "!=" else [_answered(link), *found]
        case Has(name, option, negated):
            options: tuple[str, ...] = (option,)
        case Is(name, options, negated):
            pass
    sign = "!=" if negated else "="
    found = [{"question": name, "operator": sign, "answerCoding": _code(published, name, option)} for option in options]
    return ("all", [_answered(name), *found]) if negated else ("any", found)


def _answered(link: str) -> Json:
    return {"question": link, "operator": "exists", "answerBoolean": True}


def _code(published: Publication, name: str, option: str) -> Json:
    question = published.questionnaire.question[name]
    coding = published.coding(question, question.option(option))
    return {"system": coding["system"], "code": coding["code"]}
