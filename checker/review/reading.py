"""In which order does one read, how long does it take, and how far is one?

What could hurt somebody soonest comes first: all that an emergency or a crisis hangs on, then what is for today, then
all else that decides, and words last. It is worked out from the file; no list is kept by hand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any, Literal

from checker.engine.conditions import reads
from checker.engine.questionnaire import Case, Promise, Questionnaire, Rule, Tier
from checker.memoisation import memoised
from checker.phrases import phrase
from checker.review.differences import Difference, beside, said_by
from checker.review.notes import Note, Notes
from checker.review.parts import KINDS, OTHER, contents, fingerprints, kind_of, named_parts

PACE = 220
"""Words that somebody reads in a minute."""

MOST = 8
"""Parts that stand on a screen together."""

Stage = Literal["emergency", "today", "other", "told", "safety", "case", "words"]
STAGES: tuple[Stage, ...] = ("emergency", "today", "other", "told", "safety", "case", "words")
"""How near the danger is."""
PAGES: Mapping[str, str] = {
    "rule": "rules",
    "question": "questions",
    "score": "scores",
    "tier": "results",
    "statement": "results",
    "hazard": "hazards",
    "promise": "proofs",
    "case": "cases",
}
"""The page of the review on which each kind of part stands."""


def called(name: str) -> str:
    """Return a stage, a kind of part or a choice in words."""
    return {
        "emergency": phrase("Emergencies and crisis"),
        "today": phrase("Today"),
        "other": phrase("All else that decides"),
        "told": phrase("What people are told"),
        "safety": phrase("Hazards and promises"),
        "rule": phrase("Rules"),
        "question": phrase("Questions"),
        "tier": phrase("Tiers"),
        "statement": phrase("Statements"),
        "score": phrase("Scores"),
        "help link": phrase("Ways to help"),
        "hazard": phrase("Hazards"),
        "promise": phrase("Promises"),
        "case": phrase("Worked cases"),
        "section": phrase("Sections"),
        "order of": phrase("Orders"),
        "words": phrase("Other words"),
        "left": phrase("What I have not judged"),
        "done": phrase("What I have judged"),
        "open": phrase("In question, by anybody"),
        "changed": phrase("Changed since I judged it"),
        "all": phrase("Everything"),
    }[name]


def verdict_words(verdict: str) -> str:
    """Return a verdict in words."""
    return {"agree": phrase("Agree"), "question": phrase("Question"), "change": phrase("Change")}[verdict]


def lasting(minutes: int) -> str:
    """Return a time in words: ``2 h 5 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return phrase("%(rest)s min", rest=rest)
    return phrase("%(hours)s h %(rest)s min", hours=hours, rest=rest)


# The order -------------------------------------------------------------------------------------------------------

_STAGE: Mapping[str, Stage] = {
    "statement": "told", "hazard": "safety", "promise": "safety", "case": "case", OTHER: "words",
}  # fmt: skip
"""The stage of a kind of part on which nothing urgent hangs."""
_ORDER = (
    "help link",
    OTHER,
    "tier",
    "rule",
    "question",
    "score",
    "statement",
    "hazard",
    "promise",
    "case",
    "order of",
    "section",
)
"""The kinds as they are read within a stage."""


@memoised
def order(questionnaire: Questionnaire) -> Mapping[str, Stage]:
    """Return every part with its stage, in the order in which to read: by stage, kind and urgency, then as written."""
    alarming, today = set(_alarming(questionnaire)), set(_of_today(questionnaire))
    urgency = questionnaire.urgency

    def stage(part: str) -> Stage:
        own = _STAGE.get(kind_of(part), "other")
        return "emergency" if part in alarming else "today" if part in today else own

    def rank(part: str) -> tuple[int, int, int]:
        tier = _tier(held[part])
        return (STAGES.index(stage(part)), _ORDER.index(kind_of(part)), urgency[tier] if tier else len(urgency))

    held = named_parts(questionnaire)
    return {part: stage(part) for part in sorted(held, key=rank)}


