"""What do proofs cost? Every claim, exact counts, covering sheets, and closest changes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from time import process_time
from typing import TypeVar

from checker.authoring import load
from checker.engine.questionnaire import Questionnaire
from checker.lab.closest_change import closest
from checker.lab.covering_sheets import cover
from checker.proofs.equivalence import compare
from checker.proofs.prover import prove
from checker.proofs.report import Report
from checker.resources import shipped
from tests.benchmarks.generated import generated
from tests.benchmarks.measuring import Table

LENGTHS = (35, 100, 300, 1000)
SEEDS = (0, 1, 2)
TIMEOUT = 600.0
"""Seconds after which a proof of a generated questionnaire says what it left undecided."""
_T = TypeVar("_T")


def tables() -> Iterator[Table]:
    """Yield what the shipped questionnaire costs, then generated ones of each length."""
    questionnaire = load(shipped("questions.yaml"))
    yield Table("Proofs of the shipped questionnaire", ("what", "CPU ms", "aim"), tuple(_shipped(questionnaire)))
    yield Table("For one person's page", ("what", "median ms", "most ms", "aim"), tuple(_per_page(questionnaire)))
    rows = [_generated(length, seed) for length in LENGTHS for seed in SEEDS]
    yield Table(
        "Proofs of generated questionnaires, each in a fresh process",
        ("questions", "seed", "all claims s", "counts and lists s", "most MB", "answer sheets", "left undecided"),
        tuple(rows),
        ("Aims: 100 questions 1 s, 300 questions 10 s, 1,000 questions 10 s and counts 60 s, 250 MB at most.",),
    )


def _timed(function: Callable[[], _T]) -> tuple[float, _T]:
    started = process_time()
    found = function()
    return process_time() - started, found


def _ms(function: Callable[[], object], rounds: int = 5) -> float:
    return 1000 * median(_timed(function)[0] for _ in range(rounds))


def _shipped(questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    every = _ms(lambda: prove(questionnaire))
    sheets = _ms(lambda: cover(questionnaire, mutants=True))
    yield "every proof, and exact counts per tier", f"{every:,.0f}", ""
    yield "covering sheets that kill every mutant", f"{sheets:,.0f}", ""
    yield "both", f"{every + sheets:,.0f}", "500"
    yield (
        "the same questionnaire compared with itself",
        f"{_ms(lambda: compare(questionnaire, questionnaire)):,.0f}",
        "",
    )


def _per_page(questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    people = [case.sheet for case in questionnaire.cases]
    closest(questionnaire, people[0], questionnaire.tiers[0].id)
    to_one = [
        _timed(partial(closest, questionnaire, sheet, tier.id))[0] for sheet in people for tier in questionnaire.tiers
    ]
    yield "closest change to one tier", f"{1000 * median(to_one):.2f}", f"{1000 * max(to_one):.2f}", "10"


# In a process of its own -----------------------------------------------------------------------------------------


def _generated(length: int, seed: int) -> tuple[str, ...]:
    command = [sys.executable, "-m", "tests.benchmarks.proof", str(length), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return (f"{length:,}", str(seed), *done.stdout.strip().split("\t"))


def _measured(length: int, seed: int) -> tuple[str, ...]:
    """Return what the proof of a generated questionnaire takes, counts apart."""
    seconds, report = _timed(lambda: prove(generated(length, seed), timeout=TIMEOUT))
    share = sum(verdict.seconds for verdict in report.verdicts) / report.seconds
    return (
        f"{seconds * share:.2f}",
        f"{seconds * (1 - share):.2f}",
        f"{_megabytes():.0f}",
        _digits(report),
        _undecided(report),
    )


def _megabytes() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _digits(report: Report) -> str:
    return f"{len(str(report.total.sheets))} digits" if report.total else "not counted"


def _undecided(report: Report) -> str:
    return "; ".join([*(verdict.id for verdict in report.undecided), *report.left_out]) or "nothing"


if __name__ == "__main__":
    sys.stdout.write("\t".join(_measured(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
