"""The flow: the picture, and the table that says the same."""

from dataclasses import dataclass

from checker.explain.flow import Lane, lanes
from checker.explain.flow_picture import Drawing, draw
from checker.phrases import nphrase
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
    some, stops, shown = len(nodes) - always, kinds.count("stop"), kinds.count("interrupt")
    sizes = [nphrase("%(num)s question", "%(num)s questions", len(nodes))]
    if some:
        sizes.append(nphrase("%(num)s of them not for everybody", "%(num)s of them not for everybody", some))
    if stops:
        sizes.append(nphrase("%(num)s early stop", "%(num)s early stops", stops))
    if shown:
        sizes.append(nphrase("%(num)s page shown at once", "%(num)s pages shown at once", shown))
    return LaneSummary(lane.id, lane.title, tuple(sizes))
