"""The scores: how each is made, its bands, and what a missing item does."""

from dataclasses import dataclass

from checker.engine.questionnaire import Question, Score, Source
from checker.engine.scoring import shown
from checker.explain.plain_english import score_words, stretches
from checker.phrases import phrase
from checker.review.material import Material, Said


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
    items: tuple[Question, ...]
    bands: tuple[BandRow, ...]
    sources: tuple[Source, ...]
    part: str


def gather(material: Material) -> tuple[Scored, ...]:
    """Return every score."""
    questionnaire = material.questionnaire
    return tuple(
        Scored(
            score,
            material.said(score.label),
            material.said(score.area),
            material.said(score.about),
            tuple(score_words(questionnaire, score)),
            tuple(questionnaire.question[item] for item in score.sum),
            tuple(
                BandRow(
                    band.id,
                    _range(low, high),
                    _range(shown(score, low), shown(score, high)),
                    material.said(band.text),
                )
                for band, low, high in stretches(questionnaire, score)
            ),
            material.sources(score.source),
            f"score {score.id}",
        )
        for score in questionnaire.scores
    )


def _range(low: float, high: float) -> str:
    return str(low) if low == high else phrase("%(low)s to %(high)s", low=low, high=high)
