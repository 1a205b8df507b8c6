"""Who of the very same people is told another tier by another version?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.evidence.population import PEOPLE, SEED, Population
from checker.evidence.sampling import Person, people
from checker.evidence.worked_cases import Share

MoveReason: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The rules that make somebody's tier, before and now."""


@dataclass(frozen=True, slots=True)
class Move:
    """People who are told another tier by the new version."""

    before: str
    after: str
    people: Share
    reason: MoveReason
    """The commonest one among them."""
    example: Mapping[str, Answer]
    """What one with this reason is asked now, and answers."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change does to the very same people."""

    population: Population
    compared: int
    left_out: int
    """People whose answers the old version does not offer, or who lack one for it."""
    moves: tuple[Move, ...]
    """The most people first."""

    @property
    def moved(self) -> Share:
        """All who are told another tier."""
        return Share(sum(move.people.hits for move in self.moves), self.compared)


def compare(
    old: Questionnaire, new: Questionnaire, population: Population, *, number: int = PEOPLE, seed: int = SEED
) -> Moves:
    """Return who of the same people is told another tier by the new version; both have the same ids."""
    return among(old, new, population, islice(people(new, population, seed), number), number)


def among(
    old: Questionnaire, new: Questionnaire, population: Population, persons: Iterable[Person], number: int
) -> Moves:
    """Return which of these people is told another tier, of so many in all: nobody else is."""
    found: dict[tuple[str, str], list[tuple[MoveReason, Mapping[str, Answer]]]] = {}
    left_out = 0
    for person in persons:
        before, now = walk(old, _offered(old, person)), walk(new, person)
        if before.next:
            left_out += 1
            continue
        was, told = advise(old, before), advise(new, now)
        if was.tier.id != told.tier.id:
            reason = tuple(rule.id for rule in was.deciding), tuple(rule.id for rule in told.deciding)
            found.setdefault((was.tier.id, told.tier.id), []).append((reason, now.answers))
    compared = number - left_out
    moves = [_move(way, moved, compared) for way, moved in found.items()]
    return Moves(population, compared, left_out, tuple(sorted(moves, key=lambda move: -move.people.hits)))


def _offered(questionnaire: Questionnaire, person: Person) -> Person:
    """Return the answers that a questionnaire takes."""
    asked = questionnaire.question
    return {name: answer for name, answer in person.items() if name in asked and asked[name].accepts(answer)}


def _move(way: tuple[str, str], moved: list[tuple[MoveReason, Mapping[str, Answer]]], compared: int) -> Move:
    ((commonest, _),) = Counter(reason for reason, _ in moved).most_common(1)
    example = next(answers for reason, answers in moved if reason == commonest)
    return Move(*way, Share(len(moved), compared), commonest, example)
