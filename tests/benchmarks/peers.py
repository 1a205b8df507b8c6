"""How fast is the engine beside others? The shipped questionnaire in their own languages, with the same answers.

Needs Node and, in the folder ``CHECKER_NODE_TOOLS``: ``npm install survey-core fhirpath json-rules-engine``.
"""

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from checker.authoring import load
from checker.engine.conditions import AllOf, Always, Answer, AnyOf, Compare, Expression, Has, Is
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Prorate, Question, Questionnaire, Score
from checker.proofs.report import plain
from checker.resources import shipped
from tests.benchmarks.engine import whole_journey
from tests.benchmarks.measuring import Table, microseconds
from tests.people import COMPLEX, MILD, as_answers
from tests.tools import node_tool

PEERS = {
    "survey-core": "250",
    "fhirpath.js on a QuestionnaireResponse": "120",
    "fhirpath.js on bare variables": "",
    "json-rules-engine": "12",
}
"""Each peer, and how many times faster than it the engine should be."""
ROUNDS = 5
SECONDS = 1.0
"""Seconds that one sample of a peer takes."""


def tables() -> Iterator[Table]:
    """Yield the table of the engine beside its peers."""
    questionnaire = load(shipped("questions.yaml"))
    people = list(_people(questionnaire))
    packages = node_tool("json-rules-engine/package.json").parent.parent.parent
    samples: dict[str, list[float]] = {name: [] for name in ("checker", *PEERS)}
    with TemporaryDirectory() as folder:
        work = Path(folder, "work.json")
        work.write_text(json.dumps(_work(questionnaire, people)), encoding="utf-8")
        for _ in range(ROUNDS):
            (ours,) = microseconds(partial(_all_journeys, questionnaire, people))
            samples["checker"].append(ours / len(people))
            for peer in PEERS:
                samples[peer].append(_sample(peer, work, packages))
    own = median(samples["checker"])
    rows = [("checker", f"{own:,.0f}", "1", "")]
    rows += [(peer, f"{median(samples[peer]):,.0f}", f"{median(samples[peer]) / own:,.0f}", PEERS[peer])
             for peer in PEERS]  # fmt: skip
    yield Table(
        f"A whole journey of {len(people)} people, CPU microseconds, medians of {ROUNDS} rounds in turn",
        ("engine", "a journey", "times ours", "aim"),
        tuple(rows),
        (
            "Each peer asked the same questions and found the same rules first. Ours is walked from the first question "
            "at every answer, and also stops, interrupts, says statements and finds the reasons. Scores are counted by "
            "plain JavaScript, but for the row on a QuestionnaireResponse, which is how forms of FHIR say conditions "
            "and scores; the row below it has all answers handed over one by one. Nobody here stops early.",
        ),
    )


def _all_journeys(questionnaire: Questionnaire, people: list[dict[str, Answer]]) -> None:
    for answers in people:
        whole_journey(questionnaire, answers)


def _people(questionnaire: Questionnaire) -> Iterator[dict[str, Answer]]:
    """Yield people whose questions do not stop early: two of ours, and every tenth case."""
    sheets = [as_answers(COMPLEX), as_answers(MILD), *(case.sheet for case in questionnaire.cases[::10])]
    yield from (sheet for sheet in sheets if _whole(questionnaire, sheet))


def _whole(questionnaire: Questionnaire, sheet: dict[str, Answer]) -> bool:
    journey = walk(questionnaire, sheet)
    return journey.next is None and not journey.stopped_by


def _sample(peer: str, work: Path, packages: Path) -> float:
    script = Path(__file__).with_name("peers.cjs")
    command = ["node", str(script), peer, str(work), str(packages), str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise SystemExit(f"{peer} failed:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    if not found["same"]:
        raise SystemExit(f"{peer} does not ask or find the same:\n{done.stderr[:2000]}")
    return float(found["cpu"])


def _work(questionnaire: Questionnaire, people: list[dict[str, Answer]]) -> dict[str, Any]:
    """Return the questionnaire and the people as data that a peer's translation reads."""
    return {
        "questions": [_question(question) for question in questionnaire.questions],
        "scores": [_score(questionnaire, score) for score in questionnaire.scores],
        "rules": [{"id": rule.id, "when": _tree(rule.when)} for rule in questionnaire.guidance],
        "people": [_person(questionnaire, answers) for answers in people],
    }


def _question(question: Question) -> dict[str, Any]:
    when = {} if isinstance(question.when, Always) else {"when": _tree(question.when)}
    ids = [option.id for option in question.options]
    return {"id": question.id, "kind": question.kind, "options": ids, "min": question.min, "max": question.max, **when}


def _score(questionnaire: Questionnaire, score: Score) -> dict[str, Any]:
    items = [questionnaire.question[item] for item in score.sum]
    rule = score.not_scored
    prorate = {"most": rule.prorate, "among": rule.among or score.sum} if isinstance(rule, Prorate) else None
    points = {item.id: _points(item) for item in items}
    return {"id": score.id, "items": score.sum, "points": points, "not_asked": score.not_asked, "prorate": prorate}


def _points(item: Question) -> dict[str, int]:
    if item.kind == "scale":
        return {str(number): number for number in item.numbers}
    return {option.id: option.points for option in item.options if option.points is not None}


def _person(questionnaire: Questionnaire, answers: dict[str, Answer]) -> dict[str, Any]:
    journey = walk(questionnaire, answers)
    rules = [rule.id for rule in advise(questionnaire, journey).rules]
    return {"answers": plain(answers), "asked": journey.asked, "rules": rules}


def _tree(expression: Expression) -> list[Any]:
    match expression:
        case AllOf(parts):
            return ["and", *map(_tree, parts)]
        case AnyOf(parts):
            return ["or", *map(_tree, parts)]
        case Is(name, values, negated):
            return ["is", name, list(values), negated]
        case Has(name, option, negated):
            return ["has", name, option, negated]
        case Compare(name, op, number):
            return [op, name, number]
    raise TypeError(f"{type(expression).__name__} has no words in another engine")
