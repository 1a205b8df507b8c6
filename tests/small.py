"""Small questionnaires as an author writes them: a test gives the parts that it is about."""

from textwrap import dedent

from checker.authoring.loader import load_text
from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Questionnaire

FRAME = """\
id: throat
version: "1"
languages: [en]
title: {en: Sore throat}
start: [{en: A short check.}]
help: [{id: emergency, text: {en: Call 911}, href: "tel:911"}]
emergency_signs: {title: {en: Go now}, items: [{en: Blue lips}]}
tiers:  # most urgent first
  - {id: now, title: {en: Go now}, within: {en: now}, action: [{en: Go.}], card: emergency}
  - {id: soon, title: {en: See a nurse}, within: {en: days}, action: [{en: Call.}], card: soon}
  - {id: home, title: {en: Stay home}, within: {en: weeks}, action: [{en: Rest.}], card: calm}
"""


def small(parts: str) -> Questionnaire:
    """Return a questionnaire of these parts: `sections` at least."""
    return load_text(FRAME + dedent(parts), "small.yaml")


def walked(questionnaire: Questionnaire, **answers: Answer) -> Journey:
    """Return the journey of a person who answers so."""
    return walk(questionnaire, answers)


def advised(questionnaire: Questionnaire, **answers: Answer) -> Guidance:
    """Return the guidance for a person who answers so."""
    return advise(questionnaire, walk(questionnaire, answers))


def ticked(*options: str) -> frozenset[str]:
    """Return the answer to a question of many options."""
    return frozenset(options)