def _alarming(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield all that an emergency or a crisis hangs on, and what ends the questions or shows a page at once."""
    yield from ("emergency signs", "order of help links")
    yield from (f"help link {link.id}" for link in questionnaire.help)
    yield from (f"tier {tier.id}" for tier in questionnaire.tiers if tier.helps_now)
    rules = [rule for rule in questionnaire.guidance if rule.then or questionnaire.tier[rule.tier].helps_now]
    yield from _read_by(questionnaire, rules)
    urgent = [each for each in questionnaire.statements if each.place in ("first", "safety_net")]
    yield from (f"statement {each.id}" for each in urgent)


def _of_today(questionnaire: Questionnaire) -> Iterator[str]:
    yield from (f"tier {tier.id}" for tier in questionnaire.tiers if tier.card == "urgent")
    yield from _read_by(
        questionnaire, [rule for rule in questionnaire.guidance if questionnaire.tier[rule.tier].card == "urgent"]
    )


def _read_by(questionnaire: Questionnaire, rules: Iterable[Rule]) -> Iterator[str]:
    """Yield rules, and the questions and scores on whose answers they hang."""
    for rule in rules:
        yield f"rule {rule.id}"
        for name in reads(rule.when):
            score = questionnaire.score.get(name)
            yield f"score {name}" if score else f"question {name}"
            yield from (f"question {item}" for item in score.sum) if score else ()


def _tier(part: object) -> str | None:
    """Return the tier that a part is about, if it is about one."""
    match part:
        case Rule(tier=tier) | Case(right=tier):
            return tier
        case Tier(id=tier):
            return tier
        case Promise():
            return part.always or part.never
    return None


# How far one is --------------------------------------------------------------------------------------------------

Show = Literal["left", "done", "open", "changed", "all"]
SHOWN: tuple[Show, ...] = ("left", "done", "open", "changed", "all")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which parts somebody wants to see."""

    show: Show = "left"
    """Not judged yet, judged, in question by anybody, changed since one judged it, or all."""
    of: str = ""
    """A stage or a kind; empty for all."""
    language: str = ""
    """Only the words of this language, beside the first; empty for all that a part is, in the first."""

    @property
    def named(self) -> dict[str, Any]:
        """What an address says of it: nothing of what is as it is at first."""
        said = {"show": self.show, "of": self.of, "in": self.language}
        return {name: value for name, value in said.items() if value not in ("", "left")}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some parts are judged, and how long the rest takes."""

    name: str
    done: int
    of: int
    minutes: int
    """That all of it takes."""
    left: int
    """Minutes that what is not judged takes."""


@dataclass(frozen=True)
class Work:
    """What one reviewer has judged of a questionnaire, and what others say."""

    questionnaire: Questionnaire
    notes: Notes
    reviewer: str
    """Empty where nobody in particular reads."""
    lines: Callable[[str, str], Mapping[str, int]]
    """The sentences of a part with their words: in a language alone or, where that is empty, all that it is."""

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """The fingerprint of each part by now."""
        return fingerprints(self.questionnaire)

    @cached_property
    def by_part(self) -> Mapping[str, tuple[Note, ...]]:
        """All notes, by part, then by reviewer."""
        found: dict[str, list[Note]] = {}
        for note in self.notes.notes:
            found.setdefault(note.part, []).append(note)
        return {part: tuple(sorted(some, key=lambda note: note.key)) for part, some in found.items()}

    def on(self, part: str) -> tuple[Note, ...]:
        """Return all notes on a part."""
        return self.by_part.get(part, ())

    def mine(self, part: str, language: str = "") -> Note | None:
        """Return what this reviewer said of a part, whether or not it changed since."""
        return next(
            (note for note in self.on(part) if (note.reviewer, note.language) == (self.reviewer, language)), None
        )

    def stands(self, note: Note) -> bool:
        """Return whether a note is about the part as it is."""
        return self.marks.get(note.part) == note.mark

    def since(self, note: Note) -> Iterator[Difference]:
        """Yield what a part says otherwise than when it was noted, where its words were kept and differ."""
        now = contents(self.questionnaire).get(note.part)
        if note.words and now is not None and (lines := tuple(beside(note.words, said_by(now)))):
            yield Difference(note.part, "changed", lines)

    def judged(self, part: str, language: str = "") -> bool:
        """Return whether this reviewer, or anybody where none is named, judged a part as it is."""
        return any(map(self.stands, self._own(part, language)))

    def _own(self, part: str, language: str) -> list[Note]:
        """Return the notes of this reviewer, or of anybody where none is named."""
        return [note for note in self.on(part) if note.language == language and self.reviewer in ("", note.reviewer)]

    def shown(self, choice: Choice) -> tuple[str, ...]:
        """Return the parts that are wanted, in the order of reading."""
        return tuple(part for part in self._of(choice) if self._is_shown(part, choice))

    def _of(self, choice: Choice) -> Iterator[str]:
        for part, stage in order(self.questionnaire).items():
            if choice.of in ("", stage, kind_of(part)) and (not choice.language or self.lines(part, choice.language)):
                yield part

    def _is_shown(self, part: str, choice: Choice) -> bool:
        match choice.show:
            case "left":
                return not self.judged(part, choice.language)
            case "done":
                return self.judged(part, choice.language)
            case "open":
                return any(note.verdict != "agree" for note in self.on(part))
            case "changed":
                return any(not self.stands(note) for note in self._own(part, choice.language))
        return True

    def screen(self, choice: Choice, part: str = "", after: str = "") -> tuple[str, ...]:
        """Return the parts to show together: a part and those of its kind behind it, as many as one reads in a minute.

        It begins at ``part``, whether or not the choice has it, or behind ``after``, or at the first.
        """
        every, shown = list(order(self.questionnaire)), set(self.shown(choice))
        begin = every.index(part) if part in self.marks else every.index(after) + 1 if after in self.marks else 0
        wanted = [each for each in every[begin:] if each in shown or each == part]
        found: list[str] = []
        length = 0
        for each in wanted or ([each for each in every if each in shown] if after else []):
            length += self.count([each], choice.language)
            if found and (length > PACE or len(found) == MOST or kind_of(each) != kind_of(found[0])):
                break
            found.append(each)
        return tuple(found)

    def share(self, of: str = "", language: str = "") -> Share:
        """Return how far a stage, a kind or all is."""
        return self._share(of, list(self._of(Choice("all", of, language))), language)

    def of_page(self, page: str) -> Share:
        """Return how far the parts on a page of the review are."""
        return self._share(page, [part for part in self.marks if PAGES.get(kind_of(part)) == page], "")

    def _share(self, name: str, some: list[str], language: str) -> Share:
        left = [part for part in some if not self.judged(part, language)]
        return Share(name, len(some) - len(left), len(some), self.minutes(some, language), self.minutes(left, language))

    def count(self, some: Iterable[str], language: str = "") -> int:
        """Return how many words some parts have: a sentence that stands in several is read once."""
        return sum({line: words for part in some for line, words in self.lines(part, language).items()}.values())

    def minutes(self, some: Iterable[str], language: str = "") -> int:
        """Return how long some parts take to read."""
        return ceil(self.count(some, language) / PACE)

    @cached_property
    def stages(self) -> tuple[Share, ...]:
        """How far each stage is."""
        return tuple(self.share(stage) for stage in STAGES)

    @cached_property
    def kinds(self) -> tuple[Share, ...]:
        """How far each kind is."""
        return tuple(share for share in map(self.share, (*KINDS, OTHER)) if share.of)

    @cached_property
    def changed(self) -> int:
        """Minutes that what changed since this reviewer judged it takes."""
        return self.minutes(self.shown(Choice("changed")))

    @property
    def noted(self) -> tuple[tuple[str, tuple[Note, ...]], ...]:
        """The parts of which somebody says more than that they agree, in the order of reading, with all notes."""
        parts = [(part, self.on(part)) for part in order(self.questionnaire)]
        return tuple((part, some) for part, some in parts if any(note.note or note.verdict != "agree" for note in some))

    @property
    def gone(self) -> tuple[Note, ...]:
        """Notes on parts that there are no more."""
        return tuple(note for note in self.notes.notes if note.part not in self.marks)

    @cached_property
    def reviewers(self) -> tuple[str, ...]:
        """Who has noted something."""
        return tuple(sorted({note.reviewer for note in self.notes.notes}))
