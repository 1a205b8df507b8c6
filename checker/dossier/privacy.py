"""What is kept where, for how long and who sees it? By the program's own limits and the settings of the clinic."""

from dataclasses import dataclass

from checker.clinic.models import Clinic
from checker.dossier.facts import Dossier
from checker.engine.questionnaire import Question
from checker.web.token import LIFE, SHARED_LIFE


@dataclass(frozen=True, slots=True)
class Privacy:
    """What a privacy officer asks first."""

    hours: int
    """For how long an address opens."""
    shared_minutes: int
    """For how long it does on a device that people share."""
    private: tuple[Question, ...]
    """The questions whose answers stay on the screen."""
    clinic: Clinic | None


def gather(dossier: Dossier) -> Privacy:
    """Return what is kept, and for how long."""
    asked = dossier.material.questionnaire.questions
    return Privacy(LIFE // 3600, SHARED_LIFE // 60, tuple(each for each in asked if each.private), dossier.clinic)
