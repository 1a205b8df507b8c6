"""Trying it: any answers, the journey that they make, and all that follows from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question, Questionnaire, Section, Tier
from checker.engine.scoring import Measurement
from checker.explain.plain_english import answer_words, asked_when, describe, points_words
from checker.phrases import phrase, spoken
from checker.proofs.report import as_yaml


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer that can be chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the form."""

    name: str
    number: int
    question: Question
    picks: tuple[Pick, ...]
    state: Literal["asked", "next", "not asked"]
    when: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Some answers, and all that follows from them."""

    sections: tuple[tuple[Section, tuple[Entry, ...]], ...]
    journey: Journey
    guidance: Guidance
    """What the result says, once the questions have ended; before that its tier is no result."""
    at_least: Tier | None
    """The most urgent tier of the rules that hold by now: the result is that or a more urgent one."""
    way: tuple[tuple[str, str], ...]
    """The questions that were asked, with the words chosen."""
    held: tuple[tuple[str, str], ...]
    """The rules that hold, with what each says of these answers."""
    scores: tuple[tuple[str, str], ...]
    """The scores that have a value; once the questions have ended, the others of which something was asked too."""
    yaml: str
    """What ``checker try`` replays."""


def trial(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Trial:
    """Return the form with these answers, and what follows from them."""
    journey = walk(questionnaire, answers)
    guidance, language = advise(questionnaire, journey), spoken()
    asked = [(questionnaire.question[name], answer) for name, answer in journey.answers.items()]
    return Trial(
        tuple(
            (section, tuple(_entry(journey, question, answers.get(question.id)) for question in section.questions))
            for section in questionnaire.sections
        ),
        journey,
        guidance,
        guidance.tier if guidance.rules else None,
        tuple((q.label.said_in(language), "; ".join(answer_words(q, answer, language))) for q, answer in asked),
        tuple((rule.id, describe(questionnaire, rule.when)) for rule in guidance.rules),
        tuple(
            (questionnaire.score[name].label.said_in(language), _measured(found, language))
            for name, found in guidance.scores.items()
            if found or not journey.next
        ),
        as_yaml(journey.answers),
    )


def _entry(journey: Journey, question: Question, answer: Answer | None) -> Entry:
    questionnaire = journey.questionnaire
    number = questionnaire.position[question.id] + 1
    state: Literal["asked", "next", "not asked"] = "asked" if question.id in journey.values else "not asked"
    if journey.next is question:
        state = "next"
    picks = tuple(_picks(question, answer, spoken()))
    return Entry(f"q{number}", number, question, picks, state, asked_when(questionnaire, question))


def _picks(question: Question, answer: Answer | None, language: str) -> Iterator[Pick]:
    if question.kind == "scale":
        yield from (Pick(str(n), _meant(question, n, language), n == answer) for n in question.numbers)
    chosen = answer if isinstance(answer, frozenset) else {answer}
    for place, option in enumerate(question.options):
        yield Pick(str(place), option.text.said_in(language), option.id in chosen)


def _meant(question: Question, number: int, language: str) -> str:
    """Return a number of a scale, with what it means where that is said."""
    ends = {question.max: question.high, question.min: question.low}
    words = ends.get(number)
    return f"{number} ({words.said_in(language)})" if words else str(number)


def _measured(found: Measurement | None, language: str) -> str:
    if found is None:
        return phrase("no value")
    points, band = points_words(found.points), found.band.text.said_in(language)
    if found.shown == found.points:
        return f"{points}: {band}"
    return phrase("%(points)s, shown as %(shown)s: %(band)s", points=points, shown=found.shown, band=band)


def chosen(questionnaire: Questionnaire, values: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """Return the answers in a form that was sent; what cannot be an answer is none."""
    found = {
        question.id: _answer(question, values.get(f"q{number}", ()))
        for number, question in enumerate(questionnaire.questions, 1)
    }
    return {name: answer for name, answer in found.items() if answer is not None}


def _answer(question: Question, values: Sequence[str]) -> Answer | None:
    """Return one question's answer. Where an option that goes alone is not alone, the others count."""
    if question.kind == "scale":
        numbers = {str(number): number for number in question.numbers}
        return numbers.get(values[0]) if values else None
    offered = [option for place, option in enumerate(question.options) if str(place) in values]
    if question.kind == "one":
        return offered[0].id if offered else None
    ticked = [option for option in offered if not option.exclusive] or offered[:1]
    return frozenset(option.id for option in ticked) or None
