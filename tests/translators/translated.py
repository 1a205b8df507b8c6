"""A small questionnaire in English with everything that a translator is told of, and its translations."""

from pathlib import Path

from checker.authoring.loader import load_text
from checker.authoring.problems import SourceText
from checker.authoring.translations import Translation, read
from checker.engine.questionnaire import Questionnaire
from checker.translators import formats
from checker.translators.handout import Handout, handout
from checker.translators.intake import Intake
from tests.small import FRAME

TEXT = (
    FRAME.replace(
        "languages: [en]", "languages: [en]\ndrafts: [pt]\nsources: [{id: phq, title: PHQ-9, status: ours}]"
    ).replace("card: emergency}", 'card: emergency, links: [{id: emergency, text: {en: Call 911}, href: "tel:911"}]}')
    + """\
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: well, kind: one, label: {en: Well}, ask: {en: Are you well?},
         options: [{id: well, text: {en: Well}}, {id: poorly, text: {en: Poorly}},
           {id: ill, text: {en: "Ill, <b>very</b> ill"}}]}
      - {id: low, kind: one, label: {en: Mood}, ask: {en: Feeling down}, for_record: true,
         verbatim: true, source: [phq],
         options: [{id: never, text: {en: Not at all}}, {id: often, text: {en: Nearly every day}}]}
guidance:
  - {id: ill, tier: now, when: well is ill, because: {en: you are ill}}
  - {id: poorly, tier: soon, when: well is poorly, because: {en: you are poorly}}
"""
)
QUESTIONNAIRE = load_text(TEXT)
HEAD = (
    '# Sore throat in Portuguese.\nmsgid ""\nmsgstr ""\n"Language: pt\\n"\n'
    '"Last-Translator: Rui\\n"\n"X-Reviewed-By: Maria Silva, 2026-11-30\\n"\n\n'
)


def entry(place: str, source: str, words: str, before: str = "") -> str:
    return f'{before}msgctxt "{place}"\nmsgid "{source}"\nmsgstr "{words}"\n\n'


def portuguese(*entries: str) -> Translation:
    """Return a translation of these entries."""
    return read(SourceText(HEAD + "".join(entries), "throat.pt.po"))


def handed(*entries: str, questionnaire: Questionnaire = QUESTIONNAIRE) -> Handout:
    """Return what a translator gets where these entries stand there already."""
    return handout(questionnaire, portuguese(*entries), "pt")


def brought_back(raw: bytes | str, folder: Path, *entries: str) -> Intake:
    """Return what is taken in of a file that came back, where these entries stood before."""
    file = folder / "back"
    file.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return Intake(handed(*entries), formats.read(file))
