"""How soon is it known what a change would do? Mutants of conditions, and other tiers, one after another."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from checker.authoring.edits import EditError
from checker.authoring.manuscript import Manuscript, edited, manuscript_of
from checker.authoring.writer import as_yaml, plain, written
from checker.engine.questionnaire import KeyPath, Questionnaire
from checker.evidence.population_file import load_population
from checker.lab.mutants import mutants_of
from checker.resources import shipped
from checker.review.trying import Bench
from tests.benchmarks.measuring import Table
from tests.large import large
from tests.throat import anybody

EDITS = 20
STAGES = ("edit and check", "cases and people", "proofs", "whom", "all but whom")


def tables() -> Iterator[Table]:
    """Yield how long each stage takes: the median, and the longest."""
    own = Bench(manuscript_of(shipped("questions.yaml")))
    own.population = load_population(Path(__file__).parent.parent / "data" / "population.yaml", own.questionnaire)
    many = Bench(Manuscript(as_yaml(plain(large(300)))))
    many.population = anybody(many.questionnaire)
    rows = []
    for name, bench in {"shipped": own, "300 questions": many}.items():
        begun = process_time()
        bench.warm()
        warm = process_time() - begun
        times = list(_times(bench))
        cells = (f"{median(each):.2f} ({max(each):.2f})" for each in zip(*times, strict=True))
        rows.append((name, f"{warm:.1f}", str(len(times)), *cells))
    heads = ("questionnaire", "ready after s", "edits", *STAGES)
    yield Table("A change that is tried, in seconds of the processor: the median (and the longest)", heads, tuple(rows))


def _times(bench: Bench) -> Iterator[tuple[float, ...]]:
    random, done = Random(1), 0
    for path, value in _edits(bench.questionnaire, random):
        times: list[float] = []

        def timed(work: Callable[[], object], kept: list[float] = times) -> object:
            begun = process_time()
            found = work()
            kept.append(process_time() - begun)
            return found

        try:
            checked = timed(lambda path=path, value=value: bench.checked(edited(bench.whole, path, value)))  # type: ignore[misc]
        except EditError:
            continue
        new = checked.questionnaire  # type: ignore[attr-defined]
        if new is None:
            continue
        timed(lambda new=new: (bench.cases(new), bench.ordinary(new)))  # type: ignore[misc]
        timed(lambda new=new: bench.findings(new))  # type: ignore[misc]
        timed(lambda new=new: bench.whom(new))  # type: ignore[misc]
        yield (*times, sum(times[:3]))
        done += 1
        if done == EDITS:
            return


def _edits(questionnaire: Questionnaire, random: Random) -> Iterator[tuple[KeyPath, object]]:
    """Yield changes of rules: in turn another tier, a mutant of a condition, and another reason."""
    mutants = [each for each in mutants_of(questionnaire) if each.kind == "rule"]
    places = {rule.id: place for place, rule in enumerate(questionnaire.guidance)}
    while True:
        rule, mutant = random.choice(questionnaire.guidance), random.choice(mutants)
        yield ("guidance", places[rule.id], "tier"), random.choice(questionnaire.tiers).id
        yield ("guidance", places[mutant.id], "when"), written(mutant.written)
        yield ("guidance", places[rule.id], "because", questionnaire.languages[0]), "you told us so"
