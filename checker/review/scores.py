"""The scores, item by item: words, points, what reads each; its bands, and what a missing item does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from checker.engine.questionnaire import Question, Score, Source
from checker.engine.scoring import shown
from checker.explain.plain_english import score_words, stretches
from checker.phrases import phrase
from checker.review.material import Material, Said
from checker.review.questions import readers


@dataclass(frozen=True, slots=True)
class Item:
    """One item."""

    number: int
    """Which question it is."""
    question: Question
    said: tuple[Said, ...]
    read_by: tuple[str, ...]
    """What reads its answer, besides the score."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that some items offer, all of them the same ones."""

    items: tuple[Question, ...]
    rows: tuple[tuple[str, tuple[Said, ...]], ...]
    """The points of each, and its words; of a scale, its ends."""


@dataclass(frozen=True, slots=True)
class BandRow:
    """One band, with its points and what people see of them."""

    id: str
    points: str
    seen: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """One score."""

    score: Score
    label: tuple[Said, ...]
    area: tuple[Said, ...]
    about: tuple[Said, ...]
    words: tuple[str, ...]
    """How it is made, and what a missing item does, as sentences."""
    items: tuple[Item, ...]
    item_sources: tuple[Source, ...]
    answers: tuple[Answers, ...]
    bands: tuple[BandRow, ...]
    read_by: tuple[str, ...]
    """What reads its points."""
    sources: tuple[Source, ...]
    part: str


def gather(material: Material) -> tuple[Scored, ...]:
    """Return every score."""
    return tuple(_scored(material, score) for score in material.questionnaire.scores)


def _scored(material: Material, score: Score) -> Scored:
    questionnaire = material.questionnaire
    items = [questionnaire.question[item] for item in score.sum]
    return Scored(
        score,
        material.said(score.label),
        material.said(score.area),
        material.said(score.about),
        tuple(score_words(questionnaire, score)),
        tuple(_item(material, score, item) for item in items),
        material.sources(tuple(source for item in items for source in item.source)),
        tuple(_answers(material, items)),
        tuple(_bands(material, score)),
        tuple(readers(questionnaire, score.id)),
        material.sources(score.source),
        f"score {score.id}",
    )


def _item(material: Material, score: Score, question: Question) -> Item:
    questionnaire = material.questionnaire
    read_by = tuple(each for each in readers(questionnaire, question.id) if each != f"score {score.id}")
    return Item(questionnaire.position[question.id] + 1, question, material.said(question.ask), read_by)


def _bands(material: Material, score: Score) -> Iterator[BandRow]:
    for band, low, high in stretches(material.questionnaire, score):
        seen = "-" if score.show == "nothing" else _range(shown(score, low), shown(score, high))
        yield BandRow(band.id, _range(low, high), seen, material.said(band.text))


def _answers(material: Material, items: Iterable[Question]) -> Iterator[Answers]:
    """Yield the answers of items, once for neighbours that offer the same."""
    for rows, alike in groupby(items, lambda question: tuple(_rows(material, question))):
        yield Answers(tuple(alike), rows)


def _rows(material: Material, question: Question) -> Iterator[tuple[str, tuple[Said, ...]]]:
    for option in question.options:
        yield "-" if option.points is None else str(option.points), material.said(option.text)
    for number, words in ((question.min, question.low), (question.max, question.high)):
        if words:
            yield str(number), material.said(words)


def _range(low: float, high: float) -> str:
    return str(low) if low == high else phrase("%(low)s to %(high)s", low=low, high=high)
