"""Whom a change touches is told in a few facts: these are true of exactly those whom trying everybody finds."""

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.proofs import regions
from checker.proofs.equivalence import Differing, Moving, Shift, compare
from checker.proofs.regions import Between, Constraint, Lacks, Region, Says, SaysNot
from tests.comparison.test_comparison import Person, Sheet, changed, people
from tests.strategies import random_questionnaire


class Told:
    """What the engine finds of somebody in both versions, the new one first."""

    def __init__(self, old: Questionnaire, new: Questionnaire, answers: Sheet) -> None:
        self.journeys = [
            walk(version, {name: given for name, given in answers.items() if name in version.question})
            for version in (new, old)
        ]
        self.guidance = [advise(journey.questionnaire, journey) for journey in self.journeys]
        self.person = Person(old, new, answers)

    def values(self, name: str, version: int | None = None) -> set[Answer]:
        some = self.journeys if version is None else [self.journeys[version]]
        return {journey.values[name] for journey in some if name in journey.values}

    def says(self, name: str, options: Iterable[str]) -> bool:
        chosen = {o for a in self.values(name) for o in (a if isinstance(a, frozenset) else [str(a)])}
        return bool(chosen & {*options})

    def true(self, fact: Constraint) -> bool:
        match fact:
            case Between(name, low, high, version):
                return any(isinstance(value, int) and low <= value <= high for value in self.values(name, version))
            case Says(name, options):
                return self.says(name, options)
            case SaysNot(name, options):
                return not self.says(name, options)
            case Lacks(name):
                return not self.values(name)

    def inside(self, region: Region) -> bool:
        return any(all(map(self.true, facts)) for facts in region.lists)

    def has(self, kind: str, name: str, version: int) -> bool:
        told = self.guidance[version]
        happening = {
            "asked": {*self.journeys[version].answers},
            "held": {rule.id for rule in told.rules},
            "said": {statement.id for statement in told.statements},
        }
        return name in happening[kind]


def untrue(old: Questionnaire, new: Questionnaire) -> list[str]:
    """Return what is told of whom a change touches that is not so."""
    found = compare(old, new)
    wrong = []
    for told in [Told(old, new, answers) for answers in people(old, new)]:
        wrong += [
            f"{kind} {each.id}"
            for kind in ("asked", "held", "said", "scored")
            for each in getattr(found, kind)
            if not fits(told, kind, each)
        ]
        wrong += [
            f"{each.before} {each.after}" for each in found.shifts if each.who and not moves(told, each, each.who)
        ]
    return wrong


def fits(told: Told, kind: str, each: Differing) -> bool:
    """Return whether a person is among those told of exactly if something differs for them, and in that way."""
    differs = (kind, each.id) in told.person.differences
    inside = {who.how for who in each.who if told.inside(who.region)}
    if not inside:
        return not (differs and each.who and all(who.region.whole for who in each.who))
    now = kind == "scored" or "now" not in inside or told.has(kind, each.id, 0)
    before = kind == "scored" or "no longer" not in inside or told.has(kind, each.id, 1)
    return differs and now and before


def moves(told: Told, shift: Shift, who: Moving) -> bool:
    """Return whether a person is among those told of exactly if they move between two tiers."""
    places = told.journeys[0].questionnaire.urgency
    down = places[shift.before] < places[shift.after]
    soft, other = (shift.after, told.guidance[0]) if down else (shift.before, told.guidance[1])
    gap = places[other.tier.id] - places[soft]
    kept = who.others and (gap < 0 or (gap > 0 and who.also))
    moved = told.person.tiers == (shift.before, shift.after)
    return moved == (told.inside(who.region) and not kept) or not who.region.whole


@settings(max_examples=150)
@given(st.integers(2, 4), st.integers(0, 1 << 32))
def test_the_facts_are_true_of_exactly_those_whom_trying_everybody_finds(size: int, seed: int) -> None:
    random = Random(seed)
    old = random_questionnaire(random, size)
    assert untrue(old, changed(random, old)) == []


FAULTS: dict[str, tuple[object, str, object]] = {
    "facts that are needed are left out": (regions, "_needed", lambda inside, given, facts: facts[:1]),
    "facts are widened unseen": (regions.Regions, "_grown", lambda self, fact, *_: next(self._wider(fact), None)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_telling_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    pairs = (
        (old, changed(random, old)) for random in map(Random, range(200)) for old in [random_questionnaire(random, 3)]
    )
    assert any(untrue(old, new) for old, new in pairs)
