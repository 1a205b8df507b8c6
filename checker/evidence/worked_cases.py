"""Does the questionnaire do what its worked cases expect, and how often would a dumber tool?

Figures are counts with 95% intervals after Wilson. A case is right when its tier is the one that was fixed for it
(`labelled`, or else the expected one), safe when it is that or a more urgent one, and too urgent when it is a more
urgent one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Case, Questionnaire, Tier
from checker.memoisation import memoised
from checker.phrases import later

CAVEAT = (
    "The authors of the rules wrote the cases too; they are not patients. A high figure shows that the rules do what\n"
    "their authors meant. It does not show that they are right for anybody."
)
"""What a figure on cases of one's own is worth."""
Z = 1.959964
"""Standard errors on each side of a 95% interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent; 0 of nothing is 0."""
        return 100 * self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval after Wilson, in percent; of nothing, anything from 0 to 100."""
        if not self.of:
            return 0.0, 100.0
        share, spread = self.hits / self.of, Z * Z / self.of
        middle = share + spread / 2
        reach = Z * sqrt((share * (1 - share) + spread / 4) / self.of)
        low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
        return 100 * max(0.0, low) if self.hits else 0.0, 100 * min(1.0, high) if self.hits < self.of else 100.0


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What a worked case gave."""

    case: Case
    journey: Journey
    guidance: Guidance
    mismatches: tuple[str, ...]
    """What is not as expected, in words; none for a case that passes."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How a tool does on the cases of one tier, or on all of them."""

    tier: Tier | None
    right: Share
    safe: Share
    too_urgent: Share


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to come from a case to a tier, with its figures: per tier where there are cases, and overall."""

    tiers: tuple[Figures, ...]
    overall: Figures


@dataclass(frozen=True, slots=True)
class CaseReport:
    """The worked cases of a questionnaire, beside two tools that anybody could build in a minute."""

    outcomes: tuple[CaseOutcome, ...]
    questionnaire: Tool
    published: Figures
    """The questionnaire's figures on the cases that follow something published."""
    always: Tool
    """The tool that gives everybody the same tier, whatever they answer."""
    always_tier: Tier
    any_rule: Tool
    """The tool that gives the first tier as soon as any rule holds, and else the last."""

    @property
    def failed(self) -> tuple[CaseOutcome, ...]:
        """The cases that are not as expected."""
        return tuple(outcome for outcome in self.outcomes if outcome.mismatches)


Guess: TypeAlias = Callable[[CaseOutcome], str]


@memoised
def replay(questionnaire: Questionnaire) -> CaseReport:
    """Walk every worked case, and compare what it gives with what it is expected to give."""
    outcomes = tuple(_outcome(questionnaire, case) for case in questionnaire.cases)
    first, last, middle = questionnaire.tiers[0], questionnaire.tiers[-1], middle_tier(questionnaire)
    return CaseReport(
        outcomes,
        _tool(questionnaire, outcomes, _given),
        _tool(questionnaire, [outcome for outcome in outcomes if outcome.case.after], _given).overall,
        _tool(questionnaire, outcomes, lambda _: middle.id),
        middle,
        _tool(questionnaire, outcomes, lambda outcome: first.id if outcome.guidance.rules else last.id),
    )


def _given(outcome: CaseOutcome) -> str:
    return outcome.guidance.tier.id


def middle_tier(questionnaire: Questionnaire) -> Tier:
    """Return the tier halfway down the list, the later of two: what "always see a doctor" comes to."""
    return questionnaire.tiers[len(questionnaire.tiers) // 2]


def _outcome(questionnaire: Questionnaire, case: Case) -> CaseOutcome:
    journey = walk(questionnaire, case.sheet)
    guidance = advise(questionnaire, journey)
    return CaseOutcome(case, journey, guidance, tuple(_mismatches(case, journey, guidance)))


def _mismatches(case: Case, journey: Journey, guidance: Guidance) -> Iterator[str]:
    """Yield what is not as the case expects."""
    expected, rules = case.expect, [rule.id for rule in guidance.rules]
    if journey.next:
        yield later("its answers end before '%(question)s' is answered", question=journey.next.id)
    if guidance.tier.id != expected.tier:
        yield later("expected %(tier)s, got %(got)s", tier=expected.tier, got=guidance.tier.id)
    if expected.rules is not None and set(expected.rules) != set(rules):
        yield later("expected the rules %(rules)s, got %(got)s", rules=_listed(expected.rules), got=_listed(rules))
    said = {statement.id for statement in guidance.statements}
    if unsaid := [statement for statement in expected.says if statement not in said]:
        yield later("does not say %(statements)s", statements=_listed(unsaid))


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids) or later("none")


