"""A small questionnaire with every kind of question, and people who may come to it."""

from checker.engine.questionnaire import Question, Questionnaire
from checker.evidence.population import Population
from checker.evidence.population_file import read_population
from tests.small import FRAME, small

QUESTIONS = """\
sections:
  - id: throat
    title: {en: Throat}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Which of these?}
        options:
          - {id: fever, text: {en: Fever}}
          - {id: drooling, text: {en: Drooling}}
          - {id: not_sure, text: {en: Not sure}, unsure: true}
          - {id: none, text: {en: None of these}, exclusive: true}
      - id: days
        kind: one
        label: {en: Days}
        ask: {en: How long?}
        options: [{id: few, text: {en: Few}}, {id: many_days, text: {en: "A week, or more"}, hint: {en: Or so}}]
      - {id: worst, kind: scale, label: {en: Worst}, ask: {en: How bad?}, when: fever in signs, min: 0, max: 3}
      - {id: usual, kind: scale, label: {en: Usual}, ask: {en: And usually?}, when: fever in signs, min: 0, max: 3}
guidance:
  - {id: spit, tier: now, when: drooling in signs, because: {en: you drool}}
  - {id: hurts, tier: now, when: usual >= 3, because: {en: it hurts}}
  - {id: doubt, tier: soon, when: not_sure in signs, because: {en: you are not sure}}
  - {id: long, tier: soon, when: days is many_days, because: {en: it has lasted}}
"""
PEOPLE = """\
name: people with sore throats
signs: [signs]
targets:
  - {id: now, tiers: [now], at_most: 90}
  - {id: median, count: questions, percentile: 50, at_most: 4}
traits:
  - {id: luck, status: assumed, chances: {good: 3, bad: 1}}
tables:
  - questions: [signs]
    status: recalled
    source: a book
    by: luck
    chances: {fever: 10, drooling: 2, not_sure: 20}
    rows: {bad: {fever: 30, drooling: 5, not_sure: 40}}
  - questions: [days]
    status: assumed
    by: signs
    chances: {few: 3, many_days: 1}
    rows: {fever: {few: 1, many_days: 1}, drooling: {few: 1}, not_sure: {few: 9, many_days: 1}}
  - {questions: [worst], status: checked, chances: {1: 1, 2: 2, 3: 1}}
  - {questions: [usual], status: assumed, by: worst, steps: {-2: 1, 0: 2, 1: 1}}
groups:
  - id: long
    name: people who waited
    replace: [{questions: [days], status: assumed, chances: {many_days: 1}}]
    targets: [{id: never_home, tiers: [home], at_most: 0}]
"""
TEXT = FRAME + QUESTIONS


def throat() -> Questionnaire:
    """Return the small questionnaire."""
    return small(QUESTIONS)


def sore(text: str = PEOPLE) -> Population:
    """Return people for it."""
    return read_population(text, throat())


def anybody(questionnaire: Questionnaire) -> Population:
    """Return people for any questionnaire, who answer anything, with a target that they miss."""
    tables = [{"questions": (q.id,), "status": "assumed", "chances": _any(q)} for q in questionnaire.questions]
    return Population.model_validate(
        {
            "name": "anybody",
            "facts": ({"fact": "people differ", "source": "a book", "status": "recalled"},),
            "targets": ({"id": "all", "tiers": (questionnaire.tiers[0].id,), "at_least": 101},),
            "tables": tuple(tables),
        }
    )


def _any(question: Question) -> dict[str, float]:
    names = [option.id for option in question.options if not option.exclusive] or map(str, question.numbers)
    return dict.fromkeys(names, 20.0)
