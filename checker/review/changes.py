"""What changed since an older version: parts and words."""

from dataclasses import dataclass

from checker.review.material import Material


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs."""

    older: str


def changes(material: Material) -> Changes | None:
    """Return what differs from the older version; None where there is none to compare with."""
    return None