def _tool(questionnaire: Questionnaire, outcomes: Iterable[CaseOutcome], guess: Guess) -> Tool:
    urgency = questionnaire.urgency
    gaps = [(outcome.case.right, urgency[outcome.case.right] - urgency[guess(outcome)]) for outcome in outcomes]
    expected = {tier for tier, _ in gaps}
    per_tier = (
        _figures(tier, [gap for found, gap in gaps if found == tier.id])
        for tier in questionnaire.tiers
        if tier.id in expected
    )
    return Tool(tuple(per_tier), _figures(None, [gap for _, gap in gaps]))


def _figures(tier: Tier | None, gaps: list[int]) -> Figures:
    """Count the gaps: how many tiers more urgent than expected each case came out."""
    return Figures(
        tier,
        right=Share(sum(gap == 0 for gap in gaps), len(gaps)),
        safe=Share(sum(gap >= 0 for gap in gaps), len(gaps)),
        too_urgent=Share(sum(gap > 0 for gap in gaps), len(gaps)),
    )


def as_data(report: CaseReport) -> dict[str, object]:
    """Return the report as plain data."""
    return {
        "cases": len(report.outcomes),
        "failed": [
            {
                "case": outcome.case.id,
                "expected": outcome.case.expect.tier,
                "right": outcome.case.right,
                "got": outcome.guidance.tier.id,
                "rules": [rule.id for rule in outcome.guidance.rules],
                "mismatches": list(outcome.mismatches),
            }
            for outcome in report.failed
        ],
        "questionnaire": _tool_data(report.questionnaire),
        "published": _figures_data(report.published),
        "always": {"tier": report.always_tier.id, **_tool_data(report.always)},
        "any_rule": _tool_data(report.any_rule),
    }


def _tool_data(tool: Tool) -> dict[str, object]:
    tiers = {figures.tier.id: _figures_data(figures) for figures in tool.tiers if figures.tier}
    return {"overall": _figures_data(tool.overall), "tiers": tiers}


def _figures_data(figures: Figures) -> dict[str, object]:
    return {name: _share_data(getattr(figures, name)) for name in ("right", "safe", "too_urgent")}


def _share_data(share: Share) -> dict[str, object]:
    low, high = share.interval
    return {
        "hits": share.hits,
        "of": share.of,
        "percent": round(share.percent, 1),
        "interval": [round(low, 1), round(high, 1)],
    }


def as_text(report: CaseReport) -> str:
    """Return the report as a table for a terminal, and every case that fails."""
    if not report.outcomes:
        return (
            "No worked cases. Write some under `cases:`, from what a clinician expects and not from what this prints."
        )
    sections = [
        ("", report.questionnaire),
        (f"A tool that always says {report.always_tier.id}:", report.always),
        ("A tool that calls any rule an emergency:", report.any_rule),
    ]
    if report.published.right.of:
        sections.insert(1, ("After something published:", Tool((), report.published)))
    head = f"{'':24}{'cases':>6}{'right':>18}{'safe':>18}{'too urgent':>18}"
    lines = [head]
    for title, tool in sections:
        lines += [title] * bool(title) + [_line(figures) for figures in (*tool.tiers, tool.overall)]
    mismatches = [f"{outcome.case.id}: {'; '.join(outcome.mismatches)}" for outcome in report.failed]
    passed = len(report.outcomes) - len(mismatches)
    return "\n".join([*lines, "", *mismatches, f"{passed} of {len(report.outcomes)} cases are as expected.", CAVEAT])


def _line(figures: Figures) -> str:
    name = figures.tier.id if figures.tier else "overall"
    shares = (figures.right, figures.safe, figures.too_urgent)
    return f"{name:24}{figures.right.of:>6}" + "".join(f"{_cell(share):>18}" for share in shares)


def _cell(share: Share) -> str:
    low, high = share.interval
    return f"{share.percent:.0f}% ({low:.0f}-{high:.0f})"
