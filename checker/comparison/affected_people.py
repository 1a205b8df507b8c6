"""Whom a change touches, in words."""

from collections.abc import Iterator, Mapping

from checker.engine.questionnaire import Question, Questionnaire
from checker.engine.scoring import shown, span
from checker.explain.plain_english import NameKey, listed, names, points_words
from checker.phrases import later, nphrase, phrase
from checker.proofs.equivalence import Shift
from checker.proofs.regions import Between, Constraint, Facts, Lacks, Region, Says, SaysNot


def moved(shift: Shift, old: Questionnaire, new: Questionnaire) -> str:
    """Return who goes from one tier to another, all of them; nothing where that is too entangled to say."""
    if shift.who is None or not shift.who.region.lists:
        return ""
    told = people(shift.who.region, old, new)
    if not shift.who.others:
        return told
    lists = shift.who.region.lists
    several = len(lists) > 1 or not shift.who.region.whole
    others = unseen(shift, old, new)
    if several:
        return phrase("%(people)s; of all these, %(those)s", people=told, those=others)
    if len(lists[0]) > 1:
        return phrase("%(people)s, and %(those)s", people=told, those=others)
    return phrase("%(people)s and %(those)s", people=told, those=others)


def unseen(shift: Shift, old: Questionnaire, new: Questionnaire) -> str:
    """Return whom no other rule keeps from going to another tier."""
    softer = max(shift.before, shift.after, key=new.urgency.__getitem__)
    if softer == new.tiers[-1].id and not any(rule.tier == softer for rule in (*old.guidance, *new.guidance)):
        return phrase("whom no other rule sees")
    if shift.who and shift.who.also:
        return phrase("whom another rule gives %(tier)s, and none a more urgent tier", tier=softer)
    return phrase("whom no other rule gives a tier more urgent than %(tier)s", tier=softer)


def people(region: Region, old: Questionnaire, new: Questionnaire) -> str:
    """Return who is in a region, such as: people whose score “Mood” is 10 to 14 points."""
    lists = [listed(list(_clauses(facts, old, new)), "and") or phrase("whatever they answer") for facts in region.lists]
    if not region.whole:
        lists.append(phrase("others"))
    if len(lists) == 1:
        return phrase("people %(clauses)s", clauses=lists[0])
    numbered = [f"({place}) {words}" for place, words in enumerate(lists, 1)]
    return phrase("people %(clauses)s", clauses=phrase("; or ").join(numbered))


def _clauses(facts: Facts, old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    """Yield what is true of these people, options that are not chosen under one question together."""
    places = {**old.position, **new.position}
    for fact in sorted(_together(facts), key=lambda fact: places[fact.name]):
        yield _clause(fact, old if fact.name not in new.position else new, old, new)


def _together(facts: Facts) -> list[Constraint]:
    """Return the facts, what is not said of one question in one of them."""
    found: dict[object, Constraint] = {}
    for fact in facts:
        key: object = (SaysNot, fact.name) if isinstance(fact, SaysNot) else fact
        so_far = found.get(key)
        if isinstance(fact, SaysNot) and isinstance(so_far, SaysNot):
            fact = SaysNot(fact.name, (*so_far.options, *fact.options))
        found[key] = fact
    return list(found.values())


def _clause(fact: Constraint, questionnaire: Questionnaire, old: Questionnaire, new: Questionnaire) -> str:
    name = names(questionnaire)["score" if fact.name in questionnaire.score else "question", fact.name]
    if fact.name not in new.position:
        name = phrase("%(name)s (in the old version)", name=name)
    match fact:
        case Lacks(_) if fact.name in questionnaire.score:
            return phrase("who have no score %(name)s", name=name)
        case Lacks(_):
            return phrase("who are not asked %(name)s", name=name)
        case Between(_, low, high, version) if fact.name in questionnaire.score:
            of, words = {None: (questionnaire, _IS), 0: (new, _IS_NOW), 1: (old, _WAS)}[version]
            points = _score(of, fact.name, low, high)
            return phrase(words, name=name, points=points) if points else phrase("who have a score %(name)s", name=name)
        case Between(_, low, high):
            numbers = _numbers(low, high, questionnaire.question[fact.name].numbers)
            return phrase("whose answer to %(name)s is %(numbers)s", name=name, numbers=numbers)
        case Says() | SaysNot():
            return _said(fact, questionnaire.question[fact.name], name, {**names(old), **names(new)})


_IS = later("whose score %(name)s is %(points)s")
_IS_NOW = later("whose score %(name)s is now %(points)s")
_WAS = later("whose score %(name)s was %(points)s")


def _said(fact: Says | SaysNot, question: Question, name: str, called: Mapping[NameKey, str]) -> str:
    yes, some = isinstance(fact, Says), [called["option", fact.name, option] for option in fact.options]
    if {option.id for option in question.options} <= {*fact.options}:
        return phrase("who are asked %(name)s", name=name) if yes else phrase("who are not asked %(name)s", name=name)
    if yes and some[1:] and question.kind == "many":
        return phrase("who say at least one of %(options)s under %(name)s", options=listed(some, "and"), name=name)
    told = listed(some, "or")
    if yes:
        return phrase("who say %(options)s under %(name)s", options=told, name=name)
    return nphrase(
        "who do not say %(options)s under %(name)s",
        "who do not say %(options)s under %(name)s",
        len(some),
        options=told,
        name=name,
    )


def _score(questionnaire: Questionnaire, name: str, low: int, high: int) -> str:
    score = questionnaire.score[name]
    reach = span(questionnaire.question, score)
    if low <= reach[0] and high >= reach[-1]:
        return ""
    points = _points(low, high, reach)
    if score.show != "mean":
        return points
    bounds = ((low, low > reach[0] or low == high), (high, high < reach[-1] and high != low))
    ends = [shown(score, number) for number, is_bound in bounds if is_bound]
    if len(ends) == 1:
        return phrase("%(points)s (shown as %(number)s)", points=points, number=ends[0])
    return phrase("%(points)s (shown as %(low)s to %(high)s)", points=points, low=ends[0], high=ends[-1])


def _points(low: int, high: int, reach: range) -> str:
    if low == high:
        return points_words(low)
    if high >= reach[-1]:
        return nphrase("%(num)s or more point", "%(num)s or more points", abs(high), num=low)
    if low <= reach[0]:
        return nphrase("%(num)s or less point", "%(num)s or less points", abs(high), num=high)
    return phrase("%(low)s to %(high)s", low=low, high=points_words(high))


def _numbers(low: int, high: int, reach: range) -> str:
    if low == high:
        return str(low)
    if high >= reach[-1]:
        return phrase("%(number)s or more", number=low)
    if low <= reach[0]:
        return phrase("%(number)s or less", number=high)
    return phrase("%(low)s to %(high)s", low=low, high=high)
