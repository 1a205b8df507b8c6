"""What notices a slip of an author? Options, points, doubts and rules taken out of a questionnaire, one at a time.

``python -m tests.planted`` prints who speaks for each rule of the shipped questionnaire.
"""

import re
from collections.abc import Iterator

import click

from checker import cases
from checker.loading import load_text
from checker.model import Questionnaire
from checker.resources import shipped
from checker.verification import outcomes, prove

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


def speakers(before: Questionnaire, after: Questionnaire) -> dict[str, list[str]]:
    """Return what notices that one questionnaire is not another: gaps, promises, worked cases, outcomes of answers."""
    report = prove(after)
    return {
        "claim": [verdict.id for verdict in report.failed if verdict.kind != "promise"],
        "promise": [verdict.id for verdict in report.failed if verdict.kind == "promise"],
        "case": [outcome.case.id for outcome in cases.replay(after).outcomes if outcome.slips],
        "option": [
            f"{old.answer} of {old.question}"
            for old, new in zip(outcomes(before), outcomes(after), strict=True)
            if (old.tier, old.decides) != (new.tier, new.decides)
        ],
    }


def table(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield a line for every rule: how many claims, promises, worked cases and options speak for it."""
    yield "| rule | claims nobody wrote | promises | worked cases | options |"
    yield "|---|--:|--:|--:|--:|"
    for rule in questionnaire.guidance:
        found = speakers(questionnaire, without_rule(questionnaire, rule.id))
        yield f"| `{rule.id}` | {' | '.join(str(len(each)) for each in found.values())} |"


if __name__ == "__main__":
    click.echo("\n".join(table(load_text(TEXT))))
