"""``checker try``: the engine without the web."""

import json
from pathlib import Path
from typing import BinaryIO

import click

from checker.authoring.answer_sheet import read_answers
from checker.authoring.problems import LoadError, did_you_mean, listed
from checker.authoring.writer import plain_answer
from checker.authoring.yaml_tree import text_in
from checker.cli.common import decided, loaded, questions_option, told
from checker.engine.guidance import Guidance, Reason, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Questionnaire
from checker.engine.scoring import Measurement


@click.command("try")
@questions_option
@click.option("--closest", "tier", metavar="TIER", help="Say too which fewest changed answers lead to this tier.")
@click.argument("answers", type=click.File("rb"), default="-")
def command(questions: Path | None, tier: str | None, answers: BinaryIO) -> None:
    """Walk ANSWERS, a YAML mapping from question to answer (standard input if left out), and print the outcome.

    A question is named by its id, or by its `ref` where no other question has the same. A line `answers: {...}` that
    `checker prove` or `checker diff` printed can be pasted as it is.
    """
    questionnaire = loaded(questions)
    if tier is not None and tier not in questionnaire.tier:
        guess = did_you_mean(tier, questionnaire.tier) or f". The tiers are {listed(questionnaire.tier)}"
        raise click.BadParameter(f"there is no tier '{tier}'{guess}", param_hint="--closest")
    name = getattr(answers, "name", "<stdin>")
    try:
        sheet = read_answers(text_in(answers, name), questionnaire, name)
    except LoadError as error:
        raise told(error) from None
    journey = walk(questionnaire, sheet)
    found = outcome(journey, advise(questionnaire, journey))
    if tier is not None:
        with decided():
            found["closest"] = nearest(questionnaire, journey, tier)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def nearest(questionnaire: Questionnaire, journey: Journey, tier: str) -> dict[str, object] | None:
    """Return the fewest changes of answers that lead to a tier, as plain data; None if no answers do."""
    from checker.lab.closest_change import closest

    found = closest(questionnaire, journey.answers, tier)
    return (
        None
        if found is None
        else {
            "tier": tier,
            "changes": [
                {
                    "question": change.question,
                    "before": plain_answer(change.before),
                    "after": plain_answer(change.after),
                }
                for change in found.changes
            ],
            "answers": {name: plain_answer(answer) for name, answer in found.sheet.items()},
        }
    )


def outcome(journey: Journey, guidance: Guidance) -> dict[str, object]:
    """Return what the engine found, as plain data."""
    return {
        "asked": list(journey.asked),
        "next": journey.next.id if journey.next else None,
        "stopped_by": journey.stopped_by.id if journey.stopped_by else None,
        "interrupted_by": [rule.id for rule in journey.interrupted_by],
        "scores": {name: _score(measured) for name, measured in guidance.scores.items()},
        "tier": guidance.tier.id,
        "guidance": [rule.id for rule in guidance.rules],
        "statements": [statement.id for statement in guidance.statements],
        "reasons": [_reason(journey.questionnaire, reason) for reason in guidance.reasons],
    }


def _score(measured: Measurement | None) -> dict[str, object] | None:
    return {"points": measured.points, "shown": measured.shown, "band": measured.band.id} if measured else None


def _reason(questionnaire: Questionnaire, reason: Reason) -> dict[str, object]:
    if reason.name in questionnaire.score:
        return {"rule": reason.rule.id, "score": reason.name, "points": reason.answer}
    return {"rule": reason.rule.id, "question": reason.name, "answer": plain_answer(reason.answer)}
