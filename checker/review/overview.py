"""The overview: what this is, how far it is reviewed, and what was found about it in one line each."""

from dataclasses import dataclass

from checker.evidence.worked_cases import CaseReport
from checker.phrases import phrase
from checker.review import signatures
from checker.review.material import Material
from checker.review.signatures import Signing


@dataclass(frozen=True, slots=True)
class Overview:
    """What a reviewer sees first."""

    sizes: tuple[tuple[str, int], ...]
    signing: Signing
    worked: CaseReport
    proved: int
    """How many claims are proved."""
    claims: int
    languages: tuple[str, ...]
    missing: int
    """Texts that lack a translation into a language that is offered."""
    drafts: tuple[str, ...]
    """The languages of translations that no native speaker has read."""
    recalled: tuple[str, ...]
    """Titles of sources that were not read again."""


def gather(material: Material) -> Overview:
    """Return the overview."""
    questionnaire = material.questionnaire
    sizes = {
        phrase("sections"): questionnaire.sections,
        phrase("questions"): questionnaire.questions,
        phrase("scores"): questionnaire.scores,
        phrase("tiers"): questionnaire.tiers,
        phrase("rules"): questionnaire.guidance,
        phrase("statements"): questionnaire.statements,
        phrase("promises"): questionnaire.promises,
        phrase("cases"): questionnaire.cases,
        phrase("hazards"): questionnaire.hazards,
    }
    return Overview(
        tuple((name, len(parts)) for name, parts in sizes.items()),
        signatures.gather(material),
        material.worked,
        sum(verdict.holds is True for verdict in material.proved.verdicts),
        len(material.proved.verdicts),
        questionnaire.languages,
        sum(len(set(questionnaire.languages) - text.root.keys()) for _, text in questionnaire.texts()),
        material.whole.drafts,
        tuple(source.title for source in questionnaire.sources if source.status == "recalled"),
    )
