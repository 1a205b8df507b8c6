"""What does an expression of FHIRPath see of a form, whatever the answers will be? Items, answers and their points."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from checker.fhir.answer_options import points_of
from checker.fhir.canonical import CALCULATED, Json
from checker.fhir.enable_when_import import NotCarriedError
from checker.fhir.resource import extension, objects, shortened, string
from checker.fhir.value_sets import offered

ROOT = -1
"""The place of the form itself."""
_CODED = ("choice", "open-choice", "coding")


@dataclass(frozen=True, slots=True)
class FormNode:
    """Something that an expression reaches: its shape, and the place of its item among all items of the form."""

    shape: str
    place: int = ROOT
    word: str = ""
    """The address of extensions; `number` for a value that is one; of points, what they need: `answer` or `points`."""


Nodes: TypeAlias = tuple[FormNode, ...]


@dataclass
class ItemTree:
    """A questionnaire as expressions see it: its items by their place in the file."""

    questionnaire: Json
    contained: dict[str, Json]
    items: list[Json] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    steps: int = 0
    """The steps that its expressions took so far."""

    def __post_init__(self) -> None:
        """Give every item its place."""
        self._place(self.questionnaire, ROOT)

    def _place(self, parent: Json, place: int) -> None:
        for item in objects(parent, "item"):
            self.items.append(item)
            self.parents.append(place)
            self._place(item, len(self.items) - 1)

    @cached_property
    def places(self) -> dict[int, int]:
        """The place of each item by its identity."""
        return {id(item): place for place, item in enumerate(self.items)}

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The places of what stands directly within each item."""
        found: dict[int, list[int]] = {place: [] for place in range(ROOT, len(self.items))}
        for place, parent in enumerate(self.parents):
            found[parent].append(place)
        return found

    def above(self, place: int) -> Iterator[int]:
        """Yield a place and those it lies in, the nearest first, down to the form itself."""
        while place != ROOT:
            yield place
            place = self.parents[place]
        yield ROOT

    def item(self, place: int) -> Json:
        """Return the item at a place."""
        return self.questionnaire if place == ROOT else self.items[place]

    def kind(self, place: int) -> str:
        """Return the type of the item at a place."""
        return string(self.item(place), "type")

    def link(self, place: int) -> str:
        """Return the linkId of the item at a place."""
        return string(self.item(place), "linkId")

    def called(self, place: int) -> str:
        """Return how to speak of the item at a place."""
        return shortened(self.link(place) or string(self.item(place), "text") or "an item without linkId")

    def options(self, place: int) -> list[Json]:
        """Return the options of the item at a place; none of one that has none."""
        return [each for _, each in offered(self.item(place), self.contained)[0]]

    def is_answered(self, place: int) -> bool:
        """Return whether the item at a place is one that has answers."""
        return place != ROOT and self.kind(place) not in ("group", "display")

    def is_number(self, place: int) -> bool:
        """Return whether the answer to the item at a place is a whole number that was asked for."""
        item = self.item(place)
        plain = self.kind(place) == "integer" and not objects(item, "answerOption")
        return plain and extension(item, CALCULATED) is None


def start(place: int) -> FormNode:
    """Return from where an expression looks that stands in the item at a place."""
    return FormNode("item", place) if place != ROOT else FormNode("response")


# Members ---------------------------------------------------------------------------------------------------------


def _children(shape: str) -> Callable[[ItemTree, int], Nodes]:
    return lambda form, place: tuple(FormNode(shape, child) for child in form.children[place])


def _of_group(form: ItemTree, place: int) -> Nodes:
    """Return the items within an item; what stands within a question is within its answer."""
    return _children("item")(form, place) if form.kind(place) == "group" else ()


def _answer(form: ItemTree, place: int) -> Nodes:
    return (FormNode("answer", place),) if form.is_answered(place) else ()


def _value_node(form: ItemTree, place: int) -> Nodes:
    return (FormNode("value", place, "number" if form.is_number(place) else ""),)


def _turned(shape: str) -> Callable[[ItemTree, int], Nodes]:
    return lambda _, place: (FormNode(shape, place),)


_MEMBERS: dict[tuple[str, str], Callable[[ItemTree, int], Nodes]] = {
    ("response", "item"): _children("item"),
    ("item", "item"): _of_group,
    ("item", "answer"): _answer,
    ("answer", "item"): _children("item"),
    ("answer", "value"): _value_node,
    ("value", "code"): _turned("code"),
    ("value", "extension"): _turned("value extensions"),
    ("questionnaire", "item"): _children("definition"),
    ("definition", "item"): _children("definition"),
    ("definition", "answerOption"): _turned("options"),
    ("options", "value"): _turned("option value"),
    ("option value", "code"): _turned("option code"),
    ("chosen", "value"): _turned("chosen value"),
    ("chosen", "extension"): _turned("chosen extensions"),
    ("chosen value", "extension"): _turned("chosen value extensions"),
    **{(f"{shape} extensions", "url"): _turned("url") for shape in ("value", "chosen", "chosen value")},
    ("rest", "answer"): lambda _, __: (),
}
"""What is within what: a response holds items, a definition the options of a question, `chosen` is the one answered."""


def member(form: ItemTree, node: FormNode, name: str) -> Nodes:
    """Return a member of something that was reached; raise NotCarriedError for one that is not known here."""
    if node.shape.endswith(" extension") and name in ("value", "valueDecimal", "valueInteger"):
        return points(form, node)
    if node.shape in ("answer", "options", "chosen") and name.startswith("value"):
        kind = form.kind(node.place)
        typed = "Coding" if kind in _CODED else f"{kind[:1].upper()}{kind[1:]}"
        if name not in ("value", f"value{typed}"):
            return ()
        name = "value"
    step = _MEMBERS.get((node.shape, name))
    if step is None:
        raise NotCarriedError(f"it reads `{shortened(name)}` where that is not known here")
    return step(form, node.place)


_PLACES = {"chosen extension": (0,), "chosen value extension": (1,)}
"""Where an expression looks for the points of an option, if not wherever they stand: beside it, or in its code."""


def points(form: ItemTree, node: FormNode) -> Nodes:
    """Return the points of an answer; those at an address, where an expression names one."""
    if node.shape in ("item", "response"):
        return ()
    if node.shape not in ("answer", "value") and not node.word:
        raise NotCarriedError("it asks for the points of something that is no answer")
    options = form.options(node.place)
    known = [points_of(option) for option in options]
    if all(each is None for each in known):
        return ()
    for option, held in zip(options, known, strict=True):
        places = [option, option.get("valueCoding", {})]
        looked = [places[at] for at in _PLACES.get(node.shape, (0, 1))]
        at_address = [extension(each, node.word) for each in looked if isinstance(each, dict)]
        if node.shape.endswith(" extension") and held is not None and held not in at_address:
            raise NotCarriedError(f"it looks for the points of '{form.called(node.place)}' where they do not stand")
    return (FormNode("points", node.place, "points" if None in known else "answer"),)


def needed(form: ItemTree, node: FormNode) -> tuple[int, str]:
    """Return what has to be there for a node to be there: an answer, or one that has points."""
    if node.shape == "points":
        return node.place, node.word
    if node.shape in ("answer", "value", "code", "chosen", "chosen value") or (
        node.shape == "item" and form.is_answered(node.place)
    ):
        return node.place, "answer"
    raise NotCarriedError("it asks whether something is there that is no answer")
