"""A change that a reviewer proposes: which values of which part become what, and why. A file of its own.

It names values by part and field, with what stood there, so that it can be read in a merge request, still fits after
unrelated changes, and says where it does not.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from checker.authoring.edits import GONE, EditError, same
from checker.authoring.manuscript import Manuscript, edited, manuscript_of, value_at, words_at
from checker.authoring.problems import LoadError, SourceText, one_line
from checker.authoring.writer import in_flow
from checker.authoring.yaml_tree import Data, YamlNode, compose, text_of
from checker.engine.questionnaire import KeyPath, Part, Questionnaire
from checker.phrases import phrase
from checker.review.files import alone, replace
from checker.review.parts import fingerprint, fingerprints

FOLDER = "proposals"
"""Where proposals are kept, beside the questionnaire."""
LARGEST = 256 * 1024
"""Bytes of a proposal."""
_KINDS: Mapping[str, str] = {
    "rule": "guidance", "question": "questions", "help link": "help", "section": "sections", "tier": "tiers",
    "score": "scores", "statement": "statements", "promise": "promises", "case": "cases", "source": "sources",
    "benchmark": "benchmarks", "hazard": "hazards",
}  # fmt: skip
"""The list in which the parts of a kind stand, as ``parts`` names them."""
_Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]
State: TypeAlias = Literal["fits", "made", "unfit", "mistaken"]


class ProposalError(Exception):
    """A proposal that cannot be read, kept or made; the message says why, and where."""


class ValueChange(Part):
    """One value that becomes another one."""

    part: _Line
    """Such as ``rule em_now``."""
    field: str = Field("", max_length=300)
    """The keys, and the ids or places in lists, that lead to the value; empty for the whole part.

    Words of a language that has a file of its own are named as if they stood with those of the first: ``ask.es``.
    """
    was: Any = GONE
    """What stood there; left out where there was nothing."""
    now: Any = GONE
    """What is to stand there; left out where nothing is to."""

    def __str__(self) -> str:
        """Return which value is meant."""
        return f"{self.field} of {self.part}" if self.field else self.part


class Proposal(Part):
    """The whole file."""

    proposal: Literal[1]
    """The number of this format."""
    file: Annotated[str, Field(max_length=200, pattern=r"^[^/\\\x00-\x1f:]+\.ya?ml$")]
    """The name of the questionnaire's file."""
    questionnaire: _Line
    version: _Line
    content: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """The fingerprint of the questionnaire when this was proposed."""
    parts: Mapping[str, str] = Field({})
    """The fingerprint that each changed part had."""
    by: _Line
    date: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    reason: Annotated[str, Field(min_length=1, max_length=5000)]
    changes: Annotated[tuple[ValueChange, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _one_part(self) -> Self:
        if len(parts := dict.fromkeys(change.part for change in self.changes)) > 1:
            raise PydanticCustomError(
                "parts", "it changes several parts: {parts}. Propose each on its own", {"parts": ", ".join(parts)}
            )
        return self


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a proposal can still be made."""

    state: State
    why: tuple[str, ...] = ()
    """Where it does not fit, what stands there, and what it expected; or the mistakes that the file would have."""


# Values by part and field ----------------------------------------------------------------------------------------


def way_to(data: Data, part: str, field: str) -> KeyPath:
    """Return the keys and places that lead to a field of a part, which may be new; raise ProposalError."""
    found = _part(data, part)
    for step in field.split(".") if field else ():
        found = (*found, _step(_value(data, found), step, f"{field} of {part}"))
    return found


def _part(data: Data, part: str) -> KeyPath:
    kind, _, name = part.rpartition(" ")
    if kind not in _KINDS:
        key = part.replace(" ", "_")
        if isinstance(data, dict) and key in {*data, "clinic", "credits"} - {*_KINDS.values()}:
            return (key,)
        raise ProposalError(phrase("there is no %(part)s", part=one_line(part)))
    if kind == "question":
        sections = _value(data, ("sections",))
        for place, section in enumerate(sections if isinstance(sections, tuple) else ()):
            questions = section.get("questions") if isinstance(section, dict) else ()
            if isinstance(questions, tuple) and name in (ids := _ids(questions)):
                return ("sections", place, "questions", ids.index(name))
        raise ProposalError(f"there is no question '{one_line(name)}'")
    return (_KINDS[kind], _step(_value(data, (_KINDS[kind],)), name, part))


def _step(value: Data, step: str, what: str) -> str | int:
    """Return the key or place that a step names: one behind the last for an entry that there is not."""
    if isinstance(value, dict):
        return step
    if isinstance(value, tuple):
        ids = _ids(value)
        if step in ids:
            return ids.index(step)
        return min(int(step), len(value)) if re.fullmatch(r"\d{1,6}", step) else len(value)
    raise ProposalError(f"there is nothing here that could hold {one_line(what)}")


def _ids(entries: Sequence[Data]) -> list[Data]:
    return [entry.get("id") if isinstance(entry, dict) else None for entry in entries]


def _value(data: Data, path: KeyPath) -> Data:
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, tuple) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def data_of(text: str) -> Data:
    """Return what a text says; raise LoadError where it is no YAML."""
    root, _ = compose(SourceText(text.removeprefix("\ufeff"), "questions.yaml"))
    return root.data if root else None


# Making it -------------------------------------------------------------------------------------------------------


def standing(proposal: Proposal, whole: Manuscript) -> Standing:
    """Return whether a proposal fits what is written, is made in it already, or no longer fits and where."""
    data = data_of(whole.text)
    if not isinstance(data, dict) or data.get("id") != proposal.questionnaire:
        other = phrase("this is a proposal for %(id)s, which is another questionnaire", id=proposal.questionnaire)
        return Standing("unfit", (other,))
    found = [(change, _there(whole, data, change)) for change in proposal.changes]
    if all(same_value(there, change.now) for change, there in found):
        return Standing("made")
    why = tuple(_otherwise(change, there) for change, there in found if not same_value(there, change.was))
    return Standing("unfit", why) if why else _tried(whole, proposal)


def _otherwise(change: ValueChange, there: object) -> str:
    values = {"there": shown(there), "was": shown(change.was)}
    return phrase("%(value)s is %(there)s now, where the proposal expects %(was)s", value=change, **values)


@lru_cache(maxsize=64)
def _mistakes(whole: Manuscript) -> tuple[str, ...]:
    """Return the mistakes of what is written, each with its line."""
    questionnaire, problems = whole.inspect()
    return () if questionnaire else tuple(f"{each.line}: {each.message}" for each in problems if not each.warning)


def _tried(whole: Manuscript, proposal: Proposal) -> Standing:
    """Return whether the file would have no mistake with a proposal whose values all stand as it expects."""
    try:
        why = _mistakes(made(whole, proposal.changes))
    except ProposalError as error:
        return Standing("unfit", (str(error),))
    return Standing("mistaken", why) if why else Standing("fits")


def made(whole: Manuscript, changes: Sequence[ValueChange]) -> Manuscript:
    """Return what is written with all of these made, each after the one before; raise ProposalError.

    What a translation said is asked of it as it was: it counts no more once words that it was made from are changed.
    """
    first = whole
    for change in changes:
        data = data_of(whole.text)
        try:
            path = way_to(data, change.part, change.field)
            asked = first if words_at(whole, path) else whole
            if not same_value(there := _there(asked, data_of(asked.text), change), change.was):
                raise ProposalError(_otherwise(change, there))
            whole = edited(whole, path, change.now)
        except EditError as error:
            raise ProposalError(f"{change}: {error}") from None
    return whole


def _there(whole: Manuscript, data: Data, change: ValueChange) -> object:
    try:
        return value_at(whole, way_to(data, change.part, change.field))
    except (ProposalError, EditError):
        return GONE


def same_value(one: object, other: object) -> bool:
    """Return whether both are the same value, or both are none."""
    return one is other if GONE in (one, other) else same(one, other)


def shown(value: object) -> str:
    """Return a value as a message names it."""
    words = whole(value)
    return words if len(words) <= 200 else f"{words[:200]}..."


def whole(value: object) -> str:
    """Return all of a value, as a file holds it."""
    return phrase("missing") if value is GONE else in_flow(value)


# The file --------------------------------------------------------------------------------------------------------


def proposed(
    questionnaire: Questionnaire, file: Path, changes: Sequence[ValueChange], by: str, reason: str
) -> Proposal:
    """Return a proposal of today; raise ProposalError for one without a name, a reason or a change."""
    marks = fingerprints(questionnaire)
    try:
        return Proposal(
            proposal=1,
            file=file.name,
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            content=fingerprint(questionnaire),
            parts={change.part: marks[change.part] for change in changes if change.part in marks},
            by=" ".join(by.split()),
            date=str(datetime.date.today()),
            reason=reason.strip(),
            changes=tuple(changes),
        )
    except ValidationError as error:
        key = next(iter(error.errors()[0]["loc"]), "change")
        needs = {
            "by": phrase("A proposal needs your name"),
            "reason": phrase("A proposal needs a reason"),
            "changes": phrase("A proposal needs a change"),
        }
        raise ProposalError(needs.get(str(key), f"A proposal needs another {key}")) from None


def written(proposal: Proposal) -> str:
    """Return a proposal as its file holds it."""
    lines = [
        "# A proposed change. `checker apply` with the name of this file makes it; nothing is changed until then.",
        *(f"{name}: {in_flow(getattr(proposal, name))}" for name in Proposal.model_fields if name != "changes"),
        "changes:",
    ]
    for change in proposal.changes:
        lines += [f"  - part: {in_flow(change.part)}", f"    field: {in_flow(change.field)}"]
        values = {"was": change.was, "now": change.now}
        lines += [f"    {name}: {in_flow(value)}" for name, value in values.items() if value is not GONE]
    return "\n".join(lines) + "\n"


def read(path: Path) -> Proposal:
    """Return the proposal of a file; raise LoadError, with all that is wrong with it."""
    text = text_of(path)
    source = SourceText(text.removeprefix("\ufeff"), str(path))
    if len(text.encode()) > LARGEST:
        raise source.refusal(0, f"this is larger than {LARGEST // 1024} KiB, so it is no proposal")
    root, problems = compose(source)
    if root is None or not isinstance(root.data, dict) or "proposal" not in root.data:
        raise source.refusal(0, "this is no proposal. `checker review --serve` writes some")
    if problems:
        raise LoadError(problems)
    return _valid(source, root)


def _valid(source: SourceText, root: YamlNode) -> Proposal:
    try:
        return Proposal.model_validate(root.data, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        node = root
        for step in first["loc"]:
            node = node.children.get(step, node)
        what = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise source.refusal(node.start, f"this proposal cannot be read: {what}") from None


def keep(folder: Path, proposal: Proposal) -> Path:
    """Write a proposal to a file of its own in a folder, and return where; raise ProposalError."""
    first = re.sub(r"[^a-z0-9]+", "-", proposal.changes[0].part.lower()).strip("-")[:60]
    try:
        folder.mkdir(exist_ok=True)
        for number in range(1, 1000):
            path = folder / f"{proposal.date}-{first}{f'-{number}' if number > 1 else ''}.yaml"
            try:
                with path.open("x", encoding="utf-8") as file:
                    file.write(written(proposal))
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise ProposalError(
            f"{folder}: cannot be written ({error.strerror}). Choose a folder that you may write"
        ) from None
    raise ProposalError(f"{folder}: there are a thousand proposals like this one already")


def all_in(folder: Path) -> Iterator[tuple[Path, Proposal | LoadError]]:
    """Yield every proposal of a folder by its name, or why it cannot be read."""
    found = (path for path in folder.glob("*.yaml") if path.is_file()) if folder.is_dir() else ()
    for path in sorted(found)[:500]:
        try:
            yield path, read(path)
        except LoadError as error:
            yield path, error


def home(path: Path, proposal: Proposal) -> Path:
    """Return the questionnaire that a proposal is for: beside its folder of proposals, or beside it."""
    folder = path.resolve().parent
    return (folder.parent if folder.name == FOLDER else folder) / proposal.file


def replace_text(path: Path, before: Manuscript, after: Manuscript) -> tuple[Path, ...]:
    """Write what changed of a file and its translations anew, each file whole or not at all; return which.

    Nothing is written where they no longer hold what was read: ProposalError says so.
    """
    try:
        with alone(path.resolve()):
            if manuscript_of(path) != before:
                raise ProposalError(f"{path}: this file changed meanwhile. Nothing is written; try again")
            fresh = {path: after.text} if after.text != before.text else {}
            fresh |= {Path(each.name): each.text for each in after.translations if each not in before.translations}
            for each, text in fresh.items():
                replace(each.resolve(), text)
    except OSError as error:
        raise ProposalError(f"{path}: cannot be written ({error.strerror}). Nothing is changed") from None
    return tuple(fresh)
