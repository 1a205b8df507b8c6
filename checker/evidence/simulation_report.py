"""What was found of made-up people, as text, as a table and as data, and what it is worth."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from checker.evidence.population import Population, Status
from checker.evidence.simulation import Aim, Simulation
from checker.evidence.tier_moves import Moves
from checker.evidence.worked_cases import Share
from checker.phrases import later, phrase, said
from checker.proofs.report import as_yaml, plain

HOW_COUNTED = later(
    "Words: those on the page of each question, beside what is on every page. Taps: one for each answer or scale, one\n"
    "for each marked option, and one for each Continue."
)
"""What the figures of a journey are of."""
COUNTED: Mapping[str, str] = {"questions": later("questions"), "words": later("words"), "taps": later("taps")}
"""What is counted of a journey."""


def caveat(population: Population) -> str:
    """Return what a figure on made-up people is worth."""
    counts = population.statuses
    told = ", ".join(phrase(_OF_STATUS[status], count=number) for status, number in counts.items())
    whole = sum(counts.values())
    if 2 * counts["assumed"] > whole:
        return phrase(
            "These people are made up, not patients. Most of their chances are assumed: of %(all)s things that are "
            "drawn, %(counts)s.",
            all=whole,
            counts=told,
        )
    return phrase(
        "These people are made up, not patients. Their chances are not data: of %(all)s things that are drawn, "
        "%(counts)s.",
        all=whole,
        counts=told,
    )


_OF_STATUS: Mapping[Status, str] = {
    "checked": later("%(count)s checked"),
    "recalled": later("%(count)s recalled"),
    "assumed": later("%(count)s assumed"),
}


def lines(found: Simulation, *, with_rules: bool = True) -> Iterator[str]:
    """Yield what became of people as text."""
    more = f", warning signs {found.signs:g} times as common" if found.signs != 1 else ""
    yield f"{found.people:,} people (seed {found.seed}{more}): {found.population.name}"
    yield caveat(found.population)
    yield ""
    yield from (f"{tier.id:24}{_cell(share)}" for tier, share in found.tiers)
    yield ""
    for name, spread in found.spreads.items():
        median, ninetieth, most = (spread.percentile(of) for of in (50, 90, 100))
        yield f"{name:24}median {median}, 90th percentile {ninetieth}, most {most}"
    yield HOW_COUNTED
    if found.aims:
        yield ""
        yield from (aim_words(aim) for aim in found.aims)
    if with_rules:
        yield ""
        yield f"{'rule':24}{'alone gives its tier to':>24}{'holds for':>24}"
        yield from (f"{each.rule.id:24}{_cell(each.alone):>24}{_cell(each.holds):>24}" for each in found.alarms)


def _cell(share: Share) -> str:
    low, high = share.interval
    return f"{share.percent:6.2f}% ({low:.2f}-{high:.2f})"


def aim_words(aim: Aim) -> str:
    """Return whether a target is met, and by what figure."""
    unit = f" {said(COUNTED[aim.target.count])}" if aim.target.count else "%"
    wanted = []
    if (low := aim.target.at_least) is not None:
        wanted.append(phrase("at least %(bound)s", bound=format(low, "g") + unit))
    if (high := aim.target.at_most) is not None:
        wanted.append(phrase("at most %(bound)s", bound=format(high, "g") + unit))
    found = _cell(aim.found).strip() if isinstance(aim.found, Share) else str(aim.found)
    if aim.met:
        return phrase(
            "met: %(id)s is %(found)s, to be %(wanted)s", id=aim.target.id, found=found, wanted=", ".join(wanted)
        )
    return phrase(
        "MISSED: %(id)s is %(found)s, to be %(wanted)s", id=aim.target.id, found=found, wanted=", ".join(wanted)
    )


def rule_table(found: Simulation) -> str:
    """Return every rule as CSV: how many people have their tier by it alone, and for how many it holds."""
    out = StringIO()
    write = csv.writer(out).writerow
    write(["rule", "tier", "people", "alone", "holds", "alone percent", "from", "to"])
    for each in found.alarms:
        low, high = each.alone.interval
        figures = (f"{each.alone.percent:.2f}", f"{low:.2f}", f"{high:.2f}")
        write([each.rule.id, each.rule.tier, found.people, each.alone.hits, each.holds.hits, *figures])
    return out.getvalue()


def move_lines(found: Moves) -> Iterator[str]:
    """Yield what a change does to the same people as text."""
    moved = found.moved
    yield f"OF {found.compared:,} ORDINARY PEOPLE, {moved.hits:,} WOULD BE TOLD ANOTHER TIER"
    yield f"  {_cell(moved).strip()}: {found.population.name}"
    yield f"  {caveat(found.population)}"
    if found.left_out:
        yield f"  {found.left_out:,} more give an answer that only one version offers, and are left out."
    for move in found.moves:
        was, now = (", ".join(rules) or "no rule" for rules in move.reason)
        yield f"  {move.people.hits:,} from {move.before} to {move.after}: most often by {was} before, by {now} now"
        yield f"    answers: {as_yaml(move.example)}"


def move_data(found: Moves) -> dict[str, object]:
    """Return what a change does to the same people, as data for machines."""
    return {
        "people": found.compared,
        "left_out": found.left_out,
        "moved": found.moved.hits,
        "caveat": caveat(found.population),
        "moves": [
            {
                "before": move.before,
                "after": move.after,
                "people": move.people.hits,
                "rules_before": move.reason[0],
                "rules_now": move.reason[1],
                "answers": plain(move.example),
            }
            for move in found.moves
        ],
    }
