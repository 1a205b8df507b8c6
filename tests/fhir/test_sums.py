"""A calculation of others comes in as a score where it gives the very same number, and by name not otherwise."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import fhirpathpy
import pytest
from click.testing import CliRunner
from fhirpathpy.models import models

from checker.cli import cli
from checker.engine.conditions import Answer
from checker.engine.journey import walk
from checker.fhir.canonical import CALCULATED, MAXIMUM, MINIMUM, ORDINAL, VARIABLE, Json
from checker.fhir.enable_when_import import NotCarriedError
from checker.fhir.fhirpath_parser import parsed
from checker.fhir.questionnaire_import import Imported, imported
from tests.sheets import random_answer

SYSTEM = "https://example.org/answers"
ITEM_WEIGHT = ORDINAL.replace("ordinalValue", "itemWeight")
POINTS = (0, 1, 2, 3)
EVERY = "%resource.repeat(item).answer.value.ordinal().sum()"
TOP = "%resource.item.answer.value.ordinal().sum()"


def option(points: float | None, number: int, url: str = ORDINAL) -> Json:
    scored = {} if points is None else {"extension": [{"url": url, "valueDecimal": points}]}
    return {"valueCoding": {"system": SYSTEM, "code": f"o{number}", "display": f"Option {number}"}, **scored}


def choice(
    link: str, *within: Json, points: tuple[float | None, ...] = POINTS, url: str = ORDINAL, **keys: Any
) -> Json:
    offered = [option(each, number, url) for number, each in enumerate(points)]
    item = {"linkId": link, "type": "choice", "text": f"How is {link}?", "required": True, "answerOption": offered}
    return {**item, **keys, **({"item": list(within)} if within else {})}


def slider(link: str) -> Json:
    reach = [{"url": MINIMUM, "valueInteger": 0}, {"url": MAXIMUM, "valueInteger": 10}]
    return {"linkId": link, "type": "integer", "text": link, "required": True, "extension": reach}


def group(link: str, *within: Json, **keys: Any) -> Json:
    return {"linkId": link, "type": "group", "text": link, "item": list(within), **keys}


def expression(path: str, **keys: str) -> Json:
    return {"language": "text/fhirpath", "expression": path, **keys}


def total(path: str, **keys: Any) -> Json:
    calculated = {"url": CALCULATED, "valueExpression": expression(path)}
    return {"linkId": "tot", "type": "decimal", "text": "Total", "readOnly": True, "extension": [calculated], **keys}


def variables(**paths: str) -> Json:
    return {"extension": [{"url": VARIABLE, "valueExpression": expression(path, name=n)} for n, path in paths.items()]}


def form(*items: Json, **keys: Any) -> Json:
    return {"resourceType": "Questionnaire", "status": "draft", "name": "Form", "item": list(items), **keys}


def often(link: str) -> Json:
    """Return the keys of an item that is asked where another one is answered by its last option."""
    condition = {"question": link, "operator": "=", "answerCoding": {"system": SYSTEM, "code": "o3"}}
    return {"enableWhen": [condition], "enableBehavior": "all"}


def by_option(link: str) -> str:
    """Return the points of an answer as the US National Library of Medicine reads them."""
    answer = f"%resource.item.where(linkId='{link}').answer.valueCoding.code"
    options = f"%questionnaire.item.where(linkId = '{link}').answerOption.where(valueCoding.code={answer})"
    return f"{options}.extension.where(url='{ORDINAL}').valueDecimal"


def one(link: str) -> str:
    return f"%resource.item.where(linkId='{link}').answer.value.ordinal()"


# Someone else's evaluator ----------------------------------------------------------------------------------------


def _plain(node: Any) -> Any:
    """Return what one of its nodes holds."""
    return getattr(node, "data", node)


def _weight(inputs: list[Any]) -> list[Any]:
    """Return the points of answers or of their values, as a response holds them."""
    values = [value.get("valueCoding", value) for each in inputs if isinstance(value := _plain(each), dict)]
    held = [extension for value in values for extension in value.get("extension", ())]
    return [extension["valueDecimal"] for extension in held if extension["url"] in (ORDINAL, ITEM_WEIGHT)]


def _sum(inputs: list[Any]) -> list[Any]:
    return [sum(map(_plain, inputs))] if inputs else []


ENGINE = {
    "userInvocationTable": {
        "weight": {"fn": _weight, "arity": {0: []}},
        "ordinal": {"fn": _weight, "arity": {0: []}},
        "sum": {"fn": _sum, "arity": {0: []}},
    }
}


def responses(parent: Json, answers: Mapping[str, Answer]) -> Iterator[Json]:
    """Yield the items of a response: what is answered, and the groups that it lies in."""
    for item in parent.get("item", []):
        within = list(responses(item, answers))
        if item["type"] == "group" and within:
            yield {"linkId": item["linkId"], "item": within}
        elif item["linkId"] in answers:
            answer = answers[item["linkId"]]
            coded: Json = next((o for o in item.get("answerOption", []) if o["valueCoding"]["code"] == answer), {})
            value = {"valueCoding": {**coded["valueCoding"], **_extended(coded)}} if coded else {"valueInteger": answer}
            yield {"linkId": item["linkId"], "answer": [{**value, **({"item": within} if within else {})}]}


def _extended(option: Json) -> Json:
    return {"extension": option["extension"]} if "extension" in option else {}


def there(resource: Json, answers: Mapping[str, Answer]) -> object:
    """Return what fhirpathpy makes of the calculated item, which it finds empty as it stands in the response."""
    response = {"resourceType": "QuestionnaireResponse", "item": list(responses(resource, answers))}
    known: dict[str, Any] = {"resource": response, "questionnaire": resource}
    for held in resource.get("extension", []):
        variable = held["valueExpression"]
        known[variable["name"]] = fhirpathpy.evaluate(response, variable["expression"], known, models["r4"], ENGINE)
    waiting = list(resource["item"])
    while (item := waiting.pop())["linkId"] != "tot":
        waiting += item.get("item", [])
    path = item["extension"][0]["valueExpression"]["expression"]
    found = fhirpathpy.evaluate({"linkId": "tot"}, path, known, models["r4"], ENGINE)
    return found[0] if found else None


def brought_in(resource: Json) -> Imported:
    return imported(json.dumps(resource))


# What comes in ---------------------------------------------------------------------------------------------------

A, B, C = choice("a"), choice("b"), choice("c", points=(0, 2, 1, 3))
NLM = variables(a=by_option("a"), b=by_option("b"), any="%a.exists() or %b.exists()")
COMES_IN: dict[str, tuple[Json, str]] = {
    "all of them": (form(A, group("g", B, group("h", C)), total(EVERY)), "a b c"),
    "weight of the answer itself": (form(A, B, total("%resource.repeat(item).answer.weight().sum()")), "a b"),
    "those at the top": (form(A, group("g", B), total(TOP)), "a"),
    "not those within an answer": (form(choice("a", B), total(EVERY)), "a"),
    "those within an answer": (
        form(choice("a", B), total("%resource.descendants().answer.value.weight().sum()")),
        "a b",
    ),
    "those of a group": (
        form(A, group("g", B, C), total("%resource.item.where(linkId='g').item.answer.value.ordinal().sum()")),
        "b c",
    ),
    "a few by name": (
        form(A, B, C, total("%resource.repeat(item).where(linkId in ('a' | 'c')).answer.value.ordinal().sum()")),
        "a c",
    ),
    "by either name": (
        form(A, B, C, total("%resource.item.where(linkId='a' or linkId='c').answer.value.weight().sum()")),
        "a c",
    ),
    "a plus": (form(A, B, total(f"{one('a')} + ({one('b')})")), "a b"),
    "a slider has no points": (form(A, slider("s"), total(TOP)), "a"),
    "a slider by its number": (
        form(A, slider("s"), total(f"{one('a')} + %resource.item.where(linkId='s').answer.value")),
        "a s",
    ),
    "points by their address": (
        form(A, B, total(f"%resource.item.answer.value.extension.where(url='{ORDINAL}').value.sum()")),
        "a b",
    ),
    "points by another address": (
        form(choice("a", url=ITEM_WEIGHT), total(f"%resource.item.answer.value.extension('{ITEM_WEIGHT}').value")),
        "a",
    ),
    "variables": (form(A, B, total("iif(%a.exists() and %b.exists(), %a + %b, {})"), **NLM), "a b"),
    "a ladder": (
        form(A, B, total("iif(%any, iif(%a.exists(), %a, 0) + iif(%b.exists(), %b, 0), {})"), **NLM),
        "a b",
    ),
    "a ladder the other way round": (
        form(A, B, total("iif(%a.empty() or %b.exists().not(), {}, %b + %a)"), **NLM),
        "a b",
    ),
    "only where all are answered": (
        form(A, B, total(f"iif(%resource.item.where(linkId in ('a'|'b')).answer.count() = 2, {TOP}, {{}})")),
        "a b",
    ),
    "not asked of everybody": (form(A, choice("b", **often("a")), C, total(EVERY)), "a b c"),
    "a plus not asked of everybody": (form(A, choice("b", **often("a")), total(f"{one('a')} + {one('b')}")), "a b"),
    "a group not asked of everybody": (
        form(A, group("g", B, C, **often("a")), total("%resource.item.item.answer.value.ordinal().sum()")),
        "b c",
    ),
    "nothing is 0": (
        form(A, choice("b", **often("a")), total(f"{one('b')}.aggregate($this + $total, 0)")),
        "b",
    ),
    "points as decimals": (form(choice("a", points=(0.0, 2.0)), B, total(TOP)), "a b"),
    "no points in a plus": (form(choice("a", points=(0, None, 2)), B, total(f"{one('a')} + {one('b')}")), "a b"),
    "a relative variable": (form(A, B, total("%x"), **variables(x="item.answer.value.weight().sum()")), "a b"),
}


@pytest.mark.parametrize(("resource", "items"), COMES_IN.values(), ids=COMES_IN)
def test_a_sum_gives_the_number_that_it_gives_there(resource: Json, items: str) -> None:
    found = brought_in(resource).questionnaire
    (score,) = found.scores
    assert score.sum == tuple(items.split())
    random = Random(7)
    values = []
    for _ in range(40):
        journey = walk(found, {question.id: random_answer(random, question) for question in found.questions})
        assert not journey.next
        values.append(there(resource, journey.answers))
        assert journey.values.get("tot") == values[-1], journey.answers
    assert len(set(values)) > 1


# What does not ---------------------------------------------------------------------------------------------------

TWICE = f"{one('a')} + {one('b')} + {one('a')}"
REFUSED: dict[str, tuple[Json, str]] = {
    "above its questions": (form(A, total(TOP), B), "it counts 'b', which stands after it"),
    "at the head": (form(total(EVERY), A, B), "it counts 'a', which stands after it"),
    "within itself": (
        form(group("g", A), group("h", B, total("item.answer.value.ordinal().sum()"))),
        "a calculation that is not a sum of points: from where it looks, it reaches none",
    ),
    "within itself by name": (
        form(A, total("%context.item.where(linkId='a').answer.value.ordinal()")),
        "a calculation that is not a sum of points: from where it looks, it reaches none",
    ),
    "named but elsewhere": (
        form(A, group("g", B), total("%resource.item.where(linkId in ('a'|'b')).answer.value.ordinal().sum()")),
        "it names 'b', of which it counts no points",
    ),
    "named and without points": (
        form(A, slider("s"), total("%resource.item.where(linkId in ('a'|'s')).answer.value.ordinal().sum()")),
        "it names 's', of which it counts no points",
    ),
    "several answers": (
        form(A, choice("b", repeats=True), total(EVERY)),
        "it counts 'b', of which several options may be ticked",
    ),
    "halves": (
        form(A, choice("b", points=(0, 0.5, 1)), total(TOP)),
        "it counts 'b', which has points that are not whole: 0.5",
    ),
    "twice": (form(A, B, total(TWICE)), "it counts 'a' twice"),
    "left out": (form(A, choice("b", **often("z")), total(EVERY)), "it counts 'b', which was not carried over"),
    "in a group that repeats": (
        form(A, group("g", B, repeats=True), total(EVERY)),
        "it counts 'b', which was not carried over",
    ),
    "options elsewhere": (
        form(
            A, {"linkId": "b", "type": "choice", "text": "B", "answerValueSet": "https://example.org/b"}, total(EVERY)
        ),
        "its options stand elsewhere",
    ),
    "the answers themselves": (
        form(A, B, total("%resource.item.answer.value.sum()")),
        "it adds the answer to 'a' itself, not its points",
    ),
    "a mean": (
        form(A, B, total("%resource.item.answer.value.ordinal().avg()")),
        "a calculation that is not a sum of points",
    ),
    "times two": (form(A, B, total(f"2 * ({TOP})")), "a calculation that is not a sum of points"),
    "and one": (form(A, B, total(f"({TOP}) + 1")), "it adds 1, which nobody answered"),
    "no more than": (form(A, B, total(f"iif(({TOP}) > 3, 3, {TOP})")), "a calculation that is not a sum of points"),
    "at least one of two": (
        form(A, B, C, total(f"iif({one('a')}.exists(), {one('b')}, {one('c')})")),
        "what it adds up depends on which answers are there",
    ),
    "a union of points": (
        form(A, B, total(f"({one('a')} | {one('b')}).sum()")),
        "a calculation that is not a sum of points",
    ),
    "answers that repeat drops": (
        form(A, B, total("%resource.repeat(item | answer).value.weight().sum()")),
        "a calculation that is not a sum of points",
    ),
    "only high answers": (
        form(A, B, total("%resource.item.answer.value.ordinal().where($this > 1).sum()")),
        "a calculation that is not a sum of points: `$this>1`",
    ),
    "by another question's answer": (
        form(A, B, total(by_option("a").replace("resource.item.where(linkId='a')", "resource.item.where(linkId='b')"))),
        "a calculation that is not a sum of points",
    ),
    "another address": (
        form(A, B, total(f"%resource.item.answer.value.extension('{ITEM_WEIGHT}').value.sum()")),
        "it looks for the points of 'a' where they do not stand",
    ),
    "an unknown variable": (form(A, B, total("%z + 0")), "it reads `%z`, which is not known"),
    "a variable of itself": (
        form(A, B, total("%x"), **variables(x="%y", y="%x")),
        "it reads `%x`, which is defined twice or by itself",
    ),
    "sometimes nothing": (
        form(
            A,
            choice("b", **often("a")),
            choice("c", **often("b")),
            total("%resource.item.where(linkId in ('b'|'c')).answer.value.ordinal().sum()"),
        ),
        "it has no value where some of its questions are not asked",
    ),
    "no FHIRPath": (form(A, B, total("%resource.item.answer.")), "a calculation that is no FHIRPath"),
    "words": (form(A, B, total("'high'")), "it gives something that is no sum of points"),
    "another language": (
        form(
            A,
            {
                **total(TOP),
                "extension": [{"url": CALCULATED, "valueExpression": {**expression(TOP), "language": "text/cql"}}],
            },
        ),
        "a calculation that is not in FHIRPath",
    ),
    "too deep": (form(A, total("(" * 3000 + TOP + ")" * 3000)), "a calculation that is nested too deeply"),
    "too many steps": (
        form(A, total("%v0"), **variables(**{f"v{n}": f"%v{n + 1} + %v{n + 1}" for n in range(40)}, v40=one("a"))),
        "the calculations of this form take too many steps",
    ),
}


@pytest.mark.parametrize(("resource", "told"), REFUSED.values(), ids=REFUSED)
def test_any_other_calculation_is_refused_by_name(resource: Json, told: str) -> None:
    found = brought_in(resource)
    assert found.questionnaire.scores == ()
    lines = [str(finding) for finding in found.losses]
    assert any(line.startswith(f"tot: left out: {told}") for line in lines), lines


def test_an_answer_without_points_is_no_score_and_listed() -> None:
    found = brought_in(form(choice("a", points=(0, 1, None)), B, total(TOP)))
    told = "tot: an answer to 'a' without points counts 0 there; here there is no score then"
    assert told in [str(finding) for finding in found.losses]


def test_a_score_that_is_not_always_there_is_no_score_for_conditions_either() -> None:
    last = choice("z", points=(None, None), enableWhen=[{"question": "tot", "operator": ">=", "answerInteger": 2}])
    found = brought_in(form(A, B, total(TOP, **often("a")), last))
    assert walk(found.questionnaire, {"a": "o2", "b": "o3", "z": "o0"}).asked == ("a", "b")
    assert walk(found.questionnaire, {"a": "o3", "b": "o3", "z": "o0"}).asked == ("a", "b", "z")
    assert "tot: the condition under which the score is shown is left out: scores stand on the result" in [
        str(finding) for finding in found.losses
    ]


def test_without_the_library_the_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "fhirpathpy.parser.generated.FHIRPathLexer", None)
    parsed.cache_clear()
    file = tmp_path / "form.json"
    file.write_text(json.dumps(form(A, B)))
    assert CliRunner().invoke(cli, ["fhir", "import", str(file)]).exit_code == 0
    file.write_text(json.dumps(form(A, B, total(TOP))))
    refused = CliRunner().invoke(cli, ["fhir", "import", str(file)])
    assert refused.exit_code == 1
    assert refused.stderr == (
        f"Error: {file}: it calculates by FHIRPath, and reading that needs one more library. Install this project with "
        "its extra `fhir`, such as `pip install '.[fhir]'` in a checkout\n"
    )


@pytest.mark.parametrize("path", ["a b", "a +", "a # b", "", "a)", "'a"])
def test_what_is_not_the_whole_of_an_expression_is_none(path: str) -> None:
    with pytest.raises(NotCarriedError, match="no FHIRPath"):
        parsed(path)


def test_words_are_read_with_their_escapes() -> None:
    path = parsed(r"`an id` = 'it\'s \u0041\n' /* said */ // so")
    assert [part.word for part in path.parts] == ["an id", "it's A\n"]
