"""What must another engine know to ask on, to score and to advise? Each thing is declared once.

An answer counts only where its question is asked: engines keep those of items that they no longer show. Declarations
are kept few, and plain values: engines renew and compare each of them at every answer.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from checker.engine.conditions import ALWAYS, AnyOf
from checker.engine.questionnaire import Prorate, Question, Questionnaire, Score
from checker.fhir.canonical import TIER, Publication, code_of, section_link
from checker.fhir.fhirpath import as_fhirpath, asked, gates, stopped, stops_before
from checker.fhir.reading import quoted
from checker.memoisation import memoised


class Declaration(NamedTuple):
    """A value that others are worked out of: ``q`` of ``pain_most`` is the answer to that question."""

    kind: str
    """An answer (q), its points (p), a score (s), what a score needs (u, v, k, m, past), stop, finished or tier."""
    name: str
    type: str
    """Its FHIR type; answers of several options are several strings."""
    path: str


def declarations(published: Publication) -> Iterator[Declaration]:
    """Yield every declaration, each after those it reads."""
    questionnaire = published.questionnaire
    named = _named_points(questionnaire)
    for place, question in enumerate(questionnaire.questions):
        kind = "integer" if question.kind == "scale" else "string"
        yield Declaration("q", question.id, kind, _answer(published, place))
        if question.id in named:
            yield Declaration("p", question.id, "integer", _option_points(published, question))
        if place in _milestones(questionnaire):
            yield Declaration("past", question.id, "boolean", _past(published, place))
        for score in questionnaire.scores:
            if questionnaire.position[score.id] == place:
                yield from _of_score(published, score)
        if gates(questionnaire).get(place + 1) == place:
            yield Declaration("stop", question.id, "boolean", _stop(published, place))
    last = len(questionnaire.questions) - 1
    yield Declaration("finished", "", "boolean", f"({stopped(published, last + 1)} or {_past(published, last)})")
    yield from _saved(published)
    yield Declaration("tier", "", "string", _tier(published))


def _stop(published: Publication, place: int) -> str:
    """Return whether the answers up to a place have ended the questions: what ended them before, or what is new."""
    before = stops_before(published.questionnaire, place)
    new = tuple(when for when in stops_before(published.questionnaire, place + 1) if when not in before)
    earlier = [stopped(published, place)] if place in gates(published.questionnaire) else []
    return f"({' or '.join([*earlier, *(as_fhirpath(published, when) for when in new)])})"


@memoised
def _milestones(questionnaire: Questionnaire) -> frozenset[int]:
    """Return the places where a score has its value once all is past, whether its items were asked or not."""
    return frozenset(questionnaire.position[score.id] for score in questionnaire.scores if score.not_asked == 0)


def _past(published: Publication, place: int) -> str:
    """Return whether every question up to a place is answered or was not to be asked."""
    questions = published.questionnaire.questions
    start = max((found for found in _milestones(published.questionnaire) if found < place), default=-1)
    facts = [published.refer("past", questions[start].id)] if start >= 0 else []
    facts += [_settled(published, question) for question in questions[start + 1 : place + 1]]
    return f"({' and '.join(facts)})"


def _settled(published: Publication, question: Question) -> str:
    answered = published.is_given(question.id)
    if question.when == ALWAYS:
        return answered
    return f"({answered} or {as_fhirpath(published, question.when)}.not())"


def _saved(published: Publication) -> Iterator[Declaration]:
    """Yield the tier that a record of ours holds, for a renderer that works it out anew when it opens the record.

    A private answer is not in a record, so what is worked out without it is never finished, and may be less urgent.
    """
    questions = enumerate(published.questionnaire.questions)
    private = [(place, question.id) for place, question in questions if question.private]
    if private and published.profile.holds_saved_tier:
        missing = (f"({asked(published, place)} and {published.is_given(name)}.not())" for place, name in private)
        tier = f"%resource.item.where(linkId = 'logic').item.where(linkId = {quoted(TIER)}).answer.value"
        withheld = f"%resource.status = 'completed' and ({' or '.join(missing)})"
        yield Declaration("saved", "", "string", f"iif({withheld}, {tier}, {{}})")


def _tier(published: Publication) -> str:
    """Return the tier as FHIRPath: the first of the list that has a rule which holds, once all is asked."""
    questionnaire = published.questionnaire
    is_saved = any(_saved(published))
    path = quoted(questionnaire.tiers[-1].id)
    for tier in reversed(questionnaire.tiers):
        rules = tuple(rule.when for rule in questionnaire.guidance if rule.tier == tier.id)
        facts = [as_fhirpath(published, AnyOf(rules))] if rules else []
        facts += [f"{published.refer('saved', '')}.where($this = {quoted(tier.id)}).exists()"] if is_saved else []
        path = f"iif({' or '.join(facts)}, {quoted(tier.id)}, {path})" if facts else path
    told = published.refer("finished", "") + (f" or {published.refer('saved', '')}.exists()" if is_saved else "")
    return f"iif({told}, {path}, {{}})"


# Answers and their points ----------------------------------------------------------------------------------------


def item_path(questionnaire: Questionnaire, question: Question) -> str:
    """Return the way to the item of a question in a response."""
    section = next(part for part in questionnaire.sections if any(each is question for each in part.questions))
    return f"%resource.item.where(linkId = {quoted(section_link(section))}).item.where(linkId = {quoted(question.id)})"


def _answer(published: Publication, place: int) -> str:
    """Return the answer to a question; nothing where it is not asked, or where that number is not offered."""
    question = published.questionnaire.questions[place]
    given = f"{item_path(published.questionnaire, question)}.answer.value"
    if question.kind == "scale":
        given += f".where($this >= {question.min} and $this <= {question.max} and $this mod 1 = 0)"
    else:
        given += ".code"
    is_asked = asked(published, place)
    return given if is_asked == "true" else f"iif({is_asked}, {given}, {{}})"


def _option_points(published: Publication, question: Question) -> str:
    """Return the points of the option that is chosen; nothing for one that has none."""
    path = "{}"
    for option in reversed(question.options):
        if option.points is not None:
            chosen = published.known([("q", question.id, code_of(question, option.id))])
            path = f"iif({chosen}, {option.points}, {path})"
    return path


@memoised
def _named_points(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the questions whose points are read, and so are declared."""
    items = {item for score in questionnaire.scores for item in score.sum}
    return frozenset(item for item in items if questionnaire.question[item].kind == "one")


