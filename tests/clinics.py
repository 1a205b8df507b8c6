"""The sample clinics: from one that says its name and no more to those that mean ill."""

from pathlib import Path

from checker.authoring import load
from checker.authoring.clinic_file import load_clinic
from checker.clinic.models import Clinic
from checker.resources import shipped

FOLDER = Path(__file__).parent / "data" / "clinics"
FILES = sorted(FOLDER.glob("*.yaml"))
OURS = Path(__file__).parent.parent / "docs" / "clinics" / "new-jersey-spine.yaml"
"""The clinic of the article that this grew from, which the README's first command serves."""
CORNER = FOLDER.parent / "corner_clinic.yaml"
"""One with a telephone and a page for visits, for the questionnaires that tests write."""
NAMES = [file.stem for file in FILES]


def clinic(name: str) -> Clinic:
    """Return a sample clinic."""
    return load_clinic(FOLDER / f"{name}.yaml", load(shipped("questions.yaml")))
