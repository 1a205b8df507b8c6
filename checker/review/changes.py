"""The change log: from version to version, what changed, in words, and which answer sheets get another result since."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import starmap

from checker import comparison
from checker.comparison.comparison import Comparison
from checker.comparison.content_changes import TOPICS, Change, name_of, parts
from checker.comparison.report import counted, differences, direction, everybody, sameness, unmoved
from checker.engine.conditions import Answer
from checker.engine.questionnaire import Questionnaire, Tier
from checker.memoisation import memoised
from checker.phrases import phrase, said, spoken
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.equivalence import Differing, Shift, Touched
from checker.review.cases import answered
from checker.review.material import Material
from checker.review.parts import fingerprint


@dataclass(frozen=True, slots=True)
class Example:
    """The smallest person whom the two versions treat differently: labels of questions, and the words chosen."""

    both: tuple[tuple[str, str], ...]
    """What is asked and answered in the same words in both versions."""
    before: tuple[tuple[str, str], ...]
    """What is so before only."""
    now: tuple[tuple[str, str], ...]
    """What is so now only."""
    sheet: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Moved:
    """Answer sheets that go from one tier to another."""

    before: Tier | None
    after: Tier | None
    """None for a tier that only the other version has."""
    ids: tuple[str, str]
    direction: str
    sheets: str
    rules: tuple[tuple[str, ...], tuple[str, ...]]
    """The rules that made the tier before, and those that make it now."""
    example: Example
    who: str
    """These people in words; empty where that is too entangled to say."""
    cases: tuple[str, ...]
    """The worked cases among them."""


@dataclass(frozen=True, slots=True)
class Other:
    """Something that is asked of others, said to others, or found otherwise than before."""

    sentences: tuple[str, ...]
    sheets: str
    cases: tuple[str, ...]
    example: Example


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions, and for whom."""

    newer: Questionnaire
    older: Questionnaire
    topics: tuple[tuple[str, tuple[str, ...]], ...]
    """What changed, as sentences."""
    left_aside: tuple[str, ...] = ()
    same: str = ""
    """What is proved to be the same for everybody; empty where something is not."""
    total: str = ""
    moved: tuple[Moved, ...] = ()
    unmoved: str = ""
    """Whether those whose tier is the same are told the same, as a sentence; empty where that is so of everybody."""
    touched: Example | None = None
    """Somebody of these who is not."""
    others: tuple[Other, ...] = ()
    """Who else is asked or told something else."""
    same_version: str = ""
    """What to do about two contents under one version; empty where they have two."""
    new_answers: tuple[str, ...] = ()
    """What each new answer leads to, as sentences."""
    unheard: tuple[str, ...] = ()
    """Which answers change nothing any more, as sentences."""
    undecided: str = ""
    """Why it was left open whom the change touches; empty where it was decided."""


def gather(material: Material) -> tuple[Changes, ...]:
    """Return what differs from version to version, the newest first; nothing where there is none to compare with."""
    return _log(material, spoken())


@memoised
def _log(material: Material, _language: str) -> tuple[Changes, ...]:
    """Return what differs in the language spoken, found once for the page and for the file."""
    return tuple(starmap(_between, material.compared))


def _between(newer: Questionnaire, older: Questionnaire, found: Comparison | UndecidedError) -> Changes:
    same_version = comparison.clash(older, newer) if fingerprint(older) != fingerprint(newer) else ""
    if isinstance(found, UndecidedError):
        topics = tuple(_topics(comparison.changes(older, newer)))
        return Changes(newer, older, topics, undecided=str(found), same_version=same_version)
    versions = found.versions
    total = everybody(versions)
    return Changes(
        newer,
        older,
        tuple(_topics(found.changes)),
        found.left_aside,
        sameness(found, total) if versions.alike else "",
        total,
        tuple(_moved(older, newer, found, shift) for shift in versions.shifts),
        "" if versions.alike else f"{unmoved(versions)}.",
        _example(older, newer, versions.touched) if versions.touched else None,
        tuple(_others(older, newer, found)),
        same_version,
        tuple(comparison.leads_to(each, newer) for each in found.new_answers),
        tuple(comparison.unheard(each, newer) for each in found.unheard),
    )


def _topics(changes: Iterable[Change]) -> Iterator[tuple[str, tuple[str, ...]]]:
    found = list(changes)
    for topic, title in TOPICS.items():
        if sentences := tuple(change.sentence for change in found if change.topic == topic):
            yield said(title), sentences


def _moved(older: Questionnaire, newer: Questionnaire, found: Comparison, shift: Shift) -> Moved:
    return Moved(
        older.tier.get(shift.before),
        newer.tier.get(shift.after),
        (shift.before, shift.after),
        direction(shift, newer),
        counted(shift.sheets),
        (shift.old_rules, shift.new_rules),
        _example(older, newer, shift),
        comparison.moved(shift, found.compared, newer),
        tuple(each.id for each in found.worked if each.tiers == (shift.before, shift.after)),
    )


def _others(older: Questionnaire, newer: Questionnaire, found: Comparison) -> Iterator[Other]:
    for kind, each, sentence in differences(found.versions):
        known = newer if (kind, each.id) in parts(newer) else found.old
        name = name_of(known, (kind, each.id))
        told = comparison.who(kind, each, found.compared, newer) or [sentence]
        cases = tuple(one.id for one in found.worked if (kind, each.id) in one.apart)
        sentences = tuple(phrase("%(part)s %(what)s.", part=name, what=one) for one in told)
        yield Other(sentences, comparison.reach(each), cases, _example(older, newer, each))


def _example(older: Questionnaire, newer: Questionnaire, shown: Shift | Differing | Touched) -> Example:
    before, now = answered(older, shown.old), answered(newer, shown.new)
    return Example(
        tuple(row for row in now if row in before),
        tuple(row for row in before if row not in now),
        tuple(row for row in now if row not in before),
        shown.new,
    )


# As Markdown ------------------------------------------------------------------------------------------------------


def in_markdown(log: Iterable[Changes]) -> str:
    """Return a change log as Markdown, in which no word of an author is markup."""
    return "\n".join(line for each in log for line in _lines(each)) or f"{phrase('No older version was given.')}\n"


def _lines(each: Changes) -> Iterator[str]:
    title = phrase("Version %(newer)s, compared with %(older)s", newer=each.newer.version, older=each.older.version)
    yield from (f"## {_plain(title)}", "")
    who = [each.same_version, each.undecided, each.same, *each.left_aside, *map(_shift, each.moved), each.unmoved]
    others = [sentence for other in each.others for sentence in other.sentences]
    sections = (
        (phrase("New answers, and what each leads to"), each.new_answers),
        (phrase("Answers that became unheard"), each.unheard),
        (phrase("Who is treated differently"), [sentence for sentence in who if sentence] + others),
        *each.topics,
    )
    for heading, sentences in sections:
        if sentences:
            yield from (f"### {heading}", "", *(f"- {_plain(sentence)}" for sentence in sentences), "")


def _shift(moved: Moved) -> str:
    """Return who goes from which tier to which, as a sentence."""
    who = moved.who or moved.sheets
    return phrase(
        "%(who)s: %(direction)s, from %(before)s to %(after)s (%(sheets)s)",
        who=who[:1].upper() + who[1:], direction=moved.direction, before=moved.ids[0], after=moved.ids[1],
        sheets=moved.sheets,
    )  # fmt: skip


def _plain(words: str) -> str:
    return re.sub(r"([\\`*<>\[\]#|]|(?<!\w)_|_(?!\w))", r"\\\1", " ".join(words.split()))
