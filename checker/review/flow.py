"""The flow: the picture, and the table that says the same."""

from dataclasses import dataclass

from checker.lanes import Lane, lanes
from checker.picture import Drawing, draw
from checker.review.material import Material


@dataclass(frozen=True, slots=True)
class Flow:
    """The picture of a questionnaire and its twin in words."""

    drawings: tuple[Drawing, ...]
    lanes: tuple[Lane, ...]


def flow(material: Material) -> Flow:
    """Return the flow, drawn and in words."""
    return Flow(draw(material.questionnaire), lanes(material.questionnaire))
