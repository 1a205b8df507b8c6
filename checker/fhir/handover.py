"""What is a doctor's system handed? One Bundle: the answers, what a chart keeps of them, and text to read."""

from base64 import b64encode
from uuid import uuid4

from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import BASE, Json, Publication
from checker.fhir.observations import observed
from checker.fhir.profiles import RECORDED
from checker.fhir.questionnaire_export import items
from checker.fhir.response import questionnaire_response
from checker.memoisation import memoised


def handover(journey: Journey, guidance: Guidance, text: str, authored: str, base: str = BASE) -> Json:
    """Return a FHIR R4 Bundle about nobody in particular, in the first language of the questionnaire.

    It has the answers with their scores, an Observation for each that a chart keeps, and the text. Nothing private is
    in it, as long as it is not in the text.
    """
    questionnaire = journey.questionnaire
    answers = questionnaire_response(journey, guidance, base=base, authored=authored)
    source = _address()
    found = observed(_form(questionnaire, base), answers, source)
    language = questionnaire.languages[0]
    document = _document(questionnaire.title.said_in(language), language, text, authored, source)
    held = [(source, answers), *((_address(), each) for each in (*found, document))]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": authored,
        "entry": [{"fullUrl": address, "resource": resource} for address, resource in held],
    }


@memoised
def _form(questionnaire: Questionnaire, base: str) -> Json:
    return {"item": items(Publication(questionnaire, questionnaire.languages[0], base.rstrip("/"), RECORDED))}


def _address() -> str:
    return f"urn:uuid:{uuid4()}"


def _document(title: str, language: str, text: str, authored: str, source: str) -> Json:
    """Return a text as a document that names the answers as what it is about."""
    data = b64encode(text.encode()).decode()
    attachment = {"contentType": "text/plain; charset=utf-8", "language": language, "data": data, "title": title}
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "date": authored,
        "description": title,
        "content": [{"attachment": attachment}],
        "context": {"related": [{"reference": source}]},
    }
