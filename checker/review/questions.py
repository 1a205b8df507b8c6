"""The questions: their words in every language, their points, when each is asked, and what reads its answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.engine.conditions import reads
from checker.engine.questionnaire import Option, Question, Questionnaire, Section, Source, Text
from checker.explain.plain_english import Outline, asked_when, outline, reply_words
from checker.phrases import phrase
from checker.proofs.answer_outcomes import AnswerOutcome
from checker.review.material import Material, Said


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
        tuple(_readers(questionnaire, question.id)),
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
    outcome = material.outcomes.get((question.id, option.id))
    return Choice(option, material.said(option.text), material.said(option.hint), points, ", ".join(means), outcome)


def _readers(questionnaire: Questionnaire, name: str) -> Iterator[str]:
    """Yield what depends on the answer to a question."""
    yield from (f"score {score.id}" for score in questionnaire.scores if name in score.sum)
    yield from (f"question {other.id}" for other in questionnaire.questions if name in reads(other.when))
    yield from (f"rule {rule.id}" for rule in questionnaire.guidance if name in reads(rule.when))
    yield from (f"statement {each.id}" for each in questionnaire.statements if name in reads(each.when))
