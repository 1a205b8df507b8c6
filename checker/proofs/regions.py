"""Who are these people? A set of them as a few short lists of facts, each of which is inside the set.

A fact is what a person's sheet says of one question or score. A sheet, here, is what any of the versions asks.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from checker.engine.conditions import Answer, Compare, Has, Is, Leaf, leaves
from checker.engine.journey import walk
from checker.engine.questionnaire import Question, Questionnaire
from checker.engine.scoring import span
from checker.phrases import later
from checker.proofs.decision_diagrams import Assignment, Diagrams, Distance, UndecidedError
from checker.proofs.encoding import Logic
from checker.proofs.score_diagrams import ENDLESS
from checker.proofs.variables import conditions

MOST_LISTS, MOST_FACTS = 4, 6
"""Nobody reads more of them."""
MOST_NODES = 20_000
"""So many new nodes of diagrams are made to tell one set of people."""


@dataclass(frozen=True, slots=True)
class Between:
    """A score has a value from ``low`` to ``high``, or a scale is answered so."""

    name: str
    low: int
    high: int
    version: int | None = None
    """The place of the only version whose score is meant, where the versions make other points of the same answers."""


@dataclass(frozen=True, slots=True)
class Says:
    """The question is asked, and at least one of these options is chosen."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaysNot:
    """None of these options is chosen, whether the question is asked or not."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lacks:
    """The score has no value, or the scale is not asked."""

    name: str


Constraint: TypeAlias = Between | Says | SaysNot | Lacks
Facts: TypeAlias = tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A set of people: those of whom all the facts of one of these lists are true."""

    lists: tuple[Facts, ...]
    whole: bool
    """Whether these are all; if not, there are others too."""


