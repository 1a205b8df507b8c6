"""Whom a change touches, in words."""

from collections.abc import Iterator, Mapping

from checker.engine.questionnaire import Question, Questionnaire
from checker.engine.scoring import shown, span
from checker.explain.plain_english import NameKey, listed, names, points_words
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
    joint = "; of all these," if several else ", and" if len(lists[0]) > 1 else " and"
    return f"{told}{joint} {unseen(shift, old, new)}"


def unseen(shift: Shift, old: Questionnaire, new: Questionnaire) -> str:
    """Return whom no other rule keeps from going to another tier."""
    softer = max(shift.before, shift.after, key=new.urgency.__getitem__)
    if softer == new.tiers[-1].id and not any(rule.tier == softer for rule in (*old.guidance, *new.guidance)):
        return "whom no other rule sees"
    if shift.who and shift.who.also:
        return f"whom another rule gives {softer}, and none a more urgent tier"
    return f"whom no other rule gives a tier more urgent than {softer}"


def people(region: Region, old: Questionnaire, new: Questionnaire) -> str:
    """Return who is in a region, such as: people whose score “Mood” is 10 to 14 points."""
    lists = [listed(list(_clauses(facts, old, new)), "and") or "whatever they answer" for facts in region.lists]
    if not region.whole:
        lists.append("others")
    if len(lists) == 1:
        return f"people {lists[0]}"
    numbered = [f"({place}) {words}" for place, words in enumerate(lists, 1)]
    return f"people {'; or '.join(numbered)}"


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
    name += "" if fact.name in new.position else " (in the old version)"
    match fact:
        case Lacks(_):
            return f"who have no score {name}" if fact.name in questionnaire.score else f"who are not asked {name}"
        case Between(_, low, high, version) if fact.name in questionnaire.score:
            of, verb = {None: (questionnaire, "is"), 0: (new, "is now"), 1: (old, "was")}[version]
            points = _score(of, fact.name, low, high)
            return f"whose score {name} {verb} {points}" if points else f"who have a score {name}"
        case Between(_, low, high):
            return f"whose answer to {name} is {_numbers(low, high, questionnaire.question[fact.name].numbers)}"
        case Says() | SaysNot():
            return f"who {_said(fact, questionnaire.question[fact.name], name, {**names(old), **names(new)})}"


def _said(fact: Says | SaysNot, question: Question, name: str, called: Mapping[NameKey, str]) -> str:
    yes, some = isinstance(fact, Says), [called["option", fact.name, option] for option in fact.options]
    if {option.id for option in question.options} <= {*fact.options}:
        return f"are {'' if yes else 'not '}asked {name}"
    if yes and some[1:] and question.kind == "many":
        return f"say at least one of {listed(some, 'and')} under {name}"
    return f"{'' if yes else 'do not '}say {listed(some, 'or')} under {name}"


def _score(questionnaire: Questionnaire, name: str, low: int, high: int) -> str:
    score = questionnaire.score[name]
    reach = span(questionnaire.question, score)
    if low <= reach[0] and high >= reach[-1]:
        return ""
    ends = [n for n, end in ((low, low > reach[0]), (high, high < reach[-1] and high != low)) if end]
    aside = f" (shown as {' to '.join(f'{shown(score, n)}' for n in ends)})" if score.show == "mean" else ""
    return f"{_numbers(low, high, reach)} {points_words(high).partition(' ')[2]}{aside}"


def _numbers(low: int, high: int, reach: range) -> str:
    if low == high:
        return str(low)
    if high >= reach[-1]:
        return f"{low} or more"
    return f"{high} or less" if low <= reach[0] else f"{low} to {high}"
