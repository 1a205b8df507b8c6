"""How many get which tier, by which rules, and after how many questions?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question, Questionnaire, Rule, Text, Tier
from checker.evidence.population import PEOPLE, SEED, Population, Target
from checker.evidence.sampling import people
from checker.evidence.worked_cases import Share
from checker.explain.readability import words
from checker.memoisation import memoised


@dataclass(frozen=True, slots=True)
class Spread:
    """A whole number of each person, from the lowest to the highest."""

    sorted: tuple[int, ...]

    def percentile(self, of: int) -> int:
        """Return the lowest number that so many percent of people do not exceed."""
        return self.sorted[max(0, -(-of * len(self.sorted) // 100) - 1)]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule, the people for whom it holds, and those who have their tier by it alone."""

    rule: Rule
    holds: Share
    alone: Share


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and what was found."""

    target: Target
    found: Share | int

    @property
    def value(self) -> float:
        """The share in percent, or the number."""
        return self.found.percent if isinstance(self.found, Share) else self.found

    @property
    def met(self) -> bool:
        """Whether the figure is within the target."""
        low, high = self.target.at_least, self.target.at_most
        return (low is None or self.value >= low) and (high is None or self.value <= high)


@dataclass(frozen=True)
class Simulation:
    """What became of the people of one population."""

    questionnaire: Questionnaire
    population: Population
    seed: int
    signs: float
    deciding: Counter[tuple[str, frozenset[str]]]
    """How many people have a tier by exactly these rules."""
    holding: Counter[str]
    """For how many people each rule holds."""
    spreads: Mapping[str, Spread]
    """The ``questions``, ``words`` and ``taps`` of each person."""

    @cached_property
    def people(self) -> int:
        """How many people there are."""
        return self.deciding.total()

    @cached_property
    def tiers(self) -> tuple[tuple[Tier, Share], ...]:
        """The share of people in every tier."""
        told: Counter[str] = Counter()
        for (tier, _), number in self.deciding.items():
            told[tier] += number
        return tuple((tier, Share(told[tier.id], self.people)) for tier in self.questionnaire.tiers)

    @cached_property
    def alarms(self) -> tuple[Alarm, ...]:
        """Every rule, in the order of the file."""
        return tuple(
            Alarm(rule, Share(self.holding[rule.id], self.people), Share(self.deciding[alone], self.people))
            for rule in self.questionnaire.guidance
            for alone in [(rule.tier, frozenset({rule.id}))]
        )

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """Every target, with what was found."""
        return tuple(Aim(target, self._found(target)) for target in self.population.targets)

    @property
    def met(self) -> bool:
        """Whether every target is met."""
        return all(aim.met for aim in self.aims)

    def _found(self, target: Target) -> Share | int:
        if target.count and target.percentile:
            return self.spreads[target.count].percentile(target.percentile)
        return Share(sum(number for who, number in self.deciding.items() if _meant(target, *who)), self.people)


def _meant(target: Target, tier: str, rules: frozenset[str]) -> bool:
    """Return whether a target is about people who have their tier by these rules."""
    only, besides = rules <= {*target.only}, not rules <= {*target.besides}
    return tier in target.tiers and (only or not target.only) and (besides or not target.besides)


def simulate(
    questionnaire: Questionnaire,
    population: Population,
    *,
    number: int = PEOPLE,
    seed: int = SEED,
    signs: float = 1.0,
) -> Simulation:
    """Draw so many people, walk each, and count what becomes of them."""
    deciding: Counter[tuple[str, frozenset[str]]] = Counter()
    holding: Counter[str] = Counter()
    counted: list[tuple[int, int, int]] = []
    for person in islice(people(questionnaire, population, seed, signs), number):
        journey = walk(questionnaire, person)
        guidance = advise(questionnaire, journey)
        deciding[guidance.tier.id, frozenset(_ids(guidance.deciding))] += 1
        holding.update(_ids(guidance.rules))
        counted.append(effort(journey))
    spreads = (Spread(tuple(sorted(column))) for column in zip(*counted, strict=True))
    return Simulation(
        questionnaire, population, seed, signs, deciding, holding,
        dict(zip(("questions", "words", "taps"), spreads, strict=True)),
    )  # fmt: skip


def effort(journey: Journey, known: Collection[str] = ()) -> tuple[int, int, int]:
    """Return how many questions one answers, words one reads there, and taps; without the questions that are known."""
    asked = {name: answer for name, answer in journey.answers.items() if name not in known}
    taps = sum(_taps(journey.questionnaire.question[name], answer) for name, answer in asked.items())
    return len(asked), sum(_lengths(journey.questionnaire)[name] for name in asked), taps


@memoised
def _lengths(questionnaire: Questionnaire) -> Mapping[str, int]:
    """Return how many words the page of each question has, in the first language."""
    return {question.id: _length(question, questionnaire.languages[0]) for question in questionnaire.questions}


def _ids(rules: Iterable[Rule]) -> list[str]:
    return [rule.id for rule in rules]


def _taps(question: Question, answer: Answer) -> int:
    """Return how often one presses to give an answer: once, but for ticks and for the picture, which are sent."""
    if isinstance(answer, frozenset):
        return 1 if any(option.exclusive for option in question.chosen(answer)) else len(answer) + 1
    return 2 if question.picture else 1


def _length(question: Question, language: str) -> int:
    """Return how many words the page of a question has, beside those that are on every page."""
    own = (question.stem, question.ask, question.hint, question.why, question.low, question.middle, question.high)
    offered = (text for option in question.options for text in (option.text, option.hint))
    texts = (text for text in (question.period, *own, *offered) if isinstance(text, Text))
    return sum(len(words(text.said_in(language))) for text in texts)
