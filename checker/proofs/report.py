"""What was proved, what was not, and who shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from checker.authoring.writer import plain_answer
from checker.engine.conditions import Answer
from checker.phrases import later
from checker.proofs.counting import Count

Sheet: TypeAlias = dict[str, Answer]
"""The answers to every question that was asked."""
Kind = Literal["ends", "reached", "complete", "promise"]
PROOF_LIMIT = later("A proof is about this file and its promises, never about medicine.")


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Somebody who shows a claim false, and what the engine makes of the answers."""

    sheet: Sheet
    tier: str
    rules: tuple[str, ...]
    """The rules that hold."""
    gone: tuple[str, ...] = ()
    """The rules that held of the sheet before this one, and no longer do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one claim holds for every possible answer sheet."""

    kind: Kind
    id: str
    claim: str
    """The claim, as a sentence."""
    holds: bool | None
    """None where it was left undecided; ``why`` says on account of what."""
    why: str = ""
    because: tuple[str, ...] = ()
    """Ids of rules that suffice to make it true."""
    counterexamples: tuple[Counterexample, ...] = ()
    """The smallest one: one answer sheet, or two that differ in one answer."""
    dead: tuple[str, ...] = ()
    """What can never happen."""
    gaps: tuple[str, ...] = ()
    """What is missing or unheard, in words, with how to mend it."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Unasked:
    """Something that is read although it may not have been asked: a clinician is to confirm that this is meant."""

    names: tuple[str, ...]
    """The questions, asked of the same people, or the score without a value."""
    places: tuple[str, ...]
    """Where it then counts as false, or as 0 points."""
    opposite: tuple[str, ...]
    """Those of them that ask for the opposite, such as `is not` or `<`: false there may surprise."""
    sheet: Sheet
    """Somebody for whom it matters."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was decided about a questionnaire."""

    verdicts: tuple[Verdict, ...]
    unasked: tuple[Unasked, ...] = ()
    notes: tuple[str, ...] = ()
    """What is worth knowing, but no fault."""
    counts: Mapping[str, Count | None] = field(default_factory=dict)
    """The answer sheets of every tier, None for a tier that is never the result; empty where they were not counted."""
    total: Count | None = None
    left_out: tuple[str, ...] = ()
    """What was not decided besides verdicts, and why."""
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether every claim was proved."""
        return all(verdict.holds for verdict in self.verdicts)

    @property
    def failed(self) -> tuple[Verdict, ...]:
        """The claims that do not hold."""
        return tuple(verdict for verdict in self.verdicts if verdict.holds is False)

    @property
    def undecided(self) -> tuple[Verdict, ...]:
        """The claims that were left undecided."""
        return tuple(verdict for verdict in self.verdicts if verdict.holds is None)


def lines(report: Report) -> Iterator[str]:
    """Yield a report as text: a line per claim, with what shows it false or makes it true."""
    for verdict in report.verdicts:
        yield from _verdict_lines(verdict)
    yield from _unasked_lines(report)
    yield from (f"note: {note}" for note in report.notes)
    yield from _count_lines(report)
    yield from (f"undecided: {why}" for why in report.left_out)
    yield f"{_summary(report)} ({report.seconds:.2f} s)"
    yield PROOF_LIMIT


def _verdict_lines(verdict: Verdict) -> Iterator[str]:
    word = {True: "proved", False: "FAILS", None: "undecided"}[verdict.holds]
    because = f" Because of: {', '.join(verdict.because)}." if verdict.because else ""
    yield f"{word}: {verdict.claim}.{because} ({verdict.seconds:.3f} s)"
    if verdict.why:
        yield f"    {verdict.why}"
    yield from (f"    never: {dead}" for dead in verdict.dead)
    yield from (f"    {gap}" for gap in verdict.gaps)
    for each in verdict.counterexamples:
        yield f"    answers: {as_yaml(each.sheet)}"
        yield f"      {_outcome(each)}"


def _outcome(each: Counterexample) -> str:
    """Return which rules are responsible for what somebody gets."""
    gone = f"; no longer: {', '.join(each.gone)}" if each.gone else ""
    return f"gives {each.tier}; rules that hold: {', '.join(each.rules) or 'none'}{gone}"


def _unasked_lines(report: Report) -> Iterator[str]:
    for each in report.unasked:
        names, places = ", ".join(each.names), ", ".join(each.places)
        yield f"to confirm: not everybody has {names}; without it, this is as if it did not apply: {places}"
        if each.opposite:
            yield f"    although these ask for the opposite: {', '.join(each.opposite)}"
            yield f"    answers: {as_yaml(each.sheet)}"


def _count_lines(report: Report) -> Iterator[str]:
    for tier, count in report.counts.items():
        yield f"{tier}: {_counted(count)}" if count else f"{tier}: is never the result"
    if report.total:
        yield f"all: {_counted(report.total)}"


def _counted(count: Count) -> str:
    return f"{count.sheets:,} answer sheets, of {count.shortest} to {count.longest} answers"


def _summary(report: Report) -> str:
    failed, undecided, claims = len(report.failed), len(report.undecided), len(report.verdicts)
    if report.holds:
        return f"All {claims} claims are proved for every possible answer sheet."
    return (
        f"{claims - failed - undecided} of {claims} claims are proved, {failed} fail, {undecided} were left undecided."
    )


def plain(sheet: Mapping[str, Answer]) -> dict[str, list[str] | str | int]:
    """Return a sheet as data that JSON and YAML can hold, which ``checker try`` reads back."""
    return {name: plain_answer(answer) for name, answer in sheet.items()}


def as_yaml(sheet: Mapping[str, Any]) -> str:
    """Return a sheet as one line of YAML that ``checker try`` replays."""
    parts = [
        (name, f"[{', '.join(value)}]" if isinstance(value, list) else value) for name, value in plain(sheet).items()
    ]
    return f"{{{', '.join(f'{name}: {value}' for name, value in parts)}}}"


def as_data(report: Report) -> dict[str, Any]:
    """Return a report as data for machines."""
    return {
        "holds": report.holds,
        "verdicts": [_verdict_data(verdict) for verdict in report.verdicts],
        "to_confirm": [
            {"names": each.names, "places": each.places, "opposite": each.opposite, "answers": plain(each.sheet)}
            for each in report.unasked
        ],
        "notes": report.notes,
        "counts": {tier: _count_data(count) for tier, count in report.counts.items()},
        "all": _count_data(report.total),
        "left_out": report.left_out,
        "seconds": round(report.seconds, 3),
        "limit": PROOF_LIMIT,
    }


def _verdict_data(verdict: Verdict) -> dict[str, Any]:
    return {
        "kind": verdict.kind,
        "id": verdict.id,
        "claim": verdict.claim,
        "holds": verdict.holds,
        "why": verdict.why,
        "because": verdict.because,
        "never": verdict.dead,
        "gaps": verdict.gaps,
        "counterexample": [
            {"answers": plain(each.sheet), "tier": each.tier, "rules": each.rules, "no_longer": each.gone}
            for each in verdict.counterexamples
        ],
        "seconds": round(verdict.seconds, 4),
    }


def _count_data(count: Count | None) -> dict[str, int] | None:
    return {"sheets": count.sheets, "shortest": count.shortest, "longest": count.longest} if count else None