class Regions:
    """Sets of people, told by what the sheets of one or several versions say."""

    def __init__(self, logics: Sequence[Logic], people: int, distance: Distance) -> None:
        """Take versions over one space, who is spoken of, and which of two people is the simpler one."""
        self._logics, self._people, self._distance = logics, people, distance
        self._diagrams: Diagrams = logics[0].diagrams
        self._space = logics[0].space
        self._nodes: dict[Constraint, int] = {}
        self._found: dict[tuple[int, frozenset[Leaf]], Region] = {}
        self._questions = {q.id: q for logic in reversed(logics) for q in logic.questionnaire.questions}
        scores = dict.fromkeys(score.id for logic in logics for score in logic.questionnaire.scores)
        self._scores = [(name, version) for name in scores for version in self._meanings(name)]
        self._limit = MOST_NODES

    def _meanings(self, score: str) -> list[int | None]:
        """Return the versions of a score; None alone where all make the same points of the same answers."""
        having = [place for place, logic in enumerate(self._logics) if score in logic.questionnaire.score]
        alike = len({_meaning(self._logics[place], score) for place in having}) == 1
        return [None] if alike else [*having]

    def told(self, node: int, read: Collection[Leaf] = ()) -> Region:
        """Return who makes a diagram true, if possible by what these comparisons read; raise UndecidedError."""
        key = node, frozenset(read)
        if key not in self._found:
            self._limit = len(self._diagrams.level) + MOST_NODES
            self._found[key] = self._told(self._diagrams.both(node, self._people), key[1])
        return self._found[key]

    def _told(self, node: int, read: frozenset[Leaf]) -> Region:
        lists, left = list[Facts](), node
        while left and len(lists) < MOST_LISTS:
            facts = self._widest(node, self._diagrams.nearest(left, self._distance)[1], read)
            if len(facts) > MOST_FACTS:
                raise UndecidedError(later("it takes more than %(limit)s facts to say", limit=MOST_FACTS))
            lists.append(facts)
            left = self._diagrams.both(left, self._diagrams.negation(self._all(facts)))
        return Region(tuple(lists), not left)

    def _widest(self, node: int, values: Assignment, read: frozenset[Leaf]) -> Facts:
        """Return facts of a person that suffice to be inside: none can be left out, and none can be widened."""

        def inside(facts: Sequence[Constraint]) -> bool:
            self._diagrams.check()
            if len(self._diagrams.level) > self._limit:
                raise UndecidedError(later("its diagrams are too large to be told in words"))
            return self._diagrams.included(self._all(facts), node)

        answers, scores = list(self._facts(node, values)), list(self._points(node, values))
        ranks = {fact: (not _is_read(fact, read), fact not in scores) for fact in (*scores, *answers)}
        facts = sorted(ranks, key=ranks.__getitem__)
        kept = _needed(inside, [], facts if inside(facts) else [fact for fact in facts if fact in answers])
        for place, _ in enumerate(kept):
            others = [*kept[:place], *kept[place + 1 :]]
            while wider := self._grown(kept[place], others, inside):
                kept[place] = wider
        return tuple(kept)

    def _grown(
        self, fact: Constraint, others: Sequence[Constraint], inside: Callable[[Sequence[Constraint]], bool]
    ) -> Constraint | None:
        """Return a fact in place of another that takes in more people, all of them inside; None if there is none."""
        so_far = self._all([*others, fact])
        return next(
            (each for each in self._wider(fact) if inside([*others, each]) and self._all([*others, each]) != so_far),
            None,
        )

    # Facts -----------------------------------------------------------------------------------------------------

    def _all(self, facts: Sequence[Constraint]) -> int:
        return self._diagrams.all([self._people, *map(self.node, facts)])

    def node(self, fact: Constraint) -> int:
        """Return: the fact is true."""
        found = self._nodes.get(fact)
        if found is None:
            found = self._nodes[fact] = self._made(fact)
        return found

    def _made(self, fact: Constraint) -> int:
        match fact:
            case SaysNot(name, options):
                return self._diagrams.negation(self.node(Says(name, options)))
            case Lacks(name):
                return self._diagrams.negation(self._asked(name))
            case Between(name, low, high) if name in self._questions:
                block = self._space.blocks[name]
                numbers = [
                    n for n, answer in enumerate(block.answers) if isinstance(answer, int) and low <= answer <= high
                ]
                return self._diagrams.both(self._asked(name), self._diagrams.one_of(block.first, numbers))
            case Between(name, low, high, version):
                reach = self._reach(name, version)
                least, most = low if low > reach[0] else -ENDLESS, high if high < reach[-1] else ENDLESS
                return self._known(name, lambda logic: logic.within(name, least, most), version)
            case Says(name, options):
                return self._diagrams.both(self._asked(name), self._chosen(name, options))

    def _chosen(self, name: str, options: Sequence[str]) -> int:
        block = self._space.blocks[name]
        if block.many:
            return self._diagrams.any([block.ticked(self._diagrams, option) for option in options])
        return self._diagrams.one_of(block.first, [block.answers.index(option) for option in options])

    def _asked(self, name: str) -> int:
        return self._known(name, lambda logic: logic.known(name))

    def _known(self, name: str, node: Callable[[Logic], int], version: int | None = None) -> int:
        """Return what is so in any version that has this name, and where nothing ended the questions before."""
        ways = [
            self._diagrams.all([node(logic), *logic.alive(logic.questionnaire.position[name])])
            for logic in self._versions(name, version)
        ]
        return self._diagrams.any(ways)

    def _versions(self, name: str, version: int | None = None) -> list[Logic]:
        """Return the versions that have a name; with a place, that one only."""
        some = self._logics if version is None else [self._logics[version]]
        return [logic for logic in some if name in logic.questionnaire.position]

    def _tested(self, node: int) -> set[str]:
        levels = {self._diagrams.level[each] for each in self._diagrams.below(node)}
        return {block.id for block in self._space.blocks.values() if levels & {*block.levels}}

    def _points(self, node: int, values: Assignment) -> Iterator[Constraint]:
        """Yield where the points of a person lie in every score all items of which a diagram tests."""
        tested, sheet = self._tested(node), self._space.sheet(values)
        for name, version in self._scores:
            logics = self._versions(name, version)
            if all(tested.issuperset(logic.questionnaire.score[name].sum) for logic in logics):
                found = [walk(each.questionnaire, _own(each, sheet)).values.get(name) for each in logics]
                points = next((each for each in found if isinstance(each, int)), None)
                if points is not None:
                    starts = self._stretches(name, version)
                    place = bisect_right(starts, points) - 1
                    yield Between(name, starts[place], starts[place + 1] - 1, version)
                elif version is None:
                    yield Lacks(name)

    def _reach(self, score: str, version: int | None) -> range:
        reaches = [span(e.questionnaire.question, e.questionnaire.score[score]) for e in self._versions(score, version)]
        return range(min(each.start for each in reaches), max(each.stop for each in reaches))

    def _stretches(self, score: str, version: int | None) -> list[int]:
        """Return the points at which a condition changes its mind, the least ones before and the end after them."""
        reach = self._reach(score, version)
        inner = {n for logic in self._logics for n in _cuts(logic.questionnaire, score) if reach[0] < n <= reach[-1]}
        return [reach[0], *sorted(inner), reach.stop]

    def _facts(self, node: int, values: Assignment) -> Iterator[Constraint]:
        """Yield all that the sheet of a person says of the questions that a diagram tests."""
        tested = self._tested(node)
        for name, question in self._questions.items():
            if name in tested:
                yield from self._answers(question, values)

    def _answers(self, question: Question, values: Assignment) -> Iterator[Constraint]:
        name, block = question.id, self._space.blocks[question.id]
        options = self._options(name)
        if not self._diagrams.holds(self._asked(name), values):
            yield SaysNot(name, options) if options else Lacks(name)
            return
        answer = block.answer(values[block.first : block.first + len(block.sizes)])
        if isinstance(answer, int):
            yield Between(name, answer, self._last(name, answer))
            return
        ticked = answer if isinstance(answer, frozenset) else {answer}
        yield from (Says(name, (option,)) for option in options if option in ticked)
        if block.many:
            yield from (SaysNot(name, (option,)) for option in options if option not in ticked)

    def _options(self, name: str) -> tuple[str, ...]:
        """Return the options of a question that somebody who is spoken of may choose, in the order of the file."""
        options = dict.fromkeys(o.id for q in self._asking(name) for o in q.options)
        return tuple(option for option in options if self._diagrams.both(self._people, self._chosen(name, (option,))))

    def _starts(self, name: str) -> list[int]:
        """Return the numbers of a scale that begin a stretch, as far as somebody who is spoken of may answer so."""
        answers = enumerate(self._space.blocks[name].answers)
        first = self._space.blocks[name].first
        return [
            answer
            for place, answer in answers
            if isinstance(answer, int) and self._diagrams.both(self._people, self._diagrams.one_of(first, (place,)))
        ]

    def _asking(self, name: str) -> list[Question]:
        return [logic.questionnaire.question[name] for logic in self._versions(name)]

    def _last(self, name: str, start: int) -> int:
        """Return the last number of the stretch of a scale that begins at one."""
        offered = set.intersection(*[set(question.numbers) for question in self._asking(name)])
        later = [number for number in self._starts(name) if number > start]
        return max(number for number in offered if not later or number < later[0])

    def _scale(self, name: str) -> tuple[int, int]:
        starts = self._starts(name)
        return starts[0], self._last(name, starts[-1])

    def _wider(self, fact: Constraint) -> Iterator[Constraint]:
        """Yield facts that are true of more people, those of the most people first."""
        match fact:
            case Between(name, low, high) if name in self._questions:
                starts, (_, most) = self._starts(name), self._scale(name)
                if high < most:
                    yield from (replace(fact, high=end) for end in (most, self._last(name, high + 1)))
                if low > starts[0]:
                    yield from (replace(fact, low=start) for start in (starts[0], max(n for n in starts if n < low)))
            case Between(name, low, high, version):
                starts = self._stretches(name, version)
                highs = [start - 1 for start in starts if start - 1 > high]
                lows = [start for start in starts if start < low]
                yield from (replace(fact, high=end) for end in dict.fromkeys((*highs[-1:], *highs[:1])))
                yield from (replace(fact, low=start) for start in dict.fromkeys((*lows[:1], *lows[-1:])))
            case Says(name, options):
                others = [option for option in self._options(name) if option not in options]
                yield from (Says(name, (*options, other)) for other in others)
                if others and not self._space.blocks[name].many:
                    yield SaysNot(name, tuple(others))
            case SaysNot(name, options) if len(options) > 1:
                yield from (SaysNot(name, tuple(o for o in options if o != each)) for each in options)


