"""A comparison as text, and as data for machines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from checker.comparison.affected_people import moved, people, unseen
from checker.comparison.comparison import Comparison
from checker.comparison.content_changes import TOPICS, Change, name_of, parts
from checker.engine.questionnaire import Questionnaire
from checker.explain.plain_english import listed
from checker.phrases import later, nphrase, phrase, said
from checker.proofs.answer_outcomes import AnswerOutcome
from checker.proofs.equivalence import Differing, How, Shift, Touched, Versions
from checker.proofs.report import PROOF_LIMIT, Sheet, as_yaml, plain


def in_words(changed: Sequence[Change]) -> Iterator[str]:
    """Yield what changed, topic by topic."""
    for topic, title in TOPICS.items():
        told = [change.sentence for change in changed if change.topic == topic]
        yield from ([said(title), *(f"  {sentence}" for sentence in told), ""] if told else [])
    if not changed:
        yield phrase("Nothing changed.")


def lines(found: Comparison, new: Questionnaire) -> Iterator[str]:
    """Yield a comparison as text: what answers lead to, what changed, whom it touches, and what that does not mean."""
    yield from _section("NEW ANSWERS, AND WHAT EACH LEADS TO", [leads_to(each, new) for each in found.new_answers])
    yield from _section("ANSWERS THAT BECAME UNHEARD", [unheard(each, new) for each in found.unheard])
    yield from in_words(found.changes)
    yield from found.left_aside
    yield from _verdict(found, new)
    yield PROOF_LIMIT


def _section(title: str, told: Sequence[str]) -> Iterator[str]:
    yield from ([title, *(f"  {sentence}" for sentence in told), ""] if told else [])


def leads_to(each: AnswerOutcome, new: Questionnaire) -> str:
    """Return what a new answer leads to, as a sentence."""
    answer = _answer(new, each.question, each.option.id if each.option else "")
    if not each.sheet:
        return phrase("%(answer)s: nobody can ever give this answer.", answer=answer)
    leads = {"answer": answer, "tier": each.tier, "rules": ", ".join(each.rules) or phrase("no rule")}
    if each.decides:
        told = phrase(
            "%(answer)s: %(tier)s by %(rules)s, given beside the least worrying answers; at most %(most)s.",
            most=each.decides,
            **leads,
        )
    else:
        told = phrase("%(answer)s: %(tier)s by %(rules)s, given beside the least worrying answers.", **leads)
    return told if each.heard else f"{told} {phrase('NOTHING HEARS IT.')}"


def _answer(new: Questionnaire, question: str, option: str) -> str:
    """Return an option by its name, or the highest number of a scale."""
    if option:
        return name_of(new, ("option", question, option))
    return phrase(
        "%(number)s of %(question)s", number=new.question[question].max, question=name_of(new, ("question", question))
    )


def unheard(each: tuple[str, str], new: Questionnaire) -> str:
    """Return that an answer changes nothing any more, as a sentence."""
    return phrase("%(answer)s: it used to matter, and changes nothing for anybody now.", answer=_answer(new, *each))


def sameness(found: Comparison, total: str) -> str:
    """Return what is proved of two versions that treat all alike; never more than that."""
    if found.alike:
        return phrase("Proved: both versions ask and tell the same, whichever of the %(sheets)s it is.", sheets=total)
    return phrase(
        "Proved, for all %(sheets)s that both versions offer: the same questions, tier, rules, interruptions, "
        "statements and scores. What changed in the file, as listed, reaches everybody who sees it.",
        sheets=total,
    )


def _verdict(found: Comparison, new: Questionnaire) -> Iterator[str]:
    versions = found.versions
    total = everybody(versions)
    if versions.alike:
        yield sameness(found, total)
        return
    yield ""
    yield from _section("WHO GETS ANOTHER TIER", list(_shifted(found, new)))
    yield _summary(versions, new)
    yield f"{unmoved(versions)}."
    if versions.touched:
        yield from _detail(versions.touched, _share(versions.touched.sheets, versions))
    yield ""
    yield from _section("WHO IS ASKED OR TOLD SOMETHING ELSE", list(_other_lines(found, new)))


def _shifted(found: Comparison, new: Questionnaire) -> Iterator[str]:
    """Yield who gets another tier; people who are those of the line before are not told again."""
    before = None
    for shift in found.versions.shifts:
        told = moved(shift, found.compared, new)
        if shift.who and shift.who.others and before == shift.who.region:
            told = f"of these same people, those {unseen(shift, found.compared, new)}"
        before = shift.who.region if shift.who else None
        yield from _shift_lines(found, new, shift, told)


def _shift_lines(found: Comparison, new: Questionnaire, shift: Shift, told: str) -> Iterator[str]:
    way = f"from {shift.before} to {shift.after} ({direction(shift, new)})"
    yield f"{told[0].upper()}{told[1:]}: {way}." if told else f"F{way[1:]}."
    was, now = ", ".join(shift.old_rules) or "no rule", ", ".join(shift.new_rules) or "no rule"
    yield f"    in the smallest sheet by {was} before, by {now} now"
    yield from case_words(each.id for each in found.worked if each.tiers == (shift.before, shift.after))
    yield from _detail(shift, _share(shift.sheets, found.versions))


def _other_lines(found: Comparison, new: Questionnaire) -> Iterator[str]:
    """Yield what differs besides tiers; what is so of several parts in a row stands once, below their names."""

    def told(row: tuple[str, Differing, str]) -> tuple[list[str], list[str]]:
        kind, each, sentence = row
        return who(kind, each, found.compared, new) or [sentence], list(_whose(found, kind, each))

    for (sentences, whose), group in groupby(differences(found.versions), told):
        named = [name_of(new if (kind, one.id) in parts(new) else found.old, (kind, one.id)) for kind, one, _ in group]
        if named[1:]:
            yield from (*named, *(f"  each {sentence}." for sentence in sentences))
        else:
            yield from (f"{named[0]} {sentence}." for sentence in sentences)
        yield from whose


def _whose(found: Comparison, kind: str, each: Differing) -> Iterator[str]:
    yield from case_words(one.id for one in found.worked if (kind, each.id) in one.apart)
    yield from _detail(each, reach(each))


def _share(sheets: int | None, versions: Versions) -> str:
    if sheets is None or versions.total is None:
        return f"{counted(sheets)} of {everybody(versions)}"
    return f"{sheets:,} of {everybody(versions)}"


def case_words(ids: Iterable[str]) -> Iterator[str]:
    """Yield which worked cases something touches, where it touches any."""
    if some := ", ".join(ids):
        yield f"    worked cases: {some}"


def _detail(each: Shift | Differing | Touched, count: str) -> Iterator[str]:
    yield from _sheet_lines(each.old, each.new)
    yield f"    detail: {count}"


_VERBS: Mapping[tuple[str, How], str] = {
    ("question", "no longer"): later("is no longer asked of %(people)s"),
    ("question", "now"): later("is now asked of %(people)s"),
    ("statement", "no longer"): later("is no longer said to %(people)s"),
    ("statement", "now"): later("is now said to %(people)s"),
    ("rule", "no longer"): later("no longer holds for %(people)s"),
    ("rule", "now"): later("now holds for %(people)s"),
    ("rule", "no longer shown"): later("no longer shows its page at once to %(people)s"),
    ("rule", "now shown"): later("now shows its page at once to %(people)s"),
    ("score", "differs"): later("gives other points or another band than before to %(people)s"),
}


def who(kind: str, each: Differing, old: Questionnaire, new: Questionnaire) -> list[str]:
    """Return whom something touches, as ends of sentences that begin with it; nothing where it is hard to say."""
    return [phrase(_VERBS[kind, one.how], people=people(one.region, old, new)) for one in each.who]


def everybody(versions: Versions) -> str:
    """Return how many answer sheets there are, or why that is not known."""
    if versions.total is None:
        return phrase("answer sheets (%(why)s)", why=versions.why)
    return phrase("%(count)s answer sheets", count=format(versions.total, ","))


def differences(versions: Versions) -> Iterator[tuple[str, Differing, str]]:
    """Yield what differs besides tiers: the kind of part that it is, and the end of a sentence that begins with it."""
    for kind, sentence, some in (
        ("question", phrase("is asked of other people than before"), versions.asked),
        ("statement", phrase("is said to other people than before"), versions.said),
        ("rule", phrase("holds for other people than before"), versions.held),
        ("score", phrase("gives other points or another band than before"), versions.scored),
    ):
        yield from ((kind, each, sentence) for each in some)


def unmoved(versions: Versions) -> str:
    """Return whether those whose tier is the same are told the same; how many are not."""
    if versions.touched is None:
        return phrase("Proved: whoever has the same tier as before has the same rules, statements and scores")
    return phrase("Some have the same tier as before, but another rule, statement or score")


def reach(differing: Differing) -> str:
    """Return on how many answer sheets something differs, and how many of these have the same tier."""
    number = differing.same_tier
    same = phrase("some") if number is None else f"{number:,}"
    if number in (0, differing.sheets) and number is not None:
        same = phrase("all") if number else phrase("none")
    return phrase("%(sheets)s, %(some)s of the same tier as before", sheets=counted(differing.sheets), some=same)


def counted(sheets: int | None) -> str:
    """Return a number of answer sheets, where it is known."""
    if sheets is None:
        return phrase("some answer sheets")
    return nphrase("%(count)s answer sheet", "%(count)s answer sheets", sheets, count=format(sheets, ","))


def direction(shift: Shift, new: Questionnaire) -> str:
    """Return whether people go to a more or a less urgent tier, by the order of the new version."""
    if not {shift.before, shift.after} <= new.urgency.keys():
        return phrase("to or from a tier that only one version has")
    if new.urgency[shift.after] < new.urgency[shift.before]:
        return phrase("more urgent")
    return phrase("less urgent")


def _sheet_lines(old: Sheet, new: Sheet) -> Iterator[str]:
    if old == new:
        yield f"    answers: {as_yaml(new)}"
    else:
        yield f"    answers before: {as_yaml(old)}"
        yield f"    answers now: {as_yaml(new)}"


def _summary(versions: Versions, new: Questionnaire) -> str:
    if not versions.shifts:
        return f"Proved: both versions give the same tier, whichever of the {everybody(versions)} it is."
    ways = listed(list(dict.fromkeys(direction(shift, new) for shift in versions.shifts)), "and")
    return f"All others have the same tier as before. Those who do not: {ways}."


def as_data(found: Comparison, new: Questionnaire) -> dict[str, Any]:
    """Return a comparison as data for machines."""
    versions = found.versions
    return {
        "alike": found.alike,
        "same_for_all": versions.alike,
        "changes": [asdict(change) for change in found.changes],
        "left_aside": found.left_aside,
        "new_answers": [
            {
                "question": each.question,
                "option": each.option.id if each.option else "",
                "tier": each.tier,
                "rules": each.rules,
                "most": each.decides,
                "heard": each.heard,
                "answers": plain(each.sheet),
            }
            for each in found.new_answers
        ],
        "unheard": [{"question": question, "option": option} for question, option in found.unheard],
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
                "who": moved(shift, found.compared, new),
                "cases": [each.id for each in found.worked if each.tiers == (shift.before, shift.after)],
            }
            for shift in versions.shifts
        ],
        "asked": [_differing(found, new, "question", each) for each in versions.asked],
        "said": [_differing(found, new, "statement", each) for each in versions.said],
        "held": [_differing(found, new, "rule", each) for each in versions.held],
        "scored": [_differing(found, new, "score", each) for each in versions.scored],
        "same_tier": _touched(versions.touched) if versions.touched else None,
        "all": versions.total,
        "not_counted": versions.why,
        "limit": PROOF_LIMIT,
    }


def _differing(found: Comparison, new: Questionnaire, kind: str, each: Differing) -> dict[str, Any]:
    return {
        "id": each.id,
        **_touched(each),
        "same_tier": each.same_tier,
        "who": who(kind, each, found.compared, new),
        "cases": [one.id for one in found.worked if (kind, each.id) in one.apart],
    }


def _touched(each: Differing | Touched) -> dict[str, Any]:
    return {"sheets": each.sheets, "answers_before": plain(each.old), "answers_now": plain(each.new)}
