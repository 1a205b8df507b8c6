"""What notices a slip of an author? Options, points, doubts and rules taken out of a questionnaire, one at a time.

``python -m tests.planted`` prints who speaks for each rule of the shipped questionnaire.
"""

import re
from collections.abc import Iterator

import click

from checker.authoring.loader import load_text
from checker.engine.questionnaire import Questionnaire
from checker.evidence import worked_cases
from checker.proofs.answer_outcomes import outcomes
from checker.proofs.prover import prove
from checker.resources import shipped

TEXT = shipped("questions.yaml").read_text(encoding="utf-8")
ORPHAN = '          - {id: orphan, text: {en: "Coughing up blood", es: "Toser sangre"}}\n'


def with_orphan(text: str, question: str) -> str:
    """Return a text whose question has one more option, before its first one."""
    start = text.index("          - {id:", text.index(f"      - id: {question}\n"))
    return text[:start] + ORPHAN + text[start:]


def without_points(text: str) -> Iterator[tuple[int, str]]:
    """Yield each text that lacks the points of one option, with the line on which they stood."""
    for found in re.finditer(r", points: \d+", text):
        yield text.count("\n", 0, found.start()) + 1, text[: found.start()] + text[found.end() :]


def without_rule(questionnaire: Questionnaire, rule: str) -> Questionnaire:
    """Return a questionnaire that lacks a rule, and the promises that name it."""
    guidance = tuple(each for each in questionnaire.guidance if each.id != rule)
    promises = tuple(each for each in questionnaire.promises if each.interrupts != rule)
    return questionnaire.model_copy(update={"guidance": guidance, "promises": promises})


def speakers(before: Questionnaire, after: Questionnaire) -> Iterator[tuple[str, list[str]]]:
    """Yield what notices that one questionnaire is not another, what is quick to ask first."""
    yield "case", [outcome.case.id for outcome in worked_cases.replay(after).outcomes if outcome.mismatches]
    changed = zip(outcomes(before), outcomes(after), strict=True)
    yield (
        "option",
        [
            f"{old.answer} of {old.question}"
            for old, new in changed
            if (old.tier, old.decides) != (new.tier, new.decides)
        ],
    )
    failed = prove(after).failed
    yield "claim", [verdict.id for verdict in failed if verdict.kind != "promise"]
    yield "promise", [verdict.id for verdict in failed if verdict.kind == "promise"]


def table(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield a line for every rule: how many worked cases, options, claims and promises speak for it."""
    yield "| rule | worked cases | options | claims nobody wrote | promises |"
    yield "|---|--:|--:|--:|--:|"
    for rule in questionnaire.guidance:
        found = dict(speakers(questionnaire, without_rule(questionnaire, rule.id)))
        yield f"| `{rule.id}` | {' | '.join(str(len(each)) for each in found.values())} |"


if __name__ == "__main__":
    for line in table(load_text(TEXT)):
        click.echo(line)
