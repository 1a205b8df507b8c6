"""What should the person do, how soon, and why?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from checker.engine.conditions import Answer, Has, Leaf, Values, evidence, holds
from checker.engine.journey import Journey
from checker.engine.questionnaire import Questionnaire, Rule, Statement, Tier
from checker.engine.scoring import Measurement, measure


class Reason(NamedTuple):
    """One answer, or one score's points, that made a rule hold."""

    rule: Rule
    name: str
    """The id of the question or score."""
    answer: Answer
    """The answer, the one option of many that mattered, or the points."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to do and how soon, and why we say so."""

    tier: Tier
    rules: tuple[Rule, ...]
    """All rules that hold, in the order of the file."""
    statements: tuple[Statement, ...]
    """What the result says, in the order of the file."""
    scores: Mapping[str, Measurement | None]
    """Every score of which something was asked, by its id, side by side and never added up."""
    values: Mapping[str, Answer]
    """What the rules read."""
    privately: bool = False
    """Whether what is kept private made the tier: the rules that are left do not give it."""

    @property
    def deciding(self) -> tuple[Rule, ...]:
        """The rules that made the tier."""
        return tuple(rule for rule in self.rules if rule.tier == self.tier.id)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The answers that made the tier."""
        return tuple(reason for rule in self.deciding for reason in self.because(rule))

    def because(self, rule: Rule) -> list[Reason]:
        """Return what made a rule hold. That other options were not ticked is a reason only where nothing else is."""
        found = list(evidence(rule.when, self.values))
        telling = [leaf for leaf in found if not (isinstance(leaf, Has) and leaf.negated)] or found
        given = dict.fromkeys([(leaf.name, _given(leaf, self.values)) for leaf in telling])
        return [Reason(rule, name, answer) for name, answer in given]


def advise(questionnaire: Questionnaire, journey: Journey) -> Guidance:
    """Return the guidance for a journey: the most urgent tier of the rules that hold, or the last tier of all.

    A journey that is not at its end has guidance too, by its answers so far: more of them never make it less urgent.
    """
    values = journey.values
    rules = _holding(questionnaire, values)
    tier = most_urgent(questionnaire, rules)
    told = {**values, "tier": tier.id}
    statements = tuple(statement for statement in questionnaire.statements if holds(statement.when, told))
    return Guidance(tier, rules, statements, measure(questionnaire, values), values)


def tier_of(questionnaire: Questionnaire, journey: Journey) -> Tier:
    """Return the tier alone, which takes a fraction of the time."""
    return most_urgent(questionnaire, _holding(questionnaire, journey.values))


def _holding(questionnaire: Questionnaire, values: Values) -> tuple[Rule, ...]:
    return tuple(rule for rule in questionnaire.guidance if holds(rule.when, values))


def most_urgent(questionnaire: Questionnaire, rules: tuple[Rule, ...]) -> Tier:
    """Return the most urgent tier of some rules, or the last tier of all."""
    return questionnaire.tiers[min([questionnaire.urgency[rule.tier] for rule in rules], default=-1)]


def _given(leaf: Leaf, values: Mapping[str, Answer]) -> Answer:
    return leaf.option if isinstance(leaf, Has) and not leaf.negated else values[leaf.name]
