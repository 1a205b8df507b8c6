"""What must another engine know to ask on, to score and to advise? Each thing is a variable, defined once.

They are kept few, and plain values: engines renew and compare each of them at every answer.
"""

from collections.abc import Collection, Iterable, Iterator

from checker.engine.conditions import ALWAYS
from checker.engine.questionnaire import Prorate, Question, Questionnaire, Score
from checker.fhir.canonical import ORDINAL, section_link
from checker.fhir.fhirpath import as_fhirpath, gates, quoted, stopped, stops_before, value_of, variable
from checker.memoisation import memoised


def declarations(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield every variable and its FHIRPath, each after those it reads."""
    named = _named_points(questionnaire)
    for place, question in enumerate(questionnaire.questions):
        yield variable("q", question.id), _answer(questionnaire, question)
        if question.id in named:
            yield variable("p", question.id), _option_points(questionnaire, question)
        if place in _milestones(questionnaire):
            yield variable("past", question.id), _past(questionnaire, place)
        for score in questionnaire.scores:
            if questionnaire.position[score.id] == place:
                yield from _of_score(questionnaire, score)
        if gates(questionnaire).get(place + 1) == place:
            yield variable("stop", question.id), _stop(questionnaire, place)
    last = len(questionnaire.questions) - 1
    yield "finished", f"({stopped(questionnaire, last + 1)} or {_past(questionnaire, last)})"


def _stop(questionnaire: Questionnaire, place: int) -> str:
    """Return whether the answers up to a place have ended the questions: what ended them before, or what is new."""
    before = stops_before(questionnaire, place)
    new = tuple(when for when in stops_before(questionnaire, place + 1) if when not in before)
    earlier = [stopped(questionnaire, place)] if place in gates(questionnaire) else []
    return f"({' or '.join([*earlier, *(as_fhirpath(questionnaire, when) for when in new)])})"


@memoised
def _milestones(questionnaire: Questionnaire) -> frozenset[int]:
    """Return the places where a score has its value once all is past, whether its items were asked or not."""
    return frozenset(questionnaire.position[score.id] for score in questionnaire.scores if score.not_asked == 0)


def _past(questionnaire: Questionnaire, place: int) -> str:
    """Return whether every question up to a place is answered or was not to be asked."""
    start = max((found for found in _milestones(questionnaire) if found < place), default=-1)
    facts = [value_of("past", questionnaire.questions[start].id)] if start >= 0 else []
    facts += [_settled(questionnaire, question) for question in questionnaire.questions[start + 1 : place + 1]]
    return f"({' and '.join(facts)})"


def _settled(questionnaire: Questionnaire, question: Question) -> str:
    answered = f"{value_of('q', question.id)}.exists()"
    if question.when == ALWAYS:
        return answered
    return f"({answered} or {as_fhirpath(questionnaire, question.when)}.not())"


# Answers and their points ----------------------------------------------------------------------------------------


def _item(questionnaire: Questionnaire, question: Question) -> str:
    """Return the way from a resource to the item of a question."""
    section = next(part for part in questionnaire.sections if any(each is question for each in part.questions))
    return f"item.where(linkId = {quoted(section_link(section))}).item.where(linkId = {quoted(question.id)})"


def _answer(questionnaire: Questionnaire, question: Question) -> str:
    code = "" if question.kind == "scale" else ".code"
    return f"%resource.{_item(questionnaire, question)}.answer.value{code}"


def _option_points(questionnaire: Questionnaire, question: Question) -> str:
    """Return the points of an answer, which stand beside the option."""
    options = f"%questionnaire.{_item(questionnaire, question)}.answerOption"
    chosen = f"{options}.where(value.code = {value_of('q', question.id)})"
    return f"{chosen}.extension.where(url = {quoted(ORDINAL)}).value"


@memoised
def _named_points(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the questions whose points are read more than once, and so have a variable."""
    items = {item for score in questionnaire.scores if not _is_plain(score) for item in score.sum}
    return frozenset(item for item in items if questionnaire.question[item].kind == "one")


def _points(questionnaire: Questionnaire, item: str) -> str:
    question = questionnaire.question[item]
    if question.kind == "scale":
        return value_of("q", item)
    return value_of("p", item) if item in _named_points(questionnaire) else _option_points(questionnaire, question)


# Scores ----------------------------------------------------------------------------------------------------------


def _is_plain(score: Score) -> bool:
    """Return whether a score is the sum of its items, and has no value where one of them has none."""
    return score.not_asked == "no_score" and not isinstance(score.not_scored, Prorate)


def _of_score(questionnaire: Questionnaire, score: Score) -> Iterator[tuple[str, str]]:
    """Yield the variables of a score; the points themselves come last."""
    points = {item: _points(questionnaire, item) for item in score.sum}
    total = " + ".join(points.values())
    if isinstance(score.not_scored, Prorate):
        yield from _counted(score, score.not_scored, points)
        total = _prorated(score.id, score.not_scored.prorate, _sum(points.values()))
    elif score.not_asked == 0:
        total = f"iif({' or '.join(map(_unscored, points, points.values()))}, {{}}, {_sum(points.values())})"
    yield variable("s", score.id), _when_due(questionnaire, score, total)


def _counted(score: Score, rule: Prorate, points: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield how many answers have no points, here and among the companions, and what the companions' points are."""
    companions = {item: points[item] for item in rule.among or score.sum}
    yield variable("u", score.id), _count(map(_unscored, points, points.values()))
    yield variable("v", score.id), _count(map(_unscored, companions, companions.values()))
    yield variable("k", score.id), _count(f"{each}.exists()" for each in companions.values())
    yield variable("m", score.id), _sum(companions.values())


def _unscored(item: str, points: str) -> str:
    return f"({value_of('q', item)}.exists() and {points}.empty())"


def _sum(points: Collection[str]) -> str:
    return "(" + " + ".join(f"iif({each}.exists(), {each}, 0)" for each in points) + ")"


def _count(facts: Iterable[str]) -> str:
    return " + ".join(f"iif({fact}, 1, 0)" for fact in facts)


def _prorated(score: str, most: int, total: str) -> str:
    """Count each of a few unscored answers as the rounded mean of its companions' points, a half going upward."""
    unscored, beside, known, points = (value_of(kind, score) for kind in "uvkm")
    mean = f"((2 * {points} + {known}) / (2 * {known})).floor()"
    beyond = f"{unscored} > {most} or {beside} != {unscored} or {known} = 0"
    return f"iif({unscored} = 0, {total}, iif({beyond}, {{}}, {total} + {unscored} * {mean}))"


def _when_due(questionnaire: Questionnaire, score: Score, total: str) -> str:
    """Return a total that has a value only once walking past the last item has given it one."""
    place = questionnaire.position[score.id]
    if score.not_asked == 0:
        past = value_of("past", questionnaire.questions[place].id)
        return f"iif({stopped(questionnaire, place)} or {past}.not(), {{}}, {total})"
    if isinstance(score.not_scored, Prorate):
        given = " and ".join(f"{value_of('q', item)}.exists()" for item in score.sum)
        return f"iif({given}, {total}, {{}})"
    return total
