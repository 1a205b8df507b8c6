"""Whom does a change touch? Two versions over the same answers, and who cannot be compared."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from checker.authoring.rename import renamed
from checker.comparison.case_changes import CaseChange, worked
from checker.comparison.content_changes import Change, Key, changes
from checker.comparison.new_answers import added, now_unheard
from checker.engine.questionnaire import Question, Questionnaire
from checker.explain.plain_english import listed, names
from checker.phrases import phrase
from checker.proofs.answer_outcomes import AnswerOutcome
from checker.proofs.equivalence import Versions, compare

MOST_NAMED = 5
"""So many worked cases that cannot be compared are named."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed, and whom it touches."""

    versions: Versions
    old: Questionnaire
    """The old version, under the new names."""
    new: Questionnaire
    compared: Questionnaire
    """The same, with other ids for questions that are of another kind now."""
    new_answers: tuple[AnswerOutcome, ...] = ()
    """The options that only the new version offers, and what each leads to."""
    unheard: tuple[tuple[str, str], ...] = ()
    """Questions and options that changed something for somebody before, and change nothing now."""
    worked: tuple[CaseChange, ...] = ()
    """What becomes of the worked cases of both versions."""
    unfinished: tuple[str, ...] = ()
    """The worked cases that lack an answer for one version."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What an author changed, as sentences in the language spoken."""
        return tuple(changes(self.old, self.new))

    @property
    def left_aside(self) -> tuple[str, ...]:
        """Whose answers cannot be compared, and how new and removed questions are taken, as sentences."""
        return (*_left_aside(self.old, self.new), *_unfinished(self.unfinished))

    @property
    def alike(self) -> bool:
        """Whether nothing at all differs, not even a word."""
        return self.versions.alike and not self.changes


def difference(
    old: Questionnaire,
    new: Questionnaire,
    names: Mapping[str, str] | None = None,
    *,
    timeout: float = 60.0,
) -> Comparison:
    """Return what changed and whom it touches; ``names`` gives old ids their new ones. Raise UndecidedError."""
    until = monotonic() + timeout
    former = renamed(old, names or {})
    comparable = renamed(former, {name: f"{name}_before" for name in _of_another_kind(former, new)})
    cases, unfinished = worked(comparable, new)
    return Comparison(
        compare(comparable, new, timeout=timeout),
        former,
        new,
        comparable,
        added(comparable, new, until - monotonic()),
        now_unheard(comparable, new, until),
        cases,
        unfinished,
    )


def clash(old: Questionnaire, new: Questionnaire) -> str:
    """Return what to do about two different contents of one id under one version; nothing where they have two."""
    if (old.id, old.version) != (new.id, new.version):
        return ""
    head, number, tail = re.fullmatch(r"(.*?)(\d*)(\D*)", old.version, re.DOTALL).groups()  # type: ignore[union-attr]
    following = f"{head}{int(number) + 1:0{len(number)}}{tail}" if number else f"{old.version}.1"
    return phrase(
        "both files say version %(version)s, but their contents differ: bump `version` in NEW (such as %(next)s), so "
        "that everybody can say which one they mean",
        version=old.version,
        next=following,
    )


# Who cannot be compared ------------------------------------------------------------------------------------------


def _of_another_kind(old: Questionnaire, new: Questionnaire) -> list[str]:
    return [q.id for q in old.questions if q.id in new.question and new.question[q.id].kind != q.kind]


def _unfinished(cases: Sequence[str]) -> Iterator[str]:
    if cases:
        named = ", ".join(cases[:MOST_NAMED])
        if len(cases) > MOST_NAMED:
            named = phrase("%(names)s and %(count)s more", names=named, count=len(cases) - MOST_NAMED)
        yield phrase(
            "Worked cases that lack an answer for one version, so that they cannot be compared: %(cases)s.", cases=named
        )


def _left_aside(old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    """Yield how far the versions can be compared, where they do not ask for the same answers."""
    was, now = names(old), names(new)
    for name in _of_another_kind(old, new):
        yield phrase(
            "Question %(name)s is of another kind now: it is taken as one removed and one added.",
            name=now["question", name],
        )
    for question in new.questions:
        if question.id not in old.question:
            yield phrase("Question %(name)s is new: every answer to it was tried.", name=now["question", question.id])
    for question in old.questions:
        if question.id not in new.question:
            yield phrase("Question %(name)s is gone: every answer to it was tried.", name=was["question", question.id])
        elif new.question[question.id].kind == question.kind:
            yield from _not_offered(question, new.question[question.id], was, now)


def _not_offered(old: Question, new: Question, was: Mapping[Key, str], now: Mapping[Key, str]) -> Iterator[str]:
    """Yield the answers that only one version offers: who gives them is left out of the comparison."""
    former, latter = {option.id for option in old.options}, {option.id for option in new.options}
    only = [was["option", old.id, each.id] for each in old.options if each.id not in latter]
    only += [now["option", new.id, each.id] for each in new.options if each.id not in former]
    only += [str(number) for number in sorted({*old.numbers} ^ {*new.numbers})]
    if only:
        yield phrase(
            "Only one version offers %(answers)s under %(question)s: who gives such an answer is left out of what "
            "follows.",
            answers=listed(only, "and"),
            question=now["question", new.id],
        )
