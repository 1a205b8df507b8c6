"""Where do the codes of a form come from? Its own CodeSystem, a ValueSet for each list of options, and all in a Bundle.

The Bundle is a transaction: a server that takes it has the form and whatever the form names, and taken again it changes
what is there instead of adding to it.
"""

from collections.abc import Iterator
from urllib.parse import quote

from checker.engine.questionnaire import Question, Text
from checker.fhir.canonical import Json, Publication, fhir_id, fhir_name, form_code, score_link


def bundled(published: Publication, form: Json) -> Json:
    """Return a form as it was exported, with all that its codes come from, as a transaction for a server."""
    lists = (_value_set(published, form, each) for each in published.questionnaire.questions if each.options)
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [_entry(resource) for resource in (_code_system(published, form), *lists, form)],
    }


def _entry(resource: Json) -> Json:
    where = f"{resource['resourceType']}?url={quote(resource['url'], safe=':/')}"
    return {"fullUrl": resource["url"], "resource": resource, "request": {"method": "PUT", "url": where}}


def _head(published: Publication, form: Json, kind: str, *ids: str) -> Json:
    """Return how a list of codes is called: as it stands beside the form, of the same version, date and status."""
    called = fhir_id(published.questionnaire.id, *ids)
    return {
        "resourceType": kind,
        "id": called,
        "language": form["language"],
        "url": f"{published.base}/{kind}/{called}",
        "name": fhir_name(published.questionnaire.id, *ids),
        **{key: form[key] for key in ("version", "status", "date", "publisher", "contact") if key in form},
    }


def _code_system(published: Publication, form: Json) -> Json:
    questionnaire = published.questionnaire
    numbers = [_concept(published, score_link(score.id), score.label) for score in questionnaire.scores]
    asked = [_question(published, question) for question in questionnaire.questions]
    return {
        **_head(published, form, "CodeSystem"),
        **published.said("title", questionnaire.title),
        "caseSensitive": True,
        "hierarchyMeaning": "grouped-by",
        "content": "complete",
        "concept": [_concept(published, form_code(questionnaire), questionnaire.title), *asked, *numbers],
    }


def _question(published: Publication, question: Question) -> Json:
    """Return a question as a concept, with those of its options below it that no terminology has."""
    codings = ((published.coding(question, option), option.text) for option in question.options)
    own = [_concept(published, code["code"], text) for code, text in codings if code["system"] == published.system]
    return _concept(published, question.id, question.label) | ({"concept": own} if own else {})


def _concept(published: Publication, code: str, words: Text) -> Json:
    """Return a code with its words, and those of other languages as designations."""
    others = [
        {"language": language, "value": words.root[language]} for language in published.others if language in words.root
    ]
    said = {"code": code, "display": words.said_in(published.language)}
    return said | ({"designation": others} if others else {})


def _value_set(published: Publication, form: Json, question: Question) -> Json:
    """Return what may be answered to a question, by the systems that the codes are of."""
    return {
        **_head(published, form, "ValueSet", question.id),
        **published.said("title", question.label),
        **{key: form[key] for key in ("copyright", "_copyright") if key in form},
        "compose": {"include": list(_included(published, question))},
    }


def _included(published: Publication, question: Question) -> Iterator[Json]:
    codings = [(published.coding(question, option), option.text) for option in question.options]
    for system in dict.fromkeys(coding["system"] for coding, _ in codings):
        concepts = [_concept(published, code["code"], text) for code, text in codings if code["system"] == system]
        yield {"system": system, "concept": concepts}
