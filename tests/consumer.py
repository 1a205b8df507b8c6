"""A clinic's own program: it reads a questionnaire, says what may be kept of a person's result, and serves the check.

It stands for the programs of others: it imports what ``docs/api.md`` names, and nothing else of ours.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Flask

from checker.authoring import LoadError, Problem, load, load_text, read_answers
from checker.engine import Answer, Guidance, Journey, Questionnaire, advise, redact, walk
from checker.ops.settings import Settings, SettingsError, settings
from checker.proofs import Report, prove
from checker.web import SignoffError, create_app, mount


def mistakes(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a questionnaire that somebody has typed."""
    try:
        load_text(text, "typed.yaml")
    except LoadError as error:
        return error.problems
    return ()


def kept(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[Journey, Guidance]:
    """Return what may be kept of a person's answers and of what they were told."""
    journey = walk(questionnaire, answers)
    return redact(journey, advise(questionnaire, journey))


def lines(journey: Journey, guidance: Guidance) -> Iterator[str]:
    """Yield that as text."""
    language = journey.questionnaire.languages[0]
    yield f"{guidance.tier.id}: {guidance.tier.title.said_in(language)}"
    yield from (f"because {rule.because.said_in(language)}" for rule in guidance.deciding)
    yield f"asked {', '.join(journey.asked)}, then {journey.next.id if journey.next else 'nothing'}"


def unproved(report: Report) -> list[str]:
    """Return the claims that are not proved."""
    return [verdict.claim for verdict in (*report.failed, *report.undecided)]


def site(chosen: Settings) -> Flask:
    """Return the clinic's site, with the check below a prefix."""
    app = Flask("clinic")
    app.add_url_rule("/", "home", lambda: "Our clinic")
    mount(app, chosen, "/check")
    return app


def report(questions: Path, answers: Path) -> Iterator[str]:
    """Yield all that can be said of a file of questions and a file of answers."""
    questionnaire = load(questions)
    yield from lines(*kept(questionnaire, read_answers(answers.read_text(encoding="utf-8"), questionnaire)))
    yield f"unproved: {unproved(prove(questionnaire, timeout=60))}"
    chosen = settings({}, questions=questions, question_titles=True)
    yield f"alone: {create_app(chosen).test_client().get('/').status}"
    yield f"within: {site(chosen).test_client().get('/check/').status}"
    yield from map(str, mistakes("id: 1")[:1])


if __name__ == "__main__":
    try:
        sys.stdout.write("\n".join(report(Path(sys.argv[1]), Path(sys.argv[2]))))
    except (LoadError, SettingsError, SignoffError) as error:
        sys.exit(str(error))
