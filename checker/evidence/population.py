"""Of which people is a questionnaire tried? The chances by which made-up people are drawn.

A file of its own, whose fields these are; what they mean together is in ``docs/simulation.md``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from checker.engine.questionnaire import Id, Part

Status: TypeAlias = Literal["checked", "recalled", "assumed"]
Chances: TypeAlias = Mapping[str, float]
ChanceRow = dict[str, Annotated[float, Field(allow_inf_nan=False)]]
PEOPLE = 10_000
"""People who are drawn unless another number is asked for."""
SEED = 1
"""What they are drawn with unless another number is asked for."""
STATUSES: tuple[Status, ...] = ("assumed", "recalled", "checked")


class Fact(Part):
    """Something known of real people that the chances keep to."""

    fact: str
    source: str = ""
    status: Status


class RandomVariable(Part):
    """Something that is drawn of a person, by chance."""

    status: Status = Field(description="checked: read in public text; recalled: known, not read again; assumed: ours.")
    source: str = ""
    by: Id | None = Field(None, description="What was drawn before and chooses the row.")
    chances: ChanceRow = Field({}, description="The chance of each answer, of whoever has no row of their own.")
    rows: dict[str, ChanceRow] = Field({}, description="The chances by the answer to `by`.")

    def row(self, before: str) -> Chances:
        """Return the chances of somebody whose answer to ``by`` was this."""
        return self.rows.get(before, self.chances)

    @property
    def all_rows(self) -> list[ChanceRow]:
        """Every row there is."""
        return [*self.rows.values(), *([self.chances] if self.chances else [])]


class Trait(RandomVariable):
    """Something of a person that nothing asks, and that other chances depend on."""

    id: Id


class Table(RandomVariable):
    """The chances of the answers to a question, or to each of several."""

    questions: Annotated[tuple[Id, ...], Field(min_length=1)]
    steps: ChanceRow = Field(
        {}, description="How far a scale's answer is from that to `by`, with the chance of each step."
    )


class Target(Part):
    """What the figures are meant to be: a share of all people in percent, or a number of questions, words or taps."""

    id: Id
    tiers: tuple[Id, ...] = Field((), description="The share of people whose result is one of these.")
    only: tuple[Id, ...] = Field((), description="Of these, those whose tier no other rule gives than these.")
    besides: tuple[Id, ...] = Field((), description="Of these, those whose tier some other rule gives than these.")
    count: Literal["questions", "words", "taps"] | None = Field(None, description="What is counted of a journey.")
    percentile: int | None = Field(None, ge=1, le=100, description="Of whom: 50 is the median, 100 the most.")
    at_most: float | None = None
    at_least: float | None = None


class Group(Part):
    """Other people: the same but for some tables, with targets of their own."""

    id: Id
    name: str
    replace: Annotated[tuple[Table, ...], Field(min_length=1)]
    targets: tuple[Target, ...] = ()


class Population(Part):
    """The whole file."""

    name: str = Field(description="Who these people are.")
    facts: tuple[Fact, ...] = ()
    signs: tuple[Id, ...] = Field((), description="Questions whose options are warning signs.")
    targets: tuple[Target, ...] = ()
    traits: tuple[Trait, ...] = ()
    tables: Annotated[tuple[Table, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()

    def of(self, group: Group) -> "Population":
        """Return the people of a group: each question that it replaces is drawn where it was drawn before."""
        new = {question: table for table in group.replace for question in table.questions}
        tables = [
            each.model_copy(update={"questions": (question,)})
            for table in self.tables
            for question in table.questions
            for each in [new.get(question, table)]
        ]
        return self.model_copy(update={"name": group.name, "targets": group.targets, "tables": tuple(tables)})

    @property
    def drawn(self) -> Iterator[tuple[str, Trait | Table]]:
        """The name of everything that is drawn of a person, in order, with its chances."""
        yield from ((trait.id, trait) for trait in self.traits)
        yield from ((question, table) for table in self.tables for question in table.questions)

    @property
    def statuses(self) -> dict[Status, int]:
        """How many traits and questions are drawn by chances of each status."""
        counted = Counter(part.status for _, part in self.drawn)
        return {status: counted[status] for status in STATUSES}
