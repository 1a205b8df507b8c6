"""What does each rule cost in alarms, and what does it protect against?

``python -m tests.alarms > docs/alarms.md`` writes the table of the shipped questionnaire anew, in some minutes.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from checker.authoring import load
from checker.engine.questionnaire import Questionnaire, Rule
from checker.evidence.population import Population
from checker.evidence.population_file import load_population
from checker.evidence.simulation import Simulation, simulate
from checker.evidence.worked_cases import CaseOutcome, Share, replay
from checker.proofs.prover import prove
from checker.resources import shipped
from tests.planted import without_rule

POPULATION = Path(__file__).parent / "data" / "population.yaml"
HEAD = """\
# What each rule costs, and what it protects against
Made by `python -m tests.alarms > docs/alarms.md` from the questionnaire, version {version}, and the made-up people of
`tests/data/population.yaml`. **No figure here is about patients**: most of the chances are assumed
([`simulation.md`](simulation.md)), and figures of other people would be others. Stories are made up too: {cases}
of them, {published} after something published.

## How many are told what
In percent of 10,000 people, seed 1, with the 95% interval that another seed would move within.
"""
RULES = """
## Rule by rule
*Alone*: in percent, people who have their tier by this rule alone, so its cost in alarms. *Holds*: people for whom it
holds. *Stories* that come out otherwise without it, and *promises* (with claims that nobody wrote) that break: what it
protects against.
"""


def shares(questionnaire: Questionnaire, population: Population) -> Iterator[str]:
    """Yield a table of the share of every tier: ordinary people, every sign twice as common, and each group."""
    groups = [population.of(group) for group in population.groups]
    found = [
        simulate(questionnaire, population),
        simulate(questionnaire, population, signs=2),
        *(simulate(questionnaire, group) for group in groups),
    ]
    names = [population.name, "the same, every warning sign twice as common", *(group.name for group in groups)]
    yield f"| | {' | '.join(names)} |"
    yield "|---|" + "--:|" * len(names)
    for tier in questionnaire.tiers:
        yield f"| `{tier.id}` | {' | '.join(_with_interval(dict(_tiers(each))[tier.id]) for each in found)} |"
    for counted in found[0].spreads:
        told = " | ".join(f"{s.percentile(50)} / {s.percentile(90)}" for s in (each.spreads[counted] for each in found))
        yield f"| {counted}, median / 90th | {told} |"


def _tiers(found: Simulation) -> Iterator[tuple[str, Share]]:
    return ((tier.id, share) for tier, share in found.tiers)


def _with_interval(share: Share) -> str:
    low, high = share.interval
    return f"{share.percent:.2f} ({low:.2f}-{high:.2f})"


def row(questionnaire: Questionnaire, rule: Rule, found: Simulation) -> str:
    """Return what one rule costs and protects against, as a row of the table."""
    alarm = next(each for each in found.alarms if each.rule is rule)
    broken = [verdict.id for verdict in prove(without_rule(questionnaire, rule.id)).failed]
    cost = f"{alarm.alone.percent:.2f} | {alarm.holds.percent:.2f}"
    return f"| `{rule.id}` | {cost} | {stories(questionnaire, rule)} | {_first(broken)} |"


def stories(questionnaire: Questionnaire, rule: Rule) -> str:
    """Return the stories that come out with another tier without a rule, as a cell of its row."""
    failed = replay(without_rule(questionnaire, rule.id)).failed
    return _first([outcome.case.id for outcome in failed if _moves(outcome)])


def _moves(outcome: CaseOutcome) -> bool:
    return outcome.guidance.tier.id != outcome.case.expect.tier


def _first(names: list[str]) -> str:
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(f"`{name}`" for name in names[:2]) + more or "-"


def page(questionnaire: Questionnaire, population: Population) -> Iterator[str]:
    """Yield the document."""
    published = replay(questionnaire).published.right.of
    yield HEAD.format(version=questionnaire.version, cases=len(questionnaire.cases), published=published)
    yield from shares(questionnaire, population)
    yield RULES
    found = simulate(questionnaire, population)
    for tier, rules in groupby(questionnaire.guidance, lambda rule: rule.tier):
        yield f"### `{tier}`\n"
        yield "| rule | alone | holds | stories | promises and claims |"
        yield "|---|--:|--:|---|---|"
        yield from (row(questionnaire, rule, found) for rule in rules)
        yield ""


if __name__ == "__main__":
    whole = load(shipped("questions.yaml"))
    click.echo("\n".join(page(whole, load_population(POPULATION, whole))).rstrip())