def _points(published: Publication, item: str) -> str:
    return published.refer("p" if item in _named_points(published.questionnaire) else "q", item)


# Scores ----------------------------------------------------------------------------------------------------------


def _of_score(published: Publication, score: Score) -> Iterator[Declaration]:
    """Yield what a score needs; the points themselves come last."""
    points = [_points(published, item) for item in score.sum]
    unscored = [_unscored(published, item) for item in score.sum]
    total = " + ".join(points)
    if isinstance(score.not_scored, Prorate):
        yield Declaration("u", score.id, "integer", _count(unscored))
        yield from _companions(published, score.id, score.not_scored.among or score.sum)
        total = _prorated(published, score.id, score.not_scored.prorate, _sum(points))
    elif score.not_asked == 0:
        total = f"iif({' or '.join(unscored)}, {{}}, {_sum(points)})"
    yield Declaration("s", score.id, "integer", _when_due(published, score, total))


def _companions(published: Publication, score: str, among: Collection[str]) -> Iterator[Declaration]:
    """Yield of the items that stand in for others: how many have no points, how many have, and the sum of these."""
    points = [_points(published, item) for item in among]
    yield Declaration("v", score, "integer", _count(_unscored(published, item) for item in among))
    yield Declaration("k", score, "integer", _count(f"{each}.exists()" for each in points))
    yield Declaration("m", score, "integer", _sum(points))


def _unscored(published: Publication, item: str) -> str:
    return f"({published.is_given(item)} and {_points(published, item)}.empty())"


def _sum(points: Collection[str]) -> str:
    return "(" + " + ".join(f"iif({each}.exists(), {each}, 0)" for each in points) + ")"


def _count(facts: Iterable[str]) -> str:
    return " + ".join(f"iif({fact}, 1, 0)" for fact in facts)


def _prorated(published: Publication, score: str, most: int, total: str) -> str:
    """Count each of a few unscored answers as the rounded mean of its companions' points, a half going upward."""
    unscored, beside, known, points = (published.refer(kind, score) for kind in "uvkm")
    mean = f"((2 * {points} + {known}) / (2 * {known})).floor()"
    beyond = f"{unscored} > {most} or {beside} != {unscored} or {known} = 0"
    return f"iif({unscored} = 0, {total}, iif({beyond}, {{}}, {total} + {unscored} * {mean}))"


def _when_due(published: Publication, score: Score, total: str) -> str:
    """Return a total that has a value only once walking past the last item has given it one."""
    place = published.questionnaire.position[score.id]
    if score.not_asked == 0:
        past = published.refer("past", published.questionnaire.questions[place].id)
        return f"iif({stopped(published, place)} or {past}.not(), {{}}, {total})"
    if isinstance(score.not_scored, Prorate):
        given = " and ".join(published.is_given(item) for item in score.sum)
        return f"iif({given}, {total}, {{}})"
    return total
