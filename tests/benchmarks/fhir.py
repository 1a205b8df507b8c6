"""What does it cost to exchange a questionnaire with other systems?"""

import json
from collections.abc import Iterator
from functools import partial
from time import process_time

from checker.authoring import load
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import Json
from checker.fhir.profiles import LHC_FORMS
from checker.fhir.questionnaire_export import export
from checker.fhir.questionnaire_import import imported
from checker.resources import shipped
from tests.benchmarks.measuring import Table, microseconds

SIZES = (100, 1000)
"""Items of the foreign questionnaires, a third of them asked of everybody."""


def tables() -> Iterator[Table]:
    """Yield the table of exports and imports."""
    questionnaire = load(shipped("questions.yaml"))
    text = json.dumps(export(questionnaire, profile=LHC_FORMS))
    there, back = microseconds(partial(_exported, questionnaire), partial(imported, text))
    rows = [("the shipped one, export", f"{there / 1e6:.3f}"), ("the shipped one, import", f"{back / 1e6:.3f}")]
    rows += [(f"a foreign one of {size:,} items, import", f"{_once(size):.3f}") for size in SIZES]
    yield Table("FHIR R4: CPU seconds", ("questionnaire", "seconds"), tuple(rows))


def _exported(questionnaire: Questionnaire) -> str:
    return json.dumps(export(questionnaire, profile=LHC_FORMS))


def _once(size: int) -> float:
    """Return the CPU seconds of one import: it is too long to be repeated."""
    text = json.dumps({"resourceType": "Questionnaire", "name": "Long", "item": [_item(n) for n in range(size)]})
    begin = process_time()
    assert len(imported(text).questionnaire.questions) == size
    return process_time() - begin


def _item(place: int) -> Json:
    options = [{"valueCoding": {"code": f"c{n}", "display": f"Option {n}"}} for n in range(4)]
    earlier = {"question": f"q{place - 1}", "operator": "=", "answerCoding": {"code": "c1"}}
    return {
        "linkId": f"q{place}",
        "type": "choice",
        "text": f"What about {place}?",
        "answerOption": options,
        "enableWhen": [earlier] if place % 3 else [],
    }
