"""Which answers and scores of a record would a chart keep by themselves? SDC's extraction by observation.

It asks nothing but the form and the record, so it holds for a record that somebody else's software made of our form.
Nothing private is in a record of ours, so nothing private comes out of it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.fhir.calculated_items import measured
from checker.fhir.canonical import CATEGORY, EXTRACT, Json, Publication
from checker.fhir.profiles import RECORDED
from checker.fhir.questionnaire_export import items
from checker.fhir.resource import RefusalError, extension, objects, shortened, string
from checker.fhir.saved_file import UnreadableError, answers_in

_FROM_RECORD = ("subject", "encounter")


def extracted(questionnaire: Questionnaire, response: Json, address: Callable[[], str]) -> Json:
    """Return a record with its Observations as a transaction for a server, each at a new ``address()``.

    Raise RefusalError for a record of another questionnaire or of another version, for an answer that is not offered,
    and for a score that is not that of the answers.
    """
    base, _, _ = string(response, "questionnaire").partition("/Questionnaire/")
    language = string(response, "language")
    spoken = language if language in questionnaire.languages else questionnaire.languages[0]
    published = Publication(questionnaire, spoken, base, RECORDED)
    answered, expected = string(response, "questionnaire"), f"{published.url}|{questionnaire.version}"
    if answered not in (expected, published.url):
        raise RefusalError(f"it answers '{shortened(answered)}'. Give a record of '{expected}'")
    _refuse_impossible(published, response)
    source = address()
    found = observed({"item": items(published)}, response, source)
    entries = [(source, response), *((address(), each) for each in found)]
    return {"resourceType": "Bundle", "type": "transaction", "entry": [_entry(*each) for each in entries]}


def _refuse_impossible(published: Publication, response: Json) -> None:
    questionnaire = published.questionnaire
    try:
        journey = walk(questionnaire, answers_in(questionnaire, response))
    except UnreadableError:
        raise RefusalError("an answer in it is not offered") from None
    guidance = advise(questionnaire, journey)
    for each in (
        each for score in questionnaire.scores for each in measured(published, score) if each.kind != "string"
    ):
        told = [
            answer for item in _items(response) if item.get("linkId") == each.link for answer in objects(item, "answer")
        ]
        if any(each.value(journey, guidance) not in answer.values() for answer in told):
            raise RefusalError(f"'{each.link}' in it is not that of its answers")


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
    mean: Any = answer.get("valueDecimal")
    if item["type"] == "decimal" and isinstance(mean, int | float) and not isinstance(mean, bool):
        return {"valueQuantity": {"value": mean}}
    number: Any = answer.get("valueInteger")
    if item["type"] == "integer" and isinstance(number, int) and not isinstance(number, bool):
        return {"valueInteger": number}
    coding = answer.get("valueCoding")
    if item["type"] == "choice" and isinstance(coding, dict):
        kept = {key: coding[key] for key in ("system", "code", "display") if isinstance(coding.get(key), str)}
        return {"valueCodeableConcept": {"coding": [kept]}}
    raise RefusalError(f"the answer to '{shortened(item['linkId'])}' is of another kind than the question")
