"""A comparison as text, and as data for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from checker.comparison.changing import TOPICS, Change, name_of, parts
from checker.comparison.comparing import Comparison
from checker.model import Questionnaire
from checker.verification.report import PROOF_LIMIT, Sheet, as_yaml, plain
from checker.verification.versions import Differing, Shift, Touched, Versions


def in_words(changed: Sequence[Change]) -> Iterator[str]:
    """Yield what changed, topic by topic."""
    for topic, title in TOPICS.items():
        told = [change.sentence for change in changed if change.topic == topic]
        yield from ([title, *(f"  {sentence}" for sentence in told), ""] if told else [])
    if not changed:
        yield "Nothing changed."


def lines(found: Comparison, new: Questionnaire) -> Iterator[str]:
    """Yield a comparison as text: what changed, whom it touches, and what that does not mean."""
    yield from in_words(found.changes)
    yield from found.left_aside
    yield from _verdict(found, new)
    yield PROOF_LIMIT


def sameness(found: Comparison, total: str) -> str:
    """Return what is proved of two versions that treat all alike; never more than that."""
    if found.alike:
        return f"Proved: both versions ask and tell the same, whichever of the {total} it is."
    return (
        f"Proved, for all {total} that both versions offer: the same questions, tier, rules, interruptions, "
        "statements and scores. What changed in the file, as listed, reaches everybody who sees it."
    )


def _verdict(found: Comparison, new: Questionnaire) -> Iterator[str]:
    versions = found.versions
    total = everybody(versions)
    if versions.alike:
        yield sameness(found, total)
        return
    for shift in versions.shifts:
        yield _shift_line(shift, new)
        yield from _sheet_lines(shift.old, shift.new)
    yield _summary(versions, new, total)
    yield f"{unmoved(versions)}."
    yield from _sheet_lines(versions.touched.old, versions.touched.new) if versions.touched else ()
    for kind, each, sentence in differences(versions):
        version = new if (kind, each.id) in parts(new) else found.old
        yield f"{name_of(version, (kind, each.id))} {sentence}"
        yield from _sheet_lines(each.old, each.new)


def everybody(versions: Versions) -> str:
    """Return how many answer sheets there are, or why that is not known."""
    return f"{versions.total:,} answer sheets" if versions.total is not None else f"answer sheets ({versions.why})"


def differences(versions: Versions) -> Iterator[tuple[str, Differing, str]]:
    """Yield what differs besides tiers: the kind of part that it is, and the end of a sentence that begins with it."""
    for kind, sentence, some in (
        ("question", "is asked of other people than before", versions.asked),
        ("statement", "is said to other people than before", versions.said),
        ("rule", "holds for other people than before", versions.held),
        ("score", "gives other points or another band than before", versions.scored),
    ):
        yield from ((kind, each, f"{sentence}: {_reach(each)}.") for each in some)


def unmoved(versions: Versions) -> str:
    """Return whether those whose tier is the same are told the same; how many are not."""
    if versions.touched is None:
        return "Proved: whoever has the same tier as before has the same rules, statements and scores"
    return f"The same tier as before, but another rule, statement or score: {counted(versions.touched.sheets)}"


def _reach(differing: Differing) -> str:
    same = {None: "some", 0: "none", differing.sheets: "all"}.get(differing.same_tier, f"{differing.same_tier:,}")
    return f"{counted(differing.sheets)}, {same} of the same tier as before"


def counted(sheets: int | None) -> str:
    """Return a number of answer sheets, where it is known."""
    if sheets is None:
        return "some answer sheets"
    return "1 answer sheet" if sheets == 1 else f"{sheets:,} answer sheets"


def _shift_line(shift: Shift, new: Questionnaire) -> str:
    was, now = ", ".join(shift.old_rules) or "no rule", ", ".join(shift.new_rules) or "no rule"
    way = f"{shift.before} -> {shift.after} ({direction(shift, new)})"
    return f"{way}: {counted(shift.sheets)}. By {was} before, by {now} now."


def direction(shift: Shift, new: Questionnaire) -> str:
    """Return whether people go to a more or a less urgent tier, by the order of the new version."""
    if not {shift.before, shift.after} <= new.urgency.keys():
        return "to or from a tier that only one version has"
    return "more urgent" if new.urgency[shift.after] < new.urgency[shift.before] else "less urgent"


def _sheet_lines(old: Sheet, new: Sheet) -> Iterator[str]:
    if old == new:
        yield f"    answers: {as_yaml(new)}"
    else:
        yield f"    answers before: {as_yaml(old)}"
        yield f"    answers now: {as_yaml(new)}"


def _summary(versions: Versions, new: Questionnaire, total: str) -> str:
    if not versions.shifts:
        return f"Proved: both versions give the same tier, whichever of the {total} it is."
    sums: dict[str, int | None] = {}
    for shift in versions.shifts:
        way, so_far = direction(shift, new), sums.get(direction(shift, new), 0)
        sums[way] = None if so_far is None or shift.sheets is None else so_far + shift.sheets
    parts = [f"{count:,} {way}" if count is not None else f"some {way}" for way, count in sums.items()]
    return f"Another tier than before: {', '.join(parts)}, of {total}."


def as_data(found: Comparison, new: Questionnaire) -> dict[str, Any]:
    """Return a comparison as data for machines."""
    versions = found.versions
    return {
        "alike": found.alike,
        "same_for_all": versions.alike,
        "changes": [asdict(change) for change in found.changes],
        "left_aside": found.left_aside,
        "shifts": [
            {
                "before": shift.before,
                "after": shift.after,
                "direction": direction(shift, new),
                "sheets": shift.sheets,
                "answers_before": plain(shift.old),
                "answers_now": plain(shift.new),
                "rules_before": shift.old_rules,
                "rules_now": shift.new_rules,
            }
            for shift in versions.shifts
        ],
        "asked": [_differing(each) for each in versions.asked],
        "said": [_differing(each) for each in versions.said],
        "held": [_differing(each) for each in versions.held],
        "scored": [_differing(each) for each in versions.scored],
        "same_tier": _touched(versions.touched) if versions.touched else None,
        "all": versions.total,
        "not_counted": versions.why,
        "limit": PROOF_LIMIT,
    }


def _differing(each: Differing) -> dict[str, Any]:
    return {"id": each.id, **_touched(each), "same_tier": each.same_tier}


def _touched(each: Differing | Touched) -> dict[str, Any]:
    return {"sheets": each.sheets, "answers_before": plain(each.old), "answers_now": plain(each.new)}
