"""Whose answers are in a file that somebody saved here? Read as a stranger's: nothing in it is believed.

It is the plain data or the FHIR QuestionnaireResponse that ``response`` writes, the latter also within a Bundle. Only
its answers count: scores and tier are worked out anew, by the questionnaire that is served.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from checker.engine.conditions import Answer
from checker.engine.guidance import tier_of
from checker.engine.journey import walk
from checker.engine.questionnaire import Question, Questionnaire
from checker.fhir.canonical import TIER, Json, Publication, fhir_id
from checker.fhir.resource import objects

DEEPEST = 20
"""Items within items that are followed."""


class UnreadableError(Exception):
    """This is no file that was saved here, or it was changed."""


class OtherVersionError(UnreadableError):
    """This is of the right questionnaire, but of another version of it."""


class _Found(NamedTuple):
    """What a file says, in either of its forms."""

    questionnaire: str
    version: str
    given: list[tuple[str, Any]]
    """What stands for an answer, by the id of its question."""
    tier: object


def before(text: bytes, *known: Questionnaire) -> dict[str, str | int]:
    """Return the tier, numbers and points of a saved file of one of these questionnaires, by their names.

    Raise OtherVersionError for another version of one, and UnreadableError for all else that cannot have been saved.
    """
    found = _found(text)
    questionnaire = next((each for each in known if found.questionnaire in (each.id, fhir_id(each.id))), None)
    if questionnaire is None:
        raise UnreadableError
    if found.version != questionnaire.version:
        raise OtherVersionError
    return _outcome(questionnaire, dict(_answers(questionnaire, found.given)), found.tier)


def answers_in(questionnaire: Questionnaire, response: Json) -> dict[str, Answer]:
    """Return the answers in a QuestionnaireResponse by question; raise UnreadableError for one that is not offered."""
    return dict(_answers(questionnaire, _of_fhir(response).given))


def _outcome(questionnaire: Questionnaire, answers: Mapping[str, Answer], told: object) -> dict[str, str | int]:
    """Return what these answers come to. Of private ones only the tier tells: a more urgent one than theirs stands."""
    private = {
        each.id: frozenset(option.id for option in each.options if option.exclusive)
        for each in questionnaire.questions
        if each.private and each.id not in answers
    }
    journey = walk(questionnaire, {**private, **answers})
    tier = tier_of(questionnaire, journey)
    if private.keys() & journey.values.keys() and isinstance(told, str) and told in questionnaire.tier:
        tier = min(tier, questionnaire.tier[told], key=lambda each: questionnaire.urgency[each.id])
    if journey.next or tier.helps_now or tier.only_help or not answers.keys() <= journey.values.keys():
        raise UnreadableError  # no such result can be saved
    numbers = {name: value for name, value in journey.values.items() if isinstance(value, str | int)}
    return {**numbers, "tier": tier.id}


# What the two forms say -----------------------------------------------------------------------------------------------


def _found(text: bytes) -> _Found:
    data = _parsed(text)
    if data.get("resourceType") == "Bundle":
        inside = (entry.get("resource") for entry in objects(data, "entry"))
        data = next((each for each in inside if isinstance(each, dict) and each.get("resourceType") == _RESPONSE), {})
    if data.get("resourceType") == _RESPONSE:
        return _of_fhir(data)
    given = [(each.get("question"), each.get("answer")) for each in objects(data, "answers")]
    return _Found(_text(data, "questionnaire"), _text(data, "version"), _named(given), data.get("tier"))


_RESPONSE = "QuestionnaireResponse"


def _of_fhir(data: Json) -> _Found:
    address, _, version = _text(data, "questionnaire").partition("|")
    given: list[tuple[object, object]] = []
    level = objects(data, "item")
    for _ in range(DEEPEST):
        given += [(each.get("linkId"), _values(each)) for each in level if "answer" in each]
        level = [child for each in level for child in objects(each, "item")]
    found = _named(given)
    tier = next((values[0] for name, values in found if name == TIER and values), None)
    return _Found(address.rpartition("/Questionnaire/")[2], version, found, tier)


def _values(item: Json) -> list[object]:
    """Return the values of an item: of a coding its code."""
    values = [
        next((held for key, held in each.items() if key.startswith("value")), None) for each in objects(item, "answer")
    ]
    return [value.get("code") if isinstance(value, dict) else value for value in values]


def _named(given: list[tuple[object, object]]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in given if isinstance(name, str)]


def _text(data: Json, key: str) -> str:
    found = data.get(key)
    return found if isinstance(found, str) else ""


# Reading --------------------------------------------------------------------------------------------------------------


def _parsed(text: bytes) -> Json:
    try:
        found = json.loads(text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):  # no text, no JSON, a number that is too long, nested too deeply
        raise UnreadableError from None
    return found if isinstance(found, dict) else _refuse()


def _once(pairs: list[tuple[str, Any]]) -> Json:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _refuse()


def _refuse(_: object = None) -> NoReturn:
    raise UnreadableError


def _answers(questionnaire: Questionnaire, given: list[tuple[str, Any]]) -> Iterator[tuple[str, Answer]]:
    """Yield each answer once; raise UnreadableError for one that is not offered. What is no question is passed over."""
    seen = set[str]()
    for name, value in given:
        if question := questionnaire.question.get(name):
            answer = _answer(question, _ids(questionnaire, question), value)
            if name in seen or answer is None or not question.accepts(answer):
                raise UnreadableError
            seen.add(name)
            yield name, answer


def _ids(questionnaire: Questionnaire, question: Question) -> dict[str, str]:
    """Return the options of a question by what stands for them in a file: codes as we publish them, and ids."""
    published = Publication(questionnaire, questionnaire.languages[0])
    codes = {published.coding(question, option)["code"]: option.id for option in question.options}
    return codes | {option.id: option.id for option in question.options}


def _answer(question: Question, ids: Mapping[str, str], value: object) -> Answer | None:
    """Return what a value stands for, or values do; None for what no answer can be."""
    values = value if isinstance(value, list) else [value]
    if question.kind == "scale":
        return values[0] if len(values) == 1 and isinstance(values[0], int) else None
    chosen = {ids.get(each, "") if isinstance(each, str) else "" for each in values}
    if len(chosen) < len(values):
        return None
    return frozenset(chosen) if question.kind == "many" else chosen.pop() if len(chosen) == 1 else None
