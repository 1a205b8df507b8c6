"""What does this change do, to whom?

First what changed in words, conditions, scores and order; then, for all answer sheets, whom the two versions treat
differently, or a proof that there is nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple, TypeAlias

from checker.expressions import AllOf, Always, AnyOf, Compare, Has, Is
from checker.model import Part, Promise, Question, Questionnaire, Rule, Statement, Text
from checker.plain_english import describe, listed, names
from checker.renaming import renamed
from checker.verification.report import PROOF_LIMIT, Sheet, as_yaml, plain
from checker.verification.versions import Differing, Shift, Versions, compare

Topic = Literal["words", "questions", "rules", "scores", "order", "other"]
TOPICS: Mapping[Topic, str] = {
    "words": "Words", "questions": "Questions and options", "rules": "Rules, statements and promises",
    "scores": "Scores", "order": "Order", "other": "Other",
}  # fmt: skip
Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an author changed, as a sentence."""

    topic: Topic
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed, and whom it touches."""

    changes: tuple[Change, ...]
    left_aside: tuple[str, ...]
    """Whose answers cannot be compared, and how new and removed questions are taken, as sentences."""
    versions: Versions
    old: Questionnaire
    """The old version, under the new names."""

    @property
    def alike(self) -> bool:
        """Whether nothing at all differs, not even a word."""
        return self.versions.alike and not self.changes


def difference(
    old: Questionnaire, new: Questionnaire, names: Mapping[str, str] | None = None, *, timeout: float = 60.0
) -> Comparison:
    """Return what changed and whom it touches; ``names`` gives old ids their new ones. Raise UndecidedError."""
    former = renamed(old, names or {})
    comparable = renamed(former, {name: f"{name}_before" for name in _of_another_kind(former, new)})
    return Comparison(
        tuple(changes(former, new)), tuple(_left_aside(former, new)), compare(comparable, new, timeout=timeout), former
    )


# Who cannot be compared ------------------------------------------------------------------------------------------


def _of_another_kind(old: Questionnaire, new: Questionnaire) -> list[str]:
    return [q.id for q in old.questions if q.id in new.question and new.question[q.id].kind != q.kind]


def _left_aside(old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    """Yield how far the versions can be compared, where they do not ask for the same answers."""
    was, now = names(old), names(new)
    for name in _of_another_kind(old, new):
        yield f"Question {now['question', name]} is of another kind now: it is taken as one removed and one added."
    for question in new.questions:
        if question.id not in old.question:
            yield f"Question {now['question', question.id]} is new: every answer to it was tried."
    for question in old.questions:
        if question.id not in new.question:
            yield f"Question {was['question', question.id]} is gone: every answer to it was tried."
        elif new.question[question.id].kind == question.kind:
            yield from _not_offered(question, new.question[question.id], was, now)


def _not_offered(old: Question, new: Question, was: Mapping[Key, str], now: Mapping[Key, str]) -> Iterator[str]:
    """Yield the answers that only one version offers: who gives them is left out of the comparison."""
    former, latter = {option.id for option in old.options}, {option.id for option in new.options}
    only = [was["option", old.id, each.id] for each in old.options if each.id not in latter]
    only += [now["option", new.id, each.id] for each in new.options if each.id not in former]
    only += [str(number) for number in sorted({*old.numbers} ^ {*new.numbers})]
    if only:
        yield (
            f"Only one version offers {listed(only, 'and')} under {now['question', new.id]}: "
            "who gives such an answer is left out of what follows."
        )


# What changed ----------------------------------------------------------------------------------------------------

_KINDS: Mapping[str, tuple[str, Topic]] = {
    "tiers": ("tier", "rules"), "scores": ("score", "scores"), "guidance": ("rule", "rules"),
    "statements": ("statement", "rules"), "promises": ("promise", "rules"), "cases": ("worked case", "other"),
    "sources": ("source", "other"), "help": ("help link", "words"), "benchmarks": ("benchmark", "other"),
}  # fmt: skip


def changes(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Yield everything that changed, part by part in the order of the new version."""
    was, now = _parts(old), _parts(new)
    for key, (topic, part) in now.items():
        if key not in was:
            yield Change(topic, f"{_name(new, key)} is added{_when(new, part)}.")
        else:
            yield from _changed(old, new, key, was[key][1], part)
    for key, (topic, part) in was.items():
        if key not in now:
            yield Change(topic, f"{_name(old, key)} is removed{_when(old, part)}.")
    yield from _moved(old, new, list(was), list(now))


def _parts(questionnaire: Questionnaire) -> dict[Key, tuple[Topic, Part]]:
    """Return every part that has an id, by its kind and ids, and the questionnaire itself."""
    found: dict[Key, tuple[Topic, Part]] = {("questionnaire",): ("other", questionnaire)}
    for section in questionnaire.sections:
        found["section", section.id] = "words", section
        for question in section.questions:
            found["question", question.id] = "questions", question
            for option in question.options:
                found["option", question.id, option.id] = "questions", option
    for field, (kind, topic) in _KINDS.items():
        for part in getattr(questionnaire, field):
            found[kind, part.id] = topic, part
    for score in questionnaire.scores:
        for band in score.bands:
            found["band", score.id, band.id] = "scores", band
    return found


def _name(questionnaire: Questionnaire, key: Key) -> str:
    """Return a part's kind and name, such as: Option “No” of “Fever”."""
    called = names(questionnaire)
    kind, *ids = key
    words = called.get(key, f"'{ids[-1]}'" if ids else "").strip()
    owner = {"option": "question", "band": "score"}.get(kind)
    of = f" of {called[owner, ids[0]]}" if owner else ""
    return f"{kind.capitalize()} {words}{of}".strip()


