"""What would a doctor want to know of this? The answers in clinical order, with what was asked and not found."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.engine.conditions import Has, leaves
from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.privacy import redact
from checker.engine.questionnaire import Option, Question, Questionnaire, Rule, Section
from checker.engine.scoring import Measurement
from checker.explain.plain_english import answer_words


@dataclass(frozen=True, slots=True)
class Summary:
    """One person's answers and guidance, for a doctor to read: nothing of it is private."""

    presenting: tuple[tuple[Question, str], ...]
    """Who, where and how long: the first line."""
    sections: tuple[tuple[Section, tuple[tuple[Question, str], ...]], ...]
    """The questions that count with the words chosen, by section."""
    not_found: tuple[Option, ...]
    """Warning signs that were asked and not ticked; what would have interrupted too, where nothing did."""
    unsure: tuple[Question, ...]
    """Questions answered with 'not sure'."""
    scores: tuple[Measurement, ...]
    guidance: Guidance
    """What was advised, as others may read it."""


def summarize(journey: Journey, guidance: Guidance, language: str) -> Summary:
    """Return what a doctor would want to know, in the order of the questionnaire."""
    journey, guidance = redact(journey, guidance)
    questionnaire = journey.questionnaire
    asked = [(section, tuple(_answered(section, journey, language))) for section in questionnaire.sections]
    return Summary(
        tuple(row for _, rows in asked for row in rows if row[0].presenting),
        tuple((section, rows) for section, rows in asked if rows),
        _not_ticked(journey, _signs(questionnaire) if journey.interrupted_by else _looked_for(questionnaire)),
        tuple(question for question in questionnaire.questions if _unsure(question, journey)),
        tuple(measured for measured in guidance.scores.values() if measured),
        guidance,
    )


def _answered(section: Section, journey: Journey, language: str) -> Iterator[tuple[Question, str]]:
    for question in section.questions:
        if question.id in journey.values:
            yield question, "; ".join(answer_words(question, journey.values[question.id], language))


def not_found(journey: Journey) -> tuple[Option, ...]:
    """Return the warning signs that were asked and not ticked: options of many that some rule looks for."""
    return _not_ticked(journey, _signs(journey.questionnaire))


def _not_ticked(journey: Journey, signs: set[tuple[str, str]]) -> tuple[Option, ...]:
    return tuple(
        option
        for question in journey.questionnaire.questions
        if question.kind == "many" and not _unsure(question, journey)
        for option in question.options
        if (question.id, option.id) in signs and _unticked(question, option, journey)
    )


def _looked_for(questionnaire: Questionnaire) -> set[tuple[str, str]]:
    return set().union(*map(_ticks, questionnaire.guidance))


def _signs(questionnaire: Questionnaire) -> set[tuple[str, str]]:
    """Return the options that rules look for, but for those that interrupt: another question may ask of the same."""
    interrupting = [_ticks(rule) for rule in questionnaire.guidance if rule.then == "interrupt"]
    return _looked_for(questionnaire).difference(*interrupting)


def _ticks(rule: Rule) -> set[tuple[str, str]]:
    return {(leaf.name, leaf.option) for leaf in leaves(rule.when) if isinstance(leaf, Has) and not leaf.negated}


def _unticked(question: Question, option: Option, journey: Journey) -> bool:
    ticked = journey.answers.get(question.id)
    return isinstance(ticked, frozenset) and option.id not in ticked and not option.unsure


def _unsure(question: Question, journey: Journey) -> bool:
    return any(option.unsure for option in question.chosen(journey.answers.get(question.id)))
