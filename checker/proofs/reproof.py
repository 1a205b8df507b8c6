"""What does a small change break? The proof of one version, kept, so that another is proved within a moment.

Both versions share their diagrams, so that equal functions are the same node. Who goes the same way in both (all but
those of ``divergence.apart``) breaks no claim now that held before, and shows now what they showed before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import monotonic, perf_counter

from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire
from checker.proofs.completeness import Gap, claims, unheard
from checker.proofs.decision_diagrams import Assignment, Diagrams, UndecidedError
from checker.proofs.divergence import apart, what_it_does
from checker.proofs.encoding import Logic
from checker.proofs.equivalence import Shift, compare, shifted
from checker.proofs.influence import Effects, named
from checker.proofs.monotonicity import Swap, number_swaps, swaps
from checker.proofs.promises import claim
from checker.proofs.prover import REACHED, promised
from checker.proofs.reachability import Goal
from checker.proofs.report import Verdict
from checker.proofs.satisfiability import possible
from checker.proofs.shared_variables import common_space
from checker.proofs.variables import Space, space_of

ROOM, LIMIT = 700_000, 2_000_000
"""Nodes after which the diagrams are begun anew, and of which there are never more."""
WITHOUT_DIAGRAM = frozenset({"whole", "help", "none", "read"})
"""Claims that need no diagram, and are about words too."""
BY_NAME = frozenset({"heard", "least"})
"""Claims that are about everybody anew as soon as no condition names an option any more, whoever is treated so."""
WIDEST = 30
"""Numbers of a scale that stand apart from one another from the beginning."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What does not hold of a version, and what was left undecided."""

    broken: tuple[Verdict, ...] = ()
    """Promises that do not hold, each with the smallest sheet that shows it."""
    never: tuple[Verdict, ...] = ()
    """What can never happen."""
    gaps: tuple[Gap, ...] = ()
    """What is missing or unheard, as ``check`` says it."""
    undecided: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(slots=True)
class _Reproof:
    """One version on its way to be proved."""

    logic: Logic
    apart: int
    undecided: list[str] = field(default_factory=list)


class Proved:
    """A version whose proof is kept."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Take a version; what holds of it is found when it is first asked for."""
        self.questionnaire = questionnaire
        self._logic: Logic | None = None
        self._shown: dict[Goal, list[int]] = {}
        self._last: tuple[Questionnaire, Logic, int] | None = None

    @cached_property
    def _space(self) -> Space:
        """The space of all versions that have the same answers, whatever numbers they look for."""
        questions = self.questionnaire.questions
        numbers = {q.id: {*q.numbers} for q in questions if len(q.numbers) <= WIDEST}
        cut = common_space(self.questionnaire, self.questionnaire)
        for name, block in cut.blocks.items():
            numbers.setdefault(name, set()).update(answer for answer in block.answers if isinstance(answer, int))
        return space_of([(question,) for question in questions], numbers, set())

    @property
    def logic(self) -> Logic:
        """The conditions of this version as diagrams."""
        if self._logic is None:
            self._logic = Logic(self.questionnaire, self._space, Diagrams(self._space.sizes, limit=LIMIT))
        return self._logic

    def _make_room(self) -> None:
        """Begin the diagrams anew once others have used up their room, but never while two versions are compared."""
        if self._logic and len(self._logic.diagrams.level) > ROOM:
            self._logic = self._last = None

    def shared(self, new: Questionnaire, seconds: float) -> tuple[Logic, int] | None:
        """Return the logic of another version over the same diagrams, and whom that may treat otherwise.

        None where it has other answers. Both are good until this is asked again.
        """
        self._make_room()
        self.logic.diagrams.deadline = monotonic() + seconds
        if self._last is None or self._last[0] is not new:
            found = self._joined(new)
            self._last = (new, found, apart(self.logic, found)) if found else None
        return self._last and self._last[1:]

    def _joined(self, new: Questionnaire) -> Logic | None:
        logic, needed = self.logic, common_space(self.questionnaire, new)
        if list(needed.blocks) != list(logic.space.blocks):
            return None
        for name, block in needed.blocks.items():
            own = logic.space.blocks[name]
            fits = {*block.answers} <= {*own.answers} and (block.ticks, block.alone) == (own.ticks, own.alone)
            if not fits or self.questionnaire.question[name].numbers != new.question[name].numbers:
                return None
        return Logic(new, logic.space, logic.diagrams)

    def values(self, answers: Mapping[str, Answer]) -> Assignment:
        """Return the values that stand for answers in every version that shares these diagrams."""
        return self._space.values(answers)

    def hurry(self) -> None:
        """Leave undecided what is being worked out of another version: somebody tries a newer one."""
        if self._logic and {"own", "heard"} <= vars(self).keys():
            self._logic.diagrams.deadline = 0.0

    # What holds of this version --------------------------------------------------------------------------------

    @cached_property
    def own(self) -> Findings:
        """What does not hold of this version itself."""
        self.logic.diagrams.deadline = monotonic() + 60.0
        return _findings(self, _Reproof(self.logic, 1))

    @cached_property
    def heard(self) -> dict[str, tuple[tuple[Swap, list[int]], ...]]:
        """The questions of which something comes of every answer, each with those who show it."""
        effects, found = Effects(self.logic), dict[str, tuple[tuple[Swap, list[int]], ...]]()
        unnamed = {gap.name.split(" of ")[-1] for gap in self.own.gaps}
        for question in self.questionnaire.questions:
            shown = [effects.shown(each) for each in _to_each(self.logic, question)]
            some = tuple(each for each in shown if each)
            if question.id not in unnamed and len(some) == len(shown) and all(effects.heard(question).values()):
                found[question.id] = some
        return found

    def shown(self, goal: Goal) -> list[int] | None:
        """Return somebody of this version who shows that something can happen, if that is known."""
        return self._shown.get(goal)

    def keep(self, goal: Goal, values: list[int]) -> None:
        """Keep who shows that something can happen."""
        self._shown[goal] = values


