"""The flow: the picture, and the table that says the same."""

from dataclasses import dataclass

from checker.explain.flow import Lane, lanes
from checker.explain.flow_picture import Drawing, draw
from checker.review.material import Material


@dataclass(frozen=True, slots=True)
class LaneSummary:
    """A lane in one line."""

    id: str
    title: str
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The picture of a questionnaire and its twin in words."""

    glances: tuple[LaneSummary, ...]
    drawings: tuple[Drawing, ...]
    lanes: tuple[Lane, ...]


def gather(material: Material) -> Flow:
    """Return the flow, drawn and in words."""
    found = lanes(material.questionnaire)
    return Flow(tuple(map(_glance, found)), draw(material.questionnaire), found)


def _glance(lane: Lane) -> LaneSummary:
    nodes = [node for branch in lane.branches for node in branch.nodes]
    always = sum(len(branch.nodes) for branch in lane.branches if not branch.when)
    kinds = [exit.kind for node in nodes for exit in node.exits]
    sizes = (
        (len(nodes), "question", "questions"),
        (len(nodes) - always, "of them not for everybody", "of them not for everybody"),
        (kinds.count("stop"), "early stop", "early stops"),
        (kinds.count("interrupt"), "page shown at once", "pages shown at once"),
    )
    return LaneSummary(
        lane.id, lane.title, tuple(f"{size} {one if size == 1 else more}" for size, one, more in sizes if size)
    )
