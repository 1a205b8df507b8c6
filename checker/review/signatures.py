"""The sign-off: who signed what, and exactly which parts are no longer signed."""

from dataclasses import dataclass

from checker.review.material import Material
from checker.review.signoff import Signature, Unsigned, reused, unsigned


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, and what it no longer covers."""

    signature: Signature
    stands: bool
    """Whether it is for exactly this content, of which nothing fails."""
    open: Unsigned


@dataclass(frozen=True, slots=True)
class Signing:
    """Who vouches for this content."""

    reused: Signature | None
    """Somebody's signature for other content under this version: this one needs a version of its own."""
    signed: tuple[Signed, ...]
    never: tuple[str, ...]
    """The parts that nobody has signed as they are now."""
    parts: int
    mark: str


def gather(material: Material) -> Signing:
    """Return who signed what."""
    questionnaire = material.questionnaire
    signed = [(signature, unsigned(questionnaire, signature)) for signature in material.signatures]
    return Signing(
        reused(questionnaire, material.signatures),
        tuple(Signed(signature, not gone and not material.failing, gone) for signature, gone in signed),
        tuple(part for part, vouched in material.vouched.items() if not vouched.by),
        len(material.vouched),
        material.mark,
    )
