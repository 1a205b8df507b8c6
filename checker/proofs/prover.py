"""Is it safe? Every claim about a questionnaire, decided for all answer sheets or left undecided with the reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from time import monotonic, perf_counter
from typing import TypeVar

from checker.engine.conditions import ALWAYS
from checker.engine.questionnaire import Promise, Questionnaire
from checker.phrases import later
from checker.proofs import reachability
from checker.proofs.completeness import Gap, claims
from checker.proofs.counting import Count, count, together
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.encoding import Logic
from checker.proofs.promises import claim, examine
from checker.proofs.reachability import Goal
from checker.proofs.report import Kind, Report, Unasked, Verdict
from checker.proofs.satisfiability import possible, solve
from checker.proofs.unasked_reads import unasked

_T = TypeVar("_T")
_Reaching = Callable[[Logic], Iterable[tuple[Goal, Iterable[tuple[int, list[int]]]]]]
REACHED: tuple[tuple[str, str, _Reaching], ...] = (
    ("questions", later("every question can be asked"), reachability.questions),
    ("options", later("every option can be chosen"), reachability.options),
    ("bands", later("every band of every score can be reached"), reachability.bands),
    ("rules", later("every rule can hold"), reachability.rules),
    ("statements", later("every statement can be said"), reachability.statements),
)


def prove(questionnaire: Questionnaire, *, timeout: float = 60.0) -> Report:
    """Return what holds for every possible answer sheet; nothing is called proved that was not decided in time.

    ``timeout`` is in seconds, for all claims together. A claim that is false is no exception: its verdict has the
    smallest answers that show it (``report.failed``). One for which there was no time is in ``report.undecided``.
    ``report.holds`` is true only where every claim was proved.
    """
    started = perf_counter()
    proof = _Proof(questionnaire, monotonic() + timeout)
    ends = proof.verdict(
        "ends", "ends", later("every journey ends in exactly one tier, and none is empty-handed"), _ends
    )
    reached = [proof.verdict("reached", name, sentence, _reached(ways)) for name, sentence, ways in REACHED]
    complete = [
        proof.verdict("complete", name, sentence, _complete(gaps)) for name, sentence, gaps in claims(questionnaire)
    ]
    kept = [proof.verdict("promise", each.id, claim(each), promised(each)) for each in questionnaire.promises]
    read = proof.attempt(later("what is read without being asked"), unasked, tuple[Unasked, ...]())
    notes = proof.attempt(later("which questions are never skipped"), _never_skipped, tuple[str, ...]())
    counts = proof.attempt(later("how many answer sheets each tier has"), _per_tier, dict[str, Count | None]())
    total = together(counts.values()) or proof.attempt(later("how many answer sheets there are"), _total, None)
    seconds = perf_counter() - started
    return Report((ends, *reached, *complete, *kept), read, notes, counts, total, tuple(proof.left_out), seconds)


def find_gaps(questionnaire: Questionnaire, *, timeout: float = 60.0) -> tuple[tuple[Gap, ...], tuple[str, ...]]:
    """Return every gap, and which claims were left undecided, with the reason."""
    proof = _Proof(questionnaire, monotonic() + timeout)
    found = [proof.attempt(sentence, _listed(gaps), tuple[Gap, ...]()) for _, sentence, gaps in claims(questionnaire)]
    return tuple(chain.from_iterable(found)), tuple(proof.left_out)


def _listed(gaps: Callable[[Logic], Iterator[Gap]]) -> Callable[[Logic], tuple[Gap, ...]]:
    return lambda logic: tuple(gaps(logic))


class _Proof:
    """The diagrams of one questionnaire until a deadline, begun anew when one question has used up their room."""

    def __init__(self, questionnaire: Questionnaire, deadline: float) -> None:
        self._questionnaire, self._deadline = questionnaire, deadline
        self._logic: Logic | None = None
        self.left_out: list[str] = []

    def _decided(self, decide: Callable[[Logic], _T]) -> _T:
        if self._logic is None:
            self._logic = Logic.timed(self._questionnaire, self._deadline - monotonic())
        self._logic.diagrams.check()
        try:
            return decide(self._logic)
        except UndecidedError:
            self._logic = None
            raise

    def attempt(self, what: str, decide: Callable[[Logic], _T], otherwise: _T) -> _T:
        """Return what was decided, or note that it was not and why."""
        try:
            return self._decided(decide)
        except UndecidedError as why:
            self.left_out.append(later("%(what)s: %(why)s", what=what, why=str(why)))
            return otherwise

    def verdict(self, kind: Kind, name: str, sentence: str, decide: Callable[[Logic], Verdict]) -> Verdict:
        """Return a verdict with the time that it took."""
        started = perf_counter()
        try:
            found = self._decided(decide)
        except UndecidedError as why:
            found = Verdict(kind, name, sentence, None, str(why))
        return replace(found, kind=kind, id=name, claim=sentence, seconds=perf_counter() - started)


def _ends(logic: Logic) -> Verdict:
    """Return the first claim: whom no rule reaches gets the last tier, and every tier has words of its own."""
    empty = [tier.id for tier in logic.questionnaire.tiers if not tier.action]
    return Verdict("ends", "", "", not empty, dead=tuple(empty))


def _complete(gaps: Callable[[Logic], Iterator[Gap]]) -> Callable[[Logic], Verdict]:
    def decide(logic: Logic) -> Verdict:
        found = list(gaps(logic))
        shown_by = next((gap.shown_by for gap in found if gap.shown_by), ())
        return Verdict("complete", "", "", not found, counterexamples=shown_by, gaps=tuple(g.message for g in found))

    return decide


def _reached(targets: _Reaching) -> Callable[[Logic], Verdict]:
    def decide(logic: Logic) -> Verdict:
        dead = [str(target) for target, ways in targets(logic) if possible(logic.diagrams, ways) is None]
        return Verdict("reached", "", "", not dead, dead=tuple(dead))

    return decide


def promised(promise: Promise, *, explained: bool = True) -> Callable[[Logic], Verdict]:
    """Return what decides a promise, and says why it holds if that is to be explained."""

    def decide(logic: Logic) -> Verdict:
        found = examine(logic, promise, explained=explained)
        why = later("it is broken by answers to %(questions)s", questions=", ".join(found.names)) if found.names else ""
        return Verdict("promise", "", "", not found.broken_by, why, found.because, found.broken_by)

    return decide


def _never_skipped(logic: Logic) -> tuple[str, ...]:
    """Return the questions that nobody skips, which is no fault but worth knowing."""
    return tuple(_without_skip(logic))


def _without_skip(logic: Logic) -> Iterator[str]:
    for place, question in enumerate(logic.questionnaire.questions):
        skipped = logic.diagrams.negation(logic.asked[question.id])
        if question.when != ALWAYS and solve(logic.diagrams, (skipped, logic.alive(place))).values is None:
            yield later(
                "question '%(id)s' is asked of everybody who gets there, although it has a condition", id=question.id
            )


def _total(logic: Logic) -> Count | None:
    return count(logic, tiers=False)[0]


def _per_tier(logic: Logic) -> dict[str, Count | None]:
    found = count(logic)
    return {tier.id: found.get(place) for place, tier in enumerate(logic.questionnaire.tiers)}
