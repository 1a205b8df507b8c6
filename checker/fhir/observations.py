"""Which answers and scores of a record would a chart keep by themselves? SDC's extraction by observation.

It asks nothing but the form and the record, so it holds for a record that somebody else's software made of our form.
Nothing private is in a record of ours, so nothing private comes out of it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import CATEGORY, EXTRACT, Json, Publication
from checker.fhir.profiles import RECORDED
from checker.fhir.questionnaire_export import items
from checker.fhir.resource import RefusalError, extension, objects, shortened, string

_FROM_RECORD = ("subject", "encounter")


def extracted(questionnaire: Questionnaire, response: Json, address: Callable[[], str]) -> Json:
    """Return a record with its Observations as a transaction for a server, each at a new ``address()``.

    Raise RefusalError for a record of another questionnaire, or of another version.
    """
    base, _, _ = string(response, "questionnaire").partition("/Questionnaire/")
    language = string(response, "language")
    spoken = language if language in questionnaire.languages else questionnaire.languages[0]
    published = Publication(questionnaire, spoken, base, RECORDED)
    answered, expected = string(response, "questionnaire"), f"{published.url}|{questionnaire.version}"
    if answered not in (expected, published.url):
        raise RefusalError(f"it answers '{shortened(answered)}'. Give a record of '{expected}'")
    source = address()
    found = observed({"item": items(published)}, response, source)
    entries = [(source, response), *((address(), each) for each in found)]
    return {"resourceType": "Bundle", "type": "transaction", "entry": [_entry(*each) for each in entries]}


def _entry(address: str, resource: Json) -> Json:
    return {"fullUrl": address, "resource": resource, "request": {"method": "POST", "url": resource["resourceType"]}}


def observed(form: Json, response: Json, source: str = "") -> Iterator[Json]:
    """Yield an Observation for each answer to an item that the form wants extracted, in the order of the form.

    ``source`` is how others refer to the record, such as ``urn:uuid:...``. Raise RefusalError for an answer of another
    kind than the form asks for.
    """
    given = {string(item, "linkId"): objects(item, "answer") for item in _items(response)}
    for item in _items(form):
        if extension(item, EXTRACT) is True:
            yield from (_observation(item, answer, response, source) for answer in given.get(item["linkId"], []))


def _items(held: Json) -> Iterator[Json]:
    for item in objects(held, "item"):
        yield item
        yield from _items(item)


def _observation(item: Json, answer: Json, response: Json, source: str) -> Json:
    authored = string(response, "authored")
    codes = [{key: code[key] for key in ("system", "code", "display") if key in code} for code in item["code"]]
    return {
        "resourceType": "Observation",
        "status": "final" if response.get("status") in ("completed", "amended") else "preliminary",
        "category": [extension(item, CATEGORY)],
        "code": {"coding": codes, "text": item["text"]},
        **{key: response[key] for key in _FROM_RECORD if key in response},
        **({"effectiveDateTime": authored} if authored else {}),
        **_value(item, answer),
        **({"derivedFrom": [{"reference": source, "type": "QuestionnaireResponse"}]} if source else {}),
    }


def _value(item: Json, answer: Json) -> Json:
    """Return an answer as the value of an Observation: a number, or a code."""
    number: Any = answer.get("valueInteger")
    if item["type"] == "integer" and isinstance(number, int) and not isinstance(number, bool):
        return {"valueInteger": number}
    coding = answer.get("valueCoding")
    if item["type"] == "choice" and isinstance(coding, dict):
        kept = {key: coding[key] for key in ("system", "code", "display") if isinstance(coding.get(key), str)}
        return {"valueCodeableConcept": {"coding": [kept]}}
    raise RefusalError(f"the answer to '{shortened(item['linkId'])}' is of another kind than the question")
