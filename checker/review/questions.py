"""The questions: their words in every language, their points, when each is asked, and what reads its answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from checker.engine.conditions import Answer, Expression, Values, holds, leaves, reads
from checker.engine.questionnaire import Option, Part, Question, Questionnaire, Rule, Section, Source, Statement, Text
from checker.explain.plain_english import Outline, asked_when, outline, reply_words
from checker.phrases import phrase
from checker.proofs.answer_outcomes import AnswerOutcome
from checker.review.material import Material, Said

Conditioned: TypeAlias = Rule | Statement | Question
"""A part that has a condition."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible reply."""

    option: Option
    said: tuple[Said, ...]
    hint: tuple[Said, ...]
    points: str
    means: str
    """What is special about it, in words."""
    outcome: AnswerOutcome | None
    """What it leads to; None where that was not decided."""
    does: tuple[tuple[str, tuple[str, ...]], ...]
    """What hears it: how, and the ids."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question."""

    number: int
    question: Question
    texts: tuple[tuple[str, tuple[Said, ...]], ...]
    """What the person reads besides the options, each with what it is."""
    reply: str
    """How it is answered, in words."""
    scored: bool
    """Whether any option has points."""
    choices: tuple[Choice, ...]
    when: str
    outline: Outline | None
    """The condition as lines, where it has parts."""
    read_by: tuple[str, ...]
    """What depends on the answer."""
    sources: tuple[Source, ...]
    part: str
    highest: AnswerOutcome | None
    """What a scale's highest number leads to."""


@dataclass(frozen=True, slots=True)
class SectionOfQuestions:
    """One section."""

    section: Section
    title: tuple[Said, ...]
    asked: tuple[AskedQuestion, ...]


def gather(material: Material) -> tuple[SectionOfQuestions, ...]:
    """Return every question, by section."""
    return tuple(
        SectionOfQuestions(
            section, material.said(section.title), tuple(_asked(material, question) for question in section.questions)
        )
        for section in material.questionnaire.sections
    )


def _asked(material: Material, question: Question) -> AskedQuestion:
    questionnaire = material.questionnaire
    tree = outline(questionnaire, question.when)
    return AskedQuestion(
        questionnaire.position[question.id] + 1,
        question,
        tuple((what, material.said(text)) for what, text in _texts(question) if text),
        reply_words(question),
        any(option.points is not None for option in question.options),
        tuple(_choice(material, question, option) for option in question.options),
        asked_when(questionnaire, question),
        tree if tree.parts else None,
        tuple(readers(questionnaire, question.id)),
        material.sources(question.source),
        f"question {question.id}",
        material.outcomes.get((question.id, "")),
    )


def _texts(question: Question) -> Iterator[tuple[str, Text | None]]:
    yield phrase("Short name"), question.label
    yield phrase("Time that it asks about"), question.period
    yield phrase("Above the question"), question.stem
    yield phrase("Question"), question.ask
    yield phrase("Why we ask"), question.why
    yield phrase("Hint"), question.hint
    yield phrase("When no answer was given"), question.missing
    if question.kind == "scale":
        yield phrase("%(number)s means", number=question.min), question.low
        yield phrase("The middle means"), question.middle
        yield phrase("%(number)s means", number=question.max), question.high


def _choice(material: Material, question: Question, option: Option) -> Choice:
    points = phrase("not scored") if option.points is None else str(option.points)
    means = [phrase("goes alone")] * option.exclusive + [phrase("an unsure answer")] * option.unsure
    means += [phrase("leads elsewhere: neither better nor worse")] * option.aside
    means += [phrase("for the record alone")] * (option.for_record or question.for_record)
    means += [_stands_for(option)] * (question.earlier is not None)
    outcome = material.outcomes.get((question.id, option.id))
    does = tuple(heard_by(material.questionnaire, question, option))
    return Choice(
        option, material.said(option.text), material.said(option.hint), points, ", ".join(means), outcome, does
    )


def _stands_for(option: Option) -> str:
    """Return what of an earlier check an option stands for, in words."""
    if not option.was:
        return phrase("stands for all else of the first check, and for no file")
    return phrase("stands for %(values)s of the first check", values=", ".join(map(str, option.was)))


def heard_by(questionnaire: Questionnaire, question: Question, option: Option) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what an option does in each kind of part, in words, with the ids of the parts."""
    answer: Answer = frozenset({option.id}) if question.kind == "many" else option.id
    values = {question.id: answer}
    ends = [rule for rule in questionnaire.guidance if rule.then == "stop"]
    others = [rule for rule in questionnaire.guidance if rule.then != "stop"]
    later = [] if any(_met(ends, values)) else questionnaire.questions
    found: Mapping[str, Iterable[Part]] = {
        phrase("Fires, and ends the questions"): _met(ends, values),
        phrase("Fires"): _met(others, values),
        phrase("Helps to fire"): _helped(questionnaire.guidance, values),
        phrase("Makes said"): _met(questionnaire.statements, values),
        phrase("Helps to make said"): _helped(questionnaire.statements, values),
        phrase("Makes asked"): _met(later, values),
        phrase("Helps to make asked"): _helped(later, values),
        phrase("Counts in score"): [each for each in questionnaire.scores if option.points and question.id in each.sum],
    }
    named = ((how, tuple(str(getattr(part, "id", "")) for part in parts)) for how, parts in found.items())
    yield from ((how, ids) for how, ids in named if ids)


def _met(parts: Iterable[Conditioned], values: Values) -> Iterator[Conditioned]:
    """Yield the parts whose condition hears these values, and needs nothing more to hold."""
    return (part for part in parts if _hears(part.when, values) and holds(part.when, values))


def _helped(parts: Iterable[Conditioned], values: Values) -> Iterator[Conditioned]:
    """Yield the parts whose condition hears these values, and needs more to hold."""
    return (part for part in parts if _hears(part.when, values) and not holds(part.when, values))


def _hears(condition: Expression, values: Values) -> bool:
    """Return whether a comparison in a condition is true of these values alone."""
    return any(leaf.test(values) for leaf in leaves(condition))


def readers(questionnaire: Questionnaire, name: str) -> Iterator[str]:
    """Yield what depends on the answer to a question, or on a score."""
    yield from (f"score {score.id}" for score in questionnaire.scores if name in score.sum)
    yield from (f"question {other.id}" for other in questionnaire.questions if name in reads(other.when))
    yield from (f"rule {rule.id}" for rule in questionnaire.guidance if name in reads(rule.when))
    yield from (f"statement {each.id}" for each in questionnaire.statements if name in reads(each.when))
