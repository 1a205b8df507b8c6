"""Who may sign what, and by which keys? A file of the clinic says so, which whoever signs does not write alone."""

import datetime
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from checker.authoring.draft import Finding
from checker.authoring.problems import LoadError, SourceText, in_order
from checker.authoring.schema_checks import structural
from checker.authoring.yaml_tree import YamlNode, compose, text_of
from checker.engine.questionnaire import KeyPath, Line, Part
from checker.review.keys import Key, KeyLineError, key_of
from checker.review.parts import ALL
from checker.review.statement import Capacity


def _day(value: Any) -> Any:
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("day", "write a day, such as 2027-06-30") from None


Day = Annotated[datetime.date, BeforeValidator(_day)]


class Signer(Part):
    """Somebody who may sign."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Line = Field(description="As patients read it.")
    role: Line = Field(description="As patients read it, such as 'MD, physiatrist'.")
    may: Annotated[tuple[Capacity, ...], Field(min_length=1)] = Field(
        description="As what they may sign: author, clinician; help: the ways to help on every page."
    )
    scopes: tuple[Line, ...] = Field((ALL,), description="What of it they may sign: all, rules, or languages.")
    keys: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)] = Field(
        description="Their public keys: lines of .pub files, and of passkeys as the review shows them."
    )
    from_: Day = Field(datetime.date.min, alias="from", description="The first day on which they may sign.")
    until: Day = Field(datetime.date.max, description="The last day on which what they signed stands.")

    @cached_property
    def held(self) -> tuple[Key, ...]:
        """Their keys."""
        return tuple(map(key_of, self.keys))

    def may_sign(self, scope: str) -> bool:
        """Return whether a scope is theirs; who may sign all may sign each part of it."""
        return scope in self.scopes or ALL in self.scopes


class Signers(Part):
    """The list."""

    signers: Annotated[tuple[Signer, ...], Field(max_length=200)] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Signer]:
        """Everybody by their id."""
        return {signer.id: signer for signer in self.signers}


def signers_file(questions: Path, elsewhere: Path | None = None) -> Path:
    """Return where the list is: elsewhere if so told, or questions.signers.yaml beside questions.yaml."""
    return elsewhere or questions.with_suffix(".signers.yaml")


def load_signers(questions: Path, elsewhere: Path | None = None) -> Signers:
    """Return the list for a questionnaire's file, nobody if none is beside it; raise LoadError with every problem."""
    path = signers_file(questions, elsewhere)
    return read_signers(text_of(path), str(path)) if elsewhere or path.exists() else Signers()


def read_signers(text: str, name: str = "questions.signers.yaml") -> Signers:
    """Return the list in a text; raise LoadError with every problem at once, in the order of the text."""
    source = SourceText(text.removeprefix("\ufeff"), name)
    root, problems = compose(source)
    if root is None or not isinstance(root.data, dict):
        raise source.refusal(root.start if root else 0, "a list of signers begins with `signers:`")
    try:
        found = Signers.model_validate(root.data, strict=True)
    except ValidationError as error:
        raise LoadError(in_order([*problems, *structural(source, root, error, Signers)])) from None
    problems += [source.problem(_start(root, path), message) for path, message in _findings(found)]
    if problems:
        raise LoadError(in_order(problems))
    return found


def _start(root: YamlNode, path: KeyPath) -> int:
    for step in path:
        root = root.children[step]
    return root.start


_TWICE = (
    "this person is listed already, and nobody counts as two. Write both keys below the first entry; for another "
    "person of the same name, write what tells the two apart"
)


def _called(signer: Signer) -> str:
    """Return a name as people hear it."""
    return " ".join(signer.name.split()).casefold()


def _findings(found: Signers) -> Iterator[Finding]:
    """Yield whoever stands there twice, two people with one key, and lines that are no key that may sign."""
    owner: dict[bytes, str] = {}
    for place, signer in enumerate(found.signers):
        before = found.signers[:place]
        if signer.id in (each.id for each in before):
            yield ("signers", place, "id"), f"another signer has the id '{signer.id}' already. Choose another"
        if _called(signer) in map(_called, before):
            yield ("signers", place, "name"), _TWICE
        for number, line in enumerate(signer.keys):
            at = ("signers", place, "keys", number)
            try:
                other = owner.setdefault(key_of(line).same, signer.id)
            except KeyLineError as error:
                yield at, str(error)
                continue
            if other != signer.id:
                yield at, f"this is the key of '{other}' too. Two people need two keys: let each make one"
