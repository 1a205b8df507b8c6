"""The sign-off: who signed what, what each signature is worth, and old beside new of all that changed since."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.review.differences import Difference, compared
from checker.review.material import Material
from checker.review.parts import HELP, contents, within
from checker.review.signing import discount, reused
from checker.review.standing import Judged
from checker.review.statement import Signature, Unkeyed


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, what it is worth, and what it no longer covers."""

    signature: Signature
    why: str
    """Why it does not stand today; empty where it does."""
    forged: bool
    open: tuple[Difference, ...]
    """Every part that differs from what was signed."""
    lost: bool
    """Whether what was signed is not kept, so that nobody can say what changed."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who vouches for this content."""

    reused: Judged | None
    """Somebody's signature for other content under this version: this one needs a version of its own."""
    signed: tuple[Signed, ...]
    unkeyed: tuple[Unkeyed, ...]
    """Names without a key, which count for nothing."""
    lacking: tuple[tuple[str, str], ...]
    """What has to be signed besides, and by whom."""
    help: Signature | None
    """Whose word for the ways to help stands."""
    never: tuple[str, ...]
    """The parts that are not signed, as they are now, by all who have to."""
    parts: int
    mark: str


def gather(material: Material) -> Signing:
    """Return who signed what."""
    questionnaire, signoffs = material.questionnaire, material.signoffs
    return Signing(
        reused(questionnaire, signoffs),
        tuple(_signed(material)),
        signoffs.unkeyed,
        signoffs.lacking(),
        signoffs.help(),
        tuple(part for part, vouched in material.vouched.items() if vouched.lacking),
        len(material.vouched),
        material.mark,
    )


def _signed(material: Material) -> Iterator[Signed]:
    for each in material.signoffs.judged:
        now = within(each.signature.scope, contents(material.questionnaire))
        gone = () if each.forged or each.words is None else tuple(compared(each.words, now))
        why = discount(material.questionnaire, each)
        if not why and material.failing and each.signature.scope != HELP:
            why = str(material.failing)
        yield Signed(each.signature, why, bool(each.forged), gone, not each.current and each.words is None)
