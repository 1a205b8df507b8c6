"""What a dossier is made from: what is reviewed, who runs it, what the tests said and what is installed."""

from dataclasses import dataclass

from checker.clinic.models import Clinic
from checker.dossier.materials import Component
from checker.dossier.suite_report import SuiteReport
from checker.review.material import Material


@dataclass(frozen=True, eq=False)
class Dossier:
    """All that the documents say."""

    material: Material
    clinic: Clinic | None = None
    tests: SuiteReport | None = None
    """What the tests of this program said; None where nobody gave it."""
    installed: tuple[Component, ...] = ()
