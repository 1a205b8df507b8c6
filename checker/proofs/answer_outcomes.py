"""What comes of each answer? Given alone beside the least worrying ones, and at the most."""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from checker.authoring.writer import harmless, plain_answer
from checker.engine.baseline import completed, least_answer
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Option, Question, Questionnaire
from checker.phrases import later
from checker.proofs.decision_diagrams import Distance
from checker.proofs.encoding import Logic
from checker.proofs.influence import Effects
from checker.proofs.monotonicity import number_swaps, swaps
from checker.proofs.report import Sheet, as_yaml
from checker.proofs.satisfiability import Way, cheapest


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """What one answer leads to."""

    question: str
    answer: Answer
    option: Option | None
    """The option that is chosen alone; None for the highest number of a scale."""
    sheet: Sheet
    """The answer beside the least worrying ones; empty where nobody can give it."""
    heard: bool
    """Whether it changes anything for anybody; true of the least worrying answer itself."""
    needed: tuple[str, ...] = ()
    """The questions whose answers had to be more worrying than the least, for this one to be asked."""
    tier: str = ""
    """The result of that sheet."""
    rules: tuple[str, ...] = ()
    """The rules that decide it: none where it is the last tier."""
    decides: str = ""
    """The most urgent tier that somebody gets with this answer and not with the least worrying one; or none."""


def outcomes(
    questionnaire: Questionnaire, timeout: float = 60.0, wanted: Collection[tuple[str, str]] | None = None
) -> Iterator[AnswerOutcome]:
    """Yield what comes of every option, and of the highest number of every scale; raise UndecidedError.

    ``wanted`` are the questions and options (an empty one for a scale) to look at; left out, all are.
    """
    effects = Effects(Logic.timed(questionnaire, timeout))
    for question in questionnaire.questions:
        options = [option for option in question.options if wanted is None or (question.id, option.id) in wanted]
        is_scale = question.kind == "scale" and (wanted is None or (question.id, "") in wanted)
        heard = effects.heard(question) if options or is_scale else {}
        for option in options:
            yield _outcome(effects, question, option, heard.get(option.id, True))
        if is_scale:
            yield _outcome(effects, question, None, heard[""])


def heard(
    questionnaire: Questionnaire, timeout: float = 60.0, among: Collection[str] | None = None
) -> dict[tuple[str, str], bool]:
    """Return whether anything comes of each option of some questions (left out, of all); raise UndecidedError."""
    effects = Effects(Logic.timed(questionnaire, timeout))
    asked = [question for question in questionnaire.questions if among is None or question.id in among]
    return {(each.id, option): is_so for each in asked for option, is_so in effects.heard(each).items()}


def _outcome(effects: Effects, question: Question, option: Option | None, is_heard: bool) -> AnswerOutcome:
    logic, questionnaire = effects.logic, effects.logic.questionnaire
    answer: Answer = question.numbers[-1] if option is None else option.id
    if question.kind == "many":
        answer = frozenset({str(answer)})
    sheet = _alone(logic, question, answer)
    if not sheet:
        return AnswerOutcome(question.id, answer, option, sheet, is_heard)
    told = advise(questionnaire, walk(questionnaire, sheet))
    needed = tuple(
        name
        for name, given in sheet.items()
        if name != question.id and given != least_answer(questionnaire.question[name])
    )
    decides = effects.most_urgent(swaps(logic, question, option) if option else number_swaps(logic, question))
    tier = questionnaire.tiers[decides].id if decides is not None else ""
    rules = tuple(rule.id for rule in told.deciding)
    return AnswerOutcome(question.id, answer, option, sheet, is_heard, needed, told.tier.id, rules, tier)


def _alone(logic: Logic, question: Question, answer: Answer) -> Sheet:
    """Return the sheet with this answer on which as many others as can be are the least worrying ones."""
    questionnaire, blocks = logic.questionnaire, logic.space.blocks
    sheet = walk(questionnaire, completed(questionnaire, {question.id: answer})).answers
    if question.id in sheet:
        return sheet
    home = logic.space.values({each.id: least_answer(each) for each in questionnaire.questions})
    distance = Distance(home, logic.space.owners, [1] * len(blocks))
    found = cheapest(logic.diagrams, [_given(logic, question, answer)], distance)
    if found.values is None:
        return {}
    return walk(questionnaire, logic.space.sheet(found.values) | {question.id: answer}).answers


def _given(logic: Logic, question: Question, answer: Answer) -> Way:
    """Return the way in which this answer is given to a question."""
    block, diagrams = logic.space.blocks[question.id], logic.diagrams
    levels = zip(block.levels, block.values(answer), strict=True)
    chosen = diagrams.all([diagrams.one_of(level, (value,)) for level, value in levels])
    return diagrams.both(logic.asked[question.id], chosen), logic.alive(logic.questionnaire.position[question.id])


# For a spreadsheet and a terminal ----------------------------------------------------------------------------------

COLUMNS = (
    later("question"), later("answer"), later("words"), later("alone"), later("by rules"), later("beside"),
    later("at most"), later("heard"), later("for the record"),
)  # fmt: skip
"""English, and in their reader's language in a review."""


def outcome_table(questionnaire: Questionnaire, outcomes: Iterable[AnswerOutcome]) -> str:
    """Return a table as CSV, with a row for every option and for the highest number of every scale."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(harmless, outcome_row(questionnaire, outcome)) for outcome in outcomes)
    return text.getvalue()


def outcome_row(questionnaire: Questionnaire, outcome: AnswerOutcome) -> tuple[str, ...]:
    """Return what comes of an answer, a cell for each of ``COLUMNS``."""
    option = outcome.option
    words = option.text.said_in(questionnaire.languages[0]) if option else ""
    beside = {name: outcome.sheet[name] for name in outcome.needed}
    return (
        outcome.question, _answer(outcome), words, outcome.tier, " ".join(outcome.rules),
        as_yaml(beside) if beside else "", outcome.decides,
        _yes(outcome.heard), _yes(_for_record(questionnaire, outcome)),
    )  # fmt: skip


def _answer(outcome: AnswerOutcome) -> str:
    return outcome.option.id if outcome.option else str(plain_answer(outcome.answer))


def _yes(fact: bool) -> str:
    return later("yes") if fact else later("no")


def _for_record(questionnaire: Questionnaire, outcome: AnswerOutcome) -> bool:
    option = outcome.option
    return questionnaire.question[outcome.question].for_record or (option is not None and option.for_record)


def outcome_lines(questionnaire: Questionnaire, outcomes: Iterable[AnswerOutcome]) -> Iterator[str]:
    """Yield a line for each answer: what it gives alone, by which rules, and the most urgent tier it can make."""
    for outcome in outcomes:
        by = f" by {', '.join(outcome.rules)}" if outcome.rules else ""
        beside = f", beside other answers to {', '.join(outcome.needed)}" if outcome.needed else ""
        decides = f"; at most {outcome.decides}" if outcome.decides else "; decides no tier"
        decides += "" if outcome.heard else ", changes nothing"
        decides += " (for the record)" if _for_record(questionnaire, outcome) else ""
        alone = f"alone gives {outcome.tier}{by}{beside}" if outcome.sheet else "nobody can give it"
        yield f"{outcome.question}.{_answer(outcome)}: {alone}{decides if outcome.sheet else ''}"
