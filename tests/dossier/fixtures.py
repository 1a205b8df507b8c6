"""A small questionnaire with a hazard, and the dossier of it."""

from checker.authoring.loader import load_text
from checker.clinic.models import Clinic
from checker.dossier.facts import Dossier
from checker.dossier.materials import Component
from checker.engine.questionnaire import Questionnaire
from checker.review.material import Material
from tests.authoring.test_writing_a_rule import EXAMPLES, whole

TEXT = whole(next(example for example in EXAMPLES if example.startswith("hazards:")))
"""What ``docs/authoring.md`` shows of hazards, as a questionnaire."""
INSTALLED = (
    Component("abel", "1", "A licence"),
    Component("bare", "3"),
    Component("zlib", "2", "MIT OR Apache-2.0", True),
)
CLINIC = Clinic.model_validate({"name": "Corner Clinic", "kiosk": True, "links": {"privacy": "https://example.org/p"}})


def throat() -> Questionnaire:
    """Return the questionnaire of the example."""
    return load_text(TEXT)


def dossier(questionnaire: Questionnaire | None = None) -> Dossier:
    """Return the dossier of a questionnaire, run by a clinic."""
    return Dossier(Material(questionnaire or throat()), CLINIC, installed=INSTALLED)


def broken() -> Questionnaire:
    """Return the questionnaire without the rule that its promise needs."""
    made = throat()
    return made.model_copy(update={"guidance": made.guidance[1:]})