def _when(questionnaire: Questionnaire, part: Part) -> str:
    when = getattr(part, "when", Always())
    verb = {Question: "asked", Rule: "it holds", Statement: "said", Promise: "claimed"}.get(type(part), "")
    return f", {verb} when {describe(questionnaire, when)}" if verb and when != Always() else ""


def _changed(old: Questionnaire, new: Questionnaire, key: Key, was: Part, now: Part) -> Iterator[Change]:
    before, after = dict(_told(old, was)), dict(_told(new, now))
    for path in dict.fromkeys([*after, *before]):
        was_so, is_so = before.get(path, LEFT_OUT), after.get(path, LEFT_OUT)
        if was_so.meaning != is_so.meaning:
            sentence = f"{_name(new, key)}: {path} is now {is_so.words}; it was {was_so.words}."
            yield Change("words" if path.endswith(")") else _parts_topic(key), sentence)


def _parts_topic(key: Key) -> Topic:
    topics: dict[str, Topic] = {"question": "questions", "option": "questions", "band": "scores"}
    return topics.get(key[0]) or dict(_KINDS.values()).get(key[0], "other")


_OWN = frozenset({"id", "options", "bands", "sections", "questions", *_KINDS})
"""Keys of parts that are parts of their own, or that name one."""


class _Fact(NamedTuple):
    """What a part says at one place: what it means, and how that reads."""

    meaning: object
    words: str


LEFT_OUT = _Fact(None, "left out")


def _told(questionnaire: Questionnaire, part: Part) -> Iterator[tuple[str, _Fact]]:
    """Yield what a part says, and what no key of its own says: a question's section, and the id of the whole."""
    yield from _facts(questionnaire, part)
    if isinstance(part, Question):
        section = next(each for each in questionnaire.sections if any(part is one for one in each.questions))
        yield "section", _Fact(section.id, f"“{section.title.said_in(questionnaire.languages[0])}”")
    elif isinstance(part, Questionnaire):
        yield "id", _Fact(part.id, part.id)


def _facts(questionnaire: Questionnaire, part: Part, path: str = "") -> Iterator[tuple[str, _Fact]]:
    """Yield everything that a part says, by the keys that lead to it; the words of a language end in its code."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if value != field.default and not (name in _OWN and not path):
            yield from _fact(questionnaire, value, f"{path} {field.alias or name}".strip())


def _fact(questionnaire: Questionnaire, value: object, path: str) -> Iterator[tuple[str, _Fact]]:
    match value:
        case Text():
            for language, words in value.root.items():
                said = " ".join(words.split())
                yield f"{path} ({language})", _Fact(said, f"“{said}”")
        case Part():
            yield from _facts(questionnaire, value, path)
        case tuple() if any(isinstance(item, Part | Text) for item in value):
            for place, item in enumerate(value, 1):
                yield from _fact(questionnaire, item, f"{path} {place}")
        case tuple():
            yield path, _Fact(value, ", ".join(map(str, value)))
        case AllOf() | AnyOf() | Is() | Has() | Compare():
            yield path, _Fact(value, describe(questionnaire, value))
        case _:
            yield path, _Fact(value, str(value))


def _moved(old: Questionnaire, new: Questionnaire, was: Sequence[Key], now: Sequence[Key]) -> Iterator[Change]:
    """Yield what stands elsewhere in the order of its kind; as few as explain the new order."""
    groups = dict.fromkeys((key[0], *key[1:-1]) for key in now)
    for group in groups:
        before = [key for key in was if key[:-1] == group and key in now]
        after = [key for key in now if key[:-1] == group and key in was]
        kept = {place for block in SequenceMatcher(None, before, after, False).get_matching_blocks()
                for place in range(block.b, block.b + block.size)}  # fmt: skip
        for place, key in enumerate(after):
            if place not in kept:
                where = f"after {_name(new, after[place - 1])}" if place else "first"
                yield Change("order", f"{_name(new, key)} stands elsewhere now: {where}.")


# Told ------------------------------------------------------------------------------------------------------------


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
        f"Proved, for all {total} that both versions offer: the same questions, tier, rules, interruptions and "
        "statements. What changed in the file, as listed, reaches everybody who sees it."
    )


def _verdict(found: Comparison, new: Questionnaire) -> Iterator[str]:
    versions = found.versions
    total = f"{versions.total:,} answer sheets" if versions.total is not None else f"answer sheets ({versions.why})"
    if versions.alike:
        yield sameness(found, total)
        return
    for shift in versions.shifts:
        yield _shift_line(shift, new)
        yield from _sheet_lines(shift.old, shift.new)
    yield _summary(versions, new, total)
    for kind, sentence, some in (
        ("question", "is asked of other people than before", versions.asked),
        ("statement", "is said to other people than before", versions.said),
        ("rule", "holds for other people than before", versions.held),
    ):
        for each in some:
            version = new if (kind, each.id) in _parts(new) else found.old
            yield f"{_name(version, (kind, each.id))} {sentence}."
            yield from _sheet_lines(each.old, each.new)


def _shift_line(shift: Shift, new: Questionnaire) -> str:
    sheets = f"{shift.sheets:,}" if shift.sheets is not None else "some"
    was, now = ", ".join(shift.old_rules) or "no rule", ", ".join(shift.new_rules) or "no rule"
    way = f"{shift.before} -> {shift.after} ({direction(shift, new)})"
    return f"{way}: {sheets} answer sheets. By {was} before, by {now} now."


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
        "all": versions.total,
        "not_counted": versions.why,
        "limit": PROOF_LIMIT,
    }


def _differing(each: Differing) -> dict[str, Any]:
    return {"id": each.id, "answers_before": plain(each.old), "answers_now": plain(each.new)}
