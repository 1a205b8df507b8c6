"""What exactly does somebody sign? A text that they can read, in which everything stands that the signature is for.

So no signature is good for another content, scope, capacity, person, day or questionnaire than the one it was made for.
"""

import datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from checker.engine.questionnaire import Line
from checker.review.passkeys import Assertion

Capacity: TypeAlias = Literal["author", "clinician", "help"]
SAYS = {
    "author": "I answer for what this says.",
    "clinician": "I have read this, and find it fit for its purpose.",
    "help": "I have checked that these ways to help are right.",
}
"""What a signature says, by the capacity in which it is given."""
LONGEST = 731
"""Days for which a signature may stand: two years, one of them a leap year."""


class Signature(BaseModel):
    """One person's word on exactly this content, with what their key made of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questionnaire: Line
    version: Line
    scope: Line
    capacity: Capacity
    signer: Line
    """Their id in the list of signers."""
    name: Line
    role: Line
    date: datetime.date
    review_by: datetime.date
    """The last day on which it stands."""
    note: str = Field(default="", max_length=1000, pattern=r"^[^\x00-\x1f\x7f\x85\u2028\u2029]*$")
    content: str = Field(pattern=r"^[0-9a-f]{64}$")
    """The fingerprint of what is in the scope."""
    signed: str = Field(pattern=r"^[0-9a-f]{64}$")
    """The fingerprint of everything, under which the words are kept as they were signed."""
    ssh: str = Field(default="", max_length=10_000)
    passkey: Assertion | None = None

    @property
    def statement(self) -> str:
        """What was signed, whole."""
        said = {name: getattr(self, name) for name in Signature.model_fields if name not in _NOT_SIGNED}
        return "\n".join([SAYS[self.capacity], *(f"{name}: {value}" for name, value in said.items()), ""])


_NOT_SIGNED = ("signed", "ssh", "passkey")


class Unkeyed(BaseModel):
    """A name that somebody wrote before signatures needed a key: kept and shown, and it counts for nothing."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: Line
    role: Line
    date: datetime.date
    parts: dict[str, str]
