"""Ordinary people: how often made-up ones are told what, by which rules, and what is assumed of them."""

from dataclasses import dataclass

from checker.evidence.population import Fact
from checker.evidence.simulation import Alarm, Simulation
from checker.evidence.simulation_report import COUNTED, HOW_COUNTED, aim_words, caveat
from checker.review.material import Material


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of some people."""

    simulation: Simulation
    aims: tuple[tuple[bool, str], ...]
    """Whether each target is met, and by what figure."""
    lengths: tuple[tuple[str, int, int, int], ...]
    """Questions, words and taps: the median, the 90th percentile and the most."""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What is worth knowing of ordinary people."""

    caveat: str
    how_counted: str
    tried: tuple[Tried, ...]
    alarms: tuple[Alarm, ...]
    """The rules, those first by which alone most people have their tier."""
    facts: tuple[Fact, ...]


def gather(material: Material) -> Ordinary | None:
    """Return what becomes of ordinary people; None where nobody says who they are."""
    if material.population is None:
        return None
    everybody, *_ = material.simulated
    alarms = sorted(everybody.alarms, key=lambda alarm: (-alarm.alone.hits, -alarm.holds.hits))
    return Ordinary(
        caveat(material.population),
        HOW_COUNTED,
        tuple(map(_tried, material.simulated)),
        tuple(alarms),
        material.population.facts,
    )


def _tried(found: Simulation) -> Tried:
    spreads = found.spreads.items()
    return Tried(
        found,
        tuple((aim.met, aim_words(aim)) for aim in found.aims),
        tuple(
            (COUNTED[name], spread.percentile(50), spread.percentile(90), spread.percentile(100))
            for name, spread in spreads
        ),
    )
