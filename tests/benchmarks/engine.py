"""What does the engine cost? One person's whole journey, every answer walked again as it arrives, then the guidance."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from checker.authoring import load
from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Questionnaire
from checker.resources import shipped
from tests.benchmarks.measuring import Table, microseconds
from tests.benchmarks.straight_line import Advised, Answers, Walked, written
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers

PEOPLE = {"every question": COMPLEX, "a crisis, then light pain": CRISIS, "light pain": MILD, "an emergency": EMERGENCY}

StraightWalk = Callable[[Answers], Walked]
StraightAdvice = Callable[[Answers], Advised]


def tables() -> Iterator[Table]:
    """Yield the table of whole journeys, beside straight-line Python of the same conditions."""
    questionnaire = load(shipped("questions.yaml"))
    straight_walk, straight_advise = written(questionnaire)
    rows = []
    for name, person in PEOPLE.items():
        answers = as_answers(person)
        asked = _same(questionnaire, answers, straight_walk, straight_advise)
        guidance = whole_journey(questionnaire, answers)[1]
        ours, straight, reasons = microseconds(
            partial(whole_journey, questionnaire, answers),
            partial(_straight, answers, straight_walk, straight_advise),
            partial(getattr, guidance, "reasons"),
        )
        rows.append((name, str(asked), f"{ours:,.0f}", f"{straight:,.0f}", f"{ours / straight:.2f}", f"{reasons:,.0f}"))
    yield Table(
        f"A whole journey in the engine ({len(questionnaire.questions)} questions, {len(questionnaire.scores)} scores, "
        f"{len(questionnaire.guidance)} rules, {len(questionnaire.statements)} statements), CPU microseconds",
        ("person", "answers", "engine", "straight line", "ratio", "reasons"),
        tuple(rows),
        (
            "Every answer is walked from the first question as it arrives; then come the scores and the guidance. The "
            "results of both were compared at every answer first. The reasons, which only a page shows, come on top.",
        ),
    )


def whole_journey(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[Journey, Guidance]:
    """Answer one question after the other."""
    given: dict[str, Answer] = {}
    while (upcoming := (journey := walk(questionnaire, given)).next) is not None:
        given[upcoming.id] = answers[upcoming.id]
    return journey, advise(questionnaire, journey)


def _straight(answers: Answers, walk: StraightWalk, advise: StraightAdvice) -> tuple[Walked, Advised]:
    """Do the same in straight-line Python."""
    given: dict[str, Answer] = {}
    while (upcoming := (walked := walk(given))[1]) is not None:
        given[upcoming] = answers[upcoming]
    return walked, advise(walked[4])


def _same(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], walk_: StraightWalk, advise_: StraightAdvice
) -> int:
    """Return how many answers a journey has, having compared both ways at every one of them."""
    given: dict[str, Answer] = {}
    while True:
        journey = walk(questionnaire, given)
        _compare(_plain(journey), walk_(given))
        _compare(_plainly(advise(questionnaire, journey)), advise_(journey.values))
        if journey.next is None:
            return len(journey.asked)
        given[journey.next.id] = answers[journey.next.id]


def _compare(ours: object, straight: object) -> None:
    if ours != straight:
        raise SystemExit(f"The two do not do the same:\n{ours}\n{straight}")


def _plain(journey: Journey) -> Walked:
    return (
        list(journey.asked),
        journey.next.id if journey.next else None,
        journey.stopped_by.id if journey.stopped_by else None,
        [rule.id for rule in journey.interrupted_by],
        dict(journey.values),
    )


def _plainly(guidance: Guidance) -> Advised:
    measured = {name: (found.points, found.band.id) if found else None for name, found in guidance.scores.items()}
    rules, says = ([part.id for part in parts] for parts in (guidance.rules, guidance.statements))
    return guidance.tier.id, rules, says, measured