def _needed(
    inside: Callable[[Sequence[Constraint]], bool], given: list[Constraint], facts: list[Constraint]
) -> list[Constraint]:
    """Return some of the facts, the first ones rather than the last ones, that suffice beside those given: no fewer do.

    All of them together must suffice.
    """
    if inside(given):
        return []
    if len(facts) == 1:
        return facts
    half = len(facts) // 2
    later = _needed(inside, [*given, *facts[:half]], facts[half:])
    return [*_needed(inside, [*given, *later], facts[:half]), *later]


def _is_read(fact: Constraint, read: Collection[Leaf]) -> bool:
    """Return whether a comparison reads what a fact is about: of options, one of those in the fact."""
    options = set(fact.options) if isinstance(fact, Says | SaysNot) else set[str]()
    return any(leaf.name == fact.name and (not options or bool(options & _options(leaf))) for leaf in read)


def _options(leaf: Leaf) -> set[str]:
    match leaf:
        case Is(_, values):
            return {*values}
        case Has(_, option):
            return {option}
    return set()


def _cuts(questionnaire: Questionnaire, score: str) -> Iterator[int]:
    """Yield the points from which on a condition of a questionnaire may say something else of a score."""
    for leaf in (leaf for when in conditions(questionnaire) for leaf in leaves(when)):
        if isinstance(leaf, Compare) and leaf.name == score:
            yield from (
                n
                for n in (leaf.number, leaf.number + 1)
                if (n == leaf.number) == (leaf.op in (">=", "<")) or leaf.op in ("==", "!=")
            )


def _own(logic: Logic, sheet: Mapping[str, Answer]) -> dict[str, Answer]:
    return {name: answer for name, answer in sheet.items() if name in logic.questionnaire.question}


def _meaning(logic: Logic, score: str) -> tuple[object, ...]:
    """Return what a score's points depend on besides the answers."""
    questionnaire = logic.questionnaire
    one = questionnaire.score[score]
    points = tuple(
        (item, option.id, option.points) for item in one.sum for option in questionnaire.question[item].options
    )
    asked = tuple(logic.asked[item] for item in one.sum) if one.not_asked == 0 else ()
    return tuple(sorted(one.sum)), frozenset(points), one.not_asked, one.not_scored, asked
