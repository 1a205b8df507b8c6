"""How do conditions and scores read in FHIRPath?

Everything stands in variables at the root of the resource, in the order of the questions: ``%q_pain`` is what was
answered, ``%p_pain`` its points, ``%w_pain`` whether its own condition holds, ``%s_pain`` a score. Only functions that
all known engines have are used; no comparison is ever empty, so ``and`` and ``or`` mean what they mean to us.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache

from checker.expressions import ALWAYS, AllOf, Always, AnyOf, Compare, Expression, Has, Is
from checker.fhir.edition import ORDINAL, code_of, section_link
from checker.model import Prorate, Question, Questionnaire, Score, Section

NEVER = AnyOf(())
_OPS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def quoted(text: str) -> str:
    """Return a text as FHIRPath writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fhirpath(questionnaire: Questionnaire, expression: Expression) -> str:
    """Return a condition as FHIRPath over the variables; it is true or false and never empty."""
    match expression:
        case Always():
            return "true"
        case AllOf(parts):
            return f"({' and '.join(fhirpath(questionnaire, part) for part in parts)})"
        case AnyOf(parts):
            return f"({' or '.join(fhirpath(questionnaire, part) for part in parts)})" if parts else "false"
        case Is(name, values, negated):
            codes = [quoted(code_of(questionnaire.question[name], value)) for value in values]
            sign, joint = ("!=", " and ") if negated else ("=", " or ")
            return f"%q_{name}.where({joint.join(f'code {sign} {code}' for code in codes)}).exists()"
        case Has(name, option, negated):
            ticked = f"%q_{name}.where(code = {quoted(code_of(questionnaire.question[name], option))})"
            return f"(%q_{name}.exists() and {ticked}.empty())" if negated else f"{ticked}.exists()"
        case Compare(name, op, number):
            return f"%{'s' if name in questionnaire.score else 'q'}_{name}.where($this {_OPS[op]} {number}).exists()"


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


@lru_cache(maxsize=64)
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
    return "false" if gate is None else f"%stop_{questionnaire.questions[gate].id}"


def variables(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield every variable and its FHIRPath, each after those it reads."""
    scored = {item for score in questionnaire.scores for item in score.sum}
    for section in questionnaire.sections:
        for question in section.questions:
            place = questionnaire.position[question.id]
            yield from _of_question(questionnaire, section, question, question.id in scored)
            for score in questionnaire.scores:
                if questionnaire.position[score.id] == place:
                    yield from _of_score(questionnaire, score)
            if gates(questionnaire).get(place + 1) == place:
                yield f"stop_{question.id}", _stop(questionnaire, place)
    end = len(questionnaire.questions)
    yield "finished", f"({stopped(questionnaire, end)} or {_passed(questionnaire, end)})"


def _of_question(
    questionnaire: Questionnaire, section: Section, question: Question, scored: bool
) -> Iterator[tuple[str, str]]:
    group, item = quoted(section_link(section)), quoted(question.id)
    yield f"q_{question.id}", f"%resource.item.where(linkId = {group}).item.where(linkId = {item}).answer.value"
    if question.when != ALWAYS:
        yield f"w_{question.id}", fhirpath(questionnaire, question.when)
    if scored:
        yield f"p_{question.id}", _points(question, group, item)


def _points(question: Question, group: str, item: str) -> str:
    """Return the points of an answer: the number itself, or what the resource says of the option."""
    if question.kind != "one":
        return f"%q_{question.id}" if question.kind == "scale" else "{}"
    options = f"%questionnaire.item.where(linkId = {group}).item.where(linkId = {item}).answerOption"
    return f"{options}.where(value.code = %q_{question.id}.code).extension.where(url = '{ORDINAL}').value"


def _stop(questionnaire: Questionnaire, place: int) -> str:
    """Return whether the answers up to a place have ended the questions: what ended them before, or what is new."""
    before = stops_before(questionnaire, place)
    new = tuple(when for when in stops_before(questionnaire, place + 1) if when not in before)
    earlier = [stopped(questionnaire, place)] if place in gates(questionnaire) else []
    return f"({' or '.join([*earlier, *(fhirpath(questionnaire, when) for when in new)])})"


def _passed(questionnaire: Questionnaire, place: int) -> str:
    """Return whether every question before a place is answered or was not to be asked."""
    waiting = [
        f"%q_{question.id}.empty()" if question.when == ALWAYS else f"(%w_{question.id} and %q_{question.id}.empty())"
        for question in questionnaire.questions[:place]
    ]
    return f"({' or '.join(waiting)}).not()"


def _of_score(questionnaire: Questionnaire, score: Score) -> Iterator[tuple[str, str]]:
    """Yield the variables of a score; the points themselves come last."""
    total = " + ".join(f"%p_{item}" for item in score.sum)
    rule = score.not_scored
    if score.not_asked == 0 or isinstance(rule, Prorate):
        total = _sum(score.sum)
    unscored = [f"(%q_{item}.exists() and %p_{item}.empty())" for item in score.sum]
    if isinstance(rule, Prorate):
        among = rule.among or score.sum
        yield f"u_{score.id}", _count(unscored)
        yield f"v_{score.id}", _count([f"(%q_{item}.exists() and %p_{item}.empty())" for item in among])
        yield f"k_{score.id}", _count([f"%p_{item}.exists()" for item in among])
        yield f"m_{score.id}", _sum(among)
        total = _prorated(score.id, rule.prorate, total)
    elif score.not_asked == 0:
        total = f"iif({' or '.join(unscored)}, {{}}, {total})"
    yield f"s_{score.id}", _when_due(questionnaire, score, total)


def _sum(items: Collection[str]) -> str:
    return "(" + " + ".join(f"iif(%p_{item}.exists(), %p_{item}, 0)" for item in items) + ")"


def _count(facts: Collection[str]) -> str:
    return " + ".join(f"iif({fact}, 1, 0)" for fact in facts)


def _prorated(score: str, most: int, total: str) -> str:
    """Count each of a few unscored answers as the rounded mean of its companions' points, a half going upward."""
    mean = f"((2 * %m_{score} + %k_{score}) / (2 * %k_{score})).floor()"
    beyond = f"%u_{score} > {most} or %v_{score} != %u_{score} or %k_{score} = 0"
    return f"iif(%u_{score} = 0, {total}, iif({beyond}, {{}}, {total} + %u_{score} * {mean}))"


def _when_due(questionnaire: Questionnaire, score: Score, total: str) -> str:
    """Return a total that has a value only once walking past the last item has given it one."""
    place = questionnaire.position[score.id]
    if score.not_asked == 0:
        over = f"{stopped(questionnaire, place)} or {_passed(questionnaire, place + 1)}.not()"
        return f"iif({over}, {{}}, {total})"
    if isinstance(score.not_scored, Prorate):
        return f"iif({' and '.join(f'%q_{item}.exists()' for item in score.sum)}, {total}, {{}})"
    return total