def moved(base: Proved, new: Questionnaire, seconds: float = 30.0) -> tuple[Shift, ...]:
    """Return who is told another tier by another version, uncounted; raise UndecidedError."""
    if shared := base.shared(new, seconds):
        return shifted(base.logic, shared[0])
    return compare(base.questionnaire, new, timeout=seconds).shifts


def touched(base: Proved, new: Questionnaire, seconds: float = 30.0) -> Callable[[Assignment], bool] | None:
    """Return whether another version may treat somebody of these values otherwise; None where nobody can say."""
    if not (shared := base.shared(new, seconds)):
        return None
    logic, where = shared
    return lambda values: logic.diagrams.holds(where, values)


def reproved(base: Proved, new: Questionnaire, seconds: float = 30.0) -> Findings:
    """Return what does not hold of another version: the same as ``prove`` and ``check`` say of it."""
    started, own = perf_counter(), base.own
    try:
        shared = base.shared(new, seconds)
    except UndecidedError as why:
        return Findings(undecided=(f"everything: {why}",), seconds=perf_counter() - started)
    if not shared:
        return replace(Proved(new).own, seconds=perf_counter() - started)
    logic, where = shared
    found = _findings(base, _Reproof(logic, 1 if own.undecided else where))
    return replace(found, seconds=perf_counter() - started)


def _findings(base: Proved, proof: _Reproof) -> Findings:
    broken = tuple(_broken(base, proof))
    never = tuple(_never(base, proof))
    gaps = tuple(_gaps(base, proof))
    proof.logic.among = 1
    return Findings(broken, never, gaps, tuple(proof.undecided))


def _broken(base: Proved, proof: _Reproof) -> Iterator[Verdict]:
    questionnaire, logic = proof.logic.questionnaire, proof.logic
    failed = {verdict.id for verdict in base.own.broken} if logic is not base.logic else set[str]()
    held = {promise.id: promise for promise in base.questionnaire.promises if promise.id not in failed}
    same = _same_answers(base.questionnaire, questionnaire)
    for promise in questionnaire.promises:
        is_known = held.get(promise.id) == promise and same
        logic.among = proof.apart if is_known else 1
        if not logic.among:
            continue
        try:
            verdict = promised(promise, explained=False)(logic)
        except UndecidedError as why:
            proof.undecided.append(f"{claim(promise)}: {why}")
            continue
        if not verdict.holds:
            yield replace(verdict, id=promise.id, claim=claim(promise))


def _never(base: Proved, proof: _Reproof) -> Iterator[Verdict]:
    diagrams, is_base = proof.logic.diagrams, proof.logic is base.logic
    for name, sentence, targets in REACHED:
        dead = []
        try:
            for goal, ways in targets(proof.logic):
                known = base.shown(goal)
                if known is not None and not is_base and not diagrams.holds(proof.apart, known):
                    continue
                found = possible(diagrams, ways)
                if found is None:
                    dead.append(str(goal))
                elif is_base:
                    base.keep(goal, found)
        except UndecidedError as why:
            proof.undecided.append(f"{sentence}: {why}")
        if dead:
            yield Verdict("reached", name, sentence, False, dead=tuple(dead))


def _gaps(base: Proved, proof: _Reproof) -> Iterator[Gap]:
    logic, questionnaire = proof.logic, proof.logic.questionnaire
    all_known = logic is not base.logic and not base.own.gaps and _same_answers(base.questionnaire, questionnaire)
    all_named = {*named(base.questionnaire)} <= {*named(questionnaire)}
    no_new_rule = {rule.id for rule in questionnaire.guidance} <= {rule.id for rule in base.questionnaire.guidance}
    for name, sentence, gaps in claims(questionnaire):
        is_known = all_known and (all_named or name not in BY_NAME)
        logic.among = proof.apart if is_known else 1
        if is_known and not proof.apart and name not in WITHOUT_DIAGRAM and (no_new_rule or name != "decides"):
            continue
        try:
            if name == "heard" and is_known:
                still = set(_still_heard(base, proof))
                if len(still) < len(questionnaire.questions):
                    yield from unheard(logic, still)
            else:
                yield from gaps(logic)
        except UndecidedError as why:
            proof.undecided.append(f"{sentence}: {why}")


def _same_answers(old: Questionnaire, new: Questionnaire) -> bool:
    """Return whether both have the same questions and scores, but for words and for when they are asked."""
    parts = ((each.questions, each.scores) for each in (old, new))
    one, two = ([[what_it_does(part) for part in group] for group in groups] for groups in parts)
    return one == two


def _still_heard(base: Proved, proof: _Reproof) -> Iterator[str]:
    """Yield the questions of which something comes of every answer for somebody who goes the same way as before."""
    diagrams = proof.logic.diagrams
    for name, shown in base.heard.items():
        if all(not diagrams.holds(proof.apart, values) for swap, each in shown for values in _sides(swap, each)):
            yield name


def _sides(swap: Swap, values: list[int]) -> Iterator[list[int]]:
    for side in (swap.before, swap.after):
        found = list(values)
        for level, value in side.items():
            found[level] = value
        yield found


def _to_each(logic: Logic, question: Question) -> Iterable[list[Swap]]:
    """Yield the swaps to each answer of a question."""
    if question.kind == "scale":
        yield list(number_swaps(logic, question))
    else:
        yield from (found for option in question.options if (found := list(swaps(logic, question, option))))
